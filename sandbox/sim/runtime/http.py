"""HTTP messages, as text on the simulated network.

Models RFC 9112 as far as curl, wget and small servers need it. Not modelled: chunked bodies, keep-alive, TLS.
"""

from dataclasses import dataclass, field

REASONS = {
    200: "OK", 201: "Created", 202: "Accepted", 301: "Moved Permanently", 302: "Found", 304: "Not Modified",
    308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Not Allowed", 409: "Conflict", 415: "Unsupported Media Type", 422: "Unprocessable Entity",
    429: "Too Many Requests", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Time-out",
}  # fmt: skip


@dataclass(slots=True)
class Request:
    """One request. ``path`` carries the query."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def encode(self) -> bytes:
        """Return the request as it goes over the wire."""
        lines = [f"{self.method} {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in self.headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


@dataclass(slots=True)
class Response:
    """One answer."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    version: str = "HTTP/1.1"

    @property
    def reason(self) -> str:
        """The words beside the number."""
        return REASONS.get(self.status, "Unknown")

    def encode(self) -> bytes:
        """Return the answer as it goes over the wire."""
        headers = {**self.headers, "Content-Length": str(len(self.body))}
        lines = [
            f"{self.version} {self.status} {self.reason}",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


def _head(data: bytes) -> tuple[list[str], dict[str, str], bytes]:
    head, _, body = data.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
    return first.split(" ", 2), headers, body


def parse_request(data: bytes) -> Request | None:
    """Return the request, or None where the bytes are none."""
    words, headers, body = _head(data)
    if len(words) < 2 or not words[1].startswith("/"):  # noqa: PLR2004  (method and path)
        return None
    return Request(words[0], words[1], headers, body)


def parse_response(data: bytes) -> Response | None:
    """Return the answer, or None where the bytes are none."""
    words, headers, body = _head(data)
    if len(words) < 2 or not words[0].startswith("HTTP/") or not words[1].isdecimal():  # noqa: PLR2004  (version and status)
        return None
    return Response(int(words[1]), headers, body, words[0])
