"""An answer from the web is what came over the wire; what a reader makes of it stands beside, never instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Redirect:
    """One answer on the way that sent us elsewhere."""

    url: str
    """The address that was asked."""
    status: int
    location: str
    """The address that it named, made absolute."""
    address: str
    """The IP address that answered."""
    head: bytes
    """Status line and headers as received, with the empty line that ends them."""


@dataclass(frozen=True, slots=True)
class Response:
    """One answer, raw and decoded. `head + body` are the bytes of the answer as they came over the wire."""

    url: str
    """The address that gave this answer, after all redirects; without a fragment."""
    requested_url: str
    """The address that was asked for, as given."""
    redirects: tuple[Redirect, ...]
    """The answers on the way from `requested_url` to `url`, in their order; at most five."""
    status: int
    """Three digits; 304 where validators were sent and the page has not changed: then the body is empty."""
    headers: tuple[tuple[str, str], ...]
    """As received, in their order, names in the sender's own case; bytes that are not ASCII read as Latin-1."""
    request: bytes
    """The request that brought this answer, as sent."""
    head: bytes
    """Status line and headers as received, with the empty line that ends them."""
    body: bytes
    """Everything after the head as received: chunk lengths and compression are still in it."""
    content: bytes
    """The body without chunk lengths and without compression: what a reader reads."""
    media_type: str
    """Lower case, without parameters (`text/html`); by the content's first bytes where these are plain, else as
    declared; empty where neither says."""
    charset: str
    """As the Content-Type header declares it; empty where it does not."""
    started: str
    """When the first request was sent: UTC, ISO 8601 to the second, with a final Z."""
    seconds: float
    """From then to the last byte, waiting for the sake of politeness included."""
    address: str
    """The IP address that gave this answer: checked before the connection and used for it."""
    waits: tuple[str, ...] = ()
    """Why and how long requests were held back, one sentence each; empty if none was."""

    @property
    def raw(self) -> bytes:
        """The whole answer as it came over the wire."""
        return self.head + self.body

    def header(self, name: str) -> str:
        """The first header of that name, in any case; empty where there is none."""
        wanted = name.lower()
        return next((value for held, value in self.headers if held.lower() == wanted), "")
