"""One official goes by many forms (`Secretary Blinken`, `Antony John Blinken`, 布林肯); a spouse shares the surname."""

from __future__ import annotations

from functools import cache, lru_cache

from onrecord.text.folding import fold
from onrecord.text.officials import Leader, leaders, offices, titled_forms
from onrecord.text.terms import Term, TermMatcher


def same_person(one: str, other: str) -> bool:
    """True if two printed names can mean one official: the list of leaders decides, else surname and first name.

    A name that is a surname alone is taken to be any official of that surname.
    """
    (known, surname, first), (other_known, other_surname, other_first) = _key(one), _key(other)
    if known and other_known:
        return known == other_known
    if known or other_known:
        return _may_be(known or other_known, *((other_surname, other_first) if known else (surname, first)))
    if surname != other_surname:
        return False
    shorter = min(first, other_first, key=len)
    return not shorter or first == other_first or (len(shorter) == 1 and first[0] == other_first[0])


def leader_of(name: str) -> Leader | None:
    """The person of the list of leaders whom a printed name means; None where the list does not know the name."""
    ident = _key(name)[0]
    return next((leader for leader in leaders() if leader.name == ident), None)


@lru_cache(maxsize=8192)
def _key(name: str) -> tuple[str, str, str]:
    """The leader's name in the list, or nothing; surname and first name, folded, without titles."""
    words = _without_titles(name)
    for ident, form in _hits(name):
        if " " in form or form[0] > "\u2e80" or not _other_first(words, form, ident):
            return ident, "", ""
    if not words:
        return "", fold(name).text, ""
    return "", fold(words[-1]).text, fold(words[0]).text.rstrip(".") if len(words) > 1 else ""


def _may_be(ident: str, surname: str, first: str) -> bool:
    """True if a name that no form of the list is, can be the leader's: the surname, and a first name that it has."""
    leader = next(leader for leader in leaders() if leader.name == ident)
    names = {fold(word).text for word in (*leader.name.split(), leader.surname)}
    return surname in names and (not first or first in {fold(form.text.split()[0]).text for form in leader.forms})


def _hits(name: str) -> list[tuple[str, str]]:
    """(leader, the form that stands in the name), the longest form first."""
    matcher, known = _forms()
    found = sorted(matcher.hits(name), key=lambda hit: hit.start - hit.end)
    return [(known[int(hit.key)], name[hit.start : hit.end]) for hit in found]


def _other_first(words: list[str], surname: str, ident: str) -> bool:
    """True if the name gives the surname a first name that none of the leader's forms has: `Jill Biden`."""
    before = [word for word in words if word != surname]
    firsts = {form.text.split()[0] for leader in leaders() if leader.name == ident for form in leader.forms}
    return bool(before) and before[0] not in firsts and before[0].rstrip(".") not in {first[0] for first in firsts}


def _without_titles(name: str) -> list[str]:
    words = [word for word in name.replace(",", " ").split() if word.rstrip(".") not in {"Jr", "Sr", "Dr", "Ms", "Mr"}]
    while len(words) > 1 and words[0].casefold() in _title_words():
        words = words[1:]
    return words


@cache
def _title_words() -> frozenset[str]:
    held = {word.casefold() for office in offices() for form in (office.title, *office.aliases, *office.address)
            for word in form.split()}  # fmt: skip
    return frozenset(held | {"u.s.", "deputy", "under", "assistant", "acting", "special", "for", "of", "the", "and"})


@cache
def _forms() -> tuple[TermMatcher, list[str]]:
    known: list[str] = []
    terms: list[Term] = []
    for leader in leaders():
        for text in (*(form.text for form in leader.forms), *(words for words, _ in titled_forms(leader))):
            terms.append(Term(text, str(len(known)), cased=True))
            known.append(leader.name)
    return TermMatcher(terms), known
