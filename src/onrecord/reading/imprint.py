"""A page names its publisher in words for machines; no two sites do it in the same place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml.html import HtmlElement

LONGEST = 200
"""Characters of a name; what is longer is no imprint."""

STATEMENTS = 200_000
"""Characters of one block of JSON-LD that are read."""

EARLIEST = 1971
"""The first year that is believed of a page."""

_EXPLICIT = frozenset({"publisher", "dc.publisher", "dcterms.publisher", "article:publisher"})
_SITE = "og:site_name"
_PUBLISHED = frozenset(
    {"article:published_time", "og:published_time", "datepublished", "dcterms.issued", "dc.date.issued"}
)


def publisher_of(tree: HtmlElement) -> str:
    """Whom the page names as its publisher; empty where it names nobody.

    Read in this order: `publisher`, `DC.publisher` and `article:publisher` in the page's metadata (an address there
    is no name), the `publisher` of its JSON-LD, and the name of the site (`og:site_name`). It is the page's own
    claim: anybody can write any name there.
    """
    metas = list(_metas(tree))
    explicit = [value for key, value in metas if key in _EXPLICIT]
    sites = [value for key, value in metas if key == _SITE]
    for value in (*explicit, *_linked(tree), *sites):
        name = " ".join(value.split())
        readable = name.isprintable() and "\ufffd" not in name
        if 0 < len(name) <= LONGEST and readable and "://" not in name and not name.startswith("//"):
            return name
    return ""


def published_of(tree: HtmlElement) -> str:
    """The day of publication in the page's metadata, ISO 8601; empty where it states none or no day of a calendar.

    Read from `article:published_time`, `DC.date.issued` and the like, then from `datePublished` of its JSON-LD.
    """
    metas = [value for key, value in _metas(tree) if key in _PUBLISHED]
    stated = [node.get("datePublished") for script in _statements(tree) for node in _nodes(_json(script))]
    for value in (*metas, *stated):
        try:
            day = date.fromisoformat(str(value).strip()[:10])
        except ValueError:
            continue
        if day.year >= EARLIEST:  # systems write the year 1 or 1970 where they know none
            return day.isoformat()
    return ""


def _metas(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or ""
        yield key.strip().lower(), meta.get("content") or ""


def _linked(tree: HtmlElement) -> Iterator[str]:
    """The publishers of a page's JSON-LD (schema.org), also where they stand elsewhere under an `@id`."""
    for script in _statements(tree):
        nodes = list(_nodes(_json(script)))
        names = {node["@id"]: _name(node) for node in nodes if isinstance(node.get("@id"), str) and _name(node)}
        for node in nodes:
            yield from _publishers(node.get("publisher"), names)


def _statements(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            yield script.text or ""


def _json(words: str) -> Any:
    try:
        return json.loads(words) if len(words) <= STATEMENTS else None
    except (ValueError, RecursionError):
        return None  # broken statements say nothing; the page is read all the same


def _nodes(held: Any) -> Iterator[dict[str, Any]]:
    """The things a block of JSON-LD speaks of: one, several, or those of its graph."""
    for node in held if isinstance(held, list) else [held]:
        if isinstance(node, dict):
            yield node
            graph = node.get("@graph")
            yield from (one for one in graph if isinstance(one, dict)) if isinstance(graph, list) else ()


def _publishers(held: Any, names: dict[str, str]) -> Iterator[str]:
    for one in held if isinstance(held, list) else [held]:
        if isinstance(one, str):
            yield names.get(one, one)
        elif isinstance(one, dict):
            yield _name(one) or names.get(str(one.get("@id")), "")


def _name(node: dict[str, Any]) -> str:
    name = node.get("name")
    return name if isinstance(name, str) else ""
