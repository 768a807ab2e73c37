"""A web page is mostly furniture; the record is the part that its publisher issued."""

from __future__ import annotations

import re

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import extract_metadata

from onrecord.errors import UnreadableError
from onrecord.reading.body import main_text
from onrecord.reading.encodings import decode
from onrecord.reading.extraction import Extraction
from onrecord.reading.headline import headline_of
from onrecord.reading.hidden import hidden_elements, remove
from onrecord.reading.imprint import published_of, publisher_of
from onrecord.reading.kinds import Kind
from onrecord.reading.language import language_of
from onrecord.reading.published import date_beside

LONG_ATTRIBUTE = 2048
"""Characters; longer values (pictures inside the page) say nothing about text and stall the extractor."""

_NO_TEXT = re.compile(
    r"[\0-\x08\x0b\x0e-\x1f\ufffe\uffff]"
    r"|&\#(?:x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])(?![0-9a-f])|0*(?:[0-8]|1[1-24-9]|2[0-9]|3[01]|6553[45])(?![0-9]));?",
    re.IGNORECASE,
)
"""Characters that XML forbids, bare or by number: the parser lets them in, and no word beside them can be moved."""

_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I
)


def read_html(content: bytes, *, name: str, encoding: str = "") -> Extraction:
    """The main text of a page, one paragraph a line, with the publisher, the title and the date that the page gives.

    The title is not in the text, and neither are words that the page hides (`hidden.hidden_elements`). The date is the
    day printed beside the headline, else the one that the metadata states, else a guess from the rest of the page.
    Raises `UnreadableError` for a page without main text, nested too deep, or in an encoding that is not certain.
    """
    text = decode(content, name=name, declared=encoding or _declared(content))
    tree = _tree(text, name)
    publisher = publisher_of(tree)
    unseen = hidden_elements(tree)  # before long styles go, and before the metadata in scripts does
    _shorten_attributes(tree)
    title, language = _title(tree), (tree.get("lang") or "").strip()
    declared, found = published_of(tree), _date(tree)
    remove(unseen)
    date = date_beside(headline_of(tree, title), declared=declared) or declared or found
    layer = main_text(tree, title)
    if not layer:
        raise UnreadableError(
            f"{name}: no main text found in this page.",
            advice="If it needs scripts to show its text, save the text from a browser and add that.",
        )
    return Extraction(layer, Kind.HTML.value, title, date, language_of(layer) or language, publisher)


def _declared(content: bytes) -> str:
    """The encoding that the page names in its first 4096 bytes; a page in UTF-16 cannot name one there."""
    found = _DECLARED.search(content[:4096])
    return "" if found is None else found[1].decode("ascii")


def _tree(text: str, name: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        allowed = _NO_TEXT.sub("\ufffd", text.replace("\f", " "))
        tree = document_fromstring(allowed.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as fault:
        raise UnreadableError(f"{name}: there is no text in it.", advice="Check that the file is whole.") from fault
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableError(  # the parser stopped there: the rest of the page would be missing
            f"{name}: its elements are nested too deep to be a document.",
            advice="Save the text from a browser and add that.",
        )
    return tree


def _shorten_attributes(tree: HtmlElement) -> None:
    for element in tree.iter(etree.Element):
        for key in [key for key, value in element.items() if len(value) > LONG_ATTRIBUTE]:
            del element.attrib[key]


def _title(tree: HtmlElement) -> str:
    return " ".join((extract_metadata(tree).title or "").split())


def _date(tree: HtmlElement) -> str:
    """The day of publication as `htmldate` guesses it, for pages that neither state nor print one.

    A first of January is left out: it is what the guess makes of a year alone (`© 2022`).
    """
    day = find_date(tree, original_date=True, extensive_search=True) or ""
    return "" if day.endswith("-01-01") else day
