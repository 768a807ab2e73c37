"""A page can carry words that no visitor sees; a quote from them would be planted, so they go first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

_NEVER_SHOWN = frozenset({"template", "script", "style", "noscript", "object", "iframe", "svg", "textarea"})
_ROOTS = frozenset({"html", "body"})

_HIDING = re.compile(
    r"""(?:^|[;{\s])(?:
      display\s*:\s*none
    | visibility\s*:\s*(?:hidden|collapse)
    | content-visibility\s*:\s*hidden
    | opacity\s*:\s*(?:0|0?\.0+|0%)\s*(?:!|;|$)
    | color\s*:\s*(?:transparent|rgba\([^)]{0,40},\s*0?\.?0+\s*\))
    | font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:!|;|$)
    | (?:left|top|right|bottom|text-indent|margin-left|margin-top)\s*:\s*
      -(?:(?:999|\d{4,})(?:px|pt)|\d{3,}(?:em|rem|%|vw|vh))
    | clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,)]
    | clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0)
    | transform\s*:\s*(?:scale\(\s*0\s*[,)]|translate[xy]?\(\s*-\d{4,})
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_NO_ROOM = re.compile(r"(?:^|[;{\s])(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:!|;|$)", re.IGNORECASE)
_CUT_OFF = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Selector:
    """`tag.class#id` without combinators."""

    tag: str
    classes: frozenset[str]
    id: str

    def fits(self, element: etree._Element, classes: frozenset[str]) -> bool:
        return (
            self.classes <= classes
            and self.tag in ("", element.tag)
            and self.id in ("", (element.get("id") or "").strip())
        )


def hidden_elements(tree: etree._Element) -> list[etree._Element]:
    """The elements that the page hides from its visitors, outermost first.

    Seen are: the attribute `hidden`, a `style` attribute that hides or moves out of sight, and rules for
    plain classes and ids in the page's own style sheets outside `@media`. Not seen: style sheets in other
    files, combined selectors, scripts, and words in the colour of their background. `aria-hidden` is not a
    reason: sighted visitors see it. Elements that hold no prose (scripts, forms' fields) count as hidden.
    """
    rules = tuple(_hiding_rules(tree))
    return [element for element in tree.iter(etree.Element) if _is_hidden(element, rules)]


def remove(elements: Iterable[etree._Element]) -> None:
    """Take elements out of their tree; the words that follow each stay."""
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            _cut(element, parent)


def _is_hidden(element: etree._Element, rules: tuple[_Selector, ...]) -> bool:
    if element.tag in _ROOTS:
        return False
    if element.tag in _NEVER_SHOWN or element.get("hidden") is not None:
        return True
    if element.tag == "dialog" and element.get("open") is None:
        return True
    style = element.get("style")
    if style is not None and _hides(_COMMENT.sub(" ", style)):
        return True
    return bool(rules) and _ruled_out(element, rules)


def _hides(declarations: str) -> bool:
    if _HIDING.search(declarations):
        return True
    return bool(_NO_ROOM.search(declarations) and _CUT_OFF.search(declarations))


def _ruled_out(element: etree._Element, rules: tuple[_Selector, ...]) -> bool:
    classes = frozenset((element.get("class") or "").split())
    return any(rule.fits(element, classes) for rule in rules)


def _hiding_rules(tree: etree._Element) -> Iterator[_Selector]:
    for sheet in tree.iter("style"):
        yield from _rules_of(_COMMENT.sub(" ", sheet.text or ""))


def _rules_of(css: str) -> Iterator[_Selector]:
    """The simple selectors whose block hides, at the top level of a style sheet."""
    for selectors, block in _blocks(css):
        if _hides(block):
            for selector in selectors.split(","):
                simple = _SIMPLE.fullmatch(selector.strip())
                if simple is not None:
                    yield _selector(simple[1] or "", simple[2])


def _selector(tag: str, marks: str) -> _Selector:
    parts = re.findall(r"[.#][\w-]+", marks)
    ids = [part[1:] for part in parts if part[0] == "#"]
    return _Selector(tag.lower(), frozenset(part[1:] for part in parts if part[0] == "."), "".join(ids[:1]))


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """(selectors, declarations) of plain rules; nested blocks (`@media`, `@keyframes`) are passed over."""
    depth, start, prelude = 0, 0, ""
    for brace in re.finditer(r"[{}]", css):
        if brace[0] == "{":
            if depth == 0:
                prelude, start = css[start : brace.start()].rpartition(";")[2].strip(), brace.end()
            depth += 1
            continue
        depth = max(0, depth - 1)
        if depth == 0:
            if not prelude.startswith("@"):
                yield prelude, css[start : brace.start()]
            start = brace.end()


def _cut(element: etree._Element, parent: etree._Element) -> None:
    """Remove an element but keep the words that follow it."""
    tail = element.tail or ""
    before = element.getprevious()
    parent.remove(element)
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
