"""What came over the wire is kept to the byte, and what others have kept comes in by its records, or not at all."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import sites
from archives import DATE, HTML, WORDS, chunked, http, packed, page, record, wacz
from onrecord.capture.intake import Intake
from onrecord.capture.response import Response
from onrecord.capture.steps import SAID_NOTHING, PassedOver, Refused, Said, Step, Taken
from onrecord.capture.warc_frames import records
from onrecord.capture.warc_import import WACZ, WARC
from onrecord.capture.warc_package import read_wacz
from onrecord.capture.warc_reading import read_warc
from onrecord.capture.warc_writing import warc_of
from onrecord.cli.add import command
from onrecord.errors import UnreadableError
from onrecord.ledger.store import utc_now
from onrecord.model.record import Capture, Document, Side
from onrecord.ports import DocumentFilter
from onrecord.reading.kinds import kind_of
from onrecord.reports.bundle.proving import prove_store
from onrecord.settings import ReadingRoom, Store, files_of, open_store

warcio = pytest.importorskip("warcio.archiveiterator", reason="warcio is not installed")

URL = "https://mfa.example/1"
GOOD = record(http(page()))


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom() as held:
        yield held


@dataclass
class Desk:
    """A store of its own, and what is said of what goes into it."""

    folder: Path
    store: Store
    intake: Intake

    def add(self, name: str, content: bytes, said: Said = SAID_NOTHING) -> list[Step]:
        """Add a file; steps that only say how far it is are left out."""
        path = self.folder / name
        path.write_bytes(content)
        steps = self.intake.take(files_of([path]), said)
        return [step for step in steps if not (isinstance(step, Taken) and step.new + step.known == 0)]

    def documents(self) -> list[Document]:
        assert list(self.store.ledger.faults()) == []
        return list(self.store.ledger.documents(DocumentFilter()))

    def capture(self) -> Capture:
        """The one capture of the store."""
        (held,) = self.store.ledger.captures()
        return held

    def objects(self) -> set[str]:
        """The names of what the archive holds."""
        return {path.name for path in self.store.archive.root.rglob("*") if len(path.name) == 64}


@pytest.fixture
def desk(tmp_path: Path, room: ReadingRoom) -> Iterator[Desk]:
    with open_store(str(tmp_path / "store"), create=True) as store:
        yield Desk(tmp_path, store, Intake(store.ledger, store.archive, room, utc_now))


def fetched(*, to: bytes = b"", path: str = "/a") -> Response:
    """An answer that was sent elsewhere, packed and in chunks."""
    body = chunked(gzip.compress(to or page(), mtime=0))
    answer = sites.answer(body, HTML, "Transfer-Encoding: chunked", "Content-Encoding: gzip", length=False)
    moved = sites.answer("moved", "Location: /b", status="302 Found")
    with sites.Site(pages={"/a": moved, "/b": answer}) as site:
        return sites.fetcher().fetch(site.url(path))


# What is kept of a page from the web


def test_an_answer_is_kept_as_it_came_and_other_programs_read_it_back() -> None:
    response = fetched()
    kept = warc_of(response)
    blocks, kinds, contents, passed = [], [], [], []
    for held in warcio.ArchiveIterator(io.BytesIO(kept), no_record_parse=True):
        blocks.append(held.raw_stream.read())
        kinds.append(held.rec_type)
    for held in warcio.ArchiveIterator(io.BytesIO(kept), check_digests=True):
        contents.append(held.content_stream().read())
        passed.append(held.digest_checker.passed)
    assert kinds == ["response", "request", "response"]
    assert blocks == [response.redirects[0].head, response.request, response.raw]
    assert b"\r\n0\r\n\r\n" in blocks[2], "chunk lengths are still in it"
    assert passed == [True, True, True]
    assert contents[2] == response.content == page()


def test_a_second_program_agrees_with_every_digest_and_field() -> None:
    fastwarc = pytest.importorskip("fastwarc.warc", reason="fastwarc is not installed")
    response = fetched()
    held = list(fastwarc.ArchiveIterator(io.BytesIO(warc_of(response)), parse_http=False))
    assert len(held) == 3
    for found in fastwarc.ArchiveIterator(io.BytesIO(warc_of(response)), parse_http=False):
        assert found.verify_block_digest()
        assert found.headers["WARC-Date"] == response.started
        assert found.headers["WARC-IP-Address"] == sites.HOME
    own = list(records(io.BytesIO(warc_of(response)), name="x", most=lambda _: 1 << 20))
    assert own[0].field("warc-target-uri") == response.requested_url
    assert own[0].field("warc-truncated") == "unspecified", "the body of a redirect is not taken"
    assert own[1].field("warc-concurrent-to") == own[2].field("warc-record-id")
    assert own[2].field("warc-target-uri") == response.url
    assert b"".join(one.raw for one in own) == warc_of(response)


def test_the_same_answer_makes_the_same_bytes_and_another_moment_does_not() -> None:
    response = fetched()
    assert warc_of(response) == warc_of(replace(response, seconds=9.0))
    assert warc_of(response) != warc_of(replace(response, started="2023-06-19T10:00:00Z"))


def test_what_a_fetched_page_came_from_stands_in_the_store(desk: Desk) -> None:
    response = fetched()
    assert isinstance(desk.intake.take_answer(response, Said()), Taken)
    capture = desk.capture()
    assert desk.store.archive.get(capture.record) == warc_of(response)
    assert desk.store.archive.get(capture.digest) == response.content
    assert prove_store(desk.store.ledger, desk.store.archive).faults == ()


def test_a_page_that_has_not_changed_adds_nothing(desk: Desk) -> None:
    response = fetched()
    desk.intake.take_answer(response, Said())
    before, entries = desk.objects(), list(desk.store.ledger.entries())
    again = replace(response, started="2026-11-24T12:00:00Z")
    assert desk.intake.take_answer(again, Said()) == Taken(response.url, 0, 1, 1, 1, 0, len(response.body))
    assert desk.objects() == before
    assert list(desk.store.ledger.entries()) == entries


def test_a_page_that_cannot_be_read_leaves_nothing(desk: Desk) -> None:
    refused = desk.intake.take_answer(fetched(to=b"%PDF-1.7 broken"), Said())
    assert isinstance(refused, Refused)
    assert desk.objects() == set()


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_an_answer_that_is_gone_or_changed_is_found_by_the_check(desk: Desk, harm: str) -> None:
    desk.intake.take_answer(fetched(), Said())
    record = desk.capture().record
    (place,) = desk.store.archive.root.rglob(record)
    place.unlink() if harm == "gone" else place.write_bytes(place.read_bytes().replace(b"GET", b"PUT"))
    (fault,) = prove_store(desk.store.ledger, desk.store.archive).faults
    assert f"The raw answer {record} of entry 1 is missing or no longer matches" in fault


def test_a_file_that_somebody_adds_keeps_its_name_and_not_its_folder(desk: Desk) -> None:
    desk.add("page.html", page())
    assert (desk.capture().source, desk.capture().record) == ("page.html", "")


# What comes in from others


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.warc", GOOD),
        ("a.warc.gz", packed(GOOD)),
        ("one-member.gz", gzip.compress(record(b"", kind="warcinfo") + GOOD)),
        ("no-name-that-tells", GOOD),
        ("a.wacz", wacz(("archive/data.warc.gz", packed(GOOD)), ("indexes/index.cdx", b""))),
        ("b.wacz", wacz(("pages/pages.jsonl", b"{}"), ("archive/data.warc", GOOD), seal=None)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_page_of_a_web_archive_is_a_document_with_its_record(desk: Desk, name: str, content: bytes) -> None:
    steps = desk.add(name, content, Said(publisher="Ministry", side=Side.OURS))
    assert [type(step) for step in steps] == [Taken]
    (document,) = desk.documents()
    assert (document.id, document.url, document.title) == (URL, URL, "Readout")
    assert (document.publisher, document.side) == ("Ministry", Side.OURS)
    assert WORDS.strip() in document.text
    capture = desk.capture()
    assert (capture.source, capture.captured_at, capture.media_type) == (URL, DATE, "text/html")
    assert desk.store.archive.get(capture.digest) == page()
    assert desk.store.archive.get(capture.record) == GOOD


def test_a_page_comes_with_its_request_whichever_of_the_two_stands_first(desk: Desk) -> None:
    asked = record(b"GET /1 HTTP/1.1\r\n\r\n", kind="request")
    identity = asked.split(b"WARC-Record-ID: ")[1].split(b"\r\n")[0].decode()
    answered = record(http(page()), f"WARC-Concurrent-To: {identity}")
    other = record(b"GET /2 HTTP/1.1\r\n\r\n", kind="request", url="https://mfa.example/2")
    for number, content in enumerate((other + asked + answered, answered + asked, asked + answered + other)):
        desk.add(f"{number}.warc", content)
    assert desk.store.archive.get(desk.capture().record) == asked + answered


def test_our_own_answers_come_in_as_they_went_out(desk: Desk, tmp_path: Path, room: ReadingRoom) -> None:
    response = fetched()
    desk.add("own.warc", warc_of(response))
    (document,) = desk.documents()
    assert document.id == response.requested_url, "it is known by the address that was asked for"
    assert desk.capture().captured_at == response.started
    assert desk.store.archive.get(desk.capture().record) == warc_of(response), "the redirect stands before its page"
    assert desk.intake.take_answer(response, Said()) == Taken(response.url, 0, 1, 1, 1, 0, len(response.body))


def test_an_archive_that_is_added_twice_adds_nothing(desk: Desk) -> None:
    content = GOOD + record(http(page(WORDS * 6)), "WARC-Date: 2023-07-01T10:00:00Z")
    assert [step.new for step in desk.add("a.warc", content) if isinstance(step, Taken)] == [1, 1]
    before, entries = desk.objects(), list(desk.store.ledger.entries())
    assert [step.new for step in desk.add("b.warc.gz", packed(content)) if isinstance(step, Taken)] == [0, 0]
    assert desk.objects() == before
    assert list(desk.store.ledger.entries()) == entries


def test_what_is_no_document_is_counted_by_its_kind_in_one_line(desk: Desk) -> None:
    content = b"".join([
        record(b"software: x", kind="warcinfo"),
        *(record(http(b"\x89PNG", "Content-Type: image/png")) for _ in range(3)),
        record(http(b"x", status="404 Not Found")),
        record(http(b"", "Location: /2", status="301 Moved")),
        record(http(b"", HTML), kind="revisit"),
        record(http(b"User-agent: *", "Content-Type: text/plain"), url="https://mfa.example/robots.txt"),
        record(http(b"x()", "Content-Type: text/\x1b[31mjs")),
        record(b"the name", kind="resource", url="urn:x"),
        GOOD,
    ])  # fmt: skip
    steps = desk.add("a.warc", content)
    passed = [step for step in steps if isinstance(step, PassedOver)]
    assert str(passed[0]).endswith(
        "a.warc: passed over: 3 image/png, 1 status 404, 1 revisit record, 1 robots.txt, 1 of no known kind, "
        "1 urn record, 1 status 301."
    )
    assert [type(step).__name__ for step in steps] == ["Taken", "PassedOver"]


ARCHIVED = {
    "brotli": http(brotli.compress(page()), HTML, "Content-Encoding: br"),
    "gzip in chunks": http(
        chunked(gzip.compress(page())), HTML, "Transfer-Encoding: chunked", "Content-Encoding: gzip"
    ),
    "chunks that were taken off": http(page(), HTML, "Transfer-Encoding: chunked"),
    "compression that was taken off": http(page(), HTML, "Content-Encoding: gzip"),
    "a length that is too long": http(page(), HTML, "Content-Length: 99999999"),
    "a length that is too short": http(page(), HTML, "Content-Length: 1"),
    "no length": http(page()),
    "no type": http(page(), "Server: x"),
    "bare line ends": http(page()).replace(b"\r\n", b"\n"),
    "no reason phrase": http(page()).replace(b"200 OK", b"200"),
    "HTTP/2": http(page()).replace(b"HTTP/1.1", b"HTTP/2"),
}


@pytest.mark.parametrize("how", ARCHIVED)
def test_however_an_answer_was_archived_its_words_are_read(desk: Desk, how: str) -> None:
    steps = desk.add("a.warc", record(ARCHIVED[how]))
    assert [type(step) for step in steps] == [Taken], steps
    assert desk.store.archive.get(desk.capture().digest) == page()
    assert ARCHIVED[how] in desk.store.archive.get(desk.capture().record)


REFUSED = {
    "a block page": (record(http(page("Enable JavaScript and cookies to continue", "Just a moment..."))), "no page"),
    "a bomb": (
        record(http(gzip.compress(bytes(80 << 20)), HTML, "Content-Encoding: gzip")),
        "unpacked it has more than 64 MB",
    ),
    "a brotli bomb": (
        record(http(brotli.compress(bytes(80 << 20)), HTML, "Content-Encoding: br")),
        "unpacked it has more than 64 MB",
    ),
    "an unknown packing": (record(http(b"x", HTML, "Content-Encoding: zstd")), "packed as 'zstd'"),
    "chunks that break off": (record(http(chunked(page())[:-40], HTML, "Transfer-Encoding: chunked")), "chunks break off"),
    "no HTTP": (record(b"hello\r\n\r\n"), "no HTTP answer"),
    "an HTTP header without an end": (record(b"HTTP/1.1 200 OK\r\n"), "header has no end"),
    "a date that is none": (record(http(page()), "WARC-Date: 2023-06"), "no moment to the second"),
    "a day that is none": (record(http(page()), "WARC-Date: 2023-02-31T10:00:00Z"), "no moment to the second"),
    "an address that is none": (record(http(page()), url="https://a:b@mfa.example/"), "name or password"),
    "a block that was changed": (record(http(page()), f"WARC-Block-Digest: sha1:{'A' * 32}"), "no longer matches its own"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_record_that_cannot_be_trusted_is_one_line_and_the_rest_goes_on(desk: Desk, what: str) -> None:
    content, reason = REFUSED[what]
    refused, taken = desk.add("a.warc", content + record(http(page(WORDS * 7)), url="https://mfa.example/2"))
    assert isinstance(refused, Refused)
    assert reason in refused.reason
    assert "\n" not in refused.reason
    assert isinstance(taken, Taken)
    assert [document.id for document in desk.documents()] == ["https://mfa.example/2"]


def test_a_record_says_itself_that_it_is_cut_off(desk: Desk) -> None:
    desk.add("a.warc", record(http(page()), "WARC-Truncated: length"))
    assert [document.complete for document in desk.documents()] == [False]


def test_a_resource_and_a_pdf_of_any_name_are_documents(desk: Desk) -> None:
    note = record(WORDS.encode(), kind="resource", url="https://mfa.example/note.txt")
    desk.add(
        "a.warc", note + record(http(page(), "Content-Type: application/octet-stream"), url="https://mfa.example/x")
    )
    assert [document.id for document in desk.documents()] == ["https://mfa.example/note.txt", "https://mfa.example/x"]


def test_an_address_and_a_title_are_not_those_of_many_pages(desk: Desk) -> None:
    (refused,) = desk.add("a.warc", GOOD, Said(url="https://mfa.example/other"))
    assert isinstance(refused, Refused)
    assert "a web archive of many pages" in refused.reason


# Files that are damaged or made to mislead

SECOND = record(http(page(WORDS * 7)), url="https://mfa.example/2")
DAMAGED = {
    "cut in a block": GOOD + SECOND[:-60],
    "cut in a header": GOOD + SECOND[:60],
    "a length that is too short": GOOD + record(http(page()), length=100) + SECOND,
    "a length that is too long": GOOD + record(http(page()), length=len(http(page())) + 100) + SECOND,
    "a length beyond all files": GOOD + record(http(page()), length=10**14),
    "a negative length": GOOD + record(http(page()), length=-5),
    "a length of words": GOOD + record(http(page()), length="long"),
    "no length": GOOD + record(http(page()), length=""),
    "two lengths": GOOD + record(http(page()), "Content-Length: 5"),
    "something between": GOOD + b"between\r\n\r\n" + SECOND,
    "a header without an end": GOOD + b"WARC/1.0\r\n" + b"a: b\r\n" * 100_000,
    "a line without an end": GOOD + b"WARC/1.0\r\nA: " + b"a" * 1_000_000,
    "a line without a colon": GOOD + b"WARC/1.0\r\nhello\r\n\r\n",
    "gzip cut": packed(GOOD) + packed(SECOND)[:-60],
    "gzip changed": packed(GOOD) + packed(SECOND)[:60] + b"\0\0\0\0" + packed(SECOND)[64:],
    "gzip with other things behind": packed(GOOD) + b"other things",
    "a gzip bomb": packed(GOOD) + gzip.compress(record(http(bytes(100 << 20)))),
}  # fmt: skip


@pytest.mark.parametrize("how", DAMAGED)
def test_what_was_whole_is_taken_and_the_rest_is_one_line(desk: Desk, how: str) -> None:
    name = "a.warc.gz" if "gzip" in how else "a.warc"
    taken, refused = desk.add(name, DAMAGED[how])
    assert isinstance(taken, Taken)
    assert isinstance(refused, Refused)
    assert refused.reason.startswith(f"{desk.folder / name}: ")
    assert "What stood before that was taken" in refused.reason
    assert "\n" not in refused.reason
    assert [document.id for document in desk.documents()] == [URL]


WACZS = {
    "changed": (wacz(("archive/a.warc", GOOD), listed={"archive/a.warc": GOOD[:-1] + b"x"}), "not as datapackage.json"),
    "unlisted": (wacz(("archive/a.warc", GOOD), listed={}), "does not list it"),
    "a listing that was changed": (wacz(("archive/a.warc", GOOD), seal="sha256:00"), "is not the one that its"),
    "no archive": (wacz(("pages/pages.jsonl", b"{}")), "no WARC file in its folder archive/"),
    "a WACZ in a WACZ": (wacz(("archive/a.wacz", wacz(("archive/a.warc", GOOD)))), "holds other WACZ files"),
    "a bomb": (wacz(("archive/a.warc.gz", gzip.compress(GOOD + record(http(bytes(100 << 20)))))), "more than 200 times"),
    "a cut archive": (wacz(("archive/a.warc", GOOD[:-200])), "it breaks off"),
    "cut": (wacz(("archive/a.warc", GOOD))[:-80], "damaged archive"),
    "a path that leads outside": (wacz(("archive/../../a.warc", GOOD)), "leads outside"),
}  # fmt: skip


@pytest.mark.parametrize("how", WACZS)
def test_a_wacz_that_is_not_as_it_says_is_refused(desk: Desk, how: str) -> None:
    content, reason = WACZS[how]
    refused = [step for step in desk.add("a.wacz", content) if isinstance(step, Refused)]
    assert [reason in step.reason for step in refused] == [True]
    assert "\n" not in refused[0].reason
    assert [document.id for document in desk.documents()] == ([URL] if how == "a bomb" else [])


def test_one_changed_archive_of_a_wacz_does_not_stop_the_others(desk: Desk) -> None:
    files = {"archive/a.warc": GOOD, "archive/b.warc": SECOND}
    content = wacz(*files.items(), listed={**files, "archive/a.warc": SECOND})
    assert [type(step) for step in desk.add("a.wacz", content)] == [Refused, Taken]


def outcome(read: Callable[..., Iterator[tuple[dict[str, str], tuple[bytes, ...]]]], content: bytes) -> list[str]:
    """What a reader says of bytes: every answer's sort, and `damaged` where it refuses the rest."""
    found = []
    try:
        for fields, parts in read(io.BytesIO(content), name="x"):
            found.append(fields["is"])
            assert (len(parts) == 2) == (fields["is"] == "document")
    except UnreadableError as fault:
        assert str(fault).startswith("x: ")
        found.append("damaged")
    return found


SEEDS = {
    read_warc: (warc := GOOD + record(ARCHIVED["gzip in chunks"]) + SECOND, packed(GOOD, SECOND)),
    read_wacz: (wacz(("archive/a.warc.gz", packed(GOOD, SECOND)), ("archive/b.warc", warc)),),
}


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_whatever_is_done_to_an_archive_the_outcome_has_a_name(data: st.DataObject) -> None:
    read = data.draw(st.sampled_from(list(SEEDS)))
    content = bytearray(data.draw(st.sampled_from(SEEDS[read])))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        piece = data.draw(st.one_of(st.binary(max_size=8), st.sampled_from([b"\r\n\r\n", b"WARC/1.0\r\n", b"9" * 14])))
        gone = data.draw(st.integers(0, 40))
        content[at : at + gone] = piece
    found = outcome(read, bytes(content))
    assert set(found) <= {"document", "refused", "passed", "damaged"}


def test_our_reader_and_two_others_see_the_same_records() -> None:
    fastwarc = pytest.importorskip("fastwarc.warc", reason="fastwarc is not installed")
    content = record(b"x", kind="warcinfo") + GOOD + record(b"folded", "X-A: b\r\n c", kind="resource") + SECOND
    own = [(one.kind, one.block) for one in records(io.BytesIO(content), name="x", most=lambda _: 1 << 20)]
    second = [
        (one.rec_type, one.raw_stream.read())
        for one in warcio.ArchiveIterator(io.BytesIO(content), no_record_parse=True)
    ]
    third = [
        (str(one.record_type).rpartition(".")[2], one.reader.read())
        for one in fastwarc.ArchiveIterator(io.BytesIO(content), parse_http=False)
    ]
    assert own == second == third
    assert len(own) == 4


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (GOOD[:1024], "a", WARC),
        (packed(GOOD)[:1024], "a.gz", WARC),
        (b"\x1f\x8bdamaged", "a.warc.gz", WARC),
        (wacz(("archive/a.warc", GOOD))[:1024], "a.zip", WACZ),
        (wacz(("elsewhere", b""))[:1024], "a.wacz", WACZ),
        (b"", "a.warc", WARC),
    ],
)
def test_a_web_archive_is_known_by_its_first_bytes(head: bytes, name: str, kind: str) -> None:
    assert kind_of(head, name=name).value == kind


def test_other_gzip_is_still_refused() -> None:
    with pytest.raises(UnreadableError, match="neither a corpus"):
        kind_of(gzip.compress(b"hello"), name="a.gz")


def test_a_web_archive_is_not_read_as_one_document(room: ReadingRoom) -> None:
    with pytest.raises(UnreadableError, match="a web archive of many documents"):
        room.document(GOOD, name="a.warc")


# The command


def add(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


def test_the_command_tells_what_it_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_STORE", raising=False)
    Path("a.warc.gz").write_bytes(packed(GOOD, record(http(b"\x89PNG", "Content-Type: image/png"))))
    ran = add("a.warc.gz")
    assert ran.exit_code == 0, ran.output
    assert "a.warc.gz: passed over: 1 image/png." in ran.stderr
    assert ran.stdout == "1 new, 0 already there, 0 unreadable. onrecord-store holds 1 documents.\n"
    told = json.loads(add("a.warc.gz", "--json").stdout)
    assert told["passed_over"] == [{"source": "a.warc.gz", "kinds": {"image/png": 1}}]
    assert add("a.warc.gz", "--title", "x").exit_code == 2


# Redirects, and many pages at once


def moved(url: str, to: str, *extra: str) -> bytes:
    return record(http(b"moved", f"Location: {to}", status="301 Moved"), *extra, url=url)


def told_by(*held: bytes) -> list[tuple[str, str, int]]:
    """Address, the address that was asked for, and how many records of each document."""
    found = []
    for fields, parts in read_warc(io.BytesIO(b"".join(held)), name="x"):
        if fields["is"] == "document":
            count = parts[1].count(b"WARC/1.0\r\n")
            found.append((fields["address"], fields.get("asked", fields["address"]), count))
    return found


A, B, C = (f"https://mfa.example/{name}" for name in "abc")


def test_a_page_is_known_by_the_address_that_was_asked_for() -> None:
    to_b, to_c = moved(A, "/b"), moved(B, C)
    last = record(http(page()), url=C)
    assert told_by(to_b, to_c, last) == [(C, A, 3)]
    assert told_by(to_c, to_b, last) == [(C, A, 3)], "by their addresses, in any order"
    assert told_by(last, to_b, to_c) == [(C, C, 1)], "what comes later led to another answer"
    assert told_by(to_c, last, last) == [(C, B, 2), (C, C, 1)], "one answer, one page"
    assert told_by(moved(A, A), record(http(page()), url=A)) == [(A, A, 2)]


@pytest.mark.parametrize(
    "redirect",
    [
        moved(A, C, "WARC-Date: 2023-06-19T09:00:00Z"),
        moved(A, C, "WARC-Date: 2023-06-19T10:00:01Z"),
        moved(A, "https://mfa.example/other"),
        moved(A, "javascript:alert(1)"),
        moved(A, C, f"WARC-Block-Digest: sha256:{'0' * 64}"),
        record(http(b"x" * 70_000, f"Location: {C}", status="301 Moved"), url=A),
        record(http(b"", status="304 Not Modified"), url=A),
        record(http(b"", status="301 Moved"), url=A),
    ],
    ids=["an hour before", "after it", "elsewhere", "no address", "altered", "too large", "not modified", "nowhere"],
)
def test_a_redirect_that_does_not_belong_to_a_page_is_passed_over(redirect: bytes) -> None:
    last = record(http(page()), url=C)
    assert told_by(redirect, last) == [(C, C, 1)]
    passed = [fields for fields, _ in read_warc(io.BytesIO(redirect + last), name="x") if fields["is"] == "passed"]
    assert sum(json.loads(passed[0]["kinds"]).values()) == 1


def test_pages_of_a_batch_are_recorded_as_one_by_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two addresses with one page share the first one's raw answer; an address that comes twice has two versions."""
    pages = [page(f"{WORDS} Number {number % 7}.") for number in range(12)]
    held = [record(http(content), url=f"https://mfa.example/{number % 9}") for number, content in enumerate(pages)]
    ledgers: list[list[tuple[str, str]]] = []
    for size in (1, 5, 100):
        monkeypatch.setattr("onrecord.capture.pages.BATCH", size)
        with open_store(str(desk.folder / f"store-{size}"), create=True) as store:
            steps = list(
                Intake(store.ledger, store.archive, desk.intake.readers, lambda: DATE).take(
                    files_of([_written(desk.folder / "many.warc", b"".join(held))]), SAID_NOTHING
                )
            )
            assert sum(step.new for step in steps if isinstance(step, Taken)) == 12
            assert list(store.ledger.faults()) == []
            ledgers.append([(entry.kind, entry.body) for entry in store.ledger.entries()])
            assert len({capture.record for capture in store.ledger.captures()}) == 7
    assert ledgers[0] == ledgers[1] == ledgers[2]


def test_a_batch_that_is_interrupted_is_lost_and_comes_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.capture.pages.BATCH", 3)
    content = b"".join(
        record(http(page(f"{WORDS} {number}.")), url=f"https://mfa.example/{number}") for number in range(8)
    )
    path = _written(desk.folder / "a.warc", content)
    steps = desk.intake.take(files_of([path]), SAID_NOTHING)
    for _ in range(4):
        next(steps)
    steps.close()
    assert len(desk.documents()) == 6, "two whole batches"
    again = [step for step in desk.intake.take(files_of([path]), SAID_NOTHING) if isinstance(step, Taken)]
    assert (sum(step.new for step in again), sum(step.known for step in again)) == (2, 6)
    assert len(desk.documents()) == 8


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
