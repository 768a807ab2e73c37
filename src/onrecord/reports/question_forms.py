"""A sentence is filled from evidence or not written at all: its slots and its sources come from the same place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter

from onrecord.errors import DataError
from onrecord.reports.question import Citation, Form, Gap, Question, Sentence
from onrecord.text.tables import listed, rows

LANGUAGE = "en"
"""The language that drafts are written in where the table has no other."""
_GROUND = "ground"


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with slots, and the roles of the evidence that fills them."""

    part: str
    sentence: str
    roles: tuple[str, ...]

    @property
    def slots(self) -> tuple[str, ...]:
        return tuple(name for _, name, _, _ in Formatter().parse(self.sentence) if name)


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a gap weighs, 0 to 1, and what a reader is shown of it."""

    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The evidence for a question, before it has sentences."""

    ask_id: str
    gap: Gap
    to: str
    slots: Mapping[str, str]
    """What fills the sentences; a slot whose name ends in `quote` is verbatim."""
    evidence: Mapping[str, tuple[Citation, ...]]
    """By role; a role without a citation makes every sentence that needs it impossible."""
    strength: float = 1.0
    """0 to 1: multiplies the gap's weight, half of it at least."""
    computation: tuple[str, ...] = ()


@cache
def weights() -> dict[Gap, Weight]:
    """The weight and the words of every gap. Raises DataError where one is missing or unknown."""
    table = {row["gap"]: Weight(float(row["weight"]), row["words"]) for row in rows("question_gaps.tsv", key="gap")}
    if table.keys() != {gap.value for gap in Gap}:
        raise DataError("data/question_gaps.tsv does not have exactly the gaps of Gap.", advice="Compare the two.")
    return {gap: table[gap.value] for gap in Gap}


@cache
def templates(gap: Gap, language: str = LANGUAGE) -> tuple[Template, ...]:
    """The sentences for a gap in a language, the ground first.

    Raises DataError if the ground or a form is missing, or a sentence names no source.
    """
    own = [
        Template(row["part"], row["sentence"], listed(row["sources"]))
        for row in rows("question_forms.tsv", key="id")
        if row["gap"] == gap.value and row["language"] == language
    ]
    if {one.part for one in own} != {_GROUND, *(form.value for form in Form)} or not all(one.roles for one in own):
        raise DataError(
            f"data/question_forms.tsv has not every part of {gap.value} in {language}, or one without a source.",
            advice="Add the missing row or its sources.",
        )
    return tuple(own)


def written(draft: Draft, language: str = LANGUAGE) -> Question:
    """The question of a draft; raises ValueError where a sentence would have no source."""
    numbers: dict[Citation, int] = {}
    for citation in (one for group in draft.evidence.values() for one in group):
        numbers.setdefault(citation, len(numbers) + 1)
    filled = [(one.part, _sentence(one, draft, numbers)) for one in templates(draft.gap, language)]
    return Question(
        ask_id=draft.ask_id,
        gap=draft.gap,
        to=draft.to,
        language=language,
        ground=tuple(sentence for part, sentence in filled if part == _GROUND),
        forms=tuple(_forms(filled)),
        sources=tuple(numbers),
        weight=round(weights()[draft.gap].value * (0.5 + 0.5 * draft.strength), 3),
        computation=draft.computation,
    )


def _forms(filled: list[tuple[str, Sentence]]) -> Iterator[tuple[Form, Sentence]]:
    for form in Form:
        yield from ((form, sentence) for part, sentence in filled if part == form.value)


def _sentence(template: Template, draft: Draft, numbers: Mapping[Citation, int]) -> Sentence:
    cited = [citation for role in template.roles for citation in draft.evidence[role]]
    return Sentence(
        text=template.sentence.format_map(draft.slots),
        sources=tuple(dict.fromkeys(numbers[citation] for citation in cited)),
        quoted=tuple(draft.slots[name] for name in template.slots if name.endswith("quote")),
    )


@cache
def _articled() -> frozenset[str]:
    return frozenset(row["name"] for row in rows("articled_names.tsv", key="name"))


def in_a_sentence(name: str) -> str:
    """A place or body as a sentence writes it: `the United States`, `China`; `the other side` where none is named."""
    return f"the {name}" if name in _articled() else name or "the other side"
