"""Recommendations of the United Nations come in as asks with their own words; what asks for nothing is counted."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli.import_ import command as import_command
from onrecord.reports.formats.recommendations import Wanted, read_uhri, read_upr
from onrecord.reports.formats.sheets import TableError, xlsx_of
from onrecord.reports.formats.told import FormatError
from onrecord.settings import load_agenda

UPR = (
    "id,to_state,to_region,to_orgs,text,from_state,from_region,from_orgs,response,action,issues,session,year,kind,report\n"
    'upr1,China,Asia,,"Ratify the Covenant, without delay.",Norway,WEOG,,Noted,5,"Treaties,Justice",17,2013,recommendation,china2013\n'
    "upr2,China,Asia,,China will go on with reform.,China,Asia,,Voluntary Pledge,4,Reform,17,2013,voluntary_pledge,china2013\n"
    "upr3,Viet Nam,Asia,,Release prisoners.,Norway,WEOG,,Accepted,4,Detention,18,2014,recommendation,vietnam2014\n"
)
UHRI = [
    {
        "AnnotationId": "u1",
        "Symbol": "A/HRC/40/6",
        "Body": "- UPR",
        "Countries": ["- China"],
        "Themes": ["- Death penalty", "- Justice"],
        "Text": "<p>28.5 Abolish the death&nbsp;penalty (Norway);</p>",
        "AnnotationType": "- Recommendations",
        "PublicationDate": "2018-12-26",
        "Sdgs": [],
    },
    {
        "AnnotationId": "u2",
        "Symbol": "E/C.12/CHN/CO/3",
        "Body": "- CESCR",
        "Countries": ["- China", "- Macao"],
        "Themes": None,
        "Text": "The Committee recommends that the State party end it.",
        "AnnotationType": "- Recommendations",
        "NewKey": 1,
    },
    {
        "AnnotationId": "u3",
        "Symbol": "E/C.12/CHN/CO/3",
        "Body": "- CESCR",
        "Countries": ["- China"],
        "Text": "The Committee is concerned.",
        "AnnotationType": "- Concerns/Observations",
    },
]


def test_a_recommendation_is_an_ask_of_whoever_made_it() -> None:
    made = read_upr(UPR.encode(), name="upr.csv")
    first = made.asks[0]
    assert (first.id, first.raiser, first.target, first.claimant) == ("upr1", "Norway", "China", "Norway")
    assert (first.text, first.parent, first.action) == ("Ratify the Covenant, without delay.", "Treaties", 5)
    assert made.passed_over == {"voluntary pledges": 1}
    assert made.columns == []


def test_they_are_narrowed_by_any_name_of_a_country() -> None:
    made = read_upr(UPR.encode(), name="upr.csv", wanted=Wanted(target="Vietnam", raiser="United States"))
    assert [(ask.id, ask.raiser, ask.claimant) for ask in made.asks] == [("upr3", "United States", "Norway")]
    assert made.passed_over["of others than those wanted"] == 1


def test_the_index_comes_in_as_json() -> None:
    made = read_uhri(json.dumps(UHRI).encode(), name="uhri.json")
    assert [(ask.id, ask.raiser, ask.target) for ask in made.asks] == [
        ("u1", "Norway", "China"),
        ("u2-1", "CESCR", "China"),
        ("u2-2", "CESCR", "Macao"),
    ]
    assert made.asks[0].text == "28.5 Abolish the death penalty (Norway);"
    assert made.asks[0].parent == "Death penalty"
    assert made.asks[1].claimant == "CESCR (E/C.12/CHN/CO/3)"
    assert made.passed_over == {"Concerns/Observations": 1}
    assert made.columns == ["NewKey"]


def test_the_index_comes_in_as_a_spreadsheet_too() -> None:
    pytest.importorskip("xlsxwriter", reason="the extra `tables` is not installed")
    pytest.importorskip("python_calamine", reason="the extra `tables` is not installed")
    heading = ["Text", "Document Symbol", "Reccomending Body", "Countries Concerned", "Themes", "Type", "UPR Position"]
    row = ["End it.", "A/1", "- CCPR", "- China\n- Iran", "- Torture", "- Recommendations", ""]
    made = read_uhri(xlsx_of(heading, [row], title="uhri"), name="uhri.xlsx")
    assert [(ask.target, ask.raiser, ask.parent) for ask in made.asks] == [
        ("China", "CCPR", "Torture"),
        ("Iran", "CCPR", "Torture"),
    ]


def test_what_is_wrong_is_said_by_row_and_column() -> None:
    out = io.StringIO()
    csv.writer(out).writerows(
        [["text", "to_state", "from_state", "action"], ["", "China", "Norway", "7"], ["x", "", "", ""]]
    )
    with pytest.raises(TableError) as caught:
        read_upr(out.getvalue().encode(), name="upr.csv")
    said = sorted((wrong.row, wrong.column) for wrong in caught.value.wrong)
    assert said == [(2, "action"), (2, "text"), (3, "asked_by"), (3, "target")]


@pytest.mark.parametrize("content", [b"[", b'[{"Text": 1}', b"[1]", b'[{"Text": "x"} nonsense'])
def test_a_list_that_breaks_off_is_refused(content: bytes) -> None:
    with pytest.raises(FormatError, match=r"uhri\.json"):
        read_uhri(content, name="uhri.json")


def test_import_narrows_and_says_what_it_passed_over(tmp_path: Path) -> None:
    (tmp_path / "upr.csv").write_text(UPR, encoding="utf-8")
    arguments = [str(tmp_path / "upr.csv"), "--from", "upr", "--target", "China", "-o", str(tmp_path / "a.yaml")]
    result = CliRunner().invoke(import_command, arguments)
    assert result.exit_code == 0, result.output
    assert "Passed over: 1 voluntary pledges." in result.stderr
    assert [ask.id for ask in load_agenda(tmp_path / "a.yaml").asks] == ["upr1"]


def test_the_real_table_comes_in_whole(shared: Path) -> None:
    """UPR Info's first twelve sessions and more: every recommendation, and the pledges counted."""
    content = (shared / "bench" / "upr_asks" / "recommendations.csv").read_bytes()
    began = time.monotonic()
    made = read_upr(content, name="recommendations.csv")
    assert (len(made.asks), made.passed_over["voluntary pledges"]) == (29_487, 640)
    assert time.monotonic() - began < 20
