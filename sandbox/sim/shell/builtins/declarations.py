"""Builtins about variables.

Models builtins/{declare,setattr,let}.def of bash 5.2.
"""

import re
from typing import TYPE_CHECKING

from sandbox.sim.shell.assignments import ARRAY_MARK
from sandbox.sim.shell.faults import ShellFault, UsageFault
from sandbox.sim.shell.quoting import ansi_quote, double_quote, quote_if_needed, quote_value

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

TARGET = re.compile(r"([A-Za-z_]\w*)(?:\[([^\]]*)\])?(?:(\+?)=(.*))?", re.DOTALL)
DECLARE_USAGE = "declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]"
LOCAL_USAGE = "local [option] name[=value] ..."


def let(machine: "Machine", argv: list[str]) -> int:
    """``let``."""
    if len(argv) < 2:  # noqa: PLR2004  (the name and an expression)
        raise UsageFault("expression expected", 1)
    value = 0
    for text in argv[1:]:
        try:
            value = machine.expander.evaluate(text)
        except ShellFault as fault:
            machine.complain(f"let: {fault}")
            return 1
    return int(value == 0)


def _options(argv: list[str], allowed: str, usage: str) -> tuple[str, str, list[str]]:
    """Return the letters given with ``-``, those with ``+``, and the other words."""
    on, off, words = "", "", argv[1:]
    while words and re.match(r"[-+].", words[0]):
        word = words[0]
        words = words[1:]
        if word == "--":
            break
        for letter in word[1:]:
            if letter not in allowed:
                raise UsageFault(f"{word[0]}{letter}: invalid option", 2, usage)
        if word[0] == "-":
            on += word[1:]
        else:
            off += word[1:]
    return on, off, words


def export(machine: "Machine", argv: list[str]) -> int:
    """``export``."""
    on, _, words = _options(argv, "fnp", "export [-fn] [name[=value] ...] or export -p")
    if not words:
        return _print_all(machine, "x", "export")
    if "n" in on:
        for word in words:
            machine.variables.remove_attributes(word.split("=")[0], "x")
        return 0
    if "f" in on:
        return _export_functions(machine, words)
    return _set_all(machine, argv[0], words, "x")


def _export_functions(machine: "Machine", names: list[str]) -> int:
    status = 0
    for name in names:
        if name in machine.state["functions"]:
            held = machine.state.get("exported_functions", [])
            machine.state["exported_functions"] = [*held, *([] if name in held else [name])]
        else:
            machine.complain(f"export: {name}: not a function")
            status = 1
    return status


def readonly(machine: "Machine", argv: list[str]) -> int:
    """``readonly``."""
    on, _, words = _options(argv, "aAfp", "readonly [-aAf] [name[=value] ...] or readonly -p")
    if not words:
        return _print_all(machine, "r", "readonly")
    return _set_all(machine, argv[0], words, "r" + "".join(letter for letter in on if letter in "aA"))


def _print_all(machine: "Machine", letter: str, name: str) -> int:
    for held in sorted(machine.variables.attributes):
        if letter in machine.variables.attributes[held]:
            machine.out(describe(machine, held) if machine.style.is_bash else _posix(machine, held, name))
    return 0


def _posix(machine: "Machine", held: str, name: str) -> str:
    return f"{name} {held}={quote_value(machine.variables.get(held) or '')}\n"


def _set_all(machine: "Machine", name: str, words: list[str], letters: str, *, local: bool = False) -> int:
    status = 0
    for word in words:
        found = TARGET.fullmatch(word)
        if not found:
            machine.complain(
                f"{name}: `{word}': not a valid identifier"
                if machine.style.is_bash
                else f"{name}: {word}: bad variable name"
            )
            status = 1
            continue
        try:
            _set_one(machine, found, letters, local=local)
        except ShellFault as fault:
            machine.complain(f"{name}: {fault}" if not str(fault).startswith(name) else str(fault))
            status = 1
    return status


def _set_one(machine: "Machine", found: re.Match[str], letters: str, *, local: bool) -> None:
    target, index, plus, value = found.groups()
    variables = machine.variables
    if local:
        _make_local(machine, target)
    kinds = "".join(letter for letter in letters if letter != "r")
    variables.add_attributes(target, kinds)
    if value is not None and value.startswith(ARRAY_MARK):
        variables.set_array(target, machine.state.get("arrays", {}).pop(target, {}))
    elif value is not None:
        _assign(machine, target, index, value, append=bool(plus))
    elif (local and target not in variables.values and ("a" in letters or "A" in letters)) or (
        ("a" in letters or "A" in letters) and target not in variables.values
    ):
        variables.values[target] = {}
    if "r" in letters:
        variables.add_attributes(target, "r")


def _assign(machine: "Machine", target: str, index: str | None, value: str, *, append: bool) -> None:
    variables = machine.variables
    if variables.has(target, "i"):
        old = variables.get(target) or "0"
        value = str(machine.expander.evaluate(f"({old})+({value or 0})" if append else value or "0"))
        append = False
    if index is None:
        variables.set(target, value, append=append)
    else:
        variables.set_element(target, machine.expander.parameters.key(target, index), value, append=append)


def _make_local(machine: "Machine", target: str) -> None:
    frame = next(row for row in reversed(machine.state["frames"]) if row["kind"] == "function")
    held = frame.setdefault("locals", {})
    if target not in held:
        machine.variables.check_writable(target)
        held[target] = machine.variables.save(target)
        machine.variables.values.pop(target, None)
        exported = machine.variables.has(target, "x")
        machine.variables.attributes.pop(target, None)
        if exported and held[target][0] is not None:
            machine.variables.add_attributes(target, "x")


def _in_function(machine: "Machine") -> bool:
    return any(frame["kind"] == "function" for frame in machine.state["frames"])


def local(machine: "Machine", argv: list[str]) -> int:
    """``local``."""
    if not _in_function(machine):
        if machine.state["frames"] and machine.state["frames"][0].get("function"):
            on, _, words = _options(argv, "aAilnrtux", LOCAL_USAGE)
            return _set_all(machine, argv[0], words, on)
        raise UsageFault("can only be used in a function", 1)
    on, _, words = _options(argv, "aAilnprtuxgI", LOCAL_USAGE)
    kept = "".join(letter for letter in on if letter in "aAilnrux")
    if not machine.style.is_bash:
        return _set_all(machine, argv[0], words, "", local=True)
    return _set_all(machine, argv[0], words, kept, local=True)


def declare(machine: "Machine", argv: list[str]) -> int:
    """``declare`` and ``typeset``."""
    on, off, words = _options(argv, "aAfFgiIlnprtux", DECLARE_USAGE)
    if "f" in on or "F" in on:
        return _functions(machine, words, names_only="F" in on)
    if "p" in on or not words:
        return _describe_all(machine, argv[0], words, on)
    for word in words:
        machine.variables.remove_attributes(word.split("=")[0], off)
    letters = "".join(letter for letter in on if letter in "aAilnrux")
    return _set_all(machine, argv[0], words, letters, local=_in_function(machine) and "g" not in on)


def _functions(machine: "Machine", words: list[str], *, names_only: bool) -> int:
    held = machine.state["functions"]
    status = 0
    for name in words or sorted(held):
        if name not in held:
            status = 1
        elif names_only:
            machine.out(f"{name}\n" if words else f"declare -f {name}\n")
        else:
            machine.out(f"{name} () \n{held[name][0]}\n")
    return status


def _describe_all(machine: "Machine", command: str, words: list[str], on: str) -> int:
    variables, status = machine.variables, 0
    if not words:
        letters = [letter for letter in on if letter != "p"]
        for name in sorted({*variables.values, *variables.attributes}):
            if all(letter in variables.attributes.get(name, "") for letter in letters):
                machine.out(
                    describe(machine, name) if "p" in on else f"{name}={quote_if_needed(variables.get(name) or '')}\n"
                )
        return 0
    for name in words:
        if name not in variables.values and name not in variables.attributes:
            machine.complain(f"{command}: {name}: not found")
            status = 1
        else:
            machine.out(describe(machine, name))
    return status


def describe(machine: "Machine", name: str) -> str:
    """Return a variable as ``declare -p`` prints it."""
    variables = machine.variables
    order = "aAilnruxg"
    letters = "".join(sorted(variables.attributes.get(name, ""), key=order.index)) or "-"
    value = variables.values.get(name)
    if value is None:
        return f"declare -{letters} {name}\n"
    if isinstance(value, str):
        return f"declare -{letters} {name}={double_quote(value)}\n"
    associative = "A" in letters
    rows = [f"[{_key(key)}]={double_quote(held)}" for key, held in value.items()]
    return f"declare -{letters} {name}=({' '.join(rows)}{' ' if associative and rows else ''})\n"


def _key(key: str) -> str:
    if re.fullmatch(r"[\w@%+:.,/-]+", key):
        return key
    return ansi_quote(key) if "\n" in key else double_quote(key)


def unset(machine: "Machine", argv: list[str]) -> int:
    """``unset``."""
    on, _, words = _options(argv, "fvn", "unset [-f] [-v] [-n] [name ...]")
    status = 0
    for word in words:
        found = re.fullmatch(r"([A-Za-z_]\w*)\[(.*)\]", word, re.DOTALL)
        try:
            if found and "f" not in on:
                _unset_element(machine, found.group(1), found.group(2))
            elif "f" in on or (
                word not in machine.variables.values and word in machine.state["functions"] and "v" not in on
            ):
                machine.state["functions"].pop(word, None)
            else:
                machine.variables.unset(word)
        except ShellFault as fault:
            machine.complain(str(fault))
            status = 1
    return status


def _unset_element(machine: "Machine", name: str, index: str) -> None:
    if index in ("@", "*"):
        machine.variables.unset(name)
        return
    array = machine.variables.values.get(name)
    if isinstance(array, dict):
        array.pop(machine.expander.parameters.key(name, index), None)
