"""What is mounted into a service's containers: volumes, binds, secrets and configs.

Models docker/compose pkg/compose/{create,secrets}.go (buildContainerVolumes, injectSecrets).
"""

import posixpath
from typing import Any

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose.model.project import Project
from sandbox.sim.docker.compose.warnings import warn
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine import rootfs
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.engine import Engine

Data = dict[str, Any]
DIRECTORIES = {"secrets": "/run/secrets/", "configs": "/"}


def mounts_of(engine: Engine, project: Project, name: str, replaced: Container | None) -> tuple[list[str], list[Data]]:
    """Return ``Binds`` and ``Mounts``; anonymous volumes of the container that is replaced stay."""
    binds: list[str] = []
    mounts: dict[str, Data] = {}
    service = project.services[name]
    anonymous = _anonymous(engine, project, name, replaced)
    for target, volume in anonymous.items():
        mounts[target] = {"Type": "volume", "Source": volume, "Target": target}
    for row in service.get("volumes") or []:
        if row["type"] == "bind" and _is_plain(row.get("bind")):
            binds.append(f"{row['source']}:{row['target']}" + (":ro" if row.get("read_only") else ""))
        elif row["target"] not in anonymous or row.get("source"):
            mounts[row["target"]] = _mount(project, row)
    for row in _files(project, service):
        mounts.setdefault(row["Target"], row)
    return binds, list(mounts.values())


def _is_plain(bind: Data | None) -> bool:
    """Say whether a bind mount may be written as ``-v`` would have it, which makes missing directories."""
    return bind is None or bool(bind.get("create_host_path", True) and not bind.get("propagation"))


def _anonymous(engine: Engine, project: Project, name: str, replaced: Container | None) -> dict[str, str]:
    if replaced is None:
        return {}
    image = engine.images.find(project.image(name))
    asked = {row["target"] for row in project.services[name].get("volumes") or [] if not row.get("source")}
    targets = asked | set(image.config.get("Volumes") or {})
    return {mount.destination: mount.name for mount in replaced.mounts
            if mount.kind == "volume" and mount.destination in targets}  # fmt: skip


def _mount(project: Project, row: Data) -> Data:
    mount: Data = {"Type": row["type"], "Target": row["target"]}
    if row.get("source"):
        mount["Source"] = project.volumes[row["source"]]["name"] if row["type"] == "volume" else row["source"]
    if row.get("read_only"):
        mount["ReadOnly"] = True
    if (row.get("volume") or {}).get("nocopy"):
        mount["VolumeOptions"] = {"NoCopy": True}
    if (row.get("tmpfs") or {}).get("size"):
        mount["TmpfsOptions"] = {"SizeBytes": int(row["tmpfs"]["size"])}
    return mount


def target_of(kind: str, row: Data) -> str:
    """Return where a secret or a config stands in the container."""
    return posixpath.join(DIRECTORIES[kind], row.get("target") or row["source"])


def _files(project: Project, service: Data) -> list[Data]:
    """Return the mounts of secrets and configs that are files of the host. Raises Failure for external ones."""
    mounts = []
    for kind in DIRECTORIES:
        for row in service.get(kind) or []:
            defined = getattr(project, kind)[row["source"]]
            if defined.get("external"):
                raise Failure(f"unsupported external {kind[:-1]} {defined['name']}")
            for key in ("driver", "template_driver"):
                if defined.get(key):
                    raise Failure(f"Docker Compose does not support {kind}.*.{key}")
            if defined.get("file"):
                mounts.append(
                    {"Type": "bind", "Source": defined["file"], "Target": target_of(kind, row), "ReadOnly": True}
                )
    return mounts


def warn_of_modes(call: Call, service: Data) -> None:
    """Say that owners and modes of secrets and configs that are files are ignored, as upstream does."""
    for kind, words in (("secrets", "secrets"), ("configs", "config")):
        if any("uid" in row or "gid" in row or "mode" in row for row in service.get(kind) or []):
            warn(call, f"{words} `uid`, `gid` and `mode` are not supported, they will be ignored")


def inject(engine: Engine, project: Project, name: str, row: Container) -> None:
    """Write secrets and configs that are no files of the host into a new container. Raises Failure."""
    service = project.services[name]
    for kind in DIRECTORIES:
        for item in service.get(kind) or []:
            defined = getattr(project, kind)[item["source"]]
            if defined.get("file"):
                continue
            text = defined.get("content")
            if text is None:
                variable = defined.get("environment", "")
                if variable not in project.variables:
                    raise Failure(f'environment variable "{variable}" required by file "{defined["name"]}" is not set')
                text = project.variables[variable]
            target = target_of(kind, item)
            files = rootfs.view(engine, row)
            files.mkdir(posixpath.dirname(target), parents=True)
            files.write(target, text)
            files.chmod(target, item.get("mode") or 0o444)
