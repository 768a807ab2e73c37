"""A stance counts only in the mouth of the side asked for it, so a text is cut where its speaker changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from onrecord.model.record import Document, Passage, Quote, Span, Voice
from onrecord.reading.cast import Cast, cast_of
from onrecord.reading.chinese import chinese_turns, marked_turns
from onrecord.reading.joint import joint_span
from onrecord.reading.quotations import quotations
from onrecord.reading.speakers import Speaker, speaking_country

_AT_LINE = (
    r"[ \t]*[*_]{0,3}(?:"
    r"(?P<q>Q|A(?=[:.*_]{0,4}(?:[ ]{2}|\t)))(?:[*_]{1,3}[.:]?|[.:][*_]{0,3})?(?=[ \t]+[^&\s])"
    r"|(?P<label>[^\W\d_][^\n:：]{0,78})[*_]{0,3}:[*_]{0,3}(?=\s|$))"
)
_FIRST_LABEL = re.compile(_AT_LINE, re.MULTILINE)
_LABEL = re.compile(r"\n" + _AT_LINE, re.MULTILINE)
"""A label with the line break before it, at which the engine can skip from line to line."""
_INLINE = re.compile(
    r"(?:^|(?<=[.?!)”\"—-] ))[*_]{0,3}(?:(?P<q>Q)(?=[ \t]+[A-Z—])"
    r"|(?P<label>(?:QUESTION|MODERATOR|OPERATOR|THE PRESIDENT|[A-Z]{2,}\.?(?: [A-Z][A-Z’'.-]+){1,4})):)(?=\s)"
)


_QUOTE_FOLLOWS = re.compile(r"\s*[“\"]")


@dataclass(frozen=True, slots=True)
class Turn:
    """From a label to the next: where the words begin, where they end, and whose they are."""

    span: Span
    speaker: Speaker


def passages(document: Document) -> tuple[Passage, ...]:
    """The document cut into passages, in order, none overlapping another.

    Every character lies in one passage, but for labels of speakers and the white space around passages.
    A reply carries the span of the question that it follows. Words whose owner the document does not
    name are a third party's. Quotations in prose are cut out only where the sentence names a source
    that is not the publisher's own. Arbitrary text is accepted: prose without labels is one passage.
    """
    turns = _turns(document)
    linked = _linked(turns) if turns else _prose(document)
    cut = [piece for passage in linked for piece in _without_quotations(passage, document)]
    return tuple(_with_headline(cut, document))


def _turns(document: Document) -> list[Turn]:
    if document.question_spans:
        return [Turn(*turn) for turn in marked_turns(document, speaking_country(document))]
    chinese = chinese_turns(document, speaking_country(document))
    if chinese:
        return [Turn(*turn) for turn in chinese]
    return _transcript_turns(document)


def _transcript_turns(document: Document) -> list[Turn]:
    found = _labels(document.text)
    if not found:
        return []
    labels = _spoken(found, document)
    if not any(speaker.alone for _, speaker in labels):
        # "Prime Minister X: “…”" in a page that gathers praise is a speaker; "Judge X: a life" is a heading.
        labels = [
            (match, speaker)
            for match, speaker in labels
            if " " in speaker.label and not speaker.label.isupper() and _QUOTE_FOLLOWS.match(document.text, match.end())
        ]
    if not labels:
        return []
    text, first = document.text, labels[0][0].start()
    own = Speaker("", Voice.PUBLISHER, speaking_country(document))
    turns = [Turn(Quote.cut(text, 0, first).span, own)]
    ends = [match.start() for match, _ in labels[1:]] + [len(text)]
    turns += [
        Turn(Quote.cut(text, match.end(), end).span, speaker)
        for (match, speaker), end in zip(labels, ends, strict=True)
    ]
    return [turn for turn in turns if turn.span.start < turn.span.end]


def _labels(text: str) -> list[re.Match[str]]:
    """What stands where a label of a speaker can: at the head of a line, or in a text of one line after a stop."""
    if "\n" not in text:
        return list(_INLINE.finditer(text))
    first = _FIRST_LABEL.match(text)
    return [*([] if first is None else [first]), *_LABEL.finditer(text)]


def _spoken(found: list[re.Match[str]], document: Document) -> list[tuple[re.Match[str], Speaker]]:
    """The labels that name a speaker, each with whom it means."""
    asked = any(match["q"] == "Q" or (match["label"] or "").upper().startswith("QUESTION") for match in found)
    found = found if asked else [match for match in found if match["q"] is None]
    cast = cast_of(document, preface=_preface(found, document), asked=asked)
    known: dict[str, Speaker | None] = {}
    for match in found:
        label = match["q"] or match["label"]
        if label not in known:
            known[label] = cast.speaker(label)
    pairs = ((match, known[match["q"] or match["label"]]) for match in found)
    return [(match, speaker) for match, speaker in pairs if speaker is not None]


def _preface(found: list[re.Match[str]], document: Document) -> str:
    bare = Cast("", "", (), briefing=False)
    for match in found:
        speaker = bare.speaker(match["q"] or match["label"])
        if speaker is not None and speaker.alone:
            return document.text[: match.start()]
    return ""


def _linked(turns: list[Turn]) -> list[Passage]:
    made: list[Passage] = []
    question: Span | None = None
    for turn in turns:
        speaker, reply = turn.speaker, None
        if speaker.asks:
            question = turn.span
        elif speaker.voice in (Voice.PUBLISHER, Voice.COUNTERPART):
            reply = question
        made.append(Passage(turn.span, speaker.voice, speaker.label, speaker.country, reply))
    return made


def _prose(document: Document) -> list[Passage]:
    """A text without labels: the publisher's words, and among them a text that it issued with others."""
    text, joint = document.text, joint_span(document)
    own = Passage(Span(0, 0), Voice.PUBLISHER, country=speaking_country(document))
    if joint is None:
        pieces = [replace(own, span=Quote.cut(text, 0, len(text)).span)]
    else:
        pieces = [
            replace(own, span=Quote.cut(text, 0, joint.start).span),
            Passage(Quote.cut(text, joint.start, joint.end).span, Voice.JOINT),
            replace(own, span=Quote.cut(text, joint.end, len(text)).span),
        ]
    return [piece for piece in pieces if piece.span.start < piece.span.end]


def _without_quotations(passage: Passage, document: Document) -> list[Passage]:
    """The passage with the quoted words of others cut out as passages of their own."""
    if passage.voice not in (Voice.PUBLISHER, Voice.COUNTERPART):
        return [passage]
    quoted = quotations(document, passage)
    if not quoted:
        return [passage]
    text, pieces, start = document.text, [], passage.span.start
    for quotation in quoted:
        pieces += [replace(passage, span=Quote.cut(text, start, quotation.span.start).span), quotation]
        start = quotation.span.end
    pieces.append(replace(passage, span=Quote.cut(text, start, passage.span.end).span))
    return [piece for piece in pieces if piece.span.start < piece.span.end]


def _with_headline(made: list[Passage], document: Document) -> list[Passage]:
    """The first line as a passage of its own, `headline`, where it repeats the title."""
    text, title = document.text, " ".join(document.title.split())
    if not made or not title or made[0].voice not in (Voice.PUBLISHER, Voice.JOINT):
        return made
    first = made[0].span
    line_end = text.find("\n", first.start, first.end)
    line = Quote.cut(text, first.start, first.end if line_end < 0 else line_end).span
    if " ".join(line.of(text).strip("*_# ").split()).casefold() != title.casefold():
        return made
    headline = Passage(line, Voice.PUBLISHER, "headline", made[0].country)
    rest = replace(made[0], span=Quote.cut(text, line.end, first.end).span)
    return [headline, *([rest] if rest.span.start < rest.span.end else []), *made[1:]]
