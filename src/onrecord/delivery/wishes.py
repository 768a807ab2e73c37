"""An alerts file says who wants to hear of what, and where; what it does not say is not guessed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml

from onrecord.capture.manners import DEFAULT, Manners, manners_of
from onrecord.capture.web_address import web_address
from onrecord.delivery.feed import FeedFile
from onrecord.delivery.mail import Encryption, Mailbox, Server, is_this_machine
from onrecord.delivery.webhook import Webhook
from onrecord.errors import AlertsError, ForbiddenError
from onrecord.model.agenda import Level
from onrecord.model.alerts import Occurrence, Wanted
from onrecord.ports import Notifier

OCCURRENCES = {
    "raised": Occurrence.RAISED,
    "first": Occurrence.FIRST_IN,
    "dropped": Occurrence.DROPPED,
    "answered": Occurrence.ANSWERED,
    "changed": Occurrence.CHANGED,
}
"""What a file may write under `when`."""

_WISH = frozenset({"name", "agenda", "asks", "when", "least", "days", "stale_days", "to", "audience", "heartbeat_days"})
_PLACE = frozenset({"feed", "address", "mail", "webhook", "secret_variable"})
_SERVER = frozenset({"host", "port", "sender", "encryption", "user", "password_variable"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where an alert goes."""

    notifier: Notifier
    identity: str
    """The same for the same place in every round; it tells no secret."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One alert."""

    name: str
    agenda: Path
    wanted: Wanted
    places: tuple[Place, ...]
    published: bool = False
    """True if anybody may read what is sent; otherwise it is for the team. Sealed names are withheld from both."""
    heartbeat_days: int = 7
    """Days after which a message says that the alert still works, if there was no other."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an alerts file says."""

    alerts: tuple[Wish, ...]
    sources: Path | None = None
    """The sources file of which failures are told; None if it names none."""


def load_wishes(path: Path) -> Wishes:
    """The alerts in a YAML file. Raises `AlertsError`, naming the place, for what is unknown, missing or wrong."""
    try:
        words = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise AlertsError(f"{path}: it cannot be read ({fault}).", advice="Name a YAML file in UTF-8.") from fault
    return wishes_of(words, name=str(path), folder=path.parent)


def wishes_of(words: str, *, name: str, folder: Path) -> Wishes:
    """The alerts in the words of a YAML file; paths in it are seen from `folder`."""
    try:
        held = yaml.safe_load(words)
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark is not None else "nested too deep or a wrong value"
        raise AlertsError(f"{name}: it is not YAML ({where}).", advice="Mend it there.") from fault
    top = _Fields.of(held, name, known=frozenset({"alerts", "smtp", "open", "sources"}))
    listed = top.held.get("alerts")
    if not isinstance(listed, list) or not listed:
        raise AlertsError(f"{name}: it lists no alerts.", advice="Write a list under `alerts:`.")
    server = _server(_Fields.of(top.held["smtp"], f"{name}: smtp", known=_SERVER)) if "smtp" in top.held else None
    manners = manners_of(opened=top.texts("open")) if "open" in top.held else DEFAULT
    entries = [_Fields.of(entry, f"{name}: alert {at}", known=_WISH) for at, entry in enumerate(listed, 1)]
    wishes = tuple(_wish(fields, server, manners, folder) for fields in entries)
    for wish in wishes:
        if sum(other.name == wish.name for other in wishes) > 1:
            raise AlertsError(f"{name}: two alerts are called {wish.name}.", advice="Give each its own name.")
        for place in wish.places:
            if sum(other.identity == place.identity for other in wish.places) > 1:
                raise AlertsError(
                    f"{name}: the alert {wish.name} goes to {place.notifier.place} twice.", advice="Name it once."
                )
    return Wishes(wishes, folder / top.text("sources") if "sources" in top.held else None)


@dataclass(frozen=True, slots=True)
class _Fields:
    """A mapping of the file, and where it stands."""

    held: Mapping[str, object]
    place: str

    @classmethod
    def of(cls, held: object, place: str, *, known: frozenset[str]) -> _Fields:
        if not isinstance(held, dict):
            raise AlertsError(
                f"{place} is not a mapping.", advice=f"Write keys and values: {', '.join(sorted(known))}."
            )
        if unknown := sorted(str(key) for key in held if key not in known):
            raise AlertsError(f"{place}: {unknown[0]!r} is not known.", advice=f"Known: {', '.join(sorted(known))}.")
        return cls(cast("Mapping[str, object]", held), place)

    def text(self, key: str, otherwise: str | None = None) -> str:
        value = self.held.get(key, otherwise)
        if not isinstance(value, str) or (not value.strip() and value != otherwise):
            raise AlertsError(f"{self.place}: `{key}` must be words.", advice=f"Write {key}: followed by them.")
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.held.get(key, [])
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(one, str) and one.strip() for one in listed):
            raise AlertsError(f"{self.place}: `{key}` must be words or a list of them.", advice="Mend it there.")
        return tuple(one.strip() for one in listed)

    def number(self, key: str, otherwise: int, *, least: int, most: int) -> int:
        value = self.held.get(key, otherwise)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise AlertsError(
                f"{self.place}: `{key}` must be a whole number from {least} to {most}.",
                advice=f"Leave it out for {otherwise}.",
            )
        return value

    def one_of(self, key: str, choices: Mapping[str, object], otherwise: str) -> str:
        value = self.text(key, otherwise)
        if value not in choices:
            raise AlertsError(f"{self.place}: {key} {value!r} is not known.", advice=f"Known: {', '.join(choices)}.")
        return value

    def secret(self, key: str) -> str:
        """The value of the environment variable that the file names: no password stands in the file itself."""
        variable = self.text(key, "")
        if variable and variable not in os.environ:
            raise AlertsError(f"{self.place}: the variable {variable} is not set.", advice="Set it, and start again.")
        return os.environ[variable] if variable else ""


def _wish(fields: _Fields, server: Server | None, manners: Manners, folder: Path) -> Wish:
    written = fields.texts("when")
    for word in written:
        if word not in OCCURRENCES:
            raise AlertsError(f"{fields.place}: {word!r} is not known.", advice=f"Known: {', '.join(OCCURRENCES)}.")
    wanted = Wanted(
        occurrences=frozenset(OCCURRENCES[word] for word in written) or frozenset(Occurrence),
        least=Level(fields.number("least", int(Level.CONCERN), least=1, most=4)),
        days=fields.number("days", 180, least=1, most=36_500),
        stale_days=fields.number("stale_days", 14, least=1, most=3_650),
        asks=frozenset(fields.texts("asks")),
    )
    return Wish(
        name=fields.text("name"),
        agenda=folder / fields.text("agenda"),
        wanted=wanted,
        places=tuple(_places(fields, server, manners, folder)),
        published=fields.one_of("audience", {"team": 0, "published": 1}, "team") == "published",
        heartbeat_days=fields.number("heartbeat_days", 7, least=1, most=365),
    )


def _places(fields: _Fields, server: Server | None, manners: Manners, folder: Path) -> Iterator[Place]:
    listed = fields.held.get("to")
    if not isinstance(listed, list) or not listed:
        raise AlertsError(f"{fields.place}: it goes nowhere.", advice="List under `to:` a feed, mail or webhook each.")
    for at, entry in enumerate(listed, 1):
        place = _Fields.of(entry, f"{fields.place}: to {at}", known=_PLACE)
        kinds = [kind for kind in ("feed", "mail", "webhook") if kind in place.held]
        if len(kinds) != 1:
            raise AlertsError(f"{place.place}: it must be one of feed, mail, webhook.", advice="Write one a line.")
        if kinds == ["feed"]:
            yield _feed(place, folder)
        elif kinds == ["mail"]:
            yield from _mailboxes(place, server)
        else:
            yield _webhook(place, manners)


def _feed(place: _Fields, folder: Path) -> Place:
    file, address = place.text("feed"), place.text("address", "")
    try:
        shown = str(web_address(address)) if address else ""
    except ForbiddenError as fault:
        raise AlertsError(f"{place.place}: {fault.problem}", advice=fault.advice) from fault
    return Place(FeedFile(folder / file, shown), f"feed {file}")


def _mailboxes(place: _Fields, server: Server | None) -> Iterator[Place]:
    if server is None:
        raise AlertsError(f"{place.place}: no mail server is named.", advice="Add `smtp:` with host, port and sender.")
    for address in place.texts("mail"):
        if address.count("@") != 1 or not address.isprintable() or " " in address:
            raise AlertsError(f"{place.place}: {address!r} is no mail address.", advice="Write name@example.org.")
        yield Place(Mailbox(server, address), f"mail {address}")


def _webhook(place: _Fields, manners: Manners) -> Place:
    written = place.text("webhook")
    try:
        hook = Webhook(web_address(written), place.secret("secret_variable"), manners)
    except ForbiddenError as fault:
        raise AlertsError(f"{place.place}: {fault.problem}", advice=fault.advice) from fault
    return Place(hook, f"webhook {hashlib.sha256(written.encode()).hexdigest()[:16]}")


def _server(fields: _Fields) -> Server:
    encryption = Encryption(fields.one_of("encryption", {kind.value: kind for kind in Encryption}, "starttls"))
    host = fields.text("host")
    if encryption is Encryption.NONE and not is_this_machine(host):
        raise AlertsError(
            f"{fields.place}: mail goes unencrypted only to a server on this machine, not to {host}.",
            advice="Write encryption: starttls or tls.",
        )
    usual = {Encryption.TLS: 465, Encryption.STARTTLS: 587, Encryption.NONE: 25}[encryption]
    return Server(
        host=host,
        port=fields.number("port", usual, least=1, most=65_535),
        sender=fields.text("sender"),
        encryption=encryption,
        user=fields.text("user", ""),
        password=fields.secret("password_variable"),
    )
