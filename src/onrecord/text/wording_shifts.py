"""A formula is softened in small steps: a verb, an adverb, a name, a clause that is there one year and gone the next.

What is told is what the words do, not why; a word that came is no proof of a policy.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from onrecord.model.record import Quote, Span
from onrecord.model.wording import Shift, Shifted
from onrecord.text.change_kinds import Kind, Mark, marked
from onrecord.text.differences import Difference
from onrecord.text.places import Mention, NameKind, mentions
from onrecord.text.reuse_features import words_of
from onrecord.text.tables import listed, rows
from onrecord.text.telling_words import is_ideograph, weight_of
from onrecord.text.terms import Hit, Term, TermMatcher

CLAUSE = 4
"""Words in a row (two ideographs are one) with nothing in their place on the other side, that make a clause."""

MOVED = 0.9
"""Part of a clause's telling words that stand on the other side too, from which it is called moved."""

NAMED = 2.3
"""Weight of a word (one document in ten holds it) from which a capital makes it a name; headings have others."""

_CAPITAL = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_][\w’'-]*")
_AROUND = " \n\t\u00a0,;:.–—-"
_NO_PLACE = frozenset({NameKind.LEADER, NameKind.OPPONENT})
_TITLES = frozenset({"president", "secretary", "minister", "premier", "chairman", "ambassador", "mr", "ms", "the"})


def shifts(found: Difference, before: Quote, after: Quote) -> tuple[Shifted, ...]:
    """What the edits from one quote to another do; `found` is the difference of their exact words.

    Verbs and charges are those of `wording_words.tsv`, English alone; of several the strongest counts. A place that
    goes by another name is the same place. A change without any of these is none of them: it is other words.
    """
    if found.kind is not Kind.SUBSTANCE:
        return ()
    sides = _Side(before), _Side(after)
    told = (
        *_ranked("verb", Shift.VERB_STRONGER, Shift.VERB_WEAKER, *sides),
        *_ranked("charge", Shift.CHARGE_ADDED, Shift.CHARGE_DROPPED, *sides),
        *_places(*sides), *_names(*sides),
        *_listed("stress", Shift.STRESS_ADDED, Shift.STRESS_DROPPED, found, *sides),
        *_listed("hedge", Shift.HEDGE_ADDED, Shift.HEDGE_DROPPED, found, *sides),
        *_tokens(found, *sides), *_clauses(found, *sides),
    )  # fmt: skip
    if not told and Counter(words_of(before.exact)) == Counter(words_of(after.exact)):
        return (Shifted(Shift.ORDER, before, after),)
    return told


class _Side:
    """One of the two quotes, with what is listed in it."""

    def __init__(self, quote: Quote) -> None:
        self.quote = quote
        self.text = quote.exact
        self.hits = _matcher().hits(self.text)
        self.mentions = mentions(self.text)

    def cut(self, start: int, end: int) -> Quote:
        """A piece of the quote, placed in the document."""
        cut = Quote.cut(self.text, start, end)
        return Quote(cut.start + self.quote.start, cut.end + self.quote.start, cut.exact)

    def words_of(self, span: Span) -> Quote:
        """As `cut`, without the marks before and after the words."""
        held = span.of(self.text)
        head = len(held) - len(held.lstrip(_AROUND))
        return self.cut(span.start + head, span.start + len(held.rstrip(_AROUND)))

    def marked(self, mark: Mark) -> list[tuple[str, Span]]:
        """The words of a mark, but those that are told as stress or as a hedge (`all`)."""
        told = {(hit.start, hit.end) for hit in self.hits}
        return [(word, span) for word, span in marked(mark, self.text) if (span.start, span.end) not in told]

    def of_use(self, use: str) -> list[Hit]:
        return [hit for hit in self.hits if hit.key.startswith(f"{use} ")]


@cache
def _matcher() -> TermMatcher:
    table = rows("wording_words.tsv", key="word")
    return TermMatcher(
        Term(form, f"{row['use']} {row['rank']} {row['word']}") for row in table for form in listed(row["forms"])
    )


def _rank(hit: Hit) -> int:
    return int(hit.key.split()[1])


def _ranked(use: str, up: Shift, down: Shift, old: _Side, new: _Side) -> Iterator[Shifted]:
    """The strongest listed word of each side, where one outranks the other; both sides must have one."""
    was, now = (max(side.of_use(use), key=_rank, default=None) for side in (old, new))
    if was is None or now is None or _rank(was) == _rank(now):
        return
    yield Shifted(up if _rank(now) > _rank(was) else down, old.cut(was.start, was.end), new.cut(now.start, now.end))


def _places(old: _Side, new: _Side) -> Iterator[Shifted]:
    was, now = _named_places(old), _named_places(new)
    for found in _first_of(was, now):
        yield Shifted(Shift.PLACE_DROPPED, old.cut(found.start, found.end), None)
    for found in _first_of(now, was):
        yield Shifted(Shift.PLACE_ADDED, None, new.cut(found.start, found.end))


def _named_places(side: _Side) -> list[tuple[frozenset[str], Mention]]:
    found = []
    for mention in side.mentions:
        held = frozenset(name.place for name in mention.names if name.kind not in _NO_PLACE)
        if held:
            found.append((held, mention))
    return found


def _first_of(
    these: Sequence[tuple[frozenset[str], Mention]], those: Sequence[tuple[frozenset[str], Mention]]
) -> Iterator[Mention]:
    """The first mention of each place that the others do not name."""
    seen = {place for places, _ in those for place in places}
    for places, mention in these:
        if places.isdisjoint(seen):
            seen |= places
            yield mention


def _names(old: _Side, new: _Side) -> Iterator[Shifted]:
    was, now = _named(old), _named(new)
    for span in _new_names(was, now):
        yield Shifted(Shift.NAME_DROPPED, old.cut(span.start, span.end), None)
    for span in _new_names(now, was):
        yield Shifted(Shift.NAME_ADDED, None, new.cut(span.start, span.end))


def _named(side: _Side) -> list[tuple[str, Span]]:
    """Words with a capital, runs of them as one name, that open no sentence and are no place."""
    places = [(found.start, found.end) for found in side.mentions]
    found: list[tuple[str, Span]] = []
    for match in _CAPITAL.finditer(side.text):
        if not match.group()[0].isupper() or any(start < match.end() and match.start() < end for start, end in places):
            continue
        if _opens(side.text, match.start()):
            continue
        if found and side.text[found[-1][1].end : match.start()] == " ":
            start = found[-1][1].start
            found[-1] = side.text[start : match.end()].casefold(), Span(start, match.end())
        else:
            found.append((match.group().casefold(), Span(*match.span())))
    return found


def _opens(text: str, at: int) -> bool:
    head = text[:at].rstrip(" \u00a0“\"'‘(-•")
    return not head or head[-1] in ".!?:\n\r"


def _new_names(these: Sequence[tuple[str, Span]], those: Sequence[tuple[str, Span]]) -> Iterator[Span]:
    """The first of each name of which no word but a title stands in a name of the others."""
    seen = {word for name, _ in those for word in name.split()} | _TITLES
    for name, span in these:
        words = set(name.split())
        if words.isdisjoint(seen - _TITLES) and any(weight_of(word) >= NAMED for word in words - _TITLES):
            seen |= words
            yield span


def _listed(use: str, came: Shift, went: Shift, found: Difference, old: _Side, new: _Side) -> Iterator[Shifted]:
    """Listed words inside the edits that the other side has nowhere."""
    was, now = old.of_use(use), new.of_use(use)
    known = {_word(old, hit) for hit in was}, {_word(new, hit) for hit in now}
    for hit in was:
        if _word(old, hit) not in known[1] and any(_inside(hit, edit.old) for edit in found.edits):
            yield Shifted(went, old.cut(hit.start, hit.end), None)
    for hit in now:
        if _word(new, hit) not in known[0] and any(_inside(hit, edit.new) for edit in found.edits):
            yield Shifted(came, None, new.cut(hit.start, hit.end))


def _word(side: _Side, hit: Hit) -> str:
    return side.text[hit.start : hit.end].casefold().removesuffix("ly")


def _inside(hit: Hit, span: Span) -> bool:
    return span.start <= hit.start and hit.end <= span.end


def _tokens(found: Difference, old: _Side, new: _Side) -> Iterator[Shifted]:
    """Negations and numbers that came or went; one for another where there is one on each side."""
    for mark, shift in ((Mark.NEGATION, Shift.NEGATION), (Mark.NUMBER, Shift.NUMBER)):
        if mark in found.marks:
            was, now = (side.marked(mark) for side in (old, new))
            went = [old.cut(span.start, span.end) for span in _missing(was, now)]
            came = [new.cut(span.start, span.end) for span in _missing(now, was)]
            if len(went) == len(came) == 1:
                yield Shifted(shift, went[0], came[0])
            else:
                yield from (Shifted(shift, quote, None) for quote in went)
                yield from (Shifted(shift, None, quote) for quote in came)


def _missing(these: Sequence[tuple[str, Span]], those: Sequence[tuple[str, Span]]) -> Iterator[Span]:
    left = Counter(word for word, _ in those)
    for word, span in these:
        if not left[word]:
            yield span
        left[word] -= 1


def _clauses(found: Difference, old: _Side, new: _Side) -> Iterator[Shifted]:
    """Longer stretches on one side alone; one of which the words stand elsewhere on the other side has moved."""
    for edit in found.edits:
        went, came = old.words_of(edit.old), new.words_of(edit.new)
        if _words(went) >= CLAUSE and not came.exact:
            moved = _stands_in(went.exact, new.text)
            yield Shifted(Shift.CLAUSE_MOVED if moved else Shift.CLAUSE_DROPPED, went, None)
        elif _words(came) >= CLAUSE and not went.exact and not _stands_in(came.exact, old.text):
            yield Shifted(Shift.CLAUSE_ADDED, None, came)


def _words(quote: Quote) -> float:
    return sum(0.5 if is_ideograph(word) else 1.0 for word in words_of(quote.exact))


def _stands_in(clause: str, text: str) -> bool:
    words, others = Counter(words_of(clause)), Counter(words_of(text))
    weight = {word: times * weight_of(word) for word, times in words.items()}
    return sum(weight[word] for word in words if word in others) >= MOVED * sum(weight.values())
