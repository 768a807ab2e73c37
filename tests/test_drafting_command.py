"""`onrecord draft` prints an agenda, names what it cannot read, and goes on with the rest."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli.draft import command
from onrecord.drafting import load

STATEMENT = "The Harbour League calls on President Joe Biden to raise the strike with Vietnam’s leaders.\n"


def _run(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    code = "from onrecord.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, "draft", *words], input=stdin, capture_output=True, check=False)


def test_a_file_becomes_a_yaml_agenda_that_loads(tmp_path: Path) -> None:
    statement, written = tmp_path / "statement.md", tmp_path / "agenda.yaml"
    statement.write_text(STATEMENT, encoding="utf-8")
    done = CliRunner().invoke(command, [str(statement), "-o", str(written)])
    assert (done.exit_code, done.stdout) == (0, "")
    agenda = load(written.read_text(encoding="utf-8"), name="agenda.yaml")
    assert [ask.text for ask in agenda.asks] == ["Raise the strike with Vietnam's leaders."]
    assert agenda.source == "statement.md"


def test_standard_input_is_read_and_json_is_one_document() -> None:
    done = CliRunner().invoke(command, ["-", "--json"], input=STATEMENT.encode())
    assert done.exit_code == 0
    held = json.loads(done.stdout)
    assert held["asks"][0]["target"] == "Vietnam"


def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    items = tmp_path / "items.jsonl"
    good = json.dumps({"item": "one", "text": STATEMENT, "publisher": "Harbour League", "date": "2024-01-02"})
    items.write_bytes(good.encode() + b"\nno json\n\n[1]\n\xff\n" + good.replace("one", "two").encode() + b"\n")
    done = CliRunner().invoke(command, ["--jsonl", str(items)])
    assert done.exit_code == 1
    assert [json.loads(line)["item"] for line in done.stdout.splitlines()] == ["one", "two"]
    assert [number for number in range(1, 8) if f"line {number}:" in done.stderr] == [2, 4, 5]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "UTF-16"),
        (b"\x01\0\x02\x03" * 9, "binary"),
        (b"  \n", "no text"),
        (b"The port is open.\n", "no ask"),
    ],
)
def test_what_gives_no_agenda_is_one_line_and_status_1(content: bytes, words: str) -> None:
    done = _run("-", stdin=content)
    assert done.returncode == 1
    assert words in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_wrong_use_is_status_2() -> None:
    assert _run().returncode == 2
    assert _run("-", "--date", "soon", stdin=STATEMENT.encode()).returncode == 2


def test_a_missing_file_is_named() -> None:
    done = _run("no-such-file.txt")
    assert (done.returncode, b"no-such-file.txt" in done.stderr) == (1, True)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_a_statement_in_any_certain_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    statement = tmp_path / "statement.txt"
    statement.write_bytes(STATEMENT.encode(encoding))
    done = CliRunner().invoke(command, [str(statement), "--json"])
    assert json.loads(done.stdout)["asks"][0]["target"] == "Vietnam"


def test_a_declared_encoding_is_followed(tmp_path: Path) -> None:
    statement = tmp_path / "statement.txt"
    statement.write_bytes(STATEMENT.encode("cp1252"))
    done = CliRunner().invoke(command, [str(statement), "--json", "--encoding", "cp1252"])
    assert "Vietnam’s leaders" in json.loads(done.stdout)["asks"][0]["quote"]


@pytest.mark.parametrize("date", ["2023-99-99", "2023-02-30", "20230214", "2023-1"])
def test_a_date_that_does_not_exist_is_wrong_use(date: str) -> None:
    done = _run("-", "--date", date, stdin=STATEMENT.encode())
    assert (done.returncode, done.stdout) == (2, b"")
