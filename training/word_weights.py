"""How telling a word is, counted over official prose: the rarer, the more an ask's own word says what it is about.

    python training/word_weights.py RECORD.jsonl.gz [RECORD.jsonl.gz …] > src/onrecord/data/word_weights.tsv

Counts, for each stem of a word of four letters or more, in how many of a thousand documents it stands. Stems that stand
in fewer than four of a thousand are left out: a word that the table does not hold is as telling as can be.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

from onrecord.matching.ask_object import stem

HEADER = """\
# In how many of a thousand documents of official prose the stem of a word stands. Made by training/word_weights.py
# from {documents:,} public documents of the White House and the Department of State, 2021 to 2026 (public domain)."""
_WORD = re.compile(r"[^\W\d_]{4,}")
LEAST = 4.0
"""Documents of a thousand."""


def stems(text: str) -> set[str]:
    return {stem(word) for word in {match.group().lower() for match in _WORD.finditer(text)}}


def main() -> int:
    seen: Counter[str] = Counter()
    documents = 0
    for path in map(Path, sys.argv[1:]):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                documents += 1
                seen.update(stems(json.loads(line)["text"]))
    print(HEADER.format(documents=documents))
    print("stem\tshare")
    for word, count in sorted(seen.items()):
        share = 1000 * count / documents
        if share >= LEAST:
            print(f"{word}\t{share:.1f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
