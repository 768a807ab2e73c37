"""A reviewer decides on words, so that one screen holds them verbatim, with their place and what stands around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from onrecord.model.agenda import Ask
from onrecord.model.finding import Finding, Judgement, Source
from onrecord.model.record import Quote, Side
from onrecord.review.reasons import Why

CONTEXT = 600
"""Characters shown on each side of a quote, at most."""


class Second(Enum):
    """How it stands with a second reading."""

    NOT_WANTED = "not wanted"
    """Not drawn, and nothing hangs on it."""
    WAITING = "waiting"
    """It will be wanted once a person has judged the finding."""
    WANTED = "wanted"
    """Judged by one person; another should code it blind."""
    AGREED = "agreed"
    """Two persons coded the same level."""
    DIFFERS = "differs"
    """Two persons coded different levels, and nobody has settled it."""
    SETTLED = "settled"
    """They differed, and a third person (or the lead) decided with a reason."""
    OPEN = "open"
    """It was read twice, and the first reader left it open."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Verbatim words of a text layer: `layer[start:end]` is `words`, `before` and `after` lie around it without a gap.

    Where a protected name stands in them, `withheld` is true and a mark stands in its place: then the words are
    shorter or longer than their place.
    """

    start: int
    end: int
    words: str
    before: str = ""
    after: str = ""
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """Everything that one screen shows of a finding. What the engine says in it is a proposal."""

    entry: str
    """Digest of the finding's entry."""
    ask: Ask
    source: Source
    """Facts of the document (id, publisher, date, title, address, language); its contexts are empty."""
    side: Side
    speaker: str
    proposal: Finding
    """The engine's: level, scope, answer, and the rules that decided, in `reasons` (number and sentence)."""
    quotes: tuple[Shown, ...]
    """The deciding words first; empty for a finding that rests on an answer alone."""
    answers: tuple[Shown, ...]
    """The words that the answer rests on."""
    why: tuple[Why, ...]
    """Why it is shown here; `reasons.weights()` has the sentences."""
    also: tuple[str, ...]
    """Digests of findings on copies with the same words."""
    judgement: Judgement | None
    second: Second


@dataclass(frozen=True, slots=True)
class BlindAsk:
    """An ask without the level that would meet it."""

    id: str
    text: str
    raiser: str
    target: str
    parent: str
    object: str


@dataclass(frozen=True, slots=True)
class BlindItem:
    """What a second reader is shown: there is no place in it for the engine's level or for anybody's judgement."""

    entry: str
    ask: BlindAsk
    document: str
    publisher: str
    date: str
    title: str
    url: str
    language: str
    side: Side
    speaker: str
    quotes: tuple[Shown, ...]
    """The passages that the finding rests on, in the order of the text."""


Context = tuple[int, int, str]
"""(start, end, words) of a stretch of a text layer."""


def contexts_of(text: str, finding: Finding, *, characters: int = CONTEXT) -> tuple[Context, ...]:
    """The words around each quote of a finding, as far as the text reaches."""
    quotes = (*finding.evidence, *finding.answer_evidence)
    places = [(max(0, quote.start - characters), min(len(text), quote.end + characters)) for quote in quotes]
    return tuple((start, end, text[start:end]) for start, end in dict.fromkeys(places))


def shown(quotes: Iterable[Quote], contexts: Sequence[Context], *, readable: Callable[[str], str]) -> tuple[Shown, ...]:
    """The quotes with what stands around them; `readable` puts a mark in the place of withheld characters."""
    return tuple(_shown(quote, contexts, readable) for quote in quotes)


def _shown(quote: Quote, contexts: Sequence[Context], readable: Callable[[str], str]) -> Shown:
    around = (one for one in contexts if one[0] <= quote.start and quote.end <= one[1])
    start, _, words = max(around, key=lambda one: one[1] - one[0], default=(quote.start, quote.end, quote.exact))
    pieces = words[: quote.start - start], quote.exact, words[quote.end - start :]
    before, exact, after = map(readable, pieces)
    return Shown(quote.start, quote.end, exact, before, after, withheld=(before, exact, after) != pieces)


def blind_of(item: Item) -> BlindItem:
    """What of an item a second reader may see."""
    ask, source = item.ask, item.source
    places = sorted({(quote.start, quote.end): quote for quote in (*item.quotes, *item.answers)}.items())
    return BlindItem(
        item.entry,
        BlindAsk(ask.id, ask.text, ask.raiser, ask.target, ask.parent, ask.object),
        source.id, source.publisher, source.date, source.title, source.url, source.language,
        item.side, item.speaker, tuple(quote for _, quote in places),
    )  # fmt: skip


def item_of(
    entry: str,
    ask: Ask,
    finding: Finding,
    source: Source,
    *,
    speaker: str,
    why: tuple[Why, ...],
    also: tuple[str, ...],
    judgement: Judgement | None,
    second: Second,
    readable: Callable[[str], str] = str,
) -> Item:
    """The screen of a finding; the contexts of its source have the words around its quotes.

    In quotes and contexts withheld characters may be masked, so that their places still count; `readable` unmasks them.
    """
    return Item(
        entry, ask, replace(source, contexts=()), source.side, speaker, _readable(finding, readable),
        shown(finding.evidence, source.contexts, readable=readable),
        shown(finding.answer_evidence, source.contexts, readable=readable),
        why, also, judgement, second,
    )  # fmt: skip


def _readable(finding: Finding, readable: Callable[[str], str]) -> Finding:
    """The finding with quotes to be shown: their places are those of the layer, whatever a mark's length."""
    return replace(
        finding,
        evidence=tuple(replace(quote, exact=readable(quote.exact)) for quote in finding.evidence),
        answer_evidence=tuple(replace(quote, exact=readable(quote.exact)) for quote in finding.answer_evidence),
    )
