"""A message says the same in plain text and in HTML: what happened, why, the words, and where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import groupby

from onrecord.ports import Item, Message, Words

PROPOSAL = "Levels and answers are proposals by a machine until a person has judged them."

SHORT = 50
"""Items from which on a message lists each by its heading alone, so that it stays readable."""

SHORTENED = f"More than {SHORT} items: each is named here, the quotes stand in the documents."

_STYLE = "font-family:Georgia,serif;max-width:42em;line-height:1.45"


def subject(message: Message) -> str:
    """One line: the alert's name and what is in it."""
    kinds = Counter(item.heading.partition(": ")[0] for item in message.items)
    counted = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    what = message.items[0].heading if len(message.items) == 1 else counted or message.heading or "nothing new"
    return one_line(f"{message.wish}: {what}")[:180]


def plain(message: Message) -> str:
    """The whole message as text: document by document, in each ask by ask."""
    blocks = ["\n".join(_document(document, url, items, message)) for document, url, items in _grouped(message)]
    return "\n\n\n".join([*blocks, "\n\n".join((*notes_of(message), _foot(message)))]).lstrip() + "\n"


def html(message: Message) -> str:
    """The whole message as HTML without a script, a style sheet or anything that is fetched."""
    body = "".join(_document_html(document, url, items, message) for document, url, items in _grouped(message))
    notes = "".join(f"<p>{escape(note)}</p>" for note in notes_of(message))
    foot = f"<p><small>{escape(_foot(message))}</small></p>"
    title = escape(subject(message))
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f'<!doctype html><html lang="en">{head}<body style="{_STYLE}">{body}{notes}{foot}</body></html>'


def item_html(item: Item) -> str:
    """One item without its heading: why, the words, and where they stand."""
    words = "".join(_words_html(held, item) for held in item.words)
    return f"<p>{escape(item.why)}</p>{words}"


def notes_of(message: Message) -> tuple[str, ...]:
    """What stands below the items."""
    shortened = (SHORTENED,) if _is_long(message) else ()
    return (*shortened, *message.notes, PROPOSAL) if message.items else message.notes


def one_line(words: str) -> str:
    """Words without a line break, so that they cannot end a header and begin another."""
    return " ".join(words.split())


def _is_long(message: Message) -> bool:
    return len(message.items) > SHORT


def _grouped(message: Message) -> Iterator[tuple[str, str, list[Item]]]:
    for (document, url), items in groupby(message.items, lambda item: (item.document, item.url)):
        yield document, url, list(items)


def _document(document: str, url: str, items: list[Item], message: Message) -> Iterator[str]:
    yield document
    if url:
        yield url
    for item in items:
        if _is_long(message):
            yield f"  - {item.heading}"
        else:
            yield ""
            yield from (f"  {line}" for line in _item(item))


def _item(item: Item) -> Iterator[str]:
    yield item.heading
    yield item.why
    for words in item.words:
        yield f"  “{words.exact}”"
        if words.source == item.document:
            yield f"  ({words.place})"
        else:
            yield f"  ({words.source}, {words.place}{f', {words.url}' if words.url else ''})"


def _document_html(document: str, url: str, items: list[Item], message: Message) -> str:
    if _is_long(message):
        listed = "".join(f"<li>{escape(item.heading)}</li>" for item in items)
        return f"<h2>{_linked(document, url)}</h2><ul>{listed}</ul>"
    listed = "".join(f"<h3>{escape(item.heading)}</h3>{item_html(item)}" for item in items)
    return f"<section><h2>{_linked(document, url)}</h2>{listed}</section>"


def _words_html(words: Words, item: Item) -> str:
    language = f' lang="{escape(words.language, quote=True)}"' if words.language else ""
    where = escape(words.place)
    if words.source != item.document:
        where = f"{_linked(words.source, words.url)}, {where}"
    return f'<blockquote dir="auto"{language}>“{escape(words.exact)}”</blockquote><p>({where})</p>'


def _linked(words: str, url: str) -> str:
    return f'<a href="{escape(url, quote=True)}">{escape(words)}</a>' if url else escape(words)


def _foot(message: Message) -> str:
    return f"Sent by OnRecord for the alert “{message.wish}”. Whoever keeps its alerts file can change or end it."
