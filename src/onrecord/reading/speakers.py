"""A record begins with its publisher: a ministry speaks for one country, a news service for none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.model.record import Document, Voice
from onrecord.text.tables import listed, rows
from onrecord.text.written import WrittenNames


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a label means."""

    label: str
    """As printed, without marks of emphasis and remarks in brackets."""
    voice: Voice
    country: str = ""
    """ISO 3166 alpha-2 (or EU, UN, NATO) where the document tells, else empty."""
    asks: bool = False
    """True if what follows is an answer to it."""
    alone: bool = False
    """True if the label by itself shows that its text is a transcript."""


@lru_cache(maxsize=4096)
def publisher_country(publisher: str) -> str:
    """The country or body that a publisher of official records speaks for, e.g. `US` or `EU`.

    ISO 3166 alpha-2 (EU, UN and NATO for themselves); empty for a rights group, a news service, or a
    publisher that neither the table (speaker_publishers.tsv) nor the words `Ministry … of COUNTRY` explain.
    """
    match = max(_publisher_cues().finditer(publisher), key=lambda found: len(found.group()), default=None)
    if match is not None:
        return _publishers()[match.group().casefold()]
    if cue("government").search(publisher):
        return country_in(publisher)
    return ""


@lru_cache(maxsize=4096)
def country_in(words: str) -> str:
    """The code of the country or body that the words name first, or an empty string."""
    return next((code for _, code in country_spans(words)), "")


def country_spans(words: str) -> list[tuple[int, str]]:
    """Where the words name countries and bodies, and their codes, in order."""
    return [(start, _countries()[name]) for start, name in _country_names().found(words)]


def countries_in(words: str) -> frozenset[str]:
    """The codes of all countries and bodies that the words name."""
    return frozenset(code for _, code in country_spans(words))


_TITLED_NAME = re.compile(r"\b(?:President|Prime Minister|Minister|Chancellor|Secretary|Premier)\s+([A-ZÀ-Þ][\w’-]+)")


def official_country(words: str) -> str:
    """The country of an official named by title and surname (`President Xi`), or an empty string."""
    match = _TITLED_NAME.search(words)
    return "" if match is None else officials().get(match.group(1).upper(), "")


def speaking_country(document: Document) -> str:
    """The country that a document's own prose speaks for: the publisher's, or a speaker's in a UN record."""
    country = publisher_country(document.publisher)
    if country != "UN":
        return country
    statement = re.search(r"\bstatement (?:of|by) (.+)", document.title, re.IGNORECASE)
    return (statement is not None and country_in(statement.group(1))) or country


@cache
def cue(kind: str) -> re.Pattern[str]:
    """A pattern for the words of speaker_cues.tsv of one kind, e.g. `briefing`."""
    cues = [row["cue"] for row in rows("speaker_cues.tsv", key="cue") if row["kind"] == kind]
    return re.compile(r"\b(?:" + "|".join(re.escape(cue).replace(r"\*", r"\w*") for cue in cues) + r")\b")


@cache
def officials() -> dict[str, str]:
    """Countries of officials whom labels name by surname alone, by surname in capitals."""
    return {row["name"]: row["country"] for row in rows("speaker_officials.tsv", key="name")}


def _whole_han(name: str) -> str:
    """`外交部` alone is China's; with another country's name before it, it is not."""
    return rf"(?<![㐀-鿿]){re.escape(name)}"


def _boundary(names: list[str]) -> str:
    """A pattern for any of the names as whole words, the longest first, Chinese ones anywhere."""
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(rf"(?<![^\W_]){re.escape(n)}(?![^\W_])" if n.isascii() else _whole_han(n) for n in ordered)


@cache
def _publishers() -> dict[str, str]:
    return {row["cue"].casefold(): row["country"] for row in rows("speaker_publishers.tsv", key="cue")}


@cache
def _publisher_cues() -> re.Pattern[str]:
    return re.compile(_boundary(list(_publishers())), re.IGNORECASE)


@cache
def _countries() -> dict[str, str]:
    table = rows("speaker_countries.tsv", key="country")
    return {name: row["country"] for row in table for name in listed(row["names"])}


@cache
def _country_names() -> WrittenNames:
    return WrittenNames(_countries())
