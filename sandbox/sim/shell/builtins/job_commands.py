"""Builtins about other processes.

Models builtins/{wait,jobs,kill}.def of bash 5.2. Not modelled: job control (``fg``, ``bg``, ^Z).
"""

import re
from typing import TYPE_CHECKING

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime import signals
from sandbox.sim.runtime.process import Wait
from sandbox.sim.shell.builtins.flow import list_signals
from sandbox.sim.shell.children import announce, reap_all
from sandbox.sim.shell.faults import UsageFault
from sandbox.sim.shell.state import State

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

NOT_A_CHILD = 127


def wait(machine: "Machine", argv: list[str]) -> int | Wait:
    """``wait``. Returns a Wait while what it waits for still runs; a trapped signal ends it."""
    state = machine.state
    reap_all(machine)
    call = state["call"]
    if state["signals"]:
        return 128 + signals.NUMBERS[state["signals"][0]]
    words = [word for word in argv[1:] if word not in ("-n", "-f", "--")]
    if "-n" in argv:
        return _wait_any(machine)
    if not words:
        if any(str(job["pid"]) not in state["done"] for job in state["jobs"]):
            return Wait(child=True)
        _forget(machine, state["jobs"])
        return 0
    results: list[int] = call.setdefault("results", [])
    while len(results) < len(words):
        found = _one(machine, words[len(results)])
        if isinstance(found, Wait):
            return found
        results.append(found)
    return results[-1]


def _wait_any(machine: "Machine") -> int | Wait:
    state = machine.state
    if not state["jobs"]:
        return NOT_A_CHILD
    for job in state["jobs"]:
        if str(job["pid"]) in state["done"]:
            status: int = state["done"][str(job["pid"])][0]
            _forget(machine, [job])
            return status
    return Wait(child=True)


def _one(machine: "Machine", word: str) -> int | Wait:
    state = machine.state
    job = find_job(machine, word)
    if job is None:
        if word.startswith("%"):
            machine.complain(f"wait: {word}: no such job")
        elif not word.isdecimal():
            machine.complain(f"wait: `{word}': not a pid or valid job spec")
            return 1
        elif word in state.get("waited", {}):
            kept: int = state["waited"][word]
            return kept
        else:
            machine.complain(f"wait: pid {word} is not a child of this shell")
        return NOT_A_CHILD
    done = state["done"].get(str(job["pid"]))
    if done is None:
        return Wait(child=True)
    _forget(machine, [job])
    status: int = done[0]
    return status


def _forget(machine: "Machine", jobs: list[State]) -> None:
    state = machine.state
    for job in list(jobs):
        done = state["done"].pop(str(job["pid"]), None)
        state["jobs"].remove(job)
        if done is not None:
            announce(machine, done, job["source"], foreground=False)
            kept = state.setdefault("waited", {})
            kept[str(job["inner"])] = done[0]
            while len(kept) > 20:  # noqa: PLR2004  (enough for any script, and no leak in a long one)
                del kept[next(iter(kept))]


def find_job(machine: "Machine", word: str) -> State | None:
    """Return the job that ``%2`` or a pid names."""
    held: list[State] = machine.state["jobs"]
    if word.startswith("%"):
        rest = word[1:]
        if rest in ("", "%", "+"):
            return held[-1] if held else None
        return held[int(rest) - 1] if rest.isdecimal() and 0 < int(rest) <= len(held) else None
    return next((job for job in held if str(job["inner"]) == word), None)


def jobs(machine: "Machine", argv: list[str]) -> int:
    """``jobs``."""
    letters = "".join(word[1:] for word in argv[1:] if word.startswith("-"))
    for letter in letters:
        if letter not in "lnprs":
            raise UsageFault(f"-{letter}: invalid option", 2, "jobs [-lnprs] [jobspec ...] or jobs -x command [args]")
    reap_all(machine)
    held, done = machine.state["jobs"], machine.state["done"]
    for number, job in enumerate(held, start=1):
        ended = done.get(str(job["pid"]))
        if "p" in letters:
            machine.out(f"{job['inner']}\n")
            continue
        mark = "+" if number == len(held) else "-" if number == len(held) - 1 else " "
        state = "Running" if ended is None else "Done" if not ended[0] else f"Exit {ended[0]}"
        machine.out(f"[{number}]{mark}  {state:<23} {job.get('source', '')}{' &' if ended is None else ''}\n")
    _forget(machine, [job for job in held if str(job["pid"]) in done])
    return 0


def disown(machine: "Machine", argv: list[str]) -> int:
    """``disown``."""
    words = [word for word in argv[1:] if not word.startswith("-")]
    if not words and not machine.state["jobs"]:
        raise UsageFault("current: no such job", 1)
    if "-h" not in argv:
        chosen = [find_job(machine, word) for word in words] if words else machine.state["jobs"][-1:]
        machine.state["jobs"] = [job for job in machine.state["jobs"] if job not in chosen]
    return 0


def no_job_control(_machine: "Machine", _argv: list[str]) -> int:
    """``fg`` and ``bg``."""
    raise UsageFault("no job control", 1)


def kill(machine: "Machine", argv: list[str]) -> int:
    """``kill``."""
    words, name = argv[1:], "TERM"
    if words[:1] in (["-l"], ["-L"]):
        return _list(machine, words[1:])
    if words[:1] in (["-s"], ["-n"]) and len(words) > 1:
        name, words = _signal(words[1]), words[2:]
    elif words and re.fullmatch(r"-\w+", words[0]):
        name, words = _signal(words[0][1:]), words[1:]
    if words[:1] == ["--"]:
        words = words[1:]
    if not words:
        raise UsageFault("", 2, "kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]")
    return max(_send(machine, word, name) for word in words)


def _signal(text: str) -> str:
    if text in ("0", "EXIT"):
        return ""
    name = signals.parse_signal(text)
    if name is None:
        raise UsageFault(f"{text}: invalid signal specification", 1)
    return name


def _list(machine: "Machine", words: list[str]) -> int:
    if not words:
        machine.out(list_signals())
    for word in words:
        number = int(word) % 128 if word.isdecimal() else None
        if number is not None:
            machine.out(f"{signals.NAMES.get(number, '')}\n")
        else:
            machine.out(f"{signals.NUMBERS.get(word.upper().removeprefix('SIG'), '')}\n")
    return 0


def _send(machine: "Machine", word: str, name: str) -> int:
    job = find_job(machine, word) if word.startswith("%") else None
    if job is None and not re.fullmatch(r"-?\d+", word):
        message = "no such job" if word.startswith("%") else "arguments must be process or job IDs"
        machine.complain(f"kill: {word}: {message}")
        return 1
    inner = int(word) if job is None else job["inner"]
    pids = machine.system.find(inner)
    if not pids:
        machine.complain(f"kill: ({inner}) - No such process")
        return 1
    for pid in pids:
        try:
            machine.system.kill(pid, name)
        except KernelError as error:
            machine.complain(f"kill: ({inner}) - {error}")
            return 1
    return 0
