"""Two names may be one person's; likeness proposes it, with its reasons, and a person decides.

Nothing here knows who anybody is: a name that thousands bear is the same name, and not the same person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, lru_cache

from onrecord.text.names_chinese import is_reading
from onrecord.text.names_likeness import SURE, Likeness, Match, match
from onrecord.text.names_parts import ParsedName, Part, Role, parse
from onrecord.text.names_scripts import Script
from onrecord.text.names_variants import variants

__all__ = ["NameDecision", "NameMatch", "NameReason", "NameRule", "same_name", "variants"]

POSSIBLE_BAR = 0.6
GUESSED_BAR = 0.75
"""Where every part is a slip, a familiar form or an initial."""
SAME_BAR = 0.88
_MOST_PARTS = 8
_EXTRA = 0.15
"""How much a part that one of the names leaves out counts beside a part that both give."""
_COMMON = 0.6
_CONTRADICTION = -0.6


class NameDecision(Enum):
    """What is proposed of two names."""

    SAME = "same"
    """Every difference is a rule of spelling, order or script."""
    POSSIBLE = "possible"
    """Alike enough to show to a person; a slip, a nickname, an initial or a left-out part is assumed."""
    UNKNOWN = "unknown"
    """Too little is shared to say either: one part of several."""
    DIFFERENT = "different"


class NameRule(Enum):
    """Why; the value is the sentence, with the words of both names filled in."""

    PART = "“{one}” and “{other}” are {how}."
    EXTRA = "“{one}” stands in one name only; papers often leave such a part out."
    CONFLICT = "“{one}” and “{other}” are different parts, so the names differ."
    FATHERS = "“{one}” is the father in one name and the son in the other."
    SUFFIX = "“{one}” and “{other}” tell father from son."
    COMMON = "“{one}” is borne by many and singles out nobody."
    LONE = "Only “{one}” is shared, one part of several."
    TITLE = "“{one}” is a title and was left off."
    JOINED = "Written together, both names read “{one}”."
    NOTHING = "The names share no part."


@dataclass(frozen=True, slots=True)
class NameReason:
    """One reason and what it adds to the score; the score is their sum, kept within 0 and 1."""

    rule: NameRule
    weight: float
    sentence: str


@dataclass(frozen=True, slots=True)
class NameMatch:
    """What is proposed of two names, and why."""

    score: float
    """0 to 1; not a probability."""
    decision: NameDecision
    reasons: tuple[NameReason, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Parts of one name (written together where they are several) matched with parts of the other."""

    ones: tuple[int, ...]
    others: tuple[int, ...]
    likeness: Likeness
    similarity: float
    weight: float

    @property
    def gain(self) -> float:
        return self.similarity * self.weight


def same_name(a: str, b: str) -> NameMatch:
    """Whether two spellings may name one person, from the spellings alone; the order of the two does not matter.

    `SAME` and `POSSIBLE` are proposals. Two names that differ in a part are different however near they look:

    >>> same_name("Tashi Wangchuk", "Tashi Wangdu").decision
    <NameDecision.DIFFERENT: 'different'>
    >>> same_name("Liu Xiaobo", "劉曉波").decision
    <NameDecision.SAME: 'same'>
    """
    return _compared(*sorted((a.strip(), b.strip())))


@lru_cache(maxsize=4096)
def _compared(a: str, b: str) -> NameMatch:
    one, other = _fitted(parse(a), parse(b))
    if not one.parts or not other.parts:
        return NameMatch(0.0, NameDecision.UNKNOWN, (_reason(NameRule.NOTHING, 0.0),))
    pairs = _assign(one.parts, other.parts)
    reasons = _matched_reasons(one, other, pairs)
    reasons += [_reason(NameRule.TITLE, 0.0, word) for word in dict.fromkeys((*one.dropped, *other.dropped))]
    against = _contradictions(one, other, pairs)
    score = round(max(0.0, min(1.0, sum(reason.weight for reason in (*reasons, *against)))), 4)
    decision = _decide(one, other, pairs, score, contradicted=bool(against))
    return NameMatch(score, decision, (*against, *reasons))


def _fitted(one: ParsedName, other: ParsedName) -> tuple[ParsedName, ParsedName]:
    """The two names with at most `_MOST_PARTS` parts each."""
    return replace(one, parts=one.parts[:_MOST_PARTS]), replace(other, parts=other.parts[:_MOST_PARTS])


def _weight(part: Part) -> float:
    by_role = {Role.NAME: 1.0, Role.INITIAL: 0.3, Role.PATRONYMIC: 0.8, Role.MAYBE: 0.5}
    return by_role[part.role] * (_COMMON if part.common else 1.0)


def _runs(parts: tuple[Part, ...]) -> list[tuple[int, ...]]:
    """Single parts, and neighbours that may have been written together."""
    return [
        tuple(range(start, end))
        for start in range(len(parts))
        for end in range(start + 1, min(start + 3, len(parts)) + 1)
        if end == start + 1 or all(_joinable(part, parts[start]) for part in parts[start:end])
    ]


def _joinable(part: Part, first: Part) -> bool:
    return part.script is first.script and part.role is not Role.INITIAL


def _joined(parts: tuple[Part, ...], run: tuple[int, ...]) -> Part:
    first = parts[run[0]]
    if len(run) == 1:
        return first
    return replace(first, text="".join(parts[at].text for at in run), role=Role.NAME, common=False, own=False)


def _candidates(ones: tuple[Part, ...], others: tuple[Part, ...]) -> list[_Pair]:
    found = []
    for left in _runs(ones):
        for right in _runs(others):
            if len(left) > 1 and len(right) > 1:
                continue
            met = match(_joined(ones, left), _joined(others, right))
            if met is None or (len(left) + len(right) > 2 and not _holds_joined(met, ones[left[0]], others[right[0]])):
                continue
            weight = sum(_weight(ones[at]) for at in left) + sum(_weight(others[at]) for at in right)
            found.append(_Pair(left, right, met.likeness, met.similarity, weight))
    return found


def _holds_joined(met: Match, one: Part, other: Part) -> bool:
    """Parts written together must agree by a rule; a slip on top of a joint is one guess too many."""
    return met.similarity >= 0.93 or (one.script is not other.script and met.likeness is not Likeness.INITIAL)


def _assign(ones: tuple[Part, ...], others: tuple[Part, ...]) -> tuple[_Pair, ...]:
    """The pairs that explain most of both names, no part used twice."""
    candidates = _candidates(ones, others)

    @cache
    def best(at: int, used: int) -> tuple[float, tuple[_Pair, ...]]:
        if at >= len(ones):
            return 0.0, ()
        chosen = best(at + 1, used)
        for pair in candidates:
            taken = sum(1 << each for each in pair.others)
            if pair.ones[0] != at or taken & used:
                continue
            gain, rest = best(pair.ones[-1] + 1, used | taken)
            if gain + pair.gain > chosen[0] + 1e-9:
                chosen = gain + pair.gain, (pair, *rest)
        return chosen

    return best(0, 0)[1]


def _left(parts: tuple[Part, ...], used: set[int]) -> list[Part]:
    return [part for at, part in enumerate(parts) if at not in used]


def _unmatched(one: ParsedName, other: ParsedName, pairs: tuple[_Pair, ...]) -> tuple[list[Part], list[Part]]:
    """Parts of each name that nothing in the other explains; a possible title counts only against a name."""
    left = _left(one.parts, {at for pair in pairs for at in pair.ones})
    right = _left(other.parts, {at for pair in pairs for at in pair.others})
    return left, right


def _words(parts: tuple[Part, ...], run: tuple[int, ...]) -> str:
    return " ".join(parts[at].text for at in run)


def _reason(rule: NameRule, weight: float, one: str = "", other: str = "", how: str = "") -> NameReason:
    return NameReason(rule, weight, rule.value.format(one=one, other=other, how=how))


def _matched_reasons(one: ParsedName, other: ParsedName, pairs: tuple[_Pair, ...]) -> list[NameReason]:
    left, right = _unmatched(one, other, pairs)
    extra = [part for part in (*left, *right) if part.role in {Role.NAME, Role.PATRONYMIC}]
    total = sum(pair.weight for pair in pairs) + _EXTRA * sum(_weight(part) for part in extra)
    reasons = [
        _reason(
            NameRule.PART, pair.gain / total,
            _words(one.parts, pair.ones), _words(other.parts, pair.others), pair.likeness.value,
        )
        for pair in pairs
    ]  # fmt: skip
    if not pairs:
        return [_reason(NameRule.NOTHING, 0.0)]
    if not left or not right:
        reasons += [_reason(NameRule.EXTRA, 0.0, part.text) for part in (*left, *right)]
    return reasons


def _contradictions(one: ParsedName, other: ParsedName, pairs: tuple[_Pair, ...]) -> list[NameReason]:
    left, right = _unmatched(one, other, pairs)
    found = []
    if left and right and pairs and not _taken_beside(left, right):
        found.append(_reason(NameRule.CONFLICT, _CONTRADICTION, _listed(left), _listed(right)))
    if one.suffix and other.suffix and one.suffix != other.suffix:
        found.append(_reason(NameRule.SUFFIX, _CONTRADICTION, one.suffix, other.suffix))
    if _swapped(one, other):
        found.append(_reason(NameRule.FATHERS, _CONTRADICTION, one.father[1] if one.father else ""))
    return found


def _taken_beside(left: list[Part], right: list[Part]) -> bool:
    """True for a Western name beside a Chinese given name: `Jimmy` Lai may well be 黎 `智英`."""
    for one, other in ((left, right), (right, left)):
        own = all(part.script is Script.HAN and part.own for part in one)
        if own and all(part.script is Script.LATIN and not is_reading(part.text) for part in other):
            return True
    return False


def _listed(parts: list[Part]) -> str:
    return " ".join(part.text for part in parts)


def _swapped(one: ParsedName, other: ParsedName) -> bool:
    """True if the father in one name is the son in the other."""
    if one.father is None or other.father is None:
        return False
    (son, father), (other_son, other_father) = one.father, other.father
    return _alike(father, other_son) and not _alike(son, other_son) and not _alike(father, other_father)


def _alike(one: str, other: str) -> bool:
    first, second = parse(one).parts, parse(other).parts
    return bool(first and second) and match(first[0], second[0]) is not None


def _decide(
    one: ParsedName, other: ParsedName, pairs: tuple[_Pair, ...], score: float, *, contradicted: bool
) -> NameDecision:
    if contradicted or not pairs:
        return NameDecision.DIFFERENT
    whole = [pair for pair in pairs if pair.likeness is not Likeness.INITIAL]
    shared = sum(min(len(pair.ones), len(pair.others)) for pair in pairs) + _further(pairs)
    left, right = _unmatched(one, other, pairs)
    all_common = all(one.parts[at].common for pair in pairs for at in pair.ones)
    if not whole or (left and right) or ((shared < 2 or all_common) and (left or right)):
        return NameDecision.UNKNOWN
    guessed = len(pairs) > 1 and not any(pair.likeness in {*SURE, Likeness.HEARD} for pair in pairs)
    if score < (GUESSED_BAR if guessed else POSSIBLE_BAR):
        return NameDecision.DIFFERENT
    left_out = any(part.role is Role.NAME for part in (*left, *right))
    sure = all(pair.likeness in SURE for pair in pairs)
    same = sure and not left_out and one.suffix == other.suffix and score >= SAME_BAR
    return NameDecision.SAME if same else NameDecision.POSSIBLE


def _further(pairs: tuple[_Pair, ...]) -> int:
    """Parts that were found written together count as the parts that they are, unless they were matched by ear."""
    return sum(max(len(pair.ones), len(pair.others)) - 1 for pair in pairs if pair.likeness is not Likeness.HEARD)
