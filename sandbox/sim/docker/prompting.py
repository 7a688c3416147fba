"""``Are you sure you want to continue? [y/N]``.

Models docker/cli internal/prompt, v28.2.
"""

from collections.abc import Callable

from sandbox.sim.docker.call import Call
from sandbox.sim.runtime.process import Step, Wait

Action = Callable[[Call], "Step | int"]


def ask(call: Call, question: str, action: Action) -> Step | int:
    """Ask unless ``--force`` is given, and act on a yes."""
    if call.flags["force"]:
        return action(call)
    call.out(question)
    call.state["answer"] = ""
    return resuming(action)(call)


def resuming(action: Action) -> Action:
    """Return what reads the answer when the command goes on."""

    def resume(call: Call) -> Step | int:
        while "\n" not in call.state["answer"]:
            if not call.system.can_read(0):
                return Wait(readable=(0,))
            data = call.system.read(0, 1)
            if not data:
                break
            call.state["answer"] += data.decode(errors="replace")
        if call.state["answer"].strip().lower() == "y":
            return action(call)
        return 0

    return resume
