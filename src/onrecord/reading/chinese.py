"""A press conference in Chinese prints the asker before a colon; the answer opens with a name or 答."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.model.record import Document, Quote, Span, Voice
from onrecord.reading.speakers import Speaker

_LABEL = re.compile(
    r"^[ \t　]*[*_]{0,3}(?P<label>[^\n：:。？！；“”]{1,30})[：:][*_]{0,3}"
    r"|^[ \t　]*(?P<rule>[*＊—_-]{5,})[ \t]*$",
    re.MULTILINE,
)
_HAN = re.compile(r"[㐀-鿿]")
_ASKS = re.compile(
    r".*记者(?:问及?|追问|提问|补充)?(?:（[^）]*）)?|.*記者(?:問|追問)?|(?:[一二三四五六七八九十]+、)?追?[问問]|提[问問]|.*有记者问.*"
)
_OUTLET = re.compile(r"《[^》]+》|.*(?:社|通讯社|电视台|广播公司|广播协会|报业托拉斯|卫视)")
_REPLIES = re.compile(r"答|答复|回答|.*发言人.*|發言人")
_NAME = re.compile(r"[㐀-鿿·]{2,4}")
_TITLE_NAME = re.compile(r"发言人(?P<name>[㐀-鿿]{2,3}?)(?=主持|就|答|的|在|谈|表示|举行|介绍|：|:|$)")

_Turns = list[tuple[Span, Speaker]]


def chinese_turns(document: Document, country: str) -> _Turns:
    """The turns of a press conference in Chinese, or none if the text is not one.

    A line that begins with an outlet's 记者, with 问 or with 有记者问 asks until the next line that begins
    with the spokesperson's name or with 答, or until a line of asterisks. All else is the publisher's.
    """
    text = document.text
    if not _HAN.search(text, 0, 2000):
        return []
    labels = list(_labels(document))
    if not any(asks for _, asks in labels):
        return []
    starts = [(0, 0, "", False)] + [(m.start(), m.end(), m["label"] or "", asks) for m, asks in labels]
    ends = [start for start, *_ in starts[1:]] + [len(text)]
    turns = []
    for (start, words, label, asks), end in zip(starts, ends, strict=True):
        # A question keeps its label, as the source that marks questions does.
        span = Quote.cut(text, start if asks else words, end).span
        if span.start < span.end:
            turns.append((span, _speaker(label.strip(" 　*_"), asks=asks, country=country)))
    return turns


def marked_turns(document: Document, country: str) -> _Turns:
    """The turns of a text whose source marks the questions: all between them is the spokesperson's."""
    text, turns, at = document.text, [], 0
    for question in sorted(document.question_spans, key=lambda span: span.start):
        end = max(at, min(question.end, len(text)))
        start = min(end, max(at, question.start))
        turns += _replies(text, at, start, country)
        span = Quote.cut(text, start, end).span
        if span.start < span.end:
            label = _LABEL.match(text, start)
            turns.append((span, _speaker((label["label"] or "").strip() if label else "", asks=True, country="")))
        at = end
    return turns + _replies(text, at, len(text), country)


def _replies(text: str, start: int, end: int, country: str) -> _Turns:
    span = Quote.cut(text, start, end).span
    label = _LABEL.match(text, span.start, span.end)
    name = (label["label"] or "").strip(" 　*_") if label else ""
    if label and _NAME.fullmatch(name):
        span = Quote.cut(text, label.end(), end).span
    else:
        name = ""
    return [(span, _speaker(name, asks=False, country=country))] if span.start < span.end else []


def _labels(document: Document) -> Iterator[tuple[re.Match[str], bool]]:
    """Every label with whether it asks; a colon after other words (`一是：`) is no label."""
    named = {match["name"] for match in _TITLE_NAME.finditer(document.title)}
    asked = seen = False
    for match in _LABEL.finditer(document.text):
        label = (match["label"] or "").strip(" 　*_")
        if match["rule"]:
            asked = False
            yield match, False
        elif _ASKS.fullmatch(label) or (seen and _OUTLET.fullmatch(label)):
            seen = True
            asked = True
            yield match, True
        elif label in named or _REPLIES.fullmatch(label) or (asked and not named and _NAME.fullmatch(label)):
            asked = False
            yield match, False


def _speaker(label: str, *, asks: bool, country: str) -> Speaker:
    if asks:
        return Speaker(label, Voice.REPORTER, asks=True, alone=True)
    return Speaker(label, Voice.PUBLISHER, country, alone=True)
