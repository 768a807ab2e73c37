"""What a screen shows can be had as JSON, field by field under the same names."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum, IntEnum
from typing import Any


def to_json(value: Any) -> Any:
    """A value of this room as plain values; raises TypeError for a type that it does not know."""
    match value:
        case IntEnum():
            return int(value)
        case Enum():
            return value.value
        case None | str() | int() | float():
            return value
        case tuple() | list():
            return [to_json(one) for one in value]
        case dict():
            return {key: to_json(one) for key, one in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no form in JSON here")
