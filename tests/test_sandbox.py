"""Whatever a parser does with outside bytes, the program lives and can say what happened."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from onrecord.capture.confinement import Wall, bubblewrap_works, import_path, readable
from onrecord.capture.confinement_proof import Door, prove
from onrecord.capture.sandbox import Fate, Limits, ParserEndedError, Sample, Sandbox
from onrecord.errors import UnreadableError
from onrecord.settings import read_text_layer
from onrecord.settings.reading_room import PARSER
from pdfs import pdf_with

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits on a process's resources")
linux = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
QUICK = Limits(seconds=1.0, memory=512 << 20, documents=3)


@pytest.fixture(scope="module", params=[True, False], ids=["bubblewrap", "the kernel alone"])
def enclosed(request: pytest.FixtureRequest) -> bool:
    """Whether bubblewrap stands round the parser; without it the kernel's own walls must hold."""
    wanted: bool = request.param
    if wanted and not bubblewrap_works():
        pytest.skip("bubblewrap is not installed, or this user may not use namespaces")
    return wanted


@pytest.fixture(scope="module")
def sandbox(enclosed: bool) -> Iterator[Sandbox]:
    with Sandbox("targets:behave", limits=QUICK, bubblewrap=enclosed) as running:
        yield running


def test_what_a_parser_says_arrives_to_the_character(enclosed: bool) -> None:
    with Sandbox("targets:echo", limits=QUICK, bubblewrap=enclosed) as running:
        answers = [running.run(f"Wort {n} 释放".encode(), name="x", colour="red") for n in range(5)]
    assert [answer["text"] for answer in answers] == [f"Wort {n} 释放" for n in range(5)]
    assert answers[0]["colour"] == "red"


@linux
def test_each_document_has_a_process_of_its_own(sandbox: Sandbox) -> None:
    for _ in range(3):
        assert sandbox.run(b"remember", name="x")


def test_one_sandbox_runs_several_jobs() -> None:
    with Sandbox({"say": "targets:echo", "do": "targets:behave"}, limits=QUICK) as running:
        assert running.run(b"words", name="x", job="say")["text"] == "words"
        assert running.run(b"behave well", name="x", job="do") == {"done": "behave well"}
        with pytest.raises(ValueError, match=r"no job 'sing', only \['do', 'say'\]"):
            running.run(b"", name="x", job="sing")


@linux
def test_a_sample_is_read_before_the_first_document_and_leaves_its_tables() -> None:
    with (
        Sandbox("targets:behave", limits=QUICK, warm=[Sample("x", b"remember")]) as running,
        pytest.raises(UnreadableError, match="left something behind"),
    ):
        running.run(b"remember", name="x")


@linux
def test_a_parser_cannot_get_out(enclosed: bool) -> None:
    """A child that tries the network, the home folder, other files, programs and processes finds every door shut."""
    proof = prove(bubblewrap=enclosed)
    assert (Wall.BUBBLEWRAP in proof.walls) == enclosed
    assert {Wall.LIMITS, Wall.CALLS} <= proof.walls
    assert proof.open == (() if enclosed or Wall.LANDLOCK in proof.walls else (Door.HOME, Door.FILES))


@linux
def test_a_home_folder_on_the_import_path_stays_out_of_sight(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "at_home.py").write_text("")
    shown = readable(["at_home"])
    assert str(tmp_path) not in shown
    assert str(tmp_path) not in import_path(shown)


@pytest.mark.parametrize("deed", ["behave well", "print", "stdin"])
def test_a_parser_that_behaves_is_heard(sandbox: Sandbox, deed: str) -> None:
    assert sandbox.run(deed.encode(), name="x.pdf") == {"done": deed}


def test_a_refusal_arrives_word_for_word(sandbox: Sandbox) -> None:
    with pytest.raises(UnreadableError) as raised:
        sandbox.run(b"refuse", name="x.pdf")
    assert (raised.value.problem, raised.value.advice) == ("x.pdf: it is a scan.", "Run OCR over it.")


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        ("spin", "took longer than 1 seconds"),
        ("sleep", "took longer than 1 seconds"),
        ("raise", "KeyError"),
        ("abort", "SIGABRT"),
        ("leave", "without a word"),
        ("garbage", "without a word"),
        pytest.param("swamp", "more than 512 MB of memory", marks=posix),
        pytest.param("disk", "not permitted", marks=linux),
        pytest.param("chat", "File too large|words", marks=linux),
        pytest.param("socket", "not permitted", marks=linux),
        pytest.param("fork", "not permitted", marks=linux),
        pytest.param("kill", "not permitted", marks=linux),
        pytest.param("files", "Too many open files", marks=posix),
    ],
)
def test_a_parser_that_misbehaves_is_ended_and_the_next_document_read(sandbox: Sandbox, deed: str, reason: str) -> None:
    start = time.monotonic()
    with pytest.raises(UnreadableError, match=reason) as raised:
        sandbox.run(deed.encode(), name="bad.pdf")
    assert time.monotonic() - start < 5
    assert str(raised.value).startswith("bad.pdf: ")
    assert "\n" not in str(raised.value)
    assert sandbox.run(b"behave well", name="next.pdf") == {"done": "behave well"}


def test_a_parser_does_not_see_the_secrets_of_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET_TOKEN", "hunter2")
    with Sandbox("targets:behave", limits=QUICK) as running:
        assert running.run(b"secrets", name="x")


def test_a_parser_that_cannot_start_says_so() -> None:
    with Sandbox("no.such.module:read") as running, pytest.raises(UnreadableError, match="could not start"):
        running.run(b"", name="x")


def living(mark: str) -> list[str]:
    """Processes whose command line holds the mark."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if mark.encode() in entry.read_bytes():
                found.append(entry.parent.name)
    return found


def gone_in_time(mark: str) -> bool:
    end = time.monotonic() + 5
    while living(mark) and time.monotonic() < end:
        time.sleep(0.05)
    return living(mark) == []


@linux
def test_nothing_is_left_running(enclosed: bool) -> None:
    mark = (512 << 20) + os.getpid()
    with Sandbox("targets:echo", limits=Limits(memory=mark), bubblewrap=enclosed) as running:
        running.run(b"", name="x")
        assert living(str(mark))
    assert gone_in_time(str(mark))


RUN_FOR_EVER = """
import sys
from onrecord.capture.confinement import Wall, bubblewrap_works, import_path, readable
from onrecord.capture.confinement_proof import Door, prove
from onrecord.capture.sandbox import Fate, Limits, ParserEndedError, Sample, Sandbox
with Sandbox("targets:behave", limits=Limits(memory=int(sys.argv[1])), bubblewrap=bool(int(sys.argv[2]))) as running:
    running.walls()
    print("ready", flush=True)
    running.run(b"sleep", name="x")
"""


@linux
def test_nothing_outlives_a_program_that_is_killed(enclosed: bool) -> None:
    mark = (600 << 20) + os.getpid()
    command = [sys.executable, "-c", RUN_FOR_EVER, str(mark), str(int(enclosed))]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"ready\n"
        time.sleep(0.2)
        program.kill()
    assert gone_in_time(str(mark))


def flate_bomb() -> bytes:
    """A page whose content stream of 2 kB unpacks to 800 MB of zeros, twice packed."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(bytes(1 << 22)) for _ in range(200)) + packer.flush()
    return pdf_with(zlib.compress(once, 9), coding=b"/Filter[/FlateDecode/FlateDecode]")


@posix
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("attributes.html", b"<html><body " + b" ".join(b"a%d=1" % n for n in range(300_000)) + b"><p>Words."),
        ("bomb.pdf", flate_bomb()),
    ],
    ids=["300,000 attributes", "flate bomb"],
)
def test_a_document_made_to_jam_its_reader_ends_in_a_reason(name: str, content: bytes) -> None:
    start = time.monotonic()
    with (
        Sandbox(PARSER, limits=Limits(seconds=2.0, memory=512 << 20)) as running,
        pytest.raises(ParserEndedError, match=rf"^{name}: (reading it|the reader broke)") as raised,
    ):
        running.run(content, name=name)
    assert time.monotonic() - start < 12
    assert raised.value.fate in (Fate.LATE, Fate.SWAMPED)


def test_the_text_layer_of_a_file_is_read_through_the_sandbox(tmp_path: Path) -> None:
    path = tmp_path / "readout.html"
    path.write_text("<html><body><article><p>" + "She called for his release. " * 20 + "</p></article></body></html>")
    assert read_text_layer(path).startswith("She called for his release.")


@pytest.mark.parametrize(
    ("name", "reason"),
    [("missing.html", "no such file"), (".", "cannot be read|corpus|no reader"), ("c.jsonl", "corpus")],
)
def test_what_has_no_text_layer_says_why(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "c.jsonl").write_text('{"id": "a", "text": "b"}\n')
    with pytest.raises(UnreadableError, match=reason):
        read_text_layer(tmp_path / name)
