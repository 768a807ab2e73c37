"""The language of a text is told by its words, and only where there are enough of them."""

from __future__ import annotations

import pycld2

_CURRENT = {"iw": "he", "jw": "jv", "in": "id", "zh-Hant": "zh-Hant", "un": ""}
"""The detector's old codes, and its word for unknown (BCP 47 uses the newer ISO 639 codes)."""

SAMPLE = 20_000
"""Characters that are looked at: more does not change the answer."""


def language_of(text: str) -> str:
    """BCP 47 code of the language that most of the text is in; empty where the detector is not sure.

    Source of the detection: Compact Language Detector 2.
    """
    printable = "".join(char if char.isprintable() else " " for char in text[:SAMPLE])
    try:
        sure, _, found = pycld2.detect(printable)
    except pycld2.error:
        return ""  # it refuses some code points; then nothing is known
    if not sure:
        return ""
    code = str(found[0][1])
    return _CURRENT.get(code, "" if code.startswith("x") else code)
