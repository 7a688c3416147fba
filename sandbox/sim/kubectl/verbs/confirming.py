"""kubectl delete --interactive: what is about to go is shown, and a person says yes or no.

Models k8s.io/kubectl/pkg/cmd/delete/delete.go v1.36: confirmation.
"""

from sandbox.sim.kubectl.builder import Info
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.runtime.process import Wait


def ask(invocation: Invocation, infos: list[Info]) -> None:
    """Show the objects and the question."""
    invocation.out(f"You are about to delete the following {len(infos)} resource(s):\n")
    for info in infos:
        invocation.out(f"{info.described}\n")
    invocation.out("Do you want to continue? (y/N): ")
    invocation.state["answer"] = ""


def answer(invocation: Invocation) -> bool | Wait:
    """Return whether the answer was yes; a Wait while the line is not complete."""
    state, system = invocation.state, invocation.system
    while "\n" not in state["answer"]:
        if not system.can_read(0):
            return Wait(readable=(0,))
        data = system.read(0, 1)
        if not data:
            break
        state["answer"] += data.decode(errors="replace")
    return str(state["answer"]).strip().lower() == "y"
