"""A name is resolved once, every address of the answer is checked, and the connection goes to a checked one.

Whoever resolves again between the check and the connection can be sent to another address (DNS rebinding).
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv4Address, IPv6Address

import h11

from onrecord.capture.addresses import Address, Range, closed_because, parsed_address
from onrecord.capture.manners import PORTS, Manners, Proxy
from onrecord.capture.web_address import WebAddress
from onrecord.errors import FetchError, ForbiddenError

Resolve = Callable[[str, float], Sequence[str]]
"""The addresses of a name, found in so many seconds; raises `OSError` if there are none."""

ADDRESSES = 4
"""Addresses of one host that are tried, one after the other."""

ANSWERS = 64
"""Addresses that an answer may hold; more is no answer of a public site."""


def resolve_by_system(name: str, seconds: float) -> Sequence[str]:
    """What the system says, in its order. Raises `OSError` if it says nothing in time."""
    found: list[str] = []
    faults: list[OSError] = []

    def ask() -> None:
        try:
            answer = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(entry[4][0]) for entry in answer))
        except (OSError, UnicodeError) as fault:
            faults.append(OSError(str(fault)))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if faults:
        raise faults[0]
    if not found:
        raise OSError("no answer in time")
    return tuple(found)


@cache
def verifying() -> ssl.SSLContext:
    """Encryption with a certificate that the system's authorities vouch for, TLS 1.2 or newer."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    return context


@dataclass(frozen=True, slots=True)
class Line:
    """An open connection to a host at a checked address."""

    socket: socket.socket
    address: Address


@dataclass(frozen=True, slots=True)
class Connector:
    """Opens connections to public addresses and to nothing else."""

    manners: Manners
    resolve: Resolve = resolve_by_system
    tls: Callable[[], ssl.SSLContext] = field(default=verifying)

    def open(self, wanted: WebAddress) -> Line:
        """A connection to the host of an address, encrypted for https.

        Raises `ForbiddenError` if any address of the host is closed, before a connection is made, and
        `FetchError` if the host cannot be found or reached or cannot prove who it is.
        """
        addresses = self._checked(wanted)
        faults = []
        for address in addresses[:ADDRESSES]:
            try:
                return Line(self._secured(self._dial(address, wanted.port), wanted), address)
            except ssl.SSLError as fault:
                raise FetchError(
                    f"{wanted.host}: its certificate or encryption is not sound ({_said(fault)}).",
                    advice="Open the page in a browser; if that warns too, the site must mend it.",
                ) from fault
            except OSError as fault:
                faults.append(_said(fault))
        raise FetchError(f"{wanted.host}: it cannot be reached ({faults[-1]}).", advice="Try again later.")

    def _checked(self, wanted: WebAddress) -> Sequence[Address]:
        """All addresses of the host, none of them closed."""
        if isinstance(wanted.host, str):
            found = tuple(map(parsed_address, self._resolved(wanted.host)))
        else:
            found = (wanted.host,)
        opened = self.manners.opened
        for address in found:
            if reason := closed_because(address, opened=opened):
                raise ForbiddenError(
                    f"{wanted.host}: nothing is fetched from {address}, {reason}.",
                    advice="Fetch from public addresses; one of your own network can be opened with --open.",
                )
        if wanted.port not in PORTS and not all(_within(address, opened) for address in found):
            raise ForbiddenError(
                f"{wanted.host}: nothing is fetched from port {wanted.port}.",
                advice=f"Public pages are served on {', '.join(map(str, sorted(PORTS)))}.",
            )
        return found

    def _resolved(self, name: str) -> Sequence[str]:
        try:
            found = self.resolve(name, self.manners.connect_seconds)
        except OSError as fault:
            raise FetchError(
                f"{name}: no address of it is known ({_said(fault)}).", advice="Check the name and the network."
            ) from fault
        if not 0 < len(found) <= ANSWERS:
            raise FetchError(f"{name}: {len(found)} addresses were given for it.", advice="Check the name.")
        return found

    def _dial(self, address: Address, port: int) -> socket.socket:
        seconds, proxy = self.manners.connect_seconds, self.manners.proxy
        if proxy is None:
            return _connected(address, port, seconds)
        return _tunnel(proxy, address, port, seconds)

    def _secured(self, line: socket.socket, wanted: WebAddress) -> socket.socket:
        if wanted.scheme == "http":
            return line
        try:
            return self.tls().wrap_socket(line, server_hostname=str(wanted.host))
        except (OSError, ValueError):
            line.close()
            raise


def _within(address: Address, opened: Iterable[Range]) -> bool:
    return any(address in held for held in opened)


def _connected(address: Address, port: int, seconds: float) -> socket.socket:
    """A connection to exactly this address: no name is looked up on the way."""
    family = socket.AF_INET if isinstance(address, IPv4Address) else socket.AF_INET6
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.settimeout(seconds)
        line.connect((str(address), port))
    except OSError:
        line.close()
        raise
    return line


def _tunnel(proxy: Proxy, address: Address, port: int, seconds: float) -> socket.socket:
    """A line through the proxy to the checked address: the proxy is told no name that it could resolve anew."""
    line = socket.create_connection((proxy.host, proxy.port), timeout=seconds)
    try:
        host = f"[{address}]" if isinstance(address, IPv6Address) else str(address)
        _ask_for_tunnel(line, f"{host}:{port}")
    except OSError:
        line.close()
        raise
    return line


def _ask_for_tunnel(line: socket.socket, target: str) -> None:
    talk = h11.Connection(h11.CLIENT)
    asked = talk.send(h11.Request(method="CONNECT", target=target, headers=[("Host", target)]))
    line.sendall((asked or b"") + (talk.send(h11.EndOfMessage()) or b""))
    try:
        while not isinstance(event := talk.next_event(), h11.Response):
            if event is h11.NEED_DATA:
                talk.receive_data(line.recv(1 << 12))
    except h11.RemoteProtocolError as fault:
        raise OSError(f"the proxy does not speak HTTP: {fault}") from fault
    if not 200 <= event.status_code < 300:
        raise OSError(f"the proxy refuses a tunnel to {target} with status {event.status_code}")
    if talk.trailing_data[0]:
        raise OSError("the proxy speaks before the host does")


def _said(fault: OSError) -> str:
    if isinstance(fault, ssl.SSLCertVerificationError):
        return fault.verify_message
    return str(fault.strerror or fault or type(fault).__name__)
