"""A build with BuildKit: the stages that are needed, step by step, each taken from the cache where it can be.

Models moby buildkit frontend/dockerfile/dockerfile2llb (convert.go) and the solver, v0.22, with the docker driver. A
build is data, so that it can wait for a RUN and go on later. Not modelled: steps at the same time, remote caches,
several platforms, RUN --security and --device.
"""

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sandbox.sim.engine.builder import configure, dockerfile
from sandbox.sim.engine.builder.buildkit import execute, export, files, lint, plan
from sandbox.sim.engine.builder.buildkit.bases import Base, find_base
from sandbox.sim.engine.builder.buildkit.failure import SolveError
from sandbox.sim.engine.builder.buildkit.plan import Stage
from sandbox.sim.engine.builder.buildkit.progress import Progress, size
from sandbox.sim.engine.builder.buildkit.state import State, history_row
from sandbox.sim.engine.builder.dockerfile import Instruction
from sandbox.sim.engine.builder.expand import expand, split_words
from sandbox.sim.engine.builder.failure import DockerfileFault
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.errors import BadRequest
from sandbox.sim.kernel.files import FileView
from sandbox.sim.runtime.images.image import digest

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

OVERHEAD = 38
"""Bytes that the name and the mode of one file take on the way to the builder."""


@dataclass(slots=True)
class Job:
    """What a build remembers between two steps. ``context`` is a directory of the machine that the client runs on."""

    text: str
    name: str
    context: str
    paths: list[str]
    context_size: int
    ignore_size: int
    tags: list[str]
    args: dict[str, str] = field(default_factory=dict)
    target: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    use_cache: bool = True
    uncached: list[str] = field(default_factory=list)
    """Stages that are built anew."""
    pull: bool = False
    network: str = "default"
    hosts: list[str] = field(default_factory=list)
    secrets: dict[str, str] = field(default_factory=dict)
    exported: bool = True
    phase: str = "begin"
    stage: int = 0
    """Which of the stages that are needed is built, counted among them."""
    row: int = -1
    step: int = 0
    results: dict[str, list[Any]] = field(default_factory=dict)
    """States of the stages that are done, by index; of images that files come from, by name."""
    state: list[Any] = field(default_factory=list)
    pending: dict[str, Any] = field(default_factory=dict)
    """The RUN that is waited for."""
    warnings: list[list[Any]] = field(default_factory=list)
    image: str = ""
    done: bool = False

    def dump(self) -> dict[str, Any]:
        """Return JSON-able data."""
        return asdict(self)


class Solver:
    """Takes one build further; ``out`` collects what it prints."""

    def __init__(self, engine: "Engine", job: Job, progress: Progress, local: FileView) -> None:
        self.engine = engine
        self.job = job
        self.progress = progress
        self.local = local
        self.out: list[str] = []

    @property
    def now(self) -> int:
        """The virtual time."""
        return self.engine.machine.clock.now

    def begin(self, name: str) -> None:
        """Begin a line of the progress."""
        self.out.append(self.progress.begin(name, self.now))

    def note(self, text: str) -> None:
        """Add to it."""
        self.out.append(self.progress.note(text, self.now))

    def end(self, *, cached: bool = False) -> None:
        """End it."""
        self.out.append(self.progress.end(self.now, cached=cached))

    def running(self) -> Container | None:
        """Return the container of the RUN that is waited for."""
        return self.engine.containers.containers.get(self.job.pending.get("container", ""))

    # The loop

    def step(self) -> bool:
        """Do the next thing; return False when the build has to wait or is done. Raises SolveError."""
        job = self.job
        if job.pending:
            return execute.finish(self)
        if job.phase == "begin":
            self._begin()
            return True
        needed = self._needed()
        if job.stage >= len(needed):
            if job.exported:
                export.export(self, State.load(job.results[str(needed[-1].index)]))
            job.done = True
            return False
        return self._instruction(needed[job.stage])

    def _stages(self) -> list[Stage]:
        return plan.stages(plan.read(self.job.text), self.job.args)

    def _needed(self) -> list[Stage]:
        found = self._stages()
        return plan.needed(found, plan.target(found, self.job.target))

    def _begin(self) -> None:
        job = self.job
        self.begin(f"[internal] load build definition from {job.name}")
        self.note(f"transferring dockerfile: {size(len(job.text.encode()) + OVERHEAD)} done")
        try:
            rows = plan.read(job.text)
            needed = self._needed()
        except SolveError:
            self.end()
            raise
        warnings = lint.check(rows, self._stages(), needed, self._environment)
        job.warnings = [[row.rule, row.text, row.line, row.last_line] for row in warnings]
        for row in warnings:
            self.note(f"WARN: {row.short}")
        self.end()
        self._frontend()
        bases = self._bases(needed)
        for base in bases.values():
            self.begin(f"[internal] load metadata for {base.full}")
            base.check()
            self.end()
        self.begin("[internal] load .dockerignore")
        self.note(f"transferring context: {size(job.ignore_size + OVERHEAD) if job.ignore_size else '2B'} done")
        self.end()
        if any(_takes_context(row) for stage in needed for row in stage.rows):
            self.begin("[internal] load build context")
            self.note(f"transferring context: {size(job.context_size + OVERHEAD * len(job.paths))} done")
            self.end()
        job.phase = "build"

    def _frontend(self) -> None:
        """Look up the frontend that the first line asks for: the built-in one under its own name."""
        name = dockerfile.directive(self.job.text, "syntax")
        if not name:
            return
        if not name.removeprefix("docker.io/").startswith("docker/dockerfile"):
            raise SolveError(f"not modelled in this sandbox: the frontend {name}")
        full = f"docker.io/{name.removeprefix('docker.io/')}"
        full += "" if ":" in full else ":latest"
        self.begin(f"resolve image config for docker-image://{full}")
        self.end()
        self.begin(f"docker-image://{full}@{digest('frontend', full)}")
        self.end(cached=self.engine.builds.history > 0)

    def _environment(self, name: str) -> list[str]:
        if name == plan.SCRATCH:
            return []
        base = find_base(self.engine, name, pull=self.job.pull)
        return list(configure.environment(base.image.config)) if base.image is not None else []

    def _bases(self, needed: list[Stage]) -> dict[str, Base]:
        """Return the images that the stages stand on or take files from, in the order in which they are named."""
        found: dict[str, Base] = {}
        stages = self._stages()
        for stage in needed:
            for row in (stage.start, *stage.rows):
                for name in [stage.base] if row is stage.start else plan.sources(row):
                    if name != plan.SCRATCH and plan.find(stages, name, stage.index) is None and name not in found:
                        lines = (row.line, row.last_line)
                        found[name] = find_base(self.engine, name, pull=self.job.pull, lines=lines)
        return found

    # One stage

    def _instruction(self, stage: Stage) -> bool:
        job = self.job
        label = plan.label(stage, len(self._stages()))
        if job.row < 0:
            self._from(stage, label)
            job.row = 0
            return True
        rows = stage.rows
        if job.row >= len(rows):
            job.results[str(stage.index)] = job.state
            job.stage, job.row, job.step, job.state = job.stage + 1, -1, 0, []
            return True
        row = rows[job.row]
        job.row += 1
        try:
            return self._dispatch(stage, row, label)
        except DockerfileFault as fault:
            raise plan.parse_fault(fault) from fault
        except BadRequest as error:
            raise SolveError(str(error), lines=(row.line, row.last_line)) from error

    def title(self, stage: Stage, row: Instruction, label: str, state: State) -> str:
        """Count a step and return what the progress calls it."""
        total = stage.steps() + self._counts_base(stage)
        self.job.step += 1
        shown = dockerfile_text(row, state.variables())
        return f"[{label}{self.job.step:>{len(str(total))}d}/{total}] {shown}"

    def _counts_base(self, stage: Stage) -> int:
        own = plan.find(self._stages(), stage.base, stage.index) is None
        return int(own and stage.base != plan.SCRATCH)

    def _from(self, stage: Stage, label: str) -> None:
        job = self.job
        earlier = plan.find(self._stages(), stage.base, stage.index)
        if earlier is not None:
            state = State.load(job.results[str(earlier.index)])
        elif stage.base == plan.SCRATCH:
            state = State.scratch(self.engine)
        else:
            base = find_base(self.engine, stage.base, pull=job.pull)
            total = stage.steps() + 1
            job.step = 1
            self.begin(f"[{label}{1:>{len(str(total))}d}/{total}] FROM {base.shown}")
            for line in base.progress(self.engine):
                self.note(line)
            self.end()
            state = State.of(base.check())
        triggers = state.image.config.get("OnBuild") or []
        config = {key: value for key, value in state.image.config.items() if key not in ("OnBuild", configure.OWN_CMD)}
        state = replace(state, image=replace(state.image, config=config), values={})
        job.state = state.dump()
        for trigger in triggers:
            self._dispatch(stage, dockerfile.instruction(trigger, stage.start.line), label)

    def _dispatch(self, stage: Stage, row: Instruction, label: str) -> bool:
        state = State.load(self.job.state)
        if row.name == "RUN":
            return execute.begin(self, stage, row, label, state)
        if row.name in ("COPY", "ADD"):
            state = self._copy(stage, row, label, state)
        elif row.name == "ARG":
            state = self._arg(row, state)
        else:
            state = self._configure(stage, row, label, state)
        self.job.state = state.dump()
        return True

    def _arg(self, row: Instruction, state: State) -> State:
        job = self.job
        shared = plan.global_values(plan.read(job.text), job.args)
        values, shown = dict(state.values), []
        for word in split_words(row.text):
            name, equals, default = word.partition("=")
            if name in job.args:
                values[name] = job.args[name]
            elif equals:
                values[name] = expand(default, {**values, **configure.environment(state.image.config)})
            elif name in shared:
                values[name] = shared[name]
            shown.append(f"{name}={values[name]}" if name in values else name)
        described = history_row(f"ARG {' '.join(shown)}")
        return replace(state, values=values, image=replace(state.image, history=[*state.image.history, described]))

    def _configure(self, stage: Stage, row: Instruction, label: str, state: State) -> State:
        config, comment = configure.apply(state.image.config, row, state.variables())
        if row.name == "WORKDIR":
            return self._workdir(stage, row, label, replace(state, image=replace(state.image, config=config)))
        described = history_row(export.described(row, config, comment))
        image = replace(state.image, config=config, history=[*state.image.history, described])
        if row.name == "MAINTAINER":
            image = replace(image, author=config.get("Author") or "")
        return replace(state, image=image)

    def _workdir(self, stage: Stage, row: Instruction, label: str, state: State) -> State:
        path = state.image.config["WorkingDir"]
        key = state.child_key("WORKDIR", path)

        def make(view: FileView) -> None:
            if not view.exists(path):
                view.mkdir(path, 0o755, parents=True)

        return self._layer(self.title(stage, row, label, state), state, key, f"WORKDIR {path}", make, stage)

    def _copy(self, stage: Stage, row: Instruction, label: str, state: State) -> State:
        title = self.title(stage, row, label, state)
        views = execute.views(self, row, stage)
        workdir = state.image.config.get("WorkingDir") or "/"
        local = (self.local, self.job.context, self.job.paths)
        try:
            copy = files.read(row, state.variables(), workdir, local, views, self.engine)
        except SolveError:
            self.begin(title)
            raise
        created_by = f"{dockerfile_text(row, state.variables())} # buildkit"
        return self._layer(title, state, state.child_key("COPY", copy.key()), created_by, copy.perform, stage)

    def _layer(  # noqa: PLR0917  (a step in all its parts)
        self, title: str, state: State, key: str, created_by: str, make: Any, stage: Stage
    ) -> State:
        self.begin(title)
        record = self.engine.builds.find(key, self.now) if self.may_use_cache(stage) else None
        if record is not None and record.disk in self.engine.machine.disks:
            self.end(cached=True)
            return state.on(record, created_by)
        result = state.with_files(self.engine, key, created_by, title, make)
        self.end()
        return result

    def may_use_cache(self, stage: Stage) -> bool:
        """Say whether steps of a stage may come from the cache."""
        return self.job.use_cache and stage.name not in self.job.uncached


def dockerfile_text(row: Instruction, values: dict[str, str]) -> str:
    """Return an instruction as the progress shows it: variables that are known replaced, here-documents named."""
    flags = "".join(f"{flag} " for flag in row.flags)
    text = f"{row.name} {flags}{row.text}"
    for name, value in values.items():
        text = text.replace(f"${{{name}}}", value)
    shown = lint.VARIABLE.sub(lambda found: values.get(found[3] or "", found[0]) if found[3] else found[0], text)
    if row.heredocs and row.name == "RUN":
        lines = row.heredocs[0].text.strip().split("\n")
        shown += f" ({lines[0]}{'...' if len(lines) > 1 else ''})"
    return shown


def _takes_context(row: Instruction) -> bool:
    """Say whether an instruction reads the build's context."""
    if row.name == "RUN":
        return any("--mount" in flag and "type=" not in flag.replace("type=bind", "") and "from=" not in flag
                   for flag in row.flags)  # fmt: skip
    if row.name not in ("COPY", "ADD") or row.flag("from"):
        return False
    words = split_words(row.text)[:-1]
    return any("://" not in word and not word.startswith("<<") for word in words)
