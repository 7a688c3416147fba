"""The HTTP interface of a Docker engine on a Unix socket: much quicker than a command line a question."""

import http.client
import json
import socket
from pathlib import Path
from typing import Any
from urllib.parse import quote


class UnixConnection(http.client.HTTPConnection):
    """HTTP through a socket in the file system."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost")
        self.path = path

    def connect(self) -> None:
        """Connect to the socket instead of a host."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(str(self.path))


def ask(path: Path, method: str, address: str) -> Any:
    """Return the engine's answer as data. Raises OSError where nobody listens."""
    connection = UnixConnection(path)
    try:
        connection.request(method, address)
        content = connection.getresponse().read()
    finally:
        connection.close()
    return json.loads(content) if content.startswith((b"{", b"[")) else None


def list_images(path: Path) -> list[tuple[str, str]]:
    """Return the images by name and id, those without a name as well."""
    rows = ask(path, "GET", "/images/json?all=1")
    return sorted((tag, row["Id"]) for row in rows for tag in row["RepoTags"] or [""])


def remove_all(path: Path, images: list[tuple[str, str]]) -> bool:
    """Remove containers, volumes, networks, and all images but these; return whether just these are left."""
    for row in ask(path, "GET", "/containers/json?all=1"):
        ask(path, "DELETE", f"/containers/{row['Id']}?force=1&v=1")
    for row in ask(path, "GET", "/volumes")["Volumes"] or []:
        ask(path, "DELETE", f"/volumes/{quote(row['Name'])}?force=1")
    for row in ask(path, "GET", "/networks?filters=" + quote('{"type":["custom"]}')):
        ask(path, "DELETE", f"/networks/{row['Id']}")
    standing = list_images(path)
    if standing != images:
        for name in [name for name, _ in standing if name and name not in dict(images)]:
            ask(path, "DELETE", f"/images/{quote(name, safe='')}?force=1")
        ask(path, "POST", "/images/prune?filters=" + quote('{"dangling":["true"]}'))
        standing = list_images(path)
    return standing == images
