"""docker system df: how much space images, containers, volumes and the build cache take.

Models docker/cli cli/command/system/df.go and formatter/{disk_usage,buildcache}.go, v28.2. Not modelled: --format
together with --verbose.
"""

from collections.abc import Callable, Iterable
from typing import Any

from sandbox.sim.cli.gotemplate.values import Record
from sandbox.sim.docker import formatting, units
from sandbox.sim.docker.buildx.cache import in_use, record_size, rows
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container import ls as containers
from sandbox.sim.docker.errors import NotModelled
from sandbox.sim.engine import changes
from sandbox.sim.engine.builder.buildkit.cache import CacheRecord
from sandbox.sim.engine.engine import Engine
from sandbox.sim.engine.images import Image, short_id
from sandbox.sim.engine.inspect import volume_size
from sandbox.sim.engine.remote import layer_sizes
from sandbox.sim.engine.volumes import Volume

TABLE = "{{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}"
HEADINGS = {"Type": "TYPE", "TotalCount": "TOTAL", "Active": "ACTIVE", "Size": "SIZE", "Reclaimable": "RECLAIMABLE"}
IMAGES = (
    "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}\t{{.SharedSize}}\t{{.UniqueSize}}\t"
    "{{.Containers}}"
)
CONTAINERS = "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.LocalVolumes}}\t{{.Size}}\t{{.RunningFor}}\t{{.Status}}\t{{.Names}}"
VOLUMES = "{{.Name}}\t{{.Links}}\t{{.Size}}"
CACHE = "{{.ID}}\t{{.CacheType}}\t{{.Size}}\t{{.CreatedSince}}\t{{.LastUsedSince}}\t{{.UsageCount}}\t{{.Shared}}"
NAMES = {
    "Repository": "REPOSITORY", "Tag": "TAG", "ID": "IMAGE ID", "CreatedSince": "CREATED", "Size": "SIZE",
    "SharedSize": "SHARED SIZE", "UniqueSize": "UNIQUE SIZE", "Containers": "CONTAINERS",
}  # fmt: skip
CACHE_NAMES = {
    "ID": "CACHE ID", "CacheType": "CACHE TYPE", "Size": "SIZE", "CreatedSince": "CREATED",
    "LastUsedSince": "LAST USED", "UsageCount": "USAGE", "Shared": "SHARED",
}  # fmt: skip
DIGITS = 4


def run(call: Call) -> int:
    """Print the sums, or every object."""
    if call.flags["verbose"]:
        if call.flags["format"]:
            raise NotModelled("docker system df --verbose --format")
        _verbose(call)
        return 0
    records = [*_sums(call.engine), _sum_of_cache(call)]
    call.out(formatting.render(call.flags["format"], TABLE, HEADINGS, records))
    return 0


def _sums(engine: Engine) -> list[Record]:
    layers: dict[str, int] = {}
    used_layers: set[str] = set()
    for image in engine.images.images.values():
        layers |= dict(zip(image.layers, layer_sizes(image), strict=False))
        if engine.image_users(image):
            used_layers |= set(image.layers)
    used = {row.image for row in engine.containers} & set(engine.images.images)
    rows_ = list(engine.containers)
    volumes = list(engine.volumes.volumes.values())
    named = {volume.name for volume in volumes if engine.volume_users(volume.name)}
    sizes = {row.id: changes.size(engine, row) for row in rows_}
    volume_sizes = {row.name: volume_size(engine, row) for row in volumes}
    free = sum(size for layer, size in layers.items() if layer not in used_layers)
    stopped = sum(sizes[row.id] for row in rows_ if not row.running)
    unused = sum(size for name, size in volume_sizes.items() if name not in named)
    return [
        _record("Images", (len(engine.images.images), len(used)), sum(layers.values()), free),
        _record("Containers", (len(rows_), sum(row.running for row in rows_)), sum(sizes.values()), stopped),
        _record("Local Volumes", (len(volumes), len(named)), sum(volume_sizes.values()), unused),
    ]


def _sum_of_cache(call: Call) -> Record:
    shared, found = in_use(call.engine), rows(call.engine)
    total = sum(record_size(call.engine, row) for row in found)
    free = sum(record_size(call.engine, row) for row in found if row.layer not in shared)
    return _record("Build Cache", (len(found), 0), total, free, percent=False)


def _record(kind: str, counts: tuple[int, int], size: int, free: int, *, percent: bool = True) -> Record:
    share = f" ({100 * free // size}%)" if size and percent else ""
    fields: dict[str, Callable[[], Any]] = {
        "Type": lambda: kind,
        "TotalCount": lambda: str(counts[0]),
        "Active": lambda: str(counts[1]),
        "Size": lambda: units.human_size(size, DIGITS),
        "Reclaimable": lambda: f"{units.human_size(free, DIGITS)}{share}",
    }
    return Record("*formatter.diskUsageContext", fields)


# Every object


def _verbose(call: Call) -> None:
    engine = call.engine
    images = [record for image in _by_age(engine) for record in _image_records(call, image)]
    call.out("Images space usage:\n\n" + formatting.render("", IMAGES, NAMES, images))
    names = {**containers.HEADINGS, "LocalVolumes": "LOCAL VOLUMES"}
    records = [_container_record(call, record) for record in engine.containers]
    call.out("\nContainers space usage:\n\n" + formatting.render("", CONTAINERS, names, records))
    volumes = [_volume_record(engine, volume) for volume in engine.volumes.volumes.values()]
    shown = {"Name": "VOLUME NAME", "Links": "LINKS", "Size": "SIZE"}
    call.out("\nLocal Volumes space usage:\n\n" + formatting.render("", VOLUMES, shown, volumes))
    found = rows(engine)
    total = sum(record_size(engine, row) for row in found)
    call.out(f"\nBuild cache usage: {units.human_size(total, DIGITS)}\n\n")
    shared = in_use(engine)
    caches = [_cache_record(call, row, shared) for row in found]
    call.out(formatting.render("", CACHE, CACHE_NAMES, caches))


def _by_age(engine: Engine) -> Iterable[Image]:
    images = [row for row in engine.images.images.values()
              if engine.images.names(row.id) or not engine.images.children(row.id)]  # fmt: skip
    return sorted(images, key=lambda row: units.parse_rfc3339(row.created), reverse=True)


def _image_records(call: Call, image: Image) -> Iterable[Record]:
    engine = call.engine
    others = {layer for row in engine.images.images.values() if row.id != image.id for layer in row.layers}
    sizes = zip(image.layers, layer_sizes(image), strict=False)
    shared = sum(size for layer, size in sizes if layer in others)
    age = call.now - units.parse_rfc3339(image.created)
    for name in engine.images.names(image.id) or ["<none>:<none>"]:
        repository, _, tag = name.rpartition(":")
        values = {
            "Repository": repository, "Tag": tag, "ID": short_id(image.id),
            "CreatedSince": f"{units.human_duration(age)} ago", "Size": units.human_size(image.size),
            "SharedSize": units.human_size(shared, DIGITS),
            "UniqueSize": units.human_size(image.size - shared, DIGITS),
            "Containers": str(len(engine.image_users(image))),
        }  # fmt: skip
        yield _constant("*formatter.imageContext", values)


def _constant(name: str, values: dict[str, str]) -> Record:
    def field(value: str) -> Callable[[], Any]:
        return lambda: value

    return Record(name, {key: field(value) for key, value in values.items()})


def _container_record(call: Call, row: Any) -> Record:
    record = containers.record(call.engine, row, call.now, full=False)
    size = units.human_size(changes.size(call.engine, row), DIGITS)
    return Record(record.type_name, {**record.fields, "Size": lambda: size})


def _volume_record(engine: Engine, volume: Volume) -> Record:
    size = units.human_size(volume_size(engine, volume), DIGITS)
    users = str(len(engine.volume_users(volume.name)))
    return _constant("*formatter.volumeContext", {"Name": volume.name, "Links": users, "Size": size})


def _cache_record(call: Call, row: CacheRecord, shared: set[str]) -> Record:
    used = f"{units.human_duration(call.now - row.last_used)} ago" if row.last_used else ""
    values = {
        "ID": row.id[:12] + ("*" if row.mutable else ""), "CacheType": row.kind,
        "Size": units.human_size(record_size(call.engine, row), DIGITS),
        "CreatedSince": f"{units.human_duration(call.now - row.created)} ago", "LastUsedSince": used,
        "UsageCount": str(row.uses), "Shared": str(row.layer in shared).lower(),
    }  # fmt: skip
    return _constant("*formatter.buildCacheContext", values)
