"""The steps of compose commands, and who does each."""

from dataclasses import replace

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose import (
    attaching,
    convergence,
    following,
    images,
    resources,
    restarting,
    session,
    starting,
    stopping,
    waiting,
)
from sandbox.sim.docker.compose.session import Handler, Session
from sandbox.sim.runtime.process import Again, Step, Wait

HANDLERS: dict[str, Handler] = {
    "attach": attaching.attach,
    "await": starting.await_for_run,
    "build": images.build,
    "converge": convergence.converge,
    "follow": following.follow,
    "networks": resources.make_networks,
    "orphans": convergence.look_for_orphans,
    "pull": images.pull,
    "remove": stopping.remove,
    "remove images": resources.remove_images,
    "remove networks": resources.remove_networks,
    "remove volumes": resources.remove_volumes,
    "restart": restarting.restart,
    "start": starting.start,
    "stop": stopping.stop,
    "volumes": resources.make_volumes,
    "wait": waiting.wait,
}


def go(current: Session) -> Step | int:
    """Do steps until one has to wait, or all are done."""
    while current.steps:
        step = current.steps[0]
        outcome = HANDLERS[step["do"]](current, step)
        if isinstance(outcome, Wait):
            return _following(current, outcome)
        if outcome is not None:
            return outcome
        del current.steps[0]
    return int(current.state.get("code", 0))


def _following(current: Session, wait: Wait) -> Step:
    """Print what followed containers write also while something else is waited for."""
    if "follow" not in current.state or current.steps[0]["do"] == "follow":
        return wait
    aborting = current.state["follow"]["aborting"]
    following.pump(current)
    if current.state["follow"]["aborting"] != aborting:
        return Again()
    return replace(wait, topics=(*wait.topics, *following.topics(current)))


def resume(call: Call) -> Step | int:
    """Go on where the command waited."""
    return go(session.again(call))


def signalled(call: Call, _signal: str) -> Step | int | None:
    """Stop what is followed in an orderly way; end any other command at once."""
    if "project" not in call.state:
        return following.INTERRUPTED
    current = session.again(call)
    if following.interrupt(current):
        return go(current)
    return following.INTERRUPTED
