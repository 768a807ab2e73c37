"""An agenda is held against a store by as many processes as are worth their start."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

from onrecord.model.agenda import Agenda
from onrecord.model.finding import Check
from onrecord.pipeline import Checker, Part, checked
from onrecord.ports import DocumentFilter, Runner, Share
from onrecord.runners.in_process import InProcess
from onrecord.runners.processes import Processes
from onrecord.settings.stores import Store, open_store

WORTH_A_PROCESS = 4_000_000
"""Characters from which a worker process is worth its start (a second): about a second's reading for each of two."""


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Holding:
    """The work of holding an agenda against shares of a store, wherever it is done."""

    agenda: Agenda
    location: str

    def ready(self) -> Callable[[Share], Part]:
        """What reads a share from the store and says what it gives to the check."""
        checker = Checker.of(self.agenda)

        def part(share: Share) -> Part:
            with open_store(self.location, create=False) as store:
                return checker.part(store.ledger.read(share))

        return part


def hold(
    agenda: Agenda,
    store: Store,
    wanted: DocumentFilter,
    *,
    workers: int = 1,
    said: Callable[[int, int], None] = lambda _done, _of: None,
) -> Check:
    """The agenda held against the documents of a store that the filter admits.

    `workers` processes share the reading, as far as there is enough of it; the result is the same. `said` hears
    after each stretch how many documents are done, and of how many. Raises `StoreError` where the store cannot be
    read, and `WorkerLostError` where worker processes are killed from outside.
    """
    shares = store.ledger.shares(wanted)
    total = sum(len(share.entries) for share in shares)
    useful = sum(share.characters for share in shares) // WORTH_A_PROCESS
    runner: Runner = InProcess() if min(workers, useful) < 2 else Processes(min(workers, useful))

    def parts(results: Iterable[Part]) -> Iterator[Part]:
        done = 0
        for part in results:
            yield part
            done += part.count.searched
            said(done, total)

    with closing(runner.run(Holding(agenda, store.address), shares)) as results:
        check = checked(agenda, parts(results), since=wanted.since, until=wanted.until)
    assert check.coverage.searched == total, "a runner lost a part of the record"
    return check
