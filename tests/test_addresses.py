"""What is not a public address, in whatever form it is written, is closed."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.capture.addresses import closed_because, host_of, parsed_range
from onrecord.capture.web_address import web_address
from onrecord.errors import ForbiddenError
from onrecord.text.tables import rows

PUBLIC = ["8.8.8.8", "93.184.215.14", "1.1.1.1", "100.63.255.255", "172.32.0.1", "198.20.0.1", "223.255.255.255"]
PUBLIC6 = ["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2001:4860:4860::8888", "2a00:1450:4001:81b::200e", "2400:cb00::1"]

CLOSED = {
    "127.0.0.1": "loopback",
    "0.0.0.0": "unspecified",
    "10.1.2.3": "private",
    "100.64.0.1": "CGNAT",
    "100.100.100.200": "CGNAT",
    "168.63.129.16": "cloud",
    "169.254.169.254": "metadata",
    "172.31.255.255": "private",
    "192.0.0.192": "assignments",
    "192.0.2.1": "documentation",
    "192.88.99.1": "6to4",
    "192.168.0.1": "private",
    "198.19.255.255": "benchmarking",
    "198.51.100.7": "documentation",
    "203.0.113.9": "documentation",
    "224.0.0.1": "multicast",
    "239.255.255.250": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "broadcast",
    "::": "unspecified",
    "::1": "loopback",
    "::127.0.0.1": "compatible",
    "::ffff:127.0.0.1": "mapped",
    "::ffff:8.8.8.8": "mapped",
    "::ffff:0:127.0.0.1": "translated",
    "64:ff9b::127.0.0.1": "NAT64",
    "64:ff9b:1::a00:1": "NAT64",
    "100::1": "discarded",
    "2001:0:1::1": "Teredo",
    "2001:2::1": "benchmarking",
    "2001:20::1": "ORCHID",
    "2001:db8::1": "documentation",
    "2002:7f00:1::": "6to4",
    "2606:2800::200:5efe:127.0.0.1": "ISATAP",
    "2606:2800::5efe:7f00:1": "ISATAP",
    "3ffe::1": "withdrawn",
    "3fff::1": "documentation",
    "5f00::1": "segment",
    "4000::1": "not global unicast",
    "9000::1": "not global unicast",
    "fc00::1": "unique local",
    "fd00:ec2::254": "unique local",
    "fe80::1": "link-local",
    "fe80::1%eth0": "zone",
    "fec0::1": "site-local",
    "ff02::1": "multicast",
}


@pytest.mark.parametrize("address", [*PUBLIC, *PUBLIC6])
def test_a_public_address_is_open(address: str) -> None:
    assert closed_because(ip_address(address)) == ""


@pytest.mark.parametrize(("address", "kind"), CLOSED.items())
def test_every_other_kind_of_address_is_closed_and_says_what_it_is(address: str, kind: str) -> None:
    assert kind.lower() in closed_because(ip_address(address)).lower()


RANGES = [ip_network(row["range"]) for row in rows("address_ranges.tsv", key="range")]


@pytest.mark.parametrize("held", RANGES, ids=str)
def test_a_range_is_closed_from_its_first_address_to_its_last(held: object) -> None:
    network = ip_network(str(held))
    assert closed_because(network[0])
    assert closed_because(network[-1])


@given(st.integers(0, 2**32 - 1))
def test_what_python_calls_not_global_is_never_open(number: int) -> None:
    """The own table is stricter than `is_global`, never laxer."""
    address = IPv4Address(number)
    assert address.is_global or closed_because(address)


@given(st.integers(0, 2**128 - 1))
@example(int(IPv6Address("2001::1")))
def test_what_python_calls_not_global_is_never_open_in_ipv6(number: int) -> None:
    address = IPv6Address(number)
    assert address.is_global or closed_because(address)
    assert closed_because(address) or number >> 125 == 1, "global unicast is 2000::/3 and nothing else"


def test_a_range_that_a_person_opens_is_open_and_no_other_is() -> None:
    opened = (parsed_range("10.1.0.0/16"),)
    assert closed_because(ip_address("10.1.2.3"), opened=opened) == ""
    assert closed_because(ip_address("10.2.2.3"), opened=opened)


def test_opening_nat64_opens_no_private_address_behind_it() -> None:
    opened = (parsed_range("64:ff9b::/96"),)
    assert closed_because(ip_address("64:ff9b::8.8.8.8"), opened=opened) == ""
    assert "loopback" in closed_because(ip_address("64:ff9b::127.0.0.1"), opened=opened)


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("WWW.State.GOV", "www.state.gov"),
        ("www.state.gov.", "www.state.gov"),
        ("外交部.中国", "xn--tlq87w5j9b.xn--fiqs8s"),
        ("straße.example", "xn--strae-oqa.example"),
        ("bücher。example", "xn--bcher-kva.example"),
        ("foo_bar.example.org", "foo_bar.example.org"),
        ("8.8.8.8", IPv4Address("8.8.8.8")),
        ("８.８.８.８", IPv4Address("8.8.8.8")),
        ("①②⑦.⓪.⓪.①", IPv4Address("127.0.0.1")),
        ("[2001:4860:4860::8888]", IPv6Address("2001:4860:4860::8888")),
    ],
)
def test_a_host_has_one_spelling(written: str, host: object) -> None:
    assert host_of(written) == host


@pytest.mark.parametrize(
    "written",
    [
        *("2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "127.1", "127.0.1", "127.0.0.01"),
        *("127.0.0.0x1", "0x7f.0.0.1", "256.1.1.1", "1.2.3.4.5", "127.0.0.1..", "4294967296", "0x", "1.2.3.0x"),
        *("localhost", "intranet", "", ".", "..", "a..b", "-a.example", "a-.example", "exa mple.org", "a%2eb.example"),
        *("[::1%25eth0]", "[fe80::1%eth0]", "[::1", "[::1]x", "[127.0.0.1]", "[v1.a]", "[]", "x" * 64 + ".example"),
        *("①②⑦.①", "exam\u200bple\x00.org", ".".join(["abcdefgh"] * 40)),
    ],
)
def test_a_host_that_readers_could_read_differently_is_refused(written: str) -> None:
    with pytest.raises(ForbiddenError):
        host_of(written)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("HTTPS://WWW.State.gov", "https://www.state.gov/"),
        ("http://www.state.gov:80/a?b=c#d", "http://www.state.gov/a?b=c"),
        ("http://www.state.gov:8080?x", "http://www.state.gov:8080/?x"),
        ("https://www.state.gov/a/../b/./c/%2e%2e/d", "https://www.state.gov/b/d"),
        ("https://x.example/../../etc", "https://x.example/etc"),
        ("https://x.example/讲话 1.pdf", "https://x.example/%E8%AE%B2%E8%AF%9D%201.pdf"),
        ("  https://x.example/a%20b  ", "https://x.example/a%20b"),
        ("http://[2001:4860::1]:8080/", "http://[2001:4860::1]:8080/"),
    ],
)
def test_an_address_has_one_spelling(written: str, address: str) -> None:
    assert str(web_address(written)) == address
    assert str(web_address(address)) == address, "and keeps it"


@pytest.mark.parametrize(
    "written",
    [
        *("ftp://x.example/", "file:///etc/passwd", "gopher://x.example/", "javascript:alert(1)", "data:text/html,x"),
        *("http:/x.example", "http:///x.example", "//x.example", "x.example", "", "http://", "http:x.example"),
        *(
            "http://user@x.example/",
            "http://user:pass@x.example/",
            "http://x.example%40127.0.0.1/",
            "http://@x.example/",
        ),
        *("http://x.example\\@127.0.0.1/", "http:\\\\x.example", "http://x.example/\r\nHost: y", "http://x.ex\tample/"),
        *("http://x.example:99999999/", "http://x.example:-1/", "http://x.example:8o/", "http://x.example:1:2/"),
        *("http://x.example/\u2028", "http://x.example/" + "a" * 9000, "http://127.0.0.1#@x.example\\/"),
    ],
)
def test_an_address_that_readers_could_read_differently_is_refused(written: str) -> None:
    with pytest.raises(ForbiddenError):
        web_address(written)


@given(st.text(max_size=80), st.sampled_from(["", "http://", "https://x.example/", "http://x.example:80", "http://["]))
def test_an_address_is_one_or_is_refused(tail: str, start: str) -> None:
    """Whatever is written: one fault and no other, and what is taken is in its one spelling."""
    for base in (None, web_address("https://x.example/a/b")):
        try:
            taken = web_address(start + tail, base=base)
        except ForbiddenError:
            continue
        assert web_address(str(taken)) == taken
        assert str(taken).isascii()
        assert str(taken).isprintable()
