"""A drawing is text: every word from outside is escaped, and how wide it will be is estimated before it is placed.

Nothing measures fonts here; the estimate is on the wide side, and a browser test holds it against real widths.
"""

from __future__ import annotations

import unicodedata

from markupsafe import Markup, escape

from onrecord.reports.display import direction, shown_plain

SIZES = {"small": 11, "plain": 12}
"""Font sizes by class, in units of the view box; templates/pictures.css sets the same."""
_NARROW = frozenset("iljtfrI.,:;|!'()[]-–·/ ")
_BROAD = frozenset("mwMW@%…—")
_ROOM = 1.06
"""What an estimate is multiplied by, since fonts differ."""

Value = str | float | None


def element(tag: str, *children: str, **attributes: Value) -> Markup:
    """An element; attributes that are None are left out, `_` in a name is written `-`, and `class_` is `class`."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_number(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    inside = Markup("").join(children)
    return Markup(f"<{tag}{written}>{inside}</{tag}>") if children else Markup(f"<{tag}{written}/>")


def _number(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def box(x: float, y: float, width: float, height: float, class_: str, *children: str, **more: Value) -> Markup:
    """A rectangle."""
    return element("rect", *children, x=x, y=y, width=max(0.0, width), height=height, class_=class_, **more)


def words(
    text: str, x: float, y: float, *, size: str = "plain", anchor: str = "start", class_: str = "", width: float = 0
) -> Markup:
    """A line of text at a place, cut to `width` if one is given; the beginning of a right-to-left text is kept."""
    said = fitted(text, width, size=size) if width else shown_plain(text)
    right = direction(said) == "rtl"
    if right:
        anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
    return element(
        "text",
        Markup(escape(said)),
        x=x,
        y=y,
        class_=f"{size} {class_}".strip(),
        text_anchor=None if anchor == "start" and not right else anchor,
        direction="rtl" if right else None,
    )


def titled(title: str, *children: str, **attributes: Value) -> Markup:
    """A group with a title that a pointer shows."""
    return element("g", element("title", Markup(escape(shown_plain(title)))), *children, **attributes)


def text_width(text: str, *, size: str = "plain") -> float:
    """How wide a text will be at most, in units of the view box, by the class of its letters."""
    return sum(map(_share, text)) * SIZES[size] * _ROOM


def _share(char: str) -> float:
    """The width of a letter in ems."""
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if char in _NARROW:
        return 0.36
    if char in _BROAD:
        return 1.0
    return 0.74 if char.isupper() else 0.64 if char.isdigit() else 0.6


def fitted(text: str, width: float, *, size: str = "plain") -> str:
    """The beginning of a text, as much as is sure to fit; an ellipsis where there was more."""
    said = shown_plain(text)
    if text_width(said, size=size) <= width:
        return said
    room = width - text_width("…", size=size)
    end, used = 0, 0.0
    for char in said:
        used += text_width(char, size=size)
        if used > room:
            break
        end += 1
    return said[:end].rstrip() + "…"


def two_lines(text: str, width: float, *, size: str = "plain") -> tuple[str, str]:
    """A text as two lines of at most this width, broken at a space where there is one near; the second may be empty."""
    said = shown_plain(text)
    first = fitted(said, width, size=size).removesuffix("…")
    if len(first) >= len(said):
        return said, ""
    space = first.rfind(" ")
    at = space if space > len(first) // 2 else len(first)
    return first[:at].rstrip(), fitted(said[at:].lstrip(), width, size=size)
