"""An ask in an agenda is a sentence that stands by itself, with who should raise it and who must act."""

from __future__ import annotations

import re

from onrecord.drafting.addressed import sides_of, told_directly
from onrecord.drafting.clauses import alternatives, starts_with_verb
from onrecord.drafting.demands import action, bar, head, lemma
from onrecord.drafting.parties import Scene
from onrecord.drafting.selection import Voiced
from onrecord.drafting.themes import parent_of
from onrecord.model.agenda import Ask, Case, Level
from onrecord.model.record import Quote


def composed(
    text: str, words: str, found: list[Voiced], sides: Scene, cases: tuple[Case, ...], *, issuer: str
) -> tuple[Ask, ...]:
    """The asks, numbered in the order of the text; those for named persons behind their own."""
    asks: list[Ask] = []
    for one in found:
        general = _ask(text, words, one, sides, cases, issuer=issuer, number=len(asks) + 1)
        asks.append(general)
        asks += [
            _for_case(general, case, number=len(asks) + n)
            for n, case in enumerate(_highlighted(words, one, cases), start=1)
        ]
    return tuple(asks)


def _ask(text: str, words: str, one: Voiced, sides: Scene, cases: tuple[Case, ...], *, issuer: str, number: int) -> Ask:
    draft = one.draft
    thing = draft.found.frame == "thing"
    deed = words[draft.deed : draft.end]
    verb = None if thing else head(deed)
    raiser, target, unsure = sides_of(words, one, sides, verb)
    quote = _cut(text, draft.start, draft.end)
    said = _sentence(words, one, target if raiser != target and told_directly(words, one, sides, raiser) else "")
    if re.search(r"\b(?:their|these|those|them|do the same)\b", said):
        unsure.append("The ask's words refer to words before them; write the object out.")
    grade = action(deed, thing=thing)
    if grade is None:
        unsure.append("No verb of the list heads the ask; its action category is left open.")
    if not one.own:
        unsure.append(f"The text reports this ask of {one.claimant or 'another'}; it is not the issuer's own.")
    return Ask(
        id=f"a{number}",
        text=said,
        raiser=raiser,
        target=target,
        parent=parent_of(words, draft, sides),
        action=grade,
        bar=bar(said, thing=thing),
        quote=quote,
        own=one.own,
        claimant=one.claimant or issuer,
        cases=_named(words, draft.start, draft.end, cases),
        unsure=tuple(unsure),
    )


_LOOSE_END = re.compile(r"(?::? Now,? therefore\b.*|(?:[\s,;.:—\"”’-]+(?:and|or|including(?: by)?|but|while)?)+)$")


def _cut(text: str, start: int, end: int) -> Quote:
    """The quote without the full stop, comma or quotation mark that ends it."""
    trimmed = _LOOSE_END.sub("", text[start:end])
    return Quote.cut(text, start, start + len(trimmed))


def _named(words: str, start: int, end: int, cases: tuple[Case, ...]) -> tuple[str, ...]:
    said = " ".join(words[start:end].split())
    return tuple(case.id for case in cases if any(_part_of(name, said) for name in case.names))


def _part_of(name: str, said: str) -> bool:
    return name in said or (
        len(name.split()) > 1
        and re.search(rf"\b(?:Dr\.|Pastor|Mr\.|Ms\.) {re.escape(name.rsplit(maxsplit=1)[-1])}\b", said) is not None
    )


_ASKING_WORDS = {
    "call for": "Call for",
    "push for": "Push for",
    "press for": "Press for",
    "ask for": "Ask for",
    "insist on": "Insist on",
    "appeal for": "Appeal for",
    "demand": "Demand",
    "request": "Request",
    "urge": "Urge",
    "encourage": "Encourage",
    "urge for": "Urge",
}


def _sentence(words: str, one: Voiced, told: str) -> str:
    """The ask as an imperative sentence; `told` names the target where it is told directly."""
    draft = one.draft
    deed = _tidy(words[draft.deed : draft.end])
    if draft.found.frame == "thing":
        thing = _DETERMINER.sub(lambda found: found.group().lower(), _with_class(words, one, deed))
        return f"{_ASKING_WORDS.get(draft.found.cue, 'Call for')} {thing}."
    negated = _NEGATED.search(words[draft.start : draft.deed]) is not None
    if deed.startswith("be ") and draft.found.who:
        who = _DETERMINER.sub(lambda found: found.group().lower(), _tidy(draft.found.who))
        return f"Ask that {who} {'not ' if negated else ''}{deed}."
    if negated:
        deed = f"do not {deed}"
    deed = re.sub(r"^not\b", "do not", deed)
    if starts_with_verb(deed) is None:
        deed = re.sub(r"^((?:\w+ly )?)(\w+)", lambda found: found.group(1) + lemma(found.group(2).lower()), deed)
    deed = _with_class(words, one, _with_concern(words, one, deed))
    if told and deed.startswith("do not "):
        return f"Call on {told} not to {deed.removeprefix('do not ')}."
    return f"Call on {told} to {deed}." if told else f"{deed[:1].upper()}{deed[1:]}."


_NEGATED = re.compile(r"\b(?:not(?: to)?|never(?: to)?|don't)\s+\"?$|\bnot to\s+\"?$")


_DETERMINER = re.compile(r"^(?:The|An?|Any|All|No|These|Those|This|That|Such|Our|Their|Its|Every|Each)\b")


def _tidy(words: str) -> str:
    words = " ".join(words.split())
    words = re.sub(r",?\"? (?:wrote|said|continued|concluded|added) (?:the |Rep|Sen)?.*$", "", words)
    if words.count('"') % 2:
        words = words.replace('"', "")
    words = re.sub(r"\bto \"(?=to\b)", '"', words)
    return _LOOSE_END.sub("", words)


def _with_class(words: str, one: Voiced, deed: str) -> str:
    """`their release` with the class that the sentence names before: `the release of political prisoners`."""
    found = re.search(r"\b(?:their|his|her) (?P<act>(?:\w+ ){0,3}release)\b", deed)
    if found is None:
        return deed
    before = list(
        re.finditer(
            rf"(?:[A-Z]\w+ )?(?:\w+ )?(?:{alternatives('classes')})\b",
            words[one.draft.sentence.start : one.draft.start],
        )
    )
    if not before:
        return deed
    whole = f"the {found.group('act')} of {before[-1].group().strip()}"
    return f"{deed[: found.start()]}{whole}{deed[found.end() :]}"


_THOSE = re.compile(r"\b(?:those|these|this|that|the same) (?:concerns?|issues?|matters?|questions?)\b")
_CONCERN = re.compile(
    r"\b(?:concern(?:s|ed)?|alarmed|worried) (?:by|about|over|at|for|regarding)\s+(?P<what>[^.;\"]{10,200})"
)


def _with_concern(words: str, one: Voiced, deed: str) -> str:
    """`those concerns` with what the sentence before is concerned about, where it says so."""
    those = _THOSE.search(deed)
    start = max(one.draft.block.start, one.draft.sentence.start - 600)
    before = list(_CONCERN.finditer(words, start, one.draft.sentence.start))
    if those is None or not before:
        return deed
    return f"{deed[: those.start()]}concerns about {_tidy(before[-1].group('what'))}{deed[those.end() :]}"


_HIGHLIGHT = re.compile(
    r"(?i)\b(?:in particular|particularly|especially|including|such as|highlight|cases? of|among them)\b"
)


def _highlighted(words: str, one: Voiced, cases: tuple[Case, ...]) -> list[Case]:
    """The cases that the sentence after an ask for a release holds up by name."""
    if re.search(r"(?i)\b(?:release|free|freed)\b", words[one.draft.deed : one.draft.end]) is None or not one.own:
        return []
    after = one.draft.sentence.end
    next_stop = re.compile(r"[.!?](?:\s|$)").search(words, after + 1)
    until = min(next_stop.start() if next_stop else len(words), one.draft.block.end)
    if after >= until or not _HIGHLIGHT.search(words, after, until):
        return []
    return [case for case in cases if case.id in _named(words, after, until, cases)]


def _for_case(general: Ask, case: Case, *, number: int) -> Ask:
    name = case.names[0]
    said = f"the {name}" if name.endswith("Lama") else name
    return Ask(
        id=f"a{number}",
        text=f"Call for the release of {said}.",
        raiser=general.raiser,
        target=general.target,
        parent=general.parent,
        object=name,
        action=5,
        bar=Level.ASKED,
        quote=case.quote,
        own=general.own,
        claimant=general.claimant,
        cases=(case.id,),
        unsure=(f"Derived: the text asks for a release in general ({general.id}) and names this case after it.",),
    )
