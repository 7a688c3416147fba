"""What a build reads before it begins: the Dockerfile, the context, an archive on standard input.

Models docker/cli cli/command/image/build/context.go and buildx build/build.go. Not modelled: contexts from URLs, git.
"""

import posixpath
from dataclasses import dataclass

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.engine import transfer
from sandbox.sim.engine.builder import context
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.process import Step, Wait

REMOTE = ("http://", "https://", "git://", "git@", "ssh://")
GZIP, BZIP, XZ = b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00"
TAR_MARK, TAR_AT = b"ustar", 257
UNPACKED = "/tmp/docker-builder"  # noqa: S108  (the simulated one)


@dataclass(frozen=True, slots=True)
class Context:
    """A directory of the machine with the paths in it that the build may see."""

    directory: str
    paths: list[str]
    size: int
    ignore_size: int


def read_stdin(call: Call) -> Step | bytes:
    """Return all of standard input, or the step that waits for the rest of it."""
    data = bytes.fromhex(call.state.get("stdin", ""))
    while call.system.can_read(0):
        chunk = call.system.read(0, 65536)
        if not chunk:
            call.state.pop("stdin", None)
            return data
        data += chunk
    call.state["stdin"] = data.hex()
    return Wait(readable=(0,))


def is_archive(data: bytes) -> bool:
    """Say whether the bytes are a tar archive, compressed or not."""
    return data.startswith((GZIP, BZIP, XZ)) or data[TAR_AT : TAR_AT + len(TAR_MARK)] == TAR_MARK


def unpack(call: Call, data: bytes) -> str:
    """Put an archive's files into a directory of their own and return it. Raises Failure."""
    directory = f"{UNPACKED}{call.engine.machine.rng.below('buildkit', 10**9)}"
    call.files.mkdir(directory)
    try:
        transfer.unpack(data, call.files, directory)
    except transfer.BadArchive as error:
        raise Failure(f"ERROR: failed to solve: {error}") from error
    return directory


def remove(call: Call, directory: str) -> None:
    """Remove such a directory."""
    for name in call.files.listdir(directory):
        path = posixpath.join(directory, name)
        if call.files.kind(path, follow=False) == "dir":
            remove(call, path)
        else:
            call.files.unlink(path)
    call.files.rmdir(directory)


def directory_of(call: Call, name: str, prefix: str = "unable to prepare context: ") -> str:
    """Return the context's directory. Raises Failure."""
    if name.startswith(REMOTE):
        raise NotModelled("docker build with a remote context")
    directory = posixpath.normpath(posixpath.join(call.process.cwd, name))
    if call.files.kind(directory) is None:
        raise Failure(f'{prefix}path "{name}" not found')
    if call.files.kind(directory) != "dir":
        raise Failure(f"{prefix}context must be a directory: {directory}")
    return directory


def listing(call: Call, directory: str, dockerfile: str = "") -> Context:
    """Return what a build sees of a directory: without what .dockerignore leaves out.

    A file beside the Dockerfile with its name and ``.dockerignore`` goes before the context's own.
    """
    own = f"{dockerfile}{context.IGNORE}" if dockerfile else ""
    path = own if own and call.files.kind(own) == "file" else posixpath.join(directory, context.IGNORE)
    ignored = len(call.files.read(path)) if call.files.kind(path) == "file" else 0
    paths = context.listing(call.files, directory, context.patterns(call.files, path))
    inodes = [call.files.stat(posixpath.join(directory, path), follow=False) for path in paths]
    return Context(directory, paths, sum(len(inode.data) for inode in inodes if inode.kind == "file"), ignored)


def read_dockerfile(call: Call, path: str) -> str | None:
    """Return a Dockerfile's text, or None where there is none."""
    try:
        return call.read_file(path).decode(errors="replace")
    except KernelError:
        return None
