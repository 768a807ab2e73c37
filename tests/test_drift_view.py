"""What changed in a formula is read in one line, on a terminal, in a page and by a program."""

from __future__ import annotations

import json
from html.parser import HTMLParser

from onrecord.ledger.drift import cited_by, drift
from onrecord.model.record import Quote
from onrecord.model.standing import Cited
from onrecord.model.wording import Wording
from onrecord.reports.drift_shown import drift_html, drift_lines, drift_to_json, formula_lines, formulas_to_json
from onrecord.reports.drift_view import Part, drift_views, ordinal
from onrecord.reports.withholding import MARKER, MASK
from onrecord.text.formulas import formulas
from test_drift import ENCOURAGED, URGED, held, said

HOSTILE = "He urged <script>alert(1)</script> & “Kharzan” to end abuses in Northmark\u202e, Eastmark and the Isles."


def lines_of(*observations) -> str:
    return "\n".join(line for view in drift_views(drift(observations)) for line in drift_lines(view))


def test_deleted_and_added_words_stand_in_one_line():
    shown = lines_of(said(URGED, "2029-05-26"), said(ENCOURAGED, "2030-06-01"))
    assert "The Minister [-urged-]{+encouraged+} Kharzan to end" in shown
    assert "[-, as well as individual cases of concern-]." in shown
    assert "held against 2029-05-26" in shown
    assert "verb weaker" not in shown
    assert "weaker verb: “urged” → “encouraged”" in shown
    assert "2 wordings in 2 documents; 2 of them from findings that nobody has judged" in shown


def test_the_same_words_again_are_news():
    shown = lines_of(*(said(URGED, f"20{year}-05-26") for year in (28, 29, 30, 31)))
    assert "the same words for the 4th time since 2028-05-26" in shown
    assert "One wording in 1 version, 2028-05-26 to 2031-05-26" in shown


def test_words_of_one_day_come_last_and_may_be_left_out():
    observations = [said("A word on trade.", "2028-01-01"), said(URGED, "2029-05-26"), said(ENCOURAGED, "2030-06-01")]
    (view,) = drift_views(drift(observations))
    assert [family.is_once for family in view.families] == [False, True]
    assert "A word on trade." in list(drift_lines(view))[-2]
    assert "A word on trade." not in "".join(drift_lines(view, once=False))


class Page(HTMLParser):
    """Collects the elements and the words of a fragment."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[str] = []
        self.words = ""

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.elements.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def test_a_page_marks_changes_for_the_eye_and_for_a_screen_reader_and_escapes_all():
    (view,) = drift_views(
        drift([said(HOSTILE, "2029-05-26"), said(HOSTILE.replace("urged", "encouraged"), "2030-06-01")])
    )
    page = Page()
    page.feed(drift_html(view))
    assert page.open == []
    assert {"section", "del", "ins", "blockquote"} <= set(page.elements)
    assert "script" not in page.elements
    assert "<script>alert(1)</script>" in page.words
    assert "[deleted: urged]" in page.words
    assert "[added: encouraged]" in page.words


def test_a_terminal_gets_no_character_that_steers_it():
    shown = lines_of(said(HOSTILE + "\x1b[2J", "2029-05-26"))
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_a_withheld_name_is_in_no_rendering():
    def masked(quote: Quote) -> Quote:
        return Quote(quote.start, quote.end, quote.exact.replace("Kharzan", MASK * 7))

    (wording,) = drift([said(URGED, "2029-05-26")])
    assert wording.uses[0].quote is not None
    safe = Wording(
        wording.ask_id, wording.side, "", 1, (Cited(held("2029-05-26"), masked(wording.uses[0].quote)),), 1, None, False,
    )  # fmt: skip
    (view,) = drift_views([safe])
    for shown in ("\n".join(drift_lines(view)), drift_html(view), json.dumps(drift_to_json([safe]))):
        assert "Kharzan" not in shown
        assert MASK not in shown
        assert MARKER in shown


def test_json_holds_every_edit_with_its_places():
    *_, last = drift_to_json(drift([said(URGED, "2029-05-26"), said(ENCOURAGED, "2030-06-01")]))
    assert json.loads(json.dumps(last)) == last
    assert last["edits"][0]["old"]["quote"] == "urged"
    assert last["edits"][0]["kind"] == "substance"
    assert {shift["shift"] for shift in last["shifts"]} >= {"weaker verb", "clause dropped", "charge dropped"}


def test_marks_alone_are_not_marked():
    (view,) = drift_views(drift([said(URGED, "2029-05-26"), said(URGED.replace("urged", "“urged”"), "2030-06-01")]))
    assert view.families[0].versions[1].wording.edits
    (same,) = drift_views(drift([said(URGED, "2029-05-26"), said(URGED.replace(",", ";"), "2030-06-01")]))
    assert {piece.part for piece in same.families[0].versions[0].pieces} == {Part.KEPT}


def test_a_formula_is_shown_with_what_filled_its_gaps():
    uses = [
        said(
            f"He raised concerns about forced removals in {place} and individual cases of concern.", f"203{year}-01-01"
        )
        for year, place in enumerate(("Northmark", "Eastmark", "Southmark"))
    ]
    found = formulas(cited_by(uses))
    shown = "\n".join(formula_lines(found))
    assert "He raised concerns about forced removals in … and individual cases of concern" in shown
    assert "2031-01-01  Eastmark" in shown
    (value,) = formulas_to_json(found)
    assert json.loads(json.dumps(value)) == value
    assert value["slots"] == ["nothing", "names", "nothing"]


def test_ordinals():
    assert [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 21, 102, 113)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "21st", "102nd", "113th",
    ]  # fmt: skip
