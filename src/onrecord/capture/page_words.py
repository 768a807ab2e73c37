"""How much a page says can be told without a parser: time grows with its length alone, whatever stands in it."""

from __future__ import annotations

import re
from html import unescape

EXAMINED = 1 << 19
"""Characters of a page's source that are looked at; a page that stands in for another is far shorter."""

_SILENT = re.compile(r"<(script|style|template|svg|noscript|title)\b", re.I)
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,1000})", re.I)
_SPACES = re.compile(r"\s+")


def source_of(content: bytes, charset: str) -> str:
    """The source of a page, well enough to look for words in it; at most `EXAMINED` characters."""
    try:
        return content[:EXAMINED].decode(charset or "utf-8", "replace")
    except LookupError:
        return content[:EXAMINED].decode("utf-8", "replace")


def title_of(source: str) -> str:
    """The words of the first title element; empty where there is none."""
    found = _TITLE.search(source)
    return squeezed(unescape(found[1])) if found else ""


def visible_words(source: str) -> str:
    """The words that a reader without scripts sees: tags, comments, scripts and styles left out, spaces made one."""
    return squeezed(unescape(_without_tags(_without_silent(_without_comments(source)))))


def noscript_words(source: str) -> str:
    """The words for readers without scripts."""
    lower = source.lower()
    parts, at = [], 0
    while (start := lower.find("<noscript", at)) >= 0:
        end = lower.find("</noscript", start)
        at = len(source) if end < 0 else end
        parts.append(source[source.find(">", start) + 1 : at])
    return squeezed(unescape(_without_tags(" ".join(parts))))


def squeezed(words: str) -> str:
    return _SPACES.sub(" ", words).strip()


def _without_comments(source: str) -> str:
    kept, at = [], 0
    while (start := source.find("<!--", at)) >= 0:
        kept.append(source[at:start])
        end = source.find("-->", start)
        at = len(source) if end < 0 else end + 3
    return "".join((*kept, source[at:]))


def _without_silent(source: str) -> str:
    """Without the elements whose content is not shown; one that is never closed hides all that follows it."""
    lower = source.lower()
    kept, at = [], 0
    while found := _SILENT.search(source, at):
        kept.append(source[at : found.start()])
        end = lower.find(f"</{found[1].lower()}", found.end())
        at = len(source) if end < 0 else end
    return " ".join((*kept, source[at:]))


def _without_tags(source: str) -> str:
    kept, at = [], 0
    while (start := source.find("<", at)) >= 0:
        kept.append(source[at:start])
        end = source.find(">", start)
        at = len(source) if end < 0 else end + 1
    return " ".join((*kept, source[at:]))
