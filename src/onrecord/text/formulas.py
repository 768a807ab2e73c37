"""Officials speak in formulas: a wording that comes back on three days is no accident, and what fills its gaps varies.

Quotes are kept together as versions of one wording (`families`), and within those the longest words that documents of
at least three different days share in one order become a formula, with gaps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from onrecord.model.record import Quote
from onrecord.model.standing import Cited
from onrecord.model.wording import Formula, FormulaUse, Slot
from onrecord.text.alignment import aligned
from onrecord.text.dates import parse_iso
from onrecord.text.folding import fold
from onrecord.text.places import mentions
from onrecord.text.reuse import is_version
from onrecord.text.reuse_features import WORDS, words_of
from onrecord.text.telling_words import SHORT, is_ideograph, weight_of

NEAR = 0.5
"""Part of the telling words of the shorter quote that the longer must hold for a pair to be compared at all."""

DAYS = 3
"""Different days on which a wording must stand to be called a formula."""

FIXED, SHARE = 6, 0.5
"""A formula has at least so many fixed words, and in each use they are at least this part of all."""

TELLING = 12.0
"""Weight (see telling_words) that the fixed words have together at least, so that `in the context of the` is none."""

_ROUNDING = 1e-6
"""Sums of weights differ by less where only their order does."""

PIECE = 2
"""Words of the shortest piece, names of few letters aside."""

MOST = 40
"""Quotes of a family that formulas are looked for in; of a larger one the first and the last half of so many."""

_PRONOUNS = frozenset({"they", "their"})
_DOUBLE = re.compile(r'["“”„‟«»「」『』]')
_ITEM = re.compile(r"(?:[-–—•*·▪]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])\s+")


@dataclass(frozen=True, slots=True)
class _Said:
    """A quote, cut into words."""

    cited: Cited
    quote: Quote
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    """Of each word in `quote.exact`."""


_Pieces = tuple[tuple[str, ...], ...]


def wording_key(text: str) -> tuple[str, ...]:
    """What two texts share that are the same but for white space, marks, accents and capitals.

    The number of double quotation marks is a part of it: words put into a mouth are another wording.
    """
    return *words_of(text), str(len(_DOUBLE.findall(text)))


def families(texts: Sequence[str]) -> list[list[int]]:
    """Places of the texts that are versions of one wording, however far apart, in the order of their first.

    A text without a version is a family of one. What comes first does not matter for who belongs together. Texts are
    compared that share half of the shorter one's telling words: 450 sentences on one matter take a second or two.
    """
    first: dict[str, int] = {}
    for at, text in enumerate(texts):
        first.setdefault(text, at)
    head = [first[text] for text in texts]
    for one, other in _near(texts, list(first.values())):
        low, high = sorted((_root(head, one), _root(head, other)))
        if low != high:
            head[high] = low if is_version(texts[one], texts[other]) else high
    found: dict[int, list[int]] = {}
    for at in range(len(texts)):
        found.setdefault(_root(head, at), []).append(at)
    return list(found.values())


def _near(texts: Sequence[str], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pairs of places whose texts may be versions: the longer holds `NEAR` of the shorter's telling words.

    Such a pair shares one of the shorter's rarest words, those without which the rest of it weighs too little; so only
    the texts that hold one of these are looked at (Chaudhuri et al. 2006, prefix filter).
    """
    weights = {at: _weights(texts[at]) for at in places}
    sums = {at: sum(held.values()) for at, held in weights.items()}
    holding: dict[str, list[int]] = {}
    for at, held in weights.items():
        for word in held:
            holding.setdefault(word, []).append(at)
    for one in places:
        least = NEAR * sums[one]
        words = _rarest(weights[one], least, holding)
        others = {other for word in words for other in holding[word]} if least else set(places)
        for other in sorted(others):
            longer = (sums[other], other) > (sums[one], one)
            if (longer or not least) and _shared_weight(weights[one], weights[other]) >= least:
                yield one, other


def _rarest(weights: dict[str, float], least: float, holding: dict[str, list[int]]) -> Iterator[str]:
    """The rarest words, as few as leave less than `least` to the others together."""
    left = sum(weights.values())
    for word in sorted(weights, key=lambda word: len(holding[word])):
        if left < least - _ROUNDING:
            return
        yield word
        left -= weights[word]


def _root(head: list[int], at: int) -> int:
    while head[at] != at:
        at = head[at]
    return at


def _weights(text: str) -> dict[str, float]:
    return {word: weight_of(word) for word in words_of(text)}


def _shared_weight(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(one[word] for word in one.keys() & other.keys())


def without_number(quote: Quote) -> Quote:
    """The quote without the bullet or the number of a list that it begins with."""
    mark = _ITEM.match(quote.exact)
    cut = mark.end() if mark and mark.end() < len(quote.exact) else 0
    return Quote(quote.start + cut, quote.end, quote.exact[cut:])


def days_of(dates: Iterable[str]) -> int:
    """How many different days the dates are at least: those that may be one day count once, unknown ones not at all."""
    known = sorted({parse_iso(date) for date in dates if date}, key=lambda date: (date.latest(), date.earliest()))
    count, last = 0, None
    for date in known:
        if last is None or last.before(date):
            count, last = count + 1, date
    return count


def surely_before(one: str, other: str) -> bool:
    """True only where both dates are known and the first cannot be the second's day or a later one."""
    return bool(one and other) and parse_iso(one).before(parse_iso(other))


def formulas(quotes: Iterable[Cited], *, least_days: int = DAYS) -> tuple[Formula, ...]:
    """The formulas among quotes, those of most days first; each quote is a use of one formula at most.

    Quotes without words are passed over. A quote is taken as it is cut: cut sentences or clauses, not pages.
    """
    said = sorted((one for cited in quotes if (one := _said(cited))), key=_order)
    found: list[Formula] = []
    for family in families([one.quote.exact for one in said]):
        found += _of_family([said[at] for at in family], least_days)
    return tuple(sorted(found, key=lambda formula: (-formula.times, formula.uses[0].source.document.date)))


def _said(cited: Cited) -> _Said | None:
    quote = cited.quote
    if quote is None:
        return None
    folded = fold(quote.exact)
    places = [match.span() for match in WORDS.finditer(folded.text)]
    words = tuple(folded.text[start:end] for start, end in places)
    return _Said(cited, quote, words, tuple(folded.span(*span) for span in places)) if words else None


def _order(said: _Said) -> tuple[bool, str, str, int]:
    document = said.cited.document
    return not document.date, document.date, document.id, said.quote.start


def _of_family(said: list[_Said], least_days: int) -> Iterator[Formula]:
    left = said if len(said) <= MOST else [*said[: MOST // 2], *said[-MOST // 2 :]]
    while _days(left) >= least_days:
        best = max(_candidates(left, least_days), key=lambda found: (_worth(*found), found[0]), default=None)
        if best is None:
            return
        pieces, uses = best
        yield _formula(pieces, uses)
        left = [one for one in left if one not in uses]


def _days(said: Iterable[_Said]) -> int:
    return days_of(one.cited.document.date for one in said)


def _candidates(said: Sequence[_Said], least_days: int) -> Iterator[tuple[_Pieces, list[_Said]]]:
    """What two quotes share in order, with all quotes that hold it, where their days are enough."""
    tried: set[_Pieces] = set()
    for one, other in combinations(said, 2):
        pieces = _shared(one.words, other.words)
        if pieces in tried or not _is_telling(pieces):
            continue
        tried.add(pieces)
        uses = [each for each in said if _holds(each, pieces)]
        if _days(uses) >= least_days:
            yield pieces, uses


def _shared(one: Sequence[str], other: Sequence[str]) -> _Pieces:
    """The runs of words that both hold in one order, without strays."""
    runs: list[list[int]] = []
    last = (-2, -2)
    for i, j in aligned(one, other):
        if (i - 1, j - 1) == last:
            runs[-1].append(i)
        else:
            runs.append([i])
        last = i, j
    return tuple(tuple(one[at] for at in run) for run in runs if len(run) >= PIECE)


def _is_telling(pieces: _Pieces) -> bool:
    words = [word for piece in pieces for word in piece]
    return len(words) >= FIXED and sum(map(weight_of, words)) >= TELLING


def _holds(said: _Said, pieces: _Pieces) -> bool:
    fixed = sum(map(len, pieces))
    return fixed >= SHARE * len(said.words) and _places(said.words, pieces) is not None


def _places(words: Sequence[str], pieces: _Pieces) -> list[int] | None:
    """Where each piece begins, one after the other; None where one is missing."""
    found, at = [], 0
    for piece in pieces:
        at = next((k for k in range(at, len(words) - len(piece) + 1) if tuple(words[k : k + len(piece)]) == piece), -1)
        if at < 0:
            return None
        found.append(at)
        at += len(piece)
    return found


def _worth(pieces: _Pieces, uses: Sequence[_Said]) -> float:
    """Words repeated: the weight of what is fixed, once for each day after the first."""
    return (_days(uses) - 1) * sum(weight_of(word) for piece in pieces for word in piece)


def _formula(pieces: _Pieces, uses: Sequence[_Said]) -> Formula:
    made = [FormulaUse(each.cited, _fillings(each, pieces)) for each in uses]
    slots = tuple(_slot([use.fillings[gap] for use in made]) for gap in range(len(pieces) + 1))
    first = uses[0]
    starts = _places(first.words, pieces) or []
    printed = tuple(
        first.quote.exact[first.spans[at][0] : first.spans[at + len(piece) - 1][1]]
        for at, piece in zip(starts, pieces, strict=True)
    )
    return Formula(printed, slots, tuple(made), _days(uses))


def _fillings(said: _Said, pieces: _Pieces) -> tuple[Quote, ...]:
    """What stands before, between and after the pieces; marks alone are nothing."""
    starts = _places(said.words, pieces) or []
    edges = [0, *(edge for at, piece in zip(starts, pieces, strict=True) for edge in (at, at + len(piece)))]
    edges.append(len(said.words))
    return tuple(_cut(said, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))


def _cut(said: _Said, start: int, end: int) -> Quote:
    """The words from one to another, as a quote of the document; an empty one stands where the next word begins."""
    if start == end:
        at = said.quote.start + (said.spans[start][0] if start < len(said.spans) else len(said.quote.exact))
        return Quote(at, at, "")
    a, b = said.spans[start][0], said.spans[end - 1][1]
    return Quote(said.quote.start + a, said.quote.start + b, said.quote.exact[a:b])


def _slot(fillings: Sequence[Quote]) -> Slot:
    filled = [quote.exact for quote in fillings if quote.exact]
    if not filled:
        return Slot.NOTHING
    named = any(map(_is_name, filled)) and all(_is_name(words) or len(words_of(words)) == 1 for words in filled)
    return Slot.NAMES if named else Slot.WORDS


def _is_name(words: str) -> bool:
    """True if all words are places, pronouns, small words, or have a capital, and not all are small."""
    if words.islower():
        return False
    named = [(found.start, found.end) for found in mentions(words)]
    for match in WORDS.finditer(words):
        inside = any(start <= match.start() and match.end() <= end for start, end in named)
        word = match.group()
        small = (len(word) < SHORT and not is_ideograph(word)) or word.lower() in _PRONOUNS
        if not (inside or small or word[0].isupper()):
            return False
    return True
