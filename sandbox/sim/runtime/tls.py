"""What a server shows of itself when a client asks for TLS.

Models an X.509 certificate as far as a client judges it. Not modelled: encryption, validity periods, client
certificates.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Certificate:
    """``authority`` is the PEM text of whoever signed it; ``names`` are those that it is valid for."""

    subject: str
    authority: str
    names: tuple[str, ...] = ()
    self_signed: bool = False

    def covers(self, name: str) -> bool:
        """Say whether it is valid for a host name or an address; ``*`` stands for one label."""
        return any(
            fnmatchcase(name, known) and name.count(".") == known.count(".") for known in (self.subject, *self.names)
        )


class TlsClient(Protocol):
    """A client that asks for TLS."""

    name: str
    """The server name that it asks for."""

    def judge(self, shown: Certificate) -> None:
        """Raise an exception of its own where it does not trust what it is shown."""


class TrustAll:
    """A client that does not look at what it is shown, as the kubelet's probes do."""

    name = ""

    def judge(self, shown: Certificate) -> None:
        """Trust it."""
