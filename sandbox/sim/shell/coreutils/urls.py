"""URLs and requests on the simulated network, for curl and wget."""

import re
from dataclasses import dataclass
from typing import Any

from sandbox.sim.runtime.http import Request, Response, parse_response
from sandbox.sim.runtime.network import NetworkError
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


def request(call: Call, target: Target, message: Request) -> Response:
    """Return the answer to a request. Raises NetworkError, Failure for an empty one."""
    answer = parse_response(send(call, target.host, target.port, message.encode()))
    if answer is None:
        raise Failure("Empty reply from server", 52)
    return answer


def addresses(call: Call, host: str) -> list[str]:
    """Return the addresses of a name; /etc/hosts goes first."""
    if call.files.exists("/etc/hosts"):
        for line in call.files.read_text("/etc/hosts").splitlines():
            words = line.partition("#")[0].split()
            if host in words[1:] and "." in words[0]:
                return words[:1]
    network: Any = call.table.network
    found: list[str] = (
        network.resolve(call.table.namespaces[call.process.namespaces].network, host) if network is not None else []
    )
    return found


def send(call: Call, host: str, port: int, data: bytes) -> bytes:
    """Return what a server answers. Raises NetworkError."""
    found = addresses(call, host)
    if not found:
        raise NetworkError("unknown-host")
    network: Any = call.table.network
    answer: bytes = network.request(call.table.namespaces[call.process.namespaces].network, found[0], port, data)
    return answer
