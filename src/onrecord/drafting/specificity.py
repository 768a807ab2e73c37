"""How demanding an ask is can be learned from people who coded thirty thousand of them.

The categories are UPR Info's (McMahon): 1 asks others or asks for help, 2 continue, 3 consider, 4 general action, 5 a
specific action. Coders set them blind to the country. The model is linear and small: it is an opinion about wording.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.drafting.specificity_features import VERSION, features, tokens
from onrecord.text.linear import LinearModel, probabilities, shipped

CATEGORIES = (1, 2, 3, 4, 5)
SHOWN = 3
"""Words that are named as the reason."""


@dataclass(frozen=True, slots=True)
class Specificity:
    """How demanding an ask is, with the probability of each category and the words that weighed most."""

    category: int
    """1 to 5, UPR Info's action category."""
    probabilities: tuple[float, ...]
    """Of categories 1 to 5, in this order; they sum to 1."""
    words: tuple[str, ...]
    """At most three words of the ask, in its order, in lower case; empty where no word spoke for the category."""


def specificity(text: str) -> Specificity:
    """UPR Info's action category of an ask such as `Ratify the Convention against Torture`.

    `text` is what is asked, without who asks it: the words after the directive verb (`urged Chad to [ratify …]`).
    English only. It was learned from asks of states to states; wording of other kinds is judged by the same words.
    Raises `ValueError` for a text without a word, and `DataError` if the model is not the one that was shipped.
    """
    found = tokens(text)
    if not any(token[0].isalnum() for token in found):
        raise ValueError("An ask without a word has no specificity.")
    named = features(found)
    model = shipped_model()
    scale = 1 / math.sqrt(len(named))
    held = model.rows_of(named)
    margins = [bias + scale * sum(column) for bias, column in zip(model.biases, zip(*held, strict=True), strict=True)]
    best = max(range(len(margins)), key=margins.__getitem__)
    words = _reasons(found, dict(zip(named.items(), held, strict=True)), best)
    return Specificity(CATEGORIES[best], probabilities(margins, model.sharpness), words)


def _reasons(
    found: list[str], weighed: Mapping[tuple[str, tuple[int, ...]], tuple[float, ...]], best: int
) -> tuple[str, ...]:
    """The words whose features spoke most for a category over the strongest other one."""
    spoke = [0.0] * len(found)
    for (_, places), weights in weighed.items():
        others = max(weight for at, weight in enumerate(weights) if at != best)
        for at in places:
            spoke[at] += (weights[best] - others) / len(places)
    words = [at for at, token in enumerate(found) if token[0].isalnum() and spoke[at] > 0]
    strongest = sorted(words, key=lambda at: -spoke[at])[:SHOWN]
    return tuple(found[at] for at in sorted(strongest))


def shipped_model() -> LinearModel:
    """The model in `data/models`, read once. Raises `DataError` where a byte of it is not the shipped one."""
    return shipped("specificity.bin", version=VERSION)
