"""What has been given to whom so far decides how the rest of a sentence is read."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.reading.attribution_sources import Run
from onrecord.reading.attribution_units import Pair
from onrecord.reading.attribution_words import Words


@dataclass(slots=True)
class Found:
    """An attribution in the making; later sentences may add to its content."""

    content: list[Pair]
    cue: Pair
    source: Pair | None
    manner: str
    frame: str = ""


@dataclass(slots=True)
class State:
    """What the reading of one unit remembers."""

    found: list[Found]
    least: int = 0
    """Tokens before this one were given away already."""
    last: Run | None = None
    """The source of the latest finite verb."""


def chars(tokens: Words, run: Run | None) -> Pair | None:
    """The characters of a run of tokens."""
    return None if run is None else (tokens.starts[run[0]], tokens.ends[run[1] - 1])
