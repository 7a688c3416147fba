"""Builtins about the working directory and the file mode mask.

Models builtins/{cd,pushd,umask}.def of bash 5.2. Not modelled: CDPATH, copies of rights (``umask g=u``).
"""

import re
from typing import TYPE_CHECKING

from sandbox.sim.kernel.errors import MESSAGES, KernelError
from sandbox.sim.kernel.files import EXECUTE
from sandbox.sim.shell.faults import UsageFault

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine


SYMBOLIC = re.compile(r"([ugoa]*)([-+=])([rwx]*)")
RIGHTS = {"r": 4, "w": 2, "x": 1}
SHIFTS = {"u": 6, "g": 3, "o": 0}


def logical(machine: "Machine") -> str:
    """Return the working directory as it was gone to, links kept."""
    held = machine.variables.get("PWD")
    cwd = machine.process.cwd
    return held if held is not None and held.startswith("/") and _same(machine, held, cwd) else cwd


def _same(machine: "Machine", path: str, cwd: str) -> bool:
    try:
        return machine.files.realpath(path) == machine.files.realpath(cwd)
    except KernelError:
        return False


def normalise(path: str) -> str:
    """Return an absolute path without ``.``, ``..`` and doubled slashes."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(parts)


def cd(machine: "Machine", argv: list[str]) -> int:
    """``cd``."""
    words, physical = argv[1:], False
    while words and re.fullmatch(r"-[LPe@]+", words[0]):
        physical = "P" in words[0]
        words = words[1:]
    if words[:1] == ["--"]:
        words = words[1:]
    if words and words[0].startswith("-") and words[0] != "-":
        raise UsageFault(f"{words[0][:2]}: invalid option", 2, "cd [-L|[-P [-e]] [-@]] [dir]")
    if len(words) > 1 and machine.style.is_bash:
        raise UsageFault("too many arguments", 1)
    target = words[0] if words else machine.variables.get("HOME")
    if target is None:
        raise UsageFault("HOME not set", 1)
    show = target == "-"
    if show:
        target = machine.variables.get("OLDPWD")
        if target is None:
            raise UsageFault("OLDPWD not set", 1)
    if not change(machine, target, "cd", physical=physical):
        return 2 if machine.style.name == "dash" else 1
    if show:
        machine.out(machine.process.cwd + "\n")
    return 0


def change(machine: "Machine", target: str, name: str, *, physical: bool = False) -> bool:
    """Go to a directory, or say why not."""
    base = logical(machine)
    path = target if target.startswith("/") else f"{base}/{target}"
    path = path if physical else normalise(path)
    code = _obstacle(machine, path if target else base)
    if code:
        _refuse(machine, target, code, name)
        return False
    machine.variables.set("OLDPWD", base)
    machine.process.cwd = machine.files.realpath(path) if physical else normalise(path)
    machine.variables.set("PWD", machine.process.cwd)
    return True


def _obstacle(machine: "Machine", path: str) -> str:
    """Return the errno that keeps the shell out of a directory, or ``""``."""
    try:
        inode = machine.files.stat(path)
    except KernelError as error:
        return error.code
    if inode.kind != "dir":
        return "ENOTDIR"
    return "" if machine.files.allows(inode, EXECUTE) else "EACCES"


def _refuse(machine: "Machine", target: str, code: str, name: str) -> None:
    if machine.style.is_bash:
        machine.complain(f"{name}: {target}: {MESSAGES[code]}")
    elif machine.style.name == "dash":
        machine.complain(f"{name}: can't cd to {target}")
    else:
        machine.complain(f"{name}: can't cd to {target}: {MESSAGES[code]}")


def pwd(machine: "Machine", argv: list[str]) -> int:
    """``pwd``."""
    for word in argv[1:]:
        if word.startswith("-") and word not in ("-L", "-P", "-LP", "-PL", "--"):
            raise UsageFault(f"{word[:2]}: invalid option", 2, "pwd [-LP]")
    physical = argv[1:2] == ["-P"]
    path = machine.process.cwd
    try:
        path = machine.files.realpath(path) if physical else logical(machine)
    except KernelError:
        path = machine.process.cwd
    machine.out(path + "\n")
    return 0


def _stack(machine: "Machine") -> list[str]:
    stack: list[str] = machine.state.setdefault("directories", [])
    return stack


def _show(machine: "Machine") -> None:
    home = machine.variables.get("HOME") or ""
    places = [machine.process.cwd, *_stack(machine)]
    shown = [
        "~" + place[len(home) :] if home and (place == home or place.startswith(home + "/")) else place
        for place in places
    ]
    machine.out(" ".join(shown) + "\n")


def dirs(machine: "Machine", argv: list[str]) -> int:
    """``dirs``."""
    if argv[1:2] == ["-c"]:
        _stack(machine).clear()
        return 0
    _show(machine)
    return 0


def pushd(machine: "Machine", argv: list[str]) -> int:
    """``pushd``."""
    stack, before = _stack(machine), machine.process.cwd
    if len(argv) < 2:  # noqa: PLR2004  (the name and an expression)
        if not stack:
            raise UsageFault("no other directory", 1)
        target = stack.pop(0)
    else:
        target = argv[1]
    if not change(machine, target, "pushd"):
        return 1
    stack.insert(0, before)
    _show(machine)
    return 0


def popd(machine: "Machine", _argv: list[str]) -> int:
    """``popd``."""
    stack = _stack(machine)
    if not stack:
        raise UsageFault("directory stack empty", 1)
    if not change(machine, stack.pop(0), "popd"):
        return 1
    _show(machine)
    return 0


def umask(machine: "Machine", argv: list[str]) -> int:
    """``umask``."""
    words = [word for word in argv[1:] if word not in ("-p", "-S")]
    if not words:
        mask = machine.process.umask
        if "-S" in argv:
            rights = [
                "".join(letter for bit, letter in ((4, "r"), (2, "w"), (1, "x")) if not (mask >> shift) & bit)
                for shift in (6, 3, 0)
            ]
            machine.out("u={},g={},o={}\n".format(*rights))
        else:
            machine.out(f"{'umask ' if '-p' in argv else ''}{mask:04o}\n")
        return 0
    if not re.fullmatch(r"[0-7]{1,4}", words[0]):
        if re.fullmatch(r"\d+", words[0]):
            raise UsageFault(f"{words[0]}: octal number out of range", 1)
        return _symbolic_umask(machine, words[0])
    machine.process.umask = int(words[0], 8) & 0o777
    return 0


def _symbolic_umask(machine: "Machine", text: str) -> int:
    """Set the mask by the rights that are to be left, as ``u=rwx,g-w,o=``."""
    allowed = ~machine.process.umask & 0o777
    for clause in text.split(","):
        found = SYMBOLIC.fullmatch(clause)
        if not found:
            raise UsageFault(f"`{clause[:1]}': invalid symbolic mode character", 1)
        bits = sum(RIGHTS[letter] for letter in set(found[3]))
        for who in set(found[1].replace("a", "ugo") or "ugo"):
            shift = SHIFTS[who]
            kept = allowed & ~(7 << shift) if found[2] == "=" else allowed
            allowed = kept & ~(bits << shift) if found[2] == "-" else kept | bits << shift
    machine.process.umask = ~allowed & 0o777
    return 0
