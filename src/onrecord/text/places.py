"""The same place answers to many words: its name in any script, its people, its capital, its rulers.

The list takes no side: `within` follows United Nations usage, `addressed` says to whom asks about a place go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, lru_cache

from onrecord.errors import DataError
from onrecord.text.folding import fold
from onrecord.text.marks import forms
from onrecord.text.officials import leaders, offices, titled_forms
from onrecord.text.tables import rows
from onrecord.text.terms import Term, TermMatcher

_INVERTED = re.compile(r"(?P<last>[^,()]+), (?P<first>[^,]+)")
_WRAPPER = re.compile(
    r"^(?:(?:the )?(?:people|government|authorities|state|country|nation) of )?(?:the )?(?P<core>.+?)"
    r"(?: government| authorities| administration)?$",
    re.IGNORECASE,
)


class PlaceKind(Enum):
    """What sort of party a place is."""

    STATE = "state"
    REGION = "region"
    """A region, a city or a people that is no state."""
    GROUP = "group"
    """An armed group or movement."""
    BODY = "body"
    """An international body or organisation."""
    FORMER = "former"
    """A state that is no more; `within` is the successor that took its seat, empty if none did."""


class NameKind(Enum):
    """How a form stands for its place."""

    NAME = "name"
    """The name to show, or its counterpart in another language."""
    ALIAS = "alias"
    DEMONYM = "demonym"
    """An adjective or a word for the people."""
    CAPITAL = "capital"
    """The seat of government, said for the government."""
    REGIME = "regime"
    """The government, a party, the armed forces or an institution, said for the place."""
    LEADER = "leader"
    """A person who speaks or spoke for it, by name, by title and surname, or by a rare surname."""
    OPPONENT = "opponent"
    """A person of the place who does not speak for its government."""
    EXCLUDED = "excluded"
    """A phrase in which the place's words are no mention of it: `Tibetan Plateau`."""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One form that stands for a place."""

    text: str
    kind: NameKind
    place: str
    """The place's id."""
    case_sensitive: bool = False
    """True where only these capitals count."""
    shared: bool = False
    """True where the form names something else too; believe it only if the text names the place otherwise."""
    language: str = "en"
    """BCP 47; `und` where a list of other scripts does not say."""


@dataclass(frozen=True, slots=True)
class Place:
    """A state, region, group or body that can be a raiser, a target or the subject of an ask."""

    id: str
    """ISO 3166-1 alpha-2 for states (also XK, and EU), else a word such as `tibet`."""
    name: str
    kind: PlaceKind
    within: str
    """Id of the state that governs it or that it acts in; empty for states, bodies and the unsettled."""
    addressed: tuple[str, ...]
    """Ids of others that asks about it are addressed to."""
    names: tuple[PlaceName, ...]
    """Every form, the name first; exclusions are not among them."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Places named at `text[start:end]`."""

    start: int
    end: int
    names: tuple[PlaceName, ...]
    """One, or several where the form is shared by places (`Congo`)."""


_COLUMNS = {
    "name": (NameKind.NAME, "en"),
    "aliases": (NameKind.ALIAS, "en"),
    "demonyms": (NameKind.DEMONYM, "en"),
    "capitals": (NameKind.CAPITAL, "en"),
    "regime": (NameKind.REGIME, "en"),
    "name_zh": (NameKind.NAME, "zh"),
    "aliases_zh": (NameKind.ALIAS, "zh"),
    "name_fr": (NameKind.NAME, "fr"),
    "name_es": (NameKind.NAME, "es"),
    "name_ar": (NameKind.NAME, "ar"),
    "name_ru": (NameKind.NAME, "ru"),
    "other_scripts": (NameKind.ALIAS, "und"),
    "excluded": (NameKind.EXCLUDED, "en"),
}


@cache
def places() -> tuple[Place, ...]:
    """Every place of the data files: states, then regions, groups and former states, then bodies.

    Raises `DataError` where two places have one id, or a row points to a place that is not listed.
    """
    listed = [
        *(_place(row, row["code"], row["kind"]) for row in rows("countries.tsv", key="code")),
        *(_place(row, row["id"], row["kind"]) for row in rows("places.tsv", key="id")),
        *(_place(row, row["id"], "body") for row in rows("bodies.tsv", key="id")),
    ]
    _refuse_disorder(listed)
    people = _people()
    return tuple(replace(place, names=_merged((*place.names, *people.get(place.id, ())))) for place in listed)


def _place(row: dict[str, str], ident: str, kind: str) -> Place:
    addressed = tuple(part for part in row.get("addressed", "").split("|") if part)
    names = tuple(_row_names(row, ident))
    return Place(ident, row["name"], PlaceKind(kind), row.get("within", ""), addressed, names)


def _row_names(row: dict[str, str], ident: str) -> Iterator[PlaceName]:
    for column, (kind, language) in _COLUMNS.items():
        for form in forms(row.get(column, "")):
            yield PlaceName(form.text, kind, ident, form.cased, form.shared, language)
            if kind is NameKind.DEMONYM and not form.text.endswith("s"):
                # "Cuban Americans" are people of the United States.
                for american in ("American", "Americans"):
                    yield PlaceName(f"{form.text} {american}", NameKind.EXCLUDED, ident)
                    yield PlaceName(f"{form.text}-{american}", NameKind.EXCLUDED, ident)


def _refuse_disorder(listed: list[Place]) -> None:
    known: set[str] = set()
    for place in listed:
        if place.id in known:
            raise DataError(f"Two places have the id {place.id!r}.", advice="Rename one in data/*.tsv.")
        known.add(place.id)
    pointed = {(place.id, to) for place in listed for to in (place.within, *place.addressed) if to}
    pointed |= {(leader.name, to) for leader in leaders() for to in leader.places}
    pointed |= {(office.title, office.state) for office in offices() if office.state}
    for source, to in sorted(pointed):
        if to not in known:
            raise DataError(f"{source!r} points to the place {to!r}, which is not listed.", advice="Mend data/*.tsv.")


@cache
def _people() -> dict[str, tuple[PlaceName, ...]]:
    """Leaders' names by place; a form that people of two places share is marked so."""
    found: list[PlaceName] = []
    for leader in leaders():
        several = len(leader.places) > 1
        kind = NameKind.OPPONENT if leader.in_opposition else NameKind.LEADER
        for ident in leader.places:
            found += (
                PlaceName(form.text, kind, ident, form.cased, form.shared or several, _script(form.text))
                for form in leader.forms
            )
        found += (PlaceName(words, kind, ident) for words, ident in titled_forms(leader))
    holders: dict[str, set[str]] = {}
    for name in found:
        holders.setdefault(fold(name.text).text, set()).add(name.place)
    by_place: dict[str, list[PlaceName]] = {}
    for name in found:
        shared = name.shared or len(holders[fold(name.text).text]) > 1
        by_place.setdefault(name.place, []).append(replace(name, shared=shared))
    return {ident: tuple(names) for ident, names in by_place.items()}


def _script(text: str) -> str:
    if any("\u4e00" <= char <= "\u9fff" for char in text):
        return "zh"
    return "en" if text[0] < "\u0250" else "und"


def _merged(names: Iterable[PlaceName]) -> tuple[PlaceName, ...]:
    """Each spelling once, in the first kind that lists it, with the marks of all that do."""
    kept: dict[tuple[str, bool], PlaceName] = {}
    for name in names:
        key = (name.text, name.kind is NameKind.EXCLUDED)
        first = kept.get(key, name)
        kept[key] = replace(
            first,
            case_sensitive=first.case_sensitive or name.case_sensitive,
            shared=first.shared or name.shared,
        )
    return tuple(kept.values())


@cache
def _by_id() -> dict[str, Place]:
    return {place.id: place for place in places()}


def place_of(ident: str) -> Place:
    """The place with this id. Raises `DataError` if there is none."""
    if ident not in _by_id():
        raise DataError(f"No place has the id {ident!r}.", advice="See data/countries.tsv, places.tsv, bodies.tsv.")
    return _by_id()[ident]


@cache
def place_names() -> tuple[PlaceName, ...]:
    """Every form that is a mention of a place, for a matcher; `excluded_phrases` are those that are not."""
    return tuple(name for place in places() for name in place.names if name.kind is not NameKind.EXCLUDED)


@cache
def excluded_phrases() -> tuple[PlaceName, ...]:
    """Phrases that hold a place's words without naming it; each voids only mentions of its own `place`."""
    return tuple(name for place in places() for name in place.names if name.kind is NameKind.EXCLUDED)


def names_of(place: Place | str, *, with_regions: bool = False) -> tuple[PlaceName, ...]:
    """The forms of a place; on request also of the regions and groups within it, or whose asks go to it."""
    ident = place if isinstance(place, str) else place.id
    chosen = [place_of(ident)]
    if with_regions:
        chosen += (other for other in places() if ident == other.within or ident in other.addressed)
    return tuple(name for each in chosen for name in each.names if name.kind is not NameKind.EXCLUDED)


@cache
def ambiguous_forms() -> dict[str, tuple[str, ...]]:
    """Folded form → ids of the places that share it, for every form that two places hold."""
    holders: dict[str, dict[str, None]] = {}
    for name in place_names():
        holders.setdefault(fold(name.text).text, {})[name.place] = None
    return {form: tuple(ids) for form, ids in holders.items() if len(ids) > 1}


@cache
def _matcher() -> tuple[TermMatcher, tuple[PlaceName, ...]]:
    names = (*place_names(), *excluded_phrases())
    return TermMatcher(Term(name.text, str(at), name.case_sensitive) for at, name in enumerate(names)), names


def mentions(text: str) -> tuple[Mention, ...]:
    """The places that a text names, in order; of overlapping forms the leftmost and then the longest counts.

    A form inside a phrase that its place excludes is left out. Shared forms are given with `shared` set.
    """
    matcher, names = _matcher()
    found = [(hit.start, hit.end, names[int(hit.key)]) for hit in matcher.hits(text)]
    void = [(start, end, name.place) for start, end, name in found if name.kind is NameKind.EXCLUDED]
    spans: dict[tuple[int, int], list[PlaceName]] = {}
    for start, end, name in found:
        inside = any(s <= start and end <= e and name.place == place for s, e, place in void)
        if not inside:
            spans.setdefault((start, end), []).append(name)
    kept: list[Mention] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1].end:
            kept.append(Mention(start, end, tuple(spans[start, end])))
    return tuple(kept)


def resolve(label: str, *, home: str = "") -> Place | None:
    """The place that a label stands for, or None where it names none or leaves open which (`Congo`).

    A label is a short name of a party: `Burma (Myanmar)`, `Government of the PRC`, `President Xi Jinping`.
    Of several parties it is the first; `resolve_all` gives all. `home` is the id of the place whose text it
    is: an office that many places have ("the President") is then the home's.
    """
    found = resolve_all(label, home=home)
    return found[0] if found else None


@lru_cache(maxsize=4096)
def resolve_all(label: str, *, home: str = "") -> tuple[Place, ...]:
    """Every place that a label names, in its order, each once; see `resolve`."""
    words = " ".join(label.split())
    whole = _whole(words)
    if whole is not None:
        return (whole,)
    chosen = (_choose(mention.names) for mention in mentions(words))
    found = tuple(dict.fromkeys(place for place in chosen if place is not None))
    return found or _by_office(words, home=home)


def _whole(words: str) -> Place | None:
    """The place whose form the label is, as it stands or with its parts set right (`Korea, Republic of`)."""
    inverted = _INVERTED.fullmatch(words)
    tries = [f"{inverted['first']} {inverted['last']}"] if inverted else []
    wrapped = _WRAPPER.match(words)
    tries += [words, *([wrapped["core"]] if wrapped else [])]
    for attempt in tries:
        for mention in mentions(attempt):
            if (mention.start, mention.end) == (0, len(attempt)):
                return _choose(mention.names)
    return None


def _choose(names: tuple[PlaceName, ...]) -> Place | None:
    """Of places that share a form, the one whose very name it is; None where that leaves several."""
    ids = dict.fromkeys(name.place for name in names)
    if len(ids) > 1:
        ids = dict.fromkeys(name.place for name in names if name.kind is NameKind.NAME)
    return place_of(next(iter(ids))) if len(ids) == 1 else None


@cache
def _office_matcher() -> TermMatcher:
    return TermMatcher(
        Term(words, office.state)
        for office in offices()
        for words in (office.title, *office.aliases, *office.aliases_zh)
    )


def _by_office(words: str, *, home: str) -> tuple[Place, ...]:
    """The place of an office without a country; the longest title decides."""
    hits = sorted(_office_matcher().hits(words), key=lambda hit: (hit.start, hit.start - hit.end))
    ident = (home or hits[0].key) if hits else ""
    return (place_of(ident),) if ident else ()
