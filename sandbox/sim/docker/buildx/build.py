"""docker buildx build, and docker build where BuildKit is enabled.

Models docker/buildx commands/build.go, v0.24, with the docker driver. Not modelled: other outputs than the engine's own
images, remote caches, attestations, SSH, several platforms, contexts from URLs and git.
"""

import json
import posixpath
from typing import Any

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container.options import read_pairs
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.docker.image import build_context
from sandbox.sim.engine.builder.buildkit import lint
from sandbox.sim.engine.builder.buildkit.failure import SolveError, excerpt
from sandbox.sim.engine.builder.buildkit.progress import Progress
from sandbox.sim.engine.builder.buildkit.solve import Job, Solver
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.engine.remote import Remote, is_remote
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.images.image import digest
from sandbox.sim.runtime.images.reference import ReferenceError as BadReference
from sandbox.sim.runtime.images.reference import parse_normalized
from sandbox.sim.runtime.process import Step, Wait

UNSUPPORTED = (
    "allow", "annotation", "attest", "build-context", "cache-from", "cache-to", "cgroup-parent", "provenance",
    "sbom", "shm-size", "ssh", "ulimit",
)  # fmt: skip
PLATFORMS = ("linux/amd64", "linux", "amd64", "linux/x86_64")
MODES = ("auto", "none", "plain", "quiet", "rawjson", "tty")
NETWORKS = ("default", "none", "host")
STDIN = "-"


def run(call: Call) -> Step | int:
    """Check the command line, read what the build needs, and begin."""
    _check(call)
    if STDIN in (call.args[0], call.flags["file"]):
        if call.args[0] == STDIN and call.flags["file"] == STDIN:
            raise Failure("ERROR: invalid argument: can't use stdin for both build context and dockerfile")
        call.state["reading"] = True
        return resume(call)
    return _begin(call, None)


def _check(call: Call) -> None:
    flags = call.flags
    for name in UNSUPPORTED:
        if flags.given(name):
            raise NotModelled(f"docker buildx build --{name}")
    if flags["call"] not in ("", "build", "check"):
        raise NotModelled(f"docker buildx build --call {flags['call']}")
    _check_goal(call)
    if flags["progress"] not in MODES:
        raise Failure(f"ERROR: invalid progress mode {flags['progress']}")
    if flags["network"] not in NETWORKS:
        raise Failure(f'ERROR: network mode "{flags["network"]}" not supported by buildkit')
    if flags["push"] and not flags["tag"]:
        raise Failure("ERROR: tag is needed when pushing to registry")
    if flags["builder"] not in ("", "default"):
        raise Failure(f'ERROR: no builder "{flags["builder"]}" found')


def _check_goal(call: Call) -> None:
    """Check what is to be built and where it is to go."""
    flags = call.flags
    for platform in ",".join(flags["platform"]).split(","):
        if platform and platform not in PLATFORMS:
            raise NotModelled(f"docker buildx build --platform {platform} (images here are linux/amd64)")
    for output in flags["output"]:
        if output not in ("type=docker", "type=image"):
            raise NotModelled(f"docker buildx build --output {output}")
    for name in flags["tag"]:
        try:
            parse_normalized(name)
        except BadReference as error:
            raise Failure(f'ERROR: invalid tag "{name}": {error}') from error


def _begin(call: Call, data: bytes | None) -> Step | int:
    name, given = call.args[0], call.flags["file"]
    text, scrap = "", ""
    if name == STDIN and data is not None and build_context.is_archive(data):
        scrap = name = build_context.unpack(call, data)
    elif STDIN in (name, given):
        text = (data or b"").decode(errors="replace")
    if name == STDIN:
        found = build_context.Context("/", [], 0, 0)
        shown, dockerfile = "Dockerfile", ""
    else:
        directory = build_context.directory_of(call, name, "ERROR: unable to prepare context: ")
        dockerfile = "" if given == STDIN else _dockerfile(call, directory, given, inside=bool(scrap))
        found = build_context.listing(call, directory, dockerfile)
        shown = posixpath.basename(dockerfile) or "Dockerfile"
    call.state["progress"] = Progress(_mode(call), call.now).dump()
    if dockerfile:
        content = build_context.read_dockerfile(call, dockerfile)
        if content is None:
            return _no_dockerfile(call, shown)
        text = content
    call.state["job"] = _job(call, text, shown, found).dump()
    call.state["scrap"] = scrap
    return resume(call)


def _dockerfile(call: Call, directory: str, given: str, *, inside: bool) -> str:
    if not given:
        return posixpath.join(directory, "Dockerfile")
    return posixpath.normpath(posixpath.join(directory if inside else call.process.cwd, given))


def _no_dockerfile(call: Call, name: str) -> int:
    progress = Progress(**call.state["progress"])
    call.system.write(2, _opening(progress))
    call.system.write(2, progress.begin(f"[internal] load build definition from {name}", call.now))
    call.system.write(2, progress.note("transferring dockerfile: 2B done", call.now) + progress.end(call.now))
    raise Failure(f"ERROR: failed to solve: failed to read dockerfile: open {name}: no such file or directory")


def _mode(call: Call) -> str:
    if call.flags["quiet"]:
        return "quiet"
    mode = call.flags["progress"]
    if mode in ("auto", ""):
        mode = call.process.env.get("BUILDKIT_PROGRESS", "auto")
    if mode in ("auto", ""):
        return "tty" if call.is_terminal(2) else "plain"
    return "quiet" if mode == "none" else str(mode)


def _opening(progress: Progress) -> str:
    return '#0 building with "default" instance using docker driver\n\n' if progress.mode == "plain" else ""


def _job(call: Call, text: str, name: str, found: build_context.Context) -> Job:
    flags, env = call.flags, call.process.env
    arguments = {}
    for row in flags["build-arg"]:
        key, equals, value = row.partition("=")
        if equals or key in env:
            arguments[key] = value if equals else env[key]
    return Job(
        text, name, found.directory, found.paths, found.size, found.ignore_size, list(flags["tag"]), arguments,
        flags["target"], read_pairs(flags["label"]), use_cache=not flags["no-cache"],
        uncached=[part for row in flags["no-cache-filter"] for part in row.lower().split(",")], pull=flags["pull"],
        network=flags["network"], hosts=[row.replace("=", ":", 1) for row in flags["add-host"]], secrets=_secrets(call),
        exported=not flags["check"] and flags["call"] != "check",
    )  # fmt: skip


def _secrets(call: Call) -> dict[str, str]:
    found = {}
    for row in call.flags["secret"]:
        fields = dict(part.partition("=")[::2] for part in row.split(","))
        name = fields.get("id", "")
        if not name:
            raise Failure("ERROR: failed to parse secret: id is required" if "=" in row else
                          f"ERROR: invalid field '{row}' must be a key=value pair")  # fmt: skip
        source = fields.get("src") or fields.get("source") or (name if fields.get("type") == "file" else "")
        variable = fields.get("env") or (name if not source else "")
        if variable and variable in call.process.env:
            found[name] = call.process.env[variable]
            continue
        try:
            found[name] = call.read_file(source or name).decode(errors="replace")
        except KernelError as error:
            raise Failure(
                f"ERROR: failed to stat {source or name}: stat {source or name}: {str(error).lower()}"
            ) from error
    return found


def resume(call: Call) -> Step | int:
    """Take the build as far as it goes without waiting."""
    if call.state.get("reading"):
        data = build_context.read_stdin(call)
        if not isinstance(data, bytes):
            return data
        call.state["reading"] = False
        return _begin(call, data)
    job, progress = Job(**call.state["job"]), Progress(**call.state["progress"])
    solver = Solver(call.engine, job, progress, call.files)
    if not progress.names:
        solver.out.append(_opening(progress))
    if not job.exported:
        return _report(call, solver)
    try:
        while True:
            _copy_log(call, solver)
            if not solver.step():
                break
            _flush(call, solver)
    except EngineError as error:
        _copy_log(call, solver)
        return _fail(call, solver, error)
    _flush(call, solver)
    call.state["job"], call.state["progress"] = job.dump(), progress.dump()
    if job.done:
        return _finish(call, solver)
    running = solver.running()
    log = running.log if running is not None else 0
    return Wait(topics=("engine", f"log/{log}"), finite=True)


def _flush(call: Call, solver: Solver) -> None:
    call.system.write(2, "".join(solver.out))
    solver.out.clear()


def _copy_log(call: Call, solver: Solver) -> None:
    """Print what the command of the current RUN has printed since the last look."""
    running = solver.running()
    if running is None:
        call.state["entry"] = 0
        return
    log = call.engine.machine.streams.logs.get(running.log)
    entries = log.entries if log is not None else []
    for moment, _, text in entries[call.state.get("entry", 0) :]:
        solver.out.append(solver.progress.output(text, moment))
    call.state["entry"] = len(entries)


def _tidy(call: Call) -> None:
    if call.state.get("scrap"):
        build_context.remove(call, call.state["scrap"])


def _warnings(solver: Solver) -> str:
    rows = [lint.Warning(*row) for row in solver.job.warnings]
    if not rows or solver.progress.mode in ("quiet", "rawjson"):
        return ""
    count = "1 warning" if len(rows) == 1 else f"{len(rows)} warnings"
    listed = "".join(f" - {row.short}\n" for row in rows)
    return f"\n {count} found (use docker --debug to expand):\n{listed}"


def _fail(call: Call, solver: Solver, error: EngineError) -> int:
    progress, job = solver.progress, solver.job
    fault = error if isinstance(error, SolveError) else SolveError(str(error))
    within = bool(progress.ends) and not progress.ends[-1]
    if within:
        solver.out.append(progress.end(call.now, error=fault.short or str(fault)))
    if progress.mode == "tty":
        solver.out.append(progress.picture(call.now))
    if within and progress.mode != "rawjson":
        solver.out.append(progress.failure())
    solver.out.append(_warnings(solver))
    solver.out.append(excerpt(job.text, job.name, fault.lines))
    _flush(call, solver)
    _tidy(call)
    if str(fault).startswith("not modelled in this sandbox"):
        raise Failure(str(fault))
    if job.done:
        raise Failure(f"ERROR: {fault}")
    raise Failure(f"ERROR: failed to solve: {fault}")


def _finish(call: Call, solver: Solver) -> int:
    job, progress = solver.job, solver.progress
    if call.flags["push"]:
        try:
            for tag in job.tags:
                _push(solver, tag)
        except EngineError as error:
            return _fail(call, solver, error)
    if progress.mode == "tty":
        solver.out.append(progress.picture(call.now))
    solver.out.append(_warnings(solver))
    _flush(call, solver)
    _tidy(call)
    if call.flags["quiet"]:
        call.line(job.image)
    if call.flags["iidfile"]:
        call.files.write(call.flags["iidfile"], job.image)
    if call.flags["metadata-file"]:
        call.files.write(call.flags["metadata-file"], json.dumps(_metadata(call, job), indent=2))
    return 0


def _push(solver: Solver, tag: str) -> None:
    """Send an image to its registry. Raises EngineError."""
    reference = parse_normalized(tag).with_default_tag()
    image = solver.engine.images.images[solver.job.image]
    solver.begin(f"pushing {reference.familiar} with docker")
    if not is_remote(reference):
        raise EngineError("denied: requested access to the resource is denied")
    rows, mark, _ = Remote(solver.engine, reference.domain).push(reference, image)
    for layer, _ in rows:
        solver.note(f"pushing layer {layer.removeprefix('sha256:')[:12]} done")
    solver.engine.images.digests[f"{reference.familiar_name}@{mark}"] = image.id
    solver.end()


def _metadata(call: Call, job: Job) -> dict[str, Any]:
    names = [parse_normalized(tag).with_default_tag() for tag in job.tags]
    reference = digest("build", str(call.engine.builds.history))[7:32]
    found: dict[str, Any] = {"buildx.build.ref": f"default/default/{reference}",
                             "containerimage.config.digest": job.image, "containerimage.digest": job.image}  # fmt: skip
    if names:
        found["image.name"] = ",".join(f"{row.name}:{row.tag}" for row in names)
    return found


def _report(call: Call, solver: Solver) -> int:
    """Print what ``--check`` finds, without building."""
    try:
        solver.step()
    except SolveError as error:
        return _fail(call, solver, error)
    _flush(call, solver)
    rows = [lint.Warning(*row) for row in solver.job.warnings]
    if not rows:
        call.line("Check complete, no warnings found.")
        return 0
    have = "1 warning has" if len(rows) == 1 else f"{len(rows)} warnings have"
    call.line(f"Check complete, {have} been found!")
    for row in rows:
        place = excerpt(solver.job.text, solver.job.name, (row.line, row.last_line))
        call.out(f"\nWARNING: {row.rule} - {row.url}\n{row.text}\n{place}")
    call.line("")
    return 1
