"""docker rm.

Models docker/cli cli/command/container/rm.go, v28.2. Not modelled: --link.
"""

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import NotModelled
from sandbox.sim.engine import lifecycle
from sandbox.sim.engine.errors import EngineError, NotFound


def run(call: Call) -> int:
    """Remove containers."""
    if call.flags["link"]:
        raise NotModelled("docker rm --link")
    code = 0
    for name in call.args:
        bare = name.strip("/")
        try:
            container = call.engine.containers.find(bare)
            lifecycle.remove(call.engine, container, force=call.flags["force"], volumes=call.flags["volumes"])
            call.line(name)
        except NotFound as error:
            call.err(f"Error response from daemon: {error}")
            code = code if call.flags["force"] else 1
        except EngineError as error:
            call.err(f"Error response from daemon: {error}")
            code = 1
    return code
