"""Who answers requests on the network of a World.

Models servers as functions from a request to its answer. Not modelled: answers that take time or never end.
"""

from typing import Protocol, runtime_checkable

from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.system import System
from sandbox.sim.runtime.tls import Certificate

PLAIN_TO_TLS = (
    b"HTTP/1.0 400 Bad Request\r\nContent-Length: 48\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"
)
"""What a server of Go's library says to a client that does not speak TLS on a port that does."""


@runtime_checkable
class Server(Protocol):
    """A program that answers requests; it is called while its process waits."""

    def serve(self, process: Process, system: System, port: int, request: bytes, peer: str) -> bytes:
        """Return the bytes of the answer to one request."""


@runtime_checkable
class SecureServer(Server, Protocol):
    """A program that speaks TLS on some of its ports."""

    def certificate(self, process: Process, system: System, port: int, name: str) -> Certificate | None:
        """Return what it shows to a client that asks for a server name; None on a port without TLS."""


class Appliance(Protocol):
    """A server that is no process of the World, such as the API server of a cluster."""

    def certificate(self, name: str) -> Certificate | None:
        """Return what it shows to a client that asks for a server name; None without TLS."""

    def answer(self, peer: str, request: bytes) -> bytes:
        """Return the bytes of the answer to a request from an address."""
