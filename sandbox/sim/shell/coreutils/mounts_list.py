"""mount, findmnt and lsof -i: what is mounted, who listens.

Models util-linux 2.38 and lsof 4.95. Not modelled: mounting, files that are open.
"""

from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.shell.coreutils.options import parse
from sandbox.sim.shell.coreutils.sockets import listening
from sandbox.sim.shell.coreutils.tool import Call, Failure


def mount(call: Call) -> int:
    """``mount`` without operands."""
    options = parse(call, "l t=", "a B/bind f F i L= m M n N o/options= O p= r R s T U v V w")
    if options.operands:
        if call.process.uid:
            raise Failure("only root can do that")
        raise Failure(f"not modelled in this sandbox: mounting {options.operands[0]}")
    inside = call.process.namespaces != HOST
    for row in call.files.mounts:
        kind = "tmpfs" if row.disk.startswith("tmpfs/") else "overlay" if row.path == "/" and inside else "ext4"
        source = "/dev/vda1" if kind == "ext4" else kind
        if kind == options.get("t", kind):
            call.line(f"{source} on {row.path} type {kind} ({'ro' if row.read_only else 'rw'},relatime)")
    return 0


def lsof(call: Call) -> int:
    """``lsof -i``."""
    options = parse(call, "i? n P s=", "p= u= c= t a d= +D= F O l o r R T U w x X Z")
    if "i" not in options:
        raise Failure("not modelled in this sandbox: open files; lsof -i :PORT tells who listens")
    # The filter may stand in a word of its own.
    asked = options.get("i") or (options.operands or [""])[0]
    port = asked.rpartition(":")[2]
    rows = [row for row in listening(call) if not port.isdecimal() or row.port == int(port)]
    if rows:
        call.line("COMMAND     PID USER   FD   TYPE DEVICE SIZE/OFF NODE NAME")
    for row in rows:
        kind = "IPv6" if ":" in row.address else "IPv4"
        where = "*" if row.address in ("0.0.0.0", "::") else row.address  # noqa: S104  (everywhere)
        name = f"{where}:{row.port} (LISTEN)"
        call.line(f"{row.program[:9]:<9} {row.pid:5d} root    4u  {kind}  20480      0t0  TCP {name}")
    return int(not rows)
