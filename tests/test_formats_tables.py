"""A table of findings or asks comes back as it went out, runs nothing in a spreadsheet, and errors have a place."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_values import INTERNAL, SEALED, Held, filled
from onrecord.cli.import_ import command as import_command
from onrecord.errors import UnreadableError
from onrecord.model.agenda import Ask, Level
from onrecord.model.record import Quote
from onrecord.reports.audience import Audience
from onrecord.reports.formats import asks_table, findings_table
from onrecord.reports.formats.asks_table import read_asks
from onrecord.reports.formats.cells import day, guarded, joined, split, unguarded, words
from onrecord.reports.formats.findings_table import read_findings
from onrecord.reports.formats.sheets import TableError, csv_of, xlsx_of
from onrecord.reports.formats.told import FormatError, Told
from onrecord.settings import load_agenda
from scorecard_values import fictional_check

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30)
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "'=1", "''", "＝1", '=HYPERLINK("http://x")']


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    return filled(tmp_path_factory.mktemp("tables"))


@settings(max_examples=500)
@given(TEXTS | st.sampled_from(HOSTILE))
def test_a_guarded_cell_comes_back_and_begins_no_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text).lstrip(" \u00a0\ufeff")[:1] not in set("=+-@\t\r\n＝＋－＠")


@given(st.lists(TEXTS.map(str.strip).filter(lambda text: text and not text.endswith("\\")), max_size=4))
def test_several_values_of_one_cell_come_back(values: list[str]) -> None:
    assert split(joined(values)) == tuple(values)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(TEXTS | st.sampled_from(HOSTILE), min_size=2, max_size=2), max_size=4))
def test_a_csv_comes_back_cell_for_cell(rows: list[list[str]]) -> None:
    content = csv_of(["a", "b"], rows)
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [[unguarded(cell) for cell in row] for row in read[1:]] == rows


def asks() -> tuple[Ask, ...]:
    quote = Quote(412, 428, "=must be raised,")
    return (
        Ask(
            "a1", "Release “X”, and\nhis son; now.", "United States", "China", "parent", "object", 5, Level.ASKED, quote
        ),
        Ask(
            "a2",
            "=cmd|' /C calc'!A0",
            "EU",
            "Iran",
            own=False,
            claimant="-x",
            aliases=("一", "b|c", "d\\e"),
            cases=("k",),
        ),
        Ask("a3", "'quoted'", "EU", "Iran", bar=Level.NAMED, unsure=("Whether it is one.", "+1")),
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_asks_come_back_as_they_were(kind: str) -> None:
    if kind == "xlsx":
        pytest.importorskip("xlsxwriter", reason="the extra `tables` is not installed")
        content = xlsx_of(asks_table.COLUMNS, asks_table.rows(asks()), title="asks")
    else:
        content = csv_of(asks_table.COLUMNS, asks_table.rows(asks()))
    assert read_asks(content, name=f"asks.{kind}") == asks()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_finding_and_quote_comes_back(kind: str) -> None:
    """Every level, state, answer, scope, force and channel; Chinese and Arabic quotes."""
    told = Told.of(fictional_check(), Audience.TEAM, at="", layer=lambda _: None)
    write = findings_table.csv_bytes if kind == "csv" else findings_table.xlsx_bytes
    read = {(found.ask_id, found.document_id): found for found in read_findings(write(told), name="f")}
    sent = {(found.ask_id, found.document_id): found for _, found, _ in told.findings()}
    assert read.keys() == sent.keys()
    for key, found in sent.items():
        assert read[key] == replace(found, reasons=())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_quotes_verify_by_slice_and_digest_after_the_round_trip(held: Held, kind: str) -> None:
    write = findings_table.csv_bytes if kind == "csv" else findings_table.xlsx_bytes
    checked = 0
    for found in read_findings(write(held.told(Audience.TEAM)), name="f"):
        document = held.store.ledger.document(found.document_id)
        for quote in (*found.evidence, *found.answer_evidence):
            cut = document.text[quote.start : quote.end]
            assert hashlib.sha256(cut.encode()).digest() == hashlib.sha256(quote.exact.encode()).digest()
            checked += 1
    assert checked >= 3


@pytest.mark.parametrize(("audience", "hidden"), [(Audience.PUBLIC, (INTERNAL, SEALED)), (Audience.TEAM, (SEALED,))])
@pytest.mark.parametrize("write", [findings_table.csv_bytes, asks_table.csv_bytes])
def test_no_protected_name_is_in_a_table(
    held: Held, audience: Audience, hidden: tuple[str, ...], write: object
) -> None:
    content = write(held.told(audience)).decode()  # type: ignore[operator]  # one of the two writers
    assert [part for name in hidden for part in name.split() if part in content] == []


def test_a_workbook_is_the_same_each_time_and_holds_no_formula(held: Held) -> None:
    pytest.importorskip("xlsxwriter", reason="the extra `tables` is not installed")
    first = xlsx_of(["a"], [[text] for text in HOSTILE], title="x")
    assert first == xlsx_of(["a"], [[text] for text in HOSTILE], title="x")
    with zipfile.ZipFile(io.BytesIO(first)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.casefold()


def test_a_cell_that_no_spreadsheet_holds_is_named() -> None:
    with pytest.raises(FormatError, match=r"row 2, column 'a': has 40,000 characters"):
        xlsx_of(["a"], [["x" * 40_000]], title="x")


def table(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def test_everything_that_is_wrong_is_said_by_row_and_column() -> None:
    content = table(
        "id,text,raiser,target,action,bar,own,quote,start,end",
        "a,Do it.,EU,Iran,9,high,perhaps,,,",
        "a,,EU,Iran,,,,,,",
        ",Do it.,EU,,x,,,words,1,3",
    )
    with pytest.raises(TableError) as caught:
        read_asks(content, name="asks.csv")
    said = [(wrong.row, wrong.column) for wrong in caught.value.wrong]
    assert said == [
        (2, "action"),
        (2, "bar"),
        (2, "own"),
        (3, "id"),
        (3, "text"),
        (4, "target"),
        (4, "action"),
        (4, "quote"),
    ]
    assert str(caught.value).startswith("asks.csv: row 2, column 'action': 9 is no action category")


@pytest.mark.parametrize(
    ("content", "words_"),
    [
        (table("id,text,raiser", "a,b,c"), "'target': is missing"),
        (table("text,raiser,target,colour", "a,b,c,red"), "'colour': is not a column"),
        (table("text,raiser,target,text", "a,b,c,d"), "'text': stands twice"),
        (table("text,raiser,target", "a,b,c,d"), "row 2"),
        (b"", "is missing"),
    ],
)
def test_a_heading_that_is_not_in_order_is_named(content: bytes, words_: str) -> None:
    with pytest.raises(TableError, match=words_):
        read_asks(content, name="asks.csv")


@pytest.mark.parametrize(
    "content", ["text,raiser,target\nä".encode("latin-1"), b'text,raiser,target\n"a', b"PK\x03\x04nothing"]
)
def test_bytes_that_are_no_table_are_named(content: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"asks\.csv"):
        read_asks(content, name="asks.csv")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_separators_of_other_countries_are_known(mark: str) -> None:
    content = table(mark.join(["text", "raiser", "target"]), mark.join(["Do it.", "EU", "Iran"]))
    assert read_asks(content, name="a")[0] == Ask("row-2", "Do it.", "EU", "Iran")


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("2023-06-19", "2023-06-19"),
        ("2023-06", "2023-06"),
        (2023, "2023"),
        (date(2023, 6, 19), "2023-06-19"),
        (datetime(2023, 6, 19), "2023-06-19"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_date_is_iso_8601(cell: object, iso: str) -> None:
    assert day(cell) == iso  # type: ignore[arg-type]  # each is a cell


@pytest.mark.parametrize(
    "cell", ["03/04/2023", "19.6.2023", "June 2023", "2023-02-30", "2023-6-1", 45000, 45000.5, "soon", "20230619"]
)
def test_a_date_that_could_be_another_is_refused(cell: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        day(cell)  # type: ignore[arg-type]  # each is a cell


def test_numbers_and_dates_of_a_workbook_are_words() -> None:
    assert [words(cell) for cell in (5.0, 5, 0.5, True, date(2023, 6, 19), None)] == [
        "5",
        "5",
        "0.5",
        "yes",
        "2023-06-19",
        "",
    ]


def test_import_makes_an_agenda_that_loads(tmp_path: Path) -> None:
    (tmp_path / "asks.csv").write_bytes(table("text,raiser,target,bar", "Call on Iran to do it.,EU,Iran,asked"))
    made = tmp_path / "agenda.yaml"
    result = CliRunner().invoke(
        import_command, [str(tmp_path / "asks.csv"), "--from", "asks", "-o", str(made), "--title", "T"]
    )
    assert result.exit_code == 0, result.output
    loaded = load_agenda(made)
    assert (loaded.title, loaded.asks[0].bar) == ("T", Level.ASKED)


def test_import_names_each_wrong_cell_and_takes_nothing(tmp_path: Path) -> None:
    (tmp_path / "asks.csv").write_bytes(table("text,raiser,target,bar", ",EU,Iran,high", "a,,b,"))
    result = CliRunner().invoke(
        import_command, [str(tmp_path / "asks.csv"), "--from", "asks", "-o", str(tmp_path / "a.yaml")]
    )
    assert isinstance(result.exception, TableError)
    assert result.stderr.count("row 2") == 2
    assert result.stderr.count("row 3") == 1
    assert not (tmp_path / "a.yaml").exists()
