"""uniq. Models coreutils 9.1. Not modelled: --group, --all-repeated's methods."""

import re

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

SPEC = "c/count d/repeated u/unique i/ignore-case f/skip-fields= s/skip-chars= w/check-chars= D"


def run(call: Call) -> None:
    """Print runs of equal lines once."""
    options = parse(call, SPEC, "/group? /all-repeated? z/zero-terminated")
    name = options.operands[0] if options.operands else "-"
    try:
        text = call.read(name).decode(errors="surrogateescape")
    except KernelError as error:
        raise Failure(f"{name}: {error}") from None
    lines = text.removesuffix("\n").split("\n") if text else []
    out, at = [], 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and _key(lines[end], options) == _key(lines[at], options):
            end += 1
        out += _shown(lines[at:end], options, busybox=call.busybox)
        at = end
    text = "".join(line + "\n" for line in out)
    if len(options.operands) > 1:
        call.files.write(options.operands[1], text)
    else:
        call.out(text)


def _shown(run_of: list[str], options: Options, *, busybox: bool) -> list[str]:
    count = len(run_of)
    if (("d" in options or "D" in options) and count == 1) or ("u" in options and count > 1):
        return []
    if "D" in options:
        return run_of
    del busybox
    return [f"{count:7} {run_of[0]}" if "c" in options else run_of[0]]


def _key(line: str, options: Options) -> str:
    for _ in range(int(options.get("f", "0") or 0)):
        line = re.sub(r"^[ \t]*[^ \t]*", "", line)
    line = line[int(options.get("s", "0") or 0) :]
    if "w" in options:
        line = line[: int(options.get("w"))]
    return line.lower() if "i" in options else line
