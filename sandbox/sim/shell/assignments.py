"""Assignments, of scalars, elements and whole arrays.

Models subst.c: do_assignment and arrayfunc.c of bash 5.2.
"""

from typing import TYPE_CHECKING

from sandbox.sim.shell.syntax import Assignment, Word

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

ARRAY_MARK = "\x01array\x01"
"""Stands before an array's text in the arguments of ``declare``: only the parser can put it there."""


Expanded = tuple[str, str | dict[str, str]]
"""A subscript (empty for none) and a value or a whole array."""


def expand_assignment(machine: "Machine", row: Assignment) -> Expanded:
    """Return what an assignment is going to assign. Raises ShellFault, NeedSubstitution."""
    if row.elements is not None:
        return "", array_value(machine, row)
    value = machine.expander.text(row.value, assignment=True)
    return machine.expander.text(row.subscript) if row.subscript is not None else "", value


def put(machine: "Machine", row: Assignment, expanded: Expanded) -> None:
    """Make an assignment whose expansions are done. Raises ShellFault."""
    index, value = expanded
    variables = machine.variables
    if isinstance(value, dict):
        variables.set_array(row.name, value)
        return
    append = row.append
    if variables.has(row.name, "i"):
        old = variables.get(row.name) or "0"
        value = str(machine.expander.evaluate(f"({old})+({value or 0})" if append else value or "0"))
        append = False
    if row.subscript is not None:
        key = machine.expander.parameters.key(row.name, index)
        variables.set_element(row.name, key, value, append=append)
    else:
        variables.set(row.name, value, append=append)
    if machine.option("a"):
        variables.add_attributes(row.name, "x")


def array_value(machine: "Machine", row: Assignment) -> dict[str, str]:
    """Return the elements of ``(…)``, after those that are there already for ``+=``."""
    variables = machine.variables
    array = dict(variables.array(row.name)) if row.append else {}
    associative = variables.is_associative(row.name)
    position = max((int(key) for key in array), default=-1) + 1 if not associative else 0
    for element in row.elements or ():
        if isinstance(element, Assignment):
            index = machine.expander.text(element.subscript or Word((), ""))
            key = index if associative else str(machine.expander.evaluate(index))
            value = machine.expander.text(element.value)
            array[key] = array.get(key, "") + value if element.append else value
            position = position if associative else int(key) + 1
            continue
        for field in machine.expander.fields([element]):
            array[str(position)] = field
            position += 1
    return array


def expand_declarations(machine: "Machine", words: tuple[Word | Assignment, ...]) -> list[str]:
    """Return a command's words; assignments among them (of ``export`` and its like) are neither split nor matched.

    An array becomes one argument that ``declare`` finds in ``state["arrays"]``.
    """
    argv: list[str] = []
    arrays: dict[str, dict[str, str]] = {}
    for word in words:
        if isinstance(word, Word):
            argv += machine.expander.fields([word])
        elif word.elements is not None:
            if "-A" in argv:
                machine.variables.add_attributes(word.name, "A")
            arrays[word.name] = array_value(machine, word)
            argv.append(f"{word.name}={ARRAY_MARK}")
        else:
            value = machine.expander.text(word.value, assignment=True)
            index = f"[{machine.expander.text(word.subscript)}]" if word.subscript is not None else ""
            argv.append(f"{word.name}{index}{'+' if word.append else ''}={value}")
    if arrays:
        machine.state["arrays"] = arrays
    return argv
