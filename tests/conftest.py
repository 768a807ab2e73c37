"""Fixtures that every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[1].parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real records and labelled sets beside the project; tests skip where it is missing."""
    if not (SHARED / "bench").is_dir():
        pytest.skip("the labelled sets and real records (../shared) are not beside this checkout")
    return SHARED
