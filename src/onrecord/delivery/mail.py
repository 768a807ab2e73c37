"""A mail goes to the server that its sender names, encrypted unless that is this machine, and to nobody else."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from enum import Enum
from ipaddress import ip_address

from onrecord.delivery.wording import html, one_line, plain, subject
from onrecord.errors import DeliveryError
from onrecord.ports import Message

SECONDS = 30.0
"""For each step of a delivery."""


class Encryption(Enum):
    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """Only to a server on this machine."""


@dataclass(frozen=True, slots=True)
class Server:
    """An SMTP server and how one logs in there."""

    host: str
    port: int
    sender: str
    encryption: Encryption = Encryption.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    trusted: ssl.SSLContext | None = None
    """Whose certificates count; the system's authorities where it is None."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One mail address: each gets a mail of its own, so that nobody sees the others and no refusal holds them up."""

    server: Server
    to: str

    @property
    def place(self) -> str:
        return f"the mail address {self.to}"

    def send(self, message: Message, earlier: Sequence[Message]) -> None:
        """Raises `DeliveryError` if the server cannot be reached, is not who it says, or refuses the address."""
        try:
            with _session(self.server) as session:
                session.send_message(mail(message, self.server.sender, self.to), to_addrs=[self.to])
        except smtplib.SMTPAuthenticationError as fault:
            raise self._failed("it refuses the user or the password") from fault
        except smtplib.SMTPRecipientsRefused as fault:
            raise self._failed("it refuses the address") from fault
        except (smtplib.SMTPException, ssl.SSLError) as fault:
            raise self._failed(type(fault).__name__) from fault
        except OSError as fault:
            raise self._failed(fault.strerror or "no answer") from fault

    def _failed(self, reason: str) -> DeliveryError:
        return DeliveryError(
            f"The mail server {self.server.host}:{self.server.port} did not take the message ({reason}).",
            advice="Check `smtp` in the alerts file; the message is sent with the next round.",
        )


def mail(message: Message, sender: str, to: str) -> EmailMessage:
    """The message as a mail. Its Message-ID is the same however often it is sent (RFC 5322, 3.6.4)."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = sender, to, one_line(subject(message))
    made["Message-ID"] = f"<{message.key}@onrecord.invalid>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(plain(message))
    made.add_alternative(html(message), subtype="html")
    return made


@contextmanager
def _session(server: Server) -> Iterator[smtplib.SMTP]:
    """A session that is logged in; it is closed however it ends."""
    context = server.trusted or ssl.create_default_context()
    if server.encryption is Encryption.TLS:
        session: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    else:
        session = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    with closing(session):
        if server.encryption is Encryption.STARTTLS:
            session.starttls(context=context)
        if server.user:
            session.login(server.user, server.password)
        yield session
        session.quit()


def is_this_machine(host: str) -> bool:
    """True for `localhost` and for loopback addresses: the only places to which a mail may go unencrypted."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
