"""A hand-edited file goes wrong at a place; each value is read with its line, to be named."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NoReturn, TypeVar

import yaml

from onrecord.errors import AgendaError

MOST_CHARACTERS = 5_000_000
"""An agenda file above this size is refused before it is parsed."""
MOST_DEPTH = 12
"""Levels of nesting; an agenda needs five."""

_T = TypeVar("_T")
_KINDS = {
    "str": "text",
    "int": "a whole number",
    "bool": "yes or no",
    "null": "nothing",
    "seq": "a list",
    "map": "a group of keys",
    "float": "a number",
    "timestamp": "a date",
}


class Place:
    """A node of an agenda file and how to speak of it: the file's name and the line."""

    def __init__(self, name: str, node: yaml.Node, what: str) -> None:
        self.name, self.node, self.what = name, node, what

    @property
    def line(self) -> int:
        """The line, from 1, on which the value begins."""
        return int(self.node.start_mark.line) + 1

    def wrong(self, problem: str, advice: str) -> NoReturn:
        """Raise `AgendaError` for this place."""
        raise AgendaError(f"{self.name}, line {self.line}: {problem}.", advice=advice)

    @property
    def tag(self) -> str:
        return str(self.node.tag).rpartition(":")[2]

    def _not(self, wanted: str, advice: str) -> NoReturn:
        self.wrong(f"{self.what} is {_KINDS.get(self.tag, self.tag)}, not {wanted}", advice)

    def mapping(self, known: Collection[str], required: Collection[str] = ()) -> dict[str, Place]:
        """The values by their keys. An unknown, doubled or missing key is an `AgendaError`."""
        if not isinstance(self.node, yaml.MappingNode):
            self._not("a group of keys", f"Write {', '.join(sorted(known))} under it, one a line.")
        found: dict[str, Place] = {}
        for key_node, value in self.node.value:
            key = Place(self.name, key_node, "this key")
            word = key.text()
            if word not in known:
                key.wrong(f"{self.what} has an unknown key {word!r}", f"The keys here are {', '.join(known)}.")
            if word in found:
                key.wrong(f"{self.what} has the key {word!r} twice", "Keep one of the two.")
            found[word] = Place(self.name, value, f"{word!r}")
        for word in required:
            if word not in found:
                self.wrong(f"{self.what} has no {word!r}", f"Add a line `{word}: …`.")
        return found

    def items(self) -> Iterator[Place]:
        """The members of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            self._not("a list", "Begin each member with `- ` on a line of its own.")
        for number, node in enumerate(self.node.value, start=1):
            yield Place(self.name, node, f"{self.what}, member {number},")

    def text(self) -> str:
        if not isinstance(self.node, yaml.ScalarNode) or self.tag not in ("str", "timestamp"):
            self._not("text", "Put the words between double quotes.")
        return str(self.node.value)

    def texts(self) -> tuple[str, ...]:
        return tuple(item.text() for item in self.items())

    def number(self) -> int:
        if not isinstance(self.node, yaml.ScalarNode) or self.tag != "int":
            self._not("a whole number", "Write digits without quotes.")
        return int(yaml.SafeLoader("").construct_yaml_int(self.node))

    def yes(self) -> bool:
        if not isinstance(self.node, yaml.ScalarNode) or self.tag != "bool":
            self._not("yes or no", "Write `true` or `false`.")
        return str(self.node.value).lower() in ("true", "yes", "on")

    def one_of(self, choices: dict[str, _T]) -> _T:
        """The choice that the word names."""
        word = str(self.node.value) if self.tag == "int" else self.text()
        if word not in choices:
            self.wrong(f"{self.what} is {word!r}", f"It can be {', '.join(choices)}.")
        return choices[word]

    def made(self, make: Callable[[], _T], advice: str) -> _T:
        """What `make` gives; its `ValueError` becomes an `AgendaError` of this place."""
        try:
            return make()
        except ValueError as error:
            self.wrong(f"{self.what} is not in order: {error}", advice)


def root(text: str, *, name: str) -> Place:
    """The top of an agenda file. Refused, with the line: no YAML, an alias, a tag, too deep, too large."""
    if len(text) > MOST_CHARACTERS:
        raise AgendaError(
            f"{name} has {len(text):,} characters; an agenda has at most {MOST_CHARACTERS:,}.",
            advice="Check that this is the agenda and not the record.",
        )
    try:
        _vet(text, name)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = f", line {mark.line + 1}" if mark else ""
        raise AgendaError(
            f"{name}{at}: this is not YAML ({error.problem or error.context}).",
            advice="Check indentation, colons and quotation marks there.",
        ) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        character = chr(error.character) if isinstance(error.character, int) else str(error.character)
        raise AgendaError(
            f"{name}, line {line}: the character {character!r} cannot stand in YAML.",
            advice="Delete it, or write it as an escape between double quotes.",
        ) from None
    if node is None:
        raise AgendaError(f"{name} is empty.", advice="Make an agenda with `onrecord draft STATEMENT -o AGENDA.yaml`.")
    return Place(name, node, "the agenda")


def _vet(text: str, name: str) -> None:
    """Look at the events before a tree is built: no alias may multiply, no nesting exhaust the stack."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        mark = event.start_mark
        line = mark.line + 1 if mark else 0
        if isinstance(event, yaml.AliasEvent) or (isinstance(event, yaml.NodeEvent) and event.anchor):
            raise AgendaError(
                f"{name}, line {line}: an agenda has no anchors or aliases (`&` and `*`).",
                advice="Write the value out.",
            )
        tag = getattr(event, "tag", None)
        if tag:
            raise AgendaError(
                f"{name}, line {line}: an agenda has no tags ({tag}).",
                advice="Delete the word that begins with `!`.",
            )
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH:
            raise AgendaError(
                f"{name}, line {line}: more than {MOST_DEPTH} levels of nesting.",
                advice="An agenda needs five.",
            )
        if documents > 1:
            raise AgendaError(f"{name}, line {line}: a second document begins.", advice="Keep one agenda in a file.")
