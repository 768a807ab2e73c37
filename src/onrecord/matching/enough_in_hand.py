"""How much of a side must be in hand before its not speaking of a topic says anything about its texts."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model.two_records import RowKind, TextInHand

ENOUGH = {"zh": (300, 1000)}
"""Characters of a side's own account, by language, below which its not speaking of a topic means nothing: first of
texts about the meeting, then of replies in sessions, which answer what was asked and leave the rest to a readout."""

ENOUGH_ELSE = (700, 2500)
"""The same for languages that are written with an alphabet: about 120 and 400 words."""


def guard_of(texts: Sequence[TextInHand]) -> tuple[RowKind, str] | None:
    """Why a side's not speaking of a topic means nothing, as the kind and a sentence; None if enough is in hand."""
    own = [text for text in texts if text.own and not text.together]
    if not own:
        return RowKind.NOT_CAPTURED, "No text of the other side's own that tells of this meeting is in hand."
    if not any(text.complete for text in own):
        return RowKind.NOT_CAPTURED, "Every text of the other side in hand is cut off: it may stand beyond."
    if sum(_share(text) for text in own if text.complete) >= 1:
        return None
    count = sum(text.characters for text in own)
    if any(text.whole for text in own):
        return RowKind.TOO_SHORT, f"The other side's texts in hand say {count:,} characters of this meeting."
    return RowKind.TOO_SHORT, (
        f"Of the other side only replies are in hand, {count:,} characters of this meeting; no readout is captured."
    )


def _share(text: TextInHand) -> float:
    whole, replies = ENOUGH.get(text.language, ENOUGH_ELSE)
    return text.characters / (whole if text.whole else replies)


def notes_on(ours: Sequence[TextInHand], theirs: Sequence[TextInHand]) -> tuple[str, ...]:
    notes = []
    for whose, texts in (("our", ours), ("their", theirs)):
        own = [text for text in texts if text.own and not text.together]
        if not own:
            notes.append(f"No text of {whose} side's own that tells of this meeting is in hand: not captured.")
        elif not any(text.whole for text in own):
            notes.append(
                f"Of {whose} side only replies in sessions on many matters are in hand; no readout is captured."
            )
        cut = [text.document for text in texts if not text.complete]
        if cut:
            notes.append(f"Cut off, {whose} side: {', '.join(cut)}.")
    languages = {text.language for text in (*ours, *theirs)}
    if len(languages) > 1:
        notes.append(
            f"The texts are in {' and '.join(sorted(languages))}: topics are matched by lists of terms in both, "
            "and a paraphrase without a listed word is not seen."
        )
    return tuple(notes)
