"""docker build, with the classic builder; buildx/forwarding.py says when.

Models docker/cli cli/command/image/build.go, v28.2. Not modelled: contexts from URLs and git, --iidfile's siblings of
BuildKit, --squash, --cache-from.
"""

import posixpath
from typing import Any

from sandbox.sim.docker import units
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container.options import read_pairs
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.docker.image import build_context, pulling
from sandbox.sim.engine import lifecycle
from sandbox.sim.engine.builder.build import Build, Builder
from sandbox.sim.engine.builder.failure import BuildFailed
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.runtime.images.reference import ReferenceError as BadReference
from sandbox.sim.runtime.images.reference import parse_normalized
from sandbox.sim.runtime.process import Step, Wait

UNSUPPORTED = ("cache-from", "isolation", "security-opt", "squash")
WITHOUT_EFFECT = ("cgroup-parent", "compress", "cpu-period", "cpu-quota", "cpu-shares", "cpuset-cpus", "cpuset-mems",
                  "disable-content-trust", "shm-size", "ulimit")  # fmt: skip
PLATFORMS = ("", "linux/amd64", "linux", "amd64")
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
    if call.flags["platform"] not in PLATFORMS:
        raise NotModelled(f"docker build --platform {call.flags['platform']} (images here are linux/amd64)")
    for name in WITHOUT_EFFECT:
        if call.flags.given(name):
            call.err(f"drydock: --{name} has no effect in this sandbox")
    if "-" in (call.args[0], call.flags["file"]):
        if call.args[0] == call.flags["file"]:
            raise Failure("invalid argument: can't use stdin for both build context and dockerfile")
        call.state["reading"] = True
        return resume(call)
    return _begin(call, None)


def _begin(call: Call, data: bytes | None) -> Step | int:
    name, given = call.args[0], call.flags["file"]
    if name == "-" and data is not None and build_context.is_archive(data):
        name = call.state["scrap"] = build_context.unpack(call, data)
    if name == "-":
        found, size = build_context.Context("/", [], 0, 0), 2048
    else:
        directory = build_context.directory_of(call, name)
        found = build_context.listing(call, directory)
        size = sum(_archived(call, posixpath.join(directory, path)) for path in found.paths) + 2 * BLOCK
    if name == "-" or given == "-":
        text = (data or b"").decode(errors="replace")
    else:
        text = _dockerfile(call, found.directory, given, inside=bool(call.state.get("scrap")))
    build = Build(
        text, found.directory, found.paths, _arguments(call), call.flags["target"], read_pairs(call.flags["label"]),
        use_cache=not call.flags["no-cache"], pull=call.flags["pull"], host=_host(call),
    )  # fmt: skip
    _say(call, f"Sending build context to Docker daemon  {units.human_size(size, 4)}\r\r")
    call.state["build"] = build.dump()
    return resume(call)


def _dockerfile(call: Call, directory: str, given: str, *, inside: bool) -> str:
    """Return the Dockerfile's text; its path is relative to where the command runs, or to an archive's root."""
    place = posixpath.join(directory if inside or not given else call.process.cwd, given or "Dockerfile")
    text = build_context.read_dockerfile(call, place)
    if text is None:
        raise Failure(
            "unable to prepare context: unable to evaluate symlinks in Dockerfile path: "
            f"lstat {posixpath.normpath(place)}: no such file or directory"
        )
    return text


def _arguments(call: Call) -> dict[str, str]:
    found = {}
    for row in call.flags["build-arg"]:
        name, equals, value = row.partition("=")
        if equals or name in call.process.env:
            found[name] = value if equals else call.process.env[name]
    return found


def _host(call: Call) -> dict[str, Any]:
    """Return what the flags say of the containers of RUN."""
    flags = call.flags
    found: dict[str, Any] = {"NetworkMode": flags["network"] or "default"}
    if flags["add-host"]:
        found["ExtraHosts"] = list(flags["add-host"])
    if flags["memory"]:
        found["Memory"] = flags["memory"]
    if flags["memory-swap"]:
        found["MemorySwap"] = flags["memory-swap"]
    return found


def _archived(call: Call, path: str) -> int:
    """Return the bytes that a file takes in a tar archive."""
    inode = call.files.stat(path, follow=False)
    return BLOCK + (-(-len(inode.data) // BLOCK) * BLOCK if inode.kind == "file" else 0)


def _say(call: Call, line: str) -> None:
    if not call.flags["quiet"]:
        call.line(line)


def resume(call: Call) -> Step | int:
    """Take the build as far as it goes without waiting."""
    if call.state.get("reading"):
        data = build_context.read_stdin(call)
        if not isinstance(data, bytes):
            return data
        call.state["reading"] = False
        return _begin(call, data)
    state: dict[str, Any] = call.state
    builder = Builder(
        call.engine, Build(**state["build"]), call.files, lambda name: pulling.pull_lines(call.engine, name)
    )
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
        _tidy(call)
        if isinstance(error, BuildFailed):
            raise Failure(str(error), error.code) from error
        raise
    state["build"] = builder.build.dump()
    if builder.build.done:
        return _finish(call, builder.build)
    running = builder.running()
    assert running is not None, "a build waits for no container"  # noqa: S101  (an inner contradiction)
    _copy_log(call, running.log)
    return Wait(topics=("engine", f"log/{running.log}"), finite=True)


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


def _tidy(call: Call) -> None:
    if call.state.get("scrap"):
        build_context.remove(call, call.state["scrap"])


def _finish(call: Call, build: Build) -> int:
    _tidy(call)
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
