"""Words from outside may hold anything; what is shown of them must stay words."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from onrecord.reports.withholding import readable

_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_UNSAFE_IN_ADDRESS = re.compile(r"[\s\x00-\x20\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\\]")


def shown(text: str) -> str:
    """The text as a page may show it: control characters as U+FFFD, withheld names as their marker."""
    return _UNSHOWABLE.sub("\ufffd", readable(text))


def shown_plain(text: str) -> str:
    """The text as a terminal may show it: as `shown`, and nothing that reorders or breaks a line."""
    return " ".join(_REORDERING.sub("", shown(text)).split())


def direction(text: str) -> str:
    """`rtl` where most letters run from right to left, else `ltr` (Unicode's bidirectional classes)."""
    classes = [unicodedata.bidirectional(char) for char in text]
    right = sum(kind in ("R", "AL") for kind in classes)
    return "rtl" if right > classes.count("L") else "ltr"


def language_tag(language: str) -> str:
    """The language as a BCP 47 tag that a page may carry; empty where it is none."""
    return language if _LANGUAGE.fullmatch(language) else ""


def web_address(address: str) -> str:
    """The address if a reader may be sent there by a link, else an empty string.

    Only http and https lead to a web page; an address with a user name before its host hides where it leads.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    safe = parts.scheme in ("http", "https") and host and "@" not in parts.netloc
    return address if safe and not _UNSAFE_IN_ADDRESS.search(address) else ""
