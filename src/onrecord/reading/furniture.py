"""What surrounds a text on its page says so: in the names of its boxes, in its headings, and by being links alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice, takewhile

from lxml import etree

from onrecord.text.tables import rows

PROSE_KEPT = 0.3
"""A box with more than this share of the page's prose is the text, whatever its name."""

POINTER = 250
"""Characters of a line that can point to another page; what is longer tells something."""

HEADING = 60
"""Characters of a line that can be a heading."""

TEASER = 200
"""Characters for each link below which a box announces pages."""

LINKED = 0.5
"""Share of the letters inside links from which a line or a list is a way to other pages."""

BARE = 80
"""Characters from which words in a box without a paragraph are one."""

LEVELS, PIECES, SIBLINGS = 6, 12, 40
"""How many boxes are climbed from a heading, how many pieces of text a heading may have, and how many boxes after it
are looked at: more than any page needs, and few enough that no page can keep the reader busy."""

_TITLES = frozenset({"h2", "h3", "h4", "h5", "h6"})
_HEADINGS = _TITLES | {"strong", "b", "dt", "p", "div", "span"}
_LINES = _TITLES | {"p", "li", "div"}
_BLOCKS = _LINES | {"ul", "ol", "table", "section", "article", "h1", "blockquote"}
_BARE = frozenset({"div", "section", "article", "main", "body", "td", "li", "blockquote", "center", "font"})
_HOLDERS = frozenset({"html", "body", "main", "article"})
_TEXT = etree.XPath("string()", smart_strings=False)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

Prose = Mapping[etree._Element, int]


def furniture(tree: etree._Element) -> list[etree._Element]:
    """The elements of a page that hold no part of its text: sign-ups, credits, ways to other pages.

    Found by the names of their classes and ids (data/page_blocks.tsv), by a heading that opens a list of other
    pages and by the words that point to one (data/page_lines.tsv), and as paragraphs that are links alone. A box
    that holds more prose than its name allows, or more than `PROSE_KEPT` of the page's, stays. Nothing is removed.
    """
    return [*_named(tree, prose_of(tree)), *_sections(tree), *_pointers(tree)]


def words(element: etree._Element) -> str:
    """The words of an element on one line."""
    return " ".join(str(_TEXT(element)).split())


def linked(element: etree._Element) -> float:
    """The share of an element's letters that stands inside links; 1 for an element without words."""
    length = len(words(element))
    return 1.0 if not length else sum(len(words(link)) for link in element.iter("a")) / length


def is_line(element: etree._Element) -> bool:
    """True for an element that holds words and no further block."""
    return not any(child.tag in _BLOCKS for child in element.iterdescendants(etree.Element))


def prose_of(tree: etree._Element) -> Prose:
    """For every element, the characters of its paragraphs outside links, marked as such or bare lines of a box."""
    held = {element: _own_prose(element) for element in tree.iter(etree.Element)}
    for element in reversed(held):  # what is inside comes after what holds it
        parent = element.getparent()
        if parent in held:
            held[parent] += held[element]
    return held


def line_pattern(use: str) -> re.Pattern[str]:
    """The expressions of one use in data/page_lines.tsv as one."""
    return _patterns()[use]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    kinds: dict[str, list[str]] = {}
    for row in rows("page_lines.tsv", key="name"):
        kinds.setdefault(row["use"], []).append(row["pattern"])
    return {use: re.compile("(?:" + "|".join(held) + ")", re.IGNORECASE) for use, held in kinds.items()}


@cache
def _block_names() -> tuple[re.Pattern[str], dict[str, int]]:
    longest = {row["cue"]: int(row["longest"]) for row in rows("page_blocks.tsv", key="cue")}
    cues = sorted(longest, key=len, reverse=True)
    return re.compile(r"(?:^| )(" + "|".join(map(re.escape, cues)) + r")(?= |$)"), longest


@lru_cache(maxsize=4096)
def _longest(name: str) -> int:
    """Characters of prose that a box of this name may hold and be furniture all the same; -1 for other names."""
    if name.startswith("js-"):
        return -1  # a hook for a script, which says what can be done with the box and not what is in it
    names, longest = _block_names()
    found = names.search(" ".join(_WORD.findall(name)).lower())
    return -1 if found is None else longest[found[1]]


def _named(tree: etree._Element, prose: Prose) -> Iterator[etree._Element]:
    kept = PROSE_KEPT * prose[tree]
    for element, held in prose.items():
        if element.tag not in _HOLDERS:
            longest = max((_longest(name) for name in _names(element)), default=-1)
            if 0 <= held <= min(longest, kept):
                yield element


def _names(element: etree._Element) -> list[str]:
    """Its classes, its id, and the tag that the page defines itself (`x-teaser`), which names it as a class does."""
    tag, marked = str(element.tag), (element.get("id") or "").strip()
    names = (element.get("class") or "").split()
    return [*names, *([marked] if marked else []), *([tag] if "-" in tag else [])]


def _own_prose(element: etree._Element) -> int:
    if element.tag == "p":
        return len(words(element)) - sum(len(words(link)) for link in element.iter("a"))
    if element.tag not in _BARE:
        return 0
    pieces = (element.text, *(child.tail for child in element))
    return sum(len(piece) for piece in pieces if piece is not None and len(piece) >= BARE and not piece.isspace())


def _sections(tree: etree._Element) -> Iterator[etree._Element]:
    """A heading that opens a list of other pages, with what it opens."""
    for heading in tree.iter(*_HEADINGS):
        title = _short(heading)
        if title and line_pattern("heading").fullmatch(title.rstrip(" :|")):
            top = _outermost(heading)
            opened = list(takewhile(_lists_pages, islice(top.itersiblings(etree.Element), SIBLINGS)))
            if any(words(box) for box in opened):
                yield top
                yield from opened


def _short(element: etree._Element) -> str:
    """The words of an element that is short enough for a heading and holds no block."""
    if element.tag in _BLOCKS and not is_line(element):
        return ""
    pieces = [str(piece) for piece in islice(element.itertext(), PIECES)]
    if len(pieces) == PIECES or sum(map(len, pieces)) > 4 * HEADING:
        return ""
    found = " ".join("".join(pieces).split())
    return found if len(found) <= HEADING and is_line(element) else ""


def _outermost(heading: etree._Element) -> etree._Element:
    """The outermost box that holds nothing but the heading."""
    top, said = heading, words(heading)
    for box in islice(heading.iterancestors(), LEVELS):
        if box.tag in _HOLDERS or words(box) != said:
            return top
        top = box
    return top


def _lists_pages(box: etree._Element) -> bool:
    """True for links, and for titles of pages each with a line or two about it."""
    links = len(box.findall(".//a"))
    return linked(box) >= LINKED or (links > 2 and len(words(box)) < TEASER * links)


def _pointers(tree: etree._Element) -> Iterator[etree._Element]:
    for line in tree.iter(*_LINES):
        if is_line(line) and (line.tag == "p" or line.find(".//a") is not None):
            said = words(line)
            if said and _points_away(line, said):
                yield line


def _points_away(line: etree._Element, said: str) -> bool:
    if len(said) > POINTER:
        return False
    opening = line_pattern("pointer").match(said)
    if opening is not None and (said[opening.end() :].lstrip()[:1] in {":", "|", "»", ">"} or linked(line) >= LINKED):
        return True
    return line.tag == "p" and linked(line) > 0.95
