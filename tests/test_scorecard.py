"""The page: complete, honest in its words, and deaf to whatever a document's text tries to be."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model.agenda import Level
from onrecord.model.finding import Channel, Check, Coverage, Force, Scope, State
from onrecord.model.record import Quote, Side
from onrecord.reports.display import web_address
from onrecord.reports.reach import Reach, every_finding, reached
from onrecord.reports.scorecard import scorecard_html
from onrecord.reports.words import codebook_words
from scorecard_values import ask, check, fictional_check, many_asks, no_asks, told

MADE = "2032-03-02T08:00:00Z"

HOSTILE = (
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "-->]]><!--",
    "{{ 7*7 }}{% include 'x' %}",
    "\x00\x1b[31m\ud800\ufffe",
    "\u202egnp.exe\u2066\u2069\u202c",
    "&lt;b&gt;&#x6A;avascript:",
    "é́" * 500,
)

TAGS = """html head meta title style body svg defs symbol rect header p h1 h2 h3 h4 dl dt dd bdi a nav ul ol li main
section table caption thead tbody tr th td span use details summary article small q b div blockquote mark circle path
g line text desc footer"""
ATTRIBUTES = """lang dir charset http-equiv content name class id href rel role aria-labelledby aria-label aria-hidden
focusable scope viewbox x y x1 x2 y1 y2 r d width height stroke stroke-width stroke-opacity fill transform text-anchor
title data-label"""


class Page(HTMLParser):
    """The tags, attributes and text of a page, as a browser would take them apart."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def page(value: Check) -> Page:
    return Page(scorecard_html(value, generated_at=MADE))


def filled(value: Any, words: str) -> Any:
    """The value with every string in it replaced, except what has to stay a date or a key."""
    if isinstance(value, str):
        return words
    if isinstance(value, Quote):
        return Quote(value.start, value.start + len(words), words)
    if isinstance(value, Enum) or not (is_dataclass(value) or isinstance(value, (tuple, dict))):
        return value
    if isinstance(value, tuple):
        return tuple(filled(item, words) for item in value)
    if isinstance(value, dict):
        return {key if isinstance(key, Enum) else words: filled(item, words) for key, item in value.items()}
    kept = {"date", "cases"}
    return replace(
        value, **{f.name: filled(getattr(value, f.name), words) for f in fields(value) if f.name not in kept}
    )


def assert_inert(source: str) -> None:
    """No script, no handler, no resource, and links to nowhere but the web or the page itself."""
    found = Page(source)
    assert set(found.tags) <= set(TAGS.split())
    assert found.tags.count("style") == 1
    assert {name for _, name, _ in found.attributes} <= set(ATTRIBUTES.split())
    links = [value for _, name, value in found.attributes if name == "href"]
    assert all(re.match(r"https?://|#", link) for link in links)
    assert {tag for tag, name, value in found.attributes if name == "href" and not value.startswith("#")} <= {"a"}
    source.encode("utf-8")


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words_in_every_field(words: str) -> None:
    assert_inert(scorecard_html(filled(fictional_check(), words), generated_at=words))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_words_stay_words_in_every_field(words: str) -> None:
    assert_inert(scorecard_html(filled(fictional_check(), words), generated_at=MADE))


def test_the_page_forbids_itself_every_request_and_script() -> None:
    policy = next(value for _, name, value in page(fictional_check()).attributes if name == "content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert "url(" not in scorecard_html(fictional_check(), generated_at=MADE)
    assert "@import" not in scorecard_html(fictional_check(), generated_at=MADE)


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.org/a?b=c&d=e#f", True),
        ("http://example.org", True),
        ("HTTPS://EXAMPLE.ORG/", True),
        ("javascript:alert(1)", False),
        (" https://example.org", False),
        ("https://state.example@evil.example/", False),
        ("https:///nohost", False),
        ("https://exa\u202emple.org", False),
        ("https://example.org/a b", False),
        ("https://[::1", False),
        ("ftp://example.org", False),
        ("//example.org", False),
        ("/srv/record/a.html", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(address: str, link: bool) -> None:
    assert bool(web_address(address)) is link
    value = check([(ask("a", "Raise it."), (told("a", "d", Level.NAMED, url=address),))])
    hrefs = [value for _, name, value in page(value).attributes if name == "href"]
    assert (address in hrefs) is link
    assert address.strip() in scorecard_html(value, generated_at=MADE).replace("&amp;", "&")


def test_quotes_stand_in_their_context_with_language_and_direction() -> None:
    source = scorecard_html(fictional_check(), generated_at=MADE)
    assert '<blockquote dir="rtl" lang="ar">' in source
    assert '<blockquote dir="ltr" lang="zh-Hans">' in source
    assert "<mark><bdi" in source
    assert "characters 1307–1409" in source


def test_every_level_answer_and_mark_is_shown_by_its_word() -> None:
    text = page(fictional_check()).text
    words = codebook_words()
    for scale in (words.levels, words.answers, words.states, words.scopes, words.forces, words.channels):
        assert all(meaning.word in text and meaning.sentence in text for meaning in scale.values())
    assert all(rule.sentence in text for rule in words.rules.values())
    used = {finding for result in fictional_check().results for finding in every_finding(result)}
    for seen, scale in (("state", State), ("scope", Scope), ("force", Force), ("channel", Channel)):
        assert {getattr(finding, seen) for finding in used} >= set(scale), f"the example lacks a {seen}"


def test_an_absence_is_said_of_the_documents_and_never_of_the_official() -> None:
    text = page(fictional_check()).text
    assert "no record found in 1,342 documents" in text
    assert "not captured" in text
    for word in ("silent", "did not raise", "failed", "succe", "thanks to", "led to", "resulted"):
        assert word not in text.lower()


def test_an_empty_agenda_and_an_empty_record_are_said_plainly() -> None:
    text = page(no_asks()).text
    assert "holds no asks" in text
    assert "0 documents were searched" in text
    lone = replace(check([(ask("a", "Raise it."), ())]), coverage=Coverage(searched=1, by_publisher=()))
    assert "no record found in 1 document " in page(lone).text


def test_a_machine_s_proposal_looks_like_one() -> None:
    assert "a proposal by a machine until a person has judged it" in page(fictional_check()).text
    assert "The engine abstains here" in page(fictional_check()).text


def test_forty_asks_each_have_their_row_and_their_section() -> None:
    found = page(many_asks(40))
    ids = [value for _, name, value in found.attributes if name == "id"]
    assert [f"ask-{n}" for n in range(1, 41)] == [id_ for id_ in ids if id_.startswith("ask-")]
    assert len(ids) == len(set(ids))
    links = {value[1:] for _, name, value in found.attributes if name == "href" and value.startswith("#")}
    assert links <= set(ids)


def test_thousands_of_findings_leave_a_page_that_can_be_opened() -> None:
    """The best stand in full; how many are left out is said."""
    tellings = tuple(told("a", f"d{n}", Level.NAMED, date=f"20{n % 90 + 10}-01-01") for n in range(3000))
    value = check([(ask("a", "Raise it."), tellings)])
    source = scorecard_html(value, generated_at=MADE)
    assert len(source) < 400_000
    assert "2969 more in the machine-readable output" in source


@pytest.mark.parametrize(
    ("bar", "finding", "side", "expected"),
    [
        (Level.ASKED, {"level": Level.ASKED, "scope": Scope.OBJECT}, Side.OURS, Reach.YES),
        (Level.ASKED, {"level": Level.ASKED, "scope": Scope.OBJECT}, Side.THEIRS, Reach.YES),
        (Level.ASKED, {"level": Level.ASKED, "scope": Scope.OBJECT}, Side.THIRD, Reach.NOT),
        (Level.ASKED, {"level": Level.SPECIFIC, "scope": Scope.OBJECT}, Side.OURS, Reach.NOT),
        (Level.ASKED, {"level": Level.ASKED, "scope": Scope.PART}, Side.OURS, Reach.PART),
        (Level.ASKED, {"level": Level.ASKED, "scope": Scope.CLASS}, Side.OURS, Reach.CLASS),
        (Level.CONCERN, {"level": Level.ASKED, "scope": Scope.CLASS}, Side.OURS, Reach.YES),
        (Level.ASKED, {"level": Level.ASKED, "scope": Scope.OBJECT, "abstain": True}, Side.OURS, Reach.NOT),
        (None, {"level": Level.ASKED, "scope": Scope.OBJECT}, Side.OURS, None),
    ],
)
def test_a_bar_is_reached_by_sure_words_about_the_object_itself(
    bar: Level | None, finding: dict[str, Any], side: Side, expected: Reach | None
) -> None:
    """R5: a class directive "never counts as meeting a named ask"."""
    value = check([(ask("a", "Raise it.", bar=bar), (told("a", "d", side=side, **finding),))])
    held = reached(value.results[0], [(f, side) for f in value.results[0].findings])
    assert (held.reach if held else None) is expected


def test_an_answer_names_whose_words_it_is_in() -> None:
    text = page(fictional_check()).text
    assert "conditional, in the words of Vestalia" in text
    assert "promised, as reported by Norhaven Foreign Office" in text
