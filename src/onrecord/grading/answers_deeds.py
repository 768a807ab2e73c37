"""What a government says that it does itself about what was asked: will, has, will not, or only if."""

from __future__ import annotations

import re
from functools import cache

from onrecord.grading.answers_cues import is_own, language_of
from onrecord.model.finding import Answer
from onrecord.model.profile import Profile
from onrecord.text.tables import listed, rows

_REACH = {"zh": 16, "en": 70}
"""Characters between the mark ("will", 将) and the deed."""

_PASSED_ON = re.compile(
    r"\b(?:be|not|never|to|until|if|once|when|unless|after|before|calls?|for|been|must|should|and|or|of|wrongfully|newly|recently)\s+$",
    re.IGNORECASE,
)
_INTENT = re.compile(r"\bto\b|\bby\b")


@cache
def _marks(language: str) -> tuple[tuple[Answer, re.Pattern[str]], ...]:
    return tuple(
        (Answer(row["mark"]), re.compile(row["pattern"], re.IGNORECASE if language == "en" else 0))
        for row in rows("answer_deeds.tsv", key="id")
        if row["language"] == language
    )


@cache
def _verbs(profile: Profile, language: str) -> re.Pattern[str] | None:
    wanted = {deed.value for deed in profile.deeds}
    table = [row for row in rows("answer_verbs.tsv", key="deed") if row["deed"] in wanted]
    if language == "zh":
        forms = [form for row in table for form in listed(row["zh"])]
        return re.compile("|".join(sorted(map(re.escape, forms), key=len, reverse=True))) if forms else None
    forms = [_form(form) for row in table for form in listed(row["en"])]
    forms += [_form(word) for word in _ask_verbs(profile.ask.text)]
    return re.compile(rf"\b(?:{'|'.join(forms)})", re.IGNORECASE) if forms else None


def _form(form: str) -> str:
    return re.escape(form.removesuffix("*")) + (r"\w*\b" if form.endswith("*") else r"\b")


_AFTER_TO = re.compile(r"\b(?:to|and)\s+([a-z]{3,})\b|\bthat\s+(?:[A-Z]\w+\s+){1,3}([a-z]{3,})\b")


def _ask_verbs(text: str) -> list[str]:
    """Verbs of the ask itself: what follows its "to", and its first word where that is no opening."""
    verbs = [match[1] or match[2] for match in _AFTER_TO.finditer(text)]
    return [verb[: max(3, len(verb) - 1)] + "*" for verb in verbs if verb not in _NO_VERBS]


_NO_VERBS = frozenset(["the", "other", "its", "his", "her", "their", "all", "let", "end", "any", "this", "that"])


def deed(words: str, profile: Profile, *, home: str = "") -> tuple[Answer, int, int] | None:
    """The target's own deed in a sentence of its own about the object, with the place of the words that tell it.

    `home` is how the target calls itself in Chinese (`卡方`). None where no deed of the ask's stands under a mark.
    """
    language = language_of(words)
    verbs = _verbs(profile, language)
    if verbs is None:
        return None
    for answer, marks in _marks(language):
        for mark in marks.finditer(words):
            verb = verbs.search(words, mark.end(), min(len(words), mark.end() + _REACH[language]))
            if verb is None or _broken(words[mark.end() : verb.start()], answer, language):
                continue
            if _foreign(words, mark, language, home):
                continue
            return _read(answer, words[mark.end() : verb.start()], language), mark.start(), verb.end()
    return _released(words, language)


def _read(answer: Answer, between: str, language: str) -> Answer:
    """ "Has sent police in order to protect" is an effort, not the deed (A3)."""
    if answer is Answer.DONE and language == "en" and _INTENT.search(between):
        return Answer.PROMISED
    return answer


_CUT_ZH = re.compile(r"[，。；、]")
_CUT_EN = re.compile(r"[.;:]|\b(?:but|if|until|unless|encourage|urge|press|support|call on)\b")
_CUT_DONE = re.compile(r"[.;:]|\b(?:but|if|until|unless|and|that|which|who|too|not|of|for|been able)\b")


def _broken(between: str, answer: Answer, language: str) -> bool:
    """True if the deed belongs to another clause than the mark."""
    if language == "zh":
        return _CUT_ZH.search(between) is not None
    return (_CUT_DONE if answer is Answer.DONE else _CUT_EN).search(between) is not None


def _foreign(words: str, mark: re.Match[str], language: str, home: str) -> bool:
    if language == "zh":
        return not is_own(words, mark.start(), language, home=home)
    empty = not mark.group().strip()
    at = mark.end() if len(mark.group().split()) <= 1 and mark.group().endswith(" ") else mark.start()
    return (empty or _bare(mark)) and _PASSED_ON.search(words[:at]) is not None


def _bare(mark: re.Match[str]) -> bool:
    """True for the mark of a simple past tense, which has no word of its own."""
    return mark.group()[-1:].isspace() and not re.match(r"(?:has|have|had|was|were)\b", mark.group(), re.IGNORECASE)


_FREED = re.compile(r"(?:已|现已|业已)?[^，。；]{0,6}(?:获释|获得释放)")


def _released(words: str, language: str) -> tuple[Answer, int, int] | None:
    return (
        None if language == "en" or not (found := _FREED.search(words)) else (Answer.DONE, found.start(), found.end())
    )
