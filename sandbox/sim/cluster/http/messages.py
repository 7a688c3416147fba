"""What comes in and what goes out: requests and answers of HTTP, without a socket.

An answer is a Response, or something that goes on: a Feed grows (watch, ``logs -f``), a Dialogue speaks both ways
(exec, attach). Whoever holds the socket moves the World's clock and asks a Feed or Dialogue again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable
from urllib.parse import parse_qs, unquote, urlsplit

import orjson

from sandbox.sim.cluster.apimachinery.status import ApiError, bad_request

JSON = "application/json"
TEXT = "text/plain; charset=utf-8"
_TRUE = ("1", "t", "T", "TRUE", "true", "True")
_FALSE = ("", "0", "f", "F", "FALSE", "false", "False")


@dataclass(frozen=True, slots=True)
class Request:
    """A request. ``path`` is decoded; names of ``headers`` are small."""

    method: str
    path: str
    query: Mapping[str, list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def of(cls, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> "Request":
        """Return the request for a target such as ``/api/v1/pods?limit=5``."""
        parts = urlsplit(target)
        query = parse_qs(parts.query, keep_blank_values=True)
        return cls(method, unquote(parts.path), query, headers or {}, body)

    def option(self, name: str) -> str:
        """Return a parameter, empty where it is not given."""
        return (self.query.get(name) or [""])[0]

    def flag(self, name: str) -> bool:
        """Return a parameter that is true or false. Raises ApiError BadRequest."""
        text = self.option(name)
        if text not in _TRUE + _FALSE:
            raise bad_request(f'strconv.ParseBool: parsing "{text}": invalid syntax')
        return text in _TRUE

    def number(self, name: str) -> int | None:
        """Return a parameter that is a whole number, None where it is not given. Raises ApiError BadRequest."""
        text = self.option(name)
        if not text:
            return None
        if not text.removeprefix("-").isdecimal() or len(text) > 19:  # noqa: PLR2004  (digits of a 64-bit integer)
            raise bad_request(f'strconv.ParseInt: parsing "{text}": invalid syntax')
        return int(text)


@dataclass(slots=True)
class Response:
    """A whole answer."""

    status: int
    body: bytes
    content_type: str = JSON
    headers: list[tuple[str, str]] = field(default_factory=list)


class Feed(Protocol):
    """An answer whose body grows."""

    content_type: str
    finished: bool
    """True once nothing will come any more."""

    def read(self) -> bytes:
        """Return what has come since the last call."""


@runtime_checkable
class Dialogue(Protocol):
    """Standard streams of a process, as frames of (channel, bytes): 0 in, 1 out, 2 err, 3 result, 4 size."""

    finished: bool

    def receive(self, channel: int, data: bytes) -> None:
        """Take in a frame of the client."""

    def close_input(self) -> None:
        """Note that the client sends nothing more on channel 0."""

    def read(self) -> list[tuple[int, bytes]]:
        """Return what has come since the last call."""

    def hang_up(self) -> None:
        """Note that the client is gone."""


Answer = Response | Feed | Dialogue


def json_response(value: Any, status: int = 200, content_type: str = JSON) -> Response:
    """Return a value as the server writes JSON."""
    return Response(status, orjson.dumps(value) + b"\n", content_type)


def text_response(text: str, status: int = 200) -> Response:
    """Return text for people."""
    return Response(status, text.encode(), TEXT)


def refusal(error: ApiError) -> Response:
    """Return a metav1.Status; a refusal that was given no code of its own is the server's fault."""
    status = dict(error.status)
    if not status.get("details"):
        status.pop("details", None)
    if not status.get("reason"):
        status.pop("reason", None)
    return json_response(status, error.code)
