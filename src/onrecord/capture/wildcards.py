"""A pattern with stars costs time in proportion to the text: whoever writes the text cannot make it hang."""

from __future__ import annotations


def begins_with(text: str, pattern: str) -> bool:
    """True if the text begins as the pattern says; `*` stands for any characters, `$` at the end for the text's end."""
    if pattern.endswith("$"):
        return matches(text, pattern.removesuffix("$"))
    return _found(text, pattern.split("*")) is not None


def matches(text: str, pattern: str) -> bool:
    """True if the whole text is as the pattern says; `*` stands for any characters, none among them."""
    *pieces, last = pattern.split("*")
    if not pieces:
        return text == last
    reached = _found(text, pieces)
    return reached is not None and len(text) - len(last) >= reached and text.endswith(last)


def _found(text: str, pieces: list[str]) -> int | None:
    """Where the earliest match of the pieces ends, each after the one before; None if there is none."""
    if not text.startswith(pieces[0]):
        return None
    reached = len(pieces[0])
    for piece in pieces[1:]:
        found = text.find(piece, reached)
        if found < 0:
            return None
        reached = found + len(piece)
    return reached
