"""A log tells what happened and when, and names nobody."""

from __future__ import annotations


def logging_of(*, level: str) -> dict[str, object]:
    """Settings for `logging.config.dictConfig`: nothing is written below this level."""
    return {"version": 1, "disable_existing_loggers": False, "root": {"level": level, "handlers": []}}
