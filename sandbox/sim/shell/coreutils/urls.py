"""URLs and requests on the simulated network, for curl and wget."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sandbox.sim.kernel.encoding import decode_bytes, encode_bytes
from sandbox.sim.runtime.http import Request, Response, parse_response
from sandbox.sim.runtime.network import NetworkError
from sandbox.sim.runtime.tls import Certificate
from sandbox.sim.shell.coreutils.tool import Call, Failure

LAST_PORT = 65535
URL = re.compile(
    r"(?:(?P<scheme>[a-zA-Z]+)://)?(?:[^@/]*@)?(?P<host>\[[^\]]+\]|[^:/?#]+)(?::(?P<port>\d+))?(?P<path>[/?][^#]*)?"
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads."""

    scheme: str
    host: str
    port: int
    path: str


def parse_url(text: str) -> Target | None:
    """Return where a URL leads; None for what is none."""
    found = URL.fullmatch(text)
    if not found:
        return None
    scheme = (found["scheme"] or "http").lower()
    port = int(found["port"] or (443 if scheme == "https" else 80))
    path = found["path"] or "/"
    return (
        Target(scheme, found["host"].strip("[]"), port, path if path.startswith("/") else f"/{path}")
        if port <= LAST_PORT
        else None
    )


def request(call: Call, target: Target, message: Request, client: "Client | None" = None) -> Response:
    """Return the answer to a request. Raises NetworkError, Failure for an empty one."""
    via = (client or Client()).at(target)
    answer = parse_response(send(call, target.host, target.port, message.encode(), via))
    if answer is None:
        raise Failure("Empty reply from server", 52)
    return answer


@dataclass(frozen=True, slots=True)
class Client:
    """How a connection is made: addresses of names that are given, whether it is TLS and who is trusted there."""

    given: tuple[tuple[str, int, str], ...] = ()
    """Host, port and address, as ``curl --resolve`` names them."""
    secure: bool = False
    name: str = ""
    """The server name that TLS asks for."""
    judge: Callable[[Certificate], None] = lambda _shown: None

    def at(self, target: Target) -> "Client":
        """Return how this client connects to a target."""
        return replace(self, secure=target.scheme == "https", name=target.host)

    def address(self, host: str, port: int) -> str:
        """Return the address that was given for a host and port; empty for none."""
        return next((row[2] for row in self.given if row[0] in (host, "*") and row[1] == port), "")


def addresses(call: Call, host: str) -> list[str]:
    """Return the addresses of a name; /etc/hosts goes first. Raises NetworkError where no name service answers."""
    if call.files.exists("/etc/hosts"):
        for line in call.files.read_text("/etc/hosts").splitlines():
            words = line.partition("#")[0].split()
            if host in words[1:] and "." in words[0]:
                return words[:1]
    network: Any = call.table.network
    if network is None:
        return []
    space = call.table.namespaces[call.process.namespaces].network
    found: list[str] = call.recall(lambda: network.resolve(space, host))
    if not found and not call.recall(lambda: network.answers_names(space)):
        raise NetworkError("no-names")
    return found


def send(call: Call, host: str, port: int, data: bytes, client: Client | None = None) -> bytes:
    """Return what a server answers. Raises NetworkError."""
    via = client or Client()
    given = via.address(host, port)
    found = [given] if given else addresses(call, host)
    if not found:
        raise NetworkError("unknown-host")
    network: Any = call.table.network
    if network is None:
        raise NetworkError("refused")
    space = call.table.namespaces[call.process.namespaces].network

    def ask() -> list[Any]:
        weight = network.meter.weigh(space, call.now)
        try:
            tls = via if via.secure else None
            return ["", encode_bytes(network.request(space, found[0], port, data, tls=tls, weight=weight)), weight]
        except NetworkError as error:
            return [error.code, "", weight]

    code, answer, weight = call.recall(ask)
    if weight > 1:
        call.sleep(1)
    if code:
        raise NetworkError(code)
    return decode_bytes(answer)
