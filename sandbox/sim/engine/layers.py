"""New images out of containers' files and out of archives.

Models moby daemon/commit.go and layer store. A container's changes become a disk that nobody changes any more.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sandbox.sim.engine import changes
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.images import HistoryRow, Image
from sandbox.sim.kernel.clock import rfc3339_nano
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kernel.mounts import Mount, MountTable
from sandbox.sim.runtime.images import catalogue
from sandbox.sim.runtime.images.image import digest

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine


def new_id(engine: "Engine") -> str:
    """Return a fresh image id."""
    return f"sha256:{engine.machine.rng.hex('image', 64)}"


def freeze(engine: "Engine", container: Container, image_id: str) -> str:
    """Keep a container's changes as a disk of their own and return its name."""
    disks = engine.machine.disks
    source = disks[container.disk]
    name = f"built/{image_id.removeprefix('sha256:')}"
    lower = engine.images.images[container.image].disk
    target = disks.create(name, lower=lower, now=engine.machine.clock.now)
    target.upper = {number: replace(inode, entries=dict(inode.entries)) for number, inode in source.upper.items()}
    target.next_number, target.used = source.next_number, source.used
    return name


def commit(
    engine: "Engine", container: Container, config: dict[str, Any], *, created_by: str, comment: str = "",
    author: str = "", parent: bool = True,
) -> Image:  # fmt: skip
    """Return a new image of a container's files, known to the engine and without a name."""
    base = engine.images.images[container.image]
    now = rfc3339_nano(engine.machine.clock.now)
    changed = changes.changes(engine, container)
    image_id = new_id(engine)
    disk = freeze(engine, container, image_id)
    row = HistoryRow(now, created_by, changes.size(engine, container), comment, not changed)
    layers = [*base.layers, digest("layer", image_id)] if changed else list(base.layers)
    image = Image(
        image_id, now, config, layers, [*base.history, row], disk, base.id if parent else "", author, comment,
        container.id, base.memory,
    )  # fmt: skip
    engine.images.add(image)
    return image


def configure(engine: "Engine", base: Image, config: dict[str, Any], *, created_by: str) -> Image:
    """Return a new image that differs from ``base`` in its configuration alone."""
    now = rfc3339_nano(engine.machine.clock.now)
    row = HistoryRow(now, created_by, 0, "", empty=True)
    image = Image(
        new_id(engine), now, config, list(base.layers), [*base.history, row], base.disk, base.id, memory=base.memory
    )
    engine.images.add(image)
    return image


def scratch(engine: "Engine", *, comment: str = "", created_by: str = "") -> tuple[Image, FileView]:
    """Return a new image without files, and the view through which files are put into it."""
    now = rfc3339_nano(engine.machine.clock.now)
    image_id = new_id(engine)
    disk = f"built/{image_id.removeprefix('sha256:')}"
    system = engine.machine.disks.create(disk, now=engine.machine.clock.now)
    config: dict[str, Any] = {"Env": [], "Cmd": None, "Entrypoint": None}
    history = [HistoryRow(now, created_by, 0, comment)] if comment or created_by else []
    image = Image(image_id, now, config, [digest("layer", image_id)] if history else [], history, disk)
    engine.images.add(image)
    return image, FileView(MountTable(Mount("/", system, disk=disk)), engine.machine.clock)


def collect(engine: "Engine") -> None:
    """Forget the disks of images that are gone, where nothing stands on them any more."""
    disks = engine.machine.disks
    used = {image.disk for image in engine.images.images.values()} | engine.builds.disks()
    for name in disks.named("built/"):
        if name not in used and not disks.is_lower(name):
            disks.remove(name)


def view(engine: "Engine", image: Image) -> FileView:
    """Return an image's files, to read."""
    disks = engine.machine.disks
    system = disks[image.disk] if image.disk in disks else catalogue.pristine(image.disk)
    return FileView(MountTable(Mount("/", system)), engine.machine.clock)
