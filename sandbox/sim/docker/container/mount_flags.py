"""``-v``, ``--mount`` and ``--tmpfs`` read into the API's shape.

Models docker/cli opts/mount.go and cli/compose/loader/volume.go (what ``docker run`` uses to look at ``-v``).
"""

import csv
import posixpath
from typing import Any

from sandbox.sim.cli.go_values import GoValueError, parse_bool
from sandbox.sim.docker.errors import Failure
from sandbox.sim.docker.values import read_size

FLAGS = ("readonly", "ro", "volume-nocopy", "bind-nonrecursive")


def split_volumes(specs: list[str], cwd: str) -> tuple[list[str], dict[str, Any]]:
    """Return ``HostConfig.Binds`` and ``Config.Volumes`` (the anonymous ones). Raises Failure."""
    binds: list[str] = []
    anonymous: dict[str, Any] = {}
    for spec in specs:
        source = _source(spec)
        if not source:
            anonymous[spec] = {}
            continue
        host, _, rest = spec.partition(":")
        if host.startswith("."):
            host = posixpath.normpath(posixpath.join(cwd, host))
        binds.append(f"{host}:{rest}")
    return binds, anonymous


def _source(spec: str) -> str:
    """Return what stands before the destination, nothing for an anonymous volume."""
    if not spec:
        raise Failure("invalid empty volume spec")
    if len(spec) <= 2:  # noqa: PLR2004  (too short for two parts)
        return ""
    sections, buffer = [], ""
    for sign in spec:
        if sign == ":" and not (len(buffer) == 1 and buffer.isalpha()):
            sections.append(buffer)
            buffer = ""
        else:
            buffer += sign
    sections.append(buffer)
    if not all(sections):
        raise Failure(f"invalid spec: {spec}: empty section between colons")
    if len(sections) > 3:  # noqa: PLR2004  (source, destination, mode)
        raise Failure(f"invalid spec: {spec}: too many colons")
    return sections[0] if len(sections) > 1 else ""


def read_mount(text: str) -> dict[str, Any]:
    """Read one ``--mount``. Raises GoValueError with docker's message."""
    fields = next(csv.reader([text]))
    mount: dict[str, Any] = {"Type": "volume"}
    volume: dict[str, Any] = {}
    tmpfs: dict[str, Any] = {}
    for row in fields:
        name, equals, value = row.partition("=")
        key = name.strip().lower()
        if not equals and key not in FLAGS:
            raise GoValueError(f"invalid field '{row}' must be a key=value pair")
        _set_field(mount, volume, tmpfs, key, value if equals else "true", row)
    if "Target" not in mount:
        raise GoValueError("target is required")
    _check_options(mount, volume, tmpfs)
    if volume:
        mount["VolumeOptions"] = volume
    if tmpfs:
        mount["TmpfsOptions"] = tmpfs
    return mount


def _set_field(  # noqa: C901, PLR0917  (one branch a field, as upstream)
    mount: dict[str, Any], volume: dict[str, Any], tmpfs: dict[str, Any], key: str, value: str, row: str
) -> None:
    if key == "type":
        mount["Type"] = value.lower()
    elif key in ("source", "src"):
        mount["Source"] = value
    elif key in ("target", "dst", "destination"):
        mount["Target"] = value
    elif key in ("readonly", "ro"):
        mount["ReadOnly"] = _bool(key, value)
    elif key == "volume-nocopy":
        volume["NoCopy"] = _bool(key, value)
    elif key == "volume-driver":
        volume["DriverConfig"] = {"Name": value}
    elif key == "volume-label":
        volume.setdefault("Labels", {}).update([value.partition("=")[::2]])
    elif key == "volume-opt":
        volume.setdefault("DriverConfig", {}).setdefault("Options", {}).update([value.partition("=")[::2]])
    elif key == "tmpfs-size":
        tmpfs["SizeBytes"] = read_size(value)
    elif key == "tmpfs-mode":
        tmpfs["Mode"] = int(value, 8)
    elif key in ("bind-propagation", "consistency", "bind-recursive", "bind-nonrecursive"):
        mount.setdefault("BindOptions", {})["Propagation"] = value
    else:
        raise GoValueError(f"unexpected key '{key}' in '{row}'")


def _bool(key: str, value: str) -> bool:
    try:
        return parse_bool(value)
    except GoValueError as error:
        raise GoValueError(f"invalid value for {key}: {value}") from error


def _check_options(mount: dict[str, Any], volume: dict[str, Any], tmpfs: dict[str, Any]) -> None:
    kind = mount["Type"]
    if volume and kind != "volume":
        raise GoValueError(f"cannot mix 'volume-*' options with mount type '{kind}'")
    if tmpfs and kind != "tmpfs":
        raise GoValueError(f"cannot mix 'tmpfs-*' options with mount type '{kind}'")
    if mount.get("BindOptions") and kind != "bind":
        raise GoValueError(f"cannot mix 'bind-*' options with mount type '{kind}'")


def read_tmpfs(specs: list[str]) -> dict[str, str]:
    """Return ``HostConfig.Tmpfs``."""
    return {path: options for path, _, options in (spec.partition(":") for spec in specs)}
