"""How many words a compose command takes, in the words of spf13/cobra."""

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import Failure


def at_least(call: Call, count: int) -> None:
    """Raise Failure when there are too few words."""
    if len(call.args) < count:
        raise Failure(f"requires at least {count} arg(s), only received {len(call.args)}")


def exactly(call: Call, count: int) -> None:
    """Raise Failure unless the number of words is right."""
    if len(call.args) != count:
        plural = "" if count == 1 else "s"
        raise Failure(
            f"{call.spec.name!r} requires {count} argument{plural}\n\nUsage:  {call.spec.usage}\n\n"
            f"Run '{call.spec.name} --help' for more information"
        )


def between(call: Call, least: int, most: int) -> None:
    """Raise Failure unless the number of words is within bounds."""
    if not least <= len(call.args) <= most:
        raise Failure(f"accepts between {least} and {most} arg(s), received {len(call.args)}")
