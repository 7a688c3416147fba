"""/usr/bin/printf. Models coreutils 9.1."""

from sandbox.sim.shell.coreutils.options import missing_operand
from sandbox.sim.shell.coreutils.tool import Call
from sandbox.sim.shell.printf import format_all


def run(call: Call) -> None:
    """Print the arguments in a format."""
    words = call.args[1:] if call.args[:1] == ["--"] else call.args
    if not words:
        raise missing_operand(call)
    result = format_all(words[0], words[1:], now=call.seconds)
    call.out(result.data)
    for message in result.messages:
        call.error(message)
