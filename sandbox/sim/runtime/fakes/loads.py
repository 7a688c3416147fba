"""Programs that are there to use something up: stress, and the example of the autoscaling walkthrough.

Models stress 1.0.4, vish/stress and registry.k8s.io/hpa-example. Not modelled: disk load, memory that is freed again.
"""

import re

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.fakes.daemon import Daemon
from sandbox.sim.runtime.http import Response
from sandbox.sim.runtime.process import Exit, Process, Step, Wait
from sandbox.sim.runtime.system import System

_UNITS = {"": 1, "b": 1, "k": 1024, "ki": 1024, "m": 1024**2, "mi": 1024**2, "g": 1024**3, "gi": 1024**3}
_MIB = 1024**2
_DEFAULT_VM = 256 * _MIB
_TIMES = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
_OPTIONS = {
    "-c": "cpu", "--cpu": "cpu", "-cpus": "cpu", "-i": "io", "--io": "io", "-m": "vm", "--vm": "vm", "-d": "hdd",
    "--hdd": "hdd", "--vm-bytes": "bytes", "-mem-total": "bytes", "-t": "timeout", "--timeout": "timeout",
    "--vm-hang": "hang", "-mem-alloc-size": "step", "-mem-alloc-sleep": "pause",
}  # fmt: skip
_FLAGS = ("--vm-keep", "-v", "--verbose", "-q", "--quiet", "-logtostderr")


def _amount(text: str, units: dict[str, int]) -> int | None:
    found = re.fullmatch(r"(\d{1,12})([a-zA-Z]*)", text)
    return int(found[1]) * units[found[2].lower()] if found and found[2].lower() in units else None


class Stress(Daemon):
    """Says what it uses, and uses it."""

    stops = ("TERM", "INT")

    def begin(self, process: Process, system: System) -> Step | None:
        """Read the options; take CPUs and memory."""
        words = [part for word in process.argv[1:] for part in word.split("=", 1)]
        given: dict[str, int] = {}
        while words:
            word = words.pop(0)
            if word in _FLAGS:
                continue
            name = _OPTIONS.get(word)
            text = words.pop(0) if words and name else ""
            value = _amount(text, _TIMES if name in ("timeout", "pause") else _UNITS) if name else None
            if name is None or (value is None and name != "pause"):
                system.write(2, f"stress: FAIL: [1] (244) unrecognized option: {word}\n")
                return Exit(1)
            given[name] = value or 0
        cpu, vm = given.get("cpu", 0), given.get("vm", 1 if "bytes" in given else 0)
        hogs = f"{cpu} cpu, {given.get('io', 0)} io, {vm} vm, {given.get('hdd', 0)} hdd"
        system.write(1, f"stress: info: [1] dispatching hogs: {hogs}\n")
        idle = "hang" in given or ("step" in given)
        process.state["cpu"] = (cpu + (0 if idle else vm)) * SECOND
        process.state["memory"] = max(_MIB, vm * given.get("bytes", _DEFAULT_VM))
        if "timeout" not in given:
            return None
        process.state["until"] = system.table.clock.now + given["timeout"] * SECOND
        return Wait(until=process.state["until"])

    def resume(self, process: Process, system: System) -> Step:
        """Go on until the time is over."""
        until = process.state.get("until")
        if until is not None and system.table.clock.now >= until:
            system.write(1, "stress: info: [1] successful run completed\n")
            return Exit(0)
        return Wait(until=until)


class PhpApache(Daemon):
    """A page that adds up a million square roots before it answers."""

    stops = ("TERM", "INT", "WINCH")
    request_cost = 8_000_000
    memory = 11 * _MIB
    idle_cpu = 1_000_000

    def begin(self, process: Process, system: System) -> Step | None:
        """Listen on port 80."""
        if system.table.network is not None:
            system.table.network.listen(process, 80)
        words = "AH00094: Command line: 'apache2 -D FOREGROUND'"
        system.write(
            2, system.table.clock.moment().strftime(f"[%a %b %d %H:%M:%S.000000 %Y] [core:notice] [pid 1] {words}\n")
        )
        return None

    def serve(self, process: Process, system: System, port: int, request: bytes, peer: str) -> bytes:  # noqa: ARG002
        """Answer."""
        headers = {"Server": "Apache/2.4.10 (Debian) PHP/5.6.14", "Content-Type": "text/html; charset=UTF-8"}
        return Response(200, headers, b"OK!").encode()
