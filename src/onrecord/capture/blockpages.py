"""A page that stands in for another, a challenge, a wall or an empty shell, is no version of it, whatever its status.

Precision comes first: what is taken for a stand-in is not stored, so a cue decides only on pages that say little else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from onrecord.capture.page_words import noscript_words, source_of, squeezed, title_of, visible_words
from onrecord.capture.response import Response
from onrecord.text.tables import rows


class Obstacle(Enum):
    """What stands in for the page that was asked for."""

    CHALLENGE = "challenge"
    """A test of the browser by a script."""
    CAPTCHA = "captcha"
    """A test of the reader."""
    DENIED = "denied"
    """The server turns us away."""
    LOGIN = "login"
    """A name and a password are wanted."""
    RATE = "rate"
    """Too many requests, the server says."""
    ERROR = "error"
    """The server, or what stands before it, failed."""
    GONE = "gone"
    """The server says that there is no such page: 404 or 410."""
    SHELL = "shell"
    """A page that only a script fills with words."""
    EMPTY = "empty"
    """No words at all."""
    PARKED = "parked"
    """The name belongs to nobody's site now."""


@dataclass(frozen=True, slots=True)
class Block:
    """Why an answer is no version of the page."""

    obstacle: Obstacle
    cue: str
    """The status or the words that tell."""

    def __str__(self) -> str:
        return f"it is no page but {_SAID[self.obstacle]} ({self.cue})"


_SAID = {
    Obstacle.CHALLENGE: "a test of the browser",
    Obstacle.CAPTCHA: "a test whether a person reads",
    Obstacle.DENIED: "a refusal",
    Obstacle.LOGIN: "a wall that wants a password",
    Obstacle.RATE: "a notice of too many requests",
    Obstacle.ERROR: "a notice of an error",
    Obstacle.GONE: "the notice that there is none",
    Obstacle.SHELL: "an empty shell that a script would fill",
    Obstacle.EMPTY: "an answer without words",
    Obstacle.PARKED: "the notice of a name for sale",
}

_BY_STATUS = {
    401: Obstacle.LOGIN,
    402: Obstacle.LOGIN,
    403: Obstacle.DENIED,
    404: Obstacle.GONE,
    407: Obstacle.DENIED,
    410: Obstacle.GONE,
    429: Obstacle.RATE,
    451: Obstacle.DENIED,
}

SHELL = 250
"""Visible characters of a page that may still be an empty shell; an opening line of a real page has more."""

WALL = 1200
"""Visible characters of a page with a password field that may still be nothing but a wall."""

_WORDS = frozenset({"text/html", "application/xhtml+xml", "text/plain", ""})
_PASSWORD = re.compile(r"<input[^>]{0,400}type\s*=\s*[\"']?password", re.I)
_SIGN_IN = re.compile(
    r"\b(?:sign in|log ?in|password|anmelden|passwort|connexion|mot de passe|contraseña|пароль)|密码|登录", re.I
)
_MOUNT = re.compile(
    r"<(?:div|main|app-root|section)[^>]{0,200}\bid\s*=\s*[\"']?(?:root|app|__next|__nuxt|react-root|main-app|q-app|svelte)\b|<app-root\b",
    re.I,
)
_SCRIPT = re.compile(r"<script\b", re.I)
_NEEDS_SCRIPT = re.compile(r"javascript|js を|启用|enable scripts|скрипт", re.I)
_TITLE_PARTS = re.compile(r"\s+[|–—·:-]\s+")


@dataclass(frozen=True, slots=True)
class _Cue:
    obstacle: Obstacle
    where: str
    words: str
    upto: int


@cache
def _cues(where: str) -> tuple[_Cue, ...]:
    table = rows("block_pages.tsv", key="id")
    cues = (_Cue(Obstacle(row["kind"]), row["where"], row["cue"], int(row["upto"])) for row in table)
    return tuple(cue for cue in cues if cue.where == where)


def block_in(response: Response) -> Block | None:
    """What stands in for the page, or None if the answer may be taken for the page itself.

    It knows what `data/block_pages.tsv` lists and pages without words; a block page in other words, or a long
    one, passes as a page.
    """
    if response.status != 200:
        return Block(_by_status(response.status), f"status {response.status}")
    if cue := _header_cue(response):
        return Block(cue.obstacle, cue.words)
    if not response.content.strip():
        return Block(Obstacle.EMPTY, "0 bytes")
    if response.media_type not in _WORDS or response.content.startswith(b"PK\x03\x04"):
        return None
    source = source_of(response.content, response.charset)
    if response.media_type == "text/plain":
        return _in_words(squeezed(source))
    return _in_page(source)


def _by_status(status: int) -> Obstacle:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return Obstacle.EMPTY if 200 <= status < 400 else Obstacle.ERROR


def _header_cue(response: Response) -> _Cue | None:
    for cue in _cues("header"):
        name, _, value = cue.words.partition(": ")
        if response.header(name).strip().lower() == value:
            return cue
    return None


def _in_page(source: str) -> Block | None:
    words = visible_words(source)
    title = title_of(source)
    lower = source.lower()
    if found := _in_title(title, len(words)) or _in_words(words):
        return found
    for cue in _cues("html"):
        if len(words) <= cue.upto and cue.words in lower:
            return Block(cue.obstacle, cue.words)
    if len(words) <= WALL and _PASSWORD.search(source) and _SIGN_IN.search(f"{title} {words}"):
        return Block(Obstacle.LOGIN, "a password field and little else")
    return _shell(source, words)


def _in_title(title: str, length: int) -> Block | None:
    """A cue that is the whole title, or all of it but the site's name."""
    held = title.casefold()
    parts = {held, held.rstrip(".…! "), *(part.strip() for part in _TITLE_PARTS.split(held))}
    for cue in _cues("title"):
        if length <= cue.upto and not parts.isdisjoint({cue.words, cue.words.rstrip(".…! ")}):
            return Block(cue.obstacle, f"title: {title[:80]}")
    return None


def _in_words(words: str) -> Block | None:
    held = words.casefold().replace("’", "'")
    for cue in _cues("text"):
        if len(words) <= cue.upto and cue.words in held:
            return Block(cue.obstacle, cue.words)
    return None


def _shell(source: str, words: str) -> Block | None:
    if len(words) > SHELL:
        return None
    if not _SCRIPT.search(source):
        return None if words else Block(Obstacle.EMPTY, "no visible words")
    if _MOUNT.search(source):
        return Block(Obstacle.SHELL, f"{len(words)} visible characters and an element for a script to fill")
    if _NEEDS_SCRIPT.search(noscript_words(source)) or (len(words) <= 120 and _NEEDS_SCRIPT.search(words)):
        return Block(Obstacle.SHELL, f"{len(words)} visible characters, and it asks for scripts")
    return None if words else Block(Obstacle.EMPTY, "no visible words")
