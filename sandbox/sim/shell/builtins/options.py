"""Builtins about the shell's own settings: options, arguments, aliases, limits.

Models builtins/{set,shopt,shift,getopts,alias,ulimit}.def of bash 5.2.
"""

import re
from typing import TYPE_CHECKING

from sandbox.sim.shell.faults import UsageFault
from sandbox.sim.shell.quoting import quote_if_needed, quote_value

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

LETTERS = "abefhkmnptuvxBCEHPT"
LONG = {
    "allexport": "a", "errexit": "e", "errtrace": "E", "functrace": "T", "hashall": "h", "keyword": "k", "monitor": "m",
    "noclobber": "C", "noexec": "n", "noglob": "f", "nounset": "u", "physical": "P", "privileged": "p", "verbose": "v",
    "xtrace": "x", "braceexpand": "B", "histexpand": "H", "notify": "b", "onecmd": "t",
}  # fmt: skip
OTHERS = frozenset({"pipefail", "posix", "emacs", "vi", "history", "ignoreeof", "interactive-comments", "nolog"})
SHOPTS = frozenset(
    {
        "autocd",
        "cdspell",
        "checkhash",
        "checkjobs",
        "checkwinsize",
        "cmdhist",
        "dirspell",
        "dotglob",
        "execfail",
        "expand_aliases",
        "extglob",
        "failglob",
        "globskipdots",
        "globstar",
        "histappend",
        "hostcomplete",
        "huponexit",
        "inherit_errexit",
        "interactive_comments",
        "lastpipe",
        "login_shell",
        "nocaseglob",
        "nocasematch",
        "nullglob",
        "progcomp",
        "promptvars",
        "restricted_shell",
        "sourcepath",
        "xpg_echo",
    }
)
SHOPTS_ON = frozenset(
    {
        "checkwinsize",
        "cmdhist",
        "globskipdots",
        "hostcomplete",
        "interactive_comments",
        "progcomp",
        "promptvars",
        "sourcepath",
    }
)
SET_USAGE = "set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]"


def set_options(machine: "Machine", argv: list[str]) -> int:
    """``set``."""
    words = argv[1:]
    if not words:
        return _show_variables(machine)
    while words and re.match(r"[-+]", words[0]):
        word = words[0]
        words = words[1:]
        if word in ("--", "-"):
            if word == "--" or words:
                machine.state["args"] = words
            return 0
        if "o" in word[1:]:
            if not words:
                return _show_options(machine, as_commands=word[0] == "+")
            _set_long(machine, words[0], on=word[0] == "-")
            words = words[1:]
        _set_letters(machine, word)
    if words:
        machine.state["args"] = words
    return 0


def _set_letters(machine: "Machine", word: str) -> None:
    for letter in word[1:]:
        if letter == "o":
            continue
        if letter not in LETTERS:
            usage = SET_USAGE if machine.style.is_bash else ""
            raise UsageFault(f"{word[0]}{letter}: invalid option", 2, usage)
        _switch(machine, letter, on=word[0] == "-")


def _switch(machine: "Machine", letter: str, *, on: bool) -> None:
    held = machine.state["options"].replace(letter, "")
    machine.state["options"] = "".join(sorted(held + letter)) if on else held


def _set_long(machine: "Machine", name: str, *, on: bool) -> None:
    if name in LONG:
        _switch(machine, LONG[name], on=on)
    elif name in OTHERS:
        machine.state["shopt"].pop(name, None)
        if on:
            machine.state["shopt"][name] = True
    else:
        raise UsageFault(f"{name}: invalid option name", 2)


def _show_options(machine: "Machine", *, as_commands: bool) -> int:
    on_by_default = ("braceexpand", "hashall", "interactive-comments")
    for name in sorted({*LONG, *OTHERS}):
        on = machine.option(LONG[name]) if name in LONG else name in machine.state["shopt"]
        on = on or name in on_by_default
        machine.out(f"set {'-' if on else '+'}o {name}\n" if as_commands else f"{name:<15}\t{'on' if on else 'off'}\n")
    return 0


def _show_variables(machine: "Machine") -> int:
    for name in sorted(machine.variables.values):
        value = machine.variables.values[name]
        if isinstance(value, str):
            machine.out(f"{name}={quote_if_needed(value) if value else ''}\n")
        else:
            rows = " ".join(f'[{key}]="{held}"' for key, held in value.items())
            machine.out(f"{name}=({rows})\n")
    return 0


def shopt(machine: "Machine", argv: list[str]) -> int:
    """``shopt``."""
    letters = "".join(word[1:] for word in argv[1:] if word.startswith("-"))
    names = [word for word in argv[1:] if not word.startswith("-")]
    held, status = machine.state["shopt"], 0
    for name in names:
        if "o" in letters:
            _set_long(machine, name, on="s" in letters)
        elif name not in SHOPTS:
            machine.complain(f"shopt: {name}: invalid shell option name")
            status = 1
        elif name == "lastpipe" and "s" in letters:
            machine.complain(f"shopt: {name}: not modelled in this sandbox")
            status = 1
        elif "s" in letters or "u" in letters:
            held[name] = True
            if "u" in letters:
                del held[name]
        else:
            on = name in held or name in SHOPTS_ON
            machine.out("" if "q" in letters else f"{name:<15}\t{'on' if on else 'off'}\n")
            status = status or int(not on)
    if not names:
        for name in sorted(SHOPTS):
            on = name in held or name in SHOPTS_ON
            if not ("s" in letters and not on) and not ("u" in letters and on):
                machine.out(f"{name:<15}\t{'on' if on else 'off'}\n")
    return status


def shift(machine: "Machine", argv: list[str]) -> int:
    """``shift``."""
    if len(argv) > 1 and not re.fullmatch(r"-?\d+", argv[1]):
        raise UsageFault(f"{argv[1]}: numeric argument required", 1)
    count = int(argv[1]) if len(argv) > 1 else 1
    if count < 0:
        raise UsageFault(f"{argv[1]}: shift count out of range", 1)
    args = machine.state["args"]
    if count > len(args):
        if not machine.style.is_bash:
            machine.complain("shift: can't shift that many")
            machine.exit(2)
            return -1
        return 1
    machine.state["args"] = args[count:]
    return 0


def alias(machine: "Machine", argv: list[str]) -> int:
    """``alias``; the learner's session expands them, as an interactive shell does."""
    held: dict[str, str] = machine.state["aliases"]
    words = [word for word in argv[1:] if word != "-p"]
    status = 0
    if not words:
        for name in sorted(held):
            machine.out(_alias_line(machine, name))
    for word in words:
        name, equals, value = word.partition("=")
        if equals:
            held[name] = value
        elif name in held:
            machine.out(_alias_line(machine, name))
        else:
            machine.complain(f"alias: {name}: not found" if machine.style.is_bash else f"alias: {name} not found")
            status = 1
    return status


def _alias_line(machine: "Machine", name: str) -> str:
    prefix = "alias " if machine.style.is_bash else ""
    return f"{prefix}{name}={quote_value(machine.state['aliases'][name])}\n"


def unalias(machine: "Machine", argv: list[str]) -> int:
    """``unalias``."""
    held, status = machine.state["aliases"], 0
    if argv[1:2] == ["-a"]:
        held.clear()
        return 0
    if len(argv) < 2:  # noqa: PLR2004  (the name and an expression)
        raise UsageFault("", 2, "unalias [-a] name [name ...]")
    for name in argv[1:]:
        if held.pop(name, None) is None:
            machine.complain(f"unalias: {name}: not found")
            status = 1
    return status


def getopts(machine: "Machine", argv: list[str]) -> int:
    """``getopts``."""
    if len(argv) < 3:  # noqa: PLR2004  (name, option string and variable)
        raise UsageFault("", 2, "getopts optstring name [arg ...]")
    spec, name = argv[1], argv[2]
    args = argv[3:] or machine.state["args"]
    variables = machine.variables
    index = int(variables.get("OPTIND") or 1)
    place = machine.state.get("option_place", 1) if machine.state.get("option_index") == index else 1
    if index > len(args) or not re.match(r"-.", args[index - 1]) or args[index - 1] == "--":
        after = index + 1 if index <= len(args) and args[index - 1] == "--" else index
        _note(machine, after, 1)
        variables.set(name, "?")
        return 1
    word = args[index - 1]
    letter = word[place]
    at = spec.lstrip(":").find(letter) if letter != ":" else -1
    quiet = spec.startswith(":")
    following = (index, place + 1) if place + 1 < len(word) else (index + 1, 1)
    if at < 0:
        return _bad_option(machine, name, letter, following, "illegal option", quiet=quiet)
    if spec.lstrip(":")[at + 1 : at + 2] != ":":
        variables.unset("OPTARG")
        variables.set(name, letter)
        _note(machine, *following)
        return 0
    return _with_argument(machine, name, letter, (index, place, args), quiet=quiet)


def _with_argument(
    machine: "Machine", name: str, letter: str, where: tuple[int, int, list[str]], *, quiet: bool
) -> int:
    index, place, args = where
    rest = args[index - 1][place + 1 :]
    if rest:
        value, index = rest, index + 1
    elif index < len(args):
        value, index = args[index], index + 2
    else:
        following = (index + 1, 1)
        if not quiet:
            return _bad_option(machine, name, letter, following, "option requires an argument", quiet=False)
        machine.variables.set("OPTARG", letter)
        machine.variables.set(name, ":")
        _note(machine, *following)
        return 0
    machine.variables.set("OPTARG", value)
    machine.variables.set(name, letter)
    _note(machine, index, 1)
    return 0


def _bad_option(
    machine: "Machine", name: str, letter: str, following: tuple[int, int], why: str, *, quiet: bool
) -> int:
    machine.variables.set(name, "?")
    if quiet:
        machine.variables.set("OPTARG", letter)
    else:
        machine.variables.unset("OPTARG")
        machine.err(f"{machine.state['name']}: {why} -- {letter}\n")
    _note(machine, *following)
    return 0


def _note(machine: "Machine", index: int, place: int) -> None:
    machine.variables.set("OPTIND", str(index))
    machine.state["option_index"], machine.state["option_place"] = index, place


LIMITS = {
    "c": ("core file size", "blocks", "0"),
    "d": ("data seg size", "kbytes", "unlimited"),
    "f": ("file size", "blocks", "unlimited"),
    "l": ("max locked memory", "kbytes", "8192"),
    "m": ("max memory size", "kbytes", "unlimited"),
    "n": ("open files", "", "1024"),
    "s": ("stack size", "kbytes", "8192"),
    "t": ("cpu time", "seconds", "unlimited"),
    "u": ("max user processes", "", "31421"),
    "v": ("virtual memory", "kbytes", "unlimited"),
}


def ulimit(machine: "Machine", argv: list[str]) -> int:
    """``ulimit``; limits can be read and set, and limit nothing."""
    words = argv[1:]
    letters = "".join(word[1:] for word in words if word.startswith("-"))
    values = [word for word in words if not word.startswith("-")]
    held = machine.state.setdefault("limits", {})
    for letter in letters:
        if letter not in LIMITS and letter not in "SHa":
            raise UsageFault(f"-{letter}: invalid option", 2, "ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]")
    if "a" in letters:
        for letter, (text, unit, value) in LIMITS.items():
            machine.out(f"{text:<28}({unit + ', ' if unit else ''}-{letter}) {held.get(letter, value)}\n")
        return 0
    chosen = next((letter for letter in letters if letter in LIMITS), "f")
    if values:
        held[chosen] = values[0]
    else:
        machine.out(f"{held.get(chosen, LIMITS[chosen][2])}\n")
    return 0
