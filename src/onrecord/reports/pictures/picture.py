"""No drawing suits a wall screen and a phone: each picture is laid out twice, and the page shows the one that fits.

Widths are those of the view box, so that a unit is about one pixel of the screen and letters keep their size.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape

from onrecord.reports.display import shown_plain
from onrecord.reports.pictures.svg import element, line
from onrecord.text.tables import data_text

WIDE, NARROW = 720.0, 270.0
"""Units of the view box. 270 pixels are left inside an ask's card on a screen of 320."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a picture must know to lay itself out."""

    width: float
    mark: str
    """Ends every id of the drawing, so that no two on a page are the same."""

    @property
    def wide(self) -> bool:
        return self.width > (WIDE + NARROW) / 2

    @property
    def hatch(self) -> str:
        """How a shape is filled where nothing is in hand."""
        return f"url(#hatch-{self.mark})"


@dataclass(frozen=True, slots=True)
class Drawing:
    """The inside of a picture and how high it is."""

    inside: Markup
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in words, in two drawings and as a table; all three hold the same facts."""

    id: str
    """A word that no other picture of the page has: letters, digits and hyphens."""
    title: str
    desc: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    draw: Callable[[Layout], Drawing]

    @property
    def wide(self) -> Markup:
        """For a page of at least 46 rem, and for paper."""
        return self._svg(Layout(WIDE, f"{self.id}-w"))

    @property
    def narrow(self) -> Markup:
        """For a phone."""
        return self._svg(Layout(NARROW, f"{self.id}-n"))

    def file(self) -> str:
        """The wide drawing as a file of its own, with its style inside."""
        style = element("style", Markup(svg_style()))
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{self._svg(Layout(WIDE, self.id), style, alone=True)}\n'

    def _svg(self, layout: Layout, *before: Markup, alone: bool = False) -> Markup:
        drawing = self.draw(layout)
        mark = layout.mark
        return element(
            "svg",
            element("title", Markup(escape(shown_plain(self.title))), id=f"title-{mark}"),
            element("desc", Markup(escape(shown_plain(self.desc))), id=f"desc-{mark}"),
            *before,
            element("defs", _hatch(mark)),
            drawing.inside,
            xmlns="http://www.w3.org/2000/svg" if alone else None,
            viewBox=f"0 0 {layout.width:g} {drawing.height:g}",
            class_="drawn",
            role="img",
            aria_labelledby=f"title-{mark} desc-{mark}",
        )


def _hatch(mark: str) -> Markup:
    stroke = line(0, 0, 0, 6, "hatching")
    turned = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    return element("pattern", stroke, id=f"hatch-{mark}", width=6.0, height=6.0, **turned)


def svg_style() -> str:
    """The style sheet of drawings, for a file of its own."""
    return data_text("picture_style.css")
