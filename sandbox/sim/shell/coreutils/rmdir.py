"""rmdir. Models coreutils 9.1."""

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.options import missing_operand, parse
from sandbox.sim.shell.coreutils.tool import Call


def run(call: Call) -> None:
    """Remove the empty directories."""
    options = parse(call, "p/parents v/verbose /ignore-fail-on-non-empty")
    if not options.operands:
        raise missing_operand(call)
    for name in options.operands:
        path = name.rstrip("/")
        try:
            call.files.rmdir(path)
            while "p" in options and "/" in path.lstrip("/"):
                path = path.rpartition("/")[0]
                call.files.rmdir(path)
        except KernelError as error:
            if not (error.code == "ENOTEMPTY" and "ignore-fail-on-non-empty" in options):
                call.error(f"'{path}': {error}" if call.busybox else f"failed to remove '{path}': {error}")
