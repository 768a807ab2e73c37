"""A DOCX is a zip of XML: the words that a reader of the page sees are in a few of its parts, and small."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from lxml import etree

from onrecord.errors import UnreadableError
from onrecord.reading.extraction import Extraction
from onrecord.reading.kinds import Kind
from onrecord.reading.language import language_of
from onrecord.reading.plain import refuse_empty

PART = 48 << 20
"""Bytes that one unpacked part may have; the longest treaties stay under a tenth of it."""

PARTS = 10_000
"""Parts that the zip may list."""

_NOTES = ("footnotes.xml", "endnotes.xml")

_UNSEEN = frozenset({"del", "moveFrom", "delText", "instrText", "Fallback"})
"""Deleted and moved-away words, field codes, and the second copy of a text box for old readers."""

_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


def read_docx(content: bytes, *, name: str) -> Extraction:
    """The paragraphs, table cells, notes and text boxes of a Word document, one paragraph a line.

    Tracked deletions, hidden words and field codes are left out, tracked insertions are in: the layer is what
    the page shows. No date is taken (the file says when it was edited, not when it was issued). Raises
    `UnreadableError` for another kind of zip, for damage, and for a part of more than `PART` bytes.
    """
    with _opened(content, name) as package:
        main = _main_part(package, name)
        notes = [str(PurePosixPath(main).with_name(part)) for part in _NOTES]
        stories = [_tree(package, part, name) for part in (main, *notes) if part in package.namelist()]
        title = _title(package, name)
    if _local(stories[0]) != "document":
        raise _not_word(name)
    text = "\n".join(line for story in stories for line in _paragraphs(story))
    refuse_empty(text, name)
    return Extraction(text, Kind.DOCX.value, title, language=language_of(text))


def _opened(content: bytes, name: str) -> zipfile.ZipFile:
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
        raise _broken(name, fault) from fault
    if len(package.namelist()) > PARTS:
        raise UnreadableError(f"{name}: it has more than {PARTS} parts.", advice="Save it as plain text and add that.")
    return package


def _main_part(package: zipfile.ZipFile, name: str) -> str:
    """The part with the document's body, which some programs do not call `word/document.xml`."""
    if "_rels/.rels" not in package.namelist():
        raise _not_word(name)
    for relation in _tree(package, "_rels/.rels", name).iterfind("{*}Relationship"):
        target = (relation.get("Target") or "").lstrip("/")
        if (relation.get("Type") or "").endswith("/officeDocument") and target in package.namelist():
            return target
    raise _not_word(name)


def _not_word(name: str) -> UnreadableError:
    return UnreadableError(
        f"{name}: it is a zip file but not a Word document.", advice="Unpack it and add what is in it."
    )


def _tree(package: zipfile.ZipFile, part: str, name: str) -> etree._Element:
    try:
        with package.open(part) as stream:
            xml = stream.read(PART + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as fault:
        raise _broken(name, fault) from fault
    if len(xml) > PART:
        raise UnreadableError(
            f"{name}: its part {part} unpacks to more than {PART >> 20} MB.",
            advice="It may be made to swamp a reader; save it as plain text and add that.",
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as fault:
        raise _broken(name, fault) from fault


def _broken(name: str, fault: Exception) -> UnreadableError:
    reason = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
    return UnreadableError(
        f"{name}: it is not a whole Word document ({reason[:120]}).",
        advice="It may be cut off, damaged or encrypted; get it again, or save it anew.",
    )


def _local(element: etree._Element) -> str:
    """The name without its namespace, since strict and transitional files differ in that alone."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _paragraphs(story: etree._Element) -> Iterator[str]:
    for paragraph in story.iter("{*}p"):
        words = "".join(_words(paragraph)).strip()
        if words and not _inside_unseen(paragraph):
            yield words


def _words(paragraph: etree._Element) -> Iterator[str]:
    """The seen words of a paragraph, without those of a text box in it, which is a paragraph of its own."""
    for child in paragraph:
        kind = _local(child)
        if kind in _UNSEEN or kind == "p" or (kind == "r" and _is_hidden(child)):
            continue
        if kind == "t":
            yield child.text or ""
        elif kind in _MARKS and _local(paragraph) == "r":
            yield _MARKS[kind]
        else:
            yield from _words(child)


def _is_hidden(run: etree._Element) -> bool:
    """True if the run's own format hides it; `w:vanish w:val="0"` switches hiding off."""
    for mark in run.iterfind("{*}rPr/{*}vanish"):
        values = [str(value) for key, value in mark.items() if str(key).endswith("}val")]
        return values not in (["0"], ["false"], ["off"])
    return False


def _inside_unseen(paragraph: etree._Element) -> bool:
    return any(_local(above) in _UNSEEN for above in paragraph.iterancestors())


def _title(package: zipfile.ZipFile, name: str) -> str:
    if "docProps/core.xml" not in package.namelist():
        return ""
    found = _tree(package, "docProps/core.xml", name).findtext("{*}title")
    return " ".join((found or "").split())
