"""The docs are under test: their commands run, their links lead somewhere, and they leave nothing out."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from onrecord.cli import program

ROOT = Path(__file__).parents[1]
EXAMPLE = Path("src", "onrecord", "data", "example")
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / EXAMPLE / "README.md"], key=lambda page: page.as_posix()
)
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.M | re.S)
FILE = re.compile(r"# file: (\S+)\n")


@dataclass(frozen=True)
class Block:
    """A fenced block: the language and what else stands on its first line, and its words."""

    kind: str
    words: str


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> list[Block]:
    return [Block(kind.strip(), words) for kind, words in FENCE.findall(page.read_text(encoding="utf-8"))]


def verbs() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(program)
    for name in program.list_commands(context):
        command = program.get_command(context, name)
        assert command is not None
        yield name, command


def run(block: Block, folder: Path) -> str:
    """What the block prints, on both streams; a verb of ours runs in this process, which has its tables loaded."""
    said = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        if block.kind == "python":
            exec(compile(block.words, "<docs>", "exec"), {"__name__": "__main__"})
            return said.getvalue()
        for line in block.words.replace("\\\n", "").splitlines():
            said.write(_verb(line) if line.startswith("onrecord ") else _shell(line))
    return said.getvalue()


def _shell(line: str) -> str:
    done = subprocess.run(["sh", "-e", "-c", line], capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout


def _verb(line: str) -> str:
    words, _, file = line.partition(" > ")
    result = CliRunner().invoke(program, shlex.split(words)[1:], env={"ONRECORD_STORE": None, "COLUMNS": "150"})
    assert result.exit_code == 0, f"{line}\n{result.output[-2000:]}\n{result.exception!r}"
    if file:
        Path(file.strip()).write_text(result.stdout, encoding="utf-8")
    return result.output


def squeezed(words: str) -> str:
    return " ".join(words.split())


def follow(page: Path, folder: Path, kinds: frozenset[str]) -> None:
    """Do what the page says, block by block, in one folder."""
    for block, after in pairwise([*blocks(page), Block("", "")]):
        file = FILE.match(block.words)
        if block.kind == "yaml" and file is not None:
            (folder / file[1]).write_text(block.words, encoding="utf-8")
        if block.kind in kinds:
            said = squeezed(run(block, folder))
            shown = after.words.splitlines() if after.kind == "text" else []
            assert [line for line in shown if line != "…" and squeezed(line) not in said] == [], named(page)


RUNNABLE = [page for page in PAGES if any(block.kind in {"sh", "python"} for block in blocks(page))]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder in which the example stands where it stands in a clone."""
    (tmp_path / EXAMPLE).parent.mkdir(parents=True)
    (tmp_path / EXAMPLE).symlink_to(ROOT / EXAMPLE, target_is_directory=True)
    return tmp_path


@pytest.mark.parametrize("page", RUNNABLE, ids=named)
def test_what_a_page_shows_works_as_shown(page: Path, clone: Path) -> None:
    """Blocks marked sh and python run in order; lines of a text block stand in the output of the block above."""
    follow(page, clone, frozenset({"sh", "python"}))


READOUTS = {
    "2021-11-16": True,
    "2022-11-14": True,
    "2023-11-15": True,
    "2024-11-16": False,
}
"""Readouts of the presidents' meetings, and whether Tibet is named."""


def kept(document: dict[str, str]) -> bool:
    """The documents of the worked case that the page speaks of: enough to run it in seconds."""
    return (
        ("readout" in document["id"] and "xi-jinping" in document["id"])
        or "Tibetan Plateau" in document["text"]
        or "2023-06-15" <= document["date"] <= "2023-06-28"
        or document["id"].endswith(("tibet-china-dispute-act", ":t20211110_10446600"))
    )


@pytest.fixture
def downloads(shared: Path, tmp_path: Path) -> Path:
    """The material of the worked case, thinned to the documents that the page speaks of."""
    (tmp_path / "record").mkdir()
    for name in (
        "whitehouse_2021_2026",
        "state_dept_press_releases_2021_2022",
        "china_mfa_press_conferences_zh_2020_2024",
    ):
        with (
            gzip.open(shared / "record" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as source,
            gzip.open(tmp_path / "record" / f"{name}.jsonl.gz", "wt", encoding="utf-8", compresslevel=1) as target,
        ):
            target.writelines(line for line in source if kept(json.loads(line)))
    statement = next((shared / "cases").glob("000_*.txt"))
    (tmp_path / "statement.txt").write_bytes(statement.read_bytes())
    return tmp_path


@pytest.mark.slow
def test_the_worked_case_shows_what_the_tutorial_says(downloads: Path) -> None:
    """Three readouts name Tibet and the fourth does not; a plateau is no raise; what is missing is named."""
    follow(ROOT / "docs" / "tutorial" / "worked-case.md", downloads, frozenset({"sh record"}))
    check = json.loads((downloads / "check.json").read_text(encoding="utf-8"))
    for ask in check["asks"]:
        found = {found["document"]: found for found in ask["findings"] if found["level"]}
        assert not [quote for f in found.values() for quote in f["evidence"] if "Tibetan Plateau" in quote["quote"]]
        for day, names_tibet in READOUTS.items():
            mine = [f for ident, f in found.items() if f"{day}-readout" in ident and "xi-jinping" in ident]
            assert [f["level"] for f in mine] == [2] * names_tibet, (ask["id"], day)
            assert all("Tibet" in quote["quote"] for f in mine for quote in f["evidence"])
    dialogue = check["asks"][0]
    assert dialogue["best"]["ours"]["document"].endswith("tibet-china-dispute-act")
    assert dialogue["best"]["ours"]["level"] == 4
    assert "conditional" in {f["answer"] for f in dialogue["findings"] if f["document"].endswith(":t20211110_10446600")}
    missing = [expected["description"] for expected in check["coverage"]["expected"] if not expected["in_hand"]]
    assert ["Department of State" in description for description in missing] == [True]


@pytest.mark.parametrize("name", [name for name, _ in verbs()])
def test_every_option_of_a_verb_stands_in_the_reference(name: str) -> None:
    command = dict(verbs())[name]
    page = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    section = re.search(rf"^## `onrecord {name}\b.*?(?=^## |\Z)", page, re.M | re.S)
    assert section is not None
    options = [word for option in command.params if isinstance(option, click.Option) for word in option.opts]
    assert [word for word in options if f"`{word}" not in section[0]] == []


@pytest.mark.parametrize("name", [name for name, _ in verbs()])
def test_the_reference_names_no_option_that_a_verb_has_not(name: str) -> None:
    command = dict(verbs())[name]
    page = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    section = re.search(rf"^## `onrecord {name}\b.*?(?=^## |\Z)", page, re.M | re.S)
    assert section is not None
    rows = "\n".join(line.split("|")[1] for line in section[0].splitlines() if line.startswith("| `"))
    shown = set(re.findall(r"`(--?[a-z][a-z-]*)", rows))
    assert shown == {word for option in command.params if isinstance(option, click.Option) for word in option.opts}


def test_every_verb_has_help_and_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, command in verbs():
        assert command.help, f"{name} is missing its help"
        assert f"`onrecord {name}" in readme


def test_the_readme_has_both_commands_of_a_bare_clone() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in readme
    assert "make test" in readme


LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    words = FENCE.sub("", page.read_text(encoding="utf-8"))
    targets = [link or image for link, image in LINK.findall(words)]
    local = [target.partition("#")[0] for target in targets if "://" not in target and not target.startswith("#")]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        seen.add(page)
        targets = (match[0].partition("#")[0] for match in LINK.findall(page.read_text(encoding="utf-8")))
        pages = {(page.parent / target).resolve() for target in targets if target.endswith(".md") and ":" not in target}
        waiting += sorted(pages - seen)
    assert [named(page) for page in PAGES if page not in seen and "example" not in page.parts] == []


FOREIGN = re.compile(
    r"(?<![\w./~-])/(?:work|root|home|tmp)/[a-z]"  # a folder of one machine
    r"|(?:files\.pythonhosted|pypi|registry\.npmjs|proxy\.golang|crates)\.(?:org|io)",  # where packages come from
    re.I,
)
SKIPPED = {".git", ".venv", "demo", "__pycache__"}


def our_texts() -> Iterator[Path]:
    """Every text file that is or will be tracked."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = listed.stdout.splitlines() if listed.returncode == 0 else []
    files = [ROOT / name for name in names] or [p for p in ROOT.rglob("*") if not SKIPPED & set(p.parts)]
    for file in files:
        if file.is_file() and b"\0" not in file.read_bytes()[:4096]:
            yield file


def test_no_file_names_a_folder_of_a_machine_or_a_package_host() -> None:
    found = []
    for file in our_texts():
        if file == Path(__file__):
            continue
        words = file.read_text(encoding="utf-8", errors="replace")
        found += [f"{named(file)}: {match[0]}" for match in FOREIGN.finditer(words)]
    assert found == []


PRAISE = re.compile(
    r"\b(?:simply|just|easily|easy|powerful|seamless\w*|cutting-edge|world-class|robustly|state-of-the-art)\b", re.I
)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.is_relative_to(ROOT / "docs") or page.parent == ROOT], ids=named
)
def test_the_docs_do_not_praise(page: Path) -> None:
    words = FENCE.sub("", page.read_text(encoding="utf-8"))
    assert PRAISE.findall(words) == []


def test_the_index_of_decisions_names_each_by_its_title() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    for page in sorted((ROOT / "docs" / "decisions").glob("0*.md")):
        number, _, title = page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").partition(". ")
        assert f"| {number} | [{title}]({page.name}) |" in index, page.name
