"""A file of any size is read by a confined parser that never holds it, and that can be ended at any moment."""

from __future__ import annotations

import io
import sys
import time

import pytest

from onrecord.capture.confinement import bubblewrap_works
from onrecord.capture.sandbox import Fate, ParserEndedError
from onrecord.capture.streaming import Piece, Stream, StreamLimits
from onrecord.errors import UnreadableError

linux = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
QUICK = StreamLimits(pause=1.0, seconds=1.0, memory=512 << 20, part=1 << 20)


@pytest.fixture(params=[True, False], ids=["bubblewrap", "the kernel alone"])
def enclosed(request: pytest.FixtureRequest) -> bool:
    wanted: bool = request.param
    if wanted and not bubblewrap_works():
        pytest.skip("bubblewrap is not installed, or this user may not use namespaces")
    return wanted


def said(target: str, content: bytes, *, enclosed: bool = True, **options: str) -> list[Piece]:
    source = io.BytesIO(content)
    with Stream(f"stream_targets:{target}", source, size=len(content), limits=QUICK, bubblewrap=enclosed) as stream:
        return list(stream.answers(name="x", **options))


def test_every_answer_arrives_to_the_byte(enclosed: bool) -> None:
    found = said("lines", b"one\ntwo\n", enclosed=enclosed, colour="red")
    assert found == [
        Piece({"name": "x", "colour": "red"}, (b"one\n", b"ONE\n")),
        Piece({"name": "x", "colour": "red"}, (b"two\n", b"TWO\n")),
    ]


def test_a_parser_goes_to_any_place_of_the_file() -> None:
    assert [piece.parts for piece in said("last_first", b"head" + bytes(5 << 20) + b"tail")] == [(b"tail",), (b"head",)]


def test_an_empty_file_is_read_too() -> None:
    assert said("lines", b"") == []


def test_how_far_the_parser_has_seen_is_known() -> None:
    content = b"line\n" * 1_000_000
    with Stream("stream_targets:lines", io.BytesIO(content), size=len(content)) as stream:
        answers = stream.answers(name="x")
        next(answers)
        assert 0 < stream.reached < len(content)
        started = time.monotonic()
    assert time.monotonic() - started < 2, "a reader may stop in the middle"


@linux
@pytest.mark.parametrize(
    ("act", "fate"),
    [
        ("hang", Fate.LATE),
        ("spin", Fate.LATE),
        ("circle", Fate.LATE),
        ("swell", Fate.SWAMPED),
        ("crash", Fate.BROKE),
        ("break", Fate.BROKE),
        ("drown", Fate.BROKE),
        ("nonsense", Fate.BROKE),
    ],
)
def test_whatever_a_parser_does_what_it_said_before_is_kept(act: str, fate: Fate) -> None:
    source = io.BytesIO(act.encode())
    found = []
    with (
        Stream("stream_targets:behave", source, size=len(act), limits=QUICK) as stream,
        pytest.raises(ParserEndedError, match=r"^x: ") as ended,
    ):
        for piece in stream.answers(name="x"):
            found.append(piece.fields["act"])
    assert found == [act]
    assert ended.value.fate is fate


def test_a_refusal_is_the_parsers_own_words() -> None:
    with pytest.raises(UnreadableError, match=r"^x: it is no such file\. Get another\.$"):
        said("behave", b"refuse")


@linux
def test_a_parser_sees_nothing_that_is_not_shown_to_it_inside_bubblewrap(enclosed: bool) -> None:
    found = said("behave", b"peek", enclosed=enclosed)
    assert (found[-1].fields["seen"] == "True") is not enclosed
