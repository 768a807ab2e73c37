"""One suite for every runner: wherever work runs, the results are the same, in order, each exactly once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from chores import Broken, Counting, Endless, Mortal, Refusing, Squares, Unready

from onrecord.errors import StoreError
from onrecord.ports import Runner
from onrecord.runners.in_process import InProcess
from onrecord.runners.processes import Processes, WorkerLostError

every_runner = pytest.mark.parametrize("runner", [InProcess(), Processes(2)], ids=["in process", "processes"])


class TestEveryRunner:
    """What `Runner.run` promises."""

    @every_runner
    @pytest.mark.parametrize("tasks", [0, 1, 40])
    def test_results_come_in_the_order_of_the_tasks_each_once(self, runner: Runner, tasks: int) -> None:
        assert list(runner.run(Squares(), range(tasks))) == [number * number for number in range(tasks)]

    @every_runner
    def test_work_is_made_ready_once_in_each_process(self, runner: Runner) -> None:
        seen: dict[int, list[int]] = {}
        for process, nth in runner.run(Counting(), range(12)):
            seen.setdefault(process, []).append(nth)
        assert sum(map(len, seen.values())) == 12
        assert all(counts == list(range(1, len(counts) + 1)) for counts in seen.values())

    @every_runner
    def test_a_fault_comes_through_whole_after_the_results_before_it(self, runner: Runner) -> None:
        results = runner.run(Refusing(at=2), range(9))
        assert [next(results), next(results)] == [0, 1]
        with pytest.raises(StoreError) as caught:
            next(results)
        assert (caught.value.problem, caught.value.advice) == ("Task 2 is damaged.", "Mend it.")

    @every_runner
    def test_work_that_cannot_begin_says_why(self, runner: Runner) -> None:
        with pytest.raises(StoreError, match="There is no store"):
            list(runner.run(Unready(), range(3)))

    @every_runner
    def test_whoever_stops_listening_ends_the_work(self, runner: Runner) -> None:
        results = runner.run(Squares(), range(10_000))
        assert next(results) == 0
        results.close()
        assert list(results) == []

    @every_runner
    def test_tasks_are_taken_as_they_are_needed(self, runner: Runner) -> None:
        taken = []

        def endless() -> Iterator[int]:
            number = 0
            while True:
                taken.append(number)
                yield number
                number += 1

        results = runner.run(Squares(), endless())
        assert [next(results) for _ in range(5)] == [0, 1, 4, 9, 16]
        results.close()
        assert len(taken) < 100


class TestProcesses:
    """What only processes can do: die."""

    def test_the_task_of_a_killed_worker_is_done_again(self, tmp_path: Path) -> None:
        assert list(Processes(2).run(Mortal(tmp_path, deaths=1), range(8))) == list(range(8))

    def test_a_task_that_kills_two_workers_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(WorkerLostError, match=r"killed \(SIGKILL\) in 3\. .* fewer --workers"):
            list(Processes(2).run(Mortal(tmp_path, deaths=9), range(8)))

    def test_a_bug_ends_the_run_with_its_traceback(self, capfd: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(WorkerLostError, match="error of the program"):
            list(Processes(1).run(Broken(), [1, 0, 2]))
        assert "ZeroDivisionError" in capfd.readouterr().err

    def test_idle_workers_that_are_killed_lose_nothing(self, tmp_path: Path) -> None:
        results = Processes(1).run(Counting(), range(3))
        first, _ = next(results)
        time.sleep(0.1)  # the second task is done by now, and waits to be fetched
        os.kill(first, signal.SIGKILL)
        assert len(list(results)) == 2

    def test_an_interrupt_ends_the_workers_in_the_midst_of_a_task(self, tmp_path: Path) -> None:
        timer = threading.Timer(0, _interrupt_when, [tmp_path, 2])
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            list(Processes(2).run(Endless(tmp_path), range(4)))
        assert [process for process in _marked(tmp_path) if _is_alive(process)] == []

    def test_an_interrupt_from_a_terminal_reaches_all_and_leaves_none(self, tmp_path: Path) -> None:
        script, marks = tmp_path / "script.py", tmp_path / "marks"
        marks.mkdir()
        script.write_text(
            "import pathlib, sys\n"
            "from onrecord.runners.processes import Processes\n"
            "from chores import Endless\n"
            "if __name__ == '__main__':\n"
            "    list(Processes(2).run(Endless(pathlib.Path(sys.argv[1])), range(4)))\n"
        )
        with subprocess.Popen(
            [sys.executable, str(script), str(marks)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as process:
            workers = _wait_for(marks, 2)
            os.killpg(process.pid, signal.SIGINT)
            said = process.communicate(timeout=10)[1].decode()
        assert said.count("KeyboardInterrupt") == 1
        assert [worker for worker in workers if _is_alive(worker)] == []


def _marked(folder: Path) -> list[int]:
    return [int(mark.name) for mark in folder.iterdir()]


def _wait_for(folder: Path, workers: int) -> list[int]:
    deadline = time.monotonic() + 20
    while len(_marked(folder)) < workers and time.monotonic() < deadline:
        time.sleep(0.01)
    return _marked(folder)


def _interrupt_when(folder: Path, workers: int) -> None:
    _wait_for(folder, workers)
    os.kill(os.getpid(), signal.SIGINT)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
