"""redis-cli: one command, lines from a pipe, or a conversation at a terminal.

Models redis-cli of Redis 7. Not modelled: --scan, --stat, --bigkeys, pub/sub, line editing.
"""

import shlex

from sandbox.sim.runtime.fakes.redis_protocol import Fault, decode, raw, shown
from sandbox.sim.runtime.network import NetworkError
from sandbox.sim.runtime.process import Exit, Process, Step, Wait
from sandbox.sim.runtime.system import System
from sandbox.sim.runtime.terminals import terminal_of

PORT = 6379
TAKES_VALUE = {"-h": "host", "-p": "port", "-n": "base", "-a": "password", "--user": "user", "--pass": "password"}


class RedisCli:
    """The client; one object serves all its processes."""

    def start(self, process: Process, system: System) -> Step:
        """Read the options; run the command, or begin to read lines."""
        state = process.state
        state |= {"host": "127.0.0.1", "port": str(PORT), "base": "0", "line": ""}
        words = process.argv[1:]
        while words[:1] and (words[0] in TAKES_VALUE or words[0] in ("--raw", "--no-auth-warning", "--no-raw")):
            if words[0] in TAKES_VALUE and len(words) > 1:
                state[TAKES_VALUE[words[0]]] = words[1]
            words = words[2 if words[0] in TAKES_VALUE else 1 :]
        at_terminal = terminal_of(system.table, process, 1) is not None
        state["pretty"] = at_terminal and "--raw" not in process.argv
        if words:
            return Exit(self._send(process, system, words))
        state["asks"] = at_terminal and terminal_of(system.table, process) is not None
        process.handled = ["INT"] if state["asks"] else []
        self._ask(process, system)
        return self.resume(process, system)

    def resume(self, process: Process, system: System) -> Step:
        """Run the lines that are there."""
        state = process.state
        while True:
            if "\n" not in state["line"]:
                if not system.can_read(0):
                    return Wait(readable=(0,))
                data = system.read(0, 4096)
                if not data:
                    return self._end(process, system)
                state["line"] += data.decode(errors="replace")
                continue
            line, _, state["line"] = state["line"].partition("\n")
            if self._run(process, system, line):
                return Exit(0)
            self._ask(process, system)

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:
        """Leave at ^C."""
        del process, signal
        system.write(1, "\n")
        return Exit(0)

    @staticmethod
    def _end(process: Process, system: System) -> Step:
        system.write(1, "\n" if process.state["asks"] else "")
        return Exit(0)

    def _run(self, process: Process, system: System, line: str) -> bool:
        """Run a line; return whether it was the last."""
        try:
            words = shlex.split(line)
        except ValueError:
            system.write(1, "Invalid argument(s)\n")
            return False
        if not words:
            return False
        if words[0].lower() in ("quit", "exit"):
            return True
        if words[0].lower() == "clear":
            system.write(1, "\x1b[H\x1b[2J")
            return False
        if self._send(process, system, words) == 0 and words[0].lower() == "select" and words[1].isdecimal():
            process.state["base"] = words[1]
        return False

    @staticmethod
    def _ask(process: Process, system: System) -> None:
        state = process.state
        if state["asks"]:
            base = f"[{state['base']}]" if state["base"] != "0" else ""
            place = "not connected" if state.get("lost") else f"{state['host']}:{state['port']}{base}"
            system.write(1, f"{place}> ")

    @staticmethod
    def _send(process: Process, system: System, words: list[str]) -> int:
        state, network = process.state, system.table.network
        host, port = state["host"], int(state["port"]) if state["port"].isdecimal() else 0
        space = system.table.namespaces[process.namespaces].network
        found = network.resolve(space, host) if network is not None else []
        if network is None or not found:
            return _lost(process, system, "Name or service not known")
        try:
            reply = decode(network.request(space, found[0], port, shlex.join(words).encode()))
        except NetworkError as error:
            return _lost(process, system, str(error))
        state["lost"] = False
        text = shown(reply) if state["pretty"] and words[0].upper() != "INFO" else raw(reply)
        system.write(1, f"{text}\n")
        return int(isinstance(reply, Fault))


def _lost(process: Process, system: System, why: str) -> int:
    state = process.state
    state["lost"] = True
    system.write(2, f"Could not connect to Redis at {state['host']}:{state['port']}: {why}\n")
    return 1
