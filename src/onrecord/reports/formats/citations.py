"""A document is cited by who published it, when, under which title and where; what is not known is left out.

RIS (Research Information Systems, type GOVDOC), BibTeX (`@misc`), CSL-JSON 1.0 (type `document`).
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from onrecord.model.finding import Source
from onrecord.reports.display import shown, web_address
from onrecord.reports.formats.told import Told

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def ris_bytes(told: Told) -> bytes:
    """The cited documents as RIS."""
    return "".join(_ris(source) for source in told.sources()).encode()


def bibtex_bytes(told: Told) -> bytes:
    """The cited documents as BibTeX (for biber or any engine that reads UTF-8)."""
    return "\n".join(_bibtex(source) for source in told.sources()).encode()


def csl_bytes(told: Told) -> bytes:
    """The cited documents as CSL-JSON."""
    return (json.dumps([_csl(source) for source in told.sources()], ensure_ascii=False, indent=1) + "\n").encode()


def _ris(source: Source) -> str:
    year, month, day = _parts(source)
    held = [
        ("TY", "GOVDOC"),
        ("ID", _key(source)),
        ("TI", _line(source.title)),
        ("AU", f"{_line(source.publisher)}," if source.publisher else ""),
        ("PB", _line(source.publisher)),
        ("PY", year),
        ("DA", "/".join((year, month, day, "")) if year else ""),
        ("LA", source.language),
        ("UR", web_address(source.url)),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in held if value) + "ER  - \r\n"


def _bibtex(source: Source) -> str:
    year, month, _ = _parts(source)
    held = [
        ("author", f"{{{_tex(source.publisher)}}}" if source.publisher else ""),
        ("title", f"{{{_tex(source.title)}}}" if source.title else ""),
        ("year", year),
        ("month", _MONTHS[int(month) - 1] if month else ""),
        ("date", source.date),
        ("url", web_address(source.url).replace("{", "%7B").replace("}", "%7D")),
        ("langid", source.language),
    ]
    lines = [f"  {key} = {value if key == 'month' else f'{{{value}}}'}," for key, value in held if value]
    return "\n".join([f"@misc{{{_key(source)},", *lines, "}", ""])


def _csl(source: Source) -> dict[str, Any]:
    parts = [int(part) for part in _parts(source) if part]
    held = {
        "id": _key(source),
        "type": "document",
        "title": _line(source.title),
        "author": [{"literal": _line(source.publisher)}] if source.publisher else [],
        "publisher": _line(source.publisher),
        "issued": {"date-parts": [parts]} if parts else None,
        "URL": web_address(source.url),
        "language": source.language,
    }
    return {key: value for key, value in held.items() if value}


def _parts(source: Source) -> tuple[str, str, str]:
    year, month, day = (*source.date.split("-"), "", "")[:3]
    return year, month, day


def _key(source: Source) -> str:
    """A name for the citation: publisher's first word, year, and a piece of the id's digest."""
    word = re.sub(r"[^a-z]", "", (source.publisher.casefold().removeprefix("the ").split() or ["document"])[0])
    return f"{word or 'document'}{source.date[:4]}-{hashlib.sha256(source.id.encode()).hexdigest()[:8]}"


def _line(words: str) -> str:
    return " ".join(shown(words).split())


def _tex(words: str) -> str:
    return "".join(_TEX.get(char, char) for char in _line(words))
