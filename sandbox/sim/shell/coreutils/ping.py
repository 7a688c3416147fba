"""ping: one packet a second to an address of the simulated network.

Models iputils 20221126 and busybox 1.36. Not modelled: IPv6, floods, delays (every answer
takes 0.08 ms).
"""

from typing import Any

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.network import NetworkError
from sandbox.sim.runtime.process import Exit, Process, Step, Wait
from sandbox.sim.runtime.system import System
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.sleeping import parse_duration
from sandbox.sim.shell.coreutils.tool import Call, Failure, NeedTime
from sandbox.sim.shell.coreutils.urls import addresses

SPEC = "c= w= W= i= n 4 q s= t= v"
OTHER = "6 f I= A b D R L M= O p= S= T= U V a d l= m= r x="
HEADERS = 28
LARGEST = 65507
ROUND_TRIP = "0.080"
DEFAULT_PATIENCE = 10 * SECOND


class Ping:
    """A program that sends, waits and counts; Ctrl-C shows what came of it."""

    def __init__(self, *, busybox: bool = False) -> None:
        self.busybox = busybox

    def start(self, process: Process, system: System) -> Step:
        """Find the address and send the first packet."""
        call = Call(process, system, busybox=self.busybox)
        try:
            self._prepare(call)
        except NeedTime as need:
            process.state["naps"] = process.state.get("naps", 0) + 1
            return Wait(until=need.until)
        except Failure as failure:
            if str(failure):
                call.error(str(failure))
            call.flush()
            return Exit(failure.status)
        call.flush()
        process.handled = ["INT"]
        return self._go_on(process, system)

    def resume(self, process: Process, system: System) -> Step:
        """Send the next packet when its time has come, or end."""
        if "at" not in process.state:
            return self.start(process, system)
        return self._go_on(process, system)

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:
        """End with what was counted so far."""
        del signal
        return self._end(process, system)

    def _prepare(self, call: Call) -> None:
        options = parse(call, SPEC, OTHER, status=2)
        if not options.operands:
            raise Failure("usage error: Destination address required", 2)
        host = options.operands[-1]
        space = call.table.namespaces[call.process.namespaces].network
        try:
            found = addresses(call, host)
        except NetworkError:
            found = []
        if not found:
            raise Failure(
                *((f"bad address '{host}'", 1) if self.busybox else (f"{host}: Name or service not known", 2))
            )
        network: Any = call.table.network
        blocked = call.recall(lambda: network.blocked(space, found[0]))
        alone = not space or (not network.interfaces.get(space) and space != "host")
        if (blocked == "unreachable" or alone) and not found[0].startswith("127."):
            raise Failure(
                *(("sendto: Network unreachable", 1) if self.busybox else ("connect: Network is unreachable", 2))
            )
        known = found[0].startswith("127.") or (network.space_of(found[0]) is not None and not blocked)
        size = _number(options, "s", 56, LARGEST)
        total = f"{size} data bytes" if self.busybox else f"{size}({size + HEADERS}) bytes of data."
        call.out(f"PING {host} ({found[0]}){':' if self.busybox else ''} {total}\n")
        limit = parse_duration(options.get("w")) if "w" in options else None
        call.process.state = {
            "host": host, "address": found[0], "known": known, "quiet": "q" in options, "size": size + 8,
            "left": _number(options, "c", 0, 10**6) if "c" in options else -1, "sent": 0, "begun": call.now,
            "interval": parse_duration(options.get("i", "1")) or SECOND,
            "patience": parse_duration(options.get("W")) if "W" in options else DEFAULT_PATIENCE,
            "deadline": call.now + limit if limit else None, "at": call.now,
        }  # fmt: skip

    def _go_on(self, process: Process, system: System) -> Step:
        state, now = process.state, system.table.clock.now
        if state["deadline"] is not None and now >= state["deadline"]:
            return self._end(process, system)
        if now >= state["at"]:
            if state["left"] == 0:
                return self._end(process, system)
            self._send(process, system)
            state["left"] -= 1
            last = state["left"] == 0
            pause = (0 if state["known"] else state["patience"]) if last else state["interval"]
            state["at"] = now + pause
            if last and not pause:
                return self._end(process, system)
        until = min(state["at"], state["deadline"] or state["at"])
        endless = state["left"] < 0 and state["deadline"] is None
        return Wait(until=until, following=endless)

    def _send(self, process: Process, system: System) -> None:
        state = process.state
        number = state["sent"]
        state["sent"] += 1
        if not state["known"] or state["quiet"]:
            return
        named = state["host"] != state["address"] and not self.busybox
        who = f"{state['host']} ({state['address']})" if named else state["address"]
        count = f"seq={number}" if self.busybox else f"icmp_seq={number + 1}"
        system.write(1, f"{state['size']} bytes from {who}: {count} ttl=64 time={ROUND_TRIP} ms\n")

    def _end(self, process: Process, system: System) -> Step:
        state = process.state
        sent = state["sent"]
        got = sent if state["known"] else 0
        loss = 0 if got else 100
        took = (system.table.clock.now - state["begun"]) // 1_000_000
        packets = (
            f"{got} packets received, {loss}% packet loss"
            if self.busybox
            else f"{got} received, {loss}% packet loss, time {took}ms"
        )
        text = f"\n--- {state['host']} ping statistics ---\n{sent} packets transmitted, {packets}\n"
        times = "/".join([ROUND_TRIP] * 3)
        if got:
            text += (
                f"round-trip min/avg/max = {times} ms\n"
                if self.busybox
                else f"rtt min/avg/max/mdev = {times}/0.000 ms\n"
            )
        elif not self.busybox:
            text += "\n"
        system.write(1, text)
        return Exit(int(not got))


def _number(options: Options, key: str, default: int, largest: int) -> int:
    text = options.get(key, str(default))
    if not text.isdecimal() or int(text) > largest or (key == "c" and int(text) == 0):
        raise Failure(f"invalid argument: '{text}'", 2)
    return int(text)
