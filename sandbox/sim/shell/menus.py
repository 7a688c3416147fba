"""``select``: a numbered list, a question, an answer.

Models execute_cmd.c: select_query of bash 5.2.
"""

from typing import TYPE_CHECKING

from sandbox.sim.runtime.process import Step, Wait
from sandbox.sim.shell.state import State

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

WIDTH = 80
TAB = 8


def begin(machine: "Machine", name: str, items: list[str], after: int) -> None:
    """Show the list and wait for an answer; ``after`` is where the loop ends."""
    if not items:
        machine.frame["pc"] = after
        return
    entry = machine.frame["loops"][-1]
    hold: State = {"kind": "menu", "name": name, "items": items, "after": after, "line": "", "pids": []}
    if not entry.get("shown"):
        entry["shown"] = True
        machine.err(layout(items))
    machine.state["hold"] = hold
    _ask(machine)


def _ask(machine: "Machine") -> None:
    question = machine.variables.get("PS3")
    machine.err("#? " if question is None else question)


def poll(machine: "Machine", hold: State) -> Step | None:
    """Read the answer: a number's item, anything else an empty value; an empty line shows the list again."""
    while "\n" not in hold["line"]:
        if not machine.system.can_read(0):
            return Wait(readable=(0,))
        data = machine.system.read(0, 1)
        if not data:
            machine.state["hold"] = None
            machine.err("\n")
            machine.frame["loops"][-1]["status"] = 1
            machine.frame["pc"] = hold["after"]
            return None
        hold["line"] += data.decode("latin-1")
    answer = hold["line"].removesuffix("\n").encode("latin-1").decode(errors="replace").strip()
    hold["line"] = ""
    if not answer:
        machine.err(layout(hold["items"]))
        _ask(machine)
        return poll(machine, hold)
    machine.state["hold"] = None
    number = int(answer) if answer.isdecimal() and len(answer) < TAB else 0
    machine.variables.set("REPLY", answer)
    machine.variables.set(hold["name"], hold["items"][number - 1] if 0 < number <= len(hold["items"]) else "")
    return None


def layout(items: list[str]) -> str:
    """Return the list as it is shown: one column, or several where there are more items than fit."""
    digits = len(str(len(items)))
    widest = max(len(item) for item in items) + digits + 2
    room = widest + 2
    columns = max(WIDTH // room, 1)
    rows = -(-len(items) // columns)
    columns = -(-len(items) // rows)
    if rows == 1:
        rows, columns = columns, 1
    lines = []
    for row in range(rows):
        line, place = "", 0
        for at in range(row, len(items), rows):
            cell = f"{at + 1:>{digits if at >= rows else len(str(rows))}}) {items[at]}"
            line += cell
            place += len(cell)
            if at + rows < len(items):
                target = (at // rows + 1) * room
                line += _indent(place, target)
                place = target
        lines.append(f"{line}\n")
    return "".join(lines)


def _indent(start: int, end: int) -> str:
    text = ""
    while start < end:
        if end // TAB > start // TAB:
            text += "\t"
            start += TAB - start % TAB
        else:
            text += " "
            start += 1
    return text
