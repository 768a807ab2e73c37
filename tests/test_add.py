"""`onrecord add` can be stopped and started at will: in the end everything is there, once."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli.add import command
from onrecord.model.record import Document, Side
from onrecord.ports import DocumentFilter
from onrecord.settings import open_store

WORDS = "The Minister raised the case of the teacher and called for his immediate release. "


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_STORE", raising=False)
    return tmp_path


def add(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def held(store: str | Path = "onrecord-store") -> list[Document]:
    with open_store(str(store), create=False) as opened:
        assert list(opened.ledger.faults()) == []
        return list(opened.ledger.documents(DocumentFilter()))


def write_corpus(path: Path, count: int, *, start: int = 0) -> Path:
    lines = (
        json.dumps({"id": f"doc:{n}", "text": f"{n}. " + WORDS * 20, "publisher": "Ministry", "date": "2023-06-19"})
        for n in range(start, start + count)
    )
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def test_files_of_every_kind_become_documents(desk: Path) -> None:
    (desk / "statement.txt").write_text(WORDS)
    (desk / "page.html").write_text(
        f"<html><title>Call</title><body><article><p>{WORDS * 5}</p></article></body></html>"
    )
    write_corpus(desk / "corpus.jsonl", 3)
    done = add("statement.txt", "page.html", "corpus.jsonl")
    assert done.exit_code == 0, done.output
    assert done.stdout == "5 new, 0 already there, 0 unreadable. onrecord-store holds 5 documents.\n"
    assert "2 have no publisher" in done.stderr
    assert {document.title for document in held()} == {"statement.txt", "Call", ""}
    assert all(document.capture_digest for document in held())


def test_adding_the_same_thing_twice_changes_nothing(desk: Path) -> None:
    (desk / "statement.txt").write_text(WORDS)
    write_corpus(desk / "corpus.jsonl", 700)
    add("statement.txt", "corpus.jsonl", "--side", "ours")
    before = held()
    done = add("statement.txt", "corpus.jsonl", "--side", "ours")
    assert done.stdout.startswith("0 new, 701 already there, 0 unreadable.")
    assert held() == before


def test_what_the_person_says_stands_above_what_the_file_says(desk: Path) -> None:
    (desk / "a.txt").write_text(WORDS)
    said = [
        "--publisher",
        "Foreign Office",
        "--date",
        "2023-06",
        "--url",
        "https://x.example/a",
        "--title",
        "Call",
        "--side",
        "theirs",
    ]
    assert add("a.txt", *said).exit_code == 0
    (document,) = held()
    assert (document.publisher, document.date, document.url) == (
        "Foreign Office",
        "2023-06",
        "https://x.example/a",
    )
    assert (document.title, document.side, document.id) == ("Call", Side.THEIRS, "https://x.example/a")
    assert add("a.txt", "--url", "https://x.example/a").stdout.startswith("0 new, 1 already there")
    assert held() == [document], "what is known is not wiped by saying less"


def test_the_same_address_with_other_words_is_a_new_version(desk: Path) -> None:
    (desk / "a.txt").write_text(WORDS)
    add("a.txt", "--url", "https://x.example/a")
    (desk / "a.txt").write_text(WORDS.replace("called for", "noted"))
    assert add("a.txt", "--url", "https://x.example/a").stdout.startswith("1 new, 0 already there")
    assert ["noted" in document.text for document in held()] == [True]


def test_a_corpus_line_speaks_for_itself_and_options_fill_its_gaps(desk: Path) -> None:
    lines = [{"id": "1", "text": "A", "publisher": "Ministry", "date": "2020"}, {"id": "2", "text": "B"}]
    (desk / "c.jsonl").write_text("\n".join(map(json.dumps, lines)))
    add("c.jsonl", "--publisher", "Embassy", "--date", "2021", "--side", "third")
    assert [(d.publisher, d.date, d.side) for d in held()] == [
        ("Ministry", "2020", Side.THIRD),
        ("Embassy", "2021", Side.THIRD),
    ]


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(desk: Path) -> None:
    folder = desk / "folder"
    (folder / "deeper").mkdir(parents=True)
    (folder / "empty.txt").touch()
    (folder / "noise.txt").write_bytes(bytes(range(256)))
    (folder / "table.csv").write_text("a,b")
    (folder / ".hidden").write_text("not for the record")
    (folder / "deeper" / "good.txt").write_text(WORDS)
    (folder / "link.txt").symlink_to(folder / "deeper" / "good.txt")
    (folder / "c.jsonl").write_text('{"id": "1", "text": "A"}\n{"id": "2"}\n{"id": "3", "text": "C"}\n')
    done = add("folder", "missing.txt")
    assert done.exit_code == 1
    assert done.stdout.startswith("3 new, 0 already there, 6 unreadable.")
    for reason in (
        "folder/empty.txt: it is empty",
        "folder/noise.txt: it holds binary data",
        "folder/table.csv: OnRecord has no reader for .csv files",
        "folder/link.txt: it is a link",
        "folder/c.jsonl: line 2: the document '2' has no text",
        "missing.txt: there is no such file",
    ):
        assert reason in done.stderr


def test_a_store_is_never_taken_into_itself(desk: Path) -> None:
    (desk / "a.txt").write_text(WORDS)
    add("a.txt")
    assert add(".").stdout.startswith("0 new, 1 already there, 0 unreadable.")


def test_the_result_can_be_read_by_a_program(desk: Path) -> None:
    (desk / "a.txt").write_text(WORDS)
    done = add("a.txt", "missing.txt", "--json")
    said = json.loads(done.stdout)
    assert (said["new"], said["known"], said["documents"]) == (1, 0, 1)
    assert said["unreadable"][0]["source"] == "missing.txt"


def test_the_store_is_named_by_option_or_environment(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "a.txt").write_text(WORDS)
    add("a.txt", "--store", "here")
    monkeypatch.setenv("ONRECORD_STORE", "there")
    add("a.txt")
    assert len(held("here")) == len(held("there")) == 1
    assert not (desk / "onrecord-store").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing argument"),
        (["https://mfa.example/1", "--url", "https://x.example"], "has its address"),
        (["a.txt", "b.txt", "--url", "https://x.example"], "one document"),
        (["c.jsonl", "--title", "One"], "one document"),
        (["a.txt", "--date", "19 June"], "not ISO 8601"),
        (["a.txt", "--side", "mine"], "is not one of"),
    ],
)
def test_wrong_use_is_told_from_a_problem(desk: Path, arguments: list[str], message: str) -> None:
    for name in ("a.txt", "b.txt", "c.jsonl"):
        (desk / name).write_text(WORDS)
    done = add(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert not (desk / "onrecord-store").exists()


COUNT = 3000
"""Documents of the corpus that is interrupted: a second or two of work."""


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "from onrecord.cli import main; main()", "add", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_documents(store: Path, process: subprocess.Popen[str]) -> int:
    """How many documents another reader sees, as soon as it sees some."""
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        if (store / "onrecord.db").exists():
            with open_store(str(store), create=True) as opened:
                if opened.ledger.count():
                    return opened.ledger.count()
        time.sleep(0.01)
    raise AssertionError(f"nothing was stored: {process.communicate()}")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send")
@pytest.mark.parametrize("name", ["SIGINT", "SIGKILL"])
def test_stopping_at_any_moment_loses_nothing_and_doubles_nothing(desk: Path, name: str) -> None:
    corpus = write_corpus(desk / "corpus.jsonl", COUNT)
    process = start(corpus, "--store", desk / "store")
    acknowledged = wait_for_documents(desk / "store", process)
    time.sleep(random.Random(name).uniform(0, 0.1))
    process.send_signal(signal.Signals[name])
    _, said = process.communicate(timeout=20)
    if process.returncode == 0:
        pytest.skip("the corpus was all in before the signal arrived")
    assert acknowledged <= len(held(desk / "store")) < COUNT
    if name == "SIGINT":
        assert "Run the same command again to go on" in said
    done = add(corpus, "--store", desk / "store")
    assert done.exit_code == 0
    assert sorted(document.id for document in held(desk / "store")) == sorted(f"doc:{n}" for n in range(COUNT))


def test_two_writers_take_turns(desk: Path) -> None:
    first, second = (write_corpus(desk / f"{n}.jsonl", 450, start=n * 450) for n in range(2))
    processes = [start(path, "--store", desk / "store") for path in (first, second)]
    for process in processes:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
    assert len(held(desk / "store")) == 900


ANOTHER_USER = {"user": 65534, "group": 65534} if hasattr(os, "geteuid") and os.geteuid() == 0 else {}
"""Root may write everywhere, so that a test run by root must ask somebody else."""

READ_THEN_WRITE = """
import sys
from onrecord.errors import StoreError
from onrecord.model.record import Capture, Document
from onrecord.ports import DocumentFilter
from onrecord.settings import open_store
store = open_store(sys.argv[1], create=False)
print(len(list(store.ledger.documents(DocumentFilter()))))
try:
    store.ledger.add(Capture("a" * 64, 1, "text/plain", "a", "2026-11-23T12:00:00Z"), [Document(id="b", text="c")])
except StoreError as fault:
    print(fault)
"""


def run_as_another(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command_line = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command_line, capture_output=True, text=True, check=False, cwd="/", **ANOTHER_USER)


@pytest.fixture
def open_desk() -> Iterator[Path]:
    """A folder that another user may look into."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_a_store_that_can_only_be_read_is_read_and_not_written(open_desk: Path) -> None:
    if run_as_another("import onrecord.settings").returncode != 0:
        pytest.skip("another user cannot read this checkout")
    (open_desk / "a.txt").write_text(WORDS)
    store = open_desk / "store"
    add(open_desk / "a.txt", "--store", store)
    paths = [store, *store.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = run_as_another(READ_THEN_WRITE, str(store))
    for path in paths:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert done.stdout.splitlines()[:1] == ["1"], done.stderr
    assert "can only be read" in done.stdout


@pytest.fixture
def sample(shared: Path, tmp_path: Path) -> Iterator[Path]:
    """The first 320 real documents: one batch and a bit."""
    with gzip.open(shared / "record" / "whitehouse_2021_2026.jsonl.gz", "rb") as lines:
        (tmp_path / "sample.jsonl.gz").write_bytes(gzip.compress(b"".join(islice(lines, 320)), 1, mtime=0))
    yield tmp_path / "sample.jsonl.gz"


def test_real_documents_come_back_to_the_character(sample: Path, tmp_path: Path) -> None:
    done = add(sample, "--store", tmp_path / "store")
    assert done.stdout.startswith("320 new, 0 already there, 0 unreadable")
    with gzip.open(sample, "rt", encoding="utf-8") as lines:
        texts = {item["id"]: item["text"] for item in map(json.loads, lines)}
    assert {document.id: document.text for document in held(tmp_path / "store")} == texts


PAGE = f"<html><head>{{}}<title>Call</title></head><body><article><p>{WORDS * 5}</p></article></body></html>"


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ('<meta property="og:site_name" content=" Ministry of  Avaria ">', "Ministry of Avaria"),
        ('<meta name="DC.publisher" content="Office of Avaria"><meta property="og:site_name" content="A">', "Office of Avaria"),
        ('<meta property="article:publisher" content="https://social.example/avaria">', ""),
        ('<script type="application/ld+json">{"@type": "Article", "publisher": {"name": "Avaria Daily"}}</script>', "Avaria Daily"),
        ('<script type="application/ld+json">{"@graph": [{"publisher": {"@id": "#o"}}, {"@id": "#o", "name": "Org"}]}</script>', "Org"),
        ('<script type="application/ld+json">[{"publisher": [7, null, {"name": 3}, "Words"]}]</script>', "Words"),
        ('<script type="application/ld+json">{broken</script><meta name="publisher" content="x">', "x"),
        (f'<meta name="publisher" content="{"long " * 99}">', ""),
        ('<meta name="publisher" content="a\x07b">', ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_page_s_publisher_is_read_from_the_page(desk: Path, head: str, publisher: str) -> None:
    (desk / "page.html").write_text(PAGE.format(head))
    done = add("page.html")
    assert [document.publisher for document in held()] == [publisher]
    assert ("has its publisher from its own page" in done.stderr) is bool(publisher)


def test_a_person_s_word_on_the_publisher_wins_and_no_address_is_believed(desk: Path) -> None:
    head = '<meta name="publisher" content="Forger"><link rel="canonical" href="https://mfa.example/1">'
    (desk / "page.html").write_text(PAGE.format(head))
    done = add("page.html", "--publisher", "Office of Avaria")
    assert [(document.publisher, document.url) for document in held()] == [("Office of Avaria", "")]
    assert "own page" not in done.stderr


def test_a_cut_off_text_is_known_as_one(desk: Path) -> None:
    lines = [{"id": str(n), "text": WORDS, "extra": {"complete": said}} for n, said in enumerate((False, True, None))]
    (desk / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in lines))
    add("corpus.jsonl")
    assert [document.complete for document in held()] == [False, True, True]


def test_a_cut_off_file_is_to_be_fetched_again(desk: Path) -> None:
    whole = write_corpus(desk / "corpus.jsonl", 500).read_bytes()
    (desk / "corpus.jsonl.gz").write_bytes(gzip.compress(whole, mtime=0)[:-200])
    done = add("corpus.jsonl.gz")
    assert done.exit_code == 1
    assert "cut off" in done.stderr
    assert "Fetch it again" in done.stderr
    assert "Correct the line" not in done.stderr
