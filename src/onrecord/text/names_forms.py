"""Some names are one name though no rule of letters says so: Bill is William, Zhaxi is Tashi, Magomed is Muhammad."""

from __future__ import annotations

from functools import cache

from onrecord.errors import DataError
from onrecord.text.names_scripts import plain
from onrecord.text.tables import listed, rows

KINDS = frozenset({"spelling", "nickname", "cousin", "tibetan", "uyghur", "burmese", "korean"})
_TSHEG = "་"


@cache
def _table() -> dict[str, tuple[str, tuple[str, ...]]]:
    """name of the row → (kind, forms)."""
    table = {}
    for row in rows("name_forms.tsv", key="name"):
        if row["kind"] not in KINDS:
            raise DataError(
                f"data/name_forms.tsv: {row['name']!r} has the unknown kind {row['kind']!r}.",
                advice=f"Use one of {', '.join(sorted(KINDS))}.",
            )
        table[row["name"]] = (row["kind"], listed(row["forms"]))
    return table


@cache
def _index() -> dict[str, frozenset[str]]:
    index: dict[str, set[str]] = {}
    for name, (_, forms) in _table().items():
        for form in forms:
            index.setdefault(plain(form).replace(_TSHEG, "").replace("-", ""), set()).add(name)
    return {form: frozenset(names) for form, names in index.items()}


def rows_of(part: str) -> frozenset[str]:
    """The rows of `data/name_forms.tsv` that a part stands in, small letters without accents."""
    return _index().get(part.replace(_TSHEG, ""), frozenset())


def kind_of_row(name: str) -> str:
    """`spelling`, `nickname` and so on."""
    return _table()[name][0]


def forms_of_row(name: str) -> tuple[str, ...]:
    """All forms of a row, in its order."""
    return _table()[name][1]


def cut_by_forms(word: str) -> tuple[str, ...]:
    """A run of Chinese or Tibetan characters cut into listed names, if it is made of them: `丹增德勒` → 丹增, 德勒.

    Empty where the run is not made of listed names from end to end.
    """
    if not word:
        return ()
    if rows_of(word):
        return (word,)
    for end in range(len(word) - 1, 0, -1):
        if rows_of(word[:end].strip(_TSHEG)):
            rest = cut_by_forms(word[end:].strip(_TSHEG))
            if rest:
                return (word[:end].strip(_TSHEG), *rest)
    return ()
