"""How demanding an ask is follows from its verbs; what would meet it, too."""

from __future__ import annotations

import re
from functools import cache

from onrecord.drafting.clauses import alternatives
from onrecord.drafting.vocabulary import Verb, acts, adverbs, any_of, inflections, participles, verb_pattern, verbs
from onrecord.model.agenda import Level
from onrecord.text import places


def head(words: str) -> Verb | None:
    """The verb of what is asked: the first word after adverbs, whatever its inflection."""
    found = re.match(rf"(?i)\W*(?:not )?(?:be (?=\w+(?:ly \w+)?))?{adverbs()}(?P<base>[a-z]+)", words)
    if found is None:
        return None
    word = found.group("base").lower()
    if _PHRASAL.match(words, found.start("base")):
        return verbs()["raise"]
    return verbs().get(lemma(word))


_PHRASAL = re.compile(
    r"(?i)(?:take|bring) up\b|include\b[^.;]{0,60}\bagenda\b|follow up on\b|put\b[^.;]{0,60}\bagenda\b"
)


def lemma(word: str) -> str:
    """The base form of a verb of the list, whatever its inflection; the word itself where it is none."""
    return _lemmas().get(word, word)


@cache
def _lemmas() -> dict[str, str]:
    regular = {form: base for base in reversed(verbs()) for form in inflections(base)}
    return regular | participles() | {base: base for base in verbs()}


def act(words: str) -> Verb | None:
    """The first act that the words name as a thing: `the immediate release of …`."""
    found = _acts().search(words)
    return acts()[found.group().lower()] if found else None


@cache
def _acts() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{any_of(list(acts()))})\b")


@cache
def _next_verb() -> re.Pattern[str]:
    return re.compile(rf"\b(?:to|and|by)\s+(?P<deed>{adverbs()}(?P<base>{verb_pattern()}|[a-z]+ing))\b")


def action(words: str, *, thing: bool = False) -> int | None:
    """UPR Info's action category of the words of an ask; None where no verb of the list heads them.

    Of two verbs the second counts where the first only leads to it (`continue to press`, `urge X to release`,
    `consider … and allow`): UPR Info's rule for two verbs.
    """
    if wants_answers(words):
        return 1
    verb = act(words) if thing else head(words)
    if verb is None:
        return None
    if verb.role in ("tell", "means") or (verb.action == 3 and " and " in words):
        return _led_to(words, verb)
    if verb.role == "raise" and verb.lemma in ("raise", "bring", "discuss", "highlight"):
        named = act(words)
        return 5 if named and named.lemma in ("release", "free") and re.search(r"\brelease\b", words) else verb.action
    return verb.action


def wants_answers(words: str) -> bool:
    """True if nothing but an answer to the asker is wanted: a reply to questions or to a letter."""
    verb = head(words)
    return _ANSWER.match(words) is not None or (verb is not None and verb.action == 1)


_ANSWER = re.compile(
    r"(?i)\W*(?:(?:an? |your )?(?:\w+ )?(?:response|answers?|reply)\b|respond\b(?: \w+ly)?"
    r"(?: to (?:\w+ ){0,4}(?:questions?|letter|inquir(?:y|ies)|requests?)|"
    r"\s+(?:by|no later|before|in writing|as soon)|\W*$))"
)


def _led_to(words: str, verb: Verb) -> int:
    """The category of the deed that a verb only leads to; the verb's own where none follows."""
    if verb.lemma == "continue":
        return verb.action
    opening = re.match(rf"(?i)\W*{adverbs()}\w+", words)
    rest = words[opening.end() :] if opening else words
    near = act(" ".join(rest.split()[:5]))
    if near and (verb.role == "means" or re.match(r"\s*for\b", rest)):
        return max(near.action, 4)
    for found in _next_verb().finditer(rest):
        second = verbs().get(lemma(found.group("base")))
        if second is not None:
            led = second.role in ("tell", "means")
            return _led_to(rest[found.start("deed") :], second) if led else max(second.action, 4)
    named = act(rest)
    return named.action if named and verb.role == "tell" else verb.action


def bar(words: str, *, thing: bool = False) -> Level:
    """The level that would meet an ask: raising a theme 2, an object 3, telling somebody to act 4."""
    verb = None if thing else head(words)
    if verb is None or verb.role != "raise":
        return Level.ASKED
    if re.search(r"(?i)\b(?:the )?(?:need|importance|release)\b", words) or not _is_theme(words):
        return Level.SPECIFIC
    return Level.CONCERN


def _is_theme(words: str) -> bool:
    """True if nothing but a theme is to be raised, and not `substantively`, `by name` or `specifically`."""
    if re.search(r"(?i)\b(?:specific|substantive|explicit|by name|individual|each)", words):
        return False
    for mention in reversed(places.mentions(words)):
        words = words[: mention.start] + words[mention.end :]
    rest = re.sub(rf"(?i)\b(?:{alternatives('theme_words')})\b", " ", words)
    meaning = [word for word in re.findall(r"[a-z]{4,}", rest.lower()) if word not in verbs()]
    return len(meaning) <= 2
