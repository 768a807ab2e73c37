"""The words that answer, read from data: which answer they give, how near the ask must be, for which kind of ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from onrecord.grading.answers_turns import turn
from onrecord.model.finding import Answer
from onrecord.model.profile import Profile
from onrecord.text.tables import listed, rows


class Tier(Enum):
    """How near the ask must be for a cue to count; the meanings stand in the header of data/answer_cues.tsv."""

    PLAIN = "plain"
    LINE = "line"
    QUESTION = "question"
    OBJECT = "object"
    TOPIC = "topic"
    SOFT = "soft"
    FAINT = "faint"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Cue:
    """Words by which a government answers."""

    id: str
    answer: Answer
    tier: Tier
    kind: str
    own: bool
    """True if the words count only where no other subject stands before them."""
    rank: int
    """Its place in the file: of two cues for one answer the earlier is the better evidence."""
    pattern: re.Pattern[str]


_HAN = re.compile(r"[㐀-鿿]")


def language_of(words: str) -> str:
    """`zh` if the words hold Chinese characters, else `en`: the two languages that the cues know."""
    return "zh" if _HAN.search(words) else "en"


@cache
def cues(language: str) -> tuple[Cue, ...]:
    """The cues of one language, in the order of the file."""
    table = rows("answer_cues.tsv", key="id")
    return tuple(
        Cue(
            row["id"],
            Answer(row["answer"]),
            Tier(row["tier"]),
            row["for"],
            row["who"] == "own",
            rank,
            re.compile(row["pattern"], re.IGNORECASE if language == "en" else 0),
        )
        for rank, row in enumerate(table)
        if row["language"] == language
    )


@lru_cache(maxsize=4096)
def kinds_of(profile: Profile) -> frozenset[str]:
    """The kinds of answer that an ask can have, by its concepts and its words (data/answer_kinds.tsv)."""
    keys = frozenset().union(*(facet.keys for facet in profile.facets)) if profile.facets else frozenset()
    return frozenset(
        row["kind"]
        for row in rows("answer_kinds.tsv", key="kind")
        if keys & {f"concept:{concept}" for concept in listed(row["concepts"])}
        or re.search(row["pattern"], profile.ask.text, re.IGNORECASE)
    )


_OTHER_SIDE = re.compile(
    r"(?:[一-鿿]方(?<!中方)(?<!我方)(?<!双方)(?<!各方)|美国|英国|日本|加拿大|澳大利亚|欧盟|北约|有关国家|个别国家)"
)
_OWN_SIDE = re.compile(r"中方|我方|我们|双方|中国(?!领土|内政)")
_TOLD = re.compile(r"(?:敦促|要求|希望|呼吁|奉劝|请|支持|应当?|必须|应该|需要?)[^，。；]{0,16}$")
_THIRD = re.compile(
    r"\b(?:lawyers?|newspapers?|reports?|media|journalists?|critics|opposition|experts?|analysts?|famil(?:y|ies)|"
    r"colleagues?|former|organi[sz]ations?|groups?)\b[^.;]{0,40}$",
    re.IGNORECASE,
)


def is_quoted(words: str, at: int) -> bool:
    """True if somebody else is said to have said the words at `at` in a Chinese sentence (A6, R8)."""
    before = re.split(r"[。；]", words[:at])[-1]
    said = turn("said_by_others").search(before)
    return said is not None and re.search(r"中方|我们|我要|我想|中国政府|习近平", before) is None


def is_own(words: str, at: int, language: str, *, home: str = "") -> bool:
    """True unless the subject before `at` is another side; `home` is how the target calls itself (`卡方`)."""
    before = words[:at]
    if language == "en":
        return _THIRD.search(before) is None
    clause = re.split(r"[。；]", before)[-1]
    others = [match.end() for match in _OTHER_SIDE.finditer(clause) if match.group() != home]
    mine = [match.end() for match in _OWN_SIDE.finditer(clause)]
    if home and home in clause:
        mine.append(clause.rfind(home))
    if _TOLD.search(clause) and not (mine and re.search(r"[，]", clause[: max(mine)])):
        return False
    return not others or (bool(mine) and max(mine) > max(others))
