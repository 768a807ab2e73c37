"""A message says the same in plain text and in HTML: what happened, why, the words, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from onrecord.ports import Item, Message, Words

PROPOSAL = "Levels and answers are proposals by a machine until a person has judged them."

_STYLE = "font-family:Georgia,serif;max-width:42em;line-height:1.45"


def subject(message: Message) -> str:
    """One line: the alert's name and what is in it."""
    count = len(message.items)
    what = "nothing new" if count == 0 else message.items[0].heading if count == 1 else f"{count} things"
    return one_line(f"{message.wish}: {what}")[:180]


def plain(message: Message) -> str:
    """The whole message as text, at most some 100 characters a line where words are ours."""
    blocks = ["\n".join(_item(item)) for item in message.items]
    return "\n\n".join([*blocks, *_notes(message)]) + "\n"


def html(message: Message) -> str:
    """The whole message as HTML without a script, a style sheet or anything that is fetched."""
    items = "".join(_item_html(item) for item in message.items)
    notes = "".join(f"<p>{escape(note)}</p>" for note in _notes(message))
    title = escape(subject(message))
    return f'<!doctype html><html lang="en"><title>{title}</title><body style="{_STYLE}">{items}{notes}</body></html>'


def one_line(words: str) -> str:
    """Words without a line break, so that they cannot end a header and begin another."""
    return " ".join(words.split())


def _item(item: Item) -> Iterator[str]:
    yield item.heading
    yield item.why
    for words in item.words:
        yield f"  “{words.exact}”"
        yield f"  {words.source}, {words.place}"
        if words.url:
            yield f"  {words.url}"


def _item_html(item: Item) -> str:
    words = "".join(_words_html(held) for held in item.words)
    return f"<section><h2>{escape(item.heading)}</h2><p>{escape(item.why)}</p>{words}</section>"


def _words_html(words: Words) -> str:
    language = f' lang="{escape(words.language, quote=True)}"' if words.language else ""
    source = escape(words.source)
    if words.url:
        source = f'<a href="{escape(words.url, quote=True)}">{source}</a>'
    quoted = f'<blockquote dir="auto"{language}>“{escape(words.exact)}”</blockquote>'
    return f"{quoted}<p>{source}, {escape(words.place)}</p>"


def _notes(message: Message) -> tuple[str, ...]:
    return (*message.notes, PROPOSAL) if message.items else message.notes
