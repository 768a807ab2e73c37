"""A webhook gets each message as JSON, signed, at an address that was checked like any that is fetched from."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from http import client

from onrecord.capture.connecting import Connector
from onrecord.capture.manners import DEFAULT, Manners
from onrecord.capture.web_address import WebAddress
from onrecord.errors import DeliveryError, FetchError
from onrecord.ports import Message

SIGNATURE = "X-OnRecord-Signature"
"""Header with `sha256=` and the HMAC of the body, keyed with the secret that both ends know."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A program that listens at a web address."""

    address: WebAddress
    secret: str = field(default="", repr=False)
    manners: Manners = DEFAULT

    @property
    def place(self) -> str:
        return f"the webhook at {self.address.host}"

    def send(self, message: Message, earlier: Sequence[Message]) -> None:
        """One POST, no redirect followed. Raises `DeliveryError` unless the answer's status is 2xx."""
        try:
            status = self._post(body_of(message), message.key)
        except FetchError as fault:
            raise DeliveryError(fault.problem, advice=fault.advice) from fault
        except (OSError, client.HTTPException) as fault:
            raise self._failed(str(fault) or type(fault).__name__) from fault
        if not 200 <= status < 300:
            raise self._failed(f"status {status}")

    def _post(self, body: bytes, key: str) -> int:
        line = Connector(self.manners).open(self.address)
        talk = client.HTTPConnection(str(self.address.host), self.address.port, timeout=self.manners.idle_seconds)
        talk.sock = line.socket
        try:
            line.socket.settimeout(self.manners.idle_seconds)
            talk.request("POST", self.address.target, body=body, headers=self._headers(body, key))
            return talk.getresponse().status
        finally:
            talk.close()

    def _headers(self, body: bytes, key: str) -> dict[str, str]:
        headers = {
            "Host": self.address.authority,
            "Content-Type": "application/json",
            "User-Agent": self.manners.user_agent,
            "Idempotency-Key": key,
        }
        if self.secret:
            headers[SIGNATURE] = f"sha256={hmac.digest(self.secret.encode(), body, 'sha256').hex()}"
        return headers

    def _failed(self, reason: str) -> DeliveryError:
        return DeliveryError(
            f"The webhook at {self.address.host} did not take the message ({reason}).",
            advice="Check its address in the alerts file; the message is sent with the next round.",
        )


def body_of(message: Message) -> bytes:
    """The message as one JSON object: `key`, `wish`, `at`, `items`, `notes`."""
    return json.dumps(asdict(message), ensure_ascii=False).encode()


def is_signed(body: bytes, header: str, secret: str) -> bool:
    """What a listener does with the signature: true if the body was signed with the secret."""
    told = header.removeprefix("sha256=")
    return hmac.compare_digest(told, hmac.new(secret.encode(), body, hashlib.sha256).hexdigest())
