"""The socket: uvicorn around the application, on loopback alone.

uvicorn, because one event loop around one World needs no lock, and because it streams, speaks WebSocket and ends
cleanly at Ctrl-C without any code of ours.
"""

import asyncio
import secrets
import socket
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import uvicorn

from sandbox.serving.application import POLL_SECONDS, Application
from sandbox.serving.certificates import make_certificate
from sandbox.serving.keeper import Keeper
from sandbox.serving.kubeconfig import remove_kubeconfig, write_kubeconfig

HOST = "127.0.0.1"
_KEEP_ALIVE_SECONDS = 120
_GRACE_SECONDS = 2


class _Server(uvicorn.Server):
    """Ends watches and dialogues, too, when it is asked to end."""

    def __init__(self, config: uvicorn.Config, application: Application) -> None:
        super().__init__(config)
        self._application = application

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let what would go on for ever end by itself, then shut down; idle clients are not waited for."""
        self._application.closing = True
        await self._application.tell()
        deadline = time.monotonic() + _GRACE_SECONDS
        while self._application.open and time.monotonic() < deadline:  # noqa: ASYNC110 - a few looks, once, at the end.
            await asyncio.sleep(POLL_SECONDS)
        self.force_exit = True
        await super().shutdown(sockets)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)
        # uvicorn would raise the signal again, which would end the process before it has tidied up.
        self._captured_signals.clear()


def open_socket(port: int) -> socket.socket:
    """Return a socket that listens on loopback; port 0 means any that is free. Raises OSError."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, port))
        found.listen(128)
    except OSError:
        found.close()
        raise
    return found


def serve(keeper: Keeper, listening: socket.socket, kubeconfig: Path, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; ``ready`` is called with the address once the kubeconfig is written.

    Raises ForeignFileError and OSError.
    """
    address = f"https://{HOST}:{listening.getsockname()[1]}"
    token = secrets.token_urlsafe(32)
    with tempfile.TemporaryDirectory(prefix="drydock-") as folder:
        certificate, key = make_certificate(Path(folder))
        write_kubeconfig(kubeconfig, server=address, certificate=certificate.read_bytes(), token=token)
        try:
            server = make_server(Application(keeper, token), certificate, key)
            ready(address)
            server.run(sockets=[listening])
        finally:
            remove_kubeconfig(kubeconfig, token)


def make_server(application: Application, certificate: Path, key: Path) -> uvicorn.Server:
    """Return the server, not running yet."""
    config = uvicorn.Config(
        application,
        lifespan="off",
        log_level="warning",
        access_log=False,
        ws="websockets-sansio",
        ws_ping_interval=None,
        ws_per_message_deflate=False,
        server_header=False,
        ssl_certfile=str(certificate),
        ssl_keyfile=str(key),
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
    )
    return _Server(config, application)
