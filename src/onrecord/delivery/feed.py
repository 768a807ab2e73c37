"""A feed is a file that any web server can serve: the newest items, each once, under an id that does not change."""

from __future__ import annotations

import os
import re
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from onrecord.delivery.wording import PROPOSAL, item_html, subject
from onrecord.errors import DeliveryError
from onrecord.ports import Item, Message

NAMESPACE = "http://www.w3.org/2005/Atom"
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://onrecord.example/alerts")

MOST = 500
"""Entries of a feed beside those of the last message, which are all in it; older ones leave it, and stay in the
ledger."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (2.2) cannot hold."""


@dataclass(frozen=True, slots=True)
class FeedFile:
    """An Atom feed (RFC 4287) in a file, written anew and whole with each message."""

    path: Path
    address: str = ""
    """Where it will be found on the web; empty if nobody said."""

    @property
    def place(self) -> str:
        return f"the feed {self.path.name}"

    def send(self, message: Message, earlier: Sequence[Message]) -> None:
        """Write the feed of all messages. Raises `DeliveryError` if the file cannot be written."""
        try:
            _write_whole(self.path, feed_bytes([*earlier, message], self.address))
        except OSError as fault:
            raise DeliveryError(
                f"{self.path}: the feed cannot be written ({fault.strerror}).", advice="Name a file that is yours."
            ) from fault


def feed_bytes(messages: Sequence[Message], address: str = "") -> bytes:
    """The feed of these messages, given oldest first; the newest entry comes first.

    A message without items, and notes of one with items, are entries too: a reader shows nothing else.
    """
    last = messages[-1]
    feed = Element("feed", {"xmlns": NAMESPACE})
    _add(feed, "title", last.wish)
    _add(feed, "id", uuid.uuid5(_SPACE, address or last.wish).urn)
    _add(feed, "updated", last.at)
    _add(SubElement(feed, "author"), "name", "OnRecord")
    if address:
        SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": address})
    held: dict[str, tuple[str, Element]] = {}
    for message in messages:
        for key, entry in _entries(message):
            held.setdefault(key, (message.at, entry))
    kept = list(reversed(held.values()))[: max(MOST, len(last.items) + 1)]
    gone = len(held) - len(kept)
    _add(feed, "subtitle", f"{PROPOSAL} {gone:,} older entries have left this feed." if gone else PROPOSAL)
    for at, entry in kept:
        _add(entry, "updated", at)
        feed.append(entry)
    indent(feed, " ")
    return b"<?xml version='1.0' encoding='utf-8'?>\n" + tostring(feed, encoding="unicode").encode() + b"\n"


def _entries(message: Message) -> Iterator[tuple[str, Element]]:
    """(key, entry) of all that a message says, the least urgent first."""
    if message.notes or not message.items:
        notes = "".join(f"<p>{escape(note)}</p>" for note in message.notes)
        title = f"{message.wish}: notes on this round" if message.items else subject(message)
        yield message.key, _entry(message.key, title, notes or f"<p>{escape(title)}</p>")
    for item in reversed(message.items):
        yield item.key, _of_item(item)


def _of_item(item: Item) -> Element:
    entry = _entry(item.key, item.heading, f"<p>{escape(item.document)}</p>{item_html(item)}")
    if item.url:
        SubElement(entry, "link", {"rel": "alternate", "href": item.url})
    for address in dict.fromkeys(words.url for words in item.words if words.url and words.url != item.url):
        SubElement(entry, "link", {"rel": "related", "href": address})
    return entry


def _entry(key: str, title: str, content: str) -> Element:
    entry = Element("entry")
    _add(entry, "title", title)
    _add(entry, "id", uuid.uuid5(_SPACE, key).urn)
    _add(entry, "content", content, {"type": "html"})
    return entry


def _add(parent: Element, name: str, words: str, attributes: dict[str, str] | None = None) -> None:
    SubElement(parent, name, attributes or {}).text = _NOT_XML.sub("\ufffd", words)


def _write_whole(path: Path, content: bytes) -> None:
    """A reader of the feed finds the old one or the new one, never a part."""
    handle, arriving = tempfile.mkstemp(dir=path.parent, prefix=".feed-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(arriving).chmod(0o644)
        Path(arriving).replace(path)
    finally:
        with suppress(OSError):
            Path(arriving).unlink(missing_ok=True)
