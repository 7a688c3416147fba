"""``RUN --mount``: caches, files of the context or of other stages, secrets, and memory.

Models moby buildkit frontend/dockerfile/instructions/commands_runmount.go, v0.22. Not modelled: type=ssh, ``sharing``
of a cache (builds run one at a time), ``rw`` binds of single files.
"""

import posixpath
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sandbox.sim.engine import transfer
from sandbox.sim.engine.builder.buildkit import plan
from sandbox.sim.engine.builder.buildkit.cache import CacheRecord
from sandbox.sim.engine.builder.buildkit.failure import SolveError, suggestion
from sandbox.sim.engine.builder.dockerfile import Instruction
from sandbox.sim.engine.builder.expand import expand
from sandbox.sim.engine.container import Container, MountPoint
from sandbox.sim.engine.mounts import host_files, make_mount_points
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kernel.mounts import Mount, MountTable

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

KINDS = ("bind", "cache", "secret", "ssh", "tmpfs")
FIELDS = frozenset(
    ("type", "from", "source", "src", "target", "dst", "destination", "readonly", "ro", "readwrite", "rw", "id",
     "sharing", "required", "mode", "uid", "gid", "size", "env")
)  # fmt: skip
SECRETS = "/run/buildkit"
ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(slots=True)
class Mounted:
    """What a RUN's mounts come to: parts of the container's request, and what is to be tidied up after it."""

    binds: list[dict[str, Any]] = field(default_factory=list)
    tmpfs: dict[str, str] = field(default_factory=dict)
    env: list[str] = field(default_factory=list)
    caches: list[tuple[str, str, bool]] = field(default_factory=list)
    """Target, disk, and whether it may be written."""
    scraps: list[str] = field(default_factory=list)
    """Files of the host and disks that are there for this RUN alone."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where mounts take their files from: the context, the stages and images by name, the secrets."""

    files: FileView
    directory: str
    stages: dict[str, FileView]
    secrets: dict[str, str]
    workdir: str


def parse(row: Instruction, values: dict[str, str]) -> list[dict[str, str]]:
    """Return the fields of each ``--mount``. Raises SolveError."""
    found = []
    for flag in row.flags:
        name, _, text = flag.partition("=")
        if name != "--mount":
            continue
        fields = {"type": "bind"}
        for part in expand(text, values).split(","):
            key, equals, value = part.partition("=")
            if key.lower() not in FIELDS:
                hint = suggestion(key, sorted(FIELDS))
                raise _fault(row, f"unexpected key '{key}' in '{part}'{hint}")
            fields[key.lower()] = value if equals else "true"
        if fields["type"] not in KINDS:
            raise _fault(row, f'unsupported mount type "{fields["type"]}"{suggestion(fields["type"], KINDS)}')
        fields["target"] = fields.get("target") or fields.get("dst") or fields.get("destination") or ""
        fields["source"] = fields.get("source") or fields.get("src") or ""
        if not fields["target"] and fields["type"] in ("bind", "cache", "tmpfs"):
            raise _fault(row, f'"target" is required for {fields["type"]} mounts')
        found.append(fields)
    return found


def _fault(row: Instruction, reason: str) -> SolveError:
    message = f"dockerfile parse error on line {row.line}: {reason}"
    return SolveError(message, lines=(row.line, row.last_line))


def prepare(engine: "Engine", row: Instruction, fields: list[dict[str, str]], places: Places) -> Mounted:
    """Make what the mounts need. Raises SolveError."""
    mounted = Mounted()
    for one in fields:
        kind = one["type"]
        if kind == "ssh":
            raise SolveError("not modelled in this sandbox: RUN --mount=type=ssh", lines=(row.line, row.last_line))
        if kind == "tmpfs":
            mounted.tmpfs[one["target"]] = ""
        elif kind == "cache":
            _cache(engine, one, places, mounted)
        elif kind == "secret":
            _secret(engine, row, one, places, mounted)
        else:
            _bind(engine, row, one, places, mounted)
    return mounted


def _cache(engine: "Engine", one: dict[str, str], places: Places, mounted: Mounted) -> None:
    target = plan.absolute(places.workdir, one["target"]).rstrip("/") or "/"
    key = "cache:" + sha256((one.get("id") or target).encode()).hexdigest()
    name = f"buildkit-{key[6:30]}"
    now = engine.machine.clock.now
    if key not in engine.builds.records:
        engine.machine.disks.create(f"volume/{name}", now=now)
        described = f"cached mount {target} from exec /bin/sh -c"
        engine.builds.records[key] = CacheRecord(
            key, engine.machine.rng.pick("buildkit", ALPHABET, 25), described, "exec.cachemount", f"volume/{name}", "",
            0, now, mutable=True,
        )  # fmt: skip
    engine.builds.find(key, now)
    mounted.caches.append((target, name, True))


def _secret(engine: "Engine", row: Instruction, one: dict[str, str], places: Places, mounted: Mounted) -> None:
    name = one.get("id") or posixpath.basename(one["source"] or one["target"])
    if name not in places.secrets:
        if one.get("required") == "true":
            raise SolveError(f"secret {name}: not found", lines=(row.line, row.last_line))
        return
    if one.get("env"):
        mounted.env.append(f"{one['env']}={places.secrets[name]}")
        if not one["target"]:
            return
    path = f"{SECRETS}/{sha256(name.encode()).hexdigest()[:12]}"
    files = host_files(engine)
    files.mkdir(SECRETS, parents=True)
    files.write(path, places.secrets[name], mode=0o600)
    files.chmod(path, int(one.get("mode") or "0400", 8) if set(one.get("mode", "0")) <= set("01234567") else 0o400)
    target = plan.absolute(places.workdir, one["target"]) if one["target"] else f"/run/secrets/{name}"
    mounted.binds.append({"Type": "bind", "Source": path, "Target": target, "ReadOnly": True})
    mounted.scraps.append(path)


def _bind(engine: "Engine", row: Instruction, one: dict[str, str], places: Places, mounted: Mounted) -> None:
    target = plan.absolute(places.workdir, one["target"]).rstrip("/") or "/"
    stage = one.get("from", "")
    view = places.stages[stage] if stage else places.files
    inner = posixpath.normpath("/" + one["source"])
    source = inner if stage else posixpath.normpath(places.directory + inner)
    kind = view.kind(source)
    if kind is None:
        short = f'failed to calculate checksum of ref: "{inner}": not found'
        raise SolveError(f"failed to compute cache key: {short}", short=short, lines=(row.line, row.last_line))
    if kind == "file" and not stage:
        mounted.binds.append({"Type": "bind", "Source": source, "Target": target, "ReadOnly": True})
        return
    if kind == "file":
        what = "RUN --mount=type=bind of one file of another stage (mount its directory)"
        raise SolveError(f"not modelled in this sandbox: {what}", lines=(row.line, row.last_line))
    name = f"buildkit-{engine.machine.rng.hex('buildkit', 16)}"
    system = engine.machine.disks.create(f"volume/{name}", now=engine.machine.clock.now)
    transfer.copy(view, source, FileView(MountTable(Mount("/", system)), engine.machine.clock), "/", owner=None)
    writable = "rw" in one or "readwrite" in one
    mounted.caches.append((target, name, writable))
    mounted.scraps.append(f"volume/{name}")


def attach(engine: "Engine", container: Container, mounted: Mounted) -> None:
    """Give the container the mounts that its request cannot express."""
    for target, name, writable in mounted.caches:
        container.mounts.append(MountPoint("volume", target, name=name, writable=writable))
    make_mount_points(engine, container)


def tidy(engine: "Engine", scraps: list[str]) -> None:
    """Take away what was there for one RUN alone."""
    files = host_files(engine)
    for scrap in scraps:
        if scrap.startswith("volume/"):
            engine.machine.disks.remove(scrap)
        elif files.exists(scrap):
            files.unlink(scrap)


def drop_stubs(files: FileView, system_root: FileView, targets: list[str]) -> None:
    """Remove the empty places that mounts stood on where the image itself has none."""
    for target in sorted(targets, key=len, reverse=True):
        path = target
        while path not in ("/", "") and not system_root.exists(path):
            kind = files.kind(path, follow=False)
            empty = (kind == "file" and not files.stat(path).data) or (kind == "dir" and not files.listdir(path))
            if not empty:
                break
            (files.unlink if kind == "file" else files.rmdir)(path)
            path = posixpath.dirname(path)
