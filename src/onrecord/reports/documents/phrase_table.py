"""The table of sentences says of each whether it tells something, and then what it must rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter

from onrecord.errors import DataError
from onrecord.text.tables import listed, rows

FILE = "document_sentences.tsv"
FRAME_SLOTS = frozenset({"name", "date", "count"})
"""What a frame may hold: nothing that the record tells."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence with slots, and the roles of what it rests on; a frame has none."""

    sentence: str
    roles: tuple[str, ...]
    frame: bool

    @property
    def slots(self) -> tuple[str, ...]:
        return slots_of(self.sentence)


def slots_of(sentence: str) -> tuple[str, ...]:
    """The names of the slots of a sentence, in order."""
    return tuple(name for _, name, _, _ in Formatter().parse(sentence) if name)


@cache
def phrases() -> Mapping[str, Phrase]:
    """Every sentence by its name.

    Raises `DataError` for a sentence that tells something and names no source, and for a frame that tells something.
    """
    return {row["id"]: _phrase(row) for row in rows(FILE, key="id")}


def _phrase(row: dict[str, str]) -> Phrase:
    phrase = Phrase(row["sentence"], listed(row["sources"]), row["kind"] == "frame")
    if row["kind"] not in ("said", "frame"):
        raise DataError(f"data/{FILE}: {row['id']} is of the kind {row['kind']!r}.", advice="It can be said or frame.")
    if phrase.frame == bool(phrase.roles):
        raise DataError(
            f"data/{FILE}: {row['id']} is a {row['kind']}.", advice="What is said has sources, a frame none."
        )
    if phrase.frame and not FRAME_SLOTS.issuperset(phrase.slots):
        raise DataError(
            f"data/{FILE}: the frame {row['id']} tells something.", advice="Give it sources and call it said."
        )
    return phrase


def is_frame(name: str) -> bool:
    """True if the table marks the sentence of that name as a frame; raises KeyError for a name that it has not."""
    return phrases()[name].frame
