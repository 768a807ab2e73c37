"""A public page is served from a public address: every other range is closed, in whatever form it is written.

Python's `ipaddress.is_global` follows the registries' column "globally reachable" and so passes multicast, NAT64, 6to4
and others behind which a private address can stand. The own table, `data/address_ranges.tsv`, closes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import idna

from onrecord.errors import ForbiddenError
from onrecord.text.tables import rows

Address = IPv4Address | IPv6Address
Range = IPv4Network | IPv6Network

NAT64 = IPv6Network("64:ff9b::/96")
"""The well-known prefix: the last 32 bits are the IPv4 address that is reached in the end (RFC 6052)."""

ISATAP = frozenset({0x00005EFE, 0x02005EFE})
"""Bits 64 to 95 of an address, under any prefix, that hides an IPv4 address in its last 32 bits (RFC 5214)."""

_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.A)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.A)
_QUAD = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}", re.A)

NAME_LENGTH = 253
"""Characters of a domain name, without a final dot (RFC 1035)."""


@cache
def _closed() -> tuple[tuple[Range, str], ...]:
    """Every closed range with what it is, the narrowest first."""
    table = [(ip_network(row["range"]), row["is"]) for row in rows("address_ranges.tsv", key="range")]
    return tuple(sorted(table, key=lambda pair: pair[0].max_prefixlen - pair[0].prefixlen))


def closed_because(address: Address, *, opened: Iterable[Range] = ()) -> str:
    """What kind of address it is, if nothing may be fetched from it; empty for a public one.

    `opened` are ranges that a person has opened by hand. An opened NAT64 prefix opens none of the closed
    IPv4 addresses behind it.
    """
    opened = tuple(opened)
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        return "an address with a zone"
    if any(address in held for held in opened):
        if address in NAT64:
            return closed_because(IPv4Address(int(address) & 0xFFFFFFFF), opened=opened)
        return ""
    if isinstance(address, IPv6Address) and (int(address) >> 32) & 0xFFFFFFFF in ISATAP:
        return "an IPv4 address in IPv6 form (ISATAP)"
    return next((what for held, what in _closed() if address in held), "")


def host_of(written: str) -> str | Address:
    """A host as an address names it: an IP address, or a domain name in lower-case ASCII without a final dot.

    Names in other scripts are put into ASCII as browsers do it (UTS 46, not transitional). Raises
    `ForbiddenError` for everything that two readers could read differently: an IPv4 address that is not
    four plain decimal numbers, a zone, an escaped character, a name without a dot.
    """
    if not written:
        raise _refused(written, "it names no host")
    if written.startswith("["):
        return _bracketed(written)
    name = _ascii(written).removesuffix(".")
    last = name.rpartition(".")[2]
    if _NUMBER.fullmatch(last):
        return _quad(name, written)
    labels = name.split(".")
    if len(name) > NAME_LENGTH or not all(map(_LABEL.fullmatch, labels)):
        raise _refused(written, "it is not the name of a host")
    if len(labels) < 2:
        raise _refused(written, "a name without a dot is one of a local network")
    return name


def _bracketed(written: str) -> IPv6Address:
    if not written.endswith("]"):
        raise _refused(written, "it is not an IPv6 address")
    try:
        address = IPv6Address(written[1:-1])
    except ValueError as fault:
        raise _refused(written, "it is not an IPv6 address") from fault
    if address.scope_id is not None:
        raise _refused(written, "an address with a zone is one of a local network")
    return address


def _ascii(written: str) -> str:
    if written.isascii():
        return written.lower()
    try:
        return idna.encode(written.rstrip("."), uts46=True).decode("ascii").lower()
    except UnicodeError as fault:
        raise _refused(written, "it is not the name of a host") from fault


def _quad(name: str, written: str) -> IPv4Address:
    """Some readers take `0177.1`, `2130706433` and `127.1` for addresses: only the plain form is one here."""
    if not _QUAD.fullmatch(name):
        raise _refused(written, "an IPv4 address is written as four decimal numbers")
    try:
        return IPv4Address(name)
    except ValueError as fault:
        raise _refused(written, "it is not an IPv4 address") from fault


def parsed_address(written: str) -> Address:
    """An address as a resolver gives it. Raises `ForbiddenError` for what is none."""
    try:
        return ip_address(written)
    except ValueError as fault:
        raise _refused(written, "the resolver's answer is not an IP address") from fault


def parsed_range(written: str) -> Range:
    """A range as a person writes it, `10.1.2.0/24` or one address. Raises `ValueError` for what is none."""
    return ip_network(written, strict=True)


def _refused(written: str, reason: str) -> ForbiddenError:
    return ForbiddenError(f"The host {written[:100]!r} is refused: {reason}.", advice="Check the address.")
