"""No address, however it is written, named, redirected to or resolved, leads the fetcher where only insiders can go.

Every vector is fetched for real. Three witnesses tell what happened, none of them part of the fetcher: an audit hook
of the interpreter that sees every connection of this process, listeners on loopback that count who comes, and a name
server on loopback that answers as an attacker's would. One address, `HOME`, stands for the public web and is opened.
At the end the table is opened and the ways round it are tried again: if these then lead nowhere, the proof is void.

Prints its counts; ends with status 1 if one forbidden connection was made.
"""

from __future__ import annotations

import argparse
import itertools
import re
import socket
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address

from onrecord.capture.addresses import parsed_range
from onrecord.capture.connecting import Connector
from onrecord.capture.fetch import WebFetcher
from onrecord.capture.manners import Manners
from onrecord.errors import FetchError, ForbiddenError

HOME = "127.77.0.1"
INSIDE4, INSIDE6 = "127.0.0.1", "::1"
PUBLIC_NAME = "www.ministry.example"

FORBIDDEN4 = (
    *("127.0.0.1", "127.0.0.2", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1"),
    *("100.100.100.200", "100.127.255.255", "168.63.129.16", "169.254.0.1", "169.254.169.254", "169.254.170.2"),
    *("172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.31.196.1", "192.52.193.1"),
    *("192.88.99.1", "192.168.0.1", "192.168.255.255", "192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.1"),
    *("203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.254", "255.255.255.255"),
)
FORBIDDEN6 = (
    *("::", "::1", "::2", "::127.0.0.1", "::10.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
    *(
        "::ffff:8.8.8.8",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::7f00:1",
        "100::1",
    ),
    *("100:0:0:1::1", "2001::1", "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:2::1", "2001:3::1", "2001:4:112::1"),
    *("2001:10::1", "2001:20::1", "2001:30::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::"),
    *("2620:4f:8000::1", "2606:2800::5efe:7f00:1", "2606:2800::200:5efe:a00:1", "3ffe::1", "3fff::1", "4000::1"),
    *("5f00::1", "8000::1", "c000::1", "fc00::1", "fd00:ec2::254", "fd20:ce::254", "fe80::1", "fe80::a9fe:a9fe"),
    *("febf::1", "fec0::1", "feff::1", "ff01::1", "ff02::1", "ff05::1:3", "ff0e::1"),
)
PORTS = (
    22,
    23,
    25,
    53,
    110,
    143,
    389,
    445,
    587,
    873,
    1433,
    2049,
    2375,
    3306,
    3389,
    5432,
    5900,
    6379,
    8500,
    9200,
    11211,
    27017,
)
SCHEMES = (
    *(
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "ftp://{}/",
        "gopher://{}/_x",
        "dict://{}/x",
        "ldap://{}/",
        "tftp://{}/",
    ),
    *(
        "sftp://{}/",
        "jar:http://{}!/",
        "netdoc:///etc/passwd",
        "data:text/html,x",
        "javascript:alert(1)",
        "ws://{}/",
        "wss://{}/",
    ),
    *(
        "view-source:http://{}/",
        "httpx://{}/",
        "http+unix://%2Frun%2Fx/",
        "unix:/run/x",
        "blob:http://{}/x",
        "//{}/",
        "HTTP:{}",
        "about:blank",
    ),
)


@dataclass
class Listener:
    """A server on loopback that counts its visitors and answers all alike."""

    address: str
    port: int = 0
    visits: int = 0
    pages: dict[bytes, bytes] = field(default_factory=dict)

    def open(self) -> Listener:
        family = socket.AF_INET6 if ":" in self.address else socket.AF_INET
        self.socket = socket.create_server((self.address, self.port), family=family)
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def _serve(self) -> None:
        while True:
            line, _ = self.socket.accept()
            self.visits += 1
            line.settimeout(2)
            try:
                with line:
                    request = line.recv(65536)
                    path = request.split(b" ")[1] if b" " in request else b"/"
                    line.sendall(self.pages.get(path, b"HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n"))
            except OSError:
                continue


class NameServer:
    """A DNS server on loopback: each name has a list of answers, given one after the other, the last for ever."""

    def __init__(self) -> None:
        self.answers: dict[str, list[tuple[str, ...]]] = {}
        self.asked: Counter[str] = Counter()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.place = self.socket.getsockname()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            request, client = self.socket.recvfrom(4096)
            name, end = _name(request, 12)
            self.asked[name] += 1
            given = self.answers.get(name, [()])
            records = given[min(self.asked[name], len(given)) - 1]
            head = request[:2] + struct.pack(">HHHHH", 0x8180, 1, len(records), 0, 0)
            body = b"".join(_record(held) for held in records)
            self.socket.sendto(head + request[12 : end + 4] + body, client)

    def resolve(self, name: str, seconds: float) -> Sequence[str]:
        """The fetcher's resolver: one question, one answer (both kinds of address in one, to keep the stub small)."""
        question = (
            b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
            + b"\0"
            + struct.pack(">HH", 255, 1)
        )
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.settimeout(seconds)
            line.sendto(struct.pack(">HHHHHH", 7, 0x0100, 1, 0, 0, 0) + question, self.place)
            answer = line.recv(4096)
        at, found = _name(answer, 12)[1] + 4, []
        for _ in range(struct.unpack(">H", answer[6:8])[0]):
            length = struct.unpack(">H", answer[at + 10 : at + 12])[0]
            held = answer[at + 12 : at + 12 + length]
            found.append(str(IPv4Address(held) if length == 4 else IPv6Address(held)))
            at += 12 + length
        if not found:
            raise OSError("no such name")
        return tuple(found)


def _name(message: bytes, at: int) -> tuple[str, int]:
    labels = []
    while length := message[at]:
        labels.append(message[at + 1 : at + 1 + length].decode())
        at += 1 + length
    return ".".join(labels), at + 1


def _record(address: str) -> bytes:
    packed = ip_address(address).packed
    return b"\xc0\x0c" + struct.pack(">HHIH", 1 if len(packed) == 4 else 28, 1, 0, len(packed)) + packed


class Witness:
    """Sees every connection of this process, whoever makes it."""

    def __init__(self) -> None:
        self.connections: list[tuple[str, int]] = []
        self.allowed_ports: set[int] = set()
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in {"socket.connect", "socket.connect_ex"}:
            place = arguments[1]
            if isinstance(place, tuple):
                self.connections.append((str(place[0]), int(place[1])))

    def forbidden_since(self, start: int) -> list[tuple[str, int]]:
        return [place for place in self.connections[start:] if place[0] != HOME]


def spellings4(address: str) -> Iterator[str]:
    """One IPv4 address as readers of many makes would take it."""
    number = int(IPv4Address(address))
    a, b, c, d = address.split(".")
    yield from (
        address,
        f"{address}.",
        str(number),
        f"{number}.",
        hex(number),
        hex(number).upper(),
        f"0{number:o}",
        f"0x{number:016x}",
    )
    yield ".".join(hex(int(part)) for part in (a, b, c, d))
    yield ".".join(f"0{int(part):o}" for part in (a, b, c, d))
    yield ".".join(f"000{int(part):o}" for part in (a, b, c, d))
    yield from (f"{a}.{b}.{(int(c) << 8) + int(d)}", f"{a}.{(int(b) << 16) + (int(c) << 8) + int(d)}")
    yield f"{hex(int(a))}.{b}.0{int(c):o}.{d}"
    yield from (f"{a}.{b}.{c}.{int(d) + 256}", str(number + 2**32))
    yield "".join(chr(ord(char) + 0xFEE0) if char.isdigit() else "。" for char in address)
    yield "".join(chr(0x1D7CE + int(char)) if char.isdigit() else "．" for char in address)
    yield address.replace(".", "%2e")
    yield "".join(f"%{ord(char):02x}" for char in address)
    yield from (
        f"[::{address}]",
        f"[::ffff:{address}]",
        f"[64:ff9b::{address}]",
        f"[::ffff:0:{address}]",
        f"[{address}]",
    )
    yield f"[2002:{int(a) << 8 | int(b):x}:{int(c) << 8 | int(d):x}::]"


def spellings6(address: str) -> Iterator[str]:
    held = IPv6Address(address)
    yield from (
        f"[{held}]",
        f"[{held.exploded}]",
        f"[{held.exploded.upper()}]",
        f"[{held}%25lo]",
        f"[{held}%lo]",
        str(held),
        f"[{held}].",
    )


def tricks(port: int) -> Iterator[str]:
    """Addresses that one reader takes for the public host and another for an inner one."""
    inner, outer = f"127.0.0.1:{port}", f"{PUBLIC_NAME}:{port}"
    yield from (
        f"http://{outer}@{inner}/",
        f"http://{inner}@{outer}/",
        f"http://a:b@{inner}/",
        f"http://{outer}%40{inner}/",
        f"http://@{inner}/",
    )
    yield from (
        f"http://{outer}\\@{inner}/",
        f"http://{inner}\\@{outer}/",
        f"http:\\\\{inner}\\",
        f"http:/\\{inner}/",
        f"http:/{inner}/",
    )
    yield from (
        f"http:///{inner}/",
        f"http:////{inner}/",
        f"http:{inner}",
        f"http://{inner}#@{outer}/",
        f"http://{inner}?@{outer}/",
    )
    yield from (
        f"http://{outer}\t@{inner}/",
        f"http://{outer}\n@{inner}/",
        f"http://{outer}\r\nHost: {inner}/",
        f"http://{outer}\x00.{inner}/",
        f"http://127.0.0.1\x00.example:{port}/",
    )
    yield from (
        f"http://127.0.0.1;{outer}/",
        f"http://127.0.0.1,{outer}/",
        f"http://127.0.0.1 {outer}/",
        f"http://127.0.0.1&@{outer}/",
        f"http://{outer}:@{inner}/",
    )
    yield from (
        f"http://127。0。0。1:{port}/",
        f"http://①②⑦.⓪.⓪.①:{port}/",
        f"http://127.0.0.1.:{port}/",
        f"http://127.0.0.1..:{port}/",
        f"http://127.1:{port}/",
    )
    yield from (
        f"http://127.0.0.1:0{port}/",
        f"http://127.0.0.1:{port}:80/",
        f"http://127.0.0.1:+{port}/",
        f"http://127.0.0.1:{port + 65536}/",
        f"http://[::1]:{port}/",
        f"http://[::1:{port}/",
    )
    yield from (
        f"http://localhost:{port}/",
        f"http://LOCALHOST:{port}/",
        f"http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{port}/",
        f"http://localhost.:{port}/",
        f"http://loc%61lhost:{port}/",
        f"http://lo\u00adcalhost:{port}/",
    )
    yield from (
        f"http://[::ffff:7f00:1]:{port}/",
        f"http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/",
        f"http://[::1%25]:{port}/",
        f"http://[v1.127.0.0.1]:{port}/",
        f"http://0:{port}/",
        f"http://0x7f.1:{port}/",
    )
    yield from (
        f" http://127.0.0.1:{port}/",
        f"\x01http://127.0.0.1:{port}/",
        f"ht\ntp://127.0.0.1:{port}/",
        f"http://127.0.0.1:{port}\\.example/",
        f"http://\u200b127.0.0.1:{port}/",
        f"http://{IPv4Address('127.0.0.1').packed!r}:{port}/",
    )


@dataclass(frozen=True)
class Vector:
    kind: str
    url: str


class Range:
    """Everything that the vectors meet."""

    def __init__(self) -> None:
        self.witness = Witness()
        self.names = NameServer()
        self.home = Listener(HOME).open()
        port = self.home.port
        self.inside = [Listener(INSIDE4, port).open(), *self._inside6(port)]
        self.count = itertools.count()
        self.names.answers[PUBLIC_NAME] = [(HOME,)]

    @staticmethod
    def _inside6(port: int) -> list[Listener]:
        try:
            return [Listener(INSIDE6, port).open()]
        except OSError:
            print("note: this machine has no IPv6; the audit hook alone watches ::1")
            return []

    def name(self, *answers: tuple[str, ...]) -> str:
        """A fresh name with these answers, one after the other."""
        held = f"n{next(self.count)}.attacker.example"
        self.names.answers[held] = list(answers)
        return held

    def page(self, answer: bytes) -> str:
        """The address of a fresh page at home."""
        path = f"/p{next(self.count)}"
        self.home.pages[path.encode()] = answer
        return f"http://{PUBLIC_NAME}:{self.home.port}{path}"

    def sending(self, *locations: str, status: int = 302) -> str:
        """The address of a fresh page at home that sends elsewhere."""
        lines = "".join(f"Location: {held}\r\n" for held in locations).encode("utf-8", "surrogateescape")
        return self.page(b"HTTP/1.1 %d Moved\r\n%sContent-Length: 0\r\n\r\n" % (status, lines))


def around(held: Range, one: str) -> Iterator[Vector]:
    """The ways round a check: one closed address behind names and redirects."""
    port = held.home.port
    shown = f"[{one}]" if ":" in one else one
    yield Vector("redirect to an address", held.sending(f"http://{shown}:{port}/", status=301))
    yield Vector("redirect without a scheme", held.sending(f"//{shown}:{port}/", status=307))
    yield Vector("name with a closed address", f"http://{held.name((one,))}:{port}/")
    yield Vector("name with an open and a closed address", f"http://{held.name((HOME, one))}:{port}/")
    yield Vector("name with a closed and an open address", f"http://{held.name((one, HOME))}:{port}/")
    yield Vector("rebinding after robots.txt", f"http://{held.name((HOME,), (one,))}:{port}/")
    yield Vector("redirect to a name", held.sending(f"http://{held.name((one,))}:{port}/"))
    back = held.name((HOME,), (HOME,), (one,))
    held.home.pages[f"/{back}".encode()] = (
        f"HTTP/1.1 302 Again\r\nLocation: http://{back}:{port}/x\r\nContent-Length: 0\r\n\r\n".encode()
    )
    yield Vector("rebinding on the redirect", f"http://{back}:{port}/{back}")


def vectors(held: Range, *, quick: bool) -> Iterator[Vector]:
    port = held.home.port
    direct = [*dict.fromkeys(spelling for one in FORBIDDEN4 for spelling in spellings4(one))]
    direct6 = [*dict.fromkeys(spelling for one in FORBIDDEN6 for spelling in spellings6(one))]
    hosts = [*direct, *direct6]
    for host in hosts[:: 5 if quick else 1]:
        yield Vector("address, spelt", f"http://{host}:{port}/")
    for one in (*FORBIDDEN4, *FORBIDDEN6):
        yield from around(held, one)
    for trick in tricks(port):
        yield Vector("two readings", trick)
        yield Vector(
            "two readings, redirect", held.sending(trick.replace("\r", "").replace("\n", "").replace("\x00", ""))
        )
        yield Vector("two readings, raw redirect", held.sending(trick))
    for scheme in SCHEMES:
        shown = scheme.replace("{}", f"127.0.0.1:{port}")
        yield Vector("scheme", shown)
        yield Vector("scheme, redirect", held.sending(shown))
    for closed in PORTS:
        yield Vector("port", f"http://{held.name(('93.184.215.14',))}:{closed}/")
        yield Vector("port, redirect", held.sending(f"http://{held.name(('93.184.215.14',))}:{closed}/"))
    yield from _smuggled(held, port)
    yield from _far(held, port)


def _smuggled(held: Range, port: int) -> Iterator[Vector]:
    """A Location with more in it than an address."""
    inner = f"http://127.0.0.1:{port}/"
    for line in (
        *("{} {}", "{}\t{}", "{},{}", "{}\r\n {}", "{}\x00{}", "{}\x0b{}", "{}%0d%0aHost:127.0.0.1"),
        *("{}\u2028{}", "{}\r\nLocation: {}", "{}\rLocation: {}", "{}\nLocation: {}", "\u00ff{}{}"),
        *('"{}"{}', "<{}>{}", "{}#{}\\@", "url={}{}", "{};{}"),
    ):
        yield Vector("smuggled header", held.sending(line.replace("{}", inner)))
    yield Vector("two headers", held.sending(f"http://{PUBLIC_NAME}:{port}/", inner))
    yield Vector("two headers", held.sending(inner, f"http://{PUBLIC_NAME}:{port}/"))
    for name in ("Refresh: 0; url=", "Content-Location: ", "Link: ", "Alt-Svc: h2=", "X-Accel-Redirect: ", "URI: "):
        head = f"HTTP/1.1 200 OK\r\n{name}{inner}\r\nContent-Length: 0\r\n\r\n"
        yield Vector("another header", held.page(head.encode()))
    for markup in (
        f'<meta http-equiv=refresh content="0;url={inner}">',
        f"<script src={inner}></script>",
        f"<base href={inner}><img src=x>",
    ):
        body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(markup)}\r\n\r\n{markup}"
        yield Vector("markup", held.page(body.encode()))


def _far(held: Range, port: int) -> Iterator[Vector]:
    """Closed addresses at the end of chains of each length that is followed, and behind a robots.txt."""
    for length in range(1, 8):
        for inner in (
            f"http://127.0.0.1:{port}/",
            f"http://[::1]:{port}/",
            f"http://{held.name(('127.0.0.1',))}:{port}/",
        ):
            place = inner
            for status in itertools.islice(itertools.cycle((301, 302, 303, 307, 308)), length):
                place = held.sending(place, status=status)
            yield Vector(f"chain of {length}", place)
    for one in ("127.0.0.1", "10.0.0.1", "[::1]", "2130706433", "localhost"):
        name = held.name((HOME,))
        yield Vector("robots.txt elsewhere", f"http://{name}:{port}/robots-to/{one}")


def _fetch(held: Range, vector: Vector, manners: Manners) -> str:
    """How one vector ended."""
    if vector.kind == "robots.txt elsewhere":
        target = vector.url.rpartition("/")[2]
        answer = (
            f"HTTP/1.1 302 There\r\nLocation: http://{target}:{held.home.port}/robots.txt\r\nContent-Length: 0\r\n\r\n"
        )
        held.home.pages[b"/robots.txt"] = answer.encode()
    else:
        held.home.pages.pop(b"/robots.txt", None)
    fetcher = WebFetcher(manners, connector=Connector(manners, resolve=held.names.resolve))
    try:
        response = fetcher.fetch(vector.url)
    except ForbiddenError:
        return "refused"
    except FetchError as fault:
        return "refused" if isinstance(fault.__cause__, ForbiddenError) else "no answer"
    return f"answered {response.status} by {response.address}"


def _unsafe(held: Range) -> int:
    """How many vectors lead the fetcher inside once its table is opened: these are the vectors' own proof."""
    everything = (parsed_range("0.0.0.0/0"), parsed_range("::/0"))
    manners = Manners(opened=everything, delay=0.0, connect_seconds=3.0, idle_seconds=3.0, total_seconds=6.0)
    led = 0
    for vector in [vector for listener in held.inside for vector in around(held, listener.address)]:
        start = len(held.witness.connections)
        _fetch(held, vector, manners)
        led += bool(held.witness.forbidden_since(start))
    return led


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="every fifth spelling")
    quick = parser.parse_args().quick
    began, held = time.monotonic(), Range()
    manners = Manners(opened=(parsed_range(HOME),), delay=0.0, connect_seconds=3.0, idle_seconds=3.0, total_seconds=6.0)
    endings: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    wrong: list[str] = []
    tried = list(vectors(held, quick=quick))
    for vector in tried:
        start, visits = len(held.witness.connections), sum(listener.visits for listener in held.inside)
        ending = _fetch(held, vector, manners)
        endings[re.sub(r" \d+ by.*", "", ending)] += 1
        kinds[vector.kind] += 1
        if held.witness.forbidden_since(start) or sum(listener.visits for listener in held.inside) != visits:
            wrong.append(f"{vector.kind}: {vector.url!r} → {held.witness.forbidden_since(start)}")
        if ending.startswith("answered") and not ending.endswith(HOME):
            wrong.append(f"{vector.kind}: {vector.url!r} {ending}")
    led = _unsafe(held)
    for kind, count in sorted(kinds.items()):
        print(f"  {count:5}  {kind}")
    print(
        f"{len(tried)} vectors, {len(wrong)} forbidden connections; {dict(endings)}; {time.monotonic() - began:.1f} s"
    )
    inside = f"with the table opened, {led} of {8 * len(held.inside)} vectors lead inside"
    print(f"{len(held.witness.connections)} connections seen; {inside}")
    for line in wrong[:20]:
        print(f"FORBIDDEN  {line}")
    enough = quick or len(tried) >= 1200
    return 0 if not wrong and led >= 6 * len(held.inside) and enough else 1


if __name__ == "__main__":
    sys.exit(main())
