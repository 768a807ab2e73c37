"""A level is shown by word and shape, and a quote in its own language and direction."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from onrecord.model.agenda import Level
from onrecord.reports.display import direction, language_tag, shown, web_address

register = template.Library()

_BARS = 4


@register.simple_tag
def level(value: int) -> SafeString:
    """The level as a figure, a word and a row of filled steps."""
    found = Level(value)
    return format_html(
        '<span class="level l{}"><svg class="steps" viewBox="0 0 26 20" aria-hidden="true">'
        '<use href="#steps-{}"/></svg>{} {}</span>',
        int(found), int(found), int(found), found.word,
    )  # fmt: skip


@register.simple_tag
def quote(words: str, language: str = "") -> SafeString:
    """The words as a quotation, marked with their language where it is known, running in their own direction."""
    tag = language_tag(language)
    lang = format_html(' lang="{}"', tag) if tag else ""
    return format_html('<bdi class="quoted" dir="{}"{}>{}</bdi>', direction(words), lang, shown(words))


@register.filter
def safe_words(words: str) -> str:
    """Words from outside, without characters that a page cannot show and with a marker for each withheld name."""
    return shown(words)


@register.filter
def web_link(address: str) -> str:
    """The address if a reader may be sent there by a link, else nothing."""
    return web_address(address)
