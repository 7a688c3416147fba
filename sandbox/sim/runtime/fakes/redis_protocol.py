"""RESP, the protocol between redis-cli and redis-server, and how the client shows replies.

Models RESP2 and redis-cli's cliFormatReply of Redis 7. Not modelled: RESP3, pipelines.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Status:
    """``OK``."""

    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """``ERR wrong number of arguments``."""

    text: str


Reply = Status | Fault | int | str | None | list["Reply"]


def encode(reply: Reply) -> bytes:
    """Return a reply as it is sent."""
    if isinstance(reply, Status):
        return f"+{reply.text}\r\n".encode()
    if isinstance(reply, Fault):
        return f"-{reply.text}\r\n".encode()
    if isinstance(reply, int):
        return f":{reply}\r\n".encode()
    if reply is None:
        return b"$-1\r\n"
    if isinstance(reply, str):
        data = reply.encode(errors="surrogateescape")
        return b"$%d\r\n%s\r\n" % (len(data), data)
    return b"*%d\r\n" % len(reply) + b"".join(encode(row) for row in reply)


def decode(data: bytes) -> Reply:
    """Return the reply that the bytes hold."""
    return _decode(data, 0)[0]


def _decode(data: bytes, at: int) -> tuple[Reply, int]:
    end = data.index(b"\r\n", at)
    kind, text, after = data[at : at + 1], data[at + 1 : end].decode(errors="replace"), end + 2
    if kind == b"+":
        return Status(text), after
    if kind == b"-":
        return Fault(text), after
    if kind == b":":
        return int(text), after
    if kind == b"$":
        size = int(text)
        if size < 0:
            return None, after
        return data[after : after + size].decode(errors="surrogateescape"), after + size + 2
    rows: list[Reply] = []
    for _ in range(int(text)):
        row, after = _decode(data, after)
        rows.append(row)
    return rows, after


def raw(reply: Reply) -> str:
    """Return a reply as it is written into a file or pipe."""
    if isinstance(reply, list):
        return "\n".join(raw(row) for row in reply)
    if isinstance(reply, Status | Fault):
        return reply.text
    return "" if reply is None else str(reply)


def shown(reply: Reply, indent: str = "") -> str:
    """Return a reply as a person at a terminal sees it."""
    if isinstance(reply, list):
        return _listed(reply, indent)
    if isinstance(reply, Status):
        return reply.text
    if isinstance(reply, Fault):
        return f"(error) {reply.text}"
    if isinstance(reply, int):
        return f"(integer) {reply}"
    return "(nil)" if reply is None else _quoted(reply)


def _listed(rows: list[Reply], indent: str) -> str:
    width = len(str(len(rows)))
    inner = indent + " " * (width + 2)
    lines = [f"{at:>{width}}) {shown(row, inner)}" for at, row in enumerate(rows, start=1)]
    return f"\n{indent}".join(lines) if lines else "(empty array)"


def _quoted(text: str) -> str:
    names = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\a": "\\a", "\b": "\\b", '"': '\\"', "\\": "\\\\"}
    parts = []
    for byte in text.encode(errors="surrogateescape"):
        char = chr(byte)
        parts.append(names.get(char, char if 32 <= byte < 127 else f"\\x{byte:02x}"))  # noqa: PLR2004  (printable ASCII)
    return f'"{"".join(parts)}"'
