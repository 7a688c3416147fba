"""ASGI messages to requests, and answers to ASGI messages."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from sandbox.sim.cluster.http.bodies import MOST_BYTES
from sandbox.sim.cluster.http.messages import Request, Response

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def read_request(scope: Message, body: bytes) -> Request:
    """Return the request that an ASGI scope describes; a header that comes twice is joined by commas."""
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        headers[key] = f"{headers[key]},{text}" if key in headers else text
    query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    return Request(scope.get("method", "GET"), scope["path"], query, headers, body)


async def read_body(receive: Receive) -> bytes:
    """Return the body; of one that is too large only so much that the front refuses it."""
    body, more = b"", True
    while more:
        message = await receive()
        if len(body) <= MOST_BYTES:
            body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def send_response(response: Response, send: Send, *, head: bool = False, prefix: str = "http.response") -> None:
    """Send a whole answer."""
    headers = [(b"content-type", response.content_type.encode()), (b"content-length", str(len(response.body)).encode())]
    headers += [(name.lower().encode(), value.encode()) for name, value in response.headers]
    await send({"type": f"{prefix}.start", "status": response.status, "headers": headers})
    await send({"type": f"{prefix}.body", "body": b"" if head else response.body})
