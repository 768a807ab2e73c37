"""A wording can speak for one of several classes by small weights that are found under numbers, not under words.

A feature is a name; what is kept is a weight for each class under the name's hash. So a model holds no vocabulary, is
small, and needs nothing but Python. What the features are is the business of whoever uses the model.
"""

from __future__ import annotations

import hashlib
import json
import math
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.errors import DataError
from onrecord.text.tables import rows


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of hashed features, eight bits each: `weights[bucket * classes + class] * scales[class]`."""

    bits: int
    scales: tuple[float, ...]
    """One a class."""
    biases: tuple[float, ...]
    sharpness: float
    """What margins are multiplied by before they are turned into probabilities."""
    weights: memoryview
    categories: tuple[str, ...] = ()
    """The classes' names, in the order of `scales`."""

    def rows_of(self, names: Iterable[str]) -> list[tuple[float, ...]]:
        """The weights of each feature in every class."""
        width = len(self.scales)
        starts = [bucket(name, self.bits) * width for name in names]
        return [
            tuple(weight * scale for weight, scale in zip(self.weights[at : at + width], self.scales, strict=True))
            for at in starts
        ]

    def margins(self, names: Collection[str]) -> list[float]:
        """How far a thing with these features is on each class's side: the mean weight, times the root of their number.

        Without a feature only the biases speak. A name that is given twice counts twice.
        """
        if not names:
            return list(self.biases)
        scale = 1 / math.sqrt(len(names))
        columns = zip(*self.rows_of(names), strict=True)
        return [bias + scale * sum(column) for bias, column in zip(self.biases, columns, strict=True)]


def bucket(name: str, bits: int) -> int:
    """The number under which a feature's weights stand; different names may share one."""
    return zlib.crc32(name.encode()) >> (32 - bits)


def probabilities(margins: Iterable[float], sharpness: float) -> tuple[float, ...]:
    """Margins as probabilities: `exp(sharpness * margin)`, made to sum to 1."""
    sharpened = [sharpness * margin for margin in margins]
    highest = max(sharpened)
    powers = [math.exp(margin - highest) for margin in sharpened]
    return tuple(power / sum(powers) for power in powers)


@cache
def shipped(file: str, *, version: int) -> LinearModel:
    """A model of `data/models`, read once; `version` is that of the features it must have been trained with.

    Raises `DataError` where a byte of it is not the shipped one, or where it was trained with other features.
    """
    listed: Mapping[str, str] = {row["file"]: row["sha256"] for row in rows("models/models.tsv", key="file")}
    content = files("onrecord").joinpath("data", "models", file).read_bytes()
    return read_model(content, file=file, sha256=listed[file], version=version)


def read_model(content: bytes, *, file: str, sha256: str, version: int) -> LinearModel:
    """A model from its bytes: a line of JSON, then the weights. Raises `DataError` if the digest is another."""
    script = f"training/{file.removesuffix('.bin')}.py"
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DataError(
            f"data/models/{file} is not the file that was shipped: its SHA-256 differs.",
            advice=f"Install the package again, or run {script} and list the new digest.",
        )
    line, weights = content.split(b"\n", 1)
    header = json.loads(line)
    if header["features"] != version:
        raise DataError(
            f"data/models/{file} was trained with features {header['features']}, not {version}.",
            advice=f"Run {script}.",
        )
    return LinearModel(
        header["bits"],
        tuple(header["scales"]),
        tuple(header["biases"]),
        header["sharpness"],
        memoryview(weights).cast("b"),
        tuple(str(category) for category in header["categories"]),
    )
