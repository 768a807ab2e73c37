"""A date of update that moves says nothing; a `not` that goes says everything. The kind of an edit tells them apart.

Doubt is resolved upwards: an edit is of substance unless all of it, on both sides, is shown to be something less.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import cache

from onrecord.model.record import Span
from onrecord.text.folding import fold
from onrecord.text.places import mentions
from onrecord.text.tables import rows


class Kind(IntEnum):
    """What an edit changes, from the lightest to the gravest."""

    WHITESPACE = 0
    """Spaces, line breaks and characters without width; nothing that is printed."""
    PUNCTUATION_OR_CASE = 1
    """Marks, accents and capitals; the letters and digits are the same, and no quotation mark came or went."""
    BOILERPLATE = 2
    """Lines around the text: navigation, share words, dates of update, contacts, the imprint; addresses of pages."""
    SUBSTANCE = 3
    """Everything else."""

    @property
    def label(self) -> str:
        return self.name.lower()


class Mark(Enum):
    """What an edit of substance touches, where it is more than plain words."""

    NUMBER = "number"
    """A number, in digits or in words, on one side and not on the other."""
    NAME = "name"
    """A word with a capital, on one side and not on the other."""
    PLACE = "place"
    """Another place is named."""
    NEGATION = "negation"
    """`not`, `no`, `without` … on one side alone."""
    MODAL = "modal"
    """A word of duty, of permission or of asking (`must`, `should`, `urge`) on one side alone."""
    QUOTATION = "quotation"
    """A quotation mark came or went: words are put into a mouth, or taken out of it."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What an edit is."""

    kind: Kind
    marks: frozenset[Mark] = frozenset()


_NOT_PRINTED = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_MARKS = re.compile(r"[\W_]+")
_DOUBLE = re.compile(r'["“”„‟«»「」『』]')
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_ALONE = re.compile(r"(?<!\w)\d+(?:[.,:]\d+)*(?![^\W\d_])")
_CAPITAL = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LONG = 240
"""Characters of a line that may still be boilerplate; a longer one is prose whatever it begins with."""


def weigh(old: str, new: str, was: Span, now: Span) -> Weighed:
    """The kind of the edit that puts `new[now]` in the place of `old[was]`."""
    before, after = was.of(old), now.of(new)
    if _NOT_PRINTED.sub("", before) == _NOT_PRINTED.sub("", after):
        return Weighed(Kind.WHITESPACE)
    quoted = len(_DOUBLE.findall(before)) != len(_DOUBLE.findall(after))
    if not quoted and _bare(before) == _bare(after) and _numbers(before) == _numbers(after):
        return Weighed(Kind.PUNCTUATION_OR_CASE)
    if all(_is_boilerplate(text, span) for text, span in ((old, was), (new, now))):
        return Weighed(Kind.BOILERPLATE)
    marks = _marks(old, new, was, now)
    return Weighed(Kind.SUBSTANCE, marks | {Mark.QUOTATION} if quoted else marks)


def _bare(words: str) -> str:
    """Letters and digits alone, folded."""
    return _MARKS.sub("", fold(words).text)


def _numbers(words: str) -> list[str]:
    return _NUMBER.findall(words)


def _is_boilerplate(text: str, span: Span) -> bool:
    """True if every printed word of the stretch stands in a line of boilerplate, or is an address itself."""
    words = span.of(text).strip()
    if not words:
        return True
    if _whole("words").fullmatch(words):
        return True
    inner = span.of(text)
    start = text.rfind("\n", 0, span.end - len(inner.lstrip())) + 1
    end = text.find("\n", span.start + len(inner.rstrip()))
    lines = text[start : len(text) if end < 0 else end].split("\n")
    return all(is_boilerplate_line(line.strip()) for line in lines if line.strip())


def is_boilerplate_line(line: str) -> bool:
    """True for a whole line that stands around texts and not in them, as the tables know it."""
    if len(line) > _LONG:
        return False
    if _whole("line").fullmatch(line):
        return True
    stamped = _stamps().sub("", line)
    return stamped != line and not _MARKS.sub("", _whole("date").sub("", stamped))


@cache
def _whole(use: str) -> re.Pattern[str]:
    """The patterns of a use, those of web pages (page_lines.tsv) with those of changes (change_lines.tsv)."""
    patterns = [row["pattern"] for row in rows("change_lines.tsv", key="name") if row["use"] == use]
    if use == "line":
        known = ("line", "heading")
        patterns += [row["pattern"] for row in rows("page_lines.tsv", key="name") if row["use"] in known]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.I)


@cache
def _stamps() -> re.Pattern[str]:
    """Words that make a line with a date and nothing else a stamp of the page."""
    patterns = [row["pattern"] for row in rows("page_lines.tsv", key="name") if row["use"] in {"stamp", "changed"}]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.I)


def _marks(old: str, new: str, was: Span, now: Span) -> frozenset[Mark]:
    """Each mark of which the two sides hold something else."""
    sides = [(*_clues(old, was),), (*_clues(new, now),)]
    return frozenset(mark for mark, one, other in zip(_ORDER, *sides, strict=True) if one != other)


_ORDER = (Mark.NUMBER, Mark.NAME, Mark.PLACE, Mark.NEGATION, Mark.MODAL)


def _clues(text: str, span: Span) -> tuple[object, ...]:
    words = span.of(text)
    folded = fold(words).text
    listed = {mark: sorted(_listed(mark).findall(folded)) for mark in (Mark.NUMBER, Mark.NEGATION, Mark.MODAL)}
    numbers = (_numbers(words), listed[Mark.NUMBER])
    places = sorted({name.place for found in mentions(words) for name in found.names})
    return numbers, _names(text, span), places, listed[Mark.NEGATION], listed[Mark.MODAL]


def marked(mark: Mark, words: str) -> Iterator[tuple[str, Span]]:
    """Every number or listed word of a mark, folded, with its place; of names, places and quotation marks none.

    A digit that is a part of a name (`G7`) is no number here, nor is the one of `one of the`.
    """
    folded = fold(words)
    digits = _ALONE.finditer(folded.text) if mark is Mark.NUMBER else iter(())
    for match in sorted([*digits, *_listed(mark).finditer(folded.text)], key=lambda found: found.start()):
        if match.group() == "one" and folded.text.startswith(" of ", match.end()):
            continue
        yield match.group(), Span(*folded.span(*match.span()))


def _names(text: str, span: Span) -> list[str]:
    """Words with a capital that do not open a sentence; a line without a full stop at its end opens none."""
    found = []
    for match in _CAPITAL.finditer(text, span.start, span.end):
        word = match.group()
        head = text[max(0, match.start() - 3) : match.start()].rstrip(" \u00a0“\"'‘(")
        opens = not head or head[-1] in ".!?:\n\r•"
        if word[:1].isupper() and (not opens or sum(map(str.isupper, word)) > 1):
            found.append(word.casefold())
    return sorted(found)


@cache
def _listed(mark: Mark) -> re.Pattern[str]:
    """The words of a mark; those in ideographs anywhere, others as whole words."""
    words = [fold(row["word"]).text for row in rows("change_words.tsv", key="word") if row["mark"] == mark.value]
    han = [re.escape(word) for word in words if _HAN.search(word)]
    spaced = "|".join(re.escape(word) for word in words if not _HAN.search(word))
    short = [r"n't(?!\w)"] if mark is Mark.NEGATION else []
    return re.compile("|".join([rf"(?<!\w)(?:{spaced})(?!\w)", *short, *han]))
