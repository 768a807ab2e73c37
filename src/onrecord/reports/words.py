"""A reader is shown the codebook's meaning in words, never the bare value of an enum."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar

import yaml

from onrecord.errors import DataError
from onrecord.model.agenda import GroundKind, Level
from onrecord.model.finding import Answer, Channel, Force, Scope, State
from onrecord.model.record import Side
from onrecord.text.tables import data_text

FILE = "codebook_words.yaml"

_Member = TypeVar("_Member", bound=Enum)

SIDE_WORDS = {Side.OURS: "ours", Side.THEIRS: "theirs", Side.JOINT: "joint", Side.THIRD: "third"}
"""The design's words for whose record a document is."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A value of a scale: the word that is shown, and the sentence that explains it (may be empty)."""

    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the codebook under its number, or a gate of the engine under its name."""

    number: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Words:
    """Every value of every scale in the words that a reader is shown."""

    version: int
    levels: dict[Level, Meaning]
    states: dict[State, Meaning]
    scopes: dict[Scope, Meaning]
    forces: dict[Force, Meaning]
    channels: dict[Channel, Meaning]
    answers: dict[Answer, Meaning]
    grounds: dict[GroundKind, Meaning]
    rules: dict[str, Rule]
    gates: dict[str, Rule]

    def rule_sentence(self, number: str) -> str:
        """The sentence of a rule or gate; empty where the codebook has none under this number."""
        rule = self.rules.get(number) or self.gates.get(number)
        return rule.sentence if rule else ""


class _OnceLoader(yaml.SafeLoader):
    """YAML in which a key that stands twice is a fault, not a silent overwrite."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        _refuse_twice(keys)
        return super().construct_mapping(node, deep)


def read_words(source: str) -> Words:
    """The words of a codebook file.

    Raises DataError if a value or a rule stands twice, is missing or is unknown.
    """
    try:
        data = yaml.load(source, _OnceLoader)
        return Words(
            version=data["version"],
            levels=_scale(Level, data["levels"]),
            states=_scale(State, data["states"]),
            scopes=_scale(Scope, data["scopes"]),
            forces=_scale(Force, data["forces"]),
            channels=_scale(Channel, data["channels"]),
            answers=_scale(Answer, data["answers"]),
            grounds=_scale(GroundKind, data["grounds"]),
            rules=_rules(data["rules"]),
            gates=_rules(data["gates"]),
        )
    except (yaml.YAMLError, KeyError, TypeError) as fault:
        raise _fault(f"it is not the table of words that the scorecard reads ({fault!r})") from fault


@cache
def codebook_words() -> Words:
    """The words that ship with the program, read once."""
    return read_words(data_text(FILE))


def _scale(scale: type[_Member], rows: list[dict[str, Any]]) -> dict[_Member, Meaning]:
    values = [row["value"] for row in rows]
    _refuse_twice(values)
    odd = set(values) ^ {member.value for member in scale}
    if odd:
        raise _fault(f"these values of {scale.__name__} are unknown or missing: {sorted(map(str, odd))}")
    return {scale(row["value"]): Meaning(row["word"], row.get("sentence", "")) for row in rows}


def _rules(rows: list[dict[str, Any]]) -> dict[str, Rule]:
    rules = [Rule(row["number"], row["name"], row["sentence"]) for row in rows]
    _refuse_twice([rule.number for rule in rules])
    return {rule.number: rule for rule in rules}


def _refuse_twice(keys: Iterable[object]) -> None:
    seen: set[object] = set()
    for key in keys:
        if key in seen:
            raise _fault(f"{key!r} stands twice")
        seen.add(key)


def _fault(problem: str) -> DataError:
    return DataError(f"data/{FILE}: {problem}.", advice="Restore the file that ships with the program.")
