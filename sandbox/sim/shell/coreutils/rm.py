"""rm. Models coreutils 9.1. Questions are asked by ``rm_asking.py``."""

from sandbox.sim.kernel.errors import MESSAGES, KernelError
from sandbox.sim.shell.coreutils.options import Options, parse, usage
from sandbox.sim.shell.coreutils.tool import Call

UNMODELLED = "/one-file-system /interactive?"
SPEC = "i I f/force r/recursive R d/dir v/verbose /no-preserve-root /preserve-root?"


def run(call: Call) -> None:
    """Remove the operands."""
    options = parse(call, SPEC, UNMODELLED)
    if not options.operands:
        if "f" in options:
            return
        raise usage(call, "missing operand")
    for name in options.operands:
        remove(call, name, options)


def remove(call: Call, name: str, options: Options) -> None:
    """Remove one operand, or say why not."""
    if name.rstrip("/").rsplit("/", 1)[-1] in (".", ".."):
        call.error(f"refusing to remove '.' or '..' directory: skipping '{name}'")
    elif not name.strip("/") and name and "no-preserve-root" not in options:
        call.error("it is dangerous to operate recursively on '/'")
        call.error("use --no-preserve-root to override this failsafe")
    else:
        _remove(call, name, options)


def _remove(call: Call, name: str, options: Options) -> None:
    kind = call.files.kind(name.rstrip("/") or "/", follow=False)
    recursive = "r" in options or "R" in options
    try:
        if kind is None:
            call.files.stat(name)
        if kind == "dir" and recursive:
            remove_tree(call, name.rstrip("/") or "/", verbose="v" in options)
        elif kind == "dir" and "d" in options:
            call.files.rmdir(name)
        else:
            call.files.unlink(name)
            if "v" in options:
                call.line(f"removed '{name}'")
    except KernelError as error:
        if error.code in ("ENOENT", "ENOTDIR") and "f" in options:
            return
        shown = f"can't remove '{name}'" if call.busybox else f"cannot remove '{name}'"
        why = "is a directory" if call.busybox and error.code == "EISDIR" else MESSAGES[error.code]
        call.error(f"'{name}' is a directory" if call.busybox and error.code == "EISDIR" else f"{shown}: {why}")


def remove_tree(call: Call, name: str, *, verbose: bool = False) -> None:
    """Remove a directory with all that is in it. Raises KernelError."""
    for child in call.files.listdir(name):
        path = f"{name.rstrip('/')}/{child}"
        if call.files.kind(path, follow=False) == "dir":
            remove_tree(call, path, verbose=verbose)
        else:
            call.files.unlink(path)
            if verbose:
                call.line(f"removed '{path}'")
    call.files.rmdir(name)
    if verbose:
        call.line(f"removed directory '{name}'")
