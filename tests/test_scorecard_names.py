"""Names that an audience may not read are in no output, in no spelling, in no field."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any
from urllib.parse import quote as percent_encoded

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from onrecord.model.agenda import Case, Ground, GroundKind, Level, Protection
from onrecord.model.finding import Answer, Check
from onrecord.model.record import Quote, Side
from onrecord.reports.as_json import check_to_json
from onrecord.reports.audience import TEAM_NOTICE, Audience, cleared
from onrecord.reports.scorecard import scorecard_html
from onrecord.reports.sealing import SEALED_ASK
from onrecord.reports.terminal import scorecard_terminal
from onrecord.reports.withholding import MARKER, MASK, Names, masked, readable
from scorecard_values import CHINESE, ENGLISH, ask, check, fictional_check, told

VARIANTS = ("Mirabel Ó Quandt", "米拉贝尔·宽特", "ميرابيل كواندت", "Мирабель Квандт")
OPEN = "Mirabel Sunderby"
"""A public case that shares a given name with the protected one."""


def as_html(value: Check, audience: Audience) -> str:
    return html.unescape(scorecard_html(value, generated_at="2032-03-02", audience=audience))


def as_json(value: Check, audience: Audience) -> str:
    return json.dumps(check_to_json(value, audience=audience), ensure_ascii=False)


def as_text(value: Check, audience: Audience) -> str:
    out = io.StringIO()
    scorecard_terminal(value, Console(file=out, width=4000), audience=audience)
    return out.getvalue()


OUTPUTS = (as_html, as_json, as_text)
Output = Callable[[Check, Audience], str]


def letters(text: str) -> str:
    """An independent, simpler fold than the code's: lower case, letters and digits only."""
    return "".join(char for char in text.lower() if char.isalnum())


def spread(value: Any, name: str) -> Any:
    """The value with the name put at the end of every string and quote in it; keys get it too."""
    if isinstance(value, str):
        return f"{value} {name}"
    if isinstance(value, Quote):
        return Quote(value.start, value.end + 1 + len(name), f"{value.exact} {name}")
    if isinstance(value, tuple):
        return tuple(spread(item, name) for item in value)
    if isinstance(value, dict):
        return {spread(key, name): spread(item, name) for key, item in value.items()}
    if isinstance(value, Enum) or not is_dataclass(value):
        return value
    kept = {"date", "protection"}
    return replace(value, **{f.name: spread(getattr(value, f.name), name) for f in fields(value) if f.name not in kept})


def with_case(value: Check, protection: Protection) -> Check:
    case = Case(id="c", names=VARIANTS, protection=protection, consent=f"{VARIANTS[0]}'s brother")
    public = Case(id="p", names=(OPEN,), protection=Protection.PUBLIC)
    return replace(value, agenda=replace(value.agenda, cases=(case, public)))


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize(
    ("protection", "audience"),
    [
        (Protection.SEALED, Audience.TEAM),
        (Protection.SEALED, Audience.PUBLIC),
        (Protection.INTERNAL, Audience.PUBLIC),
    ],
)
def test_a_protected_name_in_every_field_reaches_no_output(
    output: Output, name: str, protection: Protection, audience: Audience
) -> None:
    value = with_case(spread(fictional_check(), name), protection)
    shown = output(value, audience)
    for variant in VARIANTS:
        assert letters(variant) not in letters(shown)
        assert percent_encoded(variant) not in shown
    assert MARKER in shown
    assert MASK not in shown


@pytest.mark.parametrize("output", OUTPUTS)
def test_an_internal_name_is_shown_to_the_team_with_a_warning(output: Output) -> None:
    value = with_case(spread(fictional_check(), VARIANTS[0]), Protection.INTERNAL)
    assert VARIANTS[0] in output(value, Audience.TEAM)
    assert TEAM_NOTICE in output(value, Audience.TEAM)
    assert TEAM_NOTICE not in output(value, Audience.PUBLIC)


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_page_without_uncleared_names_carries_no_warning(output: Output) -> None:
    """An internal case that nothing on the page names does not make the page internal."""
    value = with_case(fictional_check(), Protection.INTERNAL)
    assert TEAM_NOTICE not in output(value, Audience.TEAM)
    assert MARKER not in output(value, Audience.PUBLIC)


@pytest.mark.parametrize("output", OUTPUTS)
def test_an_ask_about_a_sealed_case_keeps_its_level_and_loses_its_trail(output: Output) -> None:
    """The title and the address of the document would lead to the name that its quote holds."""
    quote = (ENGLISH[0], "urged Vestalia to release the gardener Mirabel Ó Quandt", ENGLISH[2])
    asked = ask("free-quandt", "Free Mirabel Ó Quandt.", cases=("c",), object="the gardener", aliases=VARIANTS)
    found = told(
        asked.id,
        "doc-quandt",
        Level.ASKED,
        quote,
        title="The gardener of Aldmoor",
        url="https://example.org/gardener",
    )
    ground = Ground(id="g", kind=GroundKind.CASE_FACTS, quote=Quote(3, 15, "the gardener"), asks=(asked.id,))
    value = with_case(check([(asked, (found,))], grounds=(ground,)), Protection.SEALED)
    shown = output(value, Audience.TEAM)
    assert SEALED_ASK in shown
    assert "gardener" not in shown
    assert "Quandt" not in shown and "quandt" not in shown
    assert "2031-05-14" in shown
    assert "4 asked" in shown or '"level": 4' in shown


def test_a_document_of_a_sealed_ask_stays_for_the_other_asks_that_cite_it() -> None:
    sealed = (ask("a1", "Free Mirabel Ó Quandt."), (told("a1", "d", Level.ASKED),))
    other = (ask("a2", "Reopen the schools."), (told("a2", "d", Level.CONCERN),))
    safe = cleared(with_case(check([sealed, other]), Protection.SEALED), Audience.PUBLIC).check
    assert sorted(safe.sources) == ["d", "sealed-document-1"]
    assert safe.sources["d"].url and not safe.sources["sealed-document-1"].url


@pytest.mark.parametrize(
    "written",
    [
        "MIRABEL Ó QUANDT",
        "Mirabel O Quandt",
        "mirabel-ó-quandt",
        "Mirabel\u00a0Ó\n   Quandt",
        "Mira\u00adbel \u200bÓ Quandt",
        "#FreeMirabelÓQuandtNow",
        "Ｍｉｒａｂｅｌ Ó Quandt",
        "Mr. Quandt",
        "Mirabel’s lawyer",
        "\u202eMirabel Ó Quandt\u202c",
        "米拉贝尔 宽特",
        "宽特说",
        "ميرابيل كوانـدت",
        "МИРАБЕЛЬ КВАНДТ",
        "https://example.org/mirabel-o-quandt.html",
        "https://example.org/" + percent_encoded("米拉贝尔·宽特"),
        "https://example.org/" + percent_encoded(percent_encoded("宽特")),
        "see https://example.org/?q=" + percent_encoded("Мирабель") + " for more",
        "https://" + "宽特".encode("idna").decode() + ".example.org/",
    ],
)
def test_other_spellings_of_a_name_and_its_parts_are_withheld(written: str) -> None:
    shown = Names(VARIANTS).withheld(f"They spoke of {written} at noon.")
    assert MARKER in shown
    for part in (
        "mirabel",
        "quandt",
        "宽特",
        "米拉",
        "квандт",
        "мирабель",
        percent_encoded("宽特").lower(),
        "xn--",
    ):
        assert part not in shown.lower()


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (("Li",), "The police listened to the polite Lithuanian."),
        (("Panchen Lama Tenrab",), "The Dalai Lama spoke."),
        (("Ana Reyes",), "Chinese canals, analysis and banana."),
        (("Inaki Reyes",), "Talks with China"),
    ],
)
def test_words_that_only_look_like_a_name_stay(names: tuple[str, ...], text: str) -> None:
    assert Names(names).withheld(text) == text


def test_a_public_name_stays_whole_though_it_shares_a_part_with_a_protected_one() -> None:
    names = Names(VARIANTS, spare=(OPEN,))
    assert names.withheld(f"{OPEN} and Mirabel met.") == f"{OPEN} and {MARKER} met."


@pytest.mark.parametrize("cut", range(1, 15))
def test_a_name_cut_by_the_edge_of_a_quote_is_withheld_on_both_sides(cut: int) -> None:
    """Where a quote ends in the middle of a name, its context would give the rest."""
    name = VARIANTS[0]
    words = (f"He spoke of {name[:cut]}", f"{name[cut:]} and of trade", " at noon.")
    value = with_case(check([(ask("a", "Raise it."), (told("a", "d", Level.NAMED, words),))]), Protection.INTERNAL)
    shown = as_html(value, Audience.PUBLIC)
    assert MARKER in shown
    assert "Mirabel" not in shown and "Quandt" not in shown


@pytest.mark.parametrize("cut", [3, 9, 11, 13])
def test_a_name_cut_by_the_end_of_the_context_is_withheld(cut: int) -> None:
    words = (f"{VARIANTS[0][cut:]} was named. ", "They spoke", f" of {VARIANTS[0][:cut]}")
    value = with_case(check([(ask("a", "Raise it."), (told("a", "d", Level.NAMED, words),))]), Protection.INTERNAL)
    shown = as_json(value, Audience.PUBLIC)
    rest = [VARIANTS[0][cut:].strip(), VARIANTS[0][:cut].strip()]
    assert not any(piece in shown for piece in rest if len(piece) > 2)


def test_quotes_keep_their_places_when_a_name_is_withheld() -> None:
    words = (ENGLISH[0], "called for the release of Mirabel Ó Quandt today", ENGLISH[2])
    value = with_case(check([(ask("a", "Raise it."), (told("a", "d", Level.ASKED, words),))]), Protection.INTERNAL)
    found = check_to_json(value, audience=Audience.PUBLIC)["asks"][0]["findings"][0]["evidence"][0]
    assert found["quote"] == f"called for the release of {MARKER} today"
    assert found["end"] - found["start"] == len(words[1])
    assert f"release of {MARKER} today" in as_html(value, Audience.PUBLIC)


def test_a_text_that_holds_the_mask_itself_cannot_pretend_to_be_withheld() -> None:
    assert readable(masked(f"a{MASK}b", [])) == "a\ufffdb"


def test_an_unknown_kind_of_value_is_refused_rather_than_passed_on() -> None:
    value = with_case(fictional_check(), Protection.SEALED)
    odd = replace(value, agenda=replace(value.agenda, title=b"Mirabel"))
    with pytest.raises(TypeError, match="bytes"):
        cleared(odd, Audience.TEAM)


def test_without_protected_cases_nothing_is_changed() -> None:
    value = with_case(fictional_check(), Protection.PUBLIC)
    assert cleared(value, Audience.PUBLIC).check == value
    assert cleared(value, Audience.PUBLIC).notices == ()


_SEPARATORS = st.sampled_from([" ", "  ", "-", "·", "\n", "\u200b", "\u00ad ", ". ", "_", "\u00a0"])


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), _SEPARATORS, st.booleans(), st.sampled_from(VARIANTS))
def test_no_surrounding_or_spacing_hides_a_whole_name(before: str, after: str, gap: str, loud: bool, name: str) -> None:
    written = name.replace(" ", gap).replace("·", gap)
    text = f"{before} {written.upper() if loud else written} {after}"
    kept = Names(VARIANTS).withheld(text)
    assert letters(name) not in letters(kept)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_masking_keeps_the_length_and_every_other_character(text: str) -> None:
    hidden = masked(text, Names(VARIANTS).spans(text))
    assert len(hidden) == len(text)
    assert all(new in (old, MASK, "\ufffd") for old, new in zip(text, hidden, strict=True))


def test_an_answer_s_words_are_withheld_like_any_other() -> None:
    words = (CHINESE[0], "米拉贝尔·宽特已被释放。", CHINESE[2])
    found = told("a", "d", Level.NAMED, words, side=Side.THEIRS, language="zh", answer=Answer.DONE)
    value = with_case(check([(ask("a", "Raise it."), (found,))]), Protection.INTERNAL)
    for output in OUTPUTS:
        assert "宽特" not in output(value, Audience.PUBLIC)
