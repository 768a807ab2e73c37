"""A document that leaves the house is a tree of blocks in which a sentence without a source cannot be built."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from onrecord.errors import OnRecordError
from onrecord.reports.documents.phrase_table import is_frame
from onrecord.reports.question import CUT, Citation, plain


class UnsourcedError(OnRecordError):
    """A sentence of a document that rests on nothing; the message holds the sentence."""


class Kind(Enum):
    """What a document is for."""

    BRIEF = "brief"
    LETTER = "letter"
    STATEMENT = "statement"
    SCORECARD = "scorecard"


@dataclass(frozen=True, slots=True)
class Cite:
    """Words of a document, or the document as a whole, and by what its bytes can be told from others."""

    citation: Citation
    capture: str = ""
    """SHA-256 of the bytes as received; empty where they are not in the store."""
    layer: str = ""
    """SHA-256 of the text that the quote's offsets count in; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Searched:
    """The documents in which something was looked for: the source of a sentence that tells of an absence."""

    count: int
    listing: tuple[str, ...]
    """Each of them, or each publisher's number where they are many; may be empty only where nothing is in hand."""

    def __post_init__(self) -> None:
        if self.count and not self.listing:
            raise ValueError(f"{self.count} documents were searched, and none of them is listed")

    @property
    def words(self) -> str:
        """`16 documents`."""
        return "1 document" if self.count == 1 else f"{self.count:,} documents"


Note = Cite | Searched


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that tells something, and what it rests on. There is none without a source."""

    text: str
    notes: tuple[Note, ...]
    quoted: tuple[str, ...] = ()
    """The words in it that are verbatim: each stands in the sentence and in one of its sources."""

    def __post_init__(self) -> None:
        refuse_unsourced(self.text, self.notes)
        held = [quote for note in self.notes if isinstance(note, Cite) and (quote := note.citation.quote)]
        for words in self.quoted:
            if words not in self.text:
                raise ValueError(f"the sentence does not hold the words that it quotes: {words!r}")
            if not any(words.removesuffix(CUT) in plain(quote) for quote in held):
                raise UnsourcedError(f"These words stand in no source of their sentence: {words!r}.", advice=_ADVICE)


@dataclass(frozen=True, slots=True)
class Frame:
    """A heading, a label or a salutation, which tells nothing of the record. `phrases.frame` makes them.

    Raises ValueError where the row of that name in data/document_sentences.tsv is not marked as a frame.
    """

    name: str
    text: str

    def __post_init__(self) -> None:
        if not is_frame(self.name):
            raise ValueError(f"{self.name!r} is not marked as a frame, so that it needs a source")


Text = Said | Frame


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level, 1 for the parts of a document."""

    level: int
    text: Text
    number: str = ""
    """`3` before the heading of the third ask."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Sentences that run on."""

    texts: tuple[Text, ...]
    draft: bool = False
    """True for words that somebody may say, which stand apart from what the record holds."""

    def __post_init__(self) -> None:
        if not self.texts:
            raise ValueError("a paragraph needs a sentence")


@dataclass(frozen=True, slots=True)
class Items:
    """Paragraphs of a list."""

    members: tuple[Prose, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what its cells tell rests on the row's sources."""

    cells: tuple[str, ...]
    notes: tuple[Note, ...]

    def __post_init__(self) -> None:
        refuse_unsourced(" | ".join(self.cells), self.notes)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; `caption` says what the table is, for those who hear it."""

    caption: Frame
    head: tuple[Frame, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        if any(len(row.cells) != len(self.head) for row in self.rows):
            raise ValueError("a row has not as many cells as the table has columns")


@dataclass(frozen=True, slots=True)
class Break:
    """A new page begins."""


Block = Heading | Prose | Items | Table | Break


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as a tree, before it is HTML, PDF or DOCX."""

    kind: Kind
    title: str
    """As the file's title says it; the blocks do not repeat it."""
    blocks: tuple[Block, ...]
    notices: tuple[str, ...]
    """Lines of the gate that stand at its head: what is withheld, what must not be published."""
    made: str
    """When it was made, as it shall be shown."""
    engine: str

    def notes(self) -> dict[Note, int]:
        """Every source with its number from 1 on, in the order in which the text meets them."""
        found: dict[Note, int] = {}
        for note in (note for block in self.blocks for note in notes_of(block)):
            found.setdefault(note, len(found) + 1)
        return found

    def sentences(self) -> Iterator[Text]:
        """Every sentence and frame of it, in order; the cells of tables are left out."""
        for block in self.blocks:
            yield from texts_of(block)


def texts_of(block: Block) -> Iterator[Text]:
    """The sentences of a block."""
    match block:
        case Heading():
            yield block.text
        case Prose():
            yield from block.texts
        case Items():
            yield from (text for member in block.members for text in member.texts)
        case Table():
            yield from (block.caption, *block.head)


def notes_of(block: Block) -> Iterator[Note]:
    """The sources of a block, in order; a heading shows none."""
    if isinstance(block, Table):
        yield from (note for row in block.rows for note in row.notes)
    elif not isinstance(block, Heading):
        yield from (note for text in texts_of(block) if isinstance(text, Said) for note in text.notes)


_ADVICE = "Give it a source, or mark it as a frame in data/document_sentences.tsv if it tells nothing."


def refuse_unsourced(text: str, notes: tuple[Note, ...]) -> None:
    """Raises `UnsourcedError` with the sentence where it has no source, ValueError where it has no words."""
    if not text.strip():
        raise ValueError("a sentence needs words")
    if not notes:
        raise UnsourcedError(f"A sentence without a source is not written: {text!r}.", advice=_ADVICE)
