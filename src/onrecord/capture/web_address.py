"""A web address that two readers could read differently is no address: it is refused, not repaired."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import quote, urljoin

from onrecord.capture.addresses import Address, host_of
from onrecord.errors import ForbiddenError

DEFAULT_PORTS = {"http": 80, "https": 443}
"""The schemes that are fetched, each with the port that its addresses leave out."""

LENGTH = 8000
"""Characters that an address may have: what servers are asked to take at least (RFC 9110, 4.1)."""

_PARTS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<target>[^#]*)(?:#.*)?", re.I | re.A | re.S
)
_AUTHORITY = re.compile(r"(?P<host>\[[^\]]*\]|[^:\[\]]*)(?::(?P<port>[0-9]{0,5}))?", re.A)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_KEPT = "/?%:@!$&'()*+,;=~-._|[]"


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An http or https address in one spelling, without a fragment and without a name or password in it."""

    scheme: str
    host: str | Address
    port: int
    target: str
    """Path and query in ASCII; starts with `/`."""

    def __str__(self) -> str:
        return f"{self.origin}{self.target}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """The host, and the port where it is not the scheme's own: the value of the Host header."""
        host = f"[{self.host}]" if isinstance(self.host, IPv6Address) else str(self.host)
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def web_address(written: str, *, base: WebAddress | None = None) -> WebAddress:
    """The address that is written, or, with `base`, that a page at `base` refers to.

    Characters outside ASCII become UTF-8 escapes, a space in a path `%20`. Raises `ForbiddenError` for another
    scheme, for a name or password, for control characters and for backslashes: readers differ on all these.
    """
    written = written.strip(" \t\r\n")
    _refuse_ambiguous(written)
    parts = _PARTS.fullmatch(written if base is None else _joined(written, base))
    if parts is None:
        raise _refused(written, "it is not a whole address such as https://www.example.org/page")
    scheme = parts["scheme"].lower()
    if scheme not in DEFAULT_PORTS:
        raise _refused(written, f"only http and https are fetched, not {scheme}")
    authority = parts["authority"]
    if "@" in authority or "%40" in authority:
        raise _refused(written, "an address with a name or password in it is not fetched")
    place = _AUTHORITY.fullmatch(authority)
    if place is None:
        raise _refused(written, "its host or port cannot be read")
    port = int(place["port"] or DEFAULT_PORTS[scheme])
    return WebAddress(scheme, host_of(place["host"]), port, _target(parts["target"]))


def _refuse_ambiguous(written: str) -> None:
    if len(written) > LENGTH:
        raise _refused(written, f"it has more than {LENGTH:,} characters")
    if _UNPRINTABLE.search(written):
        raise _refused(written, "there is a control character in it")
    if "\\" in written.partition("?")[0]:
        raise _refused(written, "there is a backslash in it")


def _joined(reference: str, base: WebAddress) -> str:
    try:
        return urljoin(str(base), reference)
    except ValueError as fault:
        raise _refused(reference, "it cannot be read") from fault


def _target(written: str) -> str:
    path, mark, query = written.partition("?")
    path = quote(_without_dots(path) or "/", safe=_KEPT)
    return f"{path}{mark}{quote(query, safe=_KEPT)}"


def _without_dots(path: str) -> str:
    """A path without `.` and `..` (RFC 3986, 5.2.4): robots rules are about the path that is asked for."""
    kept: list[str] = []
    steps = path.split("/")
    for step in steps:
        plain = step.lower().replace("%2e", ".")
        if plain == "..":
            kept[1:] = kept[1:-1]
        elif plain != ".":
            kept.append(step)
    if steps[-1].lower().replace("%2e", ".") in {".", ".."}:
        kept.append("")
    return "/".join(kept)


def _refused(written: str, reason: str) -> ForbiddenError:
    shown = "".join(char if char.isprintable() else "\ufffd" for char in written[:200])
    return ForbiddenError(f"The address {shown} is refused: {reason}.", advice="Check the address.")
