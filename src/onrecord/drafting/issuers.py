"""Whoever issues a statement is named where it first asks: `the Campaign for X calls on …`."""

from __future__ import annotations

import re
from functools import cache

from onrecord.drafting.layout import Block, Zone
from onrecord.drafting.vocabulary import any_of, askings

_BODY = r"(?<![\w'&.-])(?:[Tt]he )?(?P<name>[A-Z][\w'&.-]+(?: (?:[A-Z][\w'&.-]+|for|of|and|the|in|on|to)){0,9})"


_FIRST_WORDS = 1500
"""Characters of a paragraph within which an issuer names itself."""


@cache
def _asking_issuer() -> re.Pattern[str]:
    forms = {form for asking in askings() if asking.form == "plain" for form in asking.forms[1:3]}
    return re.compile(rf"{_BODY} (?:today |also |strongly )?(?:{any_of(list(forms))})\b")


_CHAMBER = re.compile(
    r"That (?:the )?(?P<name>House of Representatives|Senate|European Parliament|Parliament|Congress|"
    r"General Assembly)\b"
)


def issuer_of(words: str, layout: list[Block]) -> str:
    """The issuer's name as its first asking sentence or its resolving words give it; else empty."""
    for block in layout:
        if block.zone is Zone.OPERATIVE and (found := _CHAMBER.match(words, block.start, block.end)):
            return found.group("name")
    for block in [block for block in layout if block.zone is Zone.BODY][:3]:
        if found := _asking_issuer().search(words, block.start, min(block.end, block.start + _FIRST_WORDS)):
            return found.group("name").strip()
    return ""
