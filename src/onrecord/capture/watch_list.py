"""A sources file says what a person wants watched; what it does not say is not guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import cast

import yaml

from onrecord.capture.web_address import web_address
from onrecord.errors import ForbiddenError, SourcesError
from onrecord.model.record import Side


class Listing(Enum):
    """What kind of page a source lists its documents on."""

    FEED = "feed"
    """RSS or Atom."""
    INDEX = "index"
    """A web page with links; `links` says which of them are documents."""
    SITEMAP = "sitemap"
    """A sitemap or an index of sitemaps, compressed or not."""


@dataclass(frozen=True, slots=True)
class Source:
    """One place where documents appear."""

    name: str
    address: str
    listing: Listing
    links: tuple[str, ...] = ()
    """Patterns with `*`; a link is a document's if one fits. Those that begin with `/` are about path and query, the
    others about the whole address. Empty: every link is."""
    publisher: str = ""
    side: Side | None = None
    since: str = ""
    """ISO 8601: documents that the listing dates earlier are passed over; those without a date are not."""
    quiet_days: int = 30
    """Days without a new document after which a source counts as silent."""
    at_most: int = 50
    """Documents fetched in one round; the others wait for the next, and their number is told."""


_KEYS = frozenset({"name", "address", "kind", "links", "publisher", "side", "since", "quiet_days", "at_most"})


def sources_of(words: str, *, name: str) -> tuple[Source, ...]:
    """The sources in a YAML file: a list, or a mapping with the list under `sources`.

    Raises `SourcesError`, naming the place, for what is unknown, missing, doubled or of the wrong kind.
    """
    try:
        held = yaml.safe_load(words)
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise SourcesError(f"{name}: it is not YAML ({_line(fault)}).", advice="Mend it there.") from fault
    listed = held.get("sources") if isinstance(held, dict) else held
    if not isinstance(listed, list) or not listed:
        raise SourcesError(f"{name}: it lists no sources.", advice="Write a list, each with name, address and kind.")
    sources = tuple(_source(entry, f"{name}: source {at}") for at, entry in enumerate(listed, 1))
    for field in ("name", "address"):
        _refuse_doubles([getattr(source, field) for source in sources], field, name)
    return sources


def load_sources(path: Path) -> tuple[Source, ...]:
    """The sources in a file. Raises `SourcesError`."""
    try:
        return sources_of(path.read_text(encoding="utf-8"), name=str(path))
    except (OSError, UnicodeDecodeError) as fault:
        raise SourcesError(f"{path}: it cannot be read ({fault}).", advice="Name a YAML file in UTF-8.") from fault


def _line(fault: Exception) -> str:
    mark = getattr(fault, "problem_mark", None)
    return f"line {mark.line + 1}" if mark is not None else "nested too deep or a wrong value"


def _source(entry: object, place: str) -> Source:
    if not isinstance(entry, dict):
        raise SourcesError(f"{place} is not a mapping.", advice="Write name, address and kind, each on its line.")
    if unknown := sorted(str(key) for key in entry if key not in _KEYS):
        raise SourcesError(f"{place}: {unknown[0]!r} is not known.", advice=f"Known: {', '.join(sorted(_KEYS))}.")
    fields = cast("Mapping[str, object]", entry)
    listing = _kind(fields, place)
    links = _links(fields, place)
    if listing is Listing.INDEX and not links:
        raise SourcesError(
            f"{place}: an index page needs `links`.", advice="Name which of its links are documents: links: /news/*"
        )
    return Source(
        name=_text(fields, "name", place, needed=True),
        address=_address(fields, place),
        listing=listing,
        links=links,
        publisher=_text(fields, "publisher", place),
        side=_side(fields, place),
        since=_text(fields, "since", place),
        quiet_days=_count(fields, "quiet_days", 30, place),
        at_most=_count(fields, "at_most", 50, place),
    )


def _text(fields: Mapping[str, object], key: str, place: str, *, needed: bool = False) -> str:
    value = fields.get(key, "")
    words = str(value).strip() if isinstance(value, str) or hasattr(value, "isoformat") else ""
    if (value != "" and not words) or (needed and not words):
        raise SourcesError(f"{place}: `{key}` must be words.", advice=f"Write {key}: followed by them.")
    return words


def _kind(fields: Mapping[str, object], place: str) -> Listing:
    value = _text(fields, "kind", place, needed=True)
    try:
        return Listing(value)
    except ValueError as fault:
        known = ", ".join(kind.value for kind in Listing)
        raise SourcesError(f"{place}: the kind {value!r} is not known.", advice=f"Known: {known}.") from fault


def _side(fields: Mapping[str, object], place: str) -> Side | None:
    value = _text(fields, "side", place)
    try:
        return Side(value) if value else None
    except ValueError as fault:
        known = ", ".join(side.value for side in Side)
        raise SourcesError(f"{place}: the side {value!r} is not known.", advice=f"Known: {known}.") from fault


def _address(fields: Mapping[str, object], place: str) -> str:
    try:
        return str(web_address(_text(fields, "address", place, needed=True)))
    except ForbiddenError as fault:
        raise SourcesError(f"{place}: {fault.problem}", advice="Name its http or https address.") from fault


def _links(fields: Mapping[str, object], place: str) -> tuple[str, ...]:
    value = fields.get("links", [])
    patterns = [value] if isinstance(value, str) else value
    if not isinstance(patterns, list) or not all(isinstance(held, str) and held.strip() for held in patterns):
        raise SourcesError(f"{place}: `links` must be a pattern or a list of them.", advice="For example /news/*")
    for pattern in patterns:
        if not pattern.startswith(("/", "*", "http://", "https://")):
            raise SourcesError(
                f"{place}: the pattern {pattern!r} fits no address.", advice="Begin it with /, * or https://"
            )
    return tuple(held.strip() for held in patterns)


def _count(fields: Mapping[str, object], key: str, otherwise: int, place: str) -> int:
    value = fields.get(key, otherwise)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise SourcesError(f"{place}: `{key}` must be a whole number above 0.", advice=f"Leave it out for {otherwise}.")
    return value


def _refuse_doubles(values: list[str], field: str, name: str) -> None:
    for value in values:
        if values.count(value) > 1:
            raise SourcesError(f"{name}: two sources have the {field} {value}.", advice="Give each its own.")
