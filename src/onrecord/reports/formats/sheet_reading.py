"""A spreadsheet is a ZIP file of XML from outside: it is opened in the sandbox only, and gives cells."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any

from onrecord.errors import UnreadableError

_LARGEST = 200 << 20
"""Bytes that the members of a spreadsheet may have unpacked, all together."""


def read_fields(content: bytes, *, name: str) -> Mapping[str, str]:
    """The cells of the first sheet, as JSON under `rows`; a date is an object with the key `date`.

    Raises `UnreadableError` for a file that is no spreadsheet or is too large unpacked, and without `python-calamine`.
    """
    try:
        library = import_module("python_calamine")
    except ImportError as fault:
        raise UnreadableError(
            f"{name}: reading a spreadsheet needs the package python-calamine.",
            advice="`pip install onrecord[tables]`, or save it as CSV UTF-8.",
        ) from fault
    _refuse_bomb(content, name)
    try:
        sheet = library.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (library.CalamineError, IndexError) as fault:
        raise _unreadable(name, str(fault)) from fault
    return {"rows": json.dumps([[_plain(cell) for cell in row] for row in rows], ensure_ascii=False)}


def _refuse_bomb(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            size = sum(member.file_size for member in opened.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as fault:
        raise _unreadable(name, str(fault)) from fault
    if size > _LARGEST:
        raise _unreadable(name, f"it has {size >> 20} MB unpacked; {_LARGEST >> 20} MB are read")


def _plain(cell: Any) -> Any:
    match cell:
        case datetime() if cell.time() == time.min:
            return {"date": cell.date().isoformat()}
        case datetime() | time() | timedelta():
            return str(cell)
        case date():
            return {"date": cell.isoformat()}
        case "":
            return None
        case _:
            return cell


def _unreadable(name: str, why: str) -> UnreadableError:
    return UnreadableError(f"{name}: it is no spreadsheet ({why}).", advice="Save it as XLSX or as CSV UTF-8.")
