"""A bundle carries the answer as it came over the wire, and proves with Python alone that it gives the capture."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from click.testing import CliRunner
from hypothesis import given as drawn
from hypothesis import strategies as st

from archives import chunked, http
from evidence_values import INTERNAL
from onrecord.capture.warc_http import answer_in, content_of
from onrecord.capture.warc_writing import warc_of
from onrecord.cli.verify import command as verify_command
from onrecord.reports.audience import Audience
from onrecord.reports.bundle.contents import evidence, signed
from onrecord.reports.bundle.gate import LeftOut
from onrecord.reports.bundle.signing import signer
from onrecord.reports.bundle.verify_script import MANIFEST, SIGNATURE, BundleRefused, given, members, verify
from onrecord.settings import open_store
from web_evidence import PLAIN, SITE, Web, answered, exchange, filled_web, page, record, take

MOVED = answered(f"{SITE}/moved/final", f"{PLAIN} They moved.", asked_for=f"{SITE}/moved")
PLAINLY = answered(f"{SITE}/plain", PLAIN)
BROTLI = f"{PLAIN} Packed by a browser."


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with open_store(str(tmp_path_factory.mktemp("answers") / "store"), create=True) as store:
        take(store, MOVED, PLAINLY)
        made = Web(store)
        raw = exchange(f"{SITE}/br", brotli.compress(page(BROTLI)), headers=["Content-Encoding: br"])
        made.keep(f"{SITE}/br", BROTLI, warc=raw, content=page(BROTLI))
        yield made


def files_of(web: Web, audience: Audience = Audience.PUBLIC) -> dict[str, bytes]:
    return evidence(web.check(), audience, web.store.ledger, web.store.archive)


def bundled(web: Web, files: dict[str, bytes]) -> bytes:
    """A bundle of these files, properly signed: what a forger with a key could make, too."""
    kept = {name: content for name, content in files.items() if name not in {MANIFEST, SIGNATURE}}
    return signed(kept, signer(web.store.location))


@pytest.fixture(scope="module")
def bundle(web: Web) -> bytes:
    return bundled(web, files_of(web))


def captures(files: dict[str, bytes]) -> dict[str, Any]:
    return {held["id"]: held["capture"] for held in json.loads(files["bundle.json"])["documents"]}


def test_each_page_from_the_web_brings_its_raw_answer(bundle: bytes) -> None:
    files = members(bundle)
    held = captures(files)
    assert set(held) == {f"{SITE}/moved", f"{SITE}/plain", f"{SITE}/br"}
    for identity, response in ((f"{SITE}/moved", MOVED), (f"{SITE}/plain", PLAINLY)):
        assert files[held[identity]["record"]["file"]] == warc_of(response)
        assert given(files[held[identity]["record"]["file"]]) == response.content
        assert files[held[identity]["file"]] == response.content
    proven = verify(files)
    assert (proven["raw_answers"], proven["raw_answers_not_unpacked"]) == (3, 1), "brotli is said and not failed"


def test_the_script_says_it_without_any_package(bundle: bytes, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(bundle)
    zipfile.ZipFile(tmp_path / "b.zip").extractall(tmp_path / "open")
    script = [sys.executable, "-I", "-S", str(tmp_path / "open" / "verify.py")]
    done = subprocess.run(script, capture_output=True, text=True, check=True)
    assert "3 raw answers, 1 of them packed with brotli and not unpacked" in done.stdout
    done_here = CliRunner().invoke(verify_command, [str(tmp_path / "b.zip"), "--json"])
    assert json.loads(done_here.stdout)["counts"]["raw_answers"] == 3


def test_a_bundle_from_before_still_verifies(web: Web, bundle: bytes) -> None:
    files = {name: held for name, held in members(bundle).items() if not name.startswith("records/")}
    about = json.loads(files["bundle.json"])
    for document in about["documents"]:
        del document["capture"]["record"]
    proven = verify(members(bundled(web, {**files, "bundle.json": json.dumps(about).encode()})))
    assert proven["raw_answers"] == 0
    assert proven["captures"] == 3


@pytest.mark.parametrize("how", ["another file", "another digest", "of another page", "taken away", "changed"])
def test_a_signed_bundle_with_another_raw_answer_is_refused(web: Web, bundle: bytes, how: str) -> None:
    files = members(bundle)
    about = json.loads(files["bundle.json"])
    one, other = (held["capture"]["record"] for held in about["documents"][:2])
    if how == "another file":
        one["file"] = other["file"]
    elif how == "another digest":
        one["sha256"] = "0" * 64
    elif how == "of another page":
        one |= other
    elif how == "taken away":
        del files[one["file"]]
    else:
        files[one["file"]] = files[one["file"]].replace(b"Moved", b"moved").replace(b"200 OK", b"200 ok")
    with pytest.raises((BundleRefused, KeyError)):
        verify(members(bundled(web, {**files, "bundle.json": json.dumps(about).encode()})))


def test_no_protected_name_is_in_a_raw_answer(tmp_path: Path) -> None:
    """In its head, in the page, and in the page behind gzip."""
    web = filled_web(tmp_path)
    with web.store:
        files = files_of(web)
        left = {name.rpartition("/")[2]: held["record"] for name, held in captures(files).items() if held["record"]}
        assert left["hidden"] == left["hidden"] | {"file": None, "left_out": LeftOut.NAME.value}
        assert left["cookie"]["left_out"] == LeftOut.NAME.value
        assert left["1"]["left_out"] is None
        for name, content in files.items():
            if name.startswith("records/"):
                words = content.lower() + (given(content) or b"").lower()
                assert not [part for part in INTERNAL.lower().split() if part.encode() in words]
        verify(members(bundled(web, files)))
        shown = captures(files_of(web, Audience.TEAM))
        assert shown[f"{SITE}/hidden"]["record"]["left_out"] == LeftOut.UNPROVEN.value, "it is not what was captured"
        assert shown[f"{SITE}/cookie"]["record"]["left_out"] is None


# What a raw answer gives


def deflated(content: bytes, window: int) -> bytes:
    machine = zlib.compressobj(wbits=window)
    return machine.compress(content) + machine.flush()


PACKED = {
    "gzip": lambda content: gzip.compress(content, mtime=0),
    "x-gzip": lambda content: gzip.compress(content[:10], mtime=0) + gzip.compress(content[10:], mtime=0),
    "deflate": lambda content: deflated(content, 15),
    "deflate, gzip": lambda content: gzip.compress(deflated(content, -15), mtime=0),
    "identity": lambda content: content,
    "": lambda content: content,
}


@drawn(
    content=st.binary(min_size=1, max_size=300),
    coding=st.sampled_from(sorted(PACKED)),
    taken_off=st.booleans(),
    chunk=st.sampled_from([0, 7, 50]),
)
def test_the_script_reads_what_the_program_reads(content: bytes, coding: str, taken_off: bool, chunk: int) -> None:
    """Also where an archiving program took the packing off and left the header."""
    taken_off = taken_off and coding in ("gzip", "x-gzip") and not content.startswith(b"\x1f\x8b")
    body = content if taken_off else PACKED[coding](content)
    headers = [f"Content-Encoding: {coding}"] if coding else []
    if chunk:
        body, headers = chunked(body, chunk), [*headers, "Transfer-Encoding: chunked"]
    block = http(body, "Content-Type: text/plain", *headers)
    read = content_of(answer_in(block, name="x"), name="x", limit=1 << 20)
    assert given(record("response", f"{SITE}/1", block)) == read == content


def digested(field: str, digest: str, block: bytes = b"HTTP/1.1 200 OK\r\n\r\nwords") -> bytes:
    lines = ("WARC/1.0", "WARC-Type: response", f"{field}: {digest}", "Content-Type: application/http")
    return "\r\n".join((*lines, f"Content-Length: {len(block)}", "", "")).encode() + block + b"\r\n\r\n"


def test_digests_are_read_as_other_programs_write_them() -> None:
    sha1 = hashlib.sha1(b"words", usedforsecurity=False)
    for said in (
        f"sha1:{base64.b32encode(sha1.digest()).decode()}",
        f"sha1:{sha1.hexdigest()}",
        f"SHA256:{hashlib.sha256(b'words').hexdigest().upper()}",
        f"sha-256:{'0' * 64}",
        f"sha512:{base64.b64encode(hashlib.sha512(b'words').digest()).decode()}",
    ):
        assert given(digested("WARC-Payload-Digest", said)) == b"words"


WRONG = {
    "a payload of another digest": digested("WARC-Payload-Digest", f"sha256:{'0' * 64}"),
    "a block of another digest": digested("WARC-Block-Digest", f"sha1:{'A' * 32}"),
    "cut": warc_of(PLAINLY)[:-9],
    "something behind it": warc_of(PLAINLY) + b"x",
    "no answer": record("request", f"{SITE}/1", b"GET / HTTP/1.1\r\n\r\n"),
    "nothing": b"",
    "a length that leads back": b"WARC/1.0\r\nContent-Length: -21\r\n\r\n" * 2,
    "chunks that break off": record("response", f"{SITE}/1", http(b"5\r\nabc", "Transfer-Encoding: chunked")),
    "gzip that is cut": record("response", f"{SITE}/1", http(gzip.compress(b"words" * 99)[:-9], "Content-Encoding: gzip")),
    "an unknown packing": record("response", f"{SITE}/1", http(b"words", "Content-Encoding: zstd")),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_raw_answer_that_proves_nothing_is_refused(what: str) -> None:
    with pytest.raises(BundleRefused):
        given(WRONG[what])


def test_an_answer_that_does_not_prove_itself_stays_behind_and_the_bundle_verifies(tmp_path: Path) -> None:
    """Some archiving programs write payload digests that nothing matches."""
    with open_store(str(tmp_path / "store"), create=True) as store:
        web = Web(store)
        block = http(page(PLAIN))
        web.keep(f"{SITE}/1", PLAIN, warc=digested("WARC-Payload-Digest", f"sha1:{'A' * 32}", block))
        files = files_of(web)
        held = captures(files)[f"{SITE}/1"]
        assert held["record"]["left_out"] == LeftOut.UNPROVEN.value
        assert held["file"]
        assert verify(members(bundled(web, files)))["raw_answers"] == 0


def test_a_bomb_in_a_raw_answer_is_refused_and_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.reports.bundle.verify_script._LARGEST", 1 << 20)
    bomb = gzip.compress(bytes(8 << 20))
    with pytest.raises(BundleRefused, match="unpacks to more"):
        given(record("response", f"{SITE}/1", http(bomb, "Content-Encoding: gzip")))
