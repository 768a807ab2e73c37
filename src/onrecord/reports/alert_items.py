"""Whoever gets an alert reads which ask, why, and the words, and can find them without asking back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from onrecord.model.alerts import Forecast, News, Notice
from onrecord.model.standing import Cited
from onrecord.ports import Item, Message, Words
from onrecord.reports.display import language_tag, shown_plain, web_address
from onrecord.reports.sealing import SEALED_ASK
from onrecord.reports.standing_report import StandingReport

MOST_WORDS = 3
"""Quotes of one item; the rest is counted."""


def items_of(notices: Iterable[Notice], report: StandingReport) -> tuple[Item, ...]:
    """The notices as items, in their order. Pass a report that `standing_gate.cleared_standing` let through, and
    notices made of it: what it withholds is withheld here; what is found for a sealed case is not told at all."""
    asks = {standing.ask.id: standing.ask for standing in report.standings}
    return tuple(
        _item(notice, asks[notice.ask_id].text)
        for notice in notices
        if notice.ask_id in asks and asks[notice.ask_id].text != SEALED_ASK
    )


def message_of(wish: str, items: tuple[Item, ...], *, at: str, notes: tuple[str, ...] = ()) -> Message:
    """The items as one message; its key follows from theirs, or, where there is none, from the time."""
    told = "\n".join((wish, *(item.key for item in items))) if items else f"{wish}\n{at}"
    return Message(hashlib.sha256(told.encode()).hexdigest()[:32], wish, at, items, notes)


def notes_on(news: News) -> tuple[str, ...]:
    """What a round left out, one sentence each."""
    notes = []
    if news.stale:
        notes.append(f"{_documents(news.stale)} with such news came long after publication and is not told here.")
    if news.undated:
        notes.append(
            f"{_documents(news.undated)} with such news has no date, so that nobody can tell whether it is new."
        )
    return tuple(notes)


def forecast_words(forecast: Forecast) -> tuple[str, ...]:
    """A forecast for a terminal: what the alert would have brought, so that nobody is flooded or waits in vain."""
    total = sum(count for _, count in forecast.months)
    return (
        f"In the {len(forecast.months)} months from {forecast.months[0][0]} to {forecast.months[-1][0]} it would have "
        f"told {total} things, {forecast.most} in the fullest month.",
        f"In the last 7 days {forecast.last_week}, in the last 30 days {forecast.last_month}; "
        f"the last on {forecast.last or 'no day'}.",
        "Changes after publication are not in this forecast.",
    )


def _documents(count: int) -> str:
    return f"{count} document{'s' if count > 1 else ''}"


def _item(notice: Notice, ask: str) -> Item:
    cited = [held for held in notice.cited if held.quote is not None]
    why = notice.why if len(cited) <= MOST_WORDS else f"{notice.why} {len(cited) - MOST_WORDS} more quotes."
    return Item(
        key=notice.key,
        heading=shown_plain(f"{notice.occurrence.value}: {ask}"),
        why=shown_plain(f"{why} {_where(notice)}"),
        words=tuple(_words(held) for held in cited[:MOST_WORDS]),
    )


def _where(notice: Notice) -> str:
    held = notice.document
    return f"Document: {held.date or 'without a date'}, {held.publisher or 'publisher not known'}: {held.title}."


def _words(cited: Cited) -> Words:
    held, quote = cited.document, cited.quote
    assert quote is not None, "only words are shown"
    return Words(
        exact=shown_plain(quote.exact),
        language=language_tag(held.language),
        source=shown_plain(f"{held.date or 'without a date'}, {held.publisher or 'publisher not known'}: {held.title}"),
        url=web_address(held.url),
        place=f"characters {quote.start} to {quote.end}",
    )
