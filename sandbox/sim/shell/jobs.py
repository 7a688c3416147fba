"""Jobs of an interactive shell: who stands in the foreground, who was stopped, who has ended.

Models jobs.c of bash 5.2 and of ash. A job is a row of the shell's state: ``number``, ``pid`` of its last process (its
status is the job's), ``pids``, ``inner`` (the pid that is shown), ``group``, ``source``, ``stopped``.
"""

from typing import TYPE_CHECKING

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.terminals import Terminal, members, signal_group, terminal_of
from sandbox.sim.shell.children import DESCRIPTIONS, reap_all
from sandbox.sim.shell.state import State

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

ECHOED = 2
"""The column of a terminal that showed ``^C`` last: a prompt does not stand behind that."""
STOPPED_STATUS = 148
"""128 + SIGTSTP."""


def begin(machine: "Machine", terminal: Terminal) -> None:
    """Lead a process group of one's own, in the foreground of the terminal."""
    machine.process.group = machine.process.pid
    terminal.foreground = machine.process.pid


def is_interactive(machine: "Machine") -> bool:
    """Say whether the shell controls jobs."""
    return bool(machine.state.get("interactive"))


def _terminal(machine: "Machine") -> Terminal | None:
    return next(
        (found for fd in (0, 2, 1) if (found := terminal_of(machine.system.table, machine.process, fd)) is not None),
        None,
    )


def put_in_foreground(machine: "Machine", pids: list[int]) -> None:
    """Give what the shell is going to wait for a group of its own and the terminal."""
    table = machine.system.table
    for pid in pids:
        table.processes[pid].group = pids[0]
    terminal = _terminal(machine)
    if terminal is not None:
        terminal.foreground = pids[0]


def take_back(machine: "Machine") -> None:
    """Stand in the foreground again, with the terminal as a shell wants it."""
    terminal = _terminal(machine)
    if terminal is not None:
        terminal.foreground = machine.process.group
        terminal.reset()
        if terminal.column == ECHOED:
            machine.err("\n")


def add(machine: "Machine", pids: list[int], source: str, *, stopped: bool = False) -> State:
    """Note a job and return it."""
    state = machine.state
    last = machine.system.table.processes[pids[-1]]
    job: State = {
        "number": max((row["number"] for row in state["jobs"]), default=0) + 1, "pid": last.pid, "pids": pids,
        "inner": last.inner_pid, "group": last.group, "line": machine.line, "source": source, "stopped": stopped,
    }  # fmt: skip
    state["jobs"].append(job)
    return job


def typed_source(machine: "Machine") -> str:
    """Return what was typed, for a job that has no text of its own."""
    typed: list[str] = machine.state.get("history") or [""]
    source = typed[-1].strip().removesuffix("&").strip()
    return f"( {source[1:-1].strip()} )" if source.startswith("(") and source.endswith(")") else source


def stopped_child(machine: "Machine", pids: list[int]) -> bool:
    """Say whether one of the processes was stopped."""
    found = (machine.system.table.processes.get(pid) for pid in pids)
    return any(row is not None and row.stopped and row.status is None for row in found)


def suspend(machine: "Machine", hold: State) -> None:
    """Turn what was waited for into a stopped job."""
    take_back(machine)
    source = hold["source"] or typed_source(machine)
    job = hold.get("job") or add(machine, hold["pids"], source)
    job["stopped"], job["told"] = True, "Stopped"
    job["group"] = machine.system.table.processes[hold["pids"][-1]].group if hold["pids"] else job["group"]
    if hold.get("job"):
        machine.state["jobs"].append(job)
    machine.err(f"{row(machine, job)}\n")


def row(machine: "Machine", job: State, *, pid: bool = False) -> str:
    """Return a job's line, as ``jobs`` prints it."""
    done = machine.state["done"].get(str(job["pid"]))
    word = describe(job, done)
    shown = f"{job['inner']} " if pid else ""
    end = " &" if done is None and not job.get("stopped") else ""
    mark = _mark(machine, job)
    if machine.style.is_bash:
        return f"[{job['number']}]{mark}  {shown}{word:<23} {job.get('source', '')}{end}"
    lead = f"[{job['number']}]{mark}  " if machine.style.name == "ash" else f"[{job['number']}] {mark} "
    return f"{lead}{shown}{word}".ljust(33) + str(job.get("source", ""))


def _mark(machine: "Machine", job: State) -> str:
    ordered = ranked(machine)
    return "+" if job is ordered[-1] else "-" if len(ordered) > 1 and job is ordered[-2] else " "


def ranked(machine: "Machine") -> list[State]:
    """Return the jobs, the current one last: what was stopped comes before what runs."""
    return sorted(machine.state["jobs"], key=lambda job: bool(job.get("stopped")))


def describe(job: State, done: list[object] | None) -> str:
    """Return ``Running``, ``Stopped``, ``Done``, ``Exit 3``, ``Terminated``."""
    if done is None:
        return "Stopped" if job.get("stopped") else "Running"
    status, signal, _ = done
    if signal:
        return DESCRIPTIONS.get(str(signal), "Interrupt" if signal == "INT" else str(signal))
    return f"Exit {status}" if status else "Done"


def notice_stopped(machine: "Machine") -> None:
    """Note which jobs were stopped, or went on, by a signal from elsewhere."""
    for job in machine.state["jobs"]:
        job["stopped"] = stopped_child(machine, job.get("pids") or [job["pid"]])


def notify(machine: "Machine") -> None:
    """Say before a prompt which jobs have ended since the last one."""
    state = machine.state
    instant = state["reader"].get("began") == machine.system.table.clock.now
    for job, word in _standings(machine):
        if word in ("Running", job.get("told")):
            continue
        if instant and job.get("sighted") != word:
            job["sighted"] = word  # The shell hears of what it has just done itself only after the next command.
            continue
        machine.err(f"{row(machine, job)}\n")
        tell(machine, job)


def _standings(machine: "Machine") -> list[tuple[State, str]]:
    """Look how each job stands."""
    reap_all(machine)
    notice_stopped(machine)
    done = machine.state["done"]
    return [(job, describe(job, done.get(str(job["pid"])))) for job in machine.state["jobs"]]


def begin_line(machine: "Machine") -> None:
    """Note when a line begins and how the jobs stand then: that can be told at the next prompt."""
    machine.state["reader"]["began"] = machine.system.table.clock.now
    for job, word in _standings(machine) if is_interactive(machine) else ():
        job["sighted"] = word


def tell(machine: "Machine", job: State) -> None:
    """Note that a person knows how a job stands; one that has ended is forgotten."""
    done = machine.state["done"].get(str(job["pid"]))
    job["told"] = describe(job, done)
    if done is not None:
        forget(machine, job)


def forget(machine: "Machine", job: State) -> list[object] | None:
    """Take a job off the list and return how its last process ended; ``wait`` may still ask for its status."""
    state = machine.state
    state["jobs"].remove(job)
    done: list[object] | None = state["done"].pop(str(job["pid"]), None)
    if done is not None:
        kept = state.setdefault("waited", {})
        kept[str(job["inner"])] = done[0]
        while len(kept) > 20:  # noqa: PLR2004  (enough for any script, and no leak in a long one)
            del kept[next(iter(kept))]
    return done


def go_on(machine: "Machine", job: State) -> None:
    """Let a stopped job go on."""
    job["stopped"], job["told"] = False, ""
    for process in _processes(machine, job):
        machine.system.table.signal(process.pid, "CONT")


def _processes(machine: "Machine", job: State) -> list[Process]:
    return members(machine.system.table, job["group"])


def kill(machine: "Machine", job: State, signal: str) -> None:
    """Send a signal to a job; one that is stopped goes on to take it. Raises KernelError."""
    if not signal:
        return
    if job.get("group") in (None, machine.process.group):
        machine.system.kill(job["pid"], signal)
        return
    if not _processes(machine, job):
        raise KernelError("ESRCH")
    signal_group(machine.system.table, job["group"], signal)
    if signal in ("TERM", "HUP"):
        go_on(machine, job)


def holds_back(machine: "Machine") -> bool:
    """Say whether the shell refuses to end, once, because jobs are stopped; when it ends they are hung up."""
    state = machine.state
    if not is_interactive(machine):
        return False
    stopped = [job for job in state["jobs"] if job.get("stopped")]
    if stopped and not state.get("exit_refused"):
        state["exit_refused"] = True
        words = "There are stopped jobs." if machine.style.is_bash else "You have stopped jobs."
        machine.err(f"exit\n{words}\n" if machine.style.is_bash else f"{words}\n")
        return True
    for job in stopped:
        signal_group(machine.system.table, job["group"], "HUP")
        go_on(machine, job)
    return False
