"""A build, step by step: each instruction makes an image on the one before, or takes one out of the cache.

Models moby builder/dockerfile (the classic builder). A build is data, so that it can wait for a RUN and go on later.
Not modelled: ADD from URLs, several platforms; RUN's flags are BuildKit's alone.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.sim.engine import create, layers, lifecycle
from sandbox.sim.engine.builder import configure, copying, dockerfile
from sandbox.sim.engine.builder.dockerfile import Instruction
from sandbox.sim.engine.builder.expand import expand
from sandbox.sim.engine.builder.failure import BuildFailed, DockerfileFault
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.errors import BadRequest, EngineError, NotFound
from sandbox.sim.engine.images import Image, short_id
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kernel.ids import hex_id

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

SCRATCH = "scratch"
PREDEFINED = (
    "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "FTP_PROXY", "ftp_proxy",
    "ALL_PROXY", "all_proxy",
)  # fmt: skip


@dataclass(slots=True)
class Build:
    """What a build remembers between two steps. ``context`` is a directory of the machine that the client runs on."""

    text: str
    context: str
    paths: list[str]
    args: dict[str, str] = field(default_factory=dict)
    target: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    use_cache: bool = True
    index: int = 0
    base: str = ""
    """The image that this stage began with."""
    image: str = ""
    """The image so far, empty before the first FROM."""
    stages: list[list[str]] = field(default_factory=list)
    """Name and image of each stage that is done."""
    stage: str = ""
    values: dict[str, str] = field(default_factory=dict)
    """ARG values of the current stage."""
    global_values: dict[str, str] = field(default_factory=dict)
    container: str = ""
    """The container of the RUN that is waited for."""
    cached: bool = True
    triggers: list[str] = field(default_factory=list)
    own_cmd: bool = False
    """Whether this stage has a CMD, which an ENTRYPOINT after it leaves alone."""
    inserted: int = 0
    """How many of the instructions are triggers of base images, which count as no steps."""
    waiting: int = 0
    """How many triggers come next."""
    pull: bool = False
    """Whether bases are looked up in their registries though they are here."""
    host: dict[str, Any] = field(default_factory=dict)
    """What the containers of RUN get: network, hosts, limits, as HostConfig has them."""
    done: bool = False

    def dump(self) -> dict[str, Any]:
        """Return JSON-able data."""
        return asdict(self)


class Builder:
    """Takes one build further. ``say`` prints what the build prints."""

    def __init__(
        self, engine: "Engine", build: Build, files: FileView, pull: Callable[[str], list[str]] | None = None
    ) -> None:
        """``pull`` takes a base from its registry and returns what is said of it."""
        self.engine = engine
        self.pull = pull or self._pull_silently
        self.build = build
        self.files = files
        self.said: list[str] = []

    def _pull_silently(self, name: str) -> list[str]:
        self.engine.pull(name)
        return []

    def say(self, line: str) -> None:
        """Print a line."""
        self.said.append(line)

    # The loop

    def step(self) -> bool:
        """Do the next instruction; return False when the build has to wait or is done. Raises EngineError."""
        build = self.build
        if build.container:
            return self._after_run()
        rows = dockerfile.parse(build.text)
        if build.index >= len(rows):
            self._finish()
            return False
        row = rows[build.index]
        if build.image == "" and row.name not in ("FROM", "ARG") and not build.stage:
            raise BadRequest("no build stage in current context")
        if row.name == "FROM" and build.target and build.stage.lower() == build.target.lower() and build.image:
            build.index = len(rows)
            return True
        self._announce(row, len(rows))
        build.index += 1
        return self._dispatch(row)

    def _announce(self, row: Instruction, total: int) -> None:
        """Say which step this is; the triggers of a base image have no numbers."""
        build = self.build
        if build.waiting:
            build.waiting -= 1
            return
        self.say(f"Step {build.index + 1 - build.inserted}/{total - build.inserted} : {row.original}")

    def _dispatch(self, row: Instruction) -> bool:
        if row.name == "FROM":
            self._from(row)
        elif row.name == "ARG":
            self._arg(row)
        elif row.name == "RUN":
            return self._run(row)
        elif row.name in ("COPY", "ADD"):
            self._copy(row)
        else:
            self._configure(row)
        return True

    def _finish(self) -> None:
        build = self.build
        if not build.image:
            raise BadRequest(
                "no FROM statement found" if not build.stages else "No image was generated. Is your Dockerfile empty?"
            )
        if (
            build.target
            and build.target.lower() != build.stage.lower()
            and build.target not in [row[0] for row in build.stages]
        ):
            raise BadRequest(f"failed to reach build target {build.target} in Dockerfile")
        if build.labels:
            config = self._config()
            config["Labels"] = {**(config.get("Labels") or {}), **build.labels}
            shown = " ".join(f"{key}={value}" for key, value in build.labels.items())
            self._commit_config(config, f" LABEL {shown}")
        self._warn_of_unused()
        build.done = True

    def _warn_of_unused(self) -> None:
        """Say which build arguments no ARG has taken."""
        rows = dockerfile.parse(self.build.text)[: self.build.index]
        taken = {row.text.partition("=")[0] for row in rows if row.name == "ARG"} | {*PREDEFINED}
        unused = sorted(self.build.args.keys() - taken)
        if unused:
            self.say(f"[Warning] One or more build-args [{' '.join(unused)}] were not consumed")

    # Images

    def _base(self) -> Image:
        return self.engine.images.images[self.build.image]

    def _config(self) -> dict[str, Any]:
        """Return the configuration so far: triggers of the base image are done and not inherited."""
        config = dict(self._base().config)
        if self.build.image == self.build.base:
            config.pop("OnBuild", None)
        return config

    def values_for(self) -> dict[str, str]:
        """Return the variables that words of the current stage see: ENV over ARG."""
        return {**self.build.values, **configure.environment(self._base().config)}

    def _from(self, row: Instruction) -> None:
        build = self.build
        words = expand(row.text, build.global_values).split()
        if len(words) not in (1, 3) or (len(words) == 3 and words[1].upper() != "AS"):  # noqa: PLR2004  (FROM x AS y)
            raise DockerfileFault("FROM requires either one or three arguments", row.line)
        if build.image:
            build.stages.append([build.stage, build.image])
        build.stage = words[2] if len(words) == 3 else str(len(build.stages))  # noqa: PLR2004
        build.values, build.cached, build.own_cmd = {}, True, False
        build.image = build.base = self._find_base(words[0]).id
        self.say(f" ---> {short_id(build.image)}")
        triggers = self._base().config.get("OnBuild") or []
        if triggers:
            word = "trigger" if len(triggers) == 1 else "triggers"
            self.say(f"# Executing {len(triggers)} build {word}")
            build.text = self._with_triggers(triggers)
            build.inserted, build.waiting = build.inserted + len(triggers), len(triggers)

    def _with_triggers(self, triggers: list[str]) -> str:
        """Return the Dockerfile with the base image's triggers put after the current FROM."""
        rows = dockerfile.parse(self.build.text)
        originals = [" ".join((row.name, *row.flags, row.text)) for row in rows]
        return "\n".join([*originals[: self.build.index], *triggers, *originals[self.build.index :]])

    def _find_base(self, name: str) -> Image:
        for stage, image_id in self.build.stages:
            if stage.lower() == name.lower():
                return self.engine.images.images[image_id]
        if name == SCRATCH:
            image, _ = layers.scratch(self.engine)
            return image
        try:
            if not self.build.pull:
                return self.engine.images.find(name)
        except NotFound:
            pass
        try:
            for line in self.pull(name):
                self.say(line)
            return self.engine.images.find(name)
        except EngineError as error:
            raise BuildFailed(str(error)) from error

    def _arg(self, row: Instruction) -> None:
        name, equals, default = row.text.partition("=")
        build = self.build
        scope = build.values if build.image else build.global_values
        if name in build.args:
            scope[name] = build.args[name]
        elif equals:
            scope[name] = expand(default, self.values_for() if build.image else build.global_values)
        elif name in build.global_values:
            scope[name] = build.global_values[name]
        if build.image:
            self._commit_config(self._config(), f" ARG {row.text}")

    def _configure(self, row: Instruction) -> None:
        build = self.build
        before = {**self._config(), configure.OWN_CMD: build.own_cmd}
        config, comment = configure.apply(before, row, self.values_for())
        build.own_cmd = bool(config.pop(configure.OWN_CMD))
        self._commit_config(config, comment)

    def _commit_config(self, config: dict[str, Any], comment: str) -> None:
        created_by = f"/bin/sh -c #(nop) {comment}"
        if self._from_cache(created_by):
            return
        temporary = hex_id(self.engine.machine.rng)[:12]
        self.say(f" ---> Running in {temporary}")
        self.say(f"Removing intermediate container {temporary}")
        self._take(layers.configure(self.engine, self._base(), config, created_by=created_by))

    def _take(self, image: Image) -> None:
        self.build.image = image.id
        self.say(f" ---> {short_id(image.id)}")

    def _from_cache(self, created_by: str) -> bool:
        build = self.build
        if not (build.use_cache and build.cached):
            return False
        for image in self.engine.images.children(build.image):
            if image.history[-1].created_by == created_by:
                self.say(" ---> Using cache")
                self._take(image)
                return True
        build.cached = False
        return False

    # RUN

    def _run(self, row: Instruction) -> bool:
        if row.flags:
            raise BadRequest(
                f"the {row.flags[0].partition('=')[0]} option requires BuildKit. Refer to "
                "https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled"
            )
        base = self._base()
        words = row.words if row.words is not None else [*configure.shell_of(base.config), row.text]
        build = self.build
        inherited = {key: value for key, value in build.values.items() if key not in PREDEFINED}
        prefix = (
            "".join(f"{value} " for value in [f"|{len(inherited)}", *(f"{k}={v}" for k, v in inherited.items())])
            if inherited
            else ""
        )
        created_by = prefix + " ".join(words)
        if self._from_cache(created_by):
            return True
        body = {
            "Image": base.id, "Cmd": words[1:] or None, "Entrypoint": words[:1],
            "Env": [f"{key}={value}" for key, value in inherited.items()
                    if key not in configure.environment(base.config)],
            "HostConfig": dict(build.host),
        }  # fmt: skip
        container = create.create(self.engine, "", body)
        build.container = container.id
        self.say(f" ---> Running in {container.id[:12]}")
        try:
            lifecycle.start(self.engine, container)
        except EngineError as error:
            lifecycle.remove(self.engine, container)
            raise BuildFailed(str(error)) from error
        build.values = dict(build.values)
        self._remember(created_by, words)
        return False

    def _remember(self, created_by: str, words: list[str]) -> None:
        self.build.triggers = [created_by, *words]

    def running(self) -> Container | None:
        """Return the container of the RUN that is waited for."""
        return self.engine.containers.containers.get(self.build.container)

    def _after_run(self) -> bool:
        container = self.running()
        if container is None or container.running:
            return False
        created_by, *words = self.build.triggers
        self.build.container = ""
        if container.exit_code:
            raise BuildFailed(
                f"The command '{' '.join(words)}' returned a non-zero code: {container.exit_code}", container.exit_code
            )
        image = layers.commit(self.engine, container, self._config(), created_by=created_by)
        lifecycle.remove(self.engine, container, volumes=True)
        self.say(f"Removing intermediate container {container.id[:12]}")
        self._take(image)
        return True

    # COPY and ADD

    def _copy(self, row: Instruction) -> None:
        values = self.values_for()
        created_by, perform = copying.plan(self.engine, self.build, self.files, row, values)
        if self._from_cache(created_by):
            return
        body = {"Image": self.build.image, "Cmd": ["#(nop)"], "Entrypoint": [""]}
        container = create.create(self.engine, "", body)
        perform(container)
        image = layers.commit(self.engine, container, self._config(), created_by=created_by)
        lifecycle.remove(self.engine, container, volumes=True)
        self._take(image)
