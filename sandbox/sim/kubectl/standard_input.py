"""What is typed at kubectl goes into a container: attach, run -i, exec -i.

Models k8s.io/kubectl/pkg/util/term and the remote command protocol v1.36: for a terminal at both ends the client's own
is raw meanwhile. Not modelled: window sizes.
"""

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.runtime.system import BrokenPipe
from sandbox.sim.runtime.terminals import END_OF_FILE, Terminal, set_mode, terminal_of

STDIN_FD = 10
"""Where kubectl keeps the container's standard input."""


def own_terminal(invocation: Invocation) -> Terminal | None:
    """Return the terminal at which kubectl was called."""
    return terminal_of(invocation.system.table, invocation.process)


def hold(invocation: Invocation, stream: int, *, tty: bool) -> None:
    """Lead standard input into a stream."""
    invocation.system.set_fd(STDIN_FD, stream)
    invocation.state["input"] = "tty" if tty else "pipe"
    terminal = own_terminal(invocation)
    if terminal is not None:
        terminal.relay = stream
        if tty:
            set_mode(terminal, "raw")


def feed(invocation: Invocation) -> bool:
    """Pass on what stands in standard input; return whether its end was met now."""
    system = invocation.system
    if STDIN_FD not in invocation.process.fds:
        return False
    while system.can_read(0):
        data = system.read(0, 65536)
        if not data and invocation.state["input"] == "tty":
            system.write(STDIN_FD, END_OF_FILE)
        if not data:
            let_go(invocation)
            return True
        try:
            system.write(STDIN_FD, data)
        except (KernelError, BrokenPipe):
            let_go(invocation)
    return False


def let_go(invocation: Invocation) -> None:
    """Give the terminal back as it was and close the container's standard input."""
    terminal = own_terminal(invocation)
    if terminal is not None and STDIN_FD in invocation.process.fds:
        terminal.reset()
    invocation.system.close(STDIN_FD)


def readable(invocation: Invocation) -> tuple[int, ...]:
    """Return the file descriptors whose input is waited for."""
    return (0,) if STDIN_FD in invocation.process.fds else ()
