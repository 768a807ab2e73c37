"""Whether an official answered a question is one thing; whether the answer pleases is another, and is never judged.

The classes are those of the CLARITY taxonomy (Thomas et al. 2024, "I Never Said That"): a clear reply, an ambivalent
one, a clear non-reply, and nine ways of them. People who use it agree on the three classes more often than on the nine
ways. English only: an exchange in another language is not classed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from onrecord.grading.clarity_features import Exchange, Sign, exchange, is_foreign, signs


class Clearness(Enum):
    """How clearly a question was answered."""

    CLEAR = "clear reply"
    """What was asked is said, in the form in which it was asked."""
    AMBIVALENT = "ambivalent"
    """Something is said in reply, but it can be read in several ways, says less, or speaks of something else."""
    NON_REPLY = "clear non-reply"
    """The official says openly that no answer is given."""


class Way(Enum):
    """In which way a question was answered or not; the finer class of the taxonomy."""

    EXPLICIT = "explicit"
    """Clear: the information asked for is stated."""
    IMPLICIT = "implicit"
    """Ambivalent: the information can be inferred, but is not stated."""
    GENERAL = "general"
    """Ambivalent: the reply is about the matter, but too general."""
    PARTIAL = "partial"
    """Ambivalent: only a part of what was asked is answered."""
    DODGING = "dodging"
    """Ambivalent: the question is passed over."""
    DEFLECTION = "deflection"
    """Ambivalent: it starts on the matter and turns to another point."""
    DECLINING = "declining"
    """Non-reply: the official will not say, or sends the asker elsewhere."""
    IGNORANCE = "claims ignorance"
    """Non-reply: the official says that he does not know."""
    CLARIFICATION = "clarification"
    """Non-reply: the official asks what is meant."""


class Answered(Enum):
    """How far a journalist was answered, in the words of the briefings' coders."""

    DIRECT = "direct"
    PARTIAL = "partial"
    EVADED = "evaded"
    DECLINED = "declined"
    NONE = "none"
    """No question, or no reply to it: the official did not hear it, or speaks of something of his own."""


class ClarityRule(Enum):
    """What decided, in the sentence that a reader is shown."""

    EMPTY = "Nothing was said in reply."
    ASKS_BACK = "The official asks what is meant instead of answering."
    DECLINES = "The official says that no answer will be given, or sends the asker to somebody else."
    IGNORANCE = "The official says that he does not know."
    HOPES = "The official hopes for it: what is asked for is wished, not stated."
    YES_OR_NO = "The question can be answered by yes or no, and the first words say which."
    NOTHING_SUCH = "The first word denies the whole of what was asked."
    ECHO = "The opening takes up most words of the question."
    STAND = "A sentence about the question says what the official holds or will do."
    ANOTHER = "The first yes or no answers another question of the same turn."
    PASSED_OVER = "No word of the question comes back in the opening."
    TURNED = "The opening attacks the question or puts another matter in its place."
    GENERAL = "The opening speaks of the matter, but says neither yes nor no nor where the official stands."


@dataclass(frozen=True, slots=True)
class Clarity:
    """How clearly a question was answered, what decided, and every sign that was seen."""

    clearness: Clearness
    way: Way
    """The likeliest way. Within the ambivalent ones it is a weak guess: people differ there too."""
    rule: ClarityRule
    words: str
    """The answer's words on which the rule rests; empty where it rests on the absence of words."""
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """The signs of an exchange by name, and what the rules ask of them."""

    held: dict[str, str]

    def has(self, *names: str) -> bool:
        return all(name in self.held for name in names)

    def first_of(self, names: Sequence[str]) -> str:
        return next((name for name in names if name in self.held), "")

    @property
    def is_first(self) -> bool:
        """True if the question asked is the first of its turn."""
        return "not the first" not in self.held


_WITHHOLDING = ("declines", "nothing", "refers")
"""Signs of an official who will not say."""

Verdict = tuple[ClarityRule, str]
"""A rule and the sign that it rests on."""


def clarity(question: str, answer: str, *, part: str = "") -> Clarity | None:
    """How clearly `answer` replies to `question`, a whole turn; `part` is the one of its questions that is meant.

    Transcripts' labels (`Q.`, `The President.`, `MR. PRICE:`) may stand in both. None where the question or the answer
    is not in a Latin script: only English turns of speech are listed.
    """
    if is_foreign(question) or is_foreign(answer):
        return None
    held = exchange(question, answer, part)
    found = signs(held)
    seen = _Seen({sign.name: sign.words for sign in found})
    rule, sign = _decided(held, seen)
    clearness, way = _CLASSES[rule]
    return Clarity(clearness, way, rule, seen.held.get(sign, ""), found)


def reply_of(question: str, answer: str) -> Answered | None:
    """How far the journalist who asked was answered by all that the official said; None as for `clarity`.

    A turn of several questions counts as answered in part unless the first words answer it or refuse it: one reply
    seldom meets them all.
    """
    if is_foreign(question) or is_foreign(answer):
        return None
    held = exchange(question, answer)
    if not held.asking:
        return Answered.NONE
    seen = _Seen({sign.name: sign.words for sign in signs(held)})
    rule, _ = _decided(held, seen)
    if rule in {ClarityRule.EMPTY, ClarityRule.ASKS_BACK}:
        return Answered.NONE
    if withheld := seen.first_of((*_WITHHOLDING, "ignorance")):
        brief = not seen.has("length long") and seen.has(f"{withheld} at once")
        return Answered.DECLINED if brief or seen.has("length short") else Answered.PARTIAL
    if rule is ClarityRule.TURNED and not seen.has("echo some"):
        return Answered.EVADED
    if seen.has("one of several") and not seen.has("polar answered"):
        return Answered.PARTIAL
    return Answered.DIRECT


def _decided(held: Exchange, seen: _Seen) -> Verdict:
    """The first rule that fires."""
    if not held.lines:
        return ClarityRule.EMPTY, ""
    for rule in _RULES:
        if verdict := rule(seen):
            return verdict
    return _ambivalent(seen)


def _asks_back(seen: _Seen) -> Verdict | None:
    return (ClarityRule.ASKS_BACK, "clarification") if seen.has("clarification") else None


def _hopes(seen: _Seen) -> Verdict | None:
    hoping = seen.has("hopes at once") and not seen.has("denies")
    return (ClarityRule.HOPES, "hopes") if hoping else None


def _refuses_shortly(seen: _Seen) -> Verdict | None:
    refuses = seen.has("declines at once", "length short")
    return (ClarityRule.DECLINES, "declines") if refuses else None


def _withholds_at_once(seen: _Seen) -> Verdict | None:
    """An answer that begins so is one unless it goes on for long; a refusal belongs to a turn's first question."""
    if seen.has("length long") or seen.has("polar answered"):
        return None
    if seen.has("ignorance at once"):
        return ClarityRule.IGNORANCE, "ignorance"
    sign = next((name for name in _WITHHOLDING if seen.has(f"{name} at once")), "")
    if sign and (seen.is_first or seen.has("length short")):
        return ClarityRule.DECLINES, sign
    return None


def _says_yes_or_no(seen: _Seen) -> Verdict | None:
    return (ClarityRule.YES_OR_NO, "polar answered") if seen.has("polar answered") else None


def _withholds_later(seen: _Seen) -> Verdict | None:
    """A short answer is one wherever it says so; in a longer one only the first sentence decides."""
    if not seen.is_first or not seen.has("length short"):
        return None
    if sign := seen.first_of(_WITHHOLDING):
        return ClarityRule.DECLINES, sign
    return (ClarityRule.IGNORANCE, "ignorance") if seen.has("ignorance") else None


def _takes_up(seen: _Seen) -> Verdict | None:
    if seen.has("echo most") or (seen.has("nearest most") and seen.is_first):
        return ClarityRule.ECHO, ""
    return None


def _stands(seen: _Seen) -> Verdict | None:
    return (ClarityRule.STAND, "stands") if seen.has("stands") and seen.is_first else None


def _denies_all(seen: _Seen) -> Verdict | None:
    denies = seen.has("yes to what", "denies") and not seen.has("one of several")
    return (ClarityRule.NOTHING_SUCH, "denies") if denies else None


_RULES: tuple[Callable[[_Seen], Verdict | None], ...] = (
    _asks_back,
    _hopes,
    _refuses_shortly,
    _withholds_at_once,
    _says_yes_or_no,
    _withholds_later,
    _takes_up,
    _stands,
    _denies_all,
)


def _ambivalent(seen: _Seen) -> Verdict:
    """Which ambivalent way it is where no rule for a clear reply or a non-reply fired."""
    if seen.has("another answered"):
        return ClarityRule.ANOTHER, "another answered"
    if seen.has("attacks"):
        return ClarityRule.TURNED, "attacks"
    if seen.has("echo none") or not seen.is_first:
        return ClarityRule.PASSED_OVER, ""
    if seen.has("shifts at once"):
        return ClarityRule.TURNED, "shifts"
    return ClarityRule.GENERAL, ""


_CLASSES: dict[ClarityRule, tuple[Clearness, Way]] = {
    ClarityRule.EMPTY: (Clearness.NON_REPLY, Way.DECLINING),
    ClarityRule.ASKS_BACK: (Clearness.NON_REPLY, Way.CLARIFICATION),
    ClarityRule.DECLINES: (Clearness.NON_REPLY, Way.DECLINING),
    ClarityRule.IGNORANCE: (Clearness.NON_REPLY, Way.IGNORANCE),
    ClarityRule.HOPES: (Clearness.AMBIVALENT, Way.IMPLICIT),
    ClarityRule.YES_OR_NO: (Clearness.CLEAR, Way.EXPLICIT),
    ClarityRule.NOTHING_SUCH: (Clearness.CLEAR, Way.EXPLICIT),
    ClarityRule.ECHO: (Clearness.CLEAR, Way.EXPLICIT),
    ClarityRule.STAND: (Clearness.CLEAR, Way.EXPLICIT),
    ClarityRule.ANOTHER: (Clearness.AMBIVALENT, Way.IMPLICIT),
    ClarityRule.PASSED_OVER: (Clearness.AMBIVALENT, Way.DODGING),
    ClarityRule.TURNED: (Clearness.AMBIVALENT, Way.DEFLECTION),
    ClarityRule.GENERAL: (Clearness.AMBIVALENT, Way.GENERAL),
}
