"""A label names a speaker; whom the speaker serves stands in the title, the cast, or nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.model.record import Document, Voice
from onrecord.reading.speakers import Speaker, country_in, country_spans, cue, officials, speaking_country
from onrecord.text.tables import listed, rows


@dataclass(frozen=True, slots=True)
class Mention:
    """What a document's title or list of those present says of one person."""

    country: str = ""
    """Whom the person serves, where the entry names a country or body that is known."""
    ours: bool = False
    """The entry names a place that stands in the publisher's name (`of Valdoria`)."""
    elsewhere: bool = False
    """The entry names some other place after the person (`of Kharzan`)."""
    office: bool = False
    """The entry gives an office and no place."""
    head: bool = False
    """The office is one that every country has."""
    press: bool = False
    """The entry calls the person the partner of an interview (`with Ann Lee of a network`)."""


@dataclass(frozen=True, slots=True)
class Cast:
    """What a document tells of its speakers: title, lines before the first label, publisher."""

    country: str
    """The publisher's; empty where it is not known."""
    publisher: str
    parts: tuple[str, ...]
    """Pieces of the title and of the list of those present, one person each where the print divides them."""
    briefing: bool
    """True if officials answer the press here, so that an untitled `MR. X` is one of them."""

    def speaker(self, label: str) -> Speaker | None:
        """Who the label means, or None if it is no label of a speaker.

        A person about whom the document tells nothing is a third party: words whose owner is unknown
        are nobody's stance.
        """
        printed = _REMARK.sub("", label).strip("*_ \t.")
        words = printed.upper().replace("’", "'")
        role = _roles().get(_NUMBERED.sub("", words))
        if role is not None:
            return self._in_role(printed, role)
        if _outlets().fullmatch(printed):
            return Speaker(printed, Voice.REPORTER, asks=True, alone=self.briefing)
        if "," in printed:
            return self._with_post(printed)
        title, name = _split_title(words)
        if not _is_name(name, titled=bool(title)) or _PROSE.search(printed):
            return None
        return self._titled(printed, title, name) if title else self._named(printed, name)

    def _in_role(self, printed: str, role: dict[str, str]) -> Speaker:
        voice, asks, alone = Voice(role["voice"]), role["asks"] == "yes", role["alone"] == "yes"
        if voice is not Voice.PUBLISHER:
            return Speaker(printed, voice, "", asks, alone)
        if not self._may_print(role):
            return Speaker(printed, Voice.COUNTERPART, "", asks, alone)
        return Speaker(printed, voice, self.country, asks, alone)

    def _may_print(self, role: dict[str, str]) -> bool:
        """True if the publisher's own side can have the office; a side that is not known can."""
        return not role["of"] or not self.country or self.country in listed(role["of"])

    def _with_post(self, printed: str) -> Speaker | None:
        """A name with what the person is after a comma (`Ann Lee, Official Spokesperson`)."""
        post = printed.partition(",")[2].strip()
        if _outlets().fullmatch(post):
            return Speaker(printed, Voice.REPORTER, asks=True, alone=True)
        if _SPOKESPERSON.fullmatch(post) is None:
            return None
        voice, country = self._side(country_in(post) or self.country)
        return Speaker(printed, voice, country, alone=True)

    def _titled(self, printed: str, title: str, name: str) -> Speaker:
        mention = self._mention(name)
        rule = _titles()[title]["rule"]
        if mention is not None and mention.press and rule == "person":
            return Speaker(printed, Voice.REPORTER, asks=True, alone=True)
        official = officials().get(name) or officials().get(name.rsplit(" ", maxsplit=1)[-1], "")
        voice, country = self._serves(title, mention or Mention(), official)
        return Speaker(printed, voice, country, alone=_mostly_capitals(printed))

    def _serves(self, title: str, mention: Mention, official: str) -> tuple[Voice, str]:
        """Whose words a titled person's are: what names the side outright decides before what suggests it."""
        row = _titles()[title]
        rule, holders = row["rule"], listed(row["holders"])
        own = Voice.PUBLISHER, self.country
        if self.country and (self.country in holders or (rule == "person" and official == self.country)):
            return own
        if mention.country or official:
            return self._side(mention.country or official)
        if rule == "outsider":
            return Voice.THIRD_PARTY, ""
        if mention.ours or mention.elsewhere:
            return own if mention.ours else (Voice.COUNTERPART, "")
        if rule == "office":
            return self._holder(holders)
        if rule == "head":
            named = mention.head and self._may_print(_roles().get(title, _NOBODY))
            return own if named else (Voice.COUNTERPART, "")
        return own if self.briefing or mention.office else (Voice.THIRD_PARTY, "")

    def _holder(self, holders: tuple[str, ...]) -> tuple[Voice, str]:
        if self.publisher and not self.country:
            return Voice.PUBLISHER, ""
        return self._side(holders[0]) if len(holders) == 1 else (Voice.COUNTERPART, "")

    def _side(self, country: str) -> tuple[Voice, str]:
        """Where nobody says who published a text, its officials are taken for the publisher's."""
        own = country == self.country or not self.publisher
        return (Voice.PUBLISHER if own else Voice.COUNTERPART), country

    def _named(self, printed: str, name: str) -> Speaker | None:
        """A label without a title: only in capitals, or if the document names the person."""
        mention = self._mention(name)
        if mention is not None and mention.press:
            return Speaker(printed, Voice.REPORTER, asks=True)
        if mention is not None and (mention.country or mention.office):
            voice, country = self._side(mention.country or self.country)
            return Speaker(printed, voice, country, alone=self.briefing)
        return Speaker(printed, Voice.THIRD_PARTY) if _mostly_capitals(printed) else None

    def _mention(self, name: str) -> Mention | None:
        """The most telling entry of a person in title and cast, or None."""
        pattern, found = _telling_words(name), None
        for part in self.parts:
            match = pattern.search(part)
            if match is None:
                continue
            entry = self._entry(part, match.end())
            if entry.country or entry.ours or entry.elsewhere or entry.press:
                return entry
            found = found or entry
        return found

    def _entry(self, part: str, after: int) -> Mention:
        office, head = cue("office").search(part) is not None, cue("head").search(part) is not None
        if _INTERVIEW.match(part) and not office and not head:
            return Mention(press=True)
        country = next((code for start, code in country_spans(part) if not _ABOUT.search(part[:start])), "")
        place = _OF_PLACE.match(part, after)
        ours = place is not None and place["place"] in self.publisher
        elsewhere = place is not None and not ours and not country
        return Mention(country, ours, elsewhere, office and not head, head)


def own_office(office: str, country: str) -> bool:
    """False if the country is known to have no such office (`Foreign Minister` in the United States)."""
    row = _roles().get(office.upper(), {"of": ""})
    return not row["of"] or not country or country in listed(row["of"])


_NOBODY = {"of": "nobody"}
_ABOUT = re.compile(
    r"\b(?:to|for|on|in|at|with|between|from|about|regarding|against|near)\s+(?:the\s+)?$", re.IGNORECASE
)
_OF_PLACE = re.compile(r"(?:\s+[^\W\d_]+)?\s+of\s+(?:the\s+)?(?:\w+\s+of\s+)?(?P<place>[^\W\d_a-z][\w’'-]+)")
_REMARK = re.compile(r"\s*[(\[][^)\]]*[)\]]?")
_NUMBERED = re.compile(r"[\s#]*(?:\b(?:NUMBER )?(?:ONE|TWO|THREE|FOUR|FIVE|SIX)|#?\d+)$")
_INTERVIEW = re.compile(r"\s*with\b", re.IGNORECASE)
_SPOKESPERSON = re.compile(r"(?:\S+ ){0,4}Spokes\w+")
_TITLE_PARTS = re.compile(r"\s*(?:[,;|]|\b[Aa]nd\b|(?=\b[Ww]ith\b)|–|—)\s*")
_PROSE = re.compile(r"\b[a-z]{5,}")
"""A long word in small letters: the line is prose, since particles of names are short."""


@lru_cache(maxsize=4096)
def _telling_words(name: str) -> re.Pattern[str]:
    """Any telling word of a name: the last, and those of four letters or more."""
    words = name.split(" ")
    telling = {words[-1], *(word for word in words if len(word) > 3)}
    either = "|".join(re.escape(word).replace("'", "[’']") for word in sorted(telling))
    return re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])", re.IGNORECASE)


def cast_of(document: Document, *, preface: str, asked: bool) -> Cast:
    """The cast of a transcript; `preface` is its text before the first label, `asked` if it has questions."""
    parts = [part for part in _TITLE_PARTS.split(document.title) if part]
    lines = [line.strip() for line in preface.splitlines()[:14]]
    parts += [line for line in lines if 5 < len(line) < 200 and "," in line and not line.endswith(".")]
    untitled = not document.title and asked
    briefing = untitled or cue("briefing").search(document.title) is not None
    return Cast(speaking_country(document), document.publisher, tuple(parts), briefing)


def _split_title(words: str) -> tuple[str, str]:
    """The longest known title that opens the label, and the rest."""
    tokens = words.split()
    for length in range(min(5, len(tokens)), 0, -1):
        title = " ".join(tokens[:length]).rstrip(".")
        if title in _titles():
            return title, " ".join(tokens[length:])
    return "", " ".join(tokens)


def _is_name(name: str, *, titled: bool) -> bool:
    tokens = name.replace(".", " ").split()
    if not tokens or len(tokens) > (5 if titled else 3) or len(name) > 45:
        return False
    return not any(token in _heading_words() or not token[0].isalpha() or token.endswith("'S") for token in tokens)


def _mostly_capitals(words: str) -> bool:
    letters = [letter for letter in words if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) >= 0.7 * len(letters)


@cache
def _roles() -> dict[str, dict[str, str]]:
    return {row["label"]: row for row in rows("speaker_roles.tsv", key="label")}


@cache
def _titles() -> dict[str, dict[str, str]]:
    return {row["title"]: row for row in rows("speaker_titles.tsv", key="title")}


@cache
def _outlets() -> re.Pattern[str]:
    names = [row["outlet"] for row in rows("speaker_outlets.tsv", key="outlet")]
    return re.compile("|".join(re.escape(name).replace(r"\*", r"(?: \S+){0,3}") for name in names))


@cache
def _heading_words() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("speaker_heading_words.tsv", key="word"))
