"""A feed, a sitemap and an index page say the same thing: here are addresses, and perhaps their days.

Large parsers read outside bytes here: run it behind the sandbox's wall (`READER` names what to run).
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from lxml import etree, html

from onrecord.capture.watch_list import Listing
from onrecord.capture.web_address import WebAddress, web_address
from onrecord.capture.wildcards import matches
from onrecord.errors import ForbiddenError, UnreadableError

READER = "onrecord.capture.listings:read_fields"
"""What the sandbox runs."""

UNPACKED = 64 << 20
"""Bytes that a compressed sitemap may have."""

LINKS = 100_000
"""Addresses that are read from one listing; a sitemap has at most 50,000 (sitemaps.org)."""

_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_CAMPAIGN = re.compile(r"(?<=[?&])utm_[a-z]+=[^&]*(?:&|$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document that a listing names."""

    address: str
    title: str = ""
    date: str = ""
    """ISO 8601, as the listing says it; empty where it does not."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What stands on a listing."""

    entries: tuple[Entry, ...]
    """The documents, each address once, in the listing's order."""
    further: tuple[str, ...] = ()
    """Sitemaps that an index of sitemaps names."""
    links: int = 0
    """Links of every kind that the page has, documents' or not."""


def read_listing(
    content: bytes, *, address: str, listing: Listing, charset: str = "", patterns: tuple[str, ...] = ()
) -> Listed:
    """The documents that a listing at `address` names, as far as a pattern fits.

    Raises `UnreadableError` for what is not a listing of that kind, for a document type that declares
    entities, and for a compressed sitemap that grows too large.
    """
    base = web_address(address)
    further: list[str] = []
    if listing is Listing.INDEX:
        found = list(_links(content, charset))
    else:
        root = _xml(_unpacked(content), address)
        found, further = _sitemap(root, address) if listing is Listing.SITEMAP else (list(_feed(root, address)), [])
    entries: dict[str, Entry] = {}
    for entry in found[:LINKS]:
        absolute = _absolute(entry.address, base)
        if absolute is not None and _wanted(absolute, patterns):
            entries.setdefault(str(absolute), Entry(str(absolute), entry.title, entry.date))
    others = [str(held) for held in (_absolute(one, base) for one in further) if held is not None]
    return Listed(tuple(entries.values()), tuple(dict.fromkeys(others)), len(found) + len(further))


def read_fields(content: bytes, *, name: str, listing: str, charset: str = "", patterns: str = "[]") -> dict[str, str]:
    """`read_listing` as a flat mapping of strings, the form in which an answer leaves the sandbox."""
    held = read_listing(
        content, address=name, listing=Listing(listing), charset=charset, patterns=tuple(json.loads(patterns))
    )
    entries = [(entry.address, entry.title, entry.date) for entry in held.entries]
    return {"entries": json.dumps(entries), "further": json.dumps(held.further), "links": str(held.links)}


def listed_of(fields: Mapping[str, str]) -> Listed:
    """What `read_fields` said; raises `UnreadableError` if a broken parser said something else."""
    try:
        entries = tuple(Entry(*map(str, entry)) for entry in json.loads(fields["entries"]))
        return Listed(entries, tuple(map(str, json.loads(fields["further"]))), int(fields["links"]))
    except (KeyError, TypeError, ValueError) as fault:
        raise UnreadableError("A listing's parser broke.", advice="Run the command again.") from fault


def _absolute(reference: str, base: WebAddress) -> WebAddress | None:
    """The address that a listing refers to; None for one that is never fetched (mail, script, other schemes)."""
    try:
        return web_address(_CAMPAIGN.sub("", reference.strip()).rstrip("?&"), base=base)
    except ForbiddenError:
        return None


def _wanted(address: WebAddress, patterns: tuple[str, ...]) -> bool:
    return not patterns or any(
        matches(address.target if pattern.startswith("/") else str(address), pattern) for pattern in patterns
    )


def _links(content: bytes, charset: str) -> Iterator[Entry]:
    """The links of a web page, each with its words."""
    try:
        root = html.fromstring(
            content, parser=html.HTMLParser(encoding=charset or None, no_network=True, huge_tree=False)
        )
    except (etree.ParserError, LookupError, ValueError):
        return
    head = root.find(".//base[@href]")
    for link in root.iter("a", "area"):
        href = link.get("href", "").strip()
        if href and not href.startswith("#"):
            yield Entry(_under(head, href), " ".join(" ".join(map(str, link.itertext())).split())[:300])


def _under(head: etree._Element | None, href: str) -> str:
    """The reference under the page's `base`, where it has one that is a whole address."""
    if head is None:
        return href
    try:
        return str(web_address(href, base=web_address(head.get("href", ""))))
    except ForbiddenError:
        return href


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(b"\x1f\x8b"):
        return content
    machine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacked = machine.decompress(content, UNPACKED)
    except zlib.error as fault:
        raise UnreadableError("The listing is damaged: it cannot be unpacked.", advice="Try again later.") from fault
    if machine.unconsumed_tail or not machine.eof:
        raise UnreadableError("The listing is cut off, or too large unpacked.", advice="Watch a part of it.")
    return unpacked


def _xml_parser() -> etree.XMLParser:
    """Without entities, network or outside document types; what grows or nests beyond libxml2's limits is refused."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _xml(content: bytes, address: str) -> etree._Element:
    try:
        root = etree.fromstring(content.lstrip(), _xml_parser())
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise UnreadableError(f"{address}: it is not XML ({fault}).", advice="Check that it is a feed.") from fault
    kind = root.getroottree().docinfo.internalDTD
    if kind is not None and any(True for _ in kind.iterentities()):  # type: ignore[union-attr]  # unknown to the stubs
        raise UnreadableError(f"{address}: it declares entities of its own.", advice="No feed needs them.")
    return root


def _plain(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    return (child for child in element if _plain(child) in names)


def _words(element: etree._Element, *names: str) -> str:
    """The words of the first child of one of these names that has any."""
    said = (" ".join("".join(map(str, child.itertext())).split()) for child in _children(element, *names))
    return next((words for words in said if words), "")


def _feed(root: etree._Element, address: str) -> Iterator[Entry]:
    """The entries of an RSS or Atom feed."""
    if _plain(root) not in {"rss", "rdf", "feed"}:
        raise UnreadableError(f"{address}: it is XML but no feed (<{_plain(root)}>).", advice="Check its kind.")
    for item in root.iter():
        if _plain(item) not in {"item", "entry"}:
            continue
        where = _atom_link(item) if _plain(item) == "entry" else _words(item, "link") or _guid(item)
        if where:
            date = _day(_words(item, "published", "pubdate", "date", "issued", "updated"))
            yield Entry(where, _words(item, "title")[:300], date)


def _atom_link(item: etree._Element) -> str:
    links = [link for link in _children(item, "link") if link.get("rel", "alternate") == "alternate"]
    return next((link.get("href", "") for link in links), "")


def _guid(item: etree._Element) -> str:
    guid = next(_children(item, "guid"), None)
    return _words(item, "guid") if guid is not None and guid.get("isPermaLink", "true").lower() == "true" else ""


def _sitemap(root: etree._Element, address: str) -> tuple[list[Entry], list[str]]:
    """The pages of a sitemap, and the sitemaps of an index of them."""
    if _plain(root) == "sitemapindex":
        maps = sorted(_children(root, "sitemap"), key=lambda held: _words(held, "lastmod"), reverse=True)
        return [], [_words(held, "loc") for held in maps]
    if _plain(root) != "urlset":
        raise UnreadableError(f"{address}: it is XML but no sitemap (<{_plain(root)}>).", advice="Check its kind.")
    return [Entry(_words(page, "loc"), "", _day(_words(page, "lastmod"))) for page in _children(root, "url")], []


def _day(written: str) -> str:
    """A feed's date as it names it, in its own time zone; empty where it cannot be read."""
    if found := _DAY.match(written):
        return found[0]
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (ValueError, IndexError):
        return ""
