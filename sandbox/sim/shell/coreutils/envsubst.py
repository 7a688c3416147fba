"""envsubst: environment variables put into a text.

Models gettext 0.21. Not modelled: nothing.
"""

import re

from sandbox.sim.shell.coreutils.options import parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

VARIABLE = re.compile(r"\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))")


def run(call: Call) -> None:
    """``envsubst``."""
    options = parse(call, "v/variables")
    words = options.operands
    if len(words) > 1:
        raise Failure("too many arguments")
    wanted = [found[1] or found[2] for found in VARIABLE.finditer(words[0])] if words else None
    if "v" in options:
        if wanted is None:
            raise Failure("missing arguments")
        call.out("".join(f"{name}\n" for name in wanted))
        return
    env = call.process.env

    def value(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        return env.get(name, "") if wanted is None or name in wanted else found[0]

    text = call.stdin().decode(errors="surrogateescape")
    call.out(VARIABLE.sub(value, text).encode(errors="surrogateescape"))
