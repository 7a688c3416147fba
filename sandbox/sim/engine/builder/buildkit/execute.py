"""RUN: a command in a container on the files so far.

Models moby buildkit frontend/dockerfile/dockerfile2llb (dispatchRun) and executor/runcexecutor, v0.22.
"""

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sandbox.sim.engine import create, layers, lifecycle
from sandbox.sim.engine.builder import configure
from sandbox.sim.engine.builder.buildkit import mounts, plan
from sandbox.sim.engine.builder.buildkit.bases import find_base
from sandbox.sim.engine.builder.buildkit.failure import SolveError
from sandbox.sim.engine.builder.buildkit.plan import Stage
from sandbox.sim.engine.builder.buildkit.state import State
from sandbox.sim.engine.builder.dockerfile import HEREDOC, Instruction
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kernel.mounts import Mount, MountTable

if TYPE_CHECKING:
    from sandbox.sim.engine.builder.buildkit.solve import Solver

NETWORKS = {"default": "default", "none": "none", "host": "host"}
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "FTP_PROXY", "ALL_PROXY")
MACHINE = "/usr/bin/env"


def command(row: Instruction, config: dict[str, Any]) -> list[str]:
    """Return the words that a RUN executes."""
    if row.words is not None:
        return row.words
    shell = configure.shell_of(config)
    if not row.heredocs:
        return [*shell, row.text]
    if len(row.heredocs) == 1 and HEREDOC.fullmatch(row.text):
        text = row.heredocs[0].text
        first, _, rest = text.partition("\n")
        if first.startswith("#!"):
            words = [word for word in shlex.split(first[2:]) if word != MACHINE]
            return [*words, "-c", rest]
        return [*shell, text]
    bodies = "".join(f"\n{document.text}{document.name}" for document in row.heredocs)
    return [*shell, row.text + bodies + "\n"]


def views(solver: "Solver", row: Instruction, stage: Stage) -> dict[str, FileView]:
    """Return the files of the stages and images that an instruction names."""
    found: dict[str, FileView] = {}
    for name in plan.sources(row):
        earlier = plan.find(plan.stages(plan.read(solver.job.text), solver.job.args), name, stage.index)
        if earlier is not None:
            image = State.load(solver.job.results[str(earlier.index)]).image
        elif name == plan.SCRATCH:
            image = State.scratch(solver.engine).image
        else:
            image = find_base(solver.engine, name, pull=solver.job.pull, lines=(row.line, row.last_line)).check()
        found[name] = layers.view(solver.engine, image)
    return found


def begin(solver: "Solver", stage: Stage, row: Instruction, label: str, state: State) -> bool:
    """Take a RUN from the cache, or start it; return False when there is something to wait for. Raises SolveError."""
    for name in ("security", "device"):
        if row.flag(name):
            raise SolveError(f"not modelled in this sandbox: RUN --{name}", lines=(row.line, row.last_line))
    config, engine = state.image.config, solver.engine
    network = row.flag("network") or solver.job.network
    if network not in NETWORKS:
        raise SolveError(f"unsupported network mode {network!r}".replace("'", '"'), lines=(row.line, row.last_line))
    fields = mounts.parse(row, state.variables())
    words = command(row, config)
    inherited = {key: value for key, value in state.values.items() if key.upper() not in PROXIES}
    env = [*(config.get("Env") or []), *(f"{key}={value}" for key, value in inherited.items()
                                         if key not in configure.environment(config))]  # fmt: skip
    place = [config.get("WorkingDir") or "/", config.get("User") or "", network, str(fields)]
    key = state.child_key("RUN", *words, "env", *env, *place)
    prefix = f"|{len(inherited)} {' '.join(f'{k}={v}' for k, v in inherited.items())} " if inherited else ""
    created_by = f"RUN {prefix}{' '.join(words)} # buildkit"
    title = solver.title(stage, row, label, state)
    solver.begin(title)
    record = engine.builds.find(key, solver.now) if solver.may_use_cache(stage) else None
    if record is not None and record.disk in engine.machine.disks:
        solver.end(cached=True)
        solver.job.state = state.on(record, created_by).dump()
        return True
    places = mounts.Places(
        solver.local, solver.job.context, views(solver, row, stage), solver.job.secrets,
        config.get("WorkingDir") or "/",
    )  # fmt: skip
    solver.job.pending = {"key": key, "created_by": created_by, "title": title, "words": words,
                          "lines": [row.line, row.last_line], "scraps": [], "targets": []}  # fmt: skip
    mounted = mounts.prepare(engine, row, fields, places)
    _start(solver, state, mounted, {"env": env, "words": words, "network": network})
    return True


def _start(solver: "Solver", state: State, mounted: mounts.Mounted, asked: dict[str, Any]) -> None:
    """Start the container on an image that is there for it alone."""
    engine, pending, words = solver.engine, solver.job.pending, asked["words"]
    config = {"Env": asked["env"], "WorkingDir": state.image.config.get("WorkingDir"),
              "User": state.image.config.get("User"), "Cmd": None, "Entrypoint": None}  # fmt: skip
    image = replace(state.image, id=layers.new_id(engine), config=config, memory=0, from_catalogue=False)
    engine.images.add(image)
    pending["image"], pending["scraps"] = image.id, mounted.scraps
    body = {
        "Image": image.id, "Entrypoint": words[:1], "Cmd": words[1:] or None, "Env": mounted.env,
        "HostConfig": {"NetworkMode": NETWORKS[asked["network"]], "Mounts": mounted.binds, "Tmpfs": mounted.tmpfs,
                       "ExtraHosts": solver.job.hosts},
    }  # fmt: skip
    try:
        container = create.create(engine, "", body)
        pending["container"] = container.id
        mounts.attach(engine, container, mounted)
        pending["targets"] = [mount.destination for mount in container.mounts]
        lifecycle.start(engine, container)
    except EngineError as error:
        reason = str(error).rpartition("OCI runtime create failed: runc create failed: ")[2].removesuffix(": unknown")
        solver.out.append(solver.progress.output(f"runc run failed: {reason}\n", solver.now))
        _clear(solver)
        raise _failed(words, 1, pending["lines"]) from error


def _failed(words: list[str], code: int, lines: list[int]) -> SolveError:
    message = f'process "{" ".join(words)}" did not complete successfully: exit code: {code}'
    return SolveError(message, short=message, lines=(lines[0], lines[1]))


def _clear(solver: "Solver") -> None:
    """Remove the container with its image, and what was mounted for it."""
    engine, pending = solver.engine, solver.job.pending
    container = solver.running()
    if container is not None:
        lifecycle.remove(engine, container, force=True)
    del engine.images.images[pending["image"]]
    mounts.tidy(engine, pending["scraps"])
    solver.job.pending = {}


def finish(solver: "Solver") -> bool:
    """Take the result of the RUN that has ended; return False while it has not. Raises SolveError."""
    container, pending, engine = solver.running(), solver.job.pending, solver.engine
    if container is not None and container.running:
        return False
    if container is None:
        raise SolveError("the build's container was removed", lines=(pending["lines"][0], pending["lines"][1]))
    if container.exit_code:
        code = container.exit_code
        _clear(solver)
        raise _failed(pending["words"], code, pending["lines"])
    state = State.load(solver.job.state)
    made = layers.commit(engine, container, {}, created_by="", parent=False)
    del engine.images.images[made.id]
    root = FileView(MountTable(Mount("/", engine.machine.disks[made.disk])), engine.machine.clock)
    mounts.drop_stubs(root, layers.view(engine, state.image), pending["targets"])
    size = made.history[-1].size
    _clear(solver)
    state = state.remember(engine, pending["key"], pending["created_by"], pending["title"], made.disk, size)
    solver.job.state = state.dump()
    solver.end()
    return True
