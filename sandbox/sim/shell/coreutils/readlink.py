"""readlink. Models coreutils 9.1."""

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.options import missing_operand, parse
from sandbox.sim.shell.coreutils.realpath import resolve
from sandbox.sim.shell.coreutils.tool import Call


def run(call: Call) -> int:
    """Print where the links point."""
    options = parse(
        call,
        "f/canonicalize e/canonicalize-existing m/canonicalize-missing n/no-newline q/quiet s/silent v/verbose",
        "z/zero",
    )
    if not options.operands:
        raise missing_operand(call)
    status = 0
    for name in options.operands:
        try:
            if any(key in options for key in "fem"):
                text = resolve(call, name, existing="e" in options, missing="m" in options)
            else:
                text = call.files.readlink(name)
        except KernelError as error:
            status = 1
            if "v" in options:
                call.error(f"{name}: {error}")
            continue
        call.out(text + ("" if "n" in options and len(options.operands) == 1 else "\n"))
    return status
