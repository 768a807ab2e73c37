"""`Must`, `it is imperative that` and `please` ask too, if their subject can act."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from onrecord.drafting.clauses import alternatives, base_of
from onrecord.drafting.demands import lemma
from onrecord.drafting.found import Found, speech_end
from onrecord.drafting.vocabulary import adverbs, party_pattern, phrases, verb_pattern, verbs


@cache
def _modal() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?P<modal>must|should|ought to|needs? to|has to|have to|has got to|shall)\s+"
        rf"(?:(?:not|never|also|now|therefore|instead)\s+)*(?P<deed>{adverbs()}(?:{verb_pattern()}|(?!(?:be|have|they|he|she|it|we|you|the|an|any|such|this|there)\b)[a-z]{{2,}}|be|have))\b"
    )


_MODAL_OPEN = re.compile(r"\b(?:must|should|shall|ought to|needs? to)\b(?:,[^—:]{0,260}?,)?\s*[—:]+\s*$")


@cache
def _norm() -> re.Pattern[str]:
    return re.compile(
        rf"(?i)\bit(?:'s| is| remains| will be)(?: therefore| now| also| only)? (?:\w+ly )?"
        rf"(?:{alternatives('norms')})(?P<rest>\s+(?:that|for|to)?)\s*"
    )


_POLICY_OPEN = re.compile(r"\bis the policy of the [A-Z][\w ]+ to\s*[—:]+\s*$")
_PLEASE = re.compile(
    r"(?i)\bplease\s+(?=(?P<deed>[a-z]+))(?!know|note|see|find|contact|click|visit|do not hesitate|feel)"
)
_SUBJECT_END = re.compile(
    r"(?:^|[,;:—\"()]|\b(?i:that|and|but|because|while|believe|believes|so|as|therefore|however|when|if|whether|"
    r"which|who|how|why|what)\b)"
)
_RELATIVE = re.compile(r"(?i)\b(?:if|when|while|which|who|whether|how|why|what|where)$")


def modals(words: str, start: int, end: int, actors: frozenset[str]) -> Iterator[Found]:
    """What somebody who can act `must` or `should` do in `words[start:end]`; `actors` are known names."""
    for found in _modal().finditer(words, start, end):
        who = _subject(words, start, found.start())
        if who is None or _states_a_rule(words[start:end], found.group("modal"), who[1]):
            continue
        at, subject = who
        passive = _PASSIVE.match(words, found.start("deed"), end)
        if passive and (_BY_WHOM.match(words, passive.end(), end) or not _demands(passive.group("deed"), subject)):
            passive = None
        if (
            passive
            or _may_act(subject, actors)
            or re.search(r"\b(?:release|freed|freedom) of [A-Z]", words[found.start() : end])
        ):
            yield Found(
                at,
                found.start("deed"),
                speech_end(words, found.start("deed"), end),
                subject,
                subject,
                "must",
                "modal",
            )
    opened = _MODAL_OPEN.search(words, start, end) or _POLICY_OPEN.search(words, start, end)
    if opened:
        who = (start, opened.group()) if opened.re is _POLICY_OPEN else _subject(words, start, opened.start())
        if who is not None:
            yield Found(who[0], end, end, who[1], who[1], "must", "modal")


_PASSIVE = re.compile(r"be (?:\w+ly )?(?P<deed>[a-z]+(?:ed|en|ld|nt|ut|wn)|subject(?= to))\b")
_BY_WHOM = re.compile(r"[^,.;]{0,40}\bby (?:the|an?|our|elected)\b")
"""`Policies should be decided by the elected`: a principle, which asks nobody for a deed."""
_EMPTY_SUBJECT = re.compile(r"(?i)(?:it|this|that|there|which|who|what|everyone|nobody|no one|nothing)\b")


def _demands(participle: str, subject: str) -> bool:
    """True where `X should be …ed` asks for a deed of someone unnamed: `deliveries should be delayed`."""
    if participle == "subject":
        return True
    verb = verbs().get(lemma(participle))
    return verb is not None and verb.action >= 4 and _EMPTY_SUBJECT.match(subject) is None


def _states_a_rule(sentence: str, modal: str, subject: str) -> bool:
    """True where a modal tells what a law or a need already is, and asks nobody."""
    if modal == "shall" or (modal.startswith(("need", "ha")) and re.search(r"(?i)\b(?:we|i)$", subject)):
        return True
    return re.search(r"\b(?:required|mandated) (?:by|under)\b", sentence) is not None


def _may_act(subject: str, actors: frozenset[str]) -> bool:
    """True if the head of a subject can be asked: `the Government of X`, `President Y`, a known name."""
    head = re.split(rf"\b(?:{alternatives('subject_edges')})\b", subject, maxsplit=1)[0].strip(" ,")
    if len(subject.split()) > 24 or not head:
        return False
    last = head.split()[-1].removesuffix("'s").lower()
    if head.lower() in ("he", "she"):
        return True
    named = list(party_pattern().finditer(head))
    if not named:
        return last in actors or last in phrases("deliverables") or _body_name(head)
    rest = head[named[-1].end() :].strip(" ,")
    return last in actors or all(word[:1].isupper() for word in rest.split())


def _body_name(head: str) -> bool:
    """True for an acronym or a name of two words and more, which no plural of people is."""
    parts = re.sub(r"^[Tt]he ", "", head).split()
    if len(parts) == 1:
        return len(head) > 2 and parts[0].isupper()
    return 2 <= len(parts) <= 5 and all(part[:1].isupper() for part in parts) and not parts[-1].endswith("s")


def _subject(words: str, start: int, at: int) -> tuple[int, str] | None:
    """The subject before a modal and where it begins; None in a clause of condition, relation or question."""
    begin = start
    for edge in _SUBJECT_END.finditer(words, start, at):
        if words[edge.end() : at].strip():
            begin = edge.end()
    subject = words[begin:at].strip()
    if not subject or _RELATIVE.search(words[start:begin].rstrip()):
        return None
    return at - len(words[begin:at].lstrip()), subject


def normed(words: str, start: int, end: int) -> Iterator[Found]:
    """What `it is imperative` (critical, important …) that somebody do in `words[start:end]`."""
    for found in _norm().finditer(words, start, end):
        inner = re.compile(
            rf"(?P<who>.{{0,160}}?)\b(?:to |should |must |will |don't |not )?"
            rf"(?P<deed>{adverbs()}(?:{verb_pattern()}s?|has|have|is|are|be))\b"
        ).match(words, found.end(), end)
        if inner and (party_pattern().search(inner.group("who")) or found.group("rest").strip() == "to"):
            yield Found(
                found.start(),
                inner.start("deed"),
                speech_end(words, inner.start("deed"), end),
                inner.group("who").strip(),
                "",
                "norm",
                "that",
            )


def pleas(words: str, start: int, end: int) -> Iterator[Found]:
    """What `please` asks for in `words[start:end]`; `please note` and the like ask nothing."""
    for found in _PLEASE.finditer(words, start, end):
        if base_of(words[found.start("deed") : end]):
            yield Found(found.start(), found.start("deed"), end, "you", "", "please", "please")
