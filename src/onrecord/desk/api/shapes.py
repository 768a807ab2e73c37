"""What programs send: every field has its bounds, and what is not a field is refused."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812  # a field is called date
from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

TEXT_AT_MOST = 1_000_000
"""Characters of one text that is sent."""

Short = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=TEXT_AT_MOST)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]


class Fault(Schema):
    """What is wrong, and what to do next."""

    problem: str
    advice: str


class Searched(Schema):
    """Words and what narrows them."""

    model_config = ConfigDict(extra="forbid")

    words: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    since: Day | None = None
    until: Day | None = None
    publisher: Short = ""
    page: Annotated[int, Field(ge=1, le=100)] = 1


class Statement(Schema):
    """A statement, letter or resolution to be drafted from."""

    model_config = ConfigDict(extra="forbid")

    text: Words
    issuer: Short = ""
    date: Day | None = None


class Graded(Schema):
    """One ask and one text that it is held against."""

    model_config = ConfigDict(extra="forbid")

    ask: Line
    raiser: Line
    target: Line
    text: Words
    parent: Short = ""
    object: Short = ""
    aliases: Annotated[tuple[Short, ...], Field(max_length=50)] = ()
    publisher: Short = ""
    date: Day | None = None
    language: Annotated[str, StringConstraints(max_length=35)] = ""
