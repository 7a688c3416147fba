"""docker cp.

Models docker/cli cli/command/container/cp.go and moby pkg/archive/copy.go, v28.2. Progress is printed on terminals
only, and there is none here.
"""

import posixpath

from sandbox.sim.docker.call import Call, reason
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine import rootfs, transfer
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.errors import BadRequest, Forbidden, NotFound
from sandbox.sim.engine.users import look_up
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import FileView
from sandbox.sim.runtime.process import Step, Wait

BLOCK = 1024
"""An archive without entries: an empty stream counts as one."""

NO_DIRECTORY = "no such directory"


def run(call: Call) -> Step | int:
    """Copy between a container and the machine."""
    source, target = call.args
    if not source:
        raise Failure("source can not be empty")
    if not target:
        raise Failure("destination can not be empty")
    from_name, from_path = split(source)
    to_name, to_path = split(target)
    if from_name and to_name:
        raise Failure("copying between containers is not supported")
    if not from_name and not to_name:
        raise Failure("must specify at least one container source")
    if from_name:
        return _out(call, call.engine.containers.find(from_name), from_name, from_path, to_path)
    if from_path == "-":
        call.state["data"] = ""
        return resume(call)
    return _into(call, to_name, from_path, to_path)


def split(argument: str) -> tuple[str, str]:
    """Return container and path; a path of the machine has no container."""
    if argument.startswith("/"):
        return "", argument
    name, colon, path = argument.partition(":")
    if not colon or name.startswith("."):
        return "", argument
    return name, path


def absolute(path: str) -> str:
    """Return a path from the root, without dots; relative paths begin at the root."""
    return posixpath.normpath("/" + path.lstrip("/"))


def _owner(call: Call, container: Container, files: FileView) -> tuple[int, int] | None:
    """Return who is to own what goes in: the container's user with ``-a``, else whoever owned it (tarCopyOptions)."""
    name = container.config.get("User") or ""
    if not (call.flags["archive"] and name):
        return None
    user = look_up(name, files).credentials
    return user.uid, user.gid


def _out(call: Call, container: Container, name: str, path: str, target: str) -> int:
    if not path:
        raise BadRequest("bad parameter: pathcannot be empty")
    files = rootfs.view(call.engine, container)
    source = absolute(path)
    follow = call.flags["follow-link"]
    if not files.exists(source) and files.kind(source, follow=False) is None:
        raise NotFound(f"Could not find the file {path} in container {name}")
    if target == "-":
        if call.is_terminal(1):
            raise Failure("cannot write to terminal: standard output is a terminal, redirect it")
        call.out(transfer.pack(files, source, posixpath.basename(source) or ".", follow=follow))
        return 0
    is_dir = files.kind(source, follow=follow) == "dir"
    contents = is_dir and (path.endswith("/.") or path == ".")
    place = _place(call.files, target, posixpath.basename(source), is_dir=is_dir, contents=contents)
    try:
        transfer.copy(files, source, call.files, place, owner=(0, 0), follow=follow)
    except KernelError as error:
        raise Failure(f"open {error.path or place}: {reason(error)}") from error
    return 0


def _place(files: FileView, target: str, name: str, *, is_dir: bool, contents: bool) -> str:
    """Return where the copy is to stand. Raises Failure."""
    if files.kind(target) == "dir":
        return target if contents else posixpath.join(target, name)
    if files.exists(target):
        if is_dir:
            raise Failure("cannot copy directory")
        return target
    if target.endswith("/") and not is_dir:
        raise Failure(NO_DIRECTORY)
    parent = posixpath.dirname(target.rstrip("/")) or "."
    if files.kind(parent) != "dir":
        raise Failure(f'invalid output path: directory "{posixpath.join(files.cwd, parent)}" does not exist')
    return target.rstrip("/")


def _into(call: Call, name: str, path: str, target: str) -> int:
    container = call.engine.containers.find(name)
    source = posixpath.normpath(posixpath.join(call.process.cwd, path))
    follow = call.flags["follow-link"]
    if call.files.kind(source, follow=False) is None:
        raise Failure(f"lstat {source}: no such file or directory")
    is_dir = call.files.kind(source, follow=follow) == "dir"
    contents = is_dir and (path.endswith("/.") or path == ".")
    files = rootfs.view(call.engine, container)
    place = _container_place(files, target, posixpath.basename(source), name, is_dir=is_dir, contents=contents)
    _check_writable(container)
    try:
        transfer.copy(call.files, source, files, place, owner=_owner(call, container, files), follow=follow)
    except KernelError as error:
        if error.code == "EROFS":
            raise Forbidden("mounted volume is marked read-only") from error
        raise Failure(f"Error response from daemon: open {error.path or place}: {reason(error)}") from error
    return 0


def _container_place(files: FileView, target: str, name: str, container: str, *, is_dir: bool, contents: bool) -> str:
    place = absolute(target)
    if files.kind(place) == "dir":
        return place if contents else posixpath.join(place, name)
    if files.exists(place):
        if is_dir:
            raise Failure("cannot copy directory")
        return place
    if target.endswith("/") and not is_dir:
        raise Failure(NO_DIRECTORY)
    parent = posixpath.dirname(place)
    if files.exists(parent) and files.kind(parent) != "dir":
        raise BadRequest("extraction point is not a directory")
    if files.kind(parent) != "dir":
        raise NotFound(f"Could not find the file {parent} in container {container}")
    return place


def _check_writable(container: Container) -> None:
    if container.host.get("ReadonlyRootfs"):
        raise Forbidden("container rootfs is marked read-only")


def resume(call: Call) -> Step | int:
    """Read a tar archive from standard input, then unpack it."""
    data = bytes.fromhex(call.state["data"])
    while call.system.can_read(0):
        chunk = call.system.read(0, 65536)
        if not chunk:
            return _unpack(call, data)
        data += chunk
    call.state["data"] = data.hex()
    return Wait(readable=(0,))


def _unpack(call: Call, data: bytes) -> int:
    name, path = split(call.args[1])
    container = call.engine.containers.find(name)
    files = rootfs.view(call.engine, container)
    place = absolute(path)
    if files.kind(place) != "dir":
        if not files.exists(place):
            raise NotFound(f"Could not find the file {path} in container {name}")
        raise Failure(f'destination "{call.args[1]}" must be a directory')
    _check_writable(container)
    try:
        transfer.unpack(data or bytes(BLOCK), files, place)
    except transfer.BadArchive as error:
        raise Failure("Error response from daemon: unexpected EOF") from error
    return 0
