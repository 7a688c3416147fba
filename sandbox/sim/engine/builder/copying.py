"""COPY and ADD: files of the context, or of an earlier stage, go into the image.

Models moby builder/dockerfile/copy.go. Not modelled: ADD from URLs and git repositories, --link, --parents.
"""

import posixpath
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from sandbox.sim.engine import layers, rootfs, transfer
from sandbox.sim.engine.builder import context
from sandbox.sim.engine.builder.dockerfile import Instruction
from sandbox.sim.engine.builder.expand import expand, split_words
from sandbox.sim.engine.builder.failure import BuildFailed, DockerfileFault
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.errors import BadRequest, EngineError, NotFound
from sandbox.sim.engine.users import look_up
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import FileView

if TYPE_CHECKING:
    from sandbox.sim.engine.builder.build import Build
    from sandbox.sim.engine.engine import Engine

Perform = Callable[[Container], None]
ARCHIVES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")


def plan(
    engine: "Engine", build: "Build", files: FileView, row: Instruction, values: Mapping[str, str]
) -> tuple[str, Perform]:
    """Return the history's line and what does the copying. Raises EngineError."""
    words = row.words if row.words is not None else split_words(row.text)
    words = [expand(word, values) for word in words]
    if len(words) < 2:  # noqa: PLR2004  (source and destination)
        raise DockerfileFault(
            f"{row.name} requires at least two arguments, but only one was provided. "
            "Destination could not be determined",
            row.line,
        )
    *sources, destination = words
    if row.name == "ADD" and any("://" in source for source in sources):
        raise EngineError("not modelled in this sandbox: ADD from a URL")
    view, roots = _sources(engine, build, files, row, sources)
    if len(roots) > 1 and not destination.endswith("/"):
        raise BadRequest(
            f"When using {row.name} with more than one source file, the destination must be a directory "
            "and end with a /"
        )
    workdir = engine.images.images[build.image].config.get("WorkingDir") or "/"
    place = posixpath.join(workdir, destination)
    keep_slash = "/" if destination.endswith("/") or destination == "." else ""
    place = posixpath.normpath(place) + keep_slash
    kind = "dir" if len(roots) > 1 or view.kind(roots[0][0]) == "dir" else "file"
    mark = sha256("\0".join(_digest(view, path) for path, _ in roots).encode()).hexdigest()
    created_by = (
        f"/bin/sh -c #(nop) {row.name} {'multi' if len(roots) > 1 else kind}:{mark} in {place.rstrip('/') or '/'} "
    )

    def perform(container: Container) -> None:
        target = rootfs.layer(engine, container)
        who = owner(row.flag("chown"), target)
        for path, relative in roots:
            copy_one(
                view, path, relative, target, place, owner=who, skip=_skipper(build, row), unpack=row.name == "ADD"
            )

    return created_by, perform


def _skipper(build: "Build", row: Instruction) -> set[str] | None:
    return None if row.flag("from") else set(build.paths)


def owner(asked: str, target: FileView) -> tuple[int, int]:
    """Return user and group of ``--chown``; root without it. Raises EngineError for a name that the image lacks."""
    if not asked:
        return (0, 0)
    found = look_up(asked, target).credentials
    return found.uid, found.gid if ":" in asked else found.uid


def _sources(
    engine: "Engine", build: "Build", files: FileView, row: Instruction, sources: list[str]
) -> tuple[FileView, list[tuple[str, str]]]:
    """Return where the sources stand: absolute path, and path relative to the context (empty for another stage)."""
    stage = row.flag("from")
    if stage:
        view = _stage_files(engine, build, stage)
        roots = [(posixpath.normpath("/" + source.lstrip("/")), "") for source in sources]
        for path, _ in roots:
            if not view.exists(path):
                raise BuildFailed(f"COPY failed: stat {path.lstrip('/')}: file does not exist")
        return view, roots
    found: list[tuple[str, str]] = []
    for source in sources:
        if posixpath.normpath(source.lstrip("/")).startswith(".."):
            raise BuildFailed(f"{row.name} failed: forbidden path outside the build context: {source} ()")
        matches = context.matching(build.paths, source)
        if not matches:
            if any(sign in source for sign in "*?["):
                raise BuildFailed(f"{row.name} failed: no source files were specified")
            raise BuildFailed(
                f"{row.name} failed: file not found in build context or excluded by .dockerignore: stat {source}: "
                "file does not exist"
            )
        found += [(posixpath.join(build.context, match), match) for match in matches]
    return files, found


def _stage_files(engine: "Engine", build: "Build", stage: str) -> FileView:
    image_id = next((image for name, image in build.stages if name.lower() == stage.lower()), "")
    if not image_id and stage.isdecimal():
        if int(stage) >= len(build.stages):
            raise BadRequest(
                f"invalid from flag value {stage}: invalid from flag value {stage}, refers to current build stage"
            )
        image_id = build.stages[int(stage)][1]
    if not image_id:
        try:
            image_id = engine.images.find(stage).id
        except NotFound:
            image_id = engine.pull(stage)[0].id
    return layers.view(engine, engine.images.images[image_id])


def _digest(view: FileView, path: str) -> str:
    inode = view.stat(path)
    if inode.kind != "dir":
        return sha256(inode.data).hexdigest()
    return ";".join(f"{name}={_digest(view, posixpath.join(path, name))}" for name in view.listdir(path)
                    if view.exists(posixpath.join(path, name)))  # fmt: skip


def copy_one(
    view: FileView, path: str, relative: str, target: FileView, place: str, *, owner: tuple[int, int],
    skip: set[str] | None, unpack: bool, mode: int | None = None,
) -> None:  # fmt: skip
    """Copy a file or what is in a directory; ``skip`` holds the only paths that there are. Raises EngineError."""
    try:
        if view.kind(path) == "dir":
            target.mkdir(place.rstrip("/") or "/", parents=True)
            inner = "" if relative == "." else relative
            _copy_directory(view, path, inner, target, place.rstrip("/") or "/", owner, skip)
            if mode is not None:
                _set_mode(target, place.rstrip("/") or "/", mode)
            return
        if unpack and path.endswith(ARCHIVES):
            target.mkdir(place.rstrip("/") or "/", parents=True)
            transfer.unpack(view.read(path), target, place.rstrip("/") or "/")
            return
        into_directory = place.endswith("/") or target.kind(place) == "dir"
        goal = posixpath.join(place, posixpath.basename(path)) if into_directory else place
        target.mkdir(posixpath.dirname(goal) or "/", parents=True)
        transfer.copy(view, path, target, goal, owner=owner, follow=True)
        if mode is not None:
            target.chmod(goal, mode)
    except (KernelError, transfer.BadArchive) as error:
        raise EngineError(f"failed to copy files: {str(error).lower()}") from error


def _set_mode(target: FileView, place: str, mode: int) -> None:
    """Give all files below a directory a mode."""
    for name in target.listdir(place):
        path = posixpath.join(place, name)
        if target.kind(path, follow=False) == "dir":
            _set_mode(target, path, mode)
        elif target.kind(path, follow=False) == "file":
            target.chmod(path, mode)


def _copy_directory(  # noqa: PLR0917  (a recursion over two trees)
    view: FileView,
    path: str,
    relative: str,
    target: FileView,
    place: str,
    owner: tuple[int, int],
    skip: set[str] | None,
) -> None:
    for name in view.listdir(path):
        inner = f"{relative}/{name}" if relative else name
        source, goal = posixpath.join(path, name), posixpath.join(place, name)
        is_dir = view.kind(source, follow=False) == "dir"
        if skip is not None and inner not in skip and not is_dir:
            continue
        if not is_dir:
            transfer.copy(view, source, target, goal, owner=owner)
        elif skip is None or inner in skip or any(row.startswith(f"{inner}/") for row in skip):
            if target.kind(goal) != "dir":
                target.mkdir(goal)
            _copy_directory(view, source, inner, target, goal, owner, skip)
