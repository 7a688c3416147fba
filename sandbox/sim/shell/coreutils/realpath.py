"""realpath. Models coreutils 9.1. Not modelled: --relative-base."""

import posixpath

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.options import missing_operand, parse
from sandbox.sim.shell.coreutils.tool import Call

SPEC = "e/canonicalize-existing m/canonicalize-missing q/quiet s/no-symlinks P/physical /relative-to="


def run(call: Call) -> None:
    """Print the paths without links and dots."""
    options = parse(call, SPEC, "L/logical z/zero /relative-base=")
    if not options.operands:
        raise missing_operand(call)
    for name in options.operands:
        try:
            if "s" in options:
                path = posixpath.normpath(posixpath.join(call.files.cwd, name))
            else:
                path = resolve(call, name, existing="e" in options, missing="m" in options)
        except KernelError as error:
            if "q" not in options:
                call.error(f"{name}: {error}")
            call.status = 1
            continue
        if "relative-to" in options:
            path = posixpath.relpath(path, resolve(call, options.get("relative-to"), existing=False, missing=True))
        call.line(path)


def resolve(call: Call, name: str, *, existing: bool, missing: bool) -> str:
    """Return a path without links; the last part need not exist, with ``missing`` none. Raises KernelError."""
    try:
        return call.files.realpath(name)
    except KernelError as error:
        if existing or error.code != "ENOENT" or not name:
            raise
    path = posixpath.normpath(posixpath.join(call.files.cwd, name))
    head, tail = posixpath.split(path)
    if missing:
        return posixpath.join(resolve(call, head, existing=False, missing=True), tail) if head != path else path
    return posixpath.join(call.files.realpath(head), tail)
