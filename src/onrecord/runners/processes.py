"""A process can die without a word (a kill, no memory left), so each holds one task at a time, known to its master.

The task of a dead process is done again by another; results come in the order of the tasks, as if one process had
done them all.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Generic

from onrecord.errors import OnRecordError
from onrecord.ports import OneResult, OneTask, Work

TRIES = 2
"""How often a task is begun before the run is given up: the second kill in one task is no accident."""

AHEAD = 8
"""How many tasks a worker may be done before the one whose result is due: this bounds what waits in memory."""

PATIENCE = 5.0
"""Seconds that a worker has to end by itself."""


class WorkerLostError(OnRecordError):
    """A worker process ended in the midst of a task, and doing the task again did not help or could not."""


@dataclass(frozen=True, slots=True)
class Processes:
    """A `Runner` with worker processes of its own, started for a run and ended with it.

    Workers are spawned, not forked, on every system: nothing but the work and its tasks reaches them. They leave an
    interrupt from the keyboard to the process that started them, which ends them at once; where it is no more,
    they end with the task that they are at.
    """

    workers: int
    """At least 1."""

    def run(self, work: Work[OneTask, OneResult], tasks: Iterable[OneTask]) -> Generator[OneResult, None, None]:
        """See `Runner.run`.

        Faults that the program names come through as they are. Raises `WorkerLostError` where a worker is killed
        twice over one task, or ends by an error of the program, whose traceback is then on standard error.
        """
        crew = _Crew(work, tasks, self.workers)
        try:
            yield from crew.results()
        finally:
            crew.dismiss()


@dataclass(frozen=True, slots=True)
class _Order(Generic[OneTask]):
    """A task with its place among all, and how often it was begun before."""

    number: int
    task: OneTask
    tries: int = 0


@dataclass(frozen=True, slots=True)
class _Done(Generic[OneResult]):
    result: OneResult


@dataclass(frozen=True, slots=True)
class _Fault:
    """A fault that a task raised, in the parts that its constructor needs by name."""

    kind: type[OnRecordError]
    problem: str
    advice: str


_Outcome = _Done[OneResult] | _Fault


class _Worker(Generic[OneTask, OneResult]):
    """One process with the pipe to it, and the task that it is at."""

    def __init__(self, work: Work[OneTask, OneResult]) -> None:
        context = get_context("spawn")
        self.connection, far_end = context.Pipe()
        self.order: _Order[OneTask] | None = None
        self._process = context.Process(target=_serve, args=(far_end, work), daemon=True)
        with _interrupts_held_back():
            self._process.start()
        far_end.close()

    def begin(self, order: _Order[OneTask]) -> None:
        """Give the idle worker a task; one that has died meanwhile shows it when its answer is due."""
        self.order = order
        with suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send(order)

    def outcome(self) -> _Outcome[OneResult] | None:
        """The answer that is waiting; None if it is the end of the process."""
        try:
            answer: _Outcome[OneResult] = self.connection.recv()
        except (EOFError, OSError):
            return None
        self.order = None
        return answer

    def end(self) -> int:
        """Let an idle worker go, or stop a busy one; returns how it ended, as `Process.exitcode` says it."""
        self.connection.close()
        if self.order is not None:
            self._process.terminate()
        self._process.join(PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        code = self._process.exitcode or 0
        self._process.close()
        return code

    def post_mortem(self) -> int:
        """How the dead process ended: below 0 by that signal, above 0 by an error of the program."""
        self._process.join(PATIENCE)
        return self.end()


class _Crew(Generic[OneTask, OneResult]):
    """The workers of one run."""

    def __init__(self, work: Work[OneTask, OneResult], tasks: Iterable[OneTask], size: int) -> None:
        self._work = work
        self._size = size
        self._orders = (_Order(number, task) for number, task in enumerate(tasks))
        self._again: deque[_Order[OneTask]] = deque()
        self._workers: list[_Worker[OneTask, OneResult]] = []
        self._done: dict[int, _Outcome[OneResult]] = {}

    def results(self) -> Iterator[OneResult]:
        """The results in the order of the tasks."""
        due = 0
        self._assign()
        while any(worker.order is not None for worker in self._workers):
            self._collect()
            while due in self._done:
                yield _opened(self._done.pop(due))
                due += 1
            self._assign()

    def dismiss(self) -> None:
        """End every worker, whatever it does."""
        while self._workers:
            self._workers.pop().end()

    def _assign(self) -> None:
        """Give tasks to idle workers, starting workers as long as there are tasks for them."""
        idle = [worker for worker in self._workers if worker.order is None]
        while (idle or len(self._workers) < self._size) and (order := self._next()) is not None:
            if not idle:
                idle.append(_Worker(self._work))
                self._workers.append(idle[0])
            idle.pop().begin(order)

    def _next(self) -> _Order[OneTask] | None:
        """A task to be done again, else a new one unless too many results wait for an earlier one."""
        if self._again:
            return self._again.popleft()
        return None if len(self._done) >= AHEAD * self._size else next(self._orders, None)

    def _collect(self) -> None:
        """Wait until a worker answers or dies, and take all answers that are there."""
        busy = {worker.connection: worker for worker in self._workers if worker.order is not None}
        for connection in wait(list(busy)):
            assert isinstance(connection, Connection)
            worker = busy[connection]
            order, outcome = worker.order, worker.outcome()
            assert order is not None
            if outcome is None:
                self._bury(worker, order)
            else:
                self._done[order.number] = outcome

    def _bury(self, worker: _Worker[OneTask, OneResult], order: _Order[OneTask]) -> None:
        """Have a dead worker's task done again, unless that would end the same way."""
        self._workers.remove(worker)
        code = worker.post_mortem()
        tried = replace(order, tries=order.tries + 1)
        if code >= 0:
            raise WorkerLostError(
                f"A worker ended by an error of the program (status {code}) in {order.task}.",
                advice="Run it with --workers 1 to see the error, and report it.",
            )
        if tried.tries >= TRIES:
            raise WorkerLostError(
                f"Two workers in turn were killed ({_signal(-code)}) in {order.task}.",
                advice="If memory is short, use fewer --workers; else run the command again.",
            )
        self._again.append(tried)


def _opened(outcome: _Outcome[OneResult]) -> OneResult:
    if isinstance(outcome, _Fault):
        raise outcome.kind(outcome.problem, advice=outcome.advice)
    return outcome.result


def _signal(number: int) -> str:
    return signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"


def _serve(connection: Connection, work: Work[OneTask, OneResult]) -> None:
    """What a worker does: one task after another, until nobody sends any."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    do: Callable[[OneTask], OneResult] | None = None
    outcome: _Outcome[OneResult]
    while (sent := _received(connection)) is not None:
        try:
            do = work.ready() if do is None else do
            outcome = _Done(do(sent.task))
        except OnRecordError as fault:
            outcome = _Fault(type(fault), fault.problem, fault.advice)
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.send(outcome)


def _received(connection: Connection) -> _Order[Any] | None:
    """What is sent next; None where nobody is left to send."""
    try:
        order: _Order[Any] = connection.recv()
    except (EOFError, ConnectionResetError):
        return None
    return order


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Keep an interrupt from the keyboard waiting, here and in a process that starts now, where the system can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
