"""Functions that a sandbox can be told to run, each misbehaving in one way."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

from onrecord.errors import UnreadableError


def echo(content: bytes, *, name: str, **options: str) -> dict[str, str]:
    return {"name": name, "text": content.decode(), "process": str(os.getpid()), **options}


def behave(content: bytes, *, name: str) -> dict[str, str]:
    """Does what the bytes say; the name of the file is free."""
    act = content.decode()
    deeds[act]()
    return {"done": act}


def refuse() -> None:
    raise UnreadableError("x.pdf: it is a scan.", advice="Run OCR over it.")


def spin() -> None:
    while True:
        pass


def swamp() -> None:
    held = [bytes(64 << 20) for _ in range(1000)]
    print(len(held))


def answer_garbage() -> None:
    for descriptor in range(3, 12):
        with suppress(OSError):
            os.write(descriptor, b"\xff" * 100)
    os._exit(0)


def read_standard_input() -> None:
    if sys.stdin.read() != "":
        raise ValueError("the sandbox left something on standard input")


def look_for_secrets() -> None:
    if any("SECRET" in key for key in os.environ):
        raise ValueError("the sandbox passed the environment on")


def fill_the_disk() -> None:
    with Path(os.environ.get("TMPDIR", "/tmp"), f"onrecord-test-{os.getpid()}").open("wb") as file:
        Path(file.name).unlink()
        for _ in range(100):
            file.write(bytes(1 << 20))


def chat_without_end() -> None:
    for _ in range(100):
        sys.stderr.write("words " * 20_000)


def open_many_files() -> None:
    held = [os.open(os.devnull, os.O_RDONLY) for _ in range(200)]
    print(len(held))


def open_a_socket() -> None:
    socket.socket().close()


def start_a_process() -> None:
    os.fork()


def kill_its_parent() -> None:
    os.kill(os.getppid(), signal.SIGKILL)


remembered: list[str] = []


def remember() -> None:
    """Leaves a trace in the process for whoever is read in it next."""
    if remembered:
        raise ValueError("an earlier document left something behind")
    remembered.append("a trace")


deeds = {
    "behave well": lambda: None,
    "print": lambda: print("a library that chats on standard output"),
    "refuse": refuse,
    "spin": spin,
    "sleep": lambda: time.sleep(60),
    "swamp": swamp,
    "raise": lambda: {}["missing"],
    "abort": os.abort,
    "leave": lambda: os._exit(0),
    "garbage": answer_garbage,
    "stdin": read_standard_input,
    "secrets": look_for_secrets,
    "disk": fill_the_disk,
    "files": open_many_files,
    "chat": chat_without_end,
    "socket": open_a_socket,
    "fork": start_a_process,
    "kill": kill_its_parent,
    "remember": remember,
}
