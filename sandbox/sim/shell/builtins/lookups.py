"""Builtins that look names up: ``type``, ``command``, ``builtin``, ``help``.

Models builtins/{type,command,builtin,help}.def of bash 5.2. Not modelled: the help texts themselves.
"""

from typing import TYPE_CHECKING

from sandbox.sim.runtime import executables
from sandbox.sim.runtime.process import Exec, Exit, Wait
from sandbox.sim.shell.faults import UsageFault
from sandbox.sim.shell.quoting import quote_value

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

KEYWORDS = frozenset(
    {
        "if",
        "then",
        "else",
        "elif",
        "fi",
        "case",
        "esac",
        "for",
        "select",
        "while",
        "until",
        "do",
        "done",
        "in",
        "function",
        "time",
        "{",
        "}",
        "!",
        "[[",
        "]]",
        "coproc",
    }
)


def kinds(machine: "Machine", name: str) -> list[tuple[str, str]]:
    """Return what a name means, first things first: rows of kind and text."""
    from sandbox.sim.shell.builtins.registry import ASH_ABSENT, BUILTINS  # noqa: PLC0415  (the registry lists this module)

    found = []
    if name in machine.state["aliases"]:
        found.append(("alias", str(machine.state["aliases"][name])))
    if name in KEYWORDS:
        found.append(("keyword", name))
    if name in machine.state["functions"]:
        found.append(("function", str(machine.state["functions"][name][0])))
    if name in BUILTINS and (machine.style.is_bash or name not in ASH_ABSENT):
        found.append(("builtin", name))
    place = executables.find(name, machine.variables.get("PATH") or "", machine.files)
    if place is not None and ("/" not in name or machine.files.kind(place) == "file"):
        found.append(("file", place))
    return found


def type_of(machine: "Machine", argv: list[str]) -> int:
    """``type``."""
    letters = "".join(word[1:] for word in argv[1:] if word.startswith("-"))
    for letter in letters:
        if letter not in "afptP":
            raise UsageFault(f"-{letter}: invalid option", 2, "type [-afptP] name [name ...]")
    status = 0
    for name in [word for word in argv[1:] if not word.startswith("-")]:
        found = kinds(machine, name)
        if "P" in letters or "p" in letters:
            found = (
                [row for row in found if row[0] == "file"]
                if "P" in letters or (found[:1] and found[0][0] == "file")
                else []
            )
        if not found:
            status = 1
            if not letters or letters == "a":
                machine.complain(f"type: {name}: not found") if machine.style.is_bash else machine.out(
                    f"{name}: not found\n"
                )
            continue
        for kind, text in found if "a" in letters else found[:1]:
            if "t" in letters:
                machine.out(f"{kind}\n")
            else:
                machine.out(f"{text}\n" if letters and letters != "a" else _sentence(machine, name, kind, text))
    return status if machine.style.is_bash else 127 * status


def _sentence(machine: "Machine", name: str, kind: str, text: str) -> str:
    if kind == "function":
        return (
            f"{name} is a function\n{name} () \n{text}\n" if machine.style.is_bash else f"{name} is a shell function\n"
        )
    sentences = {
        "alias": f"{name} is aliased to `{text}'\n" if machine.style.is_bash else f"{name} is an alias for {text}\n",
        "keyword": f"{name} is a shell keyword\n",
        "builtin": f"{name} is a shell builtin\n",
        "file": f"{name} is {text}\n",
    }
    return sentences[kind]


def command(machine: "Machine", argv: list[str]) -> int | Wait | Exec | Exit:
    """``command``."""
    words = argv[1:]
    letters = ""
    while words and words[0].startswith("-") and len(words[0]) > 1:
        letters += words[0][1:]
        words = words[1:]
        if letters.endswith("-"):
            break
    for letter in letters:
        if letter not in "pvV-":
            raise UsageFault(f"-{letter}: invalid option", 2, "command [-pVv] command [arg ...]")
    if "v" in letters or "V" in letters:
        return _describe(machine, words, long="V" in letters)
    if not words:
        return 0
    return _run(machine, words)


def _describe(machine: "Machine", words: list[str], *, long: bool) -> int:
    status = 0
    for name in words:
        found = kinds(machine, name)
        if not found:
            status = 1 if machine.style.is_bash else 127
            if long:
                machine.complain(f"command: {name}: not found")
            continue
        kind, text = found[0]
        if long:
            machine.out(_sentence(machine, name, kind, text))
        elif kind == "alias":
            machine.out(f"alias {name}={quote_value(text)}\n")
        else:
            machine.out(f"{text if kind == 'file' else name}\n")
    return status


def _run(machine: "Machine", words: list[str], *, only_builtins: bool = False) -> int | Wait | Exec | Exit:
    """Run a builtin or program in the place of this call, functions passed over."""
    from sandbox.sim.shell.builtins.registry import BUILTINS  # noqa: PLC0415  (the registry lists this module)
    from sandbox.sim.shell.commands import run_program  # noqa: PLC0415  (commands stand on the builtins)

    call = machine.state["call"]
    if words[0] in BUILTINS:
        call["argv"] = words
        return BUILTINS[words[0]](machine, words)
    if only_builtins:
        raise UsageFault(f"{words[0]}: not a shell builtin", 1)
    call["passed_on"] = True
    step = run_program(machine, words, call["record"], guarded=call["guarded"], source=" ".join(words))
    return -1 if step is None else step  # type: ignore[return-value]


def builtin(machine: "Machine", argv: list[str]) -> int | Wait | Exec | Exit:
    """``builtin``."""
    return _run(machine, argv[1:], only_builtins=True) if argv[1:] else 0


def help_text(machine: "Machine", argv: list[str]) -> int:
    """``help``."""
    from sandbox.sim.shell.builtins.registry import BUILTINS  # noqa: PLC0415  (the registry lists this module)

    if len(argv) > 1:
        if argv[1] not in BUILTINS:
            message = f"no help topics match `{argv[1]}'.  Try `help help' or `man -k {argv[1]}' or `info {argv[1]}'."
            raise UsageFault(message, 1)
        raise UsageFault(f"not modelled in this sandbox: {argv[1]}", 1)
    machine.out(
        "GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)\nThese shell commands are defined internally.\n\n"
    )
    machine.out("".join(f" {name}\n" for name in sorted(BUILTINS)))
    return 0


def history(machine: "Machine", argv: list[str]) -> int:
    """``history``: what the learner has typed, the call itself included."""
    held: list[str] = machine.state.get("history", [])
    if argv[1:2] == ["-c"]:
        machine.state["history"] = []
        return 0
    if argv[1:] and not argv[1].isdecimal():
        raise UsageFault(f"{argv[1]}: numeric argument required", 1)
    first = max(len(held) - int(argv[1][:9]), 0) if argv[1:] else 0
    for number, line in enumerate(held[first:], first + 1):
        machine.out(f"{number:5}  {line}\n")
    return 0
