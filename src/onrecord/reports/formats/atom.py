"""A newsroom follows findings as it follows news: one entry a finding, the newest first.

RFC 4287. An entry's id does not change while its ask, its document and its level stay.
"""

from __future__ import annotations

import re
import uuid
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from onrecord.model.agenda import Ask
from onrecord.model.finding import Answer, Finding, Source
from onrecord.reports.display import shown, web_address
from onrecord.reports.formats.told import Told
from onrecord.reports.reach import tells

NAMESPACE = "http://www.w3.org/2005/Atom"
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://onrecord.example/atom")
_MOST = 1000
"""Entries of a feed; the feed says so where there are more."""


def atom_bytes(told: Told) -> bytes:
    """The findings that say something, newest document first."""
    agenda = told.check.agenda
    feed = Element("feed", {"xmlns": NAMESPACE})
    _add(feed, "title", agenda.title or "Agenda without a title")
    _add(feed, "id", _urn(f"{agenda.title}\n{agenda.source_digest}"))
    _add(feed, "updated", told.at or "1980-01-01T00:00:00Z")
    _add(SubElement(feed, "author"), "name", agenda.issuer or "OnRecord")
    telling = [one for one in told.findings() if tells(one[1]) or one[1].answer is not Answer.NONE]
    telling.sort(key=lambda one: one[2].date, reverse=True)
    words = ["Findings are a machine's proposals until a person has judged them.", *told.notices]
    if len(telling) > _MOST:
        words.append(f"The newest {_MOST:,} of {len(telling):,} findings.")
    _add(feed, "subtitle", " ".join(words))
    for ask, finding, source in telling[:_MOST]:
        _entry(feed, ask, finding, source)
    indent(feed, " ")
    return b"<?xml version='1.0' encoding='utf-8'?>\n" + tostring(feed, encoding="unicode").encode() + b"\n"


def _entry(feed: Element, ask: Ask, finding: Finding, source: Source) -> None:
    entry = SubElement(feed, "entry")
    level = f"{int(finding.level)} {finding.level.word}"
    answer = "" if finding.answer is Answer.NONE else f"; answer: {finding.answer.value}"
    _add(entry, "title", f"{level}{answer} – {ask.text}")
    _add(entry, "id", _urn(f"{ask.id}\n{source.id}\n{level}\n{finding.answer.value}"))
    _add(entry, "updated", _moment(source.date))
    _add(SubElement(entry, "author"), "name", source.publisher or "publisher not known")
    if address := web_address(source.url):
        SubElement(entry, "link", {"rel": "related", "href": address})
    quotes = [f"“{quote.exact}”" for quote in (*finding.evidence, *finding.answer_evidence)]
    _add(entry, "content", "\n".join([f"{source.publisher}, {source.date}: {source.title}", *dict.fromkeys(quotes)]))


def _add(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = re.sub("[\x0b\x0c]", "\ufffd", shown(words))


def _moment(day: str) -> str:
    """The first moment that an imprecise date may mean; a feed has no way to leave it open."""
    begin = day or "1980"
    return f"{begin}{'-01-01'[len(begin) - 4 :]}T00:00:00Z"


def _urn(key: str) -> str:
    return uuid.uuid5(_SPACE, key).urn
