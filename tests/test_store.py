"""The store forgets nothing, doubles nothing, and shows when it was tampered with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

import postgres
from onrecord.errors import StoreError
from onrecord.ledger import binding
from onrecord.ledger.engine import engine_of, writing
from onrecord.ledger.naming import store_error
from onrecord.ledger.server import server_engine, url_of
from onrecord.ledger.store import FILE, Clock, SqlLedger, open_ledger, open_server
from onrecord.model.record import Capture, Document, Side, Span
from onrecord.ports import DocumentFilter
from onrecord.settings import open_store

EVERYTHING = DocumentFilter()
NOW = "2026-11-23T12:00:00Z"
STATEMENT = Document(
    id="mfa:1",
    text="The Minister raised the case of the teacher.\nShe called for his release.",
    publisher="Ministry of Foreign Affairs of Avaria",
    date="2023-06-19",
    title="Readout",
    url="https://mfa.example/1",
    language="en",
    side=Side.OURS,
    question_spans=(Span(0, 12), Span(20, 30)),
)


def capture(digit: str = "a") -> Capture:
    return Capture(digit * 64, 10, "application/x-ndjson", "corpus.jsonl", "2026-11-23T12:00:00Z")


@dataclass(frozen=True)
class Home:
    """Where a store lies, with a way past the program to its tables."""

    place: Path | str
    key: str = ""

    def open(self, *, create: bool = True, patience: float = 5.0, clock: Clock = lambda: NOW) -> SqlLedger:
        if isinstance(self.place, Path):
            return open_ledger(self.place, create=create, patience=patience, clock=clock, key=self.key)
        return open_server(self.place, create=create, patience=patience, clock=clock)

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        if isinstance(self.place, Path):
            engine = engine_of(self.place, patience=5.0, key=self.key)
        else:
            engine = server_engine(url_of(self.place), patience=5.0)
        with engine.connect() as connection:
            yield connection
        engine.dispose()

    def tamper(self, *statements: str) -> None:
        """Change the past, with the guards taken away."""
        with self.connected() as connection:
            for table in ("entries", "captures", "layers", "documents"):
                if isinstance(self.place, Path):
                    for act in ("update", "delete"):
                        connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{act}")
                else:
                    connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
            for statement in statements:
                connection.exec_driver_sql(statement)
            connection.commit()

    def rows(self, table: str) -> list[tuple[object, ...]]:
        with self.connected() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1")]


@pytest.fixture(scope="session")
def socket() -> Iterator[Path]:
    if postgres.missing():
        pytest.skip(postgres.missing())
    with postgres.server() as running:
        yield running


@pytest.fixture(params=["file", "server"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    if request.param == "server":
        return Home(postgres.fresh(request.getfixturevalue("socket")))
    return Home(tmp_path / FILE)


@pytest.fixture
def ledger(home: Home) -> Iterator[SqlLedger]:
    opened = home.open()
    yield opened
    opened.close()


def held(ledger: SqlLedger, wanted: DocumentFilter = EVERYTHING) -> list[Document]:
    return list(ledger.documents(wanted))


def test_several_captures_are_recorded_together_or_not_at_all(ledger: SqlLedger) -> None:
    """As if one by one: an id that comes twice has two versions, a capture that comes twice is one."""
    other = replace(STATEMENT, text="The Minister did not raise the case.")
    additions = [(capture("a"), [STATEMENT]), (capture("b"), [other]), (capture("a"), [replace(STATEMENT, id="mfa:2")])]
    assert ledger.add_all(additions) == (1, 1, 1)
    assert [entry.kind for entry in ledger.entries()] == ["capture", "document", "capture", "document", "document"]
    assert ledger.document("mfa:1") == replace(other, capture_digest="b" * 64)
    assert ledger.add_all(additions) == (0, 0, 0)
    assert ledger.add_all([]) == ()
    broken = replace(STATEMENT, id="mfa:3", text="\ud800")
    with pytest.raises(StoreError, match="half a character"):
        ledger.add_all([(capture("c"), [replace(STATEMENT, id="mfa:4")]), (capture("d"), [broken])])
    assert ledger.count() == 2
    assert list(ledger.faults()) == []


def test_a_document_comes_back_as_it_was_recorded(ledger: SqlLedger) -> None:
    assert ledger.add(capture(), [STATEMENT]) == 1
    assert held(ledger) == [replace(STATEMENT, capture_digest="a" * 64)]
    assert ledger.document("mfa:1") == held(ledger)[0]
    assert ledger.document("mfa:2") is None


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)


@settings(max_examples=15, deadline=None)
@given(text=texts)
def test_every_character_keeps_its_place(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    ledger = open_ledger(tmp_path_factory.mktemp("store") / FILE, create=True)
    ledger.add(capture(), [replace(STATEMENT, text=text, question_spans=())])
    assert held(ledger)[0].text == text


def test_adding_the_same_thing_twice_changes_nothing(ledger: SqlLedger, home: Home) -> None:
    documents = [STATEMENT, replace(STATEMENT, id="mfa:2", text="Another text.", question_spans=())]
    ledger.add(capture(), documents)
    before = home.rows("documents")
    assert ledger.add(capture(), documents) == 0
    assert ledger.add(capture("b"), documents) == 0, "the same documents from another file are known too"
    assert home.rows("documents") == before
    assert ledger.count() == 2


def test_a_changed_text_is_a_new_version_and_the_old_one_is_kept(ledger: SqlLedger, home: Home) -> None:
    ledger.add(capture(), [STATEMENT])
    changed = replace(STATEMENT, text="The Minister raised the case.", question_spans=())
    assert ledger.add(capture("b"), [changed]) == 1
    assert held(ledger) == [replace(changed, capture_digest="b" * 64)]
    assert ledger.count() == 1
    assert len(home.rows("documents")) == 2


def test_two_captures_that_disagree_do_not_take_turns(ledger: SqlLedger) -> None:
    """Adding both again and again leaves the record as the first round left it."""
    other = replace(STATEMENT, text="Another wording.", question_spans=())
    for round_number in range(3):
        new = ledger.add(capture("a"), [STATEMENT]) + ledger.add(capture("b"), [other])
        assert new == (2 if round_number == 0 else 0)
    assert held(ledger)[0].text == "Another wording."


def test_an_empty_fact_never_replaces_a_known_one(ledger: SqlLedger) -> None:
    ledger.add(capture(), [STATEMENT])
    bare = Document(id=STATEMENT.id, text=STATEMENT.text)
    assert ledger.add(capture("b"), [bare]) == 0
    assert held(ledger) == [replace(STATEMENT, capture_digest="a" * 64)]


def test_a_corrected_fact_is_a_new_version_of_the_same_text(ledger: SqlLedger) -> None:
    ledger.add(capture(), [STATEMENT])
    assert ledger.add(capture(), [replace(STATEMENT, date="2023-06-20")]) == 1
    assert held(ledger)[0].date == "2023-06-20"
    assert ledger.add(capture(), [STATEMENT]) == 1, "and may be corrected back"


def test_spans_of_questions_are_not_carried_over_to_another_text(ledger: SqlLedger) -> None:
    ledger.add(capture(), [STATEMENT])
    ledger.add(capture("b"), [replace(STATEMENT, text="Short.", question_spans=())])
    assert held(ledger)[0].question_spans == ()


def test_one_id_twice_in_one_batch_is_two_versions_once(ledger: SqlLedger) -> None:
    twice = [STATEMENT, replace(STATEMENT, text="Corrected.", question_spans=())]
    assert [ledger.add(capture(), twice), ledger.add(capture(), twice)] == [2, 0]
    assert held(ledger)[0].text == "Corrected."


def test_documents_come_by_date_then_by_id(ledger: SqlLedger) -> None:
    order = [("b", "2023"), ("a", "2023-06-19"), ("c", "2023-06-19"), ("z", "2022-01-01"), ("n", "")]
    ledger.add(capture(), [Document(id=name, text=name, date=date) for name, date in order])
    assert [document.id for document in held(ledger)] == ["n", "z", "b", "a", "c"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (DocumentFilter(), "undated year month day next"),
        (DocumentFilter(since="2023-06-19"), "year month day next"),
        (DocumentFilter(since="2023-06-20"), "year month next"),
        (DocumentFilter(until="2023-06-18"), "year month"),
        (DocumentFilter(until="2023-06"), "year month day"),
        (DocumentFilter(since="2023-07"), "year next"),
        (DocumentFilter(since="2024"), ""),
        (DocumentFilter(publishers=("ÉTRANGÈRES",)), "next"),
        (DocumentFilter(publishers=("office", "étrangères")), "day next"),
        (DocumentFilter(publishers=("nobody",)), ""),
        (DocumentFilter(since="2023-06-20", publishers=("office",)), ""),
    ],
)
def test_a_filter_admits_a_date_as_precisely_as_it_is_given(
    ledger: SqlLedger, wanted: DocumentFilter, found: str
) -> None:
    documents = [
        Document(id="undated", text="a"),
        Document(id="year", text="b", date="2023"),
        Document(id="month", text="c", date="2023-06"),
        Document(id="day", text="d", date="2023-06-19", publisher="Foreign Office"),
        Document(id="next", text="e", date="2023-07-01", publisher="Ministère des Affaires étrangères"),
    ]
    ledger.add(capture(), documents)
    assert [document.id for document in held(ledger, wanted)] == found.split()


def test_an_untouched_store_has_no_faults(ledger: SqlLedger) -> None:
    ledger.add(capture(), [STATEMENT])
    ledger.add(capture("b"), [replace(STATEMENT, id="2")])
    assert list(ledger.faults()) == []


DELETE_TWO = "DELETE FROM documents WHERE entry = 2; DELETE FROM entries WHERE seq = 2"


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        ("UPDATE documents SET date = '2024-01-01' WHERE version = 1", "is not as entry"),
        ("UPDATE entries SET body = replace(body, 'Readout', 'Denial') WHERE seq = 2", "Entry 2 was changed"),
        ("UPDATE layers SET content = {nothing}", "no longer matches its digest"),
        ("DELETE FROM documents", "is missing"),
        ("UPDATE captures SET source = 'elsewhere'", "is not as entry"),
        ("UPDATE captures SET record = digest", "is not as entry"),
        (DELETE_TWO, "Entry 2 is missing"),
    ],
)
def test_whoever_changes_the_past_is_found_out(ledger: SqlLedger, home: Home, tampering: str, fault: str) -> None:
    ledger.add(capture(), [STATEMENT])
    ledger.add(capture(), [replace(STATEMENT, id="mfa:2")])
    nothing = "x'00'" if isinstance(home.place, Path) else "'\\x00'"
    home.tamper(*tampering.format(nothing=nothing).split("; "))
    assert any(fault in found for found in ledger.faults())


@pytest.mark.parametrize("table", ["entries", "captures", "layers", "documents"])
def test_the_database_itself_refuses_to_change_the_past(ledger: SqlLedger, home: Home, table: str) -> None:
    ledger.add(capture(), [STATEMENT])
    with home.connected() as connection, pytest.raises(DatabaseError, match="append-only"):
        connection.exec_driver_sql(f"DELETE FROM {table}")


def test_a_text_that_was_damaged_is_not_handed_out(ledger: SqlLedger, home: Home) -> None:
    ledger.add(capture(), [STATEMENT])
    literal = "x'789c030000000001'" if isinstance(home.place, Path) else "'\\x789c030000000001'"
    home.tamper(f"UPDATE layers SET content = {literal}")
    with pytest.raises(StoreError, match="no longer matches its digest"):
        held(ledger)


def test_a_batch_is_recorded_whole_or_not_at_all(ledger: SqlLedger) -> None:
    with pytest.raises(StoreError, match="half a character at 6"):
        ledger.add(capture(), [STATEMENT, replace(STATEMENT, id="bad", text="broken\ud800")])
    assert ledger.count() == 0
    assert list(ledger.faults()) == []


def test_a_store_that_somebody_else_writes_to_is_locked_and_says_so(home: Home) -> None:
    ledger, other = home.open(patience=0.05), home.open()
    with writing(other._engine), pytest.raises(StoreError, match=r"locked by another program.*Wait"):
        ledger.add(capture(), [STATEMENT])
    with writing(other._engine):
        assert held(ledger) == [], "reading goes on"
    assert ledger.add(capture(), [STATEMENT]) == 1


def test_two_writers_take_turns_and_the_chain_holds(home: Home) -> None:
    home.open().close()

    def write(digit: str) -> None:
        ledger = home.open(create=False, patience=20.0)
        for number in range(10):
            ledger.add(capture(digit), [replace(STATEMENT, id=f"{digit}:{number}")])

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, "abc"))
    ledger = home.open(create=False)
    assert (ledger.count(), list(ledger.faults())) == (30, [])
    assert [entry.seq for entry in ledger.entries()] == list(range(1, 34))


def test_a_newer_store_is_refused(home: Home) -> None:
    home.open().close()
    with home.connected() as connection:
        connection.exec_driver_sql("UPDATE onrecord_store SET value = '99' WHERE key = 'schema'")
        connection.commit()
    for create in (False, True):
        with pytest.raises(StoreError, match=r"version 99.*newer OnRecord"):
            home.open(create=create)


def make_foreign(path: Path) -> None:
    connection = binding.connect(str(path))
    connection.execute("CREATE TABLE songs (name TEXT)")
    connection.close()


def make_cut_off(path: Path) -> None:
    with_documents = open_ledger(path, create=True)
    with_documents.add(capture(), [STATEMENT])
    with_documents.close()
    content = path.read_bytes()
    path.write_bytes(content[:5000] + b"\xff" * 3000)


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda path: path.write_text("not a database, but long enough to be looked at" * 50),
            "it is no database",
        ),
        (make_foreign, "of another program"),
        (make_cut_off, "cannot be used"),
    ],
)
def test_a_file_that_is_not_a_store_is_one_clear_line(
    tmp_path: Path, make: Callable[[Path], object], message: str, create: bool
) -> None:
    make(tmp_path / FILE)
    with pytest.raises(StoreError, match=message) as raised:
        ledger = open_ledger(tmp_path / FILE, create=create)
        held(ledger)
    assert "\n" not in str(raised.value)


def test_an_empty_file_is_a_store_only_when_one_is_made(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    with pytest.raises(StoreError, match="is empty"):
        open_ledger(tmp_path / FILE, create=False)
    assert open_ledger(tmp_path / FILE, create=True).count() == 0


def test_a_missing_store_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no store at"):
        open_store(str(tmp_path / "nowhere"), create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_things_in_it_is_not_turned_into_a_store(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(StoreError, match="holds other things"):
        open_store(str(tmp_path), create=True)
    assert [left.name for left in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file")
    with pytest.raises(StoreError, match="cannot be used for a store"):
        open_store(str(tmp_path / "store"), create=True)


def real_fault(act: str) -> apsw.Error:
    """A fault that SQLite itself raises."""
    connection = binding.connect(":memory:")
    connection.execute("CREATE TABLE t (x)")
    connection.execute("PRAGMA max_page_count = 2" if act == "full" else "PRAGMA query_only = ON")
    with pytest.raises(apsw.Error) as raised:
        connection.execute("INSERT INTO t VALUES (zeroblob(100000))")
    connection.close()
    return raised.value


@pytest.mark.parametrize(("act", "message"), [("full", "is full.*Free some space"), ("read-only", "can only be read")])
def test_a_full_and_a_read_only_disk_say_what_to_do(act: str, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        raise store_error(Path("onrecord.db"), real_fault(act))


@pytest.mark.parametrize("older", [1, 2, 3])
def test_a_store_of_an_older_version_is_brought_up_and_its_ledger_stays(tmp_path: Path, older: int) -> None:
    home = Home(tmp_path / FILE)
    connection = binding.connect(str(home.place))
    connection.script(Path(__file__).with_name(f"store_v{older}.sql").read_text(encoding="utf-8"))
    connection.close()
    before = home.rows("entries")
    opened = home.open(create=False)
    assert held(opened) == [replace(STATEMENT, capture_digest="a" * 64)]
    assert home.rows("entries") == before
    assert ("schema", "4") in home.rows("onrecord_store")
    assert list(opened.faults()) == []
    assert opened.add(capture(), [STATEMENT]) == 0, "what is in it is still known"
    assert opened.add(capture("b"), [replace(STATEMENT, id="mfa:2", complete=False)]) == 1
    assert list(opened.faults()) == []
    opened.close()
    assert home.open().count() == 2, "a second opening changes nothing"
    fresh = Home(tmp_path / "fresh.db")
    fresh.open().close()
    assert schema_of(home) == schema_of(fresh), "a store brought up is laid out as a new one"


def schema_of(home: Home) -> set[object]:
    with home.connected() as connection:
        names = connection.exec_driver_sql("SELECT type, name FROM sqlite_master")
        columns = connection.exec_driver_sql(
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
        )
        return {tuple(row) for row in names} | {tuple(row) for row in columns}


def test_a_store_on_either_database_learns_of_records_without_a_change_to_its_ledger(home: Home) -> None:
    opened = home.open()
    opened.add(capture(), [STATEMENT])
    opened.close()
    with home.connected() as connection:
        connection.exec_driver_sql("ALTER TABLE captures DROP COLUMN record")
        connection.exec_driver_sql("DROP TABLE readings")
        connection.exec_driver_sql("UPDATE onrecord_store SET value = '3' WHERE key = 'schema'")
        connection.commit()
    before = home.rows("entries")
    opened = home.open(create=False)
    assert opened.capture("a" * 64) == capture()
    assert home.rows("entries") == before
    assert list(opened.faults()) == []
    opened.add(replace(capture("b"), record="c" * 64), [replace(STATEMENT, id="mfa:2")])
    assert opened.capture("b" * 64) == replace(capture("b"), record="c" * 64)
    assert opened.captures() == (capture(), replace(capture("b"), record="c" * 64))
    assert list(opened.faults()) == []
    opened.close()


def test_an_entry_speaks_of_a_record_only_where_there_is_one(ledger: SqlLedger) -> None:
    ledger.add(capture(), [])
    ledger.add(replace(capture("b"), record="c" * 64), [])
    without, with_one = (json.loads(entry.body) for entry in ledger.entries())
    assert "record" not in without
    assert with_one["record"] == "c" * 64
    assert ledger.capture("d" * 64) is None


def test_a_cut_off_text_stays_cut_off_until_its_whole_comes(ledger: SqlLedger) -> None:
    ledger.add(capture(), [replace(STATEMENT, complete=False)])
    assert [document.complete for document in held(ledger)] == [False]
    ledger.add(capture("b"), [replace(STATEMENT, text=STATEMENT.text + " He is free.")])
    assert [document.complete for document in held(ledger)] == [True]
