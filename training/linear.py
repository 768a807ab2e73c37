"""One linear machine a class learns which hashed features speak for it, in a fixed order, so that the bytes come again.

Used by the scripts of this folder; needs numpy, which the program itself does not. A thing is the array of its
features' numbers (`hashed`); a label is the index of its class.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.text.linear import bucket

CLIP = 0.9999
"""Weights beyond this share of all are cut, so that eight bits resolve the rest."""

Floats = NDArray[np.float64]
Buckets = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How machines are trained."""

    bits: int
    """Features are hashed into two to the power of this."""
    cost: float
    """What a wrong side costs a thing; classes that are rare cost more."""
    passes: int = 30
    rare: int = 2
    """Features of fewer things than this get no weight: a number stands for a wording only if it was used twice."""


def hashed(names: Iterable[str], bits: int) -> Buckets:
    """The numbers of a thing's features."""
    return np.array([bucket(name, bits) for name in names], dtype=np.int64)


def rarity(things: Sequence[Buckets], settings: Settings) -> Floats:
    """How much a feature counts: more the rarer it is, nothing where it is met in too few things.

    Rounded, so that the last bit of a platform's logarithm does not matter.
    """
    seen = np.zeros(1 << settings.bits)
    for thing in things:
        seen[np.unique(thing)] += 1
    return np.where(seen >= settings.rare, np.round(np.log((len(things) + 1) / (seen + 1)) + 1, 4), 0.0)


def trained(
    things: Sequence[Buckets], labels: Sequence[int], *, classes: int, settings: Settings
) -> tuple[Floats, Floats]:
    """Weights and biases of one linear machine a class: L2 loss, by dual coordinate descent in a fixed order.

    Hsieh et al. 2008, "A dual coordinate descent method for large-scale linear SVM". Rare classes cost more.
    """
    counts = np.bincount(labels, minlength=classes)
    dear = settings.cost * len(labels) / (classes * counts)
    idf = rarity(things, settings)
    values = [idf[thing] / np.sqrt(len(thing)) for thing in things]
    signs = np.where(np.array(labels)[:, None] == np.arange(classes), 1.0, -1.0)
    slack = np.where(signs > 0, 0.5 / dear, 0.5 / settings.cost)
    sizes = np.array([(value * value).sum() + 1.0 for value in values])
    weights, biases = np.zeros((1 << settings.bits, classes)), np.zeros(classes)
    alphas = np.zeros_like(signs)
    order = list(range(len(things)))
    shuffle = random.Random(1)
    for _ in range(settings.passes):
        shuffle.shuffle(order)
        for at in order:
            thing, value, sign = things[at], values[at][:, None], signs[at]
            margin = (weights[thing] * value).sum(axis=0) + biases
            gradient = sign * margin - 1.0 + slack[at] * alphas[at]
            moved = np.maximum(alphas[at] - gradient / (sizes[at] + slack[at]), 0.0)
            step = (moved - alphas[at]) * sign
            alphas[at] = moved
            np.add.at(weights, thing, value * step)
            biases += step
    return weights * idf[:, None], biases


def margins(things: Sequence[Buckets], weights: Floats, biases: Floats) -> Floats:
    """The margins of each thing in every class, as the program computes them."""
    return np.array([weights[thing].sum(axis=0) / np.sqrt(len(thing)) + biases for thing in things])


def sharpness(scores: Floats, labels: Sequence[int]) -> float:
    """The factor, to a tenth, under which the labels are likeliest."""

    def surprise(factor: float) -> float:
        sharp = scores * factor
        logs = sharp - np.log(np.exp(sharp - sharp.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True))
        logs -= sharp.max(axis=1, keepdims=True)
        return -float(logs[np.arange(len(labels)), np.array(labels)].mean())

    return min((tenth / 10 for tenth in range(5, 60)), key=surprise)


def written(
    weights: Floats,
    biases: Floats,
    *,
    model: str,
    version: int,
    bits: int,
    categories: Sequence[int | str],
    sharp: float,
) -> bytes:
    """The model's file: a line of JSON, then one signed byte a weight."""
    limits = [float(np.quantile(np.abs(column[column != 0]), CLIP)) for column in weights.T]
    scales = [float(f"{limit / 127:.6g}") for limit in limits]
    small = np.clip(np.round(weights / np.array(scales)), -127, 127).astype(np.int8)
    header = {
        "model": model,
        "features": version,
        "bits": bits,
        "categories": list(categories),
        "scales": scales,
        "biases": [round(float(bias), 5) for bias in biases],
        "sharpness": sharp,
    }
    return json.dumps(header).encode() + b"\n" + small.tobytes()


def macro_f1(right: Sequence[int], said: Sequence[int], *, classes: int) -> tuple[float, list[float]]:
    """The mean F1 of the classes, and each; a class that neither side has counts nothing in the mean."""
    each, counted = [], []
    for category in range(classes):
        hits = sum(one == two == category for one, two in zip(right, said, strict=True))
        both = list(right).count(category) + list(said).count(category)
        each.append(2 * hits / max(1, both))
        if both:
            counted.append(each[-1])
    return sum(counted) / max(1, len(counted)), each
