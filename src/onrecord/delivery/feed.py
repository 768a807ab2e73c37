"""A feed is a file that any web server can serve: the newest items, each once, under an id that does not change."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from onrecord.delivery.wording import PROPOSAL
from onrecord.errors import DeliveryError
from onrecord.ports import Item, Message

NAMESPACE = "http://www.w3.org/2005/Atom"
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://onrecord.example/alerts")

MOST = 500
"""Items of a feed; older ones leave it, and stay in the ledger."""


@dataclass(frozen=True, slots=True)
class FeedFile:
    """An Atom feed (RFC 4287) in a file, written anew and whole with each message."""

    path: Path

    @property
    def place(self) -> str:
        return f"the feed {self.path.name}"

    def send(self, message: Message, earlier: Sequence[Message]) -> None:
        """Write the feed of all messages. Raises `DeliveryError` if the file cannot be written."""
        try:
            _write_whole(self.path, feed_bytes([*earlier, message]))
        except OSError as fault:
            raise DeliveryError(
                f"{self.path}: the feed cannot be written ({fault.strerror}).", advice="Name a file that is yours."
            ) from fault


def feed_bytes(messages: Sequence[Message]) -> bytes:
    """The feed of these messages, given oldest first; the newest item comes first."""
    last = messages[-1]
    feed = Element("feed", {"xmlns": NAMESPACE})
    _add(feed, "title", last.wish)
    _add(feed, "id", uuid.uuid5(_SPACE, last.wish).urn)
    _add(feed, "updated", last.at)
    _add(SubElement(feed, "author"), "name", "OnRecord")
    _add(feed, "subtitle", " ".join((PROPOSAL, *last.notes)))
    items = {item.key: (message.at, item) for message in messages for item in message.items}
    for at, item in list(reversed(items.values()))[:MOST]:
        _entry(feed, at, item)
    indent(feed, " ")
    return b"<?xml version='1.0' encoding='utf-8'?>\n" + tostring(feed, encoding="unicode").encode() + b"\n"


def _entry(feed: Element, at: str, item: Item) -> None:
    entry = SubElement(feed, "entry")
    _add(entry, "title", item.heading)
    _add(entry, "id", uuid.uuid5(_SPACE, item.key).urn)
    _add(entry, "updated", at)
    for address in dict.fromkeys(words.url for words in item.words if words.url):
        SubElement(entry, "link", {"rel": "related", "href": address})
    quoted = [f"“{words.exact}” ({words.source}, {words.place})" for words in item.words]
    _add(entry, "content", "\n".join([item.why, *quoted]))


def _add(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = words


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
