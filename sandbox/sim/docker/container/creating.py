"""What ``docker run`` and ``docker create`` share: checks, the id file, an image that has to be pulled first.

Models docker/cli cli/command/container/create.go, v28.2.
"""

import posixpath
from typing import Any

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container import options
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.docker.image import pulling
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.errors import EngineError, NotFound
from sandbox.sim.runtime.images.reference import ReferenceError as BadReference
from sandbox.sim.runtime.images.reference import parse_normalized

DAEMON_FAILED = 125
WITHOUT_EFFECT = (
    "blkio-weight", "cap-add", "cap-drop", "cgroupns", "cpu-period", "cpu-quota", "cpu-rt-period", "cpu-rt-runtime",
    "cpu-shares", "cpuset-cpus", "cpuset-mems", "device", "init", "ipc", "kernel-memory",
    "memory-swappiness",
    "oom-score-adj", "pid", "pids-limit", "platform", "privileged", "security-opt", "shm-size", "sysctl", "ulimit",
)  # fmt: skip
PULL = ("always", "missing", "never")


def failed(call: Call, message: str, code: int = DAEMON_FAILED) -> Failure:
    """Return the failure as run and create report it."""
    return Failure(f"docker: {message}\n\nRun 'docker {call.spec.path[-1]} --help' for more information", code)


def _refused(call: Call, message: str, code: int = DAEMON_FAILED) -> Failure:
    """Return a failure after the flags were read: create passes it on bare, run wraps it (toStatusError)."""
    return Failure(message) if call.spec.path[-1] == "create" else failed(call, message, code)


def create(call: Call, image: str, words: list[str], adjust: dict[str, Any]) -> Container:
    """Make the container; ``adjust`` replaces fields of the request. Raises Failure."""
    try:
        body = options.request(call, image, words) | adjust
    except NotModelled:
        raise
    except Failure as failure:
        raise failed(call, str(failure), failure.code if failure.code != 1 else DAEMON_FAILED) from failure
    body["HostConfig"]["AutoRemove"] = bool(call.flags["rm"]) if "rm" in call.flags.values else False
    if call.flags["pull"] not in PULL:
        listed = '"always", "missing" or "never"'
        raise failed(call, f"invalid pull option: '{call.flags['pull']}': must be one of {listed}")
    _check_cidfile(call)
    _check_reference(call, image)
    warn(call, body["HostConfig"])
    try:
        if call.flags["pull"] == "always":
            pulling.pull(call, image, quiet=call.flags["quiet"], fd=2)
        container = _create_or_pull(call, image, body)
    except EngineError as error:
        raise _refused(call, f"Error response from daemon: {error}") from error
    if call.flags["cidfile"]:
        call.files.write(call.flags["cidfile"], container.id)
    _note_without_effect(call)
    return container


def _note_without_effect(call: Call) -> None:
    """Say which flags were read, are shown by ``inspect``, and change nothing in a simulation."""
    for name in WITHOUT_EFFECT:
        if name in call.flags.values and call.flags.given(name):
            call.err(f"drydock: --{name} has no effect in this sandbox")


def _create_or_pull(call: Call, image: str, body: dict[str, Any]) -> Container:
    name = call.flags["name"]
    try:
        return call.engine.create_container(name, body)
    except NotFound as error:
        if not str(error).startswith("No such image: ") or call.flags["pull"] == "never":
            raise
    if not call.flags["quiet"]:
        call.err(f"Unable to find image '{parse_normalized(image).with_default_tag().familiar}' locally")
    pulling.pull(call, image, quiet=call.flags["quiet"], fd=2)
    return call.engine.create_container(name, body)


def _check_cidfile(call: Call) -> None:
    path = call.flags["cidfile"]
    parent = posixpath.dirname(path)
    if parent and call.files.kind(parent) != "dir":
        raise _refused(call, f"failed to create the container ID file: open {path}: no such file or directory", 127)
    if path and call.files.exists(path):
        raise _refused(call, "container ID file found, make sure the other container isn't running or delete " + path)


def _check_reference(call: Call, image: str) -> None:
    try:
        parse_normalized(image)
    except BadReference as error:
        if "64-byte hexadecimal" in str(error):
            raise _refused(call, f"Error response from daemon: No such image: sha256:{image}") from error
        raise _refused(call, str(error)) from error


def warn(call: Call, host: dict[str, Any]) -> None:
    """Print what the daemon warns of."""
    if host.get("NetworkMode") == "host" and (host.get("PortBindings") or host.get("PublishAllPorts")):
        call.err("WARNING: Published ports are discarded when using host network mode")
    for address in host.get("Dns") or []:
        if address.startswith("127."):
            call.err("WARNING: Localhost DNS setting (--dns=" + address + ") may fail in containers.")


def run(call: Call) -> int:
    """Docker create: print the id of the new container."""
    tty_names = {"AttachStdin": call.flags["interactive"] or call.flags["attach"] == ["stdin"]}
    container = create(call, call.args[0], call.args[1:], tty_names)
    call.line(container.id)
    return 0
