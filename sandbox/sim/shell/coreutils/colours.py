"""When utilities print in colours, and ls's colours.

Models ``--color`` of coreutils 9.1, grep 3.8 and diffutils 3.8 with their default colours. Not modelled: LS_COLORS,
GREP_COLORS, colours by a file's suffix.
"""

import re

from sandbox.sim.kernel.filesystem import Inode
from sandbox.sim.runtime.terminals import terminal_of
from sandbox.sim.shell.coreutils.options import Options, usage
from sandbox.sim.shell.coreutils.tool import Call

WHEN = {
    "always": "always", "yes": "always", "force": "always", "": "always", "auto": "auto", "tty": "auto",
    "if-tty": "auto", "never": "never", "no": "never", "none": "never",
}  # fmt: skip
CHOICES = """\
Valid arguments are:
  - ‘always’, ‘yes’, ‘force’
  - ‘never’, ‘no’, ‘none’
  - ‘auto’, ‘tty’, ‘if-tty’"""
TERMINALS = re.compile(r"xterm|linux|screen|tmux|vt100|vt220|rxvt|ansi|eterm|konsole|gnome|putty|alacritty|.*color")
STICKY, OTHERS_WRITE, EXECUTE = 0o1000, 0o002, 0o111


def is_coloured(call: Call, options: Options, *, default: str = "auto") -> bool:
    """Say whether the option ``--color`` (or ``--colour``) asks for colours here. Raises Failure."""
    key = "colour" if "colour" in options else "color"
    asked = options.get(key, "never").removeprefix("=")
    if key in options and not asked:
        asked = default
    if asked not in WHEN:
        raise usage(call, f"invalid argument ‘{asked}’ for ‘--{key}’\n{CHOICES}", 1 if call.name == "ls" else 2)
    return WHEN[asked] == "always" or (WHEN[asked] == "auto" and terminal_of(call.table, call.process, 1) is not None)


def knows_colours(env: dict[str, str]) -> bool:
    """Say whether ls believes in colours: it knows the terminal's kind, or was told."""
    return bool(env.get("LS_COLORS") or env.get("COLORTERM") or TERMINALS.match(env.get("TERM", "")))


def ls_colour(inode: Inode) -> str:
    """Return the code in which ls prints a name; empty for none."""
    if inode.kind == "dir":
        both = inode.mode & STICKY and inode.mode & OTHERS_WRITE
        return (
            "30;42" if both else "34;42" if inode.mode & OTHERS_WRITE else "37;44" if inode.mode & STICKY else "01;34"
        )
    if inode.kind == "link":
        return "01;36"
    if inode.kind == "device":
        return "40;33;01"
    if inode.kind == "fifo":
        return "40;33"
    return "01;32" if inode.mode & EXECUTE else ""
