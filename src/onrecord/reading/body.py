"""The text of a page begins under its headline, may stand in several boxes, and ends where other pages begin."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from onrecord.reading.furniture import furniture, line_pattern, linked, prose_of, words
from onrecord.reading.headline import headline_of, letters, lines_below
from onrecord.reading.hidden import remove
from onrecord.reading.published import is_dateline

HEAD = 6
"""Lines at the top of a text among which its title and its dateline are looked for."""

LEAD = 50
"""Characters from which a line between headline and text is its lead and not a label."""

BETWEEN = 30
"""Lines between headline and text among which the lead is looked for."""

PART = 200
"""Characters of prose from which a box of an article is a part of its text."""

LOST, COMPARED = 500, 40
"""Characters of prose in one box from which their absence shows that the extractor took the wrong one, and how many
of the box's paragraphs, the longest first, are looked for."""

LINKS = 0.3
"""Share of a paragraph's letters inside links above which it is no prose."""

LABEL = 400
"""Characters above which no line is furniture."""

_INLINE = frozenset({"hi", "ref", "del", "graphic"})
"""Elements of the extractor's result (TEI names) that do not begin a new line."""

_LEADS = frozenset({"p", "div", "section"})
_ENDS = frozenset('.!?…”"»。！？')


def main_text(tree: HtmlElement, title: str) -> str:
    """The page's text, one paragraph a line, without its title; empty where there is none. Changes the tree.

    The title is left out because it is kept apart, as in a corpus, and never scores (codebook, R6).
    """
    for quotation in tree.iter("q"):
        quotation.tag = "span"  # the extractor takes it for a block and would break the sentence
    remove(furniture(tree))
    _join_parts(tree)
    lines = [line for line in _whole(tree) if not _is_furniture(line)]
    headline = headline_of(tree, title)
    shown = "" if headline is None else letters(words(headline))
    lines = _without_head(lines, {letters(title), shown} - {""}) or lines
    if headline is not None and lines:
        lines = [*_lead(headline, lines), *lines]
    return "\n".join(lines)


def _whole(tree: HtmlElement) -> list[str]:
    """What the extractor finds; with its slower comparison of several ways where the quick one missed the text."""
    quick = _extracted(tree, fast=True)
    if _missed(tree, quick):
        compared = _extracted(tree, fast=False)
        return quick if _missed(tree, compared) else compared
    return quick


def _is_furniture(line: str) -> bool:
    return len(line) <= LABEL and line_pattern("line").fullmatch(line) is not None


def _extracted(tree: HtmlElement, *, fast: bool) -> list[str]:
    found = bare_extraction(
        tree, fast=fast, favor_recall=True, include_comments=False, include_tables=True, with_metadata=False
    )
    if found is None or isinstance(found, dict) or found.body is None:
        return []
    lines = (" ".join(line.split()) for line in "".join(_words(found.body)).split("\n"))
    return [line for line in lines if line]


def _words(element: etree._Element) -> Iterator[str]:
    """The words alone: the extractor's own text form adds marks to list items and tables."""
    edge = "" if element.tag in _INLINE else "\n"
    yield edge
    yield (element.text or "").replace("\n", " ")
    for child in element:
        yield from _words(child)
        yield (child.tail or "").replace("\n", " ")
    yield edge


def _without_head(lines: list[str], titles: set[str]) -> list[str]:
    kept = [line for line in lines[:HEAD] if letters(line) not in titles and not is_dateline(line)]
    return [*kept, *lines[HEAD:]]


def _join_parts(tree: HtmlElement) -> None:
    """Put the boxes of one article that bear the same class into the first: the extractor reads one alone."""
    prose = prose_of(tree)
    boxes: dict[tuple[etree._Element, str], list[etree._Element]] = {}
    for box, held in prose.items():
        name = box.get("class") or ""
        article = next(box.iterancestors("article"), None) if "body" in name and held >= PART else None
        if article is not None:
            boxes.setdefault((article, name), []).append(box)
    for first, *others in boxes.values():
        within = {first, *others}
        for other in others:
            if within.isdisjoint(other.iterancestors()):
                first.extend(list(other))


def _missed(tree: HtmlElement, lines: list[str]) -> bool:
    """True where the box with the most prose of the page is for the greater part not in the lines."""
    boxes: dict[etree._Element, list[str]] = {}
    for paragraph in tree.iter("p"):
        parent = paragraph.getparent()
        if parent is not None and linked(paragraph) < LINKS:
            boxes.setdefault(parent, []).append(words(paragraph))
    most = max(boxes.values(), key=lambda said: sum(map(len, said)), default=[])
    compared = sorted(most, key=len, reverse=True)[:COMPARED]
    text = letters("\n".join(lines))
    left_out = sum(len(said) for said in compared if letters(said) not in text)
    return left_out > LOST and 2 * left_out > sum(map(len, compared))


def _lead(headline: etree._Element, lines: list[str]) -> list[str]:
    """The sentences between the headline and the first line of the text."""
    text = letters("\n".join(lines))
    found: list[str] = []
    for line in islice(lines_below(headline), BETWEEN):
        said = words(line)
        compared = letters(said)
        if len(compared) > LEAD and compared in text:
            return found
        if _is_lead(line, said) and said not in found:
            found.append(said)
    return []


def _is_lead(line: etree._Element, said: str) -> bool:
    whole = len(said) >= LEAD and said[-1] in _ENDS
    return whole and line.tag in _LEADS and linked(line) < LINKS and not _is_furniture(said)
