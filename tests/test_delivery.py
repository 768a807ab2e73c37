"""One contract for every place that messages go to, each with a real server on loopback."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol
from xml.etree import ElementTree

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from onrecord.capture.manners import manners_of
from onrecord.capture.web_address import web_address
from onrecord.delivery.feed import MOST, NAMESPACE, FeedFile
from onrecord.delivery.mail import Encryption, Mailbox, Server
from onrecord.delivery.webhook import SIGNATURE, Webhook, is_signed
from onrecord.delivery.wishes import wishes_of
from onrecord.delivery.wording import html, plain, subject
from onrecord.errors import AlertsError, DeliveryError
from onrecord.model.agenda import Level
from onrecord.model.alerts import Occurrence
from onrecord.ports import Item, Message, Notifier, Words

QUOTE = "Sie fordert die Freilassung von <Ana Example>"
WORDS = Words(QUOTE, "de", "2031-05-02, Ministry, Readout", "https://ministry.example/a", "characters 10 to 55")
SOURCE, URL = "2031-05-02, Ministry, Readout", "https://ministry.example/a"
ITEM = Item("k1", "raised: Release Ana Example", "Found at level 4 (asked).", (WORDS,), SOURCE, URL)
MESSAGE = Message("m1", "Kharzan desk", "2031-05-02T10:00:00Z", (ITEM,), ("1 source failed: Ministry.",))


class Arrived(Protocol):
    """What a place can be asked after a delivery."""

    @property
    def notifier(self) -> Notifier: ...

    def bodies(self) -> list[str]:
        """The text of each message that arrived."""
        ...

    def break_it(self) -> None:
        """From now on nothing arrives."""
        ...


@dataclass
class Feed:
    path: Path

    @property
    def notifier(self) -> Notifier:
        return FeedFile(self.path)

    def bodies(self) -> list[str]:
        root = ElementTree.fromstring(self.path.read_bytes())
        return [unescape("\n".join(entry.itertext())) for entry in root.iter(f"{{{NAMESPACE}}}entry")]

    def break_it(self) -> None:
        self.path = self.path.parent / "missing" / "feed.xml"


@dataclass
class Inbox:
    """Takes in what an SMTP client sends."""

    mails: list[bytes] = field(default_factory=list)
    refuses: bool = False

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refuses:
            return "451 not now"
        self.mails.append(envelope.content)
        return "250 OK"


@dataclass
class Post:
    inbox: Inbox
    server: Server

    @property
    def notifier(self) -> Notifier:
        return Mailbox(self.server, "desk@example.org")

    def mails(self) -> list[EmailMessage]:
        made = [message_from_bytes(held, policy=policy.default) for held in self.inbox.mails]
        return [held for held in made if isinstance(held, EmailMessage)]

    def bodies(self) -> list[str]:
        parts = [held.get_body(("plain",)) for held in self.mails()]
        return [part.get_content() for part in parts if part is not None]

    def break_it(self) -> None:
        self.inbox.refuses = True


@dataclass
class Hook:
    address: str
    requests: list[tuple[dict[str, str], bytes]]
    status: list[int]

    @property
    def notifier(self) -> Notifier:
        return Webhook(web_address(self.address), "a secret", manners_of(opened=["127.0.0.0/8"]))

    def bodies(self) -> list[str]:
        return [json.dumps(json.loads(body)["items"], ensure_ascii=False) for _, body in self.requests]

    def break_it(self) -> None:
        self.status[0] = 503


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("certificate")
    asked = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    named = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    try:
        subprocess.run([*asked, *named, *files], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed, so that no certificate can be made")
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def post(certificate: tuple[Path, Path]) -> Iterator[Post]:
    inbox = Inbox()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(*certificate)

    def let_in(_server: object, _session: object, _envelope: object, _mechanism: str, said: Any) -> AuthResult:
        return AuthResult(success=said.login == b"desk" and said.password == b"s3cret", handled=False)

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(
        inbox, "127.0.0.1", port, tls_context=tls, require_starttls=True, authenticator=let_in, auth_required=True
    )
    controller.start()
    trusted = ssl.create_default_context(cafile=str(certificate[0]))
    yield Post(
        inbox, Server("localhost", port, "onrecord@example.org", user="desk", password="s3cret", trusted=trusted)
    )
    controller.stop()


@pytest.fixture
def hook() -> Iterator[Hook]:
    requests: list[tuple[dict[str, str], bytes]] = []
    status = [204]

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if status[0] < 300:
                requests.append((dict(self.headers), body))
            self.send_response(status[0])
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Hook(f"http://127.0.0.1:{server.server_address[1]}/alerts?x=1", requests, status)
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["feed", "post", "hook"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Arrived:
    held: Arrived = Feed(tmp_path / "feed.xml") if request.param == "feed" else request.getfixturevalue(request.param)
    return held


def test_a_message_arrives_whole(place: Arrived) -> None:
    place.notifier.send(MESSAGE, ())
    body = "\n".join(place.bodies())
    for words in (ITEM.heading, ITEM.why, ITEM.document, QUOTE, WORDS.place):
        assert words in body


def test_what_does_not_arrive_is_one_clear_fault(place: Arrived) -> None:
    place.break_it()
    with pytest.raises(DeliveryError, match=r"did not take|cannot be written"):
        place.notifier.send(MESSAGE, ())


def test_a_place_shows_no_secret(place: Arrived) -> None:
    shown = f"{place.notifier.place} {place.notifier!r}"
    assert "s3cret" not in shown and "a secret" not in shown


def test_a_feed_holds_what_was_sent_before_and_nothing_twice(tmp_path: Path) -> None:
    feed = Feed(tmp_path / "feed.xml")
    later = replace(MESSAGE, key="m2", items=(ITEM, replace(ITEM, key="k2", heading="answered: it")))
    feed.notifier.send(later, [MESSAGE])
    titles = [body.split("\n")[2] for body in feed.bodies()]
    notes = "Kharzan desk: notes on this round"
    assert titles == ["answered: it", notes, "raised: Release Ana Example", notes]
    many = [replace(MESSAGE, items=(replace(ITEM, key=str(at)),)) for at in range(MOST + 5)]
    feed.notifier.send(later, many)
    assert len(feed.bodies()) == MOST
    assert [held.name for held in tmp_path.iterdir()] == ["feed.xml"]


def test_a_mail_has_one_id_for_ever_and_both_forms(post: Post) -> None:
    for _ in range(2):
        post.notifier.send(MESSAGE, ())
    first, second = post.mails()
    assert first["Message-ID"] == second["Message-ID"]
    assert first["To"] == "desk@example.org" and first["Auto-Submitted"] == "auto-generated"
    body = first.get_body(("html",))
    assert body is not None and "&lt;Ana Example&gt;" in body.get_content() and 'lang="de"' in body.get_content()


def test_words_from_outside_end_no_header(post: Post) -> None:
    evil = replace(MESSAGE, items=(replace(ITEM, heading="raised: x\r\nBcc: other@example.org"),))
    post.notifier.send(evil, ())
    (arrived,) = post.mails()
    assert arrived["Bcc"] is None and "Bcc: other@example.org" in arrived["Subject"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"password": "wrong"}, "refuses the user"),
        ({"trusted": None}, "SSL|certificate"),
        ({"port": 1}, "refused"),
        ({"encryption": Encryption.NONE, "user": ""}, "SMTP"),
    ],
)
def test_a_mail_server_that_is_not_as_named_gets_nothing(post: Post, change: dict[str, Any], reason: str) -> None:
    with pytest.raises(DeliveryError, match=reason) as fault:
        Mailbox(replace(post.server, **change), "desk@example.org").send(MESSAGE, ())
    assert post.inbox.mails == [] and "wrong" not in str(fault.value)


def test_a_webhook_can_tell_who_sent_it(hook: Hook) -> None:
    hook.notifier.send(MESSAGE, ())
    ((headers, body),) = hook.requests
    assert is_signed(body, headers[SIGNATURE], "a secret") and not is_signed(
        body + b" ", headers[SIGNATURE], "a secret"
    )
    assert headers["Idempotency-Key"] == "m1" and headers["Host"].startswith("127.0.0.1:")


def test_a_webhook_goes_to_no_closed_address_unless_a_person_opens_it(hook: Hook) -> None:
    with pytest.raises(DeliveryError, match="loopback"):
        Webhook(web_address(hook.address)).send(MESSAGE, ())
    assert hook.requests == []


def test_both_forms_say_the_same() -> None:
    for words in (ITEM.heading, ITEM.why, WORDS.source, WORDS.place, "1 source failed", "proposals by a machine"):
        assert words in plain(MESSAGE) and words in html(MESSAGE)
    assert "<script" not in html(replace(MESSAGE, items=(replace(ITEM, why="<script>alert(1)</script>"),)))
    assert subject(MESSAGE) == "Kharzan desk: raised: Release Ana Example"
    assert subject(replace(MESSAGE, items=())) == "Kharzan desk: nothing new"


FILE = """
smtp: {host: mail.example.org, sender: onrecord@example.org, user: desk, password_variable: DESK_PASSWORD}
alerts:
  - name: Kharzan desk
    agenda: kharzan.yaml
    asks: [a1, a2]
    when: [raised, dropped]
    least: 3
    to:
      - feed: public/alerts.xml
      - mail: [desk@example.org, chair@example.org]
      - webhook: https://hooks.example.org/x
"""


def test_an_alerts_file_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_PASSWORD", "s3cret")
    (wish,) = wishes_of(FILE, name="alerts.yaml", folder=tmp_path).alerts
    assert wish.wanted.occurrences == {Occurrence.RAISED, Occurrence.DROPPED}
    assert wish.wanted.least is Level.SPECIFIC and wish.wanted.asks == {"a1", "a2"}
    assert wish.agenda == tmp_path / "kharzan.yaml"
    assert [held.notifier.place for held in wish.places] == [
        "the feed alerts.xml",
        "the mail address desk@example.org",
        "the mail address chair@example.org",
        "the webhook at hooks.example.org",
    ]
    assert not wish.published and wish.heartbeat_days == 7


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("when: [raised, dropped]", "when: [shouted]", "'shouted' is not known"),
        ("least: 3", "least: 9", "whole number from 1 to 4"),
        ("least: 3", "lest: 3", "'lest' is not known"),
        ("- feed: public/alerts.xml", "- pigeon: home", "'pigeon' is not known"),
        ("- feed: public/alerts.xml", "- {feed: a.xml, mail: b@c.d}", "one of feed, mail, webhook"),
        ("desk@example.org,", "desk at example,", "is no mail address"),
        ("https://hooks.example.org/x", "ftp://hooks.example.org/x", "only http and https"),
        ("user: desk,", "encryption: none, user: desk,", "unencrypted only to a server on this machine"),
        ("password_variable: DESK_PASSWORD", "password_variable: NOBODY_SET_IT", "NOBODY_SET_IT is not set"),
        ("password_variable: DESK_PASSWORD", "password: s3cret", "'password' is not known"),
        ("alerts:\n", "alert:\n", "'alert' is not known"),
        ("smtp:", "smtp: [", "it is not YAML"),
    ],
)
def test_a_wrong_alerts_file_is_named_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, said: str
) -> None:
    monkeypatch.setenv("DESK_PASSWORD", "s3cret")
    assert old in FILE
    with pytest.raises(AlertsError, match=said):
        wishes_of(FILE.replace(old, new), name="alerts.yaml", folder=tmp_path)
