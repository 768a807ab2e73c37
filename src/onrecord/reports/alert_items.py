"""Whoever gets an alert reads which ask, why, and the words, and can find them without asking back.

`Gate` is the one way out: every word of a message has passed it, and what is found for a sealed case is not told at
all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from onrecord.model.agenda import Agenda
from onrecord.model.alerts import News, Notice, Occurrence
from onrecord.model.finding import Check, Coverage
from onrecord.model.occasion import Held
from onrecord.model.standing import Cited
from onrecord.ports import Item, Message, Words
from onrecord.reports.audience import TEAM_NOTICE, WITHHELD_NOTICE, Audience, cleared, unreadable
from onrecord.reports.display import language_tag, shown_plain, web_address
from onrecord.reports.sealing import SEALED_ASK
from onrecord.reports.withholding import MARKER, Names, masked, readable

MOST_WORDS = 3
"""Quotes of one item; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What the readers of an alert may be told."""

    asks: Mapping[str, str]
    """By id the asks that may be told of, in words that these readers may see; those about sealed cases are not here.
    """
    team: bool
    _names: Names
    _unpublished: Names

    @classmethod
    def of(cls, agenda: Agenda, audience: Audience) -> Gate:
        safe = cleared(Check(agenda, (), {}, Coverage(0, ()), ""), audience).check.agenda
        asks = {one.id: told.text for one, told in zip(agenda.asks, safe.asks, strict=True)}
        return cls(
            {id_: text for id_, text in asks.items() if text != SEALED_ASK},
            audience is Audience.TEAM,
            unreadable(agenda, audience),
            unreadable(agenda, Audience.PUBLIC),
        )

    def text(self, words: str) -> str:
        """The words on one line, `MARKER` in the place of each name."""
        return shown_plain(self._names.withheld(words))

    def quote(self, words: str) -> str:
        """The same for words that are cut from a text, at whose edges a name may be cut off."""
        return shown_plain(readable(masked(words, self._names.spans(words, cut=True))))

    def address(self, address: str) -> str:
        """The address if a reader may be sent there, else an empty string."""
        return "" if self._names.in_address(address) else web_address(address)

    def message(self, message: Message) -> Message:
        """The message with its own words cleared too, and a note where names are in it or withheld."""
        notes = tuple(map(self.text, message.notes))
        told = replace(message, wish=self.text(message.wish), heading=self.text(message.heading), notes=notes)
        said = "\n".join(_said(told))
        if MARKER in said:
            notes += (WITHHELD_NOTICE,)
        if self.team and self._unpublished.spans(said):
            notes += (TEAM_NOTICE,)
        return replace(told, notes=notes)


def _said(message: Message) -> Iterator[str]:
    """Every word of a message."""
    yield from (message.wish, message.heading, *message.notes)
    for item in message.items:
        yield from (item.heading, item.why, item.document)
        yield from (word for words in item.words for word in (words.exact, words.source))


def items_of(notices: Iterable[Notice], gate: Gate) -> tuple[Item, ...]:
    """The notices as items, in their order, those of sealed asks left out."""
    return tuple(_item(notice, gate) for notice in notices if notice.ask_id in gate.asks)


def message_of(
    wish: str,
    items: tuple[Item, ...] = (),
    *,
    at: str,
    heading: str = "",
    notes: tuple[str, ...] = (),
    after: str = "",
) -> Message:
    """One message. Its key follows from those of its items, or, where it has none, from the key of the message
    `after` which it comes: made again, it has the same."""
    what = [item.key for item in items] or [heading, after]
    key = hashlib.sha256("\n".join((wish, *what)).encode()).hexdigest()[:32]
    return Message(key, wish, at, items, notes, heading)


def notes_on(news: News) -> tuple[str, ...]:
    """What a round left out, one sentence each."""
    notes = []
    if news.stale:
        notes.append(
            f"Not told: what stands in {_documents(news.stale)} that came into the store long after publication."
        )
    if news.undated:
        notes.append(
            f"Not told: what stands in {_documents(news.undated)} without a date: nobody can tell whether it is new."
        )
    return tuple(notes)


def _documents(count: int) -> str:
    return f"{count:,} document{'s' if count > 1 else ''}"


def _item(notice: Notice, gate: Gate) -> Item:
    cited = [held for held in notice.cited if held.quote is not None]
    why = [notice.why]
    if len(cited) > MOST_WORDS:
        why.append(f"{len(cited) - MOST_WORDS} more quotes are not shown.")
    if not notice.proposal and notice.occurrence is not Occurrence.TAKEN_BACK:
        why.append("A person has judged it.")
    return Item(
        key=notice.key,
        heading=shown_plain(f"{notice.occurrence.value}: {gate.asks[notice.ask_id]}"),
        why=gate.text(" ".join(why)),
        words=tuple(_words(held, gate) for held in cited[:MOST_WORDS]),
        document=gate.text(_named(notice.document)),
        url=gate.address(notice.document.url),
    )


def _named(held: Held) -> str:
    return f"{held.date or 'without a date'}, {held.publisher or 'publisher not known'}: {held.title or 'no title'}"


def _words(cited: Cited, gate: Gate) -> Words:
    held, quote = cited.document, cited.quote
    assert quote is not None, "only words are shown"
    return Words(
        exact=gate.quote(quote.exact),
        language=language_tag(held.language),
        source=gate.text(_named(held)),
        url=gate.address(held.url),
        place=f"characters {quote.start} to {quote.end}",
    )
