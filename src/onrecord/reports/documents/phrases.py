"""What a document says in its own voice stands in one table, where each sentence names what it must rest on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onrecord.reports.documents.blocks import Frame, Note, Said, UnsourcedError
from onrecord.reports.documents.phrase_table import phrases


def frame(name: str, /, **slots: str) -> Frame:
    """A heading, label or salutation of the table."""
    return Frame(name, phrases()[name].sentence.format_map(slots))


def said(name: str, evidence: Mapping[str, Sequence[Note]], /, **slots: str) -> Said:
    """A sentence of the table, resting on what its roles hold.

    Raises `UnsourcedError` where a role is empty: such a sentence is not written, not even without its number.
    """
    phrase = phrases()[name]
    text = _ended_once(phrase.sentence.format_map(slots))
    for role in phrase.roles:
        if not evidence.get(role):
            raise UnsourcedError(
                f"The sentence {name!r} has no {role} to rest on: {text!r}.", advice="Leave it out, or find its source."
            )
    notes = tuple(dict.fromkeys(note for role in phrase.roles for note in evidence[role]))
    return Said(text, notes, tuple(slots[slot] for slot in phrase.slots if slot.endswith("quote")))


def _ended_once(text: str) -> str:
    """The sentence without a stop of its own behind a quote that ends with one."""
    return _TWO_STOPS.sub(r"\1", text)


_TWO_STOPS = re.compile(r"([.!?…。！？][”’\"]*”)\.")
