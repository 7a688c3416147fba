"""touch. Models coreutils 9.1; the file system keeps no access times, so ``-a`` changes nothing that can be seen."""

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.dates import parse_date, parse_stamp
from sandbox.sim.shell.coreutils.options import parse, usage
from sandbox.sim.shell.coreutils.tool import Call, Failure


def run(call: Call) -> None:
    """Set the files' times, making those that are not there."""
    options = parse(call, "a c/no-create m d/date= t= r/reference= f", "h/no-dereference /time=")
    if not options.operands:
        raise usage(call, "missing file operand")
    moment = call.now
    if "r" in options:
        moment = call.files.stat(options.get("r")).mtime
    elif "d" in options or "t" in options:
        text = options.get("d") or options.get("t")
        found = parse_date(text, call.seconds) if "d" in options else parse_stamp(text, call.seconds)
        if found is None:
            raise Failure(f"invalid date format ‘{text}’")
        moment = found * SECOND
    for name in options.operands:
        try:
            if not call.files.exists(name):
                if "c" in options:
                    continue
                call.files.create(name)
            if "a" not in options or "m" in options:
                call.files.utime(name, moment)
        except KernelError as error:
            call.error(f"{name}: {error}" if call.busybox else f"cannot touch '{name}': {error}")
