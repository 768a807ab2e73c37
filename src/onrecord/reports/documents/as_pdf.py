"""A PDF is read by ears too: it is tagged (PDF/UA-1), holds its fonts, and is the same bytes wherever it is made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from onrecord.errors import OnRecordError
from onrecord.reports.documents.blocks import Paper
from onrecord.reports.documents.flat import flat
from onrecord.text.tables import rows

UNDRAWN = "[U+{:04X}]"
"""What stands in a PDF in the place of a character that no font of ours draws."""
NOTICE = (
    "{count} characters that the fonts of this file do not draw stand as their numbers, [U+…]; the HTML and the DOCX "
    "hold the characters."
)


class NoTypesetterError(OnRecordError):
    """A PDF was asked for, and the package that sets it is not installed."""


def pdf(paper: Paper) -> bytes:
    """The document as a tagged PDF (PDF/UA-1) with its fonts embedded; nothing in it runs, and nothing is fetched.

    Raises `NoTypesetterError` where the extra `documents` is not installed.
    """
    try:
        import typst  # noqa: PLC0415  (an optional extra)
    except ImportError as fault:
        raise NoTypesetterError(
            "A PDF needs the package typst, which is not installed.",
            advice="Install onrecord[documents], or name a file that ends in .html.",
        ) from fault
    source = files("onrecord.reports.documents").joinpath("templates", "paper.typ").read_bytes()
    with as_file(files("onrecord").joinpath("data", "fonts")) as folder:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
        made: bytes = typst.compile(
            source,
            font_paths=fonts,
            sys_inputs={"paper": json.dumps(drawable(flat(paper)), ensure_ascii=False)},
            pdf_standards=["ua-1"],
            format="pdf",
            timestamp=_moment(paper.made),
        )
    return made


def _moment(made: str) -> datetime:
    """When the document says that it was made, so that the same document is the same file."""
    return datetime.fromisoformat(made)


def drawable(value: dict[str, Any]) -> dict[str, Any]:
    """The values with the number of each character that no font draws in its place, and a notice that says so."""
    lacking = sum(not draws(char) for words in _strings(value) for char in words)
    if not lacking:
        return value
    found: dict[str, Any] = _drawn(value)
    found["notices"] = [*found["notices"], NOTICE.format(count=f"{lacking:,}")]
    return found


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for held in value.values():
            yield from _strings(held)
    elif isinstance(value, list):
        for held in value:
            yield from _strings(held)


def _drawn(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(char if draws(char) else UNDRAWN.format(ord(char)) for char in value)
    if isinstance(value, dict):
        return {key: _drawn(held) for key, held in value.items()}
    return [_drawn(held) for held in value] if isinstance(value, list) else value


def draws(char: str) -> bool:
    """True if a font that ships with the program has the character."""
    return ord(char) in _coverage()


@cache
def _coverage() -> frozenset[int]:
    table = rows("fonts/coverage.tsv", key="first")
    return frozenset(code for row in table for code in range(int(row["first"], 16), int(row["last"], 16) + 1))
