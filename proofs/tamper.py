"""Flip every bit of a bundle, one at a time: each must be refused.

Three passes. In the first the bit is flipped in the file as it lies. In the second it is flipped in a member and the
file is made anew around it with right lengths and checksums, as somebody would who knows the format but has no key. In
the third it is flipped in a text, a capture or a raw answer, and no signature is asked: the ledger's entries must tell.

    python proofs/tamper.py           every bit of a small bundle, by so many processes as there are cores
    python proofs/tamper.py --quick   every bit of the container's own bytes and of the signature, one bit of each
                                      37th byte of the rest
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from evidence_values import agenda, filled  # noqa: E402 - the tests' folder is on the path only now
from onrecord.ports import DocumentFilter  # noqa: E402
from onrecord.reports.audience import Audience  # noqa: E402
from onrecord.reports.bundle.contents import evidence, signed  # noqa: E402
from onrecord.reports.bundle.signing import signer  # noqa: E402
from onrecord.reports.bundle.verify_script import FAULTS, SIGNATURE, members, proven, verify  # noqa: E402
from onrecord.settings import hold  # noqa: E402
from web_evidence import PLAIN, SITE, answered, take  # noqa: E402

EVERY = 37
"""In the quick pass, one bit of each so many bytes; prime, so that the bit's place in its byte varies."""

UNSIGNED = "unsigned "
"""Before a member's name where no signature is asked."""

HELD = ("documents/", "captures/", "records/")
"""Members that the ledger's entries name by their digests."""

Check = Callable[[dict[str, bytes]], object]

SMALL = b"<!doctype html><title>A scorecard</title><p>Left out of this proof: a page is a member like any other.</p>\n"


def small_bundle(folder: Path) -> bytes:
    """A signed bundle of a fictional store. The page is short here, since its 300 kB would prove nothing more."""
    held = filled(folder)
    take(held.store, answered(f"{SITE}/final", PLAIN, asked_for=SITE))
    check = hold(agenda(), held.store, DocumentFilter())
    files = evidence(check, Audience.PUBLIC, held.store.ledger, held.store.archive, whole_ledger=True)
    made = signed({**files, "scorecard.html": SMALL}, signer(held.store.location))
    held.store.close()
    return made


def accepted_in_file(bundle: bytes, bits: Iterable[int]) -> list[str]:
    """The bits whose flip in the file is not refused."""
    changed = bytearray(bundle)
    missed = []
    for bit in bits:
        changed[bit // 8] ^= 1 << bit % 8
        if _accepts_file(bytes(changed)):
            missed.append(f"bit {bit} of the file")
        changed[bit // 8] ^= 1 << bit % 8
    return missed


def accepted_in_member(
    files: dict[str, bytes], name: str, bits: Iterable[int], check: Check = verify, where: str = ""
) -> list[str]:
    """The bits of a member whose flip is not refused once the container is right again."""
    changed = bytearray(files[name])
    missed = []
    for bit in bits:
        changed[bit // 8] ^= 1 << bit % 8
        if _accepts({**files, name: bytes(changed)}, check):
            missed.append(f"bit {bit} of {name}{where}")
        changed[bit // 8] ^= 1 << bit % 8
    return missed


def _accepts_file(blob: bytes) -> bool:
    try:
        verify(members(blob))
    except FAULTS:
        return False
    return True


def _accepts(files: dict[str, bytes], check: Check) -> bool:
    try:
        check(files)
    except FAULTS:
        return False
    return True


def bits_of_file(bundle: bytes, *, quick: bool) -> list[int]:
    """Every bit; in a quick run those of the container's own bytes, and a sample of the members'."""
    if not quick:
        return list(range(len(bundle) * 8))
    inside = bytearray(len(bundle))
    at = 0
    for content in (held for _, held in sorted(members(bundle).items())):
        at = bundle.index(content, at)
        inside[at : at + len(content)] = b"\1" * len(content)
        at += len(content)
    own = [byte * 8 + bit for byte, held in enumerate(inside) if not held for bit in range(8)]
    return own + [byte * 8 + byte % 8 for byte, held in enumerate(inside) if held and byte % EVERY == 0]


def bits_of_member(content: bytes, *, quick: bool) -> list[int]:
    """Every bit of a member, or a sample of them."""
    return [byte * 8 + byte % 8 for byte in range(0, len(content), EVERY)] if quick else list(range(len(content) * 8))


def work(bundle: bytes, *, quick: bool) -> Iterator[tuple[bytes, str, list[int]]]:
    """Pieces of the proof: the member's name, empty for the file, and the bits to flip."""
    files = members(bundle)
    whole = [("", bits_of_file(bundle, quick=quick))]
    whole += [(name, bits_of_member(held, quick=quick and name != SIGNATURE)) for name, held in sorted(files.items())]
    whole += [
        (UNSIGNED + name, bits_of_member(held, quick=quick))
        for name, held in sorted(files.items())
        if name.startswith(HELD)
    ]
    for name, bits in whole:
        for start in range(0, len(bits), 4000):
            yield bundle, name, bits[start : start + 4000]


def prove(piece: tuple[bytes, str, list[int]]) -> tuple[str, int, list[str]]:
    """One piece: where, how many bits, which of them were not noticed."""
    bundle, name, bits = piece
    files = members(bundle)
    if name.startswith(UNSIGNED):
        missed = accepted_in_member(files, name.removeprefix(UNSIGNED), bits, proven, ", unsigned")
    else:
        missed = accepted_in_member(files, name, bits) if name else accepted_in_file(bundle, bits)
    return name, len(bits), missed


def main() -> int:
    """Print the counts; 1 if any flip went unnoticed."""
    parser = argparse.ArgumentParser(description="Flip every bit of a bundle; each must be refused.")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        bundle = small_bundle(Path(folder))
    whole = verify(members(bundle))
    counts = {"file": 0, "members": 0, "held": 0}
    missed: list[str] = []
    with multiprocessing.Pool(chosen.processes) as pool:
        for name, done, found in pool.imap_unordered(prove, work(bundle, quick=chosen.quick)):
            counts["held" if name.startswith(UNSIGNED) else "members" if name else "file"] += done
            missed += found
    for words in missed[:20]:
        print(f"NOT REFUSED: {words}")
    print(
        f"bundle: {len(bundle):,} bytes, {whole['files']} files, {whole['quotes']} quotes, {whole['raw_answers']} raw "
        "answer, unchanged it is accepted"
    )
    print(
        f"flipped: {counts['file']:,} bits of the file, {counts['members']:,} bits of members in a right container, "
        f"{counts['held']:,} bits of texts, captures and raw answers without a signature"
    )
    print(f"not refused: {len(missed)}; {time.monotonic() - began:.0f} s")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
