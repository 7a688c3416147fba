"""A lab's own images: built before the learner comes, known to every registry of the World afterwards.

Models nothing of Docker's: what stands behind a name in a registry was built by somebody, somewhere else. No history,
no build cache and no event tells of it.
"""

import posixpath
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from sandbox.sim.engine.builder.buildkit.failure import SolveError, excerpt
from sandbox.sim.engine.builder.buildkit.progress import Progress
from sandbox.sim.engine.builder.buildkit.solve import Job, Solver
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.engine.images import Image
from sandbox.sim.engine.mounts import host_files
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.files import FileView
from sandbox.sim.runtime.images.published import Published
from sandbox.sim.runtime.images.reference import parse_normalized

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

Step = Callable[[int], bool]
"""Lets the World go on, no further than a moment; returns False where nothing is left to do."""
PLACE = "/tmp/.image"  # noqa: S108  (the simulated one)
PATIENCE = 600 * SECOND


class ImageBuildError(Exception):
    """An image cannot be built; ``str()`` is BuildKit's message, ``line`` the Dockerfile's line or 0."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def publish(
    engine: "Engine",
    step: Step,
    name: str,
    dockerfile: str,
    files: dict[str, str],
    *,
    memory: int = 0,
    preloaded: bool = True,
) -> None:
    """Build an image and let the World's registries have it. Raises ImageBuildError.

    ``step`` lets the World go on while a RUN has to be waited for; ``files`` are its context, by path; ``memory`` are
    the bytes that its main program uses; ``preloaded`` puts it onto the engine and, where there is no cluster yet, onto
    every node.
    """
    reference = parse_normalized(name).with_default_tag()
    images, tags, digests = dict(engine.images.images), dict(engine.images.tags), dict(engine.images.digests)
    events, count, cache = list(engine.events), engine.event_count, dict(engine.builds.records)
    image = _build(engine, step, dockerfile, files)
    engine.images.images, engine.images.tags, engine.images.digests = images, tags, digests
    engine.events, engine.event_count, engine.builds.records = events, count, cache
    engine.builds.history = 0
    history = [list(asdict(row).values()) for row in image.history]
    row = Published(
        reference.familiar_name, reference.tag, image.created, image.config, image.layers, history, memory, preloaded
    )
    machine = engine.machine
    machine.published.images[row.name] = row
    machine.disks.create(row.entry.disk, lower=image.disk, now=machine.clock.now)
    if preloaded:
        engine.images.take(engine.fetch(reference)[0], reference, row.entry.manifest_digest)


def _build(engine: "Engine", step: Step, dockerfile: str, files: dict[str, str]) -> Image:
    view = host_files(engine)
    paths = _write(view, files)
    size = sum(len(text.encode()) for text in files.values())
    solver = Solver(engine, Job(dockerfile, "Dockerfile", PLACE, paths, size, 0, []), Progress("quiet", 0), view)
    end = engine.machine.clock.now + PATIENCE
    try:
        while not solver.job.done:
            if not solver.step() and not solver.job.done and not step(end):
                raise ImageBuildError("the build does not come to an end")
    except EngineError as error:
        lines = error.lines if isinstance(error, SolveError) else (0, 0)
        said = "".join(f"{row}\n" for row in solver.progress.tail)
        place = excerpt(dockerfile, "Dockerfile", lines)
        raise ImageBuildError(f"{said}{place}{error}", lines[0]) from error
    finally:
        _remove(view, PLACE)
    return engine.images.images[solver.job.image]


def _write(view: FileView, files: dict[str, str]) -> list[str]:
    paths: dict[str, None] = {}
    view.mkdir(PLACE, parents=True)
    for name, text in files.items():
        path = posixpath.normpath(name)
        view.mkdir(posixpath.dirname(f"{PLACE}/{path}"), parents=True)
        view.write(f"{PLACE}/{path}", text)
        parts = path.split("/")
        if text.startswith("#!"):
            view.chmod(f"{PLACE}/{path}", 0o755)
        paths |= dict.fromkeys("/".join(parts[: end + 1]) for end in range(len(parts)))
    return sorted(paths)


def _remove(view: FileView, path: str) -> None:
    for name in view.listdir(path):
        inner = f"{path}/{name}"
        if view.kind(inner, follow=False) == "dir":
            _remove(view, inner)
        else:
            view.unlink(inner)
    view.rmdir(path)
