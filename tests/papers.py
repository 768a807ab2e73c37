"""Documents read back: what a person would find in a PDF, a DOCX or an HTML page, and what could run in it."""

from __future__ import annotations

import ctypes
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import pypdfium2
import pytest
from lxml import etree
from lxml import html as parser
from pypdfium2 import raw


def squeezed(words: str) -> str:
    """Without any white space: a line break in a page is no part of the words."""
    return "".join(words.split())


def pdf_words(content: bytes) -> str:
    """The text of all pages."""
    file = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in file)
    finally:
        file.close()


def pdf_pages(content: bytes) -> int:
    file = pypdfium2.PdfDocument(content)
    try:
        return len(file)
    finally:
        file.close()


def is_tagged(content: bytes) -> bool:
    file = pypdfium2.PdfDocument(content)
    try:
        return bool(raw.FPDFCatalog_IsTagged(file.raw))
    finally:
        file.close()


def pdf_inside(content: bytes) -> bytes:
    """The file with every stream that is deflated opened, to look for words of the format itself."""
    opened = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S):
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(opened)


def docx_parts(content: bytes) -> Iterator[tuple[str, str]]:
    """Every part of the file that is text."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, file.read(name).decode("utf-8")


def docx_words(content: bytes) -> str:
    """What stands in it, by python-docx: paragraphs, and the cells of tables."""
    file = pytest.importorskip("docx").Document(io.BytesIO(content))
    cells = [cell for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join(p.text for p in (*file.paragraphs, *(p for cell in cells for p in cell.paragraphs)))


def html_words(content: bytes) -> str:
    return str(parser.fromstring(content.decode()).text_content())


def words_in(form: str, content: bytes) -> str:
    return {"pdf": pdf_words, "docx": docx_words, "html": html_words}[form](content)


def everything_in(form: str, content: bytes) -> str:
    """What is visible and what is not: properties, relations, attributes."""
    if form == "pdf":
        return pdf_words(content) + pdf_inside(content).decode("latin-1") + _pdf_facts(content)
    if form == "docx":
        return "\n".join(words for _, words in docx_parts(content)) + docx_words(content)
    return content.decode() + html_words(content)


def _pdf_facts(content: bytes) -> str:
    file = pypdfium2.PdfDocument(content)
    try:
        marks = [item.get_title() for item in file.get_toc()]
        return "\n".join([*file.get_metadata_dict().values(), *marks])
    finally:
        file.close()


_ACTIVE_PDF = (
    rb"/(?:JavaScript|JS|OpenAction|AA|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToR|AcroForm|XFA)\b"
)
_ACTIVE_DOCX = (
    "instrText",
    "fldSimple",
    "w:object",
    "attachedTemplate",
    "altChunk",
    "vbaProject",
    "w:control",
    "r:embed",
)


def active_in(form: str, content: bytes) -> list[str]:
    """What could run, load or lead elsewhere than to a web page or to a place in the document itself."""
    if form == "pdf":
        return [match.decode() for match in re.findall(_ACTIVE_PDF, _pdf_names(content))] + list(_active_pdf(content))
    if form == "docx":
        return list(_active_docx(content))
    root = parser.fromstring(content.decode())
    found = [
        str(node.tag) for node in root.iter("script", "iframe", "object", "embed", "img", "link", "form", "base", "svg")
    ]
    found += [
        name for node in root.iter(etree.Element) for name in node.attrib if name.startswith("on") or name == "style"
    ]
    links = [str(link) for link in root.xpath("//@href | //@src | //@action")]
    return found + [link for link in links if not link.startswith(("#source-", "http://", "https://"))]


def _pdf_names(content: bytes) -> bytes:
    """The objects of the file without the words that its strings and its pages hold."""
    objects = [re.sub(rb"stream\r?\n.*?\r?\nendstream", b"", content, flags=re.S)]
    for head, stream in re.findall(rb"<<([^>]*/ObjStm[^>]*)>>\s*stream\r?\n(.*?)\r?\nendstream", content, re.S):
        objects.append(zlib.decompress(stream) if b"FlateDecode" in head else stream)
    return _without_strings(b"\n".join(objects))


def _without_strings(objects: bytes) -> bytes:
    kept, depth, place = bytearray(), 0, 0
    while place < len(objects):
        char = objects[place : place + 1]
        if depth and char == b"\\":
            place += 2
            continue
        depth += (char == b"(") - (char == b")" and depth > 0)
        if not depth and char != b")":
            kept += char
        place += 1
    return bytes(kept)


def _active_pdf(content: bytes) -> Iterator[str]:
    """What the reader of another maker finds: scripts, attached files, forms, and where links lead."""
    file = pypdfium2.PdfDocument(content)
    try:
        yield from ["script"] * max(0, raw.FPDFDoc_GetJavaScriptActionCount(file.raw))
        yield from ["attachment"] * max(0, raw.FPDFDoc_GetAttachmentCount(file.raw))
        yield from ["form"] * (raw.FPDF_GetFormType(file.raw) != raw.FORMTYPE_NONE)
        for page in file:
            yield from _actions(file, page)
    finally:
        file.close()


def _actions(file: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[str]:
    place, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page.raw, place, link):
        action = raw.FPDFLink_GetAction(link)
        kind = raw.FPDFAction_GetType(action) if action else raw.PDFACTION_GOTO
        if kind == raw.PDFACTION_URI:
            size = raw.FPDFAction_GetURIPath(file.raw, action, None, 0)
            held = ctypes.create_string_buffer(size)
            raw.FPDFAction_GetURIPath(file.raw, action, held, size)
            if not held.value.startswith((b"http://", b"https://")):
                yield held.value.decode("latin-1")
        elif kind != raw.PDFACTION_GOTO:
            yield f"action {kind}"


def _active_docx(content: bytes) -> Iterator[str]:
    for name, words in docx_parts(content):
        tree = etree.fromstring(words.encode())
        tags = {etree.QName(node).localname for node in tree.iter(etree.Element)}
        yield from (f"{name}: {mark}" for mark in _ACTIVE_DOCX if mark.removeprefix("w:") in tags)
        if name.endswith(".rels"):
            for relation in tree:
                outside = relation.get("TargetMode") == "External"
                if outside and not relation.get("Target", "").startswith(("http://", "https://")):
                    yield f"{name}: {relation.get('Target')}"
