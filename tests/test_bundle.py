"""A stranger can verify every quote of a bundle with standard tools, and nobody's protected name is in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote as percent_encoded

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_values import INTERNAL, OPEN, SEALED, Held, agenda, filled
from onrecord.cli.export import command as export
from onrecord.cli.verify import command as verify_command
from onrecord.drafting import dump
from onrecord.errors import StoreError
from onrecord.ledger.chain import broken_seals, sealed
from onrecord.model.agenda import Protection
from onrecord.reports.audience import Audience
from onrecord.reports.bundle import signing
from onrecord.reports.bundle.contents import evidence, signed
from onrecord.reports.bundle.gate import Gate, LeftOut
from onrecord.reports.bundle.proving import prove_store
from onrecord.reports.bundle.signing import KEY_FILE, SigningError, signer
from onrecord.reports.bundle.verify_script import (
    MANIFEST,
    SIGNATURE,
    BundleRefused,
    _plain,
    container,
    manifest,
    members,
    verify,
)
from onrecord.reports.withholding import Names
from onrecord.settings import load_agenda, open_store

needs_openssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH's ssh-keygen is not installed")
needs_sha256sum = pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    made = filled(tmp_path_factory.mktemp("evidence"))
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def bundle(held: Held) -> bytes:
    files = evidence(held.check, Audience.PUBLIC, held.store.ledger, held.store.archive)
    return signed(files, signer(held.store.location))


def resigned(held: Held, files: dict[str, bytes]) -> bytes:
    """A bundle of other files, properly signed: what a forger with a key could make."""
    kept = {name: content for name, content in files.items() if name not in {MANIFEST, SIGNATURE}}
    return signed(kept, signer(held.store.location))


def test_a_bundle_proves_itself(bundle: bytes) -> None:
    proven = verify(members(bundle))
    assert proven["documents"] >= 2
    assert proven["quotes"] >= 4
    assert proven["signer"] == "onrecord"
    assert not proven["time_stamped"]


def test_the_same_check_gives_the_same_bytes(held: Held, bundle: bytes) -> None:
    again = evidence(held.check, Audience.PUBLIC, held.store.ledger, held.store.archive)
    assert signed(again, signer(held.store.location)) == bundle


@needs_openssh
@needs_sha256sum
def test_the_five_commands_of_verify_txt_work_as_they_stand(bundle: bytes, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(bundle)
    shutil.unpack_archive(tmp_path / "b.zip", tmp_path / "open")
    commands = re.findall(r"^  (\S.*)$", (tmp_path / "open" / "VERIFY.txt").read_text(), re.M)
    assert 1 <= len(commands) <= 5
    assert {line.split()[0] for line in commands} == {"sha256sum", "ssh-keygen", "python3"}
    for line in commands:
        subprocess.run(["sh", "-e", "-c", line], cwd=tmp_path / "open", check=True, capture_output=True, timeout=60)


def test_the_script_in_the_bundle_needs_nothing_but_python(bundle: bytes, tmp_path: Path) -> None:
    """Isolated, without site packages; and it leaves nothing behind that it would refuse the next time."""
    (tmp_path / "b.zip").write_bytes(bundle)
    shutil.unpack_archive(tmp_path / "b.zip", tmp_path / "open")
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(tmp_path / "open" / "verify.py")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout[:3]) == (0, "OK:"), done.stdout
    assert "Not time-stamped." in done.stdout
    (tmp_path / "open" / "more.txt").write_text("x")
    done = subprocess.run(
        [sys.executable, str(tmp_path / "open" / "verify.py")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "more.txt is not in the manifest" in done.stdout


@settings(max_examples=400)
@given(st.data())
def test_a_flipped_bit_anywhere_is_refused(bundle: bytes, data: st.DataObject) -> None:
    """In the file as it lies, and in a member with the container made anew around it."""
    bit = data.draw(st.integers(0, len(bundle) * 8 - 1))
    changed = bytearray(bundle)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BundleRefused):
        verify(members(bytes(changed)))
    files = members(bundle)
    name = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[name])
    bit = data.draw(st.integers(0, len(content) * 8 - 1))
    content[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BundleRefused):
        verify({**files, name: bytes(content)})


def test_every_bit_of_the_signature_and_of_the_list_of_signers_counts(bundle: bytes) -> None:
    """Base64 has spellings that decode to the same bytes; only one is right."""
    files = members(bundle)
    for name in (SIGNATURE, "allowed_signers"):
        for bit in range(len(files[name]) * 8):
            content = bytearray(files[name])
            content[bit // 8] ^= 1 << bit % 8
            with pytest.raises(BundleRefused):
                verify({**files, name: bytes(content)})


@pytest.mark.parametrize("text", ["QQ==\n", "QR==", "QQ=", "QQ", "Q Q==", "QQ==QQ==", "", "ＱＱ=="])
def test_base64_is_strict(text: str) -> None:
    with pytest.raises(BundleRefused):
        _plain(text)
    assert _plain("QQ==") == b"A"


@pytest.mark.parametrize("cut", ["bytes at the end", "a member", "a second member of one name"])
def test_a_bundle_with_more_or_less_in_it_is_refused(bundle: bytes, cut: str) -> None:
    files = members(bundle)
    if cut == "bytes at the end":
        changed = bundle + b"\0"
    elif cut == "a member":
        changed = container({name: held for name, held in files.items() if name != "quotes.json"})
    else:
        changed = bundle[: len(container({sorted(files)[0]: files[sorted(files)[0]]})) - 200] + bundle
    with pytest.raises(BundleRefused):
        verify(members(changed))


def test_a_signed_bundle_whose_quote_does_not_stand_there_is_refused(held: Held, bundle: bytes) -> None:
    files = members(bundle)
    quotes = json.loads(files["quotes.json"])
    quotes[0] |= {"start": quotes[0]["start"] + 1, "end": quotes[0]["end"] + 1}
    with pytest.raises(BundleRefused, match="quote"):
        verify(members(resigned(held, {**files, "quotes.json": json.dumps(quotes).encode()})))


def test_a_signed_bundle_with_another_text_or_entry_is_refused(held: Held, bundle: bytes) -> None:
    files = members(bundle)
    text = files["documents/0001.txt"].replace(b"urged", b"asked").replace(b"calls", b"looks")
    with pytest.raises(BundleRefused, match="not the one that its entry names"):
        verify(members(resigned(held, {**files, "documents/0001.txt": text})))
    lines = files["ledger.jsonl"].decode().replace("2023-06", "2022-06", 1)
    with pytest.raises(BundleRefused, match="changed"):
        verify(members(resigned(held, {**files, "ledger.jsonl": lines.encode()})))


def test_the_script_seals_as_the_ledger_does(held: Held) -> None:
    """The formula stands in two places, so that the script needs nothing of ours; they agree."""
    files = evidence(held.check, Audience.TEAM, held.store.ledger, held.store.archive, whole_ledger=False)
    entries = list(held.store.ledger.entries())
    assert list(broken_seals(entries)) == []
    body = json.loads(entries[0].body)
    again = sealed(seq=1, kind=entries[0].kind, at=entries[0].at, body=body, previous="0" * 64)
    assert again == entries[0]
    assert verify(members(signed(files, signer(held.store.location))))["entries"] >= 3


LEAKS = [
    (Audience.PUBLIC, (INTERNAL, SEALED), OPEN),
    (Audience.TEAM, (SEALED,), INTERNAL),
]


def spellings(name: str) -> list[str]:
    return [name, name.casefold(), percent_encoded(name), json.dumps(name)[1:-1], *name.split()]


@pytest.mark.parametrize(("audience", "hidden", "shown"), LEAKS)
def test_no_protected_name_is_in_a_bundle(held: Held, audience: Audience, hidden: tuple[str, ...], shown: str) -> None:
    files = evidence(held.check, audience, held.store.ledger, held.store.archive)
    made = signed(files, signer(held.store.location))
    words = made.decode("utf-8", "replace").casefold()
    for name in hidden:
        assert [spelling for spelling in spellings(name) if spelling.casefold() in words] == []
    assert shown.casefold() in words
    about = json.loads(members(made)["bundle.json"])
    assert about["left_out"]
    verify(members(made))


def test_a_capture_that_holds_a_name_is_left_out_and_its_clean_document_stays(held: Held) -> None:
    """The corpus names an internal case in its second line; the first line's document can be published."""
    files = evidence(held.check, Audience.PUBLIC, held.store.ledger, held.store.archive)
    about = json.loads(files["bundle.json"])
    clean = next(document for document in about["documents"] if document["id"] == "readout-1")
    assert clean["capture"]["file"] is None
    assert clean["capture"]["left_out"] == LeftOut.NAME.value
    assert "readout-2" in {left["document"] for left in about["left_out"]}


def test_the_agenda_in_a_bundle_loads_again(held: Held, tmp_path: Path) -> None:
    files = evidence(held.check, Audience.PUBLIC, held.store.ledger, held.store.archive)
    (tmp_path / "agenda.yaml").write_bytes(files["agenda.yaml"])
    loaded = load_agenda(tmp_path / "agenda.yaml")
    assert [case.protection for case in loaded.cases] == [Protection.PUBLIC]
    assert len(loaded.asks) == 3


def test_the_whole_ledger_goes_out_only_where_no_entry_names_anybody(held: Held) -> None:
    files = evidence(held.check, Audience.PUBLIC, held.store.ledger, held.store.archive, whole_ledger=True)
    assert json.loads(files["bundle.json"])["ledger"]["in_bundle"] == "whole"
    proven = verify(members(signed(files, signer(held.store.location))))
    assert proven["entries"] == json.loads(files["bundle.json"])["ledger"]["entries"]
    cases = (replace(held.check.agenda.cases[2], names=("readouts",)),)
    named = replace(held.check, agenda=replace(held.check.agenda, cases=cases))
    with pytest.raises(StoreError, match="whole ledger"):
        evidence(named, Audience.PUBLIC, held.store.ledger, held.store.archive, whole_ledger=True)


@pytest.mark.parametrize(
    ("content", "media_type", "why"),
    [
        (b"<p>Mirabel <b>Quandt</b></p>", "text/html", LeftOut.NAME),
        (b"<p>Mirabel &#81;uandt</p>", "text/html", LeftOut.NAME),
        (b'<a href="/m%69rabel-quandt">x</a>', "text/html", LeftOut.NAME),
        (b'{"text": "\\u004dirabel Qu\\u0061ndt"}', "application/x-ndjson", LeftOut.NAME),
        ("Mirabel Quandt".encode("utf-16"), "text/plain", LeftOut.NAME),
        (b"%PDF-1.7 nothing", "application/pdf", LeftOut.OPAQUE),
        (b"\x1f\x8bbroken", "application/x-ndjson", LeftOut.OPAQUE),
        (b"<p>nobody</p>", "text/html", None),
    ],
)
def test_a_capture_is_searched_in_the_spellings_of_the_web(
    content: bytes, media_type: str, why: LeftOut | None
) -> None:
    assert Gate(Names([SEALED])).refuses(content, media_type) is why
    assert Gate(Names([])).refuses(content, media_type) is None


def test_a_key_is_made_once_and_nobody_else_can_read_it(tmp_path: Path) -> None:
    first = signer(tmp_path)
    assert signer(tmp_path).public == first.public
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == [KEY_FILE, f"{KEY_FILE}.pub"]
    assert b"@" not in (tmp_path / f"{KEY_FILE}.pub").read_bytes()


def test_a_store_where_no_key_can_be_made_says_so(tmp_path: Path) -> None:
    with pytest.raises(SigningError, match="No key can be made"):
        signer(tmp_path / "none")


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    signer(tmp_path)
    (tmp_path / KEY_FILE).chmod(0o644)
    with pytest.raises(SigningError, match="chmod 600"):
        signer(tmp_path)


@pytest.mark.parametrize("name", ["two words", 'a"b', "", "*", "a,b", "-f"])
def test_a_signer_has_a_name_that_a_list_of_signers_can_hold(name: str, tmp_path: Path) -> None:
    with pytest.raises(SigningError, match="cannot name a signer"):
        signer(tmp_path, name=name)


@needs_openssh
def test_another_kind_of_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rsa"
    subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", str(path)], check=True)
    with pytest.raises(SigningError, match="not an Ed25519 key"):
        signer(tmp_path, key=path)


@needs_openssh
def test_openssh_and_the_library_sign_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same key and words give the same bytes, so that a bundle does not depend on what is installed."""
    pytest.importorskip("cryptography", reason="the extra `sign` is not installed")
    with_openssh = signer(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    without = signer(tmp_path)
    assert without.public == with_openssh.public
    assert type(without) is not type(with_openssh)
    made = without.sign(b"words\n")
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert signer(fresh).sign(b"words\n") != made
    assert (fresh / KEY_FILE).stat().st_mode & 0o777 == 0o600
    monkeypatch.undo()
    assert with_openssh.sign(b"words\n") == made
    assert signer(fresh).public.startswith("ssh-ed25519 ")


def test_without_any_signing_tool_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "onrecord.reports.bundle.signing_library", None)
    with pytest.raises(SigningError, match=r"onrecord\[sign\]"):
        signing.signer(tmp_path)


def run(command: object, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(command, arguments, catch_exceptions=True)  # type: ignore[arg-type]  # a click command
    fault = result.exception
    said = result.stderr + (str(fault) if fault is not None and not isinstance(fault, SystemExit) else "")
    return result.exit_code, result.stdout, said


def test_export_and_verify_as_a_user_runs_them(held: Held, tmp_path: Path) -> None:
    (tmp_path / "agenda.yaml").write_text(dump(agenda()), encoding="utf-8")
    made, store = tmp_path / "b.zip", str(held.store.location)
    code, _, said = run(export, str(tmp_path / "agenda.yaml"), "--store", store, "-o", str(made), "--signer", "a@b.org")
    assert code == 0, said
    code, out, _ = run(verify_command, str(made), "--json")
    proof = json.loads(out)
    assert (code, proof["kind"], proof["faults"], proof["counts"]["signer"]) == (0, "bundle", [], "a@b.org")
    assert "Not time-stamped." in proof["notes"]
    made.write_bytes(made.read_bytes()[:-1] + b"\x01")
    code, out, _ = run(verify_command, str(made))
    assert code == 1
    assert out.startswith("REFUSED")


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"words", b"PK\x03\x04" + b"\xff" * 60]
)
def test_what_is_no_bundle_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    code, out, _ = run(verify_command, str(tmp_path / "x.zip"))
    assert code == 1
    assert "REFUSED" in out
    assert "Traceback" not in out


def test_nothing_there_is_an_error(tmp_path: Path) -> None:
    code, _, said = run(verify_command, str(tmp_path / "none"))
    assert code == 1
    assert "There is nothing at" in said


def test_a_store_is_proven_with_its_captures(tmp_path: Path) -> None:
    held = filled(tmp_path)
    proof = prove_store(held.store.ledger, held.store.archive)
    assert proof.faults == ()
    assert proof.counts["capture entries"] == 3
    held.store.close()
    capture = next(path for path in (tmp_path / "store" / "archive").rglob("*") if path.is_file())
    capture.chmod(0o600)
    capture.write_bytes(capture.read_bytes() + b" ")
    code, out, _ = run(verify_command, str(tmp_path / "store"))
    assert code == 1
    assert "no longer matches its digest" in out
    with open_store(str(tmp_path / "store"), create=False) as store:
        assert len(prove_store(store.ledger, store.archive).faults) == 1


def test_the_manifest_is_what_sha256sum_writes(bundle: bytes) -> None:
    files = members(bundle)
    listed = dict(reversed(line.split("  ")) for line in files[MANIFEST].decode().splitlines())
    assert manifest(listed).encode() == files[MANIFEST]
    assert set(listed) == set(files) - {MANIFEST, SIGNATURE}


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links only for administrators")
def test_a_link_in_an_unpacked_bundle_is_refused(bundle: bytes, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(bundle)
    shutil.unpack_archive(tmp_path / "b.zip", tmp_path / "open")
    (tmp_path / "open" / "quotes.json").rename(tmp_path / "quotes.json")
    (tmp_path / "open" / "quotes.json").symlink_to(tmp_path / "quotes.json")
    code, out, _ = run(verify_command, str(tmp_path / "open"))
    assert code == 1
    assert "is a link" in out


@given(
    st.text(max_size=60),
    st.sampled_from(["Mirabel Ó Quandt", "米拉贝尔·宽特", "ميرابيل كواندت", "ﬁona Ström", "한 지민"]),
)
def test_the_quick_look_misses_no_name_that_the_slow_one_finds(text: str, name: str) -> None:
    names = Names([name])
    for words in (
        text,
        text + name,
        name.upper() + text,
        f"{text} {name.rsplit(maxsplit=1)[-1]} {text}",
        name.replace(" ", "\u200b"),
    ):
        assert names.may_stand_in(words) or not names.spans(words.replace("%", "").replace("xn--", ""))
