"""Whatever a parser does with outside bytes, the program lives and can say what happened."""

from __future__ import annotations

import os
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.capture.sandbox import Limits, Sandbox
from onrecord.errors import UnreadableError
from onrecord.settings import PARSER, read_text_layer
from pdfs import pdf_with

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits on a process's resources")
QUICK = Limits(seconds=1.0, memory=512 << 20, documents=3)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox("targets:behave", limits=QUICK) as running:
        yield running


def test_one_parser_serves_several_documents_and_is_replaced_after_its_share() -> None:
    with Sandbox("targets:echo", limits=QUICK) as running:
        answers = [running.run(f"Wort {n} 释放".encode(), name="x", colour="red") for n in range(5)]
    assert [answer["text"] for answer in answers] == [f"Wort {n} 释放" for n in range(5)]
    assert answers[0]["colour"] == "red"
    processes = [answer["process"] for answer in answers]
    assert processes[0] == processes[1] == processes[2] != processes[3] == processes[4]
    assert str(os.getpid()) not in processes


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
        pytest.param("disk", "File too large", marks=posix),
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


def test_nothing_is_left_running() -> None:
    with Sandbox("targets:echo", limits=QUICK) as running:
        process = int(running.run(b"", name="x")["process"])
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


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
        pytest.raises(UnreadableError, match=rf"^{name}: (reading it|the reader broke)"),
    ):
        running.run(content, name=name)
    assert time.monotonic() - start < 12


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
