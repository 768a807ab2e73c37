"""A PDF has words only if somebody put a text layer into it; a scan has pictures of words."""

from __future__ import annotations

import pypdfium2 as pdfium

from onrecord.errors import UnreadableError
from onrecord.reading.extraction import Extraction
from onrecord.reading.kinds import Kind
from onrecord.reading.language import language_of

PAGES = 5000
"""No official document is longer; a file that claims more pages is made to keep a reader busy."""


def read_pdf(content: bytes, *, name: str) -> Extraction:
    """The text of every page in the file's own order, pages apart by an empty line.

    Lines end where they end on the page. No date is taken: a PDF says when the file was made, not when the
    document was issued. Text drawn without ink is read too, since that is how OCR layers are stored. Raises
    `UnreadableError` for damage, a password, and a file without a text layer.
    """
    document = _opened(content, name)
    try:
        if len(document) > PAGES:
            raise UnreadableError(f"{name}: it has {len(document)} pages.", advice=f"Split it; {PAGES} are read.")
        pages = [_page_text(document, index, name) for index in range(len(document))]
        title = _clean(document.get_metadata_dict().get("Title", "")).strip()
    finally:
        document.close()
    text = "\n\n".join(page for page in pages if page)
    if not any(map(str.isalnum, text)):
        raise UnreadableError(
            f"{name}: no text layer in {len(pages)} pages (scanned?).",
            advice="Run OCR over it first, for example with ocrmypdf, and add the result.",
        )
    return Extraction(text, Kind.PDF.value, " ".join(title.split()), language=language_of(text))


def _opened(content: bytes, name: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as fault:
        if "password" in str(fault).lower() or "security" in str(fault).lower():
            raise UnreadableError(
                f"{name}: it is protected by a password.", advice="Save a copy without one and add that."
            ) from fault
        raise UnreadableError(
            f"{name}: it is not a whole PDF ({fault}).", advice="It may be cut off or damaged; get it again."
        ) from fault


def _page_text(document: pdfium.PdfDocument, index: int, name: str) -> str:
    try:
        page = document[index]
        text = page.get_textpage().get_text_range()
    except pdfium.PdfiumError as fault:
        raise UnreadableError(
            f"{name}: page {index + 1} cannot be read ({fault}).", advice="It may be damaged; get it again."
        ) from fault
    return _clean(text).strip()


def _clean(text: str) -> str:
    """PDFium joins the halves of a hyphenated line and puts U+FFFE for the hyphen: the hyphen is put back.

    The word stays as it is printed (`non-discrimination`, but `inter-national` too): whether the hyphen is
    part of the word cannot be told from the page.
    """
    lines = text.replace("\ufffe", "-").replace("\0", "\ufffd").replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines)
