"""docker build, with the classic builder: this sandbox has no buildx component.

Models docker/cli cli/command/image/build.go, v28.2. Not modelled: contexts from URLs and git, --iidfile's siblings of
BuildKit, --squash, --cache-from.
"""

import posixpath
from typing import Any

from sandbox.sim.docker import units
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container.options import read_pairs
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.engine import lifecycle
from sandbox.sim.engine.builder import context
from sandbox.sim.engine.builder.build import Build, Builder
from sandbox.sim.engine.builder.failure import BuildFailed
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.images.reference import ReferenceError as BadReference
from sandbox.sim.runtime.images.reference import parse_normalized
from sandbox.sim.runtime.process import Step, Wait

UNSUPPORTED = ("add-host", "cache-from", "isolation", "platform", "security-opt", "squash", "network")
BLOCK = 512


def run(call: Call) -> Step | int:
    """Read the Dockerfile and begin."""
    for name in UNSUPPORTED:
        if name in call.flags.values and call.flags.given(name):
            raise NotModelled(f"docker build --{name}")
    for name in call.flags["tag"]:
        try:
            parse_normalized(name)
        except BadReference as error:
            usage = f"Usage:  {call.spec.usage}\n\nRun '{call.spec.name} --help' for more information"
            raise Failure(f'invalid argument "{name}" for "-t, --tag" flag: {error}\n\n{usage}', 125) from error
    if call.args[0] == "-":
        call.state["stdin"] = ""
        return _read(call)
    if call.args[0].startswith(("http://", "https://", "git://", "git@")):
        raise NotModelled("docker build with a remote context")
    if call.flags["file"] == "-":
        call.state["stdin"] = ""
        return _read(call)
    return _begin(call, _dockerfile(call))


def _read(call: Call) -> Step | int:
    """Read the Dockerfile from standard input."""
    while call.system.can_read(0):
        data = call.system.read(0, 65536)
        if not data:
            text = call.state.pop("stdin")
            return _begin(call, text)
        call.state["stdin"] += data.decode(errors="replace")
    return Wait(readable=(0,))


def _dockerfile(call: Call) -> str:
    directory = _directory(call)
    name = call.flags["file"] or "Dockerfile"
    path = posixpath.join(call.process.cwd, name) if call.flags["file"] else posixpath.join(directory, name)
    try:
        return call.read_file(path).decode(errors="replace")
    except KernelError as error:
        raise Failure(
            "unable to prepare context: unable to evaluate symlinks in Dockerfile path: "
            f"lstat {posixpath.normpath(path)}: no such file or directory"
        ) from error


def _directory(call: Call) -> str:
    directory = posixpath.normpath(posixpath.join(call.process.cwd, call.args[0]))
    if call.files.kind(directory) is None:
        raise Failure(f'unable to prepare context: path "{call.args[0]}" not found')
    if call.files.kind(directory) != "dir":
        raise Failure(f"unable to prepare context: context must be a directory: {directory}")
    return directory


def _begin(call: Call, text: str) -> Step | int:
    directory, paths, size = "/", [], 2048
    if call.args[0] != "-":
        directory = _directory(call)
        paths = context.listing(call.files, directory, context.read_patterns(call.files, directory))
        size = sum(_archived(call, posixpath.join(directory, path)) for path in paths) + 2 * BLOCK
    arguments = {}
    for row in call.flags["build-arg"]:
        name, equals, value = row.partition("=")
        if equals or name in call.process.env:
            arguments[name] = value if equals else call.process.env[name]
    build = Build(
        text, directory, paths, arguments, call.flags["target"], read_pairs(call.flags["label"]),
        use_cache=not call.flags["no-cache"],
    )  # fmt: skip
    _say(call, f"Sending build context to Docker daemon  {units.human_size(size, 4)}\r\r")
    call.state["build"] = build.dump()
    return resume(call)


def _archived(call: Call, path: str) -> int:
    """Return the bytes that a file takes in a tar archive."""
    inode = call.files.stat(path, follow=False)
    return BLOCK + (-(-len(inode.data) // BLOCK) * BLOCK if inode.kind == "file" else 0)


def _say(call: Call, line: str) -> None:
    if not call.flags["quiet"]:
        call.line(line)


def resume(call: Call) -> Step | int:
    """Take the build as far as it goes without waiting."""
    if "stdin" in call.state:
        return _read(call)
    state: dict[str, Any] = call.state
    builder = Builder(call.engine, Build(**state["build"]), call.files)
    try:
        while True:
            if call.state.get("log"):
                _copy_log(call, call.state["log"])
            going = builder.step()
            _flush(call, builder)
            if not going:
                break
    except EngineError as error:
        _flush(call, builder)
        _leave(call, builder)
        if isinstance(error, BuildFailed):
            raise Failure(str(error), error.code) from error
        raise
    state["build"] = builder.build.dump()
    if builder.build.done:
        return _finish(call, builder.build)
    running = builder.running()
    assert running is not None, "a build waits for no container"  # noqa: S101  (an inner contradiction)
    _copy_log(call, running.log)
    return Wait(topics=("engine", f"log/{running.log}"))


def _flush(call: Call, builder: Builder) -> None:
    for line in builder.said:
        _say(call, line)
    builder.said.clear()
    current = builder.running()
    call.state["log"] = current.log if current is not None else 0
    if current is None:
        call.state["entry"] = 0


def _copy_log(call: Call, number: int) -> None:
    log = call.engine.machine.streams.logs.get(number)
    entries = log.entries if log is not None else []
    for _, stream, text in entries[call.state.get("entry", 0) :]:
        if not call.flags["quiet"]:
            call.system.write(2 if stream == "stderr" else 1, text)
    call.state["entry"] = max(len(entries), call.state.get("entry", 0))


def _leave(call: Call, builder: Builder) -> None:
    """Print what the failed RUN printed, and remove its container unless it is to stay."""
    container = call.engine.containers.containers.get(call.state["build"]["container"])
    if container is None:
        return
    if call.flags["force-rm"]:
        lifecycle.remove(call.engine, container, force=True)
    builder.build.container = ""


def _finish(call: Call, build: Build) -> int:
    image_id = build.image
    if call.flags["quiet"]:
        call.line(image_id)
    else:
        call.line(f"Successfully built {image_id.removeprefix('sha256:')[:12]}")
    for name in call.flags["tag"]:
        call.engine.images.tag(image_id, name)
        _say(call, f"Successfully tagged {parse_normalized(name).with_default_tag().familiar}")
    if call.flags["iidfile"]:
        call.files.write(call.flags["iidfile"], image_id)
    return 0
