"""exec and attach over a WebSocket: the first byte of a message is its channel.

Speaks v5.channel.k8s.io (kubectl), which can end standard input, and v4.channel.k8s.io (the Python client).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sandbox.serving.exchange import Message, Receive, Send, read_request, send_response
from sandbox.sim.cluster.http.messages import Dialogue, Response, text_response

if TYPE_CHECKING:
    from sandbox.serving.application import Application

_PROTOCOLS = ("v5.channel.k8s.io", "v4.channel.k8s.io")
_CLOSE = 255
"""The channel on which a client of v5 says that another one has ended."""
_NORMAL = 1000


async def carry_dialogue(app: Application, scope: Message, receive: Receive, send: Send) -> None:
    """Carry one dialogue from its handshake to its end; a refusal is an ordinary answer."""
    await receive()
    spoken = next((name for name in _PROTOCOLS if name in scope["subprotocols"]), None)
    if spoken is None:
        offered = ", ".join(_PROTOCOLS)
        refused = text_response(f"not modelled in this sandbox: a WebSocket that speaks none of {offered}\n", 400)
        await send_response(refused, send, prefix="websocket.http.response")
        return
    answer = app.handle(read_request(scope, b""))
    if not isinstance(answer, Dialogue):
        found = answer if isinstance(answer, Response) else text_response("this path speaks no WebSocket\n", 400)
        await send_response(found, send, prefix="websocket.http.response")
        return
    await send({"type": "websocket.accept", "subprotocol": spoken})
    await _Carrier(app, answer, receive, send).run()


class _Carrier:
    """Moves frames both ways until the process has ended or the client is gone."""

    def __init__(self, app: Application, dialogue: Dialogue, receive: Receive, send: Send) -> None:
        self.app = app
        self.dialogue = dialogue
        self.receive = receive
        self.send = send
        self.gone = False

    async def run(self) -> None:
        """Carry."""
        listening = asyncio.create_task(self._listen())
        try:
            while not self.gone:
                self.app.keeper.settle()
                for channel, data in self.dialogue.read():
                    await self.send({"type": "websocket.send", "bytes": bytes([channel]) + data})
                if self.dialogue.finished or self.app.closing:
                    await self.send({"type": "websocket.close", "code": _NORMAL})
                    return
                await self.app.wait()
        finally:
            listening.cancel()
            self.dialogue.hang_up()

    async def _listen(self) -> None:
        while not self.gone:
            message = await self.receive()
            if message["type"] == "websocket.disconnect":
                self.gone = True
            else:
                self._take(message.get("bytes") or (message.get("text") or "").encode())
            await self.app.tell()

    def _take(self, frame: bytes) -> None:
        if not frame:
            return
        if frame[0] == _CLOSE:
            if frame[1:] == b"\0":
                self.dialogue.close_input()
            return
        self.dialogue.receive(frame[0], frame[1:])
