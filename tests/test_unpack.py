"""Whatever an archive claims of itself, no more comes out of it than its caps allow, and nothing lands on a disk."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.capture.unpack import ArchiveDamageError, Caps, Zip, gunzip, leaves, refuse_traps
from onrecord.errors import UnreadableError

SMALL = Caps(entries=20, total=1 << 20, ratio=50, ratio_from=1 << 16, depth=2)


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packing) as package:
        for name, content in entries:
            package.writestr(name, content)
    return held.getvalue()


def opened(content: bytes, caps: Caps = SMALL) -> Zip:
    return Zip(io.BytesIO(content), name="a.zip", caps=caps)


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = 0o120777 << 16
    return entry


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8}){0,2}\.txt", fullmatch=True), st.binary(max_size=200), max_size=15
    )
)
@settings(max_examples=50, deadline=None)
def test_an_honest_zip_comes_out_as_it_went_in(held: dict[str, bytes]) -> None:
    with opened(zipped(*held.items())) as package:
        assert package.sizes() == {name: len(content) for name, content in held.items()}
        assert {name: package.open(name).read() for name in held} == held


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped(*((f"{n}.txt", b"") for n in range(21))), "21 entries; 20 may be"),
        (zipped(("big.txt", bytes(2 << 20))), "unpacks to 2 MB; 1 MB may be"),
        (zipped(("dense.txt", bytes(1 << 19))), "more than 50 times its size"),
        (zipped(("../../etc/passwd", b"x")), "leads outside"),
        (zipped(("/etc/passwd", b"x")), "leads outside"),
        (zipped(("a/../../b", b"x")), "leads outside"),
        (zipped(("..\\..\\b", b"x")), "leads outside"),
        (zipped(("C:\\b", b"x")), "leads outside"),
        (zipped(("n" * 2000, b"x")), "leads outside the archive or is none"),
        (zipped((link("a.txt"), b"/etc/passwd")), "symbolic link"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_zip_that_is_a_trap_is_refused_before_it_is_unpacked(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=rf"^a\.zip: .*{reason}"):
        opened(content)


def test_two_entries_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = zipped(("a.txt", b"what is checked"), ("a.txt", b"what is read"))
    with pytest.raises(UnreadableError, match=r"two of its entries are called 'a\.txt'"):
        opened(content)


def overlapping() -> bytes:
    """A zip whose second entry in the directory points to the bytes of the first."""
    content = bytearray(zipped(("a.txt", b"x" * 100), ("b.txt", b"y" * 100), packing=zipfile.ZIP_STORED))
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = struct.pack("<I", 0)
    return bytes(content)


def test_entries_that_share_bytes_are_refused() -> None:
    with pytest.raises(UnreadableError, match="share the same bytes"):
        opened(overlapping())


def test_an_entry_that_lies_about_its_size_gives_no_more_than_it_said() -> None:
    content = zipped(("a.txt", b"x" * 1000))
    lying = content.replace(struct.pack("<I", 1000), struct.pack("<I", 10))
    with opened(lying) as package, pytest.raises(UnreadableError, match=r"damaged archive|unpacks to more"):
        package.open("a.txt").read()


def test_a_directory_is_no_entry_to_be_read() -> None:
    with opened(zipped(("folder/", b""), ("folder/a.txt", b"x"))) as package:
        assert package.sizes() == {"folder/a.txt": 1}
        with pytest.raises(KeyError):
            package.open("folder/")


def test_gzip_of_several_members_comes_out_whole() -> None:
    packed = gzip.compress(b"one ", mtime=0) + gzip.compress(b"two", mtime=0)
    assert gunzip(io.BytesIO(packed), name="a.gz", caps=SMALL).read() == b"one two"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (gzip.compress(bytes(1 << 19), mtime=0), "more than 50 times its size"),
        (gzip.compress(bytes(8 << 20), mtime=0), "more than 50 times its size"),
        (gzip.compress(b"words", mtime=0)[:-4], "damaged archive"),
        (b"\x1f\x8b" + b"\xff" * 40, "damaged archive"),
    ],
)
def test_gzip_that_swells_or_breaks_off_ends_in_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=rf"^a\.gz: .*{reason}"):
        gunzip(io.BytesIO(content), name="a.gz", caps=SMALL).read()


def test_a_bomb_of_gzip_is_stopped_long_before_it_is_unpacked() -> None:
    stream = gunzip(io.BytesIO(gzip.compress(bytes(64 << 20), mtime=0)), name="a.gz", caps=SMALL)
    out = 0
    with pytest.raises(UnreadableError):
        while piece := stream.read(1 << 12):
            out += len(piece)
    assert out <= SMALL.total


def test_files_in_archives_in_archives_are_found_with_their_way() -> None:
    inner = gzip.compress(b"WARC/1.0", mtime=0)
    content = zipped(("archive/data.warc.gz", inner), ("pages.jsonl", b"{}"))
    found = dict(leaves(io.BytesIO(content), name="a.wacz", caps=SMALL))
    assert found == {"a.wacz!archive/data.warc.gz!": b"WARC/1.0", "a.wacz!pages.jsonl": b"{}"}


def test_archives_nested_too_deep_are_refused() -> None:
    content = b"words"
    for _ in range(3):
        content = zipped(("a.zip", content))
    with pytest.raises(UnreadableError, match="more than 2 deep"):
        list(leaves(io.BytesIO(content), name="a.zip", caps=SMALL))


def test_many_small_archives_may_not_bring_together_what_one_may_not() -> None:
    inner = zipped(("a.txt", bytes(60_000)))
    content = zipped(*((f"{n}.zip", inner) for n in range(19)))
    with pytest.raises(UnreadableError, match="more than one archive may"):
        list(leaves(io.BytesIO(content), name="a.zip", caps=SMALL))


def test_what_is_no_archive_and_what_is_broken_is_left_to_its_reader() -> None:
    refuse_traps(b"words", name="a.txt")
    refuse_traps(zipped(("a.txt", b"x"))[:-10], name="a.docx")
    with pytest.raises(UnreadableError, match="leads outside"):
        refuse_traps(zipped(("../a.txt", b"x")), name="a.docx")


def test_a_broken_zip_is_named_as_such() -> None:
    with pytest.raises(ArchiveDamageError, match=r"^a\.zip: it is a damaged archive \("):
        opened(b"PK\x03\x04 and nothing else")


@given(st.binary(max_size=400), st.integers(0, 400))
@settings(max_examples=200, deadline=None)
def test_no_bytes_bring_out_anything_but_files_or_a_reason(noise: bytes, place: int) -> None:
    content = bytearray(zipped(("a.txt", b"x" * 50), ("b/c.txt", b"y" * 50)))
    content[place % len(content) : place % len(content) + len(noise)] = noise
    try:
        for _, inner in leaves(io.BytesIO(bytes(content)), name="a.zip", caps=SMALL):
            assert len(inner) <= SMALL.total
    except UnreadableError as fault:
        assert str(fault).startswith("a.zip")
