"""Cited pages leave as a web archive that others can replay, each record as it was received, and no protected name."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from evidence_values import INTERNAL, OPEN, SEALED, agenda
from onrecord.capture.intake import Intake
from onrecord.capture.response import Redirect, Response
from onrecord.capture.steps import PassedOver, Refused, Said, Taken
from onrecord.cli.export import command as export
from onrecord.drafting import dump
from onrecord.ledger.store import utc_now
from onrecord.model.agenda import Case, Protection
from onrecord.model.record import Document
from onrecord.reports.audience import Audience
from onrecord.reports.bundle.gate import Gate, LeftOut
from onrecord.reports.formats.told import FormatError
from onrecord.reports.formats.wacz import Package, _plain, wacz
from onrecord.reports.formats.wacz_index import surt
from onrecord.reports.formats.warc_clearing import refused
from onrecord.reports.formats.warc_records import records, resource, warcinfo
from onrecord.reports.withholding import Names
from onrecord.settings import ReadingRoom, Store, files_of, open_store, take_in
from web_evidence import AT, PLAIN, SITE, Web, answer, asked, exchange, filled_web, page, record


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    made = filled_web(tmp_path_factory.mktemp("web"))
    yield made
    made.store.close()


def package(web: Web, audience: Audience = Audience.PUBLIC) -> Package:
    return wacz(web.check(), audience, web.store.ledger, web.store.archive)


@pytest.fixture(scope="module")
def public(web: Web) -> Package:
    return package(web)


def files(made: Package) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made.content)) as opened:
        assert opened.testzip() is None
        assert {entry.compress_type for entry in opened.infolist()} == {zipfile.ZIP_STORED}
        return {name: opened.read(name) for name in opened.namelist()}


def index(held: dict[str, bytes]) -> list[tuple[str, str, dict[str, Any]]]:
    lines = held["indexes/index.cdx"].decode().splitlines()
    assert lines == sorted(lines, key=str.encode)
    return [(key, time, json.loads(about)) for key, time, about in (line.split(" ", 2) for line in lines)]


def pages(held: dict[str, bytes]) -> list[dict[str, Any]]:
    first, *lines = map(json.loads, held["pages/pages.jsonl"].decode().splitlines())
    assert first["format"] == "json-pages-1.0"
    return lines


def test_a_web_archive_has_the_files_that_its_specification_asks_for(public: Package) -> None:
    """WACZ 1.1.1, 5.2: `datapackage.json` MUST list name, path, hash and size of every file."""
    held = files(public)
    about = json.loads(held["datapackage.json"])
    assert (about["profile"], about["wacz_version"]) == ("data-package", "1.1.1")
    assert {part["path"] for part in about["resources"]} == {
        "archive/data.warc.gz",
        "indexes/index.cdx",
        "pages/pages.jsonl",
    }
    assert set(held) == {part["path"] for part in about["resources"]} | {"datapackage.json", "datapackage-digest.json"}
    for part in about["resources"]:
        content = held[part["path"]]
        assert (part["bytes"], part["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        assert part["name"] == part["path"].rpartition("/")[2]
    assert json.loads(held["datapackage-digest.json"]) == {
        "path": "datapackage.json",
        "hash": f"sha256:{hashlib.sha256(held['datapackage.json']).hexdigest()}",
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", about["created"])


def test_the_index_gives_each_record_exactly(web: Web, public: Package) -> None:
    held = files(public)
    archive = held["archive/data.warc.gz"]
    kept = b"".join(web.store.archive.get(c.record) for c in web.store.ledger.captures() if c.record)
    found = index(held)
    assert len(found) == 5
    for key, time, about in found:
        member = archive[about["offset"] : about["offset"] + about["length"]]
        raw = gzip.decompress(member)
        assert about["recordDigest"] == f"sha256:{hashlib.sha256(member).hexdigest()}"
        [one] = records(raw)
        assert (one.address, surt(one.address)) == (about["url"], key)
        assert time == re.sub(r"\D", "", one.field("WARC-Date"))[:14]
        assert raw in kept or one.kind == "resource"


def test_every_member_of_the_archive_is_one_record_and_the_first_says_who_made_it(public: Package) -> None:
    archive = files(public)["archive/data.warc.gz"]
    kinds = [one.kind for one in records(gzip.decompress(archive))]
    assert kinds[0] == "warcinfo"
    assert sorted(kinds[1:]) == ["request"] * 4 + ["resource"] + ["response"] * 4
    assert archive.count(b"\x1f\x8b\x08") >= len(kinds)


def test_an_independent_reader_finds_the_same_records(public: Package) -> None:
    warcio = pytest.importorskip("warcio.archiveiterator", reason="warcio is not installed")
    held = files(public)
    by_place = {(about["offset"], about["length"]): about for _, _, about in index(held)}
    seen = {}
    reader = warcio.ArchiveIterator(io.BytesIO(held["archive/data.warc.gz"]), check_digests=True)
    for one in reader:
        one.content_stream().read()
        place = (reader.get_record_offset(), reader.get_record_length())
        assert one.digest_checker.passed is not False
        if one.rec_type in {"response", "resource"}:
            seen[place] = one.rec_headers.get_header("WARC-Target-URI")
    assert seen == {place: about["url"] for place, about in by_place.items()}


def test_every_cited_page_can_be_replayed_under_its_address(public: Package) -> None:
    held = files(public)
    answered = {(about["url"], time) for _, time, about in index(held)}
    shown = pages(held)
    assert len(shown) == public.pages == 4
    for line in shown:
        assert (line["url"], re.sub(r"\D", "", line["ts"])) in answered
    by_id = {line["id"]: line for line in shown}
    assert by_id[f"{SITE}/2"]["url"] == f"{SITE}/2"
    assert by_id[f"{SITE}/1"]["title"] == f"Statement at {SITE}/1"
    assert by_id[f"{SITE}/saved by hand"]["url"] == f"{SITE}/saved%20by%20hand"


def test_a_redirect_stays_between_the_address_that_was_asked_and_the_page(public: Package) -> None:
    found = {about["url"]: about["status"] for _, _, about in index(files(public))}
    assert (found[f"{SITE}/2"], found[f"{SITE}/2/final"]) == (301, 200)


def test_the_same_check_gives_the_same_bytes(web: Web, public: Package) -> None:
    assert package(web) == public


def test_what_is_left_out_is_named_with_the_reason(public: Package) -> None:
    why = dict(public.left_out)
    assert why[f"{SITE}/named"] is LeftOut.NAME
    assert why[f"{SITE}/hidden"] is LeftOut.NAME
    assert why[f"{SITE}/cookie"] is LeftOut.NAME
    assert why["line-1"] is LeftOut.MANY
    assert [reason for id_, reason in why.items() if id_.startswith("file:")] == [LeftOut.UNADDRESSED]
    about = json.loads(files(public)["datapackage.json"])
    assert {line["document"]: line["why"] for line in about["left_out"]} == {id_: r.value for id_, r in why.items()}
    for reason in set(why.values()):
        assert _plain(reason.value) in about["description"]


@pytest.mark.parametrize(
    ("audience", "hidden", "shown"), [(Audience.PUBLIC, (INTERNAL, SEALED), OPEN), (Audience.TEAM, (SEALED,), INTERNAL)]
)
def test_no_protected_name_is_in_a_web_archive(
    web: Web, audience: Audience, hidden: tuple[str, ...], shown: str
) -> None:
    """Looked for in every part, with compression undone twice: of the archive and of the answers in it."""
    held = files(package(web, audience))
    words = [content.decode("utf-8", "replace") for name, content in held.items() if not name.endswith(".gz")]
    for one in records(gzip.decompress(held["archive/data.warc.gz"])):
        words.append(one.raw.decode("utf-8", "replace"))
        if one.payload.startswith(b"\x1f\x8b"):
            words.append(gzip.decompress(one.payload).decode())
    everything = "\n".join(words).casefold()
    for name in hidden:
        assert [part for part in (name, *name.split(), name.replace(" ", "%20")) if part.casefold() in everything] == []
    assert shown.casefold() in everything


GATE = Gate(Names([SEALED]))
PAGE = "https://a.example/p"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"b\r\n<p>Mirabel \r\n7\r\nQuandt.\r\n0\r\n\r\n"
)


CLEAN = CHUNKED.replace(b"Mirabel", b"Someone").replace(b"Quandt", b"Nobody")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (exchange(PAGE, page("nobody")), None),
        (exchange(PAGE, b""), None),
        (exchange(PAGE, page(SEALED)), LeftOut.NAME),
        (exchange(f"{PAGE}/mirabel%2Dquandt", page("nobody")), LeftOut.NAME),
        (exchange(PAGE, page("nobody"), headers=[f"Location: /{SEALED}"]), LeftOut.NAME),
        (exchange(PAGE, gzip.compress(page(SEALED)), headers=["Content-Encoding: gzip"]), LeftOut.NAME),
        (exchange(PAGE, gzip.compress(page("nobody")), headers=["Content-Encoding: gzip"]), None),
        (exchange(PAGE, gzip.compress(page("nobody"))), LeftOut.OPAQUE),
        (exchange(PAGE, page("nobody"), headers=["Content-Encoding: zstd"]), LeftOut.OPAQUE),
        (exchange(PAGE, b"%PDF-1.7", kind="application/pdf"), LeftOut.OPAQUE),
        (record("response", PAGE, answer(page("nobody")) + SEALED.encode()), LeftOut.NAME),
        (record("response", PAGE, b"no answer"), LeftOut.OPAQUE),
        (record("response", PAGE, CHUNKED), LeftOut.NAME),
        (record("response", PAGE, CLEAN), None),
        (record("response", PAGE, CLEAN + SEALED.encode()), LeftOut.NAME),
        (record("response", PAGE, CLEAN.replace(b"7\r\n", b"ff\r\n")), LeftOut.OPAQUE),
        (
            exchange(PAGE, gzip.compress(page("nobody")) + SEALED.encode(), headers=["Content-Encoding: gzip"]),
            LeftOut.NAME,
        ),
        (record("request", PAGE, asked(PAGE) + b"name=x"), LeftOut.OPAQUE),
        (resource(PAGE, page(SEALED), media_type="text/html", at=AT).raw, LeftOut.NAME),
        (warcinfo([("operator", SEALED)], file="a.warc.gz", at=AT).raw, LeftOut.NAME),
        (warcinfo([("operator", "nobody")], file="a.warc.gz", at=AT).raw, None),
    ],
)
def test_an_answer_is_searched_in_its_head_and_behind_chunks_and_compression(raw: bytes, why: LeftOut | None) -> None:
    assert refused(records(raw), GATE) is why
    assert refused(records(raw), Gate(Names([]))) is None


def test_a_record_that_is_not_whole_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store"), create=True) as store:
        web = Web(store)
        web.keep(f"{SITE}/1", PLAIN)
        web.keep(f"{SITE}/cut", f"{PLAIN} Cut.", warc=exchange(f"{SITE}/cut", page("x"))[:-30])
        web.keep(f"{SITE}/asked", f"{PLAIN} Asked.", warc=record("request", SITE, asked(SITE)))
        made = package(web)
        assert dict(made.left_out)[f"{SITE}/cut"] is LeftOut.UNREADABLE
        assert dict(made.left_out)[f"{SITE}/asked"] is LeftOut.UNREADABLE
        assert [line["id"] for line in pages(files(made))] == [f"{SITE}/1"]


def test_two_documents_of_one_answer_share_its_records(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store"), create=True) as store:
        web = Web(store)
        digest = web.keep(f"{SITE}/1", PLAIN)
        [capture] = store.ledger.captures()
        again = Document(id="again", text=PLAIN, publisher="Department of State", date="2023-06-21", url="mailto:a@b.c")
        store.ledger.add(replace(capture, record=digest), [again])
        held = files(package(web))
        assert len(index(held)) == 1
        assert [(line["id"], line["url"]) for line in pages(held)] == [
            ("again", f"{SITE}/1"),
            (f"{SITE}/1", f"{SITE}/1"),
        ]


def test_a_check_without_a_page_is_refused_in_words(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store"), create=True) as store:
        web = Web(store)
        with pytest.raises(FormatError, match="cites no document"):
            package(web)
        web.keep(f"{SITE}/named", f"The Secretary urged China to release {OPEN} and {INTERNAL}.")
        with pytest.raises(FormatError, match=r"None of the \d+ cited documents"):
            package(web)


def test_words_from_outside_are_not_active_in_the_description(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store"), create=True) as store:
        web = Web(store)
        web.keep(f"{SITE}/1", PLAIN)
        capture = store.archive.put(b"words", media_type="text/plain", source="a.txt", captured_at=AT)
        evil = "<img src=x onerror=alert(1)>\n\n# [a](javascript:alert(1)) `b`"
        store.ledger.add(capture, [Document(id=evil, text=PLAIN, publisher="Department of State", date="2023-06-21")])
        made = package(web)
        assert evil in dict(made.left_out)
        about = json.loads(files(made)["datapackage.json"])["description"]
        line = next(line for line in about.splitlines() if "onerror" in line)
        assert re.findall(r"(?<!\\)[<>\[\]()`#!:]", line.removeprefix("- ").rpartition(": ")[0]) == []


@given(st.text())
def test_every_punctuation_mark_is_escaped_in_markdown(words: str) -> None:
    """CommonMark 0.31, 2.4: "Any ASCII punctuation character may be backslash-escaped"."""
    shown = _plain(words)
    assert "\n" not in shown
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", shown) == " ".join(words.split())
    assert re.sub(r"\\[!-/:-@\[-`{-~]", "", shown).translate({ord(c): None for c in "<>[]()*_`#!&"}) == re.sub(
        r"\\[!-/:-@\[-`{-~]", "", shown
    )


fields = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=12)


@given(st.lists(st.tuples(fields, st.binary(max_size=200)), max_size=6))
def test_records_come_apart_as_they_were_put_together(made: list[tuple[str, bytes]]) -> None:
    raws = [resource(f"https://a.example/{path}", block, media_type="text/plain", at=AT).raw for path, block in made]
    assert [one.raw for one in records(b"".join(raws))] == raws
    assert [one.block for one in records(b"".join(raws))] == [block for _, block in made]


def test_a_head_is_read_as_other_tools_write_it() -> None:
    raw = b"WARC/1.0\r\nwarc-type:response\r\nWARC-Target-URI: <https://a.example/>\r\nX: one\r\n two\r\nContent-Length: 0\r\n"
    [one] = records(raw + b"\r\n\r\n\r\n")
    assert (one.kind, one.address, one.field("x")) == ("response", "https://a.example/", "one two")


def test_a_field_cannot_end_its_line() -> None:
    with pytest.raises(ValueError, match="control character"):
        resource("https://a.example/\r\nWARC-Type: response", b"", media_type="text/html", at=AT)
    odd = resource("https://a.example/", b"x", media_type="text/html\r\nX: y", at=AT)
    assert odd.media_type == "application/octet-stream"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.example.org/index.html", "org,example)/index.html"),
        ("http://WWW2.Example.org:80", "org,example)/"),
        ("https://example.org:8443/A?c=3&a=1&b", "org,example:8443)/a?a=1&b&c=3"),
        ("http://127.0.0.1/x", "1,0,0,127)/x"),
        ("http://[::1]:8080/x", "[::1]:8080)/x"),
        ("https://外交部.example/新闻", "example,外交部)/新闻"),
        ("urn:x: y", "urn:x:%20y"),
        ("http://[broken/", "http://[broken/"),
    ],
)
def test_addresses_are_sorted_by_their_host_backwards(address: str, key: str) -> None:
    """CDXJ 0.1.0, 3: "replacing the host name portion of the URL with a reversed, comma separated equivalent"."""
    assert surt(address) == key


def test_export_as_a_user_runs_it(web: Web, tmp_path: Path) -> None:
    (tmp_path / "agenda.yaml").write_text(dump(agenda()), encoding="utf-8")
    out = tmp_path / "pages.wacz"
    done = CliRunner().invoke(
        export,
        [str(tmp_path / "agenda.yaml"), "--store", str(web.store.location), "--format", "wacz", "-o", str(out)],
        catch_exceptions=False,
    )
    assert done.exit_code == 0
    assert out.read_bytes() == package(web).content
    assert "Pages: 4. Cited documents that are left out: " in done.stderr
    assert f"  {SITE}/named: {LeftOut.NAME.value}" in done.stderr
    assert INTERNAL not in done.output


def test_a_case_that_is_cleared_later_brings_its_pages(web: Web) -> None:
    cleared = replace(web.check().agenda, cases=(Case("all", (OPEN, INTERNAL), protection=Protection.PUBLIC),))
    made = wacz(replace(web.check(), agenda=cleared), Audience.PUBLIC, web.store.ledger, web.store.archive)
    assert f"{SITE}/named" in {line["id"] for line in pages(files(made))}


def received(address: str, words: str, *, asked_for: str = "", kind: str = "text/html") -> Response:
    """An answer as the fetcher gives it."""
    content = page(words)
    head = answer(content, kind=kind)[: -len(content)]
    first = asked_for or address
    return Response(
        url=address,
        requested_url=first,
        redirects=(
            Redirect(first, 301, address, "192.0.2.1", f"HTTP/1.1 301 Moved\r\nLocation: {address}\r\n\r\n".encode()),
        )
        if asked_for
        else (),
        status=200,
        headers=(("Content-Type", kind), ("Content-Length", str(len(content)))),
        request=asked(address),
        head=head,
        body=content,
        content=content,
        media_type=kind,
        charset="",
        started=AT,
        seconds=0.1,
        address="192.0.2.1",
    )


def test_an_export_that_is_added_to_another_store_brings_the_same_pages_and_records(tmp_path: Path) -> None:
    said = Said(publisher="Department of State", date="2023-06-21")
    with open_store(str(tmp_path / "one"), create=True) as one, ReadingRoom() as room:
        intake = Intake(one.ledger, one.archive, room, utc_now)
        for response in (
            received(f"{SITE}/1", PLAIN),
            received(f"{SITE}/2", f"{PLAIN} They met again."),
            received(f"{SITE}/3/final", f"{PLAIN} They moved.", asked_for=f"{SITE}/3"),
        ):
            assert isinstance(intake.take_answer(response, said), Taken)
        (tmp_path / "saved.html").write_bytes(page(f"{PLAIN} Saved by hand."))
        list(take_in(one, files_of([tmp_path / "saved.html"]), replace(said, url=f"{SITE}/saved")))
        made = package(Web(one))
        (tmp_path / "pages.wacz").write_bytes(made.content)
        with open_store(str(tmp_path / "two"), create=True) as two:
            steps = list(take_in(two, files_of([tmp_path / "pages.wacz"]), said))
            assert not [step for step in steps if isinstance(step, Refused)]
            assert sum(step.new for step in steps if isinstance(step, Taken)) == made.pages == 4
            assert held_as(two, f"{SITE}/saved")[:2] == held_as(one, f"{SITE}/saved")[:2], "it has no raw answer"
            for identity in (f"{SITE}/1", f"{SITE}/2", f"{SITE}/3"):
                assert held_as(two, identity) == held_as(one, identity)
            assert two.ledger.document(f"{SITE}/3/final") is None
            assert not [step for step in steps if isinstance(step, PassedOver)], "the redirect belongs to its page"
            assert raws(files(package(Web(two)))) >= raws(files(made))


def held_as(store: Store, identity: str) -> tuple[str, str, str]:
    """The text of a document, and the digests of its capture and of the record of that."""
    document = store.ledger.document(identity)
    assert document is not None
    capture = store.ledger.capture(document.capture_digest)
    assert capture is not None
    return document.text, capture.digest, capture.record


def raws(held: dict[str, bytes]) -> set[bytes]:
    found = records(gzip.decompress(held["archive/data.warc.gz"]))
    return {one.raw for one in found if one.kind != "warcinfo"}
