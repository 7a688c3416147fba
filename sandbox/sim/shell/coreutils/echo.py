"""/bin/echo. Models coreutils 9.1."""

from sandbox.sim.shell.ansi_c import interpret
from sandbox.sim.shell.coreutils.tool import Call


def run(call: Call) -> None:
    """Print the arguments."""
    words, newline, escapes = call.args, True, False
    while words and words[0][:1] == "-" and len(words[0]) > 1 and not set(words[0][1:]) - set("neE"):
        newline = newline and "n" not in words[0]
        escapes = "e" in words[0] or (escapes and "E" not in words[0])
        words = words[1:]
    data, cut = interpret(" ".join(words)) if escapes else (" ".join(words).encode(errors="replace"), False)
    call.out(data + (b"\n" if newline and not cut else b""))
