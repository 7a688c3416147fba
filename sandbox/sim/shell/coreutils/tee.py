"""tee. Models coreutils 9.1; streams."""

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.process import Again, Exit, Process, Step, Wait
from sandbox.sim.runtime.system import System
from sandbox.sim.shell.coreutils.options import parse
from sandbox.sim.shell.coreutils.tool import Call, Failure, Tool


class Tee(Tool):
    """Copies what comes in to standard output and to files."""

    def start(self, process: Process, system: System) -> Step:
        """Open the files."""
        call = Call(process, system, busybox=self.busybox)
        try:
            options = parse(call, "a/append", "i/ignore-interrupts p /output-error?")
        except Failure as failure:
            call.error(str(failure)) if str(failure) else None
            call.flush()
            return Exit(1)
        process.state = {"fds": [], "status": 0}
        for name in options.operands:
            try:
                stream = system.open(name, write=True, append="a" in options, create=True)
            except KernelError as error:
                call.error(f"{name}: {error}")
                process.state["status"] = 1
                continue
            fd = max(process.fds, default=2) + 1
            system.set_fd(fd, stream)
            process.state["fds"].append(fd)
        call.flush()
        return self.resume(process, system)

    def resume(self, process: Process, system: System) -> Step:
        """Copy what is there."""
        if not system.can_read(0):
            return Wait(readable=(0,))
        data = system.read(0, 65536)
        if not data:
            return Exit(process.state["status"])
        for fd in (*process.state["fds"], 1):
            try:
                system.write(fd, data)
            except KernelError as error:
                system.write(2, f"tee: write error: {error}\n")
                process.state["status"] = 1
        return Again()
