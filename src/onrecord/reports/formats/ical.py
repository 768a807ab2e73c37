"""An officer's calendar should hold the visit, and the days on which its records are due.

RFC 5545. A date known only to the month or the year has no place in a calendar, so such an engagement is left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

from onrecord.model.agenda import Engagement
from onrecord.model.engagements import Followed, RecordStatus
from onrecord.model.finding import Expected
from onrecord.model.record import Side
from onrecord.reports.display import shown
from onrecord.reports.formats.told import FormatError, Told

_FOLD = 75
"""Octets of a content line, at most (RFC 5545, 3.1)."""

_LINE = re.compile(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.S)
_KINDS = ("visit", "meeting", "call", "summit", "dialogue")

OFFICIAL = "X-ONRECORD-OFFICIAL"
"""One line for each official; other calendars keep it and show nothing of it."""


def ical_bytes(told: Told) -> bytes:
    """One VEVENT for the engagement and one VTODO for each expected record that is not in hand, by its last day."""
    agenda = told.check.agenda
    stamp = re.sub(r"[-:]", "", told.at) or "19800101T000000Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//OnRecord//onrecord export//EN"]
    lines += _event(agenda.engagement, agenda.title, stamp)
    for expected in told.check.coverage.expected:
        lines += [] if expected.in_hand else _due(expected, stamp)
    return _calendar(lines)


def followed_bytes(followed: Iterable[Followed], *, at: str, names: Callable[[str], str]) -> bytes:
    """One VEVENT for each engagement and one VTODO for each of its records that is due or late.

    `at` is now, ISO 8601 in UTC with a final Z; `names` gives a party's English name by its code.
    """
    stamp = re.sub(r"[-:]", "", at)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//OnRecord//onrecord engagements//EN"]
    for held in followed:
        one = held.engagement
        engagement = Engagement(one.kind.value, tuple(map(names, one.parties)), one.officials, one.start, one.end)
        lines += _event(engagement, one.id, stamp)
        for wanted in held.expected:
            if wanted.status in (RecordStatus.DUE, RecordStatus.LATE):
                lines += _due(Expected(wanted.description, Side.THIRD, "", wanted.start, wanted.due), stamp)
    return _calendar(lines)


def _calendar(lines: list[str]) -> bytes:
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"]).encode()


def read_engagements(content: bytes, *, name: str) -> tuple[Engagement, ...]:
    """Each VEVENT as an engagement: whole days, parties from CATEGORIES, officials from `X-ONRECORD-OFFICIAL`.

    The kind is the first word of the summary that names one, else `meeting`, which `unsure` then says. Raises
    `FormatError` for a file that is no calendar, and for an event without a start.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise FormatError(f"{name}: it is not UTF-8.", advice="Export the calendar anew as .ics.") from fault
    lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()
    if not lines or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        raise FormatError(f"{name}: it is no calendar.", advice="Name an .ics file.")
    return tuple(_engagement(held, name) for held in _components(lines, "VEVENT"))


def _event(engagement: Engagement, title: str, stamp: str) -> list[str]:
    if engagement.kind == "none" or len(engagement.start) != 10:
        return []
    last = engagement.end if len(engagement.end) == 10 else engagement.start
    after = date.fromisoformat(last) + timedelta(1)
    held = [
        ("SUMMARY", f"{engagement.kind.capitalize()}: {', '.join(engagement.parties)}"),
        ("DESCRIPTION", title),
        *((OFFICIAL, name) for name in engagement.officials),
    ]
    words = [f"{key}:{_escaped(value)}" for key, value in held if value]
    if engagement.parties:
        words.append("CATEGORIES:" + ",".join(map(_escaped, engagement.parties)))
    days = [f"DTSTART;VALUE=DATE:{_basic(engagement.start)}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    key = f"{engagement.kind} {engagement.start} {title}"
    return ["BEGIN:VEVENT", f"UID:{_uid(key)}", f"DTSTAMP:{stamp}", *days, *words, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _due(expected: Expected, stamp: str) -> list[str]:
    head = ["BEGIN:VTODO", f"UID:{_uid(expected.description)}", f"DTSTAMP:{stamp}"]
    days = [f"DTSTART;VALUE=DATE:{_basic(expected.start)}", f"DUE;VALUE=DATE:{_basic(expected.end)}"]
    words = f"SUMMARY:{_escaped(f'Expected record, not captured: {expected.description}')}"
    return [*head, *days, words, "STATUS:NEEDS-ACTION", "END:VTODO"]


def _engagement(held: Mapping[str, list[str]], name: str) -> Engagement:
    start, end = _days(held, name)
    summary = _plain(held.get("SUMMARY", [""])[0])
    kind = next((kind for kind in _KINDS if kind in summary.casefold().split(":")[0].split()), "")
    named = [part for line in held.get("CATEGORIES", ()) for part in re.findall(r"(?:\\.|[^,])+", line)]
    parties = tuple(_plain(part).strip() for part in named if part.strip())
    officials = tuple(_plain(line) for line in held.get(OFFICIAL, ()))
    unsure = () if kind else (f"The calendar does not say what kind of engagement it is: {summary}",)
    return Engagement(kind or "meeting", parties, officials, start.isoformat(), end.isoformat(), unsure=unsure)


def _days(held: Mapping[str, list[str]], name: str) -> tuple[date, date]:
    """First and last day; an event of whole days ends on the day before its DTEND."""
    if "DTSTART" not in held:
        raise FormatError(f"{name}: an event has no start.", advice="Give it a date in the calendar.")
    start = _day(held["DTSTART"][0], name)
    if "DTEND" not in held:
        return start, start
    end = _day(held["DTEND"][0], name)
    return start, end if "T" in held["DTEND"][0] else max(start, end - timedelta(1))


def _components(lines: list[str], wanted: str) -> Iterator[dict[str, list[str]]]:
    """The values of each component by the names of its properties, without those of components inside it."""
    held: dict[str, list[str]] | None = None
    depth = 0
    for line in lines:
        match = _LINE.fullmatch(line)
        key, value = (match[1].upper(), match[3]) if match else ("", "")
        if (key, value.upper()) == ("BEGIN", wanted):
            held, depth = {}, 0
        elif (key, value.upper()) == ("END", wanted) and held is not None:
            yield held
            held = None
        elif held is not None and key in {"BEGIN", "END"}:
            depth += 1 if key == "BEGIN" else -1
        elif held is not None and not depth and key:
            held.setdefault(key, []).append(value)


def _day(value: str, name: str) -> date:
    try:
        return date.fromisoformat(f"{value[:4]}-{value[4:6]}-{value[6:8]}")
    except ValueError as fault:
        raise FormatError(f"{name}: {value[:20]!r} is no date.", advice="Mend it in the calendar.") from fault


def _basic(day: str) -> str:
    return day.replace("-", "")


def _uid(key: str) -> str:
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@onrecord"


def _escaped(text: str) -> str:
    plain = shown(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return re.sub(r"\r\n|[\r\n]", r"\\n", plain)


def _plain(text: str) -> str:
    return re.sub(r"\\([\\;,nN])", lambda match: "\n" if match[1] in "nN" else match[1], text)


def _folded(line: str) -> str:
    """The line cut into pieces of 75 octets, never inside a character."""
    pieces, piece, size = [], "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _FOLD:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + char, size + width
    return "\r\n".join([*pieces, piece]) + "\r\n"
