"""docker save, load, import, export and commit.

Models docker/cli cli/command/image/{save,load,import}.go and container/{export,commit}.go, v28.2. Not modelled:
--platform, imports from URLs.
"""

import posixpath
from typing import Any

from sandbox.sim.docker.call import Call, reason
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.engine import archives, layers, lifecycle, rootfs, transfer
from sandbox.sim.engine.builder.configure import OWN_CMD, apply_changes
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.images import Image
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.images.reference import ReferenceError as BadReference
from sandbox.sim.runtime.images.reference import parse_normalized
from sandbox.sim.runtime.process import Step, Wait

TERMINAL = "cowardly refusing to save to a terminal. Use the -o flag or redirect"


def _output(call: Call, action: str) -> str:
    """Return where the archive goes, empty for standard output. Raises Failure."""
    path = str(call.flags["output"])
    if not path:
        if call.is_terminal(1):
            raise Failure(TERMINAL)
        return ""
    parent = posixpath.dirname(path)
    if parent and call.files.kind(parent) is None:
        raise Failure(f"failed to {action}: invalid output path: stat {parent}: no such file or directory")
    if call.files.kind(path) == "dir":
        raise Failure(f"failed to {action}: invalid output path: {path!r} must be a regular file".replace("'", '"'))
    return path


def _write(call: Call, path: str, data: bytes) -> None:
    if path:
        call.files.write(path, data)
    else:
        call.out(data)


def save(call: Call) -> int:
    """Docker save: write images into an archive."""
    if call.flags.values.get("platform"):
        raise NotModelled("docker save --platform")
    path = _output(call, "save image")
    _write(call, path, archives.save(call.engine, call.args))
    return 0


def export(call: Call) -> int:
    """Docker export: write a container's root file system into an archive."""
    path = _output(call, "export container")
    container = call.engine.containers.find(call.args[0])
    _write(call, path, transfer.pack(rootfs.layer(call.engine, container), "/", ""))
    return 0


def load(call: Call) -> Step | int:
    """Docker load: take images out of an archive."""
    if call.flags.values.get("platform"):
        raise NotModelled("docker load --platform")
    if call.flags["input"]:
        try:
            return _load(call, call.read_file(call.flags["input"]))
        except KernelError as error:
            raise Failure(f"open {call.flags['input']}: {reason(error)}") from error
    if call.is_terminal(0):
        raise Failure("requested load from stdin, but stdin is empty")
    return resume(call)


def _load(call: Call, data: bytes) -> int:
    try:
        lines = archives.load(call.engine, data)
    except archives.BadArchive as error:
        raise Failure(str(error)) from error
    for line in lines:
        call.line(line)
    return 0


def import_(call: Call) -> Step | int:
    """Docker import: make an image of a root file system in an archive."""
    if call.flags.values.get("platform"):
        raise NotModelled("docker import --platform")
    source = call.args[0]
    if source.startswith(("http://", "https://")):
        raise NotModelled("docker import from a URL")
    if source == "-":
        return resume(call)
    try:
        return _import(call, call.read_file(source))
    except KernelError as error:
        raise Failure(f"open {source}: {reason(error)}") from error


def _import(call: Call, data: bytes) -> int:
    name = call.args[1] if len(call.args) > 1 else ""
    if name:
        _check_name(name)
    config = apply_changes({"Env": [], "Cmd": None, "Entrypoint": None}, call.flags["change"])
    comment = call.flags["message"] or "Imported from -"
    image, files = layers.scratch(call.engine, comment=comment)
    try:
        transfer.unpack(data, files, "/")
    except transfer.BadArchive as error:
        del call.engine.images.images[image.id]
        raise Failure("Error response from daemon: unexpected EOF") from error
    config.pop(OWN_CMD, None)
    image.config, image.comment = config, comment
    image.history[0].size = sum(len(inode.data) for inode in call.engine.machine.disks[image.disk].upper.values())
    if name:
        call.engine.images.tag(image.id, name)
    call.engine.emit("image", "import", image.id, {"name": image.id})
    call.line(image.id)
    return 0


def _check_name(name: str) -> None:
    try:
        parse_normalized(name)
    except BadReference as error:
        raise Failure(str(error)) from error


def resume(call: Call) -> Step | int:
    """Read an archive from standard input."""
    data = bytes.fromhex(call.state.get("data", ""))
    while call.system.can_read(0):
        chunk = call.system.read(0, 65536)
        if not chunk:
            return _load(call, data) if call.spec.path[-1] == "load" else _import(call, data)
        data += chunk
    call.state["data"] = data.hex()
    return Wait(readable=(0,))


def commit(call: Call) -> int:
    """Docker commit: make an image of a container's changes."""
    name = call.args[1] if len(call.args) > 1 else ""
    if name:
        _check_name(name)
    container = call.engine.containers.find(call.args[0])
    frozen = call.flags["pause"] and container.status == "running"
    if frozen:
        lifecycle.pause(call.engine, container)
    try:
        image = _commit(call, container)
    finally:
        if frozen:
            lifecycle.unpause(call.engine, container)
    if name:
        call.engine.images.tag(image.id, name)
    call.engine.emit("container", "commit", container.id, {**call.engine.attributes(container), "imageID": image.id})
    call.line(image.id)
    return 0


def _commit(call: Call, container: Container) -> Image:
    kept = (
        "Env",
        "Cmd",
        "Entrypoint",
        "User",
        "WorkingDir",
        "ExposedPorts",
        "Volumes",
        "Labels",
        "StopSignal",
        "Healthcheck",
    )
    config: dict[str, Any] = {key: container.config[key] for key in kept if container.config.get(key)}
    config = apply_changes({"Cmd": None, "Entrypoint": None, **config}, call.flags["change"])
    config.pop(OWN_CMD, None)
    words = container.config.get("Cmd") or []
    return layers.commit(
        call.engine, container, config, created_by=" ".join(words), comment=call.flags["message"],
        author=call.flags["author"],
    )  # fmt: skip
