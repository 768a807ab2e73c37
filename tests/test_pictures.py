"""The pictures: complete in words, inside their frames, legible on a phone, and with the same facts as their tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from onrecord.model.agenda import Level
from onrecord.model.engagements import RecordStatus
from onrecord.model.finding import Coverage, Verdict
from onrecord.model.standing import Standing
from onrecord.reports.audience import Audience
from onrecord.reports.pictures.ask_days import ask_days, axis_of
from onrecord.reports.pictures.ask_matrix import ASKS, matrix_pictures
from onrecord.reports.pictures.ask_time import ask_picture
from onrecord.reports.pictures.marks import placed_words, spread
from onrecord.reports.pictures.months import YEARS, held_by_month, months_picture
from onrecord.reports.pictures.picture import NARROW, WIDE, Picture, svg_style
from onrecord.reports.pictures.strips import strips
from onrecord.reports.pictures.svg import SIZES, element, fitted, text_width, two_lines, words
from onrecord.reports.standing_gate import cleared_standing
from onrecord.reports.standing_page import timelines
from onrecord.reports.standing_report import Dated, StandingReport
from onrecord.reports.timeline import MARKS_A_ROW
from onrecord.reports.words import codebook_words
from standing_objects import (
    CHINESE,
    ENGAGEMENTS,
    OURS_PUBLISHER,
    TODAY,
    V1,
    V3,
    ask,
    bare_report,
    crackdown,
    held,
    observed,
    report,
)

SMALLEST = 10
"""Pixels that a letter has at least on a screen of 320."""
CARD = 267
"""Pixels between the edges of an ask's card on a screen of 320, measured in Chromium."""


def pictures(value: StandingReport | None = None) -> list[Picture]:
    full = value or report()
    calendar = months_picture(full.held)
    found = [*timelines(full, codebook_words()).values(), *matrix_pictures(full, codebook_words())]
    return [*found, calendar] if calendar else found


def drawings(picture: Picture) -> Iterator[etree._Element]:
    for drawn in (picture.wide, picture.narrow):
        yield etree.fromstring(str(drawn))


def of(standing: Standing, **more: object) -> Picture:
    full = replace(report(), standings=(standing,), **more)
    found = ask_picture(1, standing, full, codebook_words())
    assert found is not None
    return found


def texts_outside(svg: etree._Element) -> list[str]:
    """Texts that the estimate puts beyond the view box."""
    _, _, width, height = map(float, svg.get("viewBox", "").split())
    outside = []
    for text in svg.iter("text"):
        size = next(name for name in text.get("class", "").split() if name in SIZES)
        wide = text_width(text.text or "", size=size)
        anchor = text.get("text-anchor", "start")
        if text.get("direction") == "rtl":
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        left = float(text.get("x", "")) - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        y = float(text.get("y", ""))
        if left < -0.5 or left + wide > width + 0.5 or not SIZES[size] * 0.7 <= y <= height:
            outside.append(text.text or "")
    return outside


@pytest.mark.parametrize("picture", pictures(), ids=lambda picture: picture.id)
def test_every_picture_is_an_image_with_title_description_and_table(picture: Picture) -> None:
    ids = set()
    for svg in drawings(picture):
        assert svg.get("role") == "img"
        labels = (svg.get("aria-labelledby") or "").split()
        title, desc = svg.find("title"), svg.find("desc")
        assert title is not None and desc is not None
        assert [title.get("id"), desc.get("id")] == labels
        assert title.text and desc.text
        ids |= set(labels)
    assert len(ids) == 4
    assert picture.rows
    assert all(len(row) == len(picture.head) for row in picture.rows)


@pytest.mark.parametrize("picture", pictures(), ids=lambda picture: picture.id)
def test_no_text_leaves_its_frame(picture: Picture) -> None:
    for svg in drawings(picture):
        assert texts_outside(svg) == []


def test_letters_are_legible_on_the_narrowest_phone() -> None:
    assert min(SIZES.values()) * CARD / NARROW >= SMALLEST
    assert NARROW < WIDE


def test_ids_on_a_page_are_never_the_same_twice() -> None:
    ids = [
        node.get("id") for picture in pictures() for svg in drawings(picture) for node in svg.iter() if node.get("id")
    ]
    assert len(ids) == len(set(ids))


def test_what_is_drawn_is_listed_and_what_has_no_date_is_listed_too() -> None:
    found = ask_days(crackdown(), report(), codebook_words())
    for group in (found.raised, found.omitted, found.answers, found.dues, found.engagements):
        assert set(group) <= set(found.table)
    assert "" in [one.date for one in found.table]
    marked = str(of(crackdown()).wide)
    for one in (*found.raised, *found.omitted):
        assert one.days is None or one.date in marked


def test_a_level_is_told_by_height_figure_and_word_and_a_side_by_shape() -> None:
    svg = etree.fromstring(str(of(crackdown()).wide))
    groups = {(g.findtext("title") or "").split(":")[0]: g for g in svg.iter("g")}
    asked, concern, joint = groups["2025-03-11"], groups["2025-10-20"], groups["2025-07"]
    assert [asked.find("text").text, concern.find("text").text] == ["4", "2"]  # type: ignore[union-attr]
    assert float(asked.find("circle").get("cy")) < float(concern.find("circle").get("cy"))  # type: ignore[union-attr, arg-type]
    assert joint.find("polygon") is not None
    said = [text.text for text in svg.iter("text")]
    assert {"4 asked", "3 specific", "2 concern", "1 named"} <= set(said)


def test_a_judged_finding_and_one_that_the_engine_abstains_on_look_different() -> None:
    classes = " ".join(str(g.get("class")) for g in etree.fromstring(str(of(crackdown()).wide)).iter("g"))
    assert "l4 judged" in classes and "l3 unsure" in classes and "hollow" in classes


def test_a_rejected_finding_is_neither_drawn_nor_listed() -> None:
    assert not any("2025-12-02" in cell for row in of(crackdown()).rows for cell in row)


def test_a_judged_finding_is_no_longer_unsure() -> None:
    one = Standing(ask("a", "x"), (observed("a", V1, Level.ASKED, verdict=Verdict.CONFIRMED, abstain=True),))
    [row] = [row for row in of(one).rows if row[1] == "raised"]
    assert "judged by a person" in row[2] and "abstains" not in row[2]


def test_the_clock_runs_from_the_last_raising_to_today() -> None:
    found = ask_days(crackdown(), report(), codebook_words())
    assert (found.clock_words, found.clock and found.clock.since) == ("400 days", "2025-10-20")
    axis = axis_of(found, TODAY)
    assert axis is not None
    assert "400 days" in [text.text for text in etree.fromstring(str(of(crackdown()).narrow)).iter("text")]


def test_a_date_that_is_still_to_come_is_on_the_axis() -> None:
    full = crackdown()
    later = replace(full, promises=(replace(full.promises[0], due="2028-06"),))
    axis = axis_of(ask_days(later, report(), codebook_words()), TODAY)
    assert axis is not None
    assert axis.place(axis.last) > axis.place(axis.last - 300)
    assert any(row[0] == "2028-06" for row in of(later).rows)


def test_a_crowded_picture_keeps_the_best_of_each_month_and_says_so() -> None:
    crowd = tuple(
        observed("a", held(f"d{n}", f"{2000 + n % 9}-{1 + n % 12:02}-{1 + n % 28:02}"), Level(1 + n % 4))
        for n in range(400)
    )
    found = ask_days(Standing(ask("a", "x"), crowd), report(), codebook_words())
    assert len(found.raised) <= MARKS_A_ROW
    assert found.thinned == 400 - len(found.raised)
    assert {one for one in found.table if one.what == "raised"} == set(found.raised)
    assert f"{found.thinned} more findings" in of(Standing(ask("a", "x"), crowd)).desc
    assert texts_outside(etree.fromstring(str(of(Standing(ask("a", "x"), crowd)).narrow))) == []


def test_without_a_date_there_is_no_picture() -> None:
    undated = Standing(ask("a", "x"), (observed("a", replace(V1, date=""), Level.ASKED),))
    assert ask_picture(1, undated, replace(report(), coverage=Coverage(0, ())), codebook_words()) is None
    assert pictures(bare_report()) == []


def test_a_gap_of_a_publisher_is_hatched() -> None:
    [first, *_] = strips(report().coverage)
    assert first.publisher == OURS_PUBLISHER
    assert len(first.gaps) == 1
    assert 'fill="url(#hatch-ask-1-time-w)"' in str(of(crackdown()).wide)


def test_not_captured_is_not_the_same_as_nothing_found() -> None:
    [matrix] = matrix_pictures(report(), codebook_words())
    said = {(row[0], row[1]): row[2:] for row in matrix.rows}
    assert said["1", "2025-03-11 meeting"] == ("4 asked (ours)", "nothing found in 1 document")
    assert said["1", "2024-09-03 meeting"] == ("3 specific (ours)", "not captured")
    assert said["3", "2026-05-12 call"] == ("not captured", "not captured")
    assert said["3", "2026-06-10 visit"][0] == "nothing found in 1 document"
    drawn = str(matrix.wide)
    assert "url(#hatch-matrix-1-w)" in drawn and "in 1" in drawn


def test_a_record_whose_time_has_not_run_out_is_not_yet_due() -> None:
    due = [replace(one, status=RecordStatus.DUE) for one in ENGAGEMENTS[4].expected]
    full = replace(report(), followed=(replace(ENGAGEMENTS[4], expected=tuple(due)),))
    [matrix] = matrix_pictures(full, codebook_words())
    assert {row[2] for row in matrix.rows} == {"not yet due"}


def test_a_sealed_ask_is_in_no_picture() -> None:
    safe = cleared_standing(report(), Audience.TEAM).report
    [matrix] = matrix_pictures(safe, codebook_words())
    assert "5" not in {row[0] for row in matrix.rows}
    assert 5 not in timelines(safe, codebook_words())


def test_many_asks_and_engagements_are_cut_into_pages_and_bands() -> None:
    full = report()
    many = tuple(replace(crackdown(), ask=replace(crackdown().ask, id=f"a{n}")) for n in range(30))
    wide = replace(full, standings=many, followed=ENGAGEMENTS * 7)
    found = matrix_pictures(wide, codebook_words())
    assert [len(picture.rows) for picture in found] == [ASKS * 42, ASKS * 42, 6 * 42]
    for picture in found:
        for svg in drawings(picture):
            assert texts_outside(svg) == []


def test_the_calendar_tells_no_document_from_no_time() -> None:
    calendar = months_picture(report().held)
    assert calendar is not None
    rows = {row[:2]: row[2] for row in calendar.rows}
    assert rows[OURS_PUBLISHER, "2024-10"] == "none in hand"
    assert (OURS_PUBLISHER, "2023-12") not in rows
    assert rows["Sumara Rights Forum", "2025, month not known"] == "1"
    assert rows["Sumara Rights Forum", "date not known"] == "1"


def test_the_calendar_counts_every_document_once() -> None:
    documents = report().held
    assert sum(one.total for one in held_by_month(documents)) == len(documents)


def test_a_long_record_is_cut_in_the_picture_and_whole_in_the_table() -> None:
    documents = [Dated(f"{year}-03-01", "Old Office") for year in range(1946, 2027)]
    calendar = months_picture(documents)
    assert calendar is not None
    svg = etree.fromstring(str(calendar.narrow))
    said = [text.text for text in svg.iter("text")]
    assert f"{81 - YEARS} before {2027 - YEARS}" in said
    assert sum(row[2] == "1" for row in calendar.rows) == 81


@pytest.mark.parametrize("number", [1, 99, 100, 999, 1000, 99_999, 1_000_000])
def test_a_figure_stays_inside_its_cell(number: int) -> None:
    calendar = months_picture([Dated("2026-01-05", "P")] * min(number, 1200))
    assert calendar is not None
    assert texts_outside(etree.fromstring(str(calendar.narrow))) == []


ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@settings(max_examples=60, deadline=None)
@given(ANY, ANY, st.sampled_from(["2024", "2024-05", "2024-05-06", "", "x"]))
def test_whatever_stands_in_a_record_the_picture_is_sound(text: str, publisher: str, date: str) -> None:
    strange = held("d", date, title=text, publisher=publisher)
    standing = Standing(ask("a", text), (observed("a", strange, Level.ASKED), observed("a", V3, Level.NAMED)))
    full = replace(report(), standings=(standing,), held=(Dated(date, publisher), Dated("2024-01", publisher)))
    for picture in pictures(full):
        for svg in drawings(picture):
            assert texts_outside(svg) == []


@given(ANY, st.floats(5, 400))
def test_a_fitted_text_fits(text: str, width: float) -> None:
    said = fitted(text, width)
    assert said in {"…", ""} or text_width(said) <= width + 0.01
    assert all(
        text_width(part) <= width + 0.01 or part == "…" or text_width(text) <= width for part in two_lines(text, width)
    )


@given(st.lists(st.tuples(st.floats(0, 200), st.sampled_from([1.0, 30.0])), max_size=12))
def test_marks_set_aside_stay_near_and_inside(places: list[tuple[float, float]]) -> None:
    found = spread(places, step=11, limit=22, edges=(0, 200))
    assert all(abs(now - x) <= 22.001 and 0 <= now <= 200 for now, (x, _) in zip(found, places, strict=True))


@given(st.lists(st.tuples(st.floats(0, 200), st.sampled_from(["refused", "no", "acknowledged"])), max_size=9))
def test_words_below_marks_never_cover_each_other(items: list[tuple[float, str]]) -> None:
    ordered = sorted(items)
    rows: dict[int, float] = {}
    for placed, (_, text) in zip(placed_words(ordered, left=0, right=200, rows=2), ordered, strict=True):
        if placed:
            assert placed[0] >= rows.get(placed[1], 0.0)
            rows[placed[1]] = placed[0] + text_width(text, size="small")


def test_words_from_outside_are_escaped() -> None:
    evil = '</title><script>alert("1")</script>'
    drawn = str(of(replace(crackdown(), ask=ask("sumara", evil))).wide) + words(evil, 0, 0) + element("g", title=evil)
    assert "<script" not in drawn
    assert re.search(r"&lt;/title&gt;", drawn)


def test_right_to_left_words_keep_their_beginning() -> None:
    drawn = etree.fromstring(str(words("المطالبة بالسماح للمراقبين", 10, 10, width=60)))
    assert drawn.get("direction") == "rtl" and drawn.get("text-anchor") == "end"
    assert (drawn.text or "").startswith("المط")
    plain = etree.fromstring(str(words(CHINESE, 10, 10, width=60)))
    assert plain.get("direction") is None and (plain.text or "").endswith("…")


def test_a_picture_can_be_a_file_of_its_own() -> None:
    root = etree.fromstring(of(crackdown()).file().encode())
    assert etree.QName(root).namespace == "http://www.w3.org/2000/svg"
    assert "prefers-color-scheme: dark" in (root.findtext("{*}style") or "")


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    full = colour if len(colour) == 7 else "#" + "".join(char * 2 for char in colour[1:])
    parts = [int(full[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    "block", re.findall(r"\.drawn \{(.*?)\}", svg_style(), re.DOTALL), ids=["light", "dark", "print"]
)
def test_every_figure_stands_out_from_what_it_stands_on(block: str) -> None:
    colours = dict(re.findall(r"(?:--)?([\w-]+): (#[0-9a-f]{3,6})", block))
    ink = colours["color"]
    on = [(ink, "paper"), (ink, "p0"), (ink, "p1"), (ink, "p2"), (ink, "band"), (colours["quiet"], "paper")]
    on += [(colours["quiet"], "band"), (colours["p3-ink"], "p3"), (colours["p4-ink"], "p4")]
    assert {name: contrast(text, colours[name]) for text, name in on if contrast(text, colours[name]) < 4.5} == {}
    assert contrast(colours["edge"], colours["paper"]) >= 3
    assert contrast(colours["hatch"], colours["paper"]) >= 3
