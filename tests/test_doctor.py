"""The doctor says of each thing how it stands here, because it tried; a fault comes with what to do."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.capture.confinement import Wall
from onrecord.capture.confinement_proof import Door, Proof
from onrecord.cli import doctor_machine, doctor_store
from onrecord.cli.doctor import command
from onrecord.cli.doctor_lines import Line, State
from onrecord.cli.doctor_store import Database, judged
from onrecord.ledger.places import file_system_of, of_network
from onrecord.settings import open_store


def examined(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, env={"ONRECORD_STORE": None})


def checks(result: Result) -> dict[str, dict[str, object]]:
    return {check["check"]: check for check in json.loads(result.stdout)["checks"]}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    open_store(str(folder), create=True).close()
    folder.chmod(0o700)
    return folder


def test_the_json_and_the_exit_status_say_the_same(store: Path) -> None:
    result = examined("--json", "--store", str(store))
    told = json.loads(result.stdout)
    faults = [check for check in told["checks"] if check["needed"] and check["state"] != "ok"]
    assert told["ok"] == (faults == [])
    assert result.exit_code == (0 if told["ok"] else 1)
    assert all(check["advice"] for check in told["checks"] if check["state"] != "ok")


def test_what_a_person_reads_has_every_check_once(store: Path) -> None:
    told = checks(examined("--json", "--store", str(store)))
    lines = examined("--store", str(store)).stdout.splitlines()
    shown = [line[10:].partition(":")[0] for line in lines if line[:1] in "odm" and line[8:10] == "  "]
    assert shown == list(told)


@pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
def test_the_walls_round_a_parser_are_tried() -> None:
    line = doctor_machine.parsers()
    assert line.state is State.OK
    assert "calls" in line.says


def test_a_parser_that_could_get_out_is_named_with_what_it_could_do(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Proof(frozenset({Wall.LIMITS}), (Door.NETWORK, Door.HOME))
    monkeypatch.setattr(doctor_machine, "prove", lambda: found)
    line = doctor_machine.parsers()
    assert line.is_fault or sys.platform == "win32"
    assert sys.platform == "win32" or line.says.startswith(
        "a parser could reach the network, read the home folder; in force: limits"
    )


@pytest.mark.parametrize(
    ("version", "journal", "synchronous", "state"),
    [
        ((3, 6, 23), "delete", 2, State.OK),
        ((3, 40, 1), "wal", 2, State.DEGRADED),
        ((3, 40, 1), "delete", 2, State.OK),
        ((3, 44, 6), "wal", 2, State.OK),
        ((3, 50, 7), "wal", 2, State.OK),
        ((3, 51, 2), "wal", 2, State.DEGRADED),
        ((3, 51, 3), "wal", 2, State.OK),
        ((3, 54, 0), "wal", 1, State.DEGRADED),
    ],
)
def test_a_database_is_judged_by_its_version_and_its_settings(
    version: tuple[int, ...], journal: str, synchronous: int, state: State
) -> None:
    assert judged(Database("pysqlite", version, journal, synchronous)).state is state


def test_the_database_is_asked_as_stores_open_it() -> None:
    line = doctor_store.database()
    assert line.says.startswith("SQLite 3.")
    assert "journal wal" in line.says


MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /srv/people rw shared:2 - nfs4 server:/people rw
31 22 0:41 / /mnt/with\\040space rw - fuse.sshfs me@there: rw
32 22 0:42 / /mnt rw - cifs //server/share rw
33 32 8:2 / /mnt/local rw - xfs /dev/sdb rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/store", "ext4"),
        ("/srv/people/me/store", "nfs4"),
        ("/srv/peoples", "ext4"),
        ("/mnt/with space/store", "fuse.sshfs"),
        ("/mnt/store", "cifs"),
        ("/mnt/local/store", "xfs"),
    ],
)
def test_a_path_lies_on_the_file_system_that_is_mounted_nearest(path: str, kind: str) -> None:
    assert file_system_of(Path(path), MOUNTS) == kind
    assert of_network(kind) == (kind not in ("ext4", "xfs"))


def test_a_store_that_others_can_look_into_is_named(store: Path) -> None:
    store.chmod(0o755)
    told = checks(examined("--json", "--store", str(store)))
    assert told["rights"]["state"] == ("degraded" if os.name == "posix" else "ok")


def test_a_store_that_is_damaged_is_named_and_nothing_else_stops(store: Path) -> None:
    (store / "onrecord.db").write_bytes(b"no database" * 1000)
    told = checks(examined("--json", "--store", str(store)))
    assert told["store"]["state"] == "degraded"
    assert "clock" in told


def test_no_store_is_no_fault(tmp_path: Path) -> None:
    told = checks(examined("--json", "--store", str(tmp_path / "none")))
    assert told["store"]["state"] == "ok"
    assert told["rights"]["state"] == "ok"
    assert list(tmp_path.iterdir()) == []


def test_a_clock_before_the_store_was_written_is_wrong(store: Path) -> None:
    assert doctor_machine.clock(store=store / "onrecord.db").state is State.OK
    assert doctor_machine.clock(946_684_800.0).says == "2000-01-01T00:00:00Z is before this program was installed"
    later = (store / "onrecord.db").stat().st_mtime + 10**7
    os.utime(store / "onrecord.db", (later, later))
    assert "before the store was last written" in doctor_machine.clock(store=store / "onrecord.db").says


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_signing_is_tried() -> None:
    assert doctor_machine.signing() == Line(
        "ssh-keygen", State.OK, "tried: it signs and verifies with Ed25519", needed=False
    )


def test_what_only_some_uses_need_is_no_fault_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    lines = [doctor_machine.signing(), doctor_machine.fonts(), *doctor_machine.server_tools()]
    assert all(line.state is State.MISSING or line.check == "PostgreSQL driver" for line in lines)
    assert not any(line.is_fault for line in lines)
