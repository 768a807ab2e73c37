"""Reports of the Universal Periodic Review, as their lists are written; every sentence here is made up."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.matching.passages_of import Turn, rank_passages
from onrecord.reading.upr import Response, recommendations
from onrecord.reading.upr_askers import asker_groups, opening_state
from onrecord.reading.upr_entries import entry_asks

REPORT = """\
Report of the Working Group on the Universal Periodic Review
Contents
II.  Conclusions and/or recommendations ........................ 30-33 9

I. Summary of the proceedings
23. Finland thanked the delegation and recommended (a) that the prison of Lakeview be closed; (b) that
journalists be let into the north; and (c) a new school.
24. Chad noted the progress made. It recommended that the country teach children in their own language. It left.

II. Conclusions and/or recommendations
30. The recommendations listed below enjoy the support of Freedonia:
30.1. Ratify the Convention on Harbours (Chile, Republic of Korea); consider signing it
(Iran (Islamic Republic of));
A/HRC/99/7
12
30.2. Sign (Peru)/ratify (Mali, Niger) the Treaty on Rivers;
31. The following recommendations will be examined by Freedonia, which will provide responses in due time:
31.1. Abolish the tax on salt (Côte d'Ivoire) as soon as possible (Sweden);
32. The recommendations below did not enjoy the support of Freedonia:
32.1. Release the miners (Belgium).
33. The recommendations noted in the report in paragraphs 23 (b) and 24 above did not enjoy the support of Freedonia.
34. All conclusions and/or recommendations contained in the present report reflect the position of the States.
Annex
The delegation was headed by the Minister (Sweden);
"""


def told() -> list[tuple[tuple[str, ...], str, Response]]:
    return [(one.askers, one.text, one.response) for one in recommendations(REPORT)]


def test_a_report_gives_each_ask_with_its_askers_and_what_was_answered() -> None:
    assert told() == [
        (("CL", "KR"), "Ratify the Convention on Harbours", Response.ACCEPTED),
        (("IR",), "consider signing it", Response.ACCEPTED),
        (("PE",), "Sign the Treaty on Rivers", Response.ACCEPTED),
        (("ML", "NE"), "ratify the Treaty on Rivers", Response.ACCEPTED),
        (("CI",), "Abolish the tax on salt", Response.PENDING),
        (("SE",), "Abolish the tax on salt as soon as possible", Response.PENDING),
        (("BE",), "Release the miners", Response.NOTED),
        (("FI",), "journalists be let into the north", Response.NOTED),
        (("TD",), "the country teach children in their own language", Response.NOTED),
    ]


def test_the_place_of_an_ask_holds_its_own_first_words() -> None:
    for one in recommendations(REPORT):
        held = " ".join(REPORT[one.start : one.end].split())
        assert " ".join(one.text.split()[-2:]) in held or " ".join(one.text.split()[:1]) in held


@pytest.mark.parametrize(
    "text", ["", "Minutes of a meeting (Chile); more (Peru).", "II. Conclusions and/or recommendations"]
)
def test_a_text_without_the_closing_lists_holds_no_recommendation(text: str) -> None:
    assert recommendations(text) == ()


def test_lines_broken_by_a_pdf_change_nothing() -> None:
    unbroken = REPORT.replace("consider signing it\n(Iran", "consider signing it (Iran")
    assert [one.text for one in recommendations(unbroken)] == [text for _, text, _ in told()]


def test_a_list_whose_heading_says_nothing_of_an_answer_is_unknown() -> None:
    report = "II. Conclusions and/or recommendations\n\n9.1. Plant trees (Kenya);\n"
    assert [one.response for one in recommendations(report)] == [Response.UNKNOWN]


HEADINGS = [
    ("The recommendations formulated during the dialogue enjoy the support of Freedonia:", Response.ACCEPTED),
    ("Freedonia considered the recommendations listed below, and agrees to follow up on them:", Response.ACCEPTED),
    ("The following recommendations will be examined by Freedonia:", Response.PENDING),
    ("In the course of the discussion, the following recommendations were made to Freedonia:", Response.PENDING),
    ("The response of Freedonia to these recommendations will be included in the outcome report:", Response.PENDING),
    ("The recommendations below did not enjoy the support of Freedonia:", Response.NOTED),
    ("The recommendations below cannot be supported by Freedonia:", Response.NOTED),
    ("The following recommendations were noted by Freedonia:", Response.NOTED),
]


@pytest.mark.parametrize(("heading", "response"), HEADINGS)
def test_the_line_above_a_list_says_how_it_was_answered(heading: str, response: Response) -> None:
    report = f"II. Conclusions and/or recommendations\n\n9. {heading}\n\n9.1. Plant trees (Kenya);\n"
    assert [one.response for one in recommendations(report)] == [response]


def test_a_footnote_that_repeats_an_ask_as_it_was_first_read_is_no_second_ask() -> None:
    report = (
        "II. Conclusions and/or recommendations\n\n9. The recommendations below enjoy the support of Freedonia:\n\n"
        "9.1. Plant trees (Kenya);\n\n1 The recommendation as read during the interactive dialogue: plant oaks (Kenya).\n"
    )
    assert [one.text for one in recommendations(report)] == ["Plant trees"]


BRACKETS = [
    ("Ratify it (Chile and Peru)", [("CL", "PE")]),
    ("Ratify it (Bosnia and Herzegovina, United Kingdom of Great Britain and Northern Ireland)", [("BA", "GB")]),
    ("Ratify the treaty (OP-CAT) (Democratic Republic of the Congo)", [("CD",)]),
    ("Ratify it (Congo)", [("CG",)]),
    ("Help those who came (mainly from Chile)", []),
    ("Do as the French say (Paris)", []),
    ("Do (a) this and (b) that", []),
]


@pytest.mark.parametrize(("text", "places"), BRACKETS)
def test_only_a_bracket_of_states_names_askers(text: str, places: list[tuple[str, ...]]) -> None:
    assert [group.places for group in asker_groups(text)] == places


ENTRIES = [
    ("Plant trees (Kenya); dig wells (Mali)", ["Plant trees", "dig wells"]),
    ("Plant trees (Kenya) in the north (Mali)", ["Plant trees", "Plant trees in the north"]),
    ("Plant (Kenya)/water (Mali) the trees;", ["Plant the trees", "water the trees"]),
    ("Plant trees (Kenya) (Mali)", ["Plant trees", "Plant trees"]),
    ("Recommended that Freedonia plant trees (Kenya)", ["plant trees"]),
    ("Plant trees", []),
]


@pytest.mark.parametrize(("entry", "texts"), ENTRIES)
def test_an_entry_gives_each_state_the_words_of_its_ask(entry: str, texts: list[str]) -> None:
    assert [ask.text for ask in entry_asks(entry)] == texts


@given(st.text(alphabet="a();,./ \n0139AChileMali", max_size=200))
def test_asks_lie_in_their_report_whatever_it_holds(text: str) -> None:
    report = f"II. Conclusions and/or recommendations\n{text}"
    for one in recommendations(report):
        assert 0 <= one.start < one.end <= len(report)
        assert one.askers
        assert one.text


SPEAKERS = [
    ("Chad noted the progress.", "TD"),
    ("The Republic of Korea asked about schools.", "KR"),
    ("Chadian efforts were praised.", ""),
    ("In response to Chad, the delegation spoke.", ""),
    ("The delegation stressed its plans.", ""),
]


@pytest.mark.parametrize(("words", "place"), SPEAKERS)
def test_a_paragraph_is_of_the_state_that_it_opens_with(words: str, place: str) -> None:
    assert opening_state(words) == place


TURNS = (
    Turn("Mali asked for wells in the north and for trees.", "ML"),
    Turn("Kenya asked about schools.", "KE"),
    Turn("Kenya asked that trees be planted in the north.", "KE"),
    Turn("The delegation answered.", ""),
)


def test_among_the_raisers_passages_words_decide() -> None:
    ranked = rank_passages("Plant trees in the north", by="KE", passages=TURNS)
    assert [one.at for one in ranked][:2] == [2, 1]
    assert ranked[0].same_speaker


def test_an_unknown_raiser_matches_no_unknown_speaker() -> None:
    ranked = rank_passages("Dig wells in the north", passages=TURNS)
    assert ranked[0].at == 0
    assert not any(one.same_speaker for one in ranked)


@given(st.text(max_size=60), st.lists(st.builds(Turn, st.text(max_size=40), st.sampled_from(["", "KE"])), max_size=6))
def test_every_passage_is_ranked_once_and_scores_fall(ask: str, turns: list[Turn]) -> None:
    ranked = rank_passages(ask, by="KE", passages=turns)
    assert sorted(one.at for one in ranked) == list(range(len(turns)))
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)


def _bench() -> ModuleType:
    path = Path(__file__).parents[1] / "bench" / "upr.py"
    spec = importlib.util.spec_from_file_location("bench_upr", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pdf_reports_are_read_nearly_as_well_as_their_text(shared: Path) -> None:
    """Twelve reports as PDF; the floor is a point below the score of the day that they were first read."""
    found = _bench().report_scores(pdf=True)
    assert found["f1"] >= 0.93
    assert found["response_accuracy"] >= 0.98
