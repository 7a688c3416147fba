"""docker wait.

Models docker/cli cli/command/container/wait.go, v28.2.
"""

from sandbox.sim.docker.call import Call
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.runtime.process import Step, Wait


def run(call: Call) -> Step | int:
    """Wait for containers to end and print their exit codes, in the order of the command line."""
    call.state["left"], call.state["code"] = list(call.args), 0
    return resume(call)


def resume(call: Call) -> Step | int:
    """Look again."""
    state = call.state
    while state["left"]:
        name = state["left"][0]
        identifier = state.get("id")
        if identifier is None:
            try:
                identifier = call.engine.containers.find(name).id
            except EngineError as error:
                call.err(f"Error response from daemon: {error}")
                state["code"] = 1
                state["left"].pop(0)
                continue
        code = call.engine.containers.exit_code(identifier)
        if code is None:
            state["id"] = identifier
            return Wait(topics=("engine",))
        call.line(str(code))
        state["left"].pop(0)
        state.pop("id", None)
    return int(state["code"])
