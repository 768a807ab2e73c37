"""Small linear models: numbers for names, margins, probabilities, and a file that is refused if it is another."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import DataError
from onrecord.text.linear import LinearModel, bucket, probabilities, read_model, shipped
from onrecord.text.tables import rows


def a_model(*, bits: int = 3, version: int = 7) -> bytes:
    """A file of two classes in which the feature `tree` weighs 10 for the second."""
    weights = bytearray(2 << bits)
    weights[bucket("tree", bits) * 2 + 1] = 10
    header = {"features": version, "bits": bits, "categories": ["stone", "wood"], "scales": [1.0, 0.5]}
    return json.dumps({**header, "biases": [0.25, 0.0], "sharpness": 2.0}).encode() + b"\n" + bytes(weights)


def read(content: bytes, *, version: int = 7) -> LinearModel:
    return read_model(content, file="trees.bin", sha256=hashlib.sha256(content).hexdigest(), version=version)


def test_a_feature_speaks_for_the_class_that_it_weighs_for() -> None:
    model = read(a_model())
    assert model.categories == ("stone", "wood")
    assert model.rows_of(["tree"]) == [(0.0, 5.0)]
    assert model.margins(["tree"]) == [0.25, 5.0]


def test_without_a_feature_only_the_biases_speak() -> None:
    assert read(a_model()).margins([]) == [0.25, 0.0]


def test_margins_shrink_with_the_root_of_the_number_of_features() -> None:
    model = read(a_model())
    others = [name for name in ("a", "b", "c", "d", "e", "f") if model.rows_of([name]) == [(0.0, 0.0)]][:3]
    assert model.margins(["tree", *others])[1] == pytest.approx(5.0 / 2)


def test_a_file_of_other_bytes_is_refused() -> None:
    with pytest.raises(DataError, match="SHA-256"):
        read_model(a_model()[:-1] + b"\x01", file="trees.bin", sha256="0" * 64, version=7)


def test_a_file_trained_with_other_features_is_refused_and_says_what_to_run() -> None:
    with pytest.raises(DataError, match="features 7, not 8") as refused:
        read(a_model(), version=8)
    assert "training/trees.py" in str(refused.value.advice)


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=20), st.floats(0.1, 6))
def test_probabilities_sum_to_one_and_keep_the_order_of_the_margins(margins: list[float], sharpness: float) -> None:
    found = probabilities(margins, sharpness)
    assert sum(found) == pytest.approx(1)
    assert found[margins.index(max(margins))] == max(found)


@given(st.text(), st.integers(1, 20))
def test_a_number_lies_within_its_bits(name: str, bits: int) -> None:
    assert 0 <= bucket(name, bits) < 1 << bits


@pytest.mark.parametrize(
    "file", [row["file"] for row in rows("models/models.tsv", key="file") if row["file"].endswith(".bin")]
)
def test_every_shipped_model_is_small_and_has_a_weight_for_each_class_of_each_number(file: str) -> None:
    content = files("onrecord").joinpath("data", "models", file).read_bytes()
    header, weights = content.split(b"\n", 1)
    held = json.loads(header)
    model = shipped(file, version=held["features"])
    assert len(content) <= 1_500_000
    assert len(weights) == len(model.categories) << model.bits
    assert len(model.scales) == len(model.biases) == len(model.categories)
