"""The ASGI application: carries requests, feeds and dialogues between a socket and the World's API server.

Everything runs in one event loop, so no request ever meets a World that another one is changing.
"""

import asyncio
import contextlib

from sandbox.serving.dialogue import carry_dialogue
from sandbox.serving.exchange import Message, Receive, Send, read_body, read_request, send_response
from sandbox.serving.keeper import Keeper
from sandbox.sim.cluster.http.front import Front
from sandbox.sim.cluster.http.messages import Answer, Dialogue, Feed, Request, Response, text_response

POLL_SECONDS = 0.05
"""How often a feed is asked for news when no other request brings any."""


class Application:
    """Serves one World. ``closing`` ends what would go on for ever."""

    def __init__(self, keeper: Keeper, admin_token: str, *, poll_seconds: float = POLL_SECONDS) -> None:
        self.keeper = keeper
        self.admin_token = admin_token
        self.poll_seconds = poll_seconds
        self.closing = False
        self.open = 0
        """How many requests are being answered."""
        self._news = asyncio.Condition()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one connection's request."""
        self.open += 1
        try:
            if scope["type"] == "http":
                await self._answer(scope, receive, send)
            elif scope["type"] == "websocket":
                await carry_dialogue(self, scope, receive, send)
        finally:
            self.open -= 1

    def handle(self, request: Request) -> Answer:
        """Answer a request at the World's present."""
        self.keeper.turn()
        answer = Front(self.keeper.world.cluster, self.admin_token).handle(request)
        self.keeper.settle()
        return answer

    async def tell(self) -> None:
        """Wake everybody who waits for news: something has changed."""
        async with self._news:
            self._news.notify_all()

    async def wait(self) -> None:
        """Wait for news, or a moment; then let time pass."""
        async with self._news:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), self.poll_seconds)
        self.keeper.turn(waiting=True)

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        answer = self.handle(read_request(scope, await read_body(receive)))
        if request_changes(scope):
            await self.tell()
        if isinstance(answer, Dialogue):
            answer.hang_up()
            answer = text_response("this path speaks WebSocket alone\n", 400)
        if isinstance(answer, Response):
            await send_response(answer, send, head=scope["method"] == "HEAD")
        else:
            await self._feed(answer, receive, send)

    async def _feed(self, feed: Feed, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", feed.content_type.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        gone = asyncio.create_task(_until_gone(receive))
        try:
            while True:
                data, finished = feed.read(), feed.finished or self.closing
                if data or finished:
                    await send({"type": "http.response.body", "body": data, "more_body": not finished})
                if finished or gone.done():
                    return
                await self.wait()
        finally:
            gone.cancel()


def request_changes(scope: Message) -> bool:
    """Tell whether a request may have changed something."""
    return scope["method"] not in ("GET", "HEAD")


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
