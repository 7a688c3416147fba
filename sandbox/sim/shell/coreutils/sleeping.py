"""Programs that take time or never end: sleep, yes, timeout, watch, and time.

Models coreutils 9.1 and procps 4.0 on the virtual clock.
"""

import re

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime import executables, signals
from sandbox.sim.runtime.process import Again, Exec, Exit, Process, Step, Wait
from sandbox.sim.runtime.system import System
from sandbox.sim.runtime.terminals import terminal_of
from sandbox.sim.shell.coreutils.dates import format_date
from sandbox.sim.shell.coreutils.options import parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
YES_CHUNK = 8192
CLEAR = "\x1b[H\x1b[2J"
MAX_FRAMES = 30
"""How many frames ``watch`` writes into a file or pipe; then it is silent, and stopped as one that only follows."""


def parse_duration(text: str) -> int | None:
    """Return the nanoseconds of ``1.5m``; None for what is no duration."""
    if text in ("infinity", "inf"):
        return 10**9 * SECOND
    found = re.fullmatch(r"(\d{1,9}\.?\d*|\.\d+)([smhd]?)", text)
    return int(float(found.group(1)) * UNITS[found.group(2) or "s"] * SECOND) if found else None


def _fail(system: System, text: str, code: int = 1) -> Exit:
    system.write(2, text)
    return Exit(code)


class Unhandling:
    """A program that handles no signals; one that becomes another at once is never resumed."""

    def resume(self, process: Process, system: System) -> Step:
        """Never called of a program that does not wait."""
        del process, system
        return Exit(0)

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:
        """Never called."""
        del process, system, signal
        return None


class Sleep(Unhandling):
    """``sleep``."""

    def start(self, process: Process, system: System) -> Step:
        """Begin to sleep."""
        words = [word for word in process.argv[1:] if word != "--"]
        hint = "Try 'sleep --help' for more information.\n"
        if not words:
            return _fail(system, f"sleep: missing operand\n{hint}")
        total = 0
        for word in words:
            duration = parse_duration(word)
            if duration is None:
                if word.startswith("-"):
                    return _fail(system, f"sleep: invalid option -- '{word[1:2]}'\n{hint}")
                return _fail(system, f"sleep: invalid time interval ‘{word}’\n{hint}")
            total += duration
        process.state = {"until": system.table.clock.now + total}
        return self.resume(process, system)

    def resume(self, process: Process, system: System) -> Step:
        """Sleep on, or end."""
        until = process.state["until"]
        return Exit(0) if system.table.clock.now >= until else Wait(until=until)


class Yes(Unhandling):
    """``yes``."""

    def start(self, process: Process, system: System) -> Step:
        """Begin."""
        return self.resume(process, system)

    def resume(self, process: Process, system: System) -> Step:
        """Print some more."""
        line = " ".join(process.argv[1:] or ["y"]) + "\n"
        system.table.steps += 20
        system.write(1, line * max(1, YES_CHUNK // len(line)))
        stream = system.table.streams.streams[process.fds[1]]
        if stream.kind in ("device", "log"):
            return Wait(until=system.table.clock.now + SECOND)
        return Again()


class Timeout:
    """``timeout``."""

    def start(self, process: Process, system: System) -> Step:
        """Start the command."""
        call = Call(process, system, busybox=False)
        try:
            options = parse(
                call, "s/signal= k/kill-after= /preserve-status /foreground t=", "v/verbose", status=125, in_order=True
            )
        except Failure:
            call.flush()
            return Exit(125)
        words = list(options.operands)
        if "t" in options:
            words.insert(0, options.get("t"))
        if len(words) < 2:  # noqa: PLR2004  (a duration and a command)
            return _fail(system, "timeout: missing operand\nTry 'timeout --help' for more information.\n", 125)
        duration = parse_duration(words[0])
        if duration is None:
            return _fail(
                system,
                f"timeout: invalid time interval ‘{words[0]}’\nTry 'timeout --help' for more information.\n",
                125,
            )
        name = signals.parse_signal(options.get("s", "TERM"))
        if name is None:
            return _fail(system, f"timeout: ‘{options.get('s')}’: invalid signal\n", 125)
        try:
            child = system.spawn(words[1:])
        except executables.ExecError as error:
            why = "No such file or directory" if error.code == "ENOENT" else "Permission denied"
            return _fail(
                system,
                f"timeout: failed to run command ‘{error.name}’: {why}\n",
                127 if error.code == "ENOENT" else 126,
            )
        extra = parse_duration(options.get("k")) if "k" in options else None
        until = system.table.clock.now + duration if duration else None
        process.handled = ["TERM", "INT", "HUP"]
        process.state = {
            "child": child.pid,
            "until": until,
            "signal": name,
            "extra": extra,
            "fired": False,
            "keep": "preserve-status" in options,
        }
        return Wait(child=True, until=until)

    def resume(self, process: Process, system: System) -> Step:
        """Look whether the command has ended, or its time has."""
        state = process.state
        child = system.reap()
        if child is not None:
            status = child.status or 0
            return Exit(124 if state["fired"] and not state["keep"] and child.signal != "KILL" else status)
        until = state["until"]
        if until is not None and system.table.clock.now >= until:
            name = "KILL" if state["fired"] else state["signal"]
            system.table.signal(state["child"], name)
            state["until"] = system.table.clock.now + state["extra"] if state["extra"] and not state["fired"] else None
            state["fired"] = True
        return Wait(child=True, until=state["until"])

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:
        """Pass a signal on to the command."""
        child = system.table.processes.get(process.state["child"])
        if child is not None and child.status is None:
            system.table.signal(child.pid, signal)
        return Again()


class Watch(Unhandling):
    """``watch``: one frame an interval; where no terminal is there to be cleared, each below the other."""

    def start(self, process: Process, system: System) -> Step:
        """Show the first frame."""
        call = Call(process, system, busybox=False)
        try:
            options = parse(
                call,
                "n/interval= d/differences? t/no-title e/errexit x/exec b/beep c/color p/precise",
                "g/chgexit q/equexit w/no-wrap",
                in_order=True,
            )
        except Failure:
            call.flush()
            return Exit(1)
        interval = parse_duration(options.get("n", "2"))
        if not options.operands or interval is None:
            return _fail(system, "Usage:\n watch [options] command\n")
        command = options.operands if "x" in options else ["sh", "-c", " ".join(options.operands)]
        process.state = {
            "command": command, "interval": max(interval, SECOND // 10), "title": "t" not in options, "until": None,
            "shown": " ".join(options.operands), "stop": "e" in options, "frames": 0,
            "screen": terminal_of(system.table, process, 1) is not None,
        }  # fmt: skip
        return self._frame(process, system)

    def resume(self, process: Process, system: System) -> Step:
        """Wait for the command, then for the interval."""
        state = process.state
        if state["until"] is None:
            child = system.reap()
            if child is None:
                return Wait(child=True)
            if child.status and state["stop"]:
                return Exit(8)
            state["until"] = system.table.clock.now + state["interval"]
        if system.table.clock.now < state["until"] or (state["frames"] >= MAX_FRAMES and not state["screen"]):
            state["until"] = max(state["until"], system.table.clock.now + state["interval"])
            return Wait(until=state["until"], following=True)
        return self._frame(process, system)

    def _frame(self, process: Process, system: System) -> Step:
        state = process.state
        now = system.table.clock.now
        if state["screen"]:
            system.write(1, CLEAR)
        if state["title"]:
            seconds = state["interval"] / SECOND
            host = system.table.namespaces[process.namespaces].hostname
            system.write(
                1, f"Every {seconds:.1f}s: {state['shown']}    {host}: {format_date('%a %b %e %H:%M:%S %Y', now)}\n\n"
            )
        state["until"] = None
        state["frames"] += 1
        system.spawn(state["command"])
        return Wait(child=True)


class Env(Unhandling):
    """``env``."""

    def start(self, process: Process, system: System) -> Step:
        """Print the environment, or become a command in another one."""
        call = Call(process, system, busybox=False)
        try:
            options = parse(
                call,
                "i/ignore-environment u/unset= C/chdir= 0/null S/split-string=",
                "v/debug /block-signal? /default-signal? /ignore-signal? /list-signal-handling",
                status=125,
                in_order=True,
            )
        except Failure:
            call.flush()
            return Exit(125)
        words = options.get("S").split() + options.operands
        env = {} if "i" in options or words[:1] == ["-"] else dict(process.env)
        words = words[1:] if words[:1] == ["-"] else words
        for name in options.all("u"):
            env.pop(name, None)
        while words and "=" in words[0]:
            name, _, value = words.pop(0).partition("=")
            env[name] = value
        if not words:
            end = "\0" if "0" in options else "\n"
            system.write(1, "".join(f"{name}={value}{end}" for name, value in env.items()))
            return Exit(0)
        if "C" in options:
            process.cwd = system.files.realpath(options.get("C"))
        return become(process, system, words, env, "env: ‘{name}’: {why}\n")


def become(process: Process, system: System, words: list[str], env: dict[str, str], message: str) -> Step:
    """Go on as a command with an environment, or say why not."""
    process.env = env
    try:
        executables.resolve(words, env.get("PATH", executables.DEFAULT_PATH), system.files)
    except executables.ExecError as error:
        why = "No such file or directory" if error.code == "ENOENT" else "Permission denied"
        return _fail(system, message.format(name=error.name, why=why), 127 if error.code == "ENOENT" else 126)
    return Exec(tuple(words))


TAKING = {"nice": ("-n",), "ionice": ("-c", "-n"), "stdbuf": ("-i", "-o", "-e"), "time": ("-o", "-f")}
"""Options of such programs that take a word."""


class Nohup(Unhandling):
    """``nohup``, ``nice``, ``setsid``, ``stdbuf`` and ``time``: they become the command that they are given."""

    def __init__(self, name: str) -> None:
        self.name = name

    def start(self, process: Process, system: System) -> Step:
        """Become the command."""
        words = process.argv[1:]
        while words and words[0].startswith("-") and self.name != "nohup":
            takes = words[0] in TAKING.get(self.name, ())
            words = words[2:] if takes else words[1:]
        env = dict(process.env)
        if not words and self.name == "nice":
            system.write(1, "0\n")
            return Exit(0)
        if not words:
            return _fail(system, f"{self.name}: missing operand\nTry '{self.name} --help' for more information.\n", 125)
        if self.name == "nohup":
            process.ignored = [*process.ignored, "HUP"]
        return become(process, system, words, env, f"{self.name}: failed to run command ‘{{name}}’: {{why}}\n")
