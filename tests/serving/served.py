"""A World behind a real socket, whose time passes only when somebody waits for news."""

import asyncio
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from sandbox.serving.application import Application
from sandbox.serving.certificates import make_certificate
from sandbox.serving.keeper import Keeper
from sandbox.serving.kubeconfig import write_kubeconfig
from sandbox.serving.server import make_server, open_socket
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.world import World

TOKEN = "token-of-the-tests"


class Leaping:
    """Time stands still while requests are answered and leaps while somebody waits, so that no test has to.

    It leaps 300 times at most until ``rest`` is called: a client that is slow to go does not make hours pass.
    """

    def __init__(self) -> None:
        self.left = 0
        self.rest()

    def rest(self) -> None:
        self.left = 300

    def elapsed(self, *, waiting: bool) -> int:
        if not waiting or not self.left:
            return 0
        self.left -= 1
        return SECOND


@dataclass
class Served:
    application: Application
    pace: Leaping
    kubeconfig: Path
    address: str
    loop: asyncio.AbstractEventLoop

    def do(self, call: Callable[[World], Any]) -> Any:
        """Call with the World, between two requests."""

        async def now() -> Any:
            return call(self.application.keeper.world)

        return asyncio.run_coroutine_threadsafe(now(), self.loop).result(60)

    def replace(self, world: World) -> None:
        def put(_: World) -> None:
            self.application.keeper.world = world

        self.do(put)

    def finish(self) -> None:
        """Wait until every client has gone: an open watch makes time pass."""

        async def closed() -> None:
            while self.application.open:  # noqa: ASYNC110 - the application should not have to tell tests.
                await asyncio.sleep(0)

        asyncio.run_coroutine_threadsafe(closed(), self.loop).result(60)


class _Thread(threading.Thread):
    def __init__(self, server: uvicorn.Server, listening: Any) -> None:
        super().__init__(daemon=True)
        self.server = server
        self.listening = listening
        self.loop = asyncio.new_event_loop()
        self.up = threading.Event()

    def run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.call_soon(self.up.set)
        self.loop.run_until_complete(self.server.serve(sockets=[self.listening]))
        self.loop.close()


@contextmanager
def serving(world: World, folder: Path) -> Iterator[Served]:
    """Serve a World until the block ends."""
    pace = Leaping()
    application = Application(Keeper(world, pace), TOKEN, poll_seconds=0.005)
    with tempfile.TemporaryDirectory() as keys, open_socket(0) as listening:
        certificate, key = make_certificate(Path(keys))
        address = f"https://127.0.0.1:{listening.getsockname()[1]}"
        kubeconfig = folder / "kubeconfig"
        write_kubeconfig(kubeconfig, server=address, certificate=certificate.read_bytes(), token=TOKEN)
        thread = _Thread(make_server(application, certificate, key), listening)
        thread.start()
        assert thread.up.wait(30)
        try:
            yield Served(application, pace, kubeconfig, address, thread.loop)
        finally:
            thread.server.should_exit = True
            thread.join(30)
            assert not thread.is_alive()
