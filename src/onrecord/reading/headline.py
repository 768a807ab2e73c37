"""The headline divides a page: its date stands beside it, its text begins below it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from onrecord.reading.furniture import is_line, words

SURE = 20
"""Characters from which a heading that is a part of the title is the headline."""

LEVELS = 3
"""Boxes around the headline in which the lines before it still belong to it."""

_LETTERS = re.compile(r"\w+")
_ELSEWHERE = frozenset(
    {"nav", "aside", "footer", "figure", "figcaption", "form", "button", "label", "select", "ul", "table"}
)
_HOLDERS = frozenset({"html", "body", "main", "article"})
_PARTS = re.compile(r"\s[|–—»:·-]\s|\|")


def letters(line: str) -> str:
    """The words of a line without case, punctuation and soft hyphens, to compare a headline with a title."""
    return " ".join(_LETTERS.findall(line.casefold().replace("\xad", "")))


def headline_of(tree: etree._Element, title: str) -> etree._Element | None:
    """The element that shows the page's title: an `h1` or `h2` that is the title or a part of it.

    Where none is, the only `h1` of the page; None where there are none or several.
    """
    whole = letters(title)
    parts = {letters(part) for part in (title, *_PARTS.split(title)) if len(part) >= 8}
    for element in tree.iter("h1", "h2"):
        shown = letters(words(element))
        if shown in parts or (len(shown) > SURE and shown in whole):
            return element
    only = [element for element in tree.iter("h1") if words(element)]
    return only[0] if len(only) == 1 else None


def lines_below(headline: etree._Element) -> Iterator[etree._Element]:
    """The elements after the headline that hold a line of words and no block, in the page's order."""
    inside: etree._Element | None = headline
    while inside is not None:
        for after in inside.itersiblings(etree.Element):
            yield from _lines_in(after)
        inside = inside.getparent()


def lines_above(headline: etree._Element) -> Iterator[etree._Element]:
    """The lines before the headline in the boxes that hold it, up to `LEVELS` of them, nearest first."""
    inside = headline
    for _ in range(LEVELS):
        for before in inside.itersiblings(etree.Element, preceding=True):
            yield from reversed(list(_lines_in(before)))
        parent = inside.getparent()
        if parent is None or parent.tag in _HOLDERS:
            return
        inside = parent


def _lines_in(box: etree._Element) -> Iterator[etree._Element]:
    waiting = [box]  # not recursion: a page may nest deeper than Python calls
    while waiting:
        element = waiting.pop()
        if element.tag in _ELSEWHERE:
            continue
        if not is_line(element):
            waiting += reversed(list(element.iterchildren(etree.Element)))
        elif words(element):
            yield element
