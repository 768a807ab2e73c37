"""What a fetch may cost and where it may go is decided once, by a person, and not by what is fetched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version

from onrecord.capture.addresses import Range, parsed_range

PORTS = frozenset({80, 443, 8080, 8443})
"""Ports that public pages are served on; others belong to services that a web request could harm."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy that a person has named. It is asked for tunnels to checked addresses, never for names."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Manners:
    """Limits of one fetch, and how a site is treated."""

    contact: str = ""
    """Who runs this copy of the program, a mail or web address: it is told to every site that is fetched from."""
    proxy: Proxy | None = None
    opened: tuple[Range, ...] = ()
    """Ranges of one's own network that may be fetched from, on any port; none unless a person says so."""
    connect_seconds: float = 10.0
    """For finding out a host's addresses, for a connection and for its encryption, each."""
    idle_seconds: float = 20.0
    """Without a byte, after which a server is given up."""
    total_seconds: float = 90.0
    """For one request from its start to its last byte, waiting for the sake of politeness not counted."""
    body: int = 64 << 20
    """Bytes of an answer as they come over the wire."""
    content: int = 64 << 20
    """Bytes of an answer without its compression."""
    redirects: int = 5
    """Answers that may send elsewhere, for one fetch."""
    delay: float = 1.0
    """Seconds between two requests to one host."""
    longest_wait: float = 60.0
    """Seconds that one request is held back at most; who asks for more is left alone for now."""

    @property
    def user_agent(self) -> str:
        """Who asks: the program, what it does, and whom to write to."""
        contact = f"; contact: {self.contact}" if self.contact else ""
        return f"OnRecord/{version('onrecord')} (keeps the public record of diplomacy; honours robots.txt{contact})"


DEFAULT = Manners()
"""What holds where nobody says otherwise."""


def manners_of(*, contact: str = "", proxy: str = "", opened: Iterable[str] = ()) -> Manners:
    """Manners as a person names them. Raises `ValueError` for a proxy or a range that is none, and for a contact
    that does not fit into one line of plain letters."""
    if not contact.isascii() or not contact.isprintable() or set(contact) & set("()\\"):
        raise ValueError(f"{contact!r} cannot be sent as a contact; name a mail or web address")
    return Manners(
        contact=contact.strip(),
        proxy=proxy_of(proxy) if proxy else None,
        opened=tuple(parsed_range(held) for held in opened),
    )


def proxy_of(written: str) -> Proxy:
    """A proxy as a person names it, `http://host:port` or `host:port`. Raises `ValueError` for what is none."""
    host, _, port = written.removeprefix("http://").removesuffix("/").rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536 or set(host) & set("/@?# "):
        raise ValueError(f"{written!r} is not a proxy such as http://proxy.example.org:3128")
    return Proxy(host.strip("[]"), int(port))
