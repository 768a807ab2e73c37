"""A time stamp is taken only from the authority that was named, and only for what was asked."""

from __future__ import annotations

import http.server
import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from evidence_values import filled
from onrecord.reports.audience import Audience
from onrecord.reports.bundle.contents import evidence, signed
from onrecord.reports.bundle.signing import signer
from onrecord.reports.bundle.stamping import STAMP, StampError, question, stamped
from onrecord.reports.bundle.verify_script import members, verify

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")

CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
[extension]
extendedKeyUsage = critical,timeStamping
"""


def openssl(*arguments: str, folder: Path, given: bytes = b"") -> bytes:
    return subprocess.run(["openssl", *arguments], cwd=folder, input=given, capture_output=True, check=True).stdout


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an authority of our own: a key and a certificate that may stamp."""
    folder = tmp_path_factory.mktemp("authority")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01")
    new = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2")
    more = ("-subj", "/CN=Test authority", "-addext", "extendedKeyUsage=critical,timeStamping")
    openssl(*new, *more, "-keyout", "key.pem", "-out", "ca.pem", folder=folder)
    return folder


@contextmanager
def answering(answer: Callable[[bytes], tuple[int, bytes]]) -> Iterator[str]:
    """An authority on loopback that answers as told."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, content = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None: ...

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def reply(desk: Path, asked: bytes) -> bytes:
    (desk / "asked.tsq").write_bytes(asked)
    use = ("-config", "tsa.cnf", "-inkey", "key.pem", "-signer", "ca.pem")
    return openssl("ts", "-reply", *use, "-queryfile", "asked.tsq", folder=desk)


def test_a_bundle_with_a_stamp_is_verified_by_openssl(desk: Path, tmp_path: Path) -> None:
    held = filled(tmp_path / "held")
    with answering(lambda asked: (200, reply(desk, asked))) as authority:
        files = evidence(held.check, Audience.PUBLIC, held.store.ledger, held.store.archive, authority=authority)
    made = members(signed(files, signer(held.store.location)))
    assert verify(made)["time_stamped"]["authority"] == authority
    assert json.loads(made["bundle.json"])["time_stamp"]["of"] == "ledger.jsonl"
    for name in ("ledger.jsonl", STAMP):
        (tmp_path / name).write_bytes(made[name])
    checked = ("ts", "-verify", "-data", "ledger.jsonl", "-in", STAMP, "-CAfile", str(desk / "ca.pem"))
    assert b"OK" in openssl(*checked, folder=tmp_path)
    assert " ".join(checked[:6]) in made["VERIFY.txt"].decode()


def test_openssl_reads_the_question_as_meant(tmp_path: Path) -> None:
    (tmp_path / "q").write_bytes(question(b"\xaa" * 32, b"\xff" * 8))
    said = openssl("ts", "-query", "-in", "q", "-text", folder=tmp_path).decode()
    assert "Hash Algorithm: sha256" in said
    assert "Nonce: 0xFFFFFFFFFFFFFFFF" in said
    assert "Certificate required: yes" in said


def test_an_answer_to_another_question_is_refused(desk: Path) -> None:
    other = question(b"\x01" * 32, b"\x02" * 8)
    with (
        answering(lambda _: (200, reply(desk, other))) as authority,
        pytest.raises(StampError, match="another question's answer"),
    ):
        stamped(authority, b"ledger")


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (200, b""),
        (200, b"<html>"),
        (200, b"\x30\x05\x30\x03\x02\x01\x02"),
        (200, b"\x30"),
        (500, b""),
        (302, b""),
        (200, b"x" * (2 << 20)),
    ],
)
def test_what_is_no_grant_is_refused(status: int, content: bytes) -> None:
    with answering(lambda _: (status, content)) as authority, pytest.raises(StampError):
        stamped(authority, b"ledger")


@pytest.mark.parametrize("authority", ["file:///etc/passwd", "ftp://127.0.0.1/", "words", "http://127.0.0.1:1/"])
def test_an_authority_that_is_none_is_named(authority: str) -> None:
    with pytest.raises(StampError, match=r"authority|reached"):
        stamped(authority, b"ledger")
