"""A word list says of each form how far it can be trusted: `=US` is not `us`, `~Congo` is two states."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.text.tables import listed


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a name, with its marks read off."""

    text: str
    cased: bool
    """True where only these capitals count: marked `=`, or written without a small letter (`UN`, `U.S.`)."""
    shared: bool
    """True where the form is marked `~`: it names something else too."""

    @classmethod
    def read(cls, written: str) -> Form:
        """The form of `~=Georgia` is `Georgia`, cased and shared; the marks stand in any order."""
        text = written.lstrip("=~")
        marks = written[: len(written) - len(text)]
        acronym = text == text.upper() != text.lower()
        return cls(text, cased="=" in marks or acronym, shared="~" in marks)


def forms(cell: str) -> tuple[Form, ...]:
    """The forms of a cell that holds several, separated by `|`."""
    return tuple(Form.read(written) for written in listed(cell))
