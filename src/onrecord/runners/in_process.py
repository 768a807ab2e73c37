"""The plainest runner does the work where it is asked for, one task after another, when the result is wanted."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from onrecord.ports import OneResult, OneTask, Work


class InProcess:
    """A `Runner` in this process and thread."""

    def run(self, work: Work[OneTask, OneResult], tasks: Iterable[OneTask]) -> Generator[OneResult, None, None]:
        """See `Runner.run`."""
        do = work.ready()
        for task in tasks:
            yield do(task)
