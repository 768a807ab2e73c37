"""What the raiser's side, or a joint text, says that the target said or did: its subject must be the target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.grading.answers_cues import Tier, cues, kinds_of
from onrecord.grading.answers_deeds import deed
from onrecord.grading.answers_hear import DEED, Heard
from onrecord.grading.replies import Ear, Spoken, Touch
from onrecord.model.finding import Answer
from onrecord.model.profile import Deed, Profile
from onrecord.model.record import Document, Voice
from onrecord.text.places import names_of, place_of, places
from onrecord.text.tables import rows

_FOLLOWS = 2
"""Sentences after one about the ask in which a reply to it may stand."""

_REPORTABLE = frozenset(Answer) - {Answer.DEFLECTED, Answer.NONE}
"""What a raiser's report can carry: that its own faults were put in the answer's place it does not report."""


@cache
def _turn(name: str) -> re.Pattern[str]:
    table = {row["name"]: row["pattern"] for row in rows("answer_reports.tsv", key="name")}
    return re.compile(table[name])


@dataclass(frozen=True, slots=True)
class _Scene:
    """The sentences of a text that is not the target's own, with how near each comes to the ask."""

    ear: Ear
    sentences: Sequence[Spoken]
    touches: Sequence[Touch]
    officials: re.Pattern[str] | None
    """Names of officials whom the text itself ties to the target ("Orvan Solun, Foreign Minister of Kharzan")."""

    @property
    def profile(self) -> Profile:
        return self.ear.profile

    def near(self, index: int) -> bool:
        """True if the sentence is about the ask, or follows soon after one that is, by the same speaker."""
        if self.touches[index] >= Touch.OBJECT:
            return True
        for back in range(1, _FOLLOWS + 1):
            if index - back < 0 or self.sentences[index - back].passage is not self.sentences[index].passage:
                return False
            if self.touches[index - back] >= Touch.OBJECT:
                return (
                    not self.sentences[index].places - self.profile.target - self.profile.raiser - self.profile.places
                )
        return False


def joint(ear: Ear, sentences: Sequence[Spoken], document: Document) -> list[Heard]:
    """What a text that the target issued with others says that it, or all of them, will do or have done."""
    shared = [spoken for spoken in sentences if spoken.passage.voice is Voice.JOINT]
    if not shared and _issued_together(ear.profile, document):
        shared = [spoken for spoken in sentences if spoken.passage.voice is Voice.PUBLISHER]
    return _of(_scene(ear, shared, document))


def reported(ear: Ear, sentences: Sequence[Spoken], document: Document, home: str) -> list[Heard]:
    """What the publisher, who is not the target, says that the target said or did."""
    if home in ear.profile.target:
        return []
    told = [
        spoken
        for spoken in sentences
        if spoken.passage.voice is Voice.PUBLISHER and f"place:{spoken.passage.country}" not in ear.profile.target
    ]
    return _of(_scene(ear, told, document))


def _issued_together(profile: Profile, document: Document) -> bool:
    named = _turn("joint_publisher").search(document.publisher)
    return named is not None and any(name in document.publisher for name in _names(profile))


def _scene(ear: Ear, sentences: Sequence[Spoken], document: Document) -> _Scene:
    touches = [ear.touch(spoken, home=False) for spoken in sentences]
    return _Scene(ear, sentences, touches, _officials(ear.profile, document))


def _of(scene: _Scene) -> list[Heard]:
    return [part for index in range(len(scene.sentences)) if scene.near(index) for part in _heard(scene, index)]


def _heard(scene: _Scene, index: int) -> Iterator[Heard]:
    spoken = scene.sentences[index]
    touch = scene.touches[index]
    if touch >= Touch.OBJECT:
        yield from _event(scene, spoken, touch)
    at = _told_from(scene, index)
    if at is None or (_turn("case").search(spoken.words, at) and "case" not in kinds_of(scene.profile)):
        return
    rest = _turn("new_subject").split(spoken.words[at:], maxsplit=1)[0]
    own = deed(rest, scene.profile)
    if own is not None:
        yield Heard(own[0], DEED, Tier.PLAIN, 0, spoken.span, rest[own[1] : own[2]], touch)
    for cue in cues("en"):
        match = cue.pattern.search(rest)
        if match is None or cue.answer not in _REPORTABLE or cue.tier not in {Tier.PLAIN, Tier.FAINT}:
            continue
        if not cue.kind or cue.kind in kinds_of(scene.profile):
            yield Heard(cue.answer, cue.id, cue.tier, cue.rank, spoken.span, match.group(), touch)


def _event(scene: _Scene, spoken: Spoken, touch: Touch) -> Iterator[Heard]:
    """What happened, told without its doer: prisoners who are home, an undertaking that is referred to."""
    freed = _turn("freed").search(spoken.words)
    theirs = touch is Touch.NAMED or spoken.places & (scene.profile.target | scene.profile.places)
    if freed is not None and theirs and _is_freeing(scene.profile, spoken.words[: freed.start()]):
        yield Heard(Answer.DONE, DEED, Tier.PLAIN, 0, spoken.span, freed.group(), touch)
    made = _turn("undertaking").search(spoken.words)
    if made is not None and spoken.keys & scene.profile.target:
        yield Heard(Answer.PROMISED, DEED, Tier.PLAIN, 0, spoken.span, made.group(), touch)


def _is_freeing(profile: Profile, before: str) -> bool:
    """True if the ask is for a release, and the words before do not make it a wish or an effort."""
    return Deed.RELEASE in profile.deeds and _turn("not_freed").search(before) is None


def _told_from(scene: _Scene, index: int) -> int | None:
    """Where in the sentence the target's words or acts begin: after a subject that is the target, at its verb."""
    spoken = scene.sentences[index]
    for end in _subjects(scene, index):
        verb = _turn("reply_verb").match(spoken.words, end)
        if verb is not None:
            return verb.start("verb")
    return None


def _subjects(scene: _Scene, index: int) -> Iterator[int]:
    """The ends of stretches of the sentence that name the target or its official, as a subject may."""
    spoken, profile = scene.sentences[index], scene.profile
    base = spoken.span.start
    for hit in spoken.hits:
        if hit.key in profile.target and _turn("no_object").search(spoken.words[: hit.start - base]) is None:
            yield hit.end - base
    for pattern in (scene.officials, _turn("counterpart"), _turn("both_sides")):
        for match in pattern.finditer(spoken.words) if pattern is not None else ():
            if _turn("no_object").search(spoken.words[: match.start()]) is None:
                yield match.end()
    if index:
        yield from _by_contrast(scene, index)


def _by_contrast(scene: _Scene, index: int) -> Iterator[int]:
    """ "He …" after "I told Minister X …"; "The Premier …" after a sentence with another official as its subject."""
    before, words = scene.sentences[index - 1].words, scene.sentences[index].words
    pronoun = _turn("pronoun").match(words)
    if pronoun is not None and _turn("i_told").match(before) is not None:
        yield pronoun.end()
    office = _turn("bare_office").match(words)
    if office is not None and office["office"].lower() not in before.lower().replace("prime minister", "pm"):
        yield office.end()


def _names(profile: Profile) -> list[str]:
    known = {f"place:{place.id}" for place in places()}
    listed = [key.removeprefix("place:") for key in profile.target if key in known]
    names = [name.text for ident in listed for name in names_of(place_of(ident)) if len(name.text) > 3]
    return [*names, profile.ask.target] if profile.ask.target else names


_OFFICE = "Minister|President|Secretary|Premier|Chancellor|King"


@lru_cache(maxsize=256)
def _either(profile: Profile) -> str:
    return "|".join(sorted(map(re.escape, _names(profile)), key=len, reverse=True))


@lru_cache(maxsize=256)
def _of_theirs(profile: Profile) -> re.Pattern[str]:
    return re.compile(rf" of (?:the )?(?:{_either(profile)})")


@lru_cache(maxsize=256)
def _tied(profile: Profile) -> re.Pattern[str] | None:
    names = _either(profile)
    if not names:
        return None
    return re.compile(
        rf"(?P<after>[A-Z][\w’'-]+), (?:the )?(?:[A-Z]\w+ ){{0,3}}(?:{_OFFICE})[^.,;]{{0,20}} of (?:the )?(?:{names})"
        rf"|(?:{_OFFICE}) (?:[A-Z][\w’'-]+ ){{0,2}}(?P<of>[A-Z][\w’'-]+) of (?:the )?(?:{names})"
    )


@lru_cache(maxsize=1)
def _officials(profile: Profile, document: Document) -> re.Pattern[str] | None:
    """Surnames of officials whom the text ties to the target by name: "Orvan Solun, Foreign Minister of Kharzan"."""
    tied = _tied(profile)
    if tied is None:
        return None
    # What all of its forms hold is sought first, at a tenth of the cost.
    texts = [text for text in (document.text, document.title) if _of_theirs(profile).search(text)]
    found = {match["after"] or match["of"] for text in texts for match in tied.finditer(text)}
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, found)))})\b") if found else None
