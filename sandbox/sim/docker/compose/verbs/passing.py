"""docker compose exec, attach, cp, commit, export and stats: docker's own commands on a container found by service.

Models docker/compose cmd/compose/{exec,attach,cp,commit,export,stats}.go.
"""

from collections.abc import Callable

from sandbox.sim.docker.call import Call, Handler
from sandbox.sim.docker.compose import containers, delegation, labelled, session
from sandbox.sim.docker.compose.arity import at_least, between, exactly
from sandbox.sim.docker.container import attach as docker_attach
from sandbox.sim.docker.container import cp as docker_cp
from sandbox.sim.docker.container import exec as docker_exec
from sandbox.sim.docker.container import stats as docker_stats
from sandbox.sim.docker.container import streaming
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.docker.image import archives
from sandbox.sim.engine.container import Container
from sandbox.sim.runtime.process import Step


def resuming(handler: Handler) -> Handler:
    """Return what goes on with the docker command that was begun."""

    def resume(call: Call) -> Step | int | None:
        return handler(delegation.again(call)) if "delegate" in call.state else 0

    return resume


def signalling(handler: Callable[[Call, str], Step | int | None]) -> Callable[[Call, str], Step | int | None]:
    """Return what hands a signal to the docker command that was begun."""

    def signalled(call: Call, signal: str) -> Step | int | None:
        return handler(delegation.again(call), signal) if "delegate" in call.state else 130

    return signalled


def _container(call: Call, service: str, *, all_: bool = False) -> Container:
    project, read = labelled.project_or_labels(call, [service])
    if read and service not in project.services:
        project.service(service)
    return containers.one(call.engine, project.name, service, call.flags["index"], all_=all_)


def exec_(call: Call) -> Step | int | None:
    """Run a further process in a service's container."""
    at_least(call, 2)
    flags = call.flags
    row = _container(call, call.args[0])
    words = ["-d"] if flags["detach"] else ["-i"]
    if not flags["detach"] and not _without_terminal(call):
        words.append("-t")
    for name, given in (("-u", flags["user"]), ("-w", flags["workdir"])):
        words += [name, given] if given else []
    for variable in flags["env"]:
        words += ["-e", variable]
    words += ["--privileged"] if flags["privileged"] else []
    return docker_exec.run(delegation.delegate(call, ("exec",), [*words, row.id, *call.args[1:]]))


def _without_terminal(call: Call) -> bool:
    for name in ("no-tty", "no-TTY"):
        if call.flags.given(name):
            return bool(call.flags[name])
    return not (call.is_terminal(0) and call.is_terminal(1))


def attach(call: Call) -> Step | int | None:
    """Join the standard streams of a service's container."""
    exactly(call, 1)
    words = [f"--sig-proxy={str(call.flags['sig-proxy']).lower()}"]
    words += ["--no-stdin"] if call.flags["no-stdin"] else []
    words += ["--detach-keys", call.flags["detach-keys"]] if call.flags["detach-keys"] else []
    row = _container(call, call.args[0])
    return docker_attach.run(delegation.delegate(call, ("attach",), [*words, row.id]))


def cp(call: Call) -> Step | int | None:
    """Copy between a service's container and the machine."""
    exactly(call, 2)
    source, target = (docker_cp.split(word) for word in call.args)
    if source[0] and target[0]:
        raise Failure("copying between services is not supported")
    service = source[0] or target[0]
    if not service:
        raise Failure("unknown copy direction")
    if "-" in (call.args[0], call.args[1]):
        raise NotModelled("docker compose cp with a tar archive on standard input or output")
    if call.flags["all"]:
        raise NotModelled("docker compose cp --all")
    project, _ = labelled.project_or_labels(call, [service])
    row = containers.one(call.engine, project.name, service, call.flags["index"], all_=True)
    words = [name for name in ("archive", "follow-link") if call.flags[name]]
    ends = [f"{row.id}:{path}" if name else path for name, path in (source, target)]
    said = [f"{row.name}:{path}" if name else path for name, path in (source, target)]
    current = session.Session(call, project)
    call.state["mode"] = session.progress_mode(call)
    current.event(row.name, "Copying", f"copy {said[0]} to {said[1]}")
    code = docker_cp.run(delegation.delegate(call, ("cp",), [*(f"--{name}" for name in words), *ends]))
    current.event(row.name, "Copied", f"copy {said[0]} to {said[1]}")
    return code


def commit(call: Call) -> Step | int | None:
    """Make an image from a service's container."""
    between(call, 1, 2)
    flags = call.flags
    words = [f"--pause={str(flags['pause']).lower()}"]
    for name, given in (("-a", flags["author"]), ("-m", flags["message"])):
        words += [name, given] if given else []
    for change in flags["change"]:
        words += ["-c", change]
    row = _container(call, call.args[0], all_=True)
    return archives.commit(delegation.delegate(call, ("commit",), [*words, row.id, *call.args[1:]]))


def export(call: Call) -> Step | int | None:
    """Write the files of a service's container as a tar archive."""
    exactly(call, 1)
    words = ["-o", call.flags["output"]] if call.flags["output"] else []
    row = _container(call, call.args[0], all_=True)
    return archives.export(delegation.delegate(call, ("export",), [*words, row.id]))


def stats(call: Call) -> Step | int | None:
    """Print what a project's containers use."""
    project, read = labelled.project_or_labels(call, call.args)
    if read:
        labelled.check_names(project, call.args)
    flags = call.flags
    rows = containers.of_project(call.engine, project.name, call.args, all_=flags["all"])
    words = [f"--{name}" for name in ("no-stream", "no-trunc") if flags[name]]
    words += ["--format", flags["format"]] if flags["format"] else []
    if not rows:
        return 0
    return docker_stats.run(delegation.delegate(call, ("stats",), [*words, *(row.name for row in rows)]))


RESUME_EXEC, SIGNALLED_EXEC = resuming(docker_exec.resume), signalling(docker_exec.signalled)
RESUME_ATTACH, SIGNALLED_ATTACH = resuming(docker_attach.resume), signalling(streaming.signalled)
RESUME_STATS = resuming(docker_stats.run)
