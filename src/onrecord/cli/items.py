"""A list of items goes wrong at a line: each is read with its number, and what is wrong with it is named."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from onrecord.errors import ItemError
from onrecord.reading.corpus import day_of


def numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers from 1; a mark of UTF-8 before the first is left out."""
    for number, line in enumerate(lines, start=1):
        words = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if words.strip():
            yield number, words


def item_of(line: bytes, where: str, *, needed: tuple[str, ...]) -> dict[str, Any]:
    """The JSON object of a line, with every needed key a text that is not empty.

    Raises `ItemError` that begins with `where`.
    """
    try:
        held: Any = json.loads(line.decode("utf-8"))
        json.dumps(held, ensure_ascii=False).encode()
    except UnicodeEncodeError as fault:
        raise ItemError(f"{where}: half a character (a lone surrogate).", advice="Write it whole.") from fault
    except (ValueError, RecursionError) as fault:  # among them bytes that are not UTF-8
        raise ItemError(f"{where}: not JSON ({fault}).", advice="Write one JSON object a line, in UTF-8.") from fault
    if not isinstance(held, dict):
        raise ItemError(f"{where}: not a JSON object.", advice="Write one JSON object a line.")
    missing = [key for key in needed if not isinstance(held.get(key), str)]
    empty = [key for key in needed if key not in missing and not held[key].strip()]
    if missing or empty:
        keys, what = (missing, "missing or not text") if missing else (empty, "empty")
        raise ItemError(f"{where}: {', '.join(keys)} {what}.", advice=f"Each line needs {', '.join(needed)}.")
    return held


def text_of(held: dict[str, Any], key: str, where: str) -> str:
    """An optional text, empty where the line does not give it; raises `ItemError` for another kind of value."""
    value = held.get(key)
    if value is not None and not isinstance(value, str):
        raise ItemError(f"{where}: {key} is not text.", advice="Put it between double quotes, or leave it out.")
    return value or ""


def texts_of(held: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    """An optional list of texts; raises `ItemError` for anything else, a single text among it."""
    value = held.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ItemError(f"{where}: {key} is not a list of texts.", advice='Write it as ["one", "another"].')
    return tuple(value)


def date_of(held: dict[str, Any], key: str, where: str) -> str:
    """An optional date, to the day at most; raises `ItemError` for one that does not exist."""
    try:
        return day_of(text_of(held, key, where).strip())
    except ValueError as fault:
        raise ItemError(f"{where}: its {fault}.", advice="Write 2023-06-19, 2023-06 or 2023.") from fault


def name_of(items: BinaryIO) -> str:
    """How to speak of where the items come from."""
    name = getattr(items, "name", "")
    return name if isinstance(name, str) and name not in {"", "<stdin>"} else "standard input"
