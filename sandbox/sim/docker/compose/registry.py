"""The list of compose commands: what does each.

How many words each takes, its own module says: cobra's words differ from docker's.
"""

from collections.abc import Callable

from sandbox.sim.docker.call import Call, Handler, Verb
from sandbox.sim.docker.compose import plan, session
from sandbox.sim.docker.compose.verbs import (
    config,
    down,
    images,
    lifecycle,
    listing,
    logs,
    passing,
    ps,
    run,
    up,
    watching,
)
from sandbox.sim.docker.container import streaming
from sandbox.sim.docker.errors import NotModelled
from sandbox.sim.runtime.process import Step, Wait

ANY = -1
SIGNALS = ("INT", "TERM")
Signalled = Callable[[Call, str], "Step | int | None"]


def _read_first(handler: Handler) -> Handler:
    """Return what reads a compose file from standard input, where ``-f -`` asks for that, before the command runs."""

    def begin(call: Call) -> Step | int | None:
        if call.flags["dry-run"]:
            raise NotModelled("docker compose --dry-run")
        if "-" not in session.given(call)["file"]:
            return handler(call)
        call.state["reading"] = ""
        return _read(call, handler)

    return begin


def _read(call: Call, handler: Handler) -> Step | int | None:
    while call.system.can_read(0):
        data = call.system.read(0, 65536)
        if not data:
            call.state["stdin"] = call.state.pop("reading")
            return handler(call)
        call.state["reading"] += data.decode(errors="replace")
    return Wait(readable=(0,))


def _go_on(handler: Handler, resume: Handler) -> Handler:
    def again(call: Call) -> Step | int | None:
        return _read(call, handler) if "reading" in call.state else resume(call)

    return again


def _verb(
    handler: Handler, resume: Handler = plan.resume, signalled: Signalled = plan.signalled, *,
    interspersed: bool = True, takes: tuple[str, ...] = SIGNALS,
) -> Verb:  # fmt: skip
    return Verb(
        _read_first(handler), 0, ANY, _go_on(handler, resume), signalled, interspersed=interspersed, takes_signals=takes
    )


def _unmodelled(call: Call) -> int:
    raise NotModelled(call.spec.name)


VERBS: dict[tuple[str, ...], Verb] = {
    ("compose", name): verb
    for name, verb in {
        "attach": _verb(passing.attach, passing.RESUME_ATTACH, passing.SIGNALLED_ATTACH, takes=streaming.SIGNALS),
        "build": _verb(images.build),
        "commit": _verb(passing.commit),
        "config": _verb(config.run),
        "cp": _verb(passing.cp),
        "create": _verb(up.create),
        "down": _verb(down.run),
        "events": _verb(watching.events, watching.resume_events),
        "exec": _verb(passing.exec_, passing.RESUME_EXEC, passing.SIGNALLED_EXEC, interspersed=False),
        "export": _verb(passing.export),
        "images": _verb(listing.images),
        "kill": _verb(lifecycle.kill),
        "logs": _verb(logs.run),
        "ls": _verb(listing.ls),
        "pause": _verb(lifecycle.pause),
        "port": _verb(listing.port),
        "ps": _verb(ps.run),
        "publish": _verb(_unmodelled),
        "pull": _verb(images.pull),
        "push": _verb(_unmodelled),
        "restart": _verb(lifecycle.restart),
        "rm": _verb(lifecycle.rm, lifecycle.resume_rm),
        "run": _verb(run.run, run.resume, run.signalled, interspersed=False, takes=streaming.SIGNALS),
        "scale": _verb(up.scale),
        "start": _verb(lifecycle.start),
        "stats": _verb(passing.stats, passing.RESUME_STATS),
        "stop": _verb(lifecycle.stop),
        "top": _verb(listing.top),
        "unpause": _verb(lifecycle.unpause),
        "up": _verb(up.run),
        "version": _verb(listing.version),
        "volumes": _verb(listing.volumes),
        "wait": _verb(watching.wait, watching.resume_wait),
        "watch": _verb(_unmodelled),
    }.items()
}
