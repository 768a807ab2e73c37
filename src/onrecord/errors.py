"""What can go wrong, said so that a person knows what, where and what to do next."""

from __future__ import annotations


class OnRecordError(Exception):
    """A fault that the program names; `str()` of it is one line for a person to act on.

    `problem` says what is wrong and where, `advice` what to do next.
    """

    def __init__(self, problem: str, *, advice: str) -> None:
        super().__init__(f"{problem} {advice}".strip())
        self.problem = problem
        self.advice = advice


class UnreadableError(OnRecordError):
    """Bytes from outside that cannot be turned into a text layer."""


class AgendaError(OnRecordError):
    """An agenda file that does not say what an agenda must say; the message names the line."""


class ItemError(OnRecordError):
    """A line of a JSON Lines input that is not what the command reads; the message names the line."""


class StoreError(OnRecordError):
    """A store that cannot be opened, read or written as it is."""


class DataError(OnRecordError):
    """A data file shipped with the program that is not in order (a duplicate, an unknown column)."""


class FetchError(OnRecordError):
    """An address from which nothing was brought; nothing of it is kept."""


class ForbiddenError(FetchError):
    """An address that this program does not go to: no connection to it was made."""


class NotNowError(FetchError):
    """An address that asks to be left alone for longer than a fetch may wait; no connection to it was made."""


class SourcesError(OnRecordError):
    """A sources file that does not say what it must; the message names the place."""


class AlertsError(OnRecordError):
    """An alerts file that does not say what it must; the message names the place."""


class DeliveryError(OnRecordError):
    """A message that did not arrive; it stays to be sent."""
