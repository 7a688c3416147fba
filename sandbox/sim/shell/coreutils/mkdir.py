"""mkdir. Models coreutils 9.1."""

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.modes import change_mode
from sandbox.sim.shell.coreutils.options import missing_operand, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure


def run(call: Call) -> None:
    """Make the directories."""
    options = parse(call, "p/parents v/verbose m/mode=", "Z/context?")
    if not options.operands:
        raise missing_operand(call)
    mode = change_mode(options.get("m", "777"), 0o777, is_dir=True, umask=call.files.umask)
    if mode is None:
        raise Failure(f"invalid mode '{options.get('m')}'")
    for name in options.operands:
        try:
            existed = call.files.kind(name) == "dir"
            in_the_way = call.files.kind(name) not in (None, "dir")
            call.files.mkdir(name, parents="p" in options and not in_the_way)
            if "m" in options and not existed:
                call.files.chmod(name, mode)
            if "v" in options and not existed:
                call.line(f"{call.name}: created directory '{name}'")
        except KernelError as error:
            shown = "can't create directory" if call.busybox else "cannot create directory"
            mark = f"'{name}'" if call.busybox else f"‘{name}’"
            call.error(f"{shown} {mark}: {error}")
