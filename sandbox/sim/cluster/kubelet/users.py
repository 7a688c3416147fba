"""Who a container's process runs as.

Models k8s.io/kubernetes/pkg/kubelet/kuberuntime/security_context.go v1.36.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.kubelet.environment import ConfigError
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import Credentials, FileView
from sandbox.sim.runtime.images.image import CatalogueImage

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class User:
    """Ids and home directory."""

    credentials: Credentials
    home: str


def credentials_of(pod: Object, container: Object, image: CatalogueImage, files: FileView) -> User:
    """Return the user; ConfigError where the security context forbids it."""
    context = {**(pod["spec"].get("securityContext") or {}), **(container.get("securityContext") or {})}
    wanted = str(context["runAsUser"]) if "runAsUser" in context else image.user
    name, _, group = wanted.partition(":")
    uid, gid, home = _look_up(name or "0", files)
    if context.get("runAsNonRoot"):
        _check_non_root(pod, container, name, uid, given="runAsUser" in context)
    if group:
        gid = _group(group, files)
    if "runAsGroup" in context:
        gid = context["runAsGroup"]
    groups = list(context.get("supplementalGroups", ()))
    if "fsGroup" in context:
        groups.append(context["fsGroup"])
    return User(Credentials(uid, gid, tuple(groups)), home)


def _check_non_root(pod: Object, container: Object, name: str, uid: int, *, given: bool) -> None:
    where = f'(pod: "{pod["metadata"]["name"]}_{pod["metadata"]["namespace"]}({pod["metadata"]["uid"]})", '
    where += f"container: {container['name']})"
    if uid == 0:
        if given:
            raise ConfigError(f"container's runAsUser breaks non-root policy {where}")
        raise ConfigError(f"container has runAsNonRoot and image will run as root {where}")
    if not given and name and not name.isdigit():
        words = f"container has runAsNonRoot and image has non-numeric user ({name}), cannot verify user is non-root"
        raise ConfigError(f"{words} {where}")


def _rows(files: FileView, path: str) -> list[list[str]]:
    try:
        return [line.split(":") for line in files.read_text(path).splitlines()]
    except KernelError:
        return []


def _look_up(name: str, files: FileView) -> tuple[int, int, str]:
    for row in _rows(files, "/etc/passwd"):
        if len(row) > 5 and name in (row[0], row[2]):  # noqa: PLR2004  (name:x:uid:gid:gecos:home:shell)
            return int(row[2]), int(row[3]), row[5]
    if name.isdigit():
        return int(name), 0, "/"
    raise ConfigError(f"unable to find user {name}: no matching entries in passwd file")


def _group(name: str, files: FileView) -> int:
    for row in _rows(files, "/etc/group"):
        if len(row) > 2 and name in (row[0], row[2]):  # noqa: PLR2004  (name:x:gid:members)
            return int(row[2])
    return int(name) if name.isdigit() else 0
