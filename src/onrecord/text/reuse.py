"""Whether one wording is another's version is a matter of degree: the same, nearly, related, in part, or not at all.

The five degrees are those by which people sorted pairs of sections of bills (Kim et al. 2021). A small ordinal model
over the numbers of `reuse_features` says how likely each is: its weights are the file `models/reuse.json`.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files

from onrecord.errors import DataError
from onrecord.text.reuse_features import NAMES, VERSION, features, telling_alike
from onrecord.text.tables import rows

FILE = "reuse.json"

SHARED = 0.5
"""Part of the telling words of both (by weight) that versions of a sentence share. Of 6,105 pairs of quotes on one
matter 18 reach it, two of them in doubt; of the next 15, down to .43, one was a version (decision 27)."""

IN_ORDER = 0.6
"""Or: part of the words of both in one order, if the longer holds `SHARED` of the shorter's telling words."""

ALIKE = 0.2
"""Or: likeness from which the model calls two texts versions."""

_SAME, _ALIGNED = NAMES.index("same words"), NAMES.index("aligned")
_TELLING_ALIKE, _TELLING_HELD = NAMES.index("telling words alike"), NAMES.index("telling words held")
_STEEPEST = 30.0
"""Beyond this a chance is as good as 0 or 1, and its exponential is not needed."""


class Reuse(IntEnum):
    """How much of one text lives on in another."""

    UNRELATED = 0
    """Nothing but words that any two texts of the kind share."""
    PARTLY_RELATED = 1
    """One matter, or one turn of phrase, in texts that else differ."""
    RELATED = 2
    """Versions of one text that say different things."""
    ALMOST_IDENTICAL = 3
    """One text with few words changed."""
    IDENTICAL = 4
    """Word for word, but for marks and capitals."""


@dataclass(frozen=True, slots=True)
class ReuseModel:
    """A logistic regression for each step of the scale: how likely a pair is above it."""

    weights: tuple[tuple[float, ...], ...]
    """Four rows, one a step: the bias, then a weight for each number of `features`."""

    def above(self, numbers: Sequence[float]) -> tuple[float, ...]:
        """The chances that a pair is above each of the first four degrees, never rising; all 1 for the same words."""
        if numbers[_SAME]:
            return (1.0,) * len(self.weights)
        lowest = 1.0
        found = []
        for bias, *weights in self.weights:
            margin = bias + sum(weight * number for weight, number in zip(weights, numbers, strict=True))
            lowest = min(lowest, 1 / (1 + math.exp(-max(-_STEEPEST, min(_STEEPEST, margin)))))
            found.append(lowest)
        return tuple(found)

    def told(self, numbers: Sequence[float]) -> Reuse:
        """The most likely degree."""
        edges = (1.0, *self.above(numbers), 0.0)
        return max(Reuse, key=lambda degree: edges[degree] - edges[degree + 1])


def reuse(one: str, other: str) -> Reuse:
    """How much of one text lives on in the other, whichever is older.

    Learned from sections of bills in English; two sentences of diplomacy are shorter, so that the lower degrees are
    less sure. Texts of the same words are identical whatever the model says, and so are two without any.
    """
    return shipped().told(features(one, other))


def likeness(one: str, other: str) -> float:
    """The degree that is expected, from 0 to 1: the mean of the model's four chances. The same in either order."""
    return sum(shipped().above(_numbers(*sorted((one, other))))) / (len(Reuse) - 1)


def is_version(one: str, other: str) -> bool:
    """True if one of two sentences or clauses is a version of the other.

    Any of three says so: both hold half of the telling words, whatever their order; most words stand in one order, as
    where a verb and a list of names are others; or the model does, which learned from longer texts.
    """
    if telling_alike(*sorted((one, other))) >= SHARED:
        return True
    numbers = _numbers(*sorted((one, other)))
    ordered = numbers[_ALIGNED] >= IN_ORDER and numbers[_TELLING_HELD] >= SHARED
    return ordered or likeness(one, other) >= ALIKE


def closeness(one: str, other: str) -> float:
    """How near two versions of one sentence are, 0 to 1: the mean of words in one order and of telling words."""
    numbers = _numbers(*sorted((one, other)))
    return (numbers[_ALIGNED] + numbers[_TELLING_ALIKE]) / 2


@lru_cache(maxsize=50_000)
def _numbers(one: str, other: str) -> tuple[float, ...]:
    return features(one, other)


@cache
def shipped() -> ReuseModel:
    """The model that ships, read once. Raises `DataError` where its bytes or its features are not the shipped ones."""
    content = files("onrecord").joinpath("data", "models", FILE).read_bytes()
    listed = {row["file"]: row["sha256"] for row in rows("models/models.tsv", key="file")}
    if hashlib.sha256(content).hexdigest() != listed[FILE]:
        raise DataError(
            f"data/models/{FILE} is not the file that was shipped: its SHA-256 differs.",
            advice="Install the package again, or run training/reuse.py and list the new digest.",
        )
    return read_model(content)


def read_model(content: bytes) -> ReuseModel:
    """A model from its bytes. Raises `DataError` where it was trained with other features."""
    held = json.loads(content)
    if held["features"] != VERSION:
        raise DataError(
            f"data/models/{FILE} was trained with features {held['features']}, not {VERSION}.",
            advice="Run training/reuse.py.",
        )
    return ReuseModel(tuple(tuple(map(float, row)) for row in held["weights"]))
