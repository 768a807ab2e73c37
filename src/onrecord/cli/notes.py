"""What was taken as given, though no list knows it, is said once, on standard error."""

from __future__ import annotations

from collections.abc import Iterable

import click

from onrecord.model.agenda import Ask
from onrecord.text.places import resolve


class Notes:
    """Notes of one run; none is said twice."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def of_sides(self, asks: Iterable[Ask]) -> None:
        """Say of each raiser and target that no list of places, bodies and leaders knows how it is looked for."""
        for name in (side for ask in asks for side in (ask.raiser, ask.target)):
            if name not in self._said and resolve(name) is None:
                click.echo(
                    f"Note: no list knows {one_line(name)!r}; documents are matched by that name alone.", err=True
                )
            self._said.add(name)


def one_line(words: str) -> str:
    """Words about outside bytes, without what could steer a terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in " ".join(words.split()))
