"""What a reader has in mind when a sentence begins: the place and the person last spoken of, until others are."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.matching.lexicon import PLACE
from onrecord.matching.page import Page
from onrecord.matching.watch import Watch

LONG_AGO = 99
"""Sentences: longer than anything is kept in mind."""

FADES_AFTER = 4
"""Sentences over which a place stays in mind without being named again (readouts seldom need more)."""

OBJECT_STAYS = 2
"""Sentences over which an object just met can be taken up by a pronoun."""

PERSON_STAYS = 3
"""The same for a person."""


QUESTION_STAYS = 8
"""Sentences over which an object that a reporter asked about is kept in mind."""

REPLY_STAYS = 4
"""Sentences of a reply that are heard as speaking of what was asked."""


EXCERPT = 3
"""Sentences: a text this short, without a title, was cut out of its context by whoever asks about it."""


@dataclass
class Mind:
    """The state of reading one document for one ask; only sentences that may matter are looked at."""

    watch: Watch
    page: Page
    places: tuple[frozenset[str], ...]
    """For each sentence the places that it names, the raiser's own left out."""
    title: frozenset[str]
    """Places of the title but the raiser's."""
    nowhere: bool
    """True for an excerpt that names no place but the raiser's, so that no place can speak against a match."""
    held: bool
    """True if the document names the person, so that a class of the held plainly holds them (R5)."""
    region_named: bool
    """True if the document names the ask's region, so that what is said of its state plainly holds it (R5)."""
    last_person: int = -LONG_AGO
    """Index of the last sentence that named the person."""
    last_object: int = -LONG_AGO
    last_asked: int = -LONG_AGO
    """Index of the last sentence in which a reporter asked about the object."""
    last_parent: int = -LONG_AGO

    @classmethod
    def at_start(cls, watch: Watch, page: Page) -> Mind:
        raiser = watch.profile.raiser
        elsewhere = any(key.startswith(PLACE) and key not in raiser for key in page.keys)
        excerpt = len(page.sentences) <= EXCERPT and not page.document.title
        held = not page.keys.isdisjoint(watch.persons)
        region = not page.keys.isdisjoint(watch.places)
        places, title = page.named_but(raiser), page.title_places - raiser
        return cls(watch, page, places, title, excerpt and not elsewhere, held, region)

    def named(self, at: int) -> frozenset[str]:
        """The places that a sentence names, the raiser's own left out."""
        return self.places[at]

    def around(self, at: int) -> frozenset[str]:
        """The places that a sentence is about: those it names, else those still in mind.

        A list of three or more places fades at once, any other after `FADES_AFTER` sentences; the title's stays.
        """
        thread = self.page.threads[at]
        for earlier in range(at, max(-1, at - FADES_AFTER - 1), -1):
            if self.page.threads[earlier] != thread:
                break
            named = self.places[earlier]
            if named:
                return named if earlier == at or len(named) <= 2 else self._title()
        return self._title()

    def _title(self) -> frozenset[str]:
        return self.title if len(self.title) <= 2 else frozenset()

    def before(self, at: int) -> int | None:
        """The index of the sentence before, if the same speaker says it."""
        sentences = self.page.sentences
        return at - 1 if at > 0 and sentences[at - 1].passage is sentences[at].passage else None

    def since_object(self, at: int) -> int:
        """How many sentences ago the ask's object was met, `LONG_AGO` if another matter has begun since."""
        return self._since(self.last_object, at)

    def since_parent(self, at: int) -> int:
        return self._since(self.last_parent, at)

    def answers_object(self, at: int) -> bool:
        """True in the first sentences of a reply to a question about the ask's object."""
        sentences = self.page.sentences
        reply = sentences[at].passage
        if reply.answers is None or self.last_asked < 0 or sentences[self.last_asked].passage.span != reply.answers:
            return False
        start = at
        while start > 0 and sentences[start - 1].passage is reply:
            start -= 1
        return at - start < REPLY_STAYS

    def asked_keys(self) -> frozenset[str]:
        """What the last question about the object speaks of besides places."""
        asked = self.page.sentences[self.last_asked]
        return asked.keys - asked.places

    def since_person(self, at: int) -> int:
        return self._since(self.last_person, at)

    def _since(self, last: int, at: int) -> int:
        if last < 0 or self.page.threads[last] != self.page.threads[at]:
            return LONG_AGO
        return at - last
