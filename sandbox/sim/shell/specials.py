"""Special parameters and the variables that bash computes.

Models variables.c: initialize_dynamic_variables of bash 5.2. Random numbers come from the World's seed.
Not modelled: BASH_COMMAND of anything but simple commands.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import KernelError

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

VERSION = "5.2.15(1)-release"
RANDOM_LIMIT = 32768


def value(machine: "Machine", name: str) -> str | None:
    """Return the value of a special parameter or computed variable; None where there is none."""
    state = machine.state
    if name.isdecimal():
        number = int(name[:9])
        if number == 0:
            return str(state["name"])
        arguments: list[str] = state["args"]
        return arguments[number - 1] if number <= len(arguments) else None
    compute = COMPUTED.get(name)
    if compute is None or (name.isalpha() and not machine.style.is_bash and name not in ("RANDOM", "LINENO", "PPID")):
        return None
    return compute(machine)


def _background(machine: "Machine") -> str | None:
    pid = machine.state["last_background"]
    return None if pid is None else str(pid)


def _flags(machine: "Machine") -> str:
    letters: str = machine.state["options"]
    return letters + ("hB" if machine.style.is_bash else "") + str(machine.state.get("started_with", ""))


def _arguments(machine: "Machine") -> str:
    return " ".join(machine.state["args"])


def _line(machine: "Machine") -> str:
    return str(machine.line)


def _own_pid(machine: "Machine") -> str:
    return str(machine.process.inner_pid)


def _uid(machine: "Machine") -> str:
    return str(machine.process.uid)


def _gid(machine: "Machine") -> str:
    return str(machine.process.gid)


def _hostname(machine: "Machine") -> str:
    return machine.system.table.namespaces[machine.process.namespaces].hostname


def _random(machine: "Machine") -> str:
    return str(machine.once(lambda: machine.system.table.rng.below("bash", RANDOM_LIMIT)))


def _seconds(machine: "Machine") -> str:
    return str((machine.system.table.clock.now - machine.process.started) // SECOND + machine.state.get("seconds", 0))


def _epoch(machine: "Machine") -> str:
    return str(machine.system.table.clock.seconds)


def _epoch_precise(machine: "Machine") -> str:
    now = machine.system.table.clock.now
    return f"{now // SECOND}.{now % SECOND // 1000:06d}"


def _function(machine: "Machine") -> str | None:
    return next((str(row["function"]) for row in reversed(machine.state["frames"]) if row.get("function")), None)


def _source(machine: "Machine") -> str | None:
    named = next((row["name"] for row in reversed(machine.state["frames"]) if row.get("name")), None)
    return named or (machine.state["name"] if machine.state.get("script") else None)


def _parent(machine: "Machine") -> str:
    parent = machine.system.table.processes.get(machine.process.parent)
    return str(parent.inner_pid if parent is not None and parent.namespaces == machine.process.namespaces else 0)


COMPUTED: dict[str, Callable[["Machine"], str | None]] = {
    # A substitution further on changes the status, and the words before it are expanded again once it has ended.
    "?": lambda machine: machine.once(lambda: str(machine.state["status"])),
    "#": lambda machine: str(len(machine.state["args"])),
    "$": lambda machine: str(machine.state["pid"]),
    "!": _background,
    "-": _flags,
    "@": _arguments,
    "*": _arguments,
    "RANDOM": _random,
    "SRANDOM": _random,
    "SECONDS": _seconds,
    "EPOCHSECONDS": _epoch,
    "EPOCHREALTIME": _epoch_precise,
    "LINENO": _line,
    "BASHPID": _own_pid,
    "PPID": _parent,
    "UID": _uid,
    "EUID": _uid,
    "HOSTNAME": _hostname,
    "BASH_VERSION": lambda _machine: VERSION,
    "BASH_SUBSHELL": lambda machine: str(machine.state["depth"]),
    "BASH": lambda _machine: "/bin/bash",
    "BASH_COMMAND": lambda machine: str(machine.state.get("command", "")),
    "BASH_SOURCE": _source,
    "FUNCNAME": _function,
    "PIPESTATUS": lambda machine: str(machine.state["pipe_status"][0]),
    "OSTYPE": lambda _machine: "linux-gnu",
    "HOSTTYPE": lambda _machine: "x86_64",
    "MACHTYPE": lambda _machine: "x86_64-pc-linux-gnu",
    "GROUPS": _gid,
    "IFS": lambda _machine: " \t\n",
    "OPTIND": lambda _machine: "1",
    "SHELLOPTS": lambda machine: ":".join(option_names(machine)),
}


def option_names(machine: "Machine") -> list[str]:
    """Return the long names of the options that are on."""
    names = {"e": "errexit", "u": "nounset", "x": "xtrace", "f": "noglob", "C": "noclobber", "a": "allexport"}
    on = [names[letter] for letter in machine.state["options"] if letter in names]
    return sorted(
        [
            *on,
            "braceexpand",
            "hashall",
            "interactive-comments",
            *(["pipefail"] if "pipefail" in machine.state["shopt"] else []),
        ]
    )


def home(machine: "Machine", user: str) -> str | None:
    """Return the home directory that /etc/passwd gives a user, the shell's own user for ``""``."""
    try:
        rows = [line.split(":") for line in machine.files.read_text("/etc/passwd").splitlines()]
    except KernelError:
        return None
    wanted = str(machine.process.uid)
    for row in rows:
        if len(row) > 5 and (row[0] == user or (not user and row[2] == wanted)):  # noqa: PLR2004  (passwd's columns)
            return row[5]
    return None
