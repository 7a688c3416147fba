"""less and more: what is printed where no terminal turns pages.

Models less 590 and util-linux 2.38. Not modelled: paging itself; a terminal shows the whole text.
"""

from sandbox.sim.shell.coreutils.options import parse
from sandbox.sim.shell.coreutils.tool import Call

BANNER = "::::::::::::::\n"


def less(call: Call) -> int | None:
    """``less``."""
    options = parse(call, "R r S N F X E e i I n", "f g G p= P= x= t= j= k= b= m M q Q s u U w W")
    number = 0
    if not options.operands and _is_terminal(call):
        call.line('Missing filename ("less --help" for help)')
        return 1
    for name in options.operands:
        if call.files.kind(name) == "dir":
            call.warn(f"{name} is a directory\n")
            return 1
    for _, data in call.inputs(options.operands, opened="{name}: {error}"):
        if "N" not in options:
            call.out(data)
            continue
        for line in data.decode(errors="replace").splitlines():
            number += 1
            call.line(f"{number:7d} {line}")
    return None


def _is_terminal(call: Call) -> bool:
    stream = call.process.fds.get(0)
    return stream is not None and call.table.streams.streams[stream].kind == "terminal"


def more(call: Call) -> int | None:
    """``more``."""
    options = parse(call, "d f l p c s u e", "n=")
    for name, data in call.inputs(options.operands, opened="cannot open {name}: {error}"):
        call.out(f"{BANNER}{name}\n{BANNER}" if options.operands else "")
        call.out(data)
    return None
