"""Alerts from end to end through the real program: documents come in, and three places hear of it.

The documents are invented; series need countries that the tables know.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner

from onrecord.cli import program

ATOM = "{http://www.w3.org/2005/Atom}"
MFA = "Ministry of Foreign Affairs of Norway"
OTHER = "Ministry of Foreign Affairs of Laos"
SEALED = "Osei Branthwaite"
TODAY = datetime.now(UTC).date()

AGENDA = f"""
title: Before the visit
issuer: Sumara Rights Forum
cases:
- {{id: taen, names: [Ayla Taen], protection: internal}}
- {{id: hidden, names: [{SEALED}], protection: sealed}}
asks:
- id: taen
  text: Ask for the release of the poet Ayla Taen.
  raiser: Norway
  target: Laos
  parent: human rights in Sumara
  object: release of the poet Ayla Taen
  action: 2
  bar: 4
  cases: [taen]
- id: hidden
  text: Ask where {SEALED} is held.
  raiser: Norway
  target: Laos
  parent: human rights in Sumara
  object: {SEALED}
  action: 2
  bar: 4
  cases: [hidden]
- id: talks
  text: Urge Laos to resume talks with the envoys of the Keeper of the Springs.
  raiser: Norway
  target: Laos
  parent: human rights in Sumara
  object: talks with the envoys of the Keeper of the Springs
  action: 5
  bar: 4
  aliases: [dialogue with the Keeper]
"""

RAISED = (
    "Foreign Minister Helene Marrow met today with Anousone Solun, Foreign Minister of Laos. The ministers discussed "
    "trade, the Velm river and the coming session of the Regional Council.\n\n"
    "Minister Marrow raised the case of the poet Ayla Taen and called on Laos to release her. She urged Laos to "
    f"resume talks with the envoys of the Keeper of the Springs. She raised the case of {SEALED}.\n\n"
    "The ministers agreed to meet again in the spring and thanked the teams who had prepared the talks on transport."
)
WITHOUT = (
    "Foreign Minister Helene Marrow met today with Anousone Solun, Foreign Minister of Laos. The ministers discussed "
    "trade, the Velm river and the coming session of the Regional Council. They reviewed joint work on the banks of "
    "the Velm river, the second rail crossing and the daily exchange of river data between the two countries.\n\n"
    "The Minister thanked her host for the warm welcome and for the work of the teams on transport and customs.\n\n"
    "The ministers agreed to meet again in the spring and thanked the teams who had prepared the talks on transport."
)
ANSWER = (
    "Q: Norway urged Laos to resume talks with the envoys of the Keeper of the Springs. What is your answer?\n\n"
    "SPOKESPERSON: We reject this. Laos will never resume talks with the envoys of the Keeper of the Springs.\n"
)
READOUT = "Readout of Foreign Minister Marrow’s Meeting with Foreign Minister Solun of Laos"


def ago(days: int) -> str:
    return (TODAY - timedelta(days)).isoformat()


@dataclass
class Inbox:
    mails: list[bytes] = field(default_factory=list)
    refuses: bool = False

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refuses:
            return "451 not now"
        self.mails.append(envelope.content)
        return "250 OK"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    status: int
    stdout: str
    stderr: str


@dataclass
class Desk:
    """A folder with a store, an agenda and an alerts file; a mail server and a webhook that listen."""

    folder: Path
    inbox: Inbox
    posts: list[dict[str, Any]]
    apart: bool = False
    """True to run each command as a program of its own, as a person does; it takes seconds each."""

    def run(self, *words: str, status: int = 0) -> Done:
        if words[0] != "verify":
            words = (*words, "--store", "store")
        done = self._apart(words) if self.apart else self._here(words)
        assert done.status == status, (words, done)
        return done

    def _apart(self, words: Sequence[str]) -> Done:
        told = subprocess.run(
            [sys.executable, "-c", "from onrecord.cli import main; main()", *words],
            cwd=self.folder, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
            env={**os.environ, "COLUMNS": "150"},
        )  # fmt: skip
        return Done(told.returncode, told.stdout, told.stderr)

    def _here(self, words: Sequence[str]) -> Done:
        with contextlib.chdir(self.folder):
            told = CliRunner().invoke(program, list(words), env={"COLUMNS": "150"})
        return Done(told.exit_code, told.stdout, told.stderr or repr(told.exception))

    def add(self, name: str, words: str, *, days: int, publisher: str = MFA, title: str = READOUT) -> None:
        (self.folder / "in.txt").write_text(words, encoding="utf-8")
        told = ("--publisher", publisher, "--date", ago(days), "--title", title)
        self.run("add", "in.txt", "--url", f"https://mfa.example/{name}", *told)

    def alerts(self, *more: str, status: int = 0) -> str:
        return self.run("alerts", "alerts.yaml", "--workers", "1", *more, status=status).stdout

    def mails(self) -> list[tuple[str, str]]:
        """(subject, text) of each."""
        made = [message_from_bytes(held, policy=policy.default) for held in self.inbox.mails]
        return [
            (mail["Subject"].strip(), mail.get_body(("plain",)).get_content().replace("\r\n", "\n")) for mail in made
        ]  # type: ignore[attr-defined]

    def entries(self) -> list[str]:
        """Titles of the public feed's entries, newest first."""
        root = ElementTree.fromstring((self.folder / "feed.xml").read_bytes())
        return [entry.findtext(f"{ATOM}title") or "" for entry in root.iter(f"{ATOM}entry")]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    inbox, posts = Inbox(), []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posts.append({**json.loads(body), "idempotency": self.headers["Idempotency-Key"]})
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    hook = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=hook.serve_forever, daemon=True).start()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    post = Controller(inbox, "127.0.0.1", port)
    post.start()
    (tmp_path / "agenda.yaml").write_text(AGENDA, encoding="utf-8")
    (tmp_path / "sources.yaml").write_text(
        "sources:\n- {name: Ministry feed, address: 'http://127.0.0.1:9/feed.xml', kind: feed}\n", encoding="utf-8"
    )
    (tmp_path / "alerts.yaml").write_text(
        f"""
smtp: {{host: 127.0.0.1, port: {port}, sender: onrecord@example.org, encryption: none}}
open: [127.0.0.0/8]
sources: sources.yaml
alerts:
- name: Team
  agenda: agenda.yaml
  to:
  - mail: desk@example.org
  - webhook: http://127.0.0.1:{hook.server_address[1]}/x
- name: Everybody
  agenda: agenda.yaml
  audience: published
  to: [{{feed: feed.xml, address: https://forum.example/feed.xml}}]
""",
        encoding="utf-8",
    )
    yield Desk(tmp_path, inbox, posts)
    post.stop()
    hook.shutdown()
    hook.server_close()


@pytest.mark.parametrize("apart", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_from_the_first_round_to_what_is_taken_back(desk: Desk, *, apart: bool) -> None:
    desk.apart = apart
    for days in (400, 330, 260):
        desk.add(f"old-{days}", RAISED, days=days)
    forecast = desk.alerts("--forecast")
    assert "it would have told" in forecast and f"{ago(260)[:7]}    2" in forecast
    assert "the alert is set" in desk.alerts("--dry-run") and not desk.inbox.mails

    desk.alerts()
    assert [subject for subject, _ in desk.mails()] == ["Team: the alert is set"]
    assert "it would have told" in desk.mails()[0][1] and "Never asked: Ministry feed" in desk.mails()[0][1]
    assert desk.entries() == ["Everybody: the alert is set"]
    assert desk.posts[0]["heading"] == "the alert is set"
    assert desk.alerts().count("nothing to send") == 3

    desk.add("new", RAISED, days=1)
    desk.alerts()
    subject, body = desk.mails()[-1]
    assert subject == "Team: 2 first in a long time"
    assert "called on Laos to release her" in body and "https://mfa.example/new" in body
    assert "(last on " + ago(260) in body and "Ayla Taen" in body
    assert "For the team: contains names" in body
    feed = (desk.folder / "feed.xml").read_text(encoding="utf-8")
    assert "Taen" not in feed and "[name withheld]" in feed
    assert desk.posts[-1]["idempotency"] == desk.posts[-1]["key"]

    desk.add("new", RAISED.replace("called on Laos to release her", "spoke of her health"), days=1)
    desk.alerts()
    subject, body = desk.mails()[-1]
    assert subject.startswith("Team: changed after publication: ")
    assert "level 4 (asked) before, level 3 (specific) now" in body, body
    assert "called on Laos to release her" in body and "spoke of her health" in body

    desk.add(
        "answer", ANSWER, days=0, publisher=OTHER, title="Foreign Ministry Spokesperson’s Regular Press Conference"
    )
    desk.alerts()
    assert desk.mails()[-1][0].startswith("Team: answered: Urge Laos to resume talks")
    assert "Answered: refused." in desk.mails()[-1][1]

    desk.add("without", WITHOUT, days=0)
    desk.alerts()
    subject, body = desk.mails()[-1]
    assert "dropped" in subject, body
    assert "No record found in this document; present in 4 of the 4 comparable documents" in body

    findings = json.loads(desk.run("findings", "agenda.yaml", "--ask", "talks", "--json").stdout)
    mine = next(held for held in findings["findings"] if str(held["document"]).endswith("/new"))
    desk.run("retract", mine["finding"], "--by", "Ana", "--reason", "It speaks of other talks.")
    desk.alerts()
    subject, body = desk.mails()[-1]
    assert subject.startswith("Team: taken back: Urge Laos")
    assert "since then a person retracted the finding" in body
    assert desk.alerts().count("nothing to send") == 3
    desk.run("verify", "store")
    everything = b"".join(desk.inbox.mails) + json.dumps(desk.posts).encode() + (desk.folder / "feed.xml").read_bytes()
    assert SEALED.encode() not in everything and b"Branthwaite" not in everything


def test_a_heartbeat_names_the_source_that_failed(desk: Desk) -> None:
    desk.add("old", RAISED, days=300)
    desk.alerts()
    sent = len(desk.inbox.mails)
    desk.run("watch", "sources.yaml", "--once", "--alerts", "alerts.yaml", status=0)
    assert len(desk.inbox.mails) == sent, "a source that failed once is no message of its own"
    later = (TODAY + timedelta(8)).isoformat()
    desk.alerts("--today", later)
    subject, body = desk.mails()[-1]
    assert subject == "Team: nothing new"
    assert "1 of 1 sources failed: Ministry feed" in body and "No new document came" in body
    assert desk.alerts("--today", later).count("nothing to send") == 3


def test_a_place_that_fails_is_named_and_hears_it_in_the_next_round(desk: Desk) -> None:
    desk.add("old", RAISED, days=300)
    desk.alerts()
    desk.add("new", RAISED, days=1)
    desk.inbox.refuses = True
    failed = desk.run("alerts", "alerts.yaml", "--workers", "1", status=1)
    assert "desk@example.org" in failed.stderr and "did not take the message" in failed.stderr
    assert len(desk.posts) == 2 and desk.entries()[0].startswith("first in a long time")
    desk.inbox.refuses = False
    desk.add("newer", RAISED.replace("trade", "wine"), days=0)
    desk.alerts()
    assert len(desk.inbox.mails) == 2, "both documents in one mail"
    body = desk.mails()[-1][1]
    assert "https://mfa.example/new\n" in body and "https://mfa.example/newer\n" in body
    assert "https://mfa.example/new" not in [item["url"] for item in desk.posts[-1]["items"]]
