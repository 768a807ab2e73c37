"""A person becomes a case where the text names them beside a prison, a charge or a release."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.drafting.clauses import alternatives
from onrecord.drafting.layout import Block, Zone, sentence_spans
from onrecord.model.record import Span

_WORD = r"(?:(?:al|el|ash|ad)-[A-Z][\w'’-]+|[A-Z][\w'’-]*[a-zà-ỹ][\w'’-]*|[A-Z]\b\.?)"
_LINK = r"(?:bin|bint|al|el|de|da|van|von|ibn|ben|dos|du|der|y)"
_NAME = re.compile(rf"(?<![\w'’-]){_WORD}(?:[ \n]+(?:(?:{_LINK}) )?{_WORD}){{1,4}}")
_TITLED_ONE = re.compile(r"\b[Tt]he (?:\d+th )?((?:Panchen|Dalai|Karmapa) Lama)\b")


@dataclass(frozen=True, slots=True)
class Person:
    """A named person and the first place where the text names them beside a prison or a release."""

    name: str
    start: int
    end: int


@cache
def _fate() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{alternatives('fates')}|(?:release|free|freeing|releasing) (?-i:[A-Z]))")


@cache
def _not_persons() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{alternatives('not_persons')})\b")


@cache
def _descriptor() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('descriptors')})(?:s)?$", re.I)


def persons(text: str, layout: list[Block], officials: frozenset[str], actors: frozenset[str]) -> list[Person]:
    """The persons whom the text names in a sentence that speaks of a prison, a charge, a death or a release.

    Left out: officials named with an office anywhere, places and bodies. Names of one word are not found.
    """
    found: dict[str, Person] = {}
    for block in layout:
        if block.zone in (Zone.HEADING, Zone.HISTORY):
            continue
        for sentence in sentence_spans(text, block):
            start, end = sentence.start, sentence.end
            if _fate().search(text, start, end):
                for person in _named(text, start, end, officials, actors):
                    found.setdefault(person.name, person)
    return _longest(list(found.values()))


def _named(text: str, start: int, end: int, officials: frozenset[str], actors: frozenset[str]) -> list[Person]:
    people = []
    for match in _TITLED_ONE.finditer(text, start, end):
        if not match.group(1).startswith("Dalai"):
            people.append(Person(match.group(1), match.start(1), match.end(1)))
    for match in _NAME.finditer(text, start, end):
        span = _without_descriptor(text, match.start(), match.end())
        name = " ".join(text[span.start : span.end].split()).removesuffix("'s").removesuffix("’s")
        if _is_person(name, officials, actors) and not _inside_a_title(text, span):
            people.append(
                Person(
                    name,
                    span.start,
                    span.start + len(text[span.start : span.end].removesuffix("'s").removesuffix("’s")),
                )
            )
    return people


def _without_descriptor(text: str, start: int, end: int) -> Span:
    """The span of a name without what the person is: `Pastors A B` is `A B`."""
    at = start
    for word in re.finditer(r"\S+", text[start:end]):
        if _descriptor().match(word.group()):
            at = start + word.end()
    gap = len(text[at:end]) - len(text[at:end].lstrip())
    return Span(min(at + gap, end), end)


def _is_person(name: str, officials: frozenset[str], actors: frozenset[str]) -> bool:
    parts = name.split()
    if (
        len(parts) < 2
        or _not_persons().search(name)
        or name.isupper()
        or re.search(r"['’]s? |-(?:based|speaking|led|era)\b", name)
    ):
        return False
    return not any(part.lower() in officials for part in parts) and not any(
        part.lower() in actors for part in (name, *parts)
    )


def _inside_a_title(text: str, span: Span) -> bool:
    """True after an office or a member's title, and inside a body's name (`Centers for X Y`)."""
    before = text[max(0, span.start - 40) : span.start]
    if re.search(rf"(?:{alternatives('offices')}|{alternatives('members')})\.?,? (?:\w+\. )?$", before):
        return True
    return (
        re.search(r"\b(?:at|in|near|from|into|outside) $", before) is not None
        or re.search(r"[A-Z]\w+ (?:of|for|on) (?:the )?$", before) is not None
        or re.match(r" of [A-Z]| Act\b", text[span.end : span.end + 6]) is not None
    )


def _longest(people: list[Person]) -> list[Person]:
    """Without names that are a part of another's name."""
    return sorted(
        (one for one in people if not any(one.name != other.name and one.name in other.name for other in people)),
        key=lambda person: person.start,
    )


def places_of(names: list[str], words: str) -> list[Span]:
    """Every place where one of the persons is named, in full or by title and one part of the name."""
    if not names:
        return []
    parts = {part for name in names for part in name.split() if len(part) > 2}
    full = "|".join(re.escape(name) for name in names)
    either = "|".join(re.escape(part) for part in sorted(parts))
    titled = rf"(?:Dr\.|Mr\.|Ms\.|Mrs\.|Pastor|Father|Bishop|Professor) (?:{either})"
    return [Span(*found.span()) for found in re.finditer(rf"\b(?:{full}|{titled})\b", words)]
