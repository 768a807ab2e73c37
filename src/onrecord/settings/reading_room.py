"""Every kind of file has its reader, and those that parse much stand behind a wall."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from onrecord.capture.intake import SINGLE
from onrecord.capture.sandbox import Sample, Sandbox
from onrecord.capture.sources import files_of
from onrecord.capture.steps import Refused
from onrecord.drafting.agenda_file import load
from onrecord.errors import UnreadableError
from onrecord.model.agenda import Agenda
from onrecord.model.record import Document
from onrecord.reading.corpus import BadLine, read_corpus
from onrecord.reading.encodings import decode
from onrecord.reading.kinds import HEAD, Kind, kind_of
from onrecord.reading.plain import read_plain
from onrecord.text.tables import data_text

PARSER = "onrecord.reading.extract:read_fields"
"""What the sandbox runs on outside bytes."""


class ReadingRoom:
    """Readers for every kind of file; large parsers work behind the sandbox's wall."""

    def __init__(self) -> None:
        self._sandbox = Sandbox(PARSER, warm=[Sample("page.html", data_text("warm_page.html").encode())])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._sandbox.close()

    def media_type(self, head: bytes, *, name: str) -> str:
        """What kind of file it is by its first bytes and its name."""
        return kind_of(head, name=name).value

    def document(self, content: bytes, *, name: str, encoding: str = "", media_type: str = "") -> Document:
        """The one document of a file, without an id; plain text is read here, all else in the sandbox.

        `media_type` is what a server called it: it counts where the first bytes do not tell.
        """
        kind = kind_of(content[:HEAD], name=name, media_type=media_type or None)
        if kind.is_many:
            what = "a corpus" if kind is Kind.CORPUS else "a web archive"
            raise UnreadableError(
                f"{name}: it is {what} of many documents, not one.", advice="Add the file with `onrecord add`."
            )
        if kind is Kind.TEXT:
            plain = read_plain(content, name=name, encoding=encoding)
            return Document(id="", text=plain.text, language=plain.language)
        said = self._sandbox.run(content, name=name, encoding=encoding, media_type=media_type)
        return Document(
            id="",
            text=said["text"],
            publisher=said["publisher"],
            date=said["date"],
            title=said["title"],
            language=said["language"],
        )

    def corpus(self, stream: BinaryIO, *, name: str) -> Iterator[Document | Refused]:
        """The many documents of a corpus, each with its own id."""
        for item in read_corpus(stream):
            if isinstance(item, BadLine):
                reason = f"{name}: line {item.number}: {item.reason}. {item.advice}"
                yield Refused(name, reason, line=item.number)
            else:
                yield item


def read_text_layer(path: Path, *, encoding: str = "") -> str:
    """The text layer of a text, HTML, PDF or DOCX file. Raises `UnreadableError`, naming file and reason."""
    with ReadingRoom() as room:
        return room.document(_content(path), name=str(path), encoding=encoding).text


def read_plain_text(content: bytes, *, name: str, encoding: str = "") -> str:
    """The words of bytes that are plain text. Raises `UnreadableError`, naming where they came from and the reason."""
    return read_plain(content, name=name, encoding=encoding).text


def _content(path: Path) -> bytes:
    for file in files_of([path]):
        if file.fault is not None:
            raise file.fault
        if file.size > SINGLE:
            raise UnreadableError(
                f"{path}: it has {file.size >> 20} MB; one text may have {SINGLE >> 20} MB.", advice="Split it."
            )
    try:
        return path.read_bytes()
    except OSError as fault:
        raise UnreadableError(
            f"{path}: it cannot be read ({fault.strerror}).", advice="Name one file that is yours to read."
        ) from fault


def load_agenda(path: Path) -> Agenda:
    """The agenda in a YAML file. Raises `AgendaError`, naming the line, where it does not say what an agenda must."""
    return load(decode(_content(path), name=str(path)), name=str(path))
