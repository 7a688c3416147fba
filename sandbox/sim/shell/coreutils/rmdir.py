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
            _remove(call, path, told="v" in options)
            while "p" in options and "/" in path.lstrip("/"):
                path = path.rpartition("/")[0]
                _remove(call, path, told="v" in options)
        except KernelError as error:
            if not (error.code == "ENOTEMPTY" and "ignore-fail-on-non-empty" in options):
                call.error(f"'{path}': {error}" if call.busybox else f"failed to remove '{path}': {error}")


def _remove(call: Call, path: str, *, told: bool) -> None:
    if told:
        call.line(f"rmdir: removing directory, '{path}'")
    call.files.rmdir(path)
