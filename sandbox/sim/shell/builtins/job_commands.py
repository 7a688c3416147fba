"""Builtins about other processes.

Models builtins/{wait,jobs,kill,fg_bg}.def of bash 5.2.
"""

import re
from typing import TYPE_CHECKING

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime import signals
from sandbox.sim.runtime.process import Wait
from sandbox.sim.shell import jobs as job_control
from sandbox.sim.shell.builtins.flow import CALLED, list_signals
from sandbox.sim.shell.children import announce, reap_all
from sandbox.sim.shell.faults import UsageFault
from sandbox.sim.shell.forks import hold_for
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


def _forget(machine: "Machine", held: list[State]) -> None:
    for job in list(held):
        if job_control.is_interactive(machine):
            machine.err(f"{job_control.row(machine, job)}\n" if str(job["pid"]) in machine.state["done"] else "")
        done = job_control.forget(machine, job)
        if done is not None and not job_control.is_interactive(machine):
            announce(machine, done, job["source"], foreground=False)


def find_job(machine: "Machine", word: str) -> State | None:
    """Return the job that ``%2``, ``%-``, ``%sleep``, ``%?text`` or a pid names."""
    held: list[State] = machine.state["jobs"]
    if not word.startswith("%"):
        return next((job for job in held if word in (str(job["inner"]), *_inner_pids(machine, job))), None)
    rest = word[1:]
    ordered = job_control.ranked(machine)
    if rest in ("", "%", "+"):
        return ordered[-1] if held else None
    if rest == "-":
        return ordered[-2] if len(held) > 1 else None
    if rest.isdecimal():
        return next((job for job in held if str(job["number"]) == rest), None)
    inside = rest.startswith("?")
    return next((j for j in held if (rest[1:] in j["source"] if inside else j["source"].startswith(rest))), None)


def _inner_pids(machine: "Machine", job: State) -> list[str]:
    table = machine.system.table.processes
    return [str(table[pid].inner_pid) for pid in job["pids"] if pid in table]


def jobs(machine: "Machine", argv: list[str]) -> int:
    """``jobs``."""
    words = [word for word in argv[1:] if not word.startswith("-")]
    letters = "".join(word[1:] for word in argv[1:] if word.startswith("-"))
    for letter in letters:
        if letter not in "lnprs":
            raise UsageFault(f"-{letter}: invalid option", 2, "jobs [-lnprs] [jobspec ...] or jobs -x command [args]")
    reap_all(machine)
    job_control.notice_stopped(machine)
    held, done = machine.state["jobs"], machine.state["done"]
    for job in [_named(machine, word) for word in words] if words else sorted(held, key=lambda row: int(row["number"])):
        ended = str(job["pid"]) in done
        if ("r" in letters and (ended or job.get("stopped"))) or ("s" in letters and not job.get("stopped")):
            continue
        machine.out(f"{job['inner'] if 'p' in letters else job_control.row(machine, job, pid='l' in letters)}\n")
    if "p" not in letters:
        for job in list(held):
            job_control.tell(machine, job)
    return 0


def _named(machine: "Machine", word: str) -> State:
    job = find_job(machine, word)
    if job is None:
        raise UsageFault(f"{word}: no such job", 1)
    return job


def disown(machine: "Machine", argv: list[str]) -> int:
    """``disown``."""
    words = [word for word in argv[1:] if not word.startswith("-")]
    if not words and not machine.state["jobs"]:
        raise UsageFault("current: no such job", 1)
    if "-h" not in argv:
        chosen = [find_job(machine, word) for word in words] if words else machine.state["jobs"][-1:]
        if "-a" in argv:
            chosen = list(machine.state["jobs"])
        machine.state["jobs"] = [job for job in machine.state["jobs"] if job not in chosen]
    return 0


def _controlled(machine: "Machine", argv: list[str]) -> State:
    """Return the job that ``fg`` or ``bg`` means."""
    if not job_control.is_interactive(machine):
        raise UsageFault("no job control", 1)
    reap_all(machine)
    job = find_job(machine, argv[1] if argv[1:2] and argv[1].startswith("%") else f"%{argv[1] if argv[1:2] else ''}")
    if job is None:
        raise UsageFault(f"{argv[1] if argv[1:2] else 'current'}: no such job", 1)
    return job


def fg(machine: "Machine", argv: list[str]) -> int:
    """``fg``: wait for a job as if it had been started without ``&``."""
    job = _controlled(machine, argv)
    state = machine.state
    if str(job["pid"]) in state["done"]:
        raise UsageFault("job has terminated", 1)
    machine.out(f"{job['source']}\n")
    state["jobs"].remove(job)
    pids = [pid for pid in job["pids"] if pid in machine.system.table.processes]
    guarded = state["call"]["guarded"]
    hold_for(machine, pids, guarded=guarded, source=job["source"])["job"] = job
    job_control.go_on(machine, job)
    return CALLED


def bg(machine: "Machine", argv: list[str]) -> int:
    """``bg``: let a stopped job go on in the background."""
    job = _controlled(machine, argv)
    if not job.get("stopped"):
        machine.complain(f"bg: job {job['number']} already in background")
        return 0
    machine.out(f"[{job['number']}]+ {job['source']} &\n")
    job_control.go_on(machine, job)
    return 0


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
    if job is not None and job_control.is_interactive(machine):
        job_control.kill(machine, job, name)
        return 0
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
