"""One sentence often asks for several things; each verb with an object of its own is an ask of its own."""

from __future__ import annotations

import re
from functools import cache

from onrecord.drafting.vocabulary import adverbs, any_of, phrases, verb_pattern, verbs

_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "–": "-", "\n": " ", "\t": " ", "\r": " "}
)
_OBJECT = (
    r"(?:the|a|an|its|their|his|her|our|your|any|all|those|these|this|that|each|every|no|him|them|it|such|"
    r"more|additional|other|one|both|us|you|[A-Z][\w'-]*)\b"
)
_PURPOSE = re.compile(r"\b(?:in order to|so that|so as to)\b")
_REASON = re.compile(
    r",\s+(?:as|because|since)\s+(?!well\b)[^,]{3,80}\b(?:has|have|had|is|are|was|were|will|would|can|could)\b"
)
"""A clause of reason: its verbs are not asked for (`…, as the group has used X to meet Y and refuse Z`)."""
_RELATIVE = re.compile(
    r"\b(?:who|which|that)\s+(?:have|has|had|are|is|were|was)\b[^,;]{0,40}$|"
    r"\bthat\b[^,;]*\b(?:do|does|did) not\b[^,;]*$"
)
"""A relative clause still open: its second verb is not asked for (`refugees who have fled and continue to flee`)."""
_HANGING = re.compile(
    r"\b(?:for|against|with|to|of|on|in|from|by|toward|towards|at|about|into|over|and|or|not|together)$"
)


def plain(text: str) -> str:
    """The text with curly quotes, en dashes, line breaks and hard spaces made plain; every offset is kept."""
    return text.translate(_PLAIN)


@cache
def _joints() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<gap>[,;]?\s+(?:and|or|but|but also|as well as|and then)\s+|[,;]\s+)(?P<to>to\s+)?"
        rf"(?P<verb>(?:not\s+)?{adverbs()}(?P<base>{verb_pattern()}))\b(?P<next>\s+\S+|—|:|$)"
    )


@cache
def _noun_like() -> frozenset[str]:
    return frozenset(phrases("noun_like"))


def verb_phrases(words: str, start: int, end: int) -> list[tuple[int, int]]:
    """The coordinated verb phrases of `words[start:end]`, which begins with a verb, each as (start, end).

    A verb that shares its object with the next one (`respect and uphold the right`) stays with it.
    """
    cuts = [start]
    ends: list[int] = []
    for joint in _joints().finditer(words, start, end):
        if _opens(words, cuts[-1], joint):
            ends.append(joint.start("gap"))
            cuts.append(joint.start("verb"))
    ends.append(end)
    return list(zip(cuts, ends, strict=True))


def _opens(words: str, since: int, joint: re.Match[str]) -> bool:
    before = words[since : joint.start("gap")].split()
    if len(before) < 3 or _shares_object(words[since : joint.start("gap")]) or _quoted(words, since, joint.start()):
        return False
    if "," not in joint.group("gap") and (
        _REASON.search(words, since, joint.start("gap")) or _RELATIVE.search(words[since : joint.start("gap")])
    ):
        return False
    close = "," not in joint.group("gap") and not joint.group("to")
    if close and (_list_of_names(words, joint) or _of_purpose(words, since, joint)):
        return False
    comma_only = not re.search(r"[a-z]", joint.group("gap"))
    if joint.group("to"):
        return not comma_only or joint.group("gap").startswith(";")
    follows = joint.group("next").strip()
    if comma_only and not re.match(_OBJECT, follows):
        return False
    if joint.group("base") in _noun_like() or comma_only:
        return re.match(_OBJECT, follows) is not None and not _list_of_names(words, joint)
    return follows not in ("of", "and", "or") and not follows.startswith((",", ".", ";"))


def _shares_object(before: str) -> bool:
    """True if the phrase stops before its object (`advocate for`, `urgently`) or states a purpose."""
    last = re.sub(r"[^a-z]+$", "", before).rsplit(None, 1)[-1]
    if _HANGING.search(before) or last.endswith("ly") or _PURPOSE.search(before):
        return True
    return last in verbs() and last not in _noun_like()


def _of_purpose(words: str, since: int, joint: re.Match[str]) -> bool:
    """True if a general verb goes on with a purpose: `respond to deter attacks and protect the crews`."""
    deed = verbs().get(base_of(words[since : joint.start()]))
    further = verbs()[joint.group("base")]
    if deed is None or deed.role or further.role or further.action > 4:
        return False
    return _purpose_before().search(words[since : joint.start("gap")]) is not None


@cache
def _purpose_before() -> re.Pattern[str]:
    return re.compile(rf"\S\s+to {adverbs()}{verb_pattern()}\b[^,;]*$")


def _list_of_names(words: str, joint: re.Match[str]) -> bool:
    return (
        re.search(
            r"\b(?:rights?|freedom|ability|able|plans?|capacity|willingness|bid|attempts?|needs?) to [^,;]*$",
            words[: joint.start()],
        )
        is not None
    )


def _quoted(words: str, since: int, at: int) -> bool:
    """True inside a double quotation mark that opens just before `since` or after it."""
    return words.count('"', max(0, since - 1), at) % 2 == 1


def starts_with_verb(words: str) -> re.Match[str] | None:
    """The adverbs and the verb that open the words, where they open with a verb's base form."""
    return re.match(
        rf"(?i)(?:to\s+)?(?P<verb>{adverbs()}(?P<base>{verb_pattern()}))\b(?!')(?!\s+(?:of|is|are|was|has|have)\b)",
        words,
    )


def base_of(words: str) -> str:
    """The base form of the verb that opens the words, or an empty string."""
    found = starts_with_verb(words)
    return found.group("base").lower() if found else ""


@cache
def alternatives(name: str) -> str:
    """A pattern for any of the words of a closed list."""
    return any_of(phrases(name))
