"""A listing is outside bytes like any other: it is parsed behind the sandbox's wall."""

from __future__ import annotations

import json

from onrecord.capture.listings import READER, Listed, listed_of
from onrecord.capture.response import Response
from onrecord.capture.sandbox import Sandbox
from onrecord.capture.watch_list import Source


class ListingReader:
    """Reads the listings of sources in a process of their own."""

    def __init__(self) -> None:
        self._sandbox = Sandbox(READER)

    def __call__(self, response: Response, source: Source) -> Listed:
        """What the source names. Raises `UnreadableError` for what is no listing of its kind."""
        fields = self._sandbox.run(
            response.content,
            name=response.url,
            listing=source.listing.value,
            charset=response.charset,
            patterns=json.dumps(source.links),
        )
        return listed_of(fields)

    def close(self) -> None:
        """End the process, if there is one."""
        self._sandbox.close()
