"""The agenda file: nothing lost on the way out and back, every fault named with its line."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from onrecord.drafting import dump, load, to_json
from onrecord.drafting.agenda_plain import to_plain
from onrecord.errors import AgendaError
from onrecord.model.agenda import Agenda, Ask, Case, Engagement, Ground, GroundKind, Level, Protection
from onrecord.model.record import Quote

MINIMAL = """\
asks:
  - id: a1
    text: Release the pilots.
    raiser: Ostravia
    target: Norland
"""

FULL = """\
title: Harbour talks
issuer: Harbour League
source: statement.txt
engagement:
  kind: visit
  parties: [Ostravia, Norland]
  start: 2026-06-09
  end: "2026-06"
cases:
  - id: c1
    names: [Tran Van Lo, 陈文乐]
    protection: sealed
asks:
  - id: a1
    text: Release Tran Van Lo.
    raiser: Ostravia
    target: Norland
    action: 5
    bar: asked
    own: false
    cases: [c1, 陈文乐]
    quote: {start: 3, end: 10, exact: release}
  - id: a2
    text: Raise the strike.
    raiser: Ostravia
    target: Norland
    bar: 3
grounds:
  - id: g1
    kind: law
    asks: [a1]
    quote:
      start: 0
      end: 7
      exact: The Act
"""


class _PlainLoader(yaml.SafeLoader):
    """Reads a date as the text that it is, as the agenda's own loader does."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    held: dict[str, Any] = json.loads(
        files("onrecord").joinpath("data", "agenda.schema.json").read_text(encoding="utf-8")
    )
    Draft202012Validator.check_schema(held)
    return Draft202012Validator(held)


def test_an_ask_by_hand_needs_only_four_keys() -> None:
    agenda = load(MINIMAL, name="by-hand.yaml")
    assert agenda.asks == (Ask("a1", "Release the pilots.", "Ostravia", "Norland"),)
    assert agenda.engagement == Engagement("none")


def test_every_key_is_read() -> None:
    agenda = load(FULL, name="full.yaml")
    assert agenda.engagement.start == "2026-06-09"
    assert agenda.asks[0].bar is Level.ASKED
    assert agenda.asks[1].bar is Level.SPECIFIC
    assert agenda.asks[0].quote == Quote(3, 10, "release")
    assert agenda.cases[0].protection is Protection.SEALED
    assert agenda.grounds[0].kind is GroundKind.LAW


def _changed(old: str, new: str) -> str:
    assert old in FULL
    return FULL.replace(old, new, 1)


STRUCTURAL = [
    ("an unknown key", _changed("issuer:", "isuer:"), 2),
    ("an unknown key of an ask", _changed("    raiser: Ostravia\n", "    raise: Ostravia\n"), 16),
    ("a missing key", _changed("    target: Norland\n", ""), 14),
    ("text where a list belongs", _changed("parties: [Ostravia, Norland]", "parties: Ostravia"), 6),
    ("a list where text belongs", _changed("title: Harbour talks", "title: [Harbour, talks]"), 1),
    ("a number where text belongs", _changed("issuer: Harbour League", "issuer: 12"), 2),
    ("a word where yes or no belongs", _changed("own: false", "own: perhaps"), 20),
    ("a text where a number belongs", _changed("action: 5", "action: five"), 18),
    ("an ask without words", _changed("text: Raise the strike.", 'text: " "'), 24),
    ("a raiser without a name", _changed("raiser: Ostravia", 'raiser: ""'), 16),
    ("a target without a name", _changed("target: Norland", 'target: ""'), 17),
    ("an action off the scale", _changed("action: 5", "action: 6"), 18),
    ("a level that is none", _changed("bar: asked", "bar: shouted"), 19),
    ("a kind that is none", _changed("kind: law", "kind: rumour"), 30),
    ("an engagement kind that is none", _changed("kind: visit", "kind: party"), 5),
    ("a protection that is none", _changed("protection: sealed", "protection: secret"), 12),
    ("a date that is none", _changed("start: 2026-06-09", "start: 9 June"), 7),
    ("a quote without offsets", _changed("quote: {start: 3, end: 10, exact: release}", "quote: {exact: release}"), 22),
    ("a quote that is only words", _changed("quote: {start: 3, end: 10, exact: release}", "quote: release"), 22),
    ("a negative offset", _changed("start: 3, end: 10", "start: -3, end: 4"), 22),
    ("a case without a name", _changed("names: [Tran Van Lo, 陈文乐]", "names: []"), 11),
    ("a digest that is none", _changed("source: statement.txt", "source_digest: abc"), 3),
    ("no asks at all", "title: Empty\n", 1),
    ("an empty id", _changed("id: a2", 'id: ""'), 23),
]


@pytest.mark.parametrize(("text", "line"), [row[1:] for row in STRUCTURAL], ids=[row[0] for row in STRUCTURAL])
def test_the_loader_and_the_schema_refuse_the_same_files(text: str, line: int, schema: Draft202012Validator) -> None:
    assert not schema.is_valid(yaml.load(text, Loader=_PlainLoader))
    with pytest.raises(AgendaError, match=rf"^agenda\.yaml, line {line}: ") as fault:
        load(text, name="agenda.yaml")
    assert fault.value.advice


@pytest.mark.parametrize("text", [MINIMAL, FULL])
def test_the_loader_and_the_schema_accept_the_same_files(text: str, schema: Draft202012Validator) -> None:
    assert schema.is_valid(yaml.load(text, Loader=_PlainLoader))
    load(text, name="agenda.yaml")


BEYOND_A_SCHEMA = [
    ("a day that no calendar has", _changed("start: 2026-06-09", "start: 2026-06-31"), 7),
    ("an end before the start", _changed('end: "2026-06"', 'end: "2026-05"'), 8),
    ("an id given twice", _changed("id: a2", "id: a1"), 23),
    ("a case that is not there", _changed("cases: [c1, 陈文乐]", "cases: [c1, c9]"), 21),
    ("an ask that is not there", _changed("asks: [a1]", "asks: [a7]"), 31),
    ("offsets that do not fit the words", _changed("end: 10", "end: 11"), 22),
    ("a key given twice", _changed("bar: 3\n", "bar: 3\n    bar: 4\n"), 28),
    ("a tag", _changed("title: Harbour talks", "title: !!python/name:os.system x"), 1),
    ("an anchor", _changed("parties: [Ostravia, Norland]", "parties: &p [Ostravia, *p]"), 6),
    ("a second document", FULL + "---\nasks: []\n", 36),
    ("a broken bracket", _changed("parties: [Ostravia, Norland]", "parties: [Ostravia, Norland"), 7),
    ("a tab for indentation", _changed("  kind: visit", "\tkind: visit"), 5),
    ("a control character", _changed("Harbour talks", "Harbour \x07 talks"), 1),
    ("nesting without end", "asks: " + "[" * 5000 + "]" * 5000, 1),
]


@pytest.mark.parametrize(
    ("text", "line"), [row[1:] for row in BEYOND_A_SCHEMA], ids=[row[0] for row in BEYOND_A_SCHEMA]
)
def test_what_a_schema_cannot_say_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(AgendaError, match=rf"^agenda\.yaml, line {line}: "):
        load(text, name="agenda.yaml")


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nasks: [*c, *c]\n"
    with pytest.raises(AgendaError, match="line 1: an agenda has no anchors"):
        load(bomb, name="agenda.yaml")


@pytest.mark.parametrize(
    ("text", "word"), [("", "empty"), ("# only a note\n", "empty"), ("x" * 5_000_001, "characters")]
)
def test_an_empty_or_huge_file_is_refused(text: str, word: str) -> None:
    with pytest.raises(AgendaError, match=word):
        load(text, name="agenda.yaml")


TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)
SAID = TEXTS.filter(str.strip)
NAMES = st.text(alphabet="abcdefgh é陈'\":#-?0123456789\n\t\u0085\u2028", min_size=1, max_size=12)
LISTS = st.lists(TEXTS, max_size=3).map(tuple)


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    exact = draw(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
    start = draw(st.integers(0, 9999))
    return Quote(start, start + len(exact), exact)


@st.composite
def agendas(draw: st.DrawFn) -> Agenda:
    maybe = st.none() | quotes()
    names = draw(st.lists(NAMES, max_size=3))
    cases = tuple(
        Case(f"c{number}", (name,), draw(maybe), draw(TEXTS), draw(st.sampled_from(Protection)), draw(LISTS))
        for number, name in enumerate(names)
    )
    asks = tuple(
        Ask(f"a{number}", draw(SAID), draw(SAID), draw(SAID), draw(TEXTS), draw(TEXTS), draw(st.none() | st.integers(1, 5)),
            draw(st.none() | st.sampled_from(Level)), draw(maybe), draw(st.booleans()), draw(TEXTS), draw(LISTS),
            tuple(case.id for case in cases), draw(LISTS))
        for number in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    grounds = tuple(
        Ground(
            f"g{number}",
            draw(st.sampled_from(GroundKind)),
            draw(quotes()),
            draw(TEXTS),
            tuple(ask.id for ask in asks),
            draw(LISTS),
        )
        for number in range(draw(st.integers(0, 2)))
    )
    made = Engagement(draw(st.sampled_from(["visit", "none"])), draw(LISTS), draw(LISTS), draw(st.sampled_from(["", "2023", "2023-06-16"])),
                      draw(st.sampled_from(["", "2023-06-21"])), draw(maybe), draw(LISTS))  # fmt: skip
    return Agenda(
        draw(TEXTS), draw(TEXTS), draw(TEXTS), draw(st.sampled_from(["", "0" * 64])), made, asks, grounds, cases
    )


@settings(max_examples=60, deadline=None)
@given(agendas())
def test_an_agenda_written_and_read_is_the_same_agenda(agenda: Agenda) -> None:
    written = dump(agenda)
    assert load(written, name="agenda.yaml") == agenda
    assert dump(load(written, name="agenda.yaml")) == written


@settings(max_examples=30, deadline=None)
@given(agendas())
def test_what_is_written_keeps_to_the_schema(agenda: Agenda) -> None:
    held = json.loads(files("onrecord").joinpath("data", "agenda.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(held).validate(to_plain(agenda))


def test_the_order_of_keys_is_stable_and_consent_is_always_to_be_seen() -> None:
    written = dump(load(FULL, name="full.yaml"))
    assert written.index("title:") < written.index("engagement:") < written.index("asks:") < written.index("cases:")
    assert "consent: ''" in written
    assert "  - id: a1\n    text: Release Tran Van Lo.\n    raiser: Ostravia\n" in written


def test_a_line_of_json_puts_a_quote_beside_its_offsets() -> None:
    line = to_json(load(FULL, name="full.yaml"), item="x")
    assert next(iter(line)) == "item"
    assert (line["asks"][0]["quote"], line["asks"][0]["start"], line["asks"][0]["end"]) == ("release", 3, 10)
    assert line["asks"][1]["cases"] == []
    assert line["engagement"]["start"] == "2026-06-09"
