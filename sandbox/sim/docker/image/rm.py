"""docker rmi (docker image rm).

Models docker/cli cli/command/image/remove.go, v28.2. Not modelled: --platform.
"""

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import NotModelled
from sandbox.sim.engine import untag
from sandbox.sim.engine.errors import EngineError, NotFound


def run(call: Call) -> int:
    """Remove images."""
    if call.flags.values.get("platform"):
        raise NotModelled("docker rmi --platform")
    fatal = False
    for name in call.args:
        try:
            records = untag.remove(call.engine, name, force=call.flags["force"], prune=not call.flags["no-prune"])
            call.out("".join(f"{kind}: {what}\n" for kind, what in records))
        except NotFound as error:
            call.err(f"Error response from daemon: {error}")
            fatal = fatal or not call.flags["force"]
        except EngineError as error:
            call.err(f"Error response from daemon: {error}")
            fatal = True
    return int(fatal)
