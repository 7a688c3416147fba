"""Bytes inside JSON: readable where they are text, base64 where they are not."""

from base64 import b64decode, b64encode

Encoded = str | dict[str, str]


def encode_bytes(data: bytes) -> Encoded:
    """Return ``data`` as a string when it is UTF-8, else as ``{"base64": …}``."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"base64": b64encode(data).decode()}


def decode_bytes(data: Encoded) -> bytes:
    """Return the bytes that ``encode_bytes()`` was given."""
    return data.encode() if isinstance(data, str) else b64decode(data["base64"])
