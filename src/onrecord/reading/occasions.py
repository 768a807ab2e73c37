"""The title of an official text tells what it is and who met whom; the text is asked where a title leaves it open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from onrecord.model.occasion import Genre, Occasion, Rank
from onrecord.model.record import Document, Quote
from onrecord.reading.occasions_words import (
    contact_in,
    generic,
    genres,
    is_body,
    officials_in,
    parties_in,
    turns,
    within,
)
from onrecord.reading.speakers import publisher_country
from onrecord.text.dates import find_date_range

OPENING = 600
"""Characters of the text that are looked at."""

_FIRST = 260
"""Characters of an opening in which a contact is told: the first sentence or two."""

_PURPOSES = 420
"""Characters of an opening in which it says what the contact was for."""

_BRIEF = 1200
"""Characters of a text up to which the matter that its opening names is taken for all of it."""

_NOISE = re.compile(r"[\u2060\u200b\ufeff\u00ad]|&lt;br&gt;")
_PROLOGUE = re.compile(
    r"^(?:(?:Statement|STATEMENT|Readout)s? (?:by|from|of) .{0,90}?(?:Spokesperson|Press Secretary|Spokesman)"
    r"(?: [A-Z][\w’.-]+){0,3} (?:on|of|regarding|Announcing)"
    r"|(?:Joint )?(?:Readout|READOUT)(?: (?:of|from|on)|:)?|(?:Statement|STATEMENT) (?:on|regarding)) "
)
_NO_CONTACT = re.compile(r"\b(?:Press Call|(?:Moderated|Roundtable|in a) Conversation)\b")
_WITH = re.compile(
    r"\b(?:with|between|With|Between|Visit of)\b|(?:(?<=Travel )|(?<=Travels )|(?<=Trip )|(?<=Visit )|(?<=Visits ))to\b"
)
_TODAY = re.compile(r"\b(?:[Tt]oday|[Tt]his (?:morning|afternoon|evening)|[Tt]onight|[Ee]arlier today)\b")
_YESTERDAY = re.compile(r"\b(?:[Yy]esterday|[Ll]ast night)\b")
_ATTRIBUTION = re.compile(r"\A(?:[^\n]{0,80}\n+)*?The (?:below|following)[^\n:]{0,120}:\s*")


def occasion_of(document: Document) -> Occasion:
    """What the document is about: genre, how the parties met, how high, who and when.

    Read from the title and, where it names a contact, from the first 600 characters. The publisher's own country is
    among the parties; a meeting with private persons has no other. What is not told stays empty: a title in a
    language without rules gives genre `other` and the publisher alone.
    """
    title = _NOISE.sub("", document.title).strip()
    home = publisher_country(document.publisher)
    genre, tells = _announced(title)
    if not tells:
        return Occasion(genre or Genre.OTHER, parties=_own(home))
    told = _Told.by(title, document, home)
    if genre is None:
        genre = Genre.READOUT if told.reported() else Genre.STATEMENT
    return told.occasion(genre)


def _announced(title: str) -> tuple[Genre | None, bool]:
    """The genre, None where the text must tell; and whether a contact is to be looked for."""
    for row in genres():
        if row.pattern.search(title):
            return row.genre, row.tells
    return Genre.OTHER, False


def _own(home: str) -> tuple[str, ...]:
    return (home,) if home else ()


@dataclass(frozen=True, slots=True)
class _Told:
    """A title that names a contact, taken apart."""

    title: str
    document: Document
    home: str
    ours: str
    """The words before `with`: those who met."""
    theirs: str
    """The words after it: whom they met; all of the title where it has no `with`."""
    split: bool
    topic: str
    """What the title says they spoke about; empty where it does not."""

    @classmethod
    def by(cls, title: str, document: Document, home: str) -> _Told:
        about = _without_venue(_NO_CONTACT.sub("", _PROLOGUE.sub("", title, count=1)), home)
        cut = turns("topic").search(about)
        who = about[: cut.start()] if cut and _names_a_contact(about[: cut.start()], home) else about
        where = turns("place").search(who)
        if where is not None and _names_a_contact(who[: where.start()], home) and _WITH.search(who, 0, where.start()):
            who = who[: where.start()]
        divide = _WITH.search(who)
        topic = about[cut.end() :].strip() if cut and who is not about and cut.start() >= len(who) else ""
        if divide is None:
            return cls(title, document, home, who, who, split=False, topic=topic)
        return cls(title, document, home, who[: divide.start()], who[divide.end() :], split=True, topic=topic)

    def occasion(self, genre: Genre) -> Occasion:
        parties, quote = self._parties()
        together = {*parties, *_own(self.home)}
        contact = contact_in(f"{self.ours} {self.theirs if self.split else ''}")
        day, when = self._day() if genre in _DATED else ("", None)
        names = [name for words in dict.fromkeys((self.ours, self.theirs)) for name in officials_in(words)[1]]
        return Occasion(
            genre,
            contact,
            self._rank() if len(together) > 1 else None,
            tuple(sorted(together)),
            tuple(dict.fromkeys(names)),
            day,
            quote or when,
            self._subject() if genre in _DATED else "",
        )

    def reported(self) -> bool:
        """True if the opening tells of the contact as past, or not of it at all as coming."""
        opening = _ATTRIBUTION.sub("", self.document.text[:OPENING])
        past, future = turns("past").search(opening), turns("future").search(opening)
        if past is None or future is None:
            return past is not None
        return past.start() < future.start()

    def _parties(self) -> tuple[tuple[str, ...], Quote | None]:
        """Those whom the publisher's side met, by the title; else by the first sentence, with its words."""
        if turns("private").search(self.theirs) is not None and generic(self.theirs):
            return (), None
        others = _strangers(self.theirs if self.split else self.ours, self.home, sure=False)
        if others or not self._official():
            return others, None
        opening = self.document.text[:OPENING]
        start = _start_of(opening)
        first = opening[start : start + _FIRST]
        met = _PURPOSE.split(first, maxsplit=1)[0]
        held = _strangers(met, self.home, sure=True)
        return held, Quote.cut(self.document.text, start, start + len(met)) if held else None

    def _official(self) -> bool:
        """True if the title names an office of those met, without a country."""
        return self.split and officials_in(self.theirs)[0] is not None and not _PRIVATE_LEADERS.search(self.theirs)

    def _rank(self) -> Rank | None:
        """The lower of the two sides' highest; where the title does not part them, the lowest of all named."""
        if not self.split:
            return officials_in(self.ours, lowest=True)[0]
        sides = (officials_in(self.ours)[0] or self._first_official(), officials_in(self.theirs)[0])
        return min((rank for rank in sides if rank is not None), default=None)

    def _first_official(self) -> Rank | None:
        """Who acted for the publisher's side by the opening, where the title does not tell."""
        opening = self.document.text[:OPENING]
        start = _start_of(opening)
        act = turns("past").search(opening, start)
        return None if act is None else officials_in(opening[start : act.start()])[0]

    def _subject(self) -> str:
        """The one matter, by the title or else by the opening."""
        if self.topic:
            return self.topic
        field = turns("field").search(self.title)
        if field is not None:
            return field.group()
        start = _start_of(self.document.text[:OPENING])
        if len(self.document.text) - start > _BRIEF:
            return ""
        return next((words for words in _matters(self.document.text[start : start + _PURPOSES])), "")

    def _day(self) -> tuple[str, Quote | None]:
        """When it took place, by the opening's own words; empty where they do not tell."""
        text, published = self.document.text, self.document.date
        start = _start_of(text[:OPENING])
        first = text[start : start + _FIRST]
        if len(published) != 10:
            return "", None
        said = _said_day(text, start, first, published)
        found = find_date_range(first, year=int(published[:4]))
        if found is not None and said[1] is not None and said[1].start < start + found.span.start:
            return said
        if found is not None and found.start.day is not None and _near(found.start.earliest(), published):
            span = found.span
            return str(found.start), Quote.cut(text, start + span.start, start + span.end)
        return _said_day(text, start, first, published)


def _matters(opening: str) -> Iterator[str]:
    """What the opening says that the contact was for, unless it says that it was about many things."""
    for match in turns("subject").finditer(opening):
        words = _CLAUSE.match(opening, match.end())
        if words is not None and turns("broad").search(words.group().partition(", including")[0]) is None:
            yield " ".join(words.group().partition(", including")[0].split())


def _without_venue(title: str, home: str) -> str:
    """The title without the place at its end where it was (`(Rome)`, `| Lima, Peru`), if it names a party before."""
    venue = _VENUE.search(title)
    if venue is None or any(is_body(party) for party in parties_in(venue.group(), sure=False)):
        return title
    rest = title[: venue.start()]
    return rest if _strangers(rest, home, sure=False) else title


def _names_a_contact(words: str, home: str) -> bool:
    return contact_in(words) is not None or bool(_strangers(words, home, sure=False))


def _strangers(words: str, home: str, *, sure: bool) -> tuple[str, ...]:
    """The parties that the words name, without the publisher's own country and its regions."""
    return tuple(party for party in parties_in(words, sure=sure) if home not in {party, within(party)})


_PURPOSE = re.compile(
    r"[.;\n]|\b(?:to [a-z]+|about|on|regarding|following|who)\b(?! (?:the )?(?:phone|margins|sidelines))"
)
_PRIVATE_LEADERS = re.compile(r"\b(?:Private Sector|Business|Tech|Health Care|University)\b")
_CLAUSE = re.compile(r"(?:[^.;\n]|\.(?=[\w.-])|(?<=[ .-][A-Z])\.){4,160}")
_VENUE = re.compile(r"(?:\s\|\s[^|]+|\s\([^()]+\))$")
_DATED = frozenset({Genre.READOUT, Genre.JOINT_STATEMENT})
_NEAR = 7
"""Days between a contact and its readout at most; another date in the opening is of something else."""


def _near(day: date, published: str) -> bool:
    return abs((day - date.fromisoformat(published)).days) <= _NEAR


def _said_day(text: str, start: int, first: str, published: str) -> tuple[str, Quote | None]:
    for words, days in ((_TODAY, 0), (_YESTERDAY, 1)):
        match = words.search(first)
        if match is not None:
            day = (date.fromisoformat(published) - timedelta(days)).isoformat()
            return day, Quote.cut(text, start + match.start(), start + match.end())
    return "", None


def _start_of(opening: str) -> int:
    """Where the prose begins: after the line that says whose words they are."""
    match = _ATTRIBUTION.match(opening)
    return match.end() if match else 0


@cache
def prepared() -> None:
    """Read the word lists now, so that a first document is as quick as the next."""
    genres()
    parties_in("Italy", sure=True)
    officials_in("President")
