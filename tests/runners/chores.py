"""Small pieces of work that a process started anew can import."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import StoreError


@dataclass(frozen=True)
class Squares:
    """Squares a number, slowly for small ones so that later tasks are done first."""

    def ready(self) -> Callable[[int], int]:
        def square(number: int) -> int:
            time.sleep(0.02 if number < 2 else 0)
            return number * number

        return square


@dataclass(frozen=True)
class Counting:
    """Says how often this process was made ready, and for how many tasks."""

    def ready(self) -> Callable[[int], tuple[int, int]]:
        done = []

        def one(task: int) -> tuple[int, int]:
            done.append(task)
            return os.getpid(), len(done)

        return one


@dataclass(frozen=True)
class Refusing:
    """Finds a fault from task `at` on."""

    at: int

    def ready(self) -> Callable[[int], int]:
        def one(task: int) -> int:
            if task >= self.at:
                raise StoreError(f"Task {task} is damaged.", advice="Mend it.")
            return task

        return one


@dataclass(frozen=True)
class Unready:
    """Cannot even begin."""

    def ready(self) -> Callable[[int], int]:
        raise StoreError("There is no store.", advice="Make one.")


@dataclass(frozen=True)
class Mortal:
    """Dies of task 3 by SIGKILL as long as `marks` holds fewer than `deaths` files."""

    marks: Path
    deaths: int

    def ready(self) -> Callable[[int], int]:
        def one(task: int) -> int:
            before = len(list(self.marks.iterdir()))
            if task == 3 and before < self.deaths:
                (self.marks / str(before)).touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return task

        return one


@dataclass(frozen=True)
class Broken:
    """Has a bug."""

    def ready(self) -> Callable[[int], float]:
        return lambda task: 1 / task


@dataclass(frozen=True)
class Endless:
    """Writes its process's number to a file, and works on for a minute."""

    marks: Path

    def ready(self) -> Callable[[int], int]:
        def one(task: int) -> int:
            (self.marks / str(os.getpid())).touch()
            time.sleep(60)
            return task

        return one
