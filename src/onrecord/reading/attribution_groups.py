"""A cue is a verb only where its helpers, its form and what stands before it let it be one."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.reading.attribution_words import QUOTE, Form, Words, adverbial, words


@dataclass(frozen=True, slots=True)
class Group:
    """A verb with the helpers before it and the words that belong to it after it, as tokens."""

    start: int
    verb: int
    end: int
    form: Form
    shape: str
    """finite, passive, infinitive or participle."""


def group_at(tokens: Words, at: int, form: Form) -> Group | None:
    """The verb group around a cue's form, or None if the form is a noun or an adjective there."""
    rest = form.cue.rest
    if rest and tuple(tokens.lows[at + 1 : at + 1 + len(rest)]) != rest:
        return None
    low, start = tokens.lows, at
    helpers: set[str] = set()
    while start > 0 and _helper(tokens, start - 1):
        start -= 1
        helpers.add(low[start])
    before = low[start - 1] if start > 0 else ""
    clitic = before in words("clitic")
    shape = _shape(form, helpers, before, clitic=clitic)
    supported = clitic or any(helpers & words(kind) for kind in ("be", "have", "do", "modal"))
    if shape == "" or (not supported and shape != "passive" and _nominal(tokens, start, at, form)):
        return None
    return Group(start, at, at + 1 + len(rest), form, shape)


def _helper(tokens: Words, at: int) -> bool:
    return adverbial(tokens, at) or any(tokens.lows[at] in words(kind) for kind in ("be", "have", "do", "modal"))


def _shape(form: Form, helpers: set[str], before: str, *, clitic: bool) -> str:
    """Whether the verb has a subject of its own, is passive or is not finite; empty if the helpers do not fit."""
    shapes = form.shapes
    be = bool(helpers & words("be")) or before in words("be_clitic")
    have = bool(helpers & words("have")) or before in words("have_clitic")
    supported = bool(helpers & (words("modal") | words("do"))) or before.endswith(("'ll", "'d"))
    if "ing" in shapes:
        return "finite" if be else "participle"
    if have and "participle" in shapes:
        return "passive" if "been" in helpers else "finite"
    if be and "participle" in shapes:
        return "passive"
    if be:
        return ""
    if "base" in shapes and before == "to" and not clitic:
        return "infinitive"
    if "past" in shapes and not supported:
        return "finite"
    if "base" in shapes or "s" in shapes:
        return "finite"
    return "participle" if "participle" in shapes else ""


def _nominal(tokens: Words, start: int, at: int, form: Form) -> bool:
    """True where a form without helpers is no verb: `the expected visit`, `his reports`, `support for`."""
    low = tokens.lows
    before = low[start - 1] if start else ""
    if tokens.capital[at] and at > 0 and "ing" not in form.shapes:
        return True
    if (before in words("determiner") and before not in words("alone")) or before.endswith(("'s", "s'")):
        return True
    if form.shapes & {"past", "participle"} and "base" not in form.shapes:
        return False
    if "ing" in form.shapes:
        return before in words("preposition") and before not in words("before_participle")
    return before != "to" and _no_subject(tokens, start, form)


def _no_subject(tokens: Words, start: int, form: Form) -> bool:
    """True if what stands before a present form cannot be its subject."""
    if start == 0:
        return True
    before = tokens.lows[start - 1]
    if before in words("subject") or before == ",":
        return False
    if before in words("preposition") or before in (QUOTE, "and", "or", ":", "—", "-", "–"):
        return before != QUOTE or "q" not in form.cue.frames
    plural = before.endswith("s") and not before.endswith("ss")
    if "base" in form.shapes:
        return not (plural or before in words("plural"))
    return plural and not tokens.capital[start - 1]


def doubtful(tokens: Words, group: Group) -> bool:
    """True for a present form that is mostly a noun, without a helper, a pronoun or a name before it."""
    shapes = group.form.shapes
    if group.form.cue.lemma.split()[0] not in words("ambiguous") or shapes & {"past", "ing"} or group.start == 0:
        return False
    before = group.start - 1
    plain = tokens.lows[before] in words("pronoun") or (tokens.capital[before] and "s" in shapes)
    return group.start == group.verb and not plain and tokens.lows[before] not in words("clitic")
