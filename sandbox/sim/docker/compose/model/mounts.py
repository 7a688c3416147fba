"""``volumes`` of a service in their long form.

Models compose-spec/compose-go format/volume.go.
"""

from typing import Any

from sandbox.sim.docker.compose.model import values
from sandbox.sim.docker.compose.model.paths import Base, is_path
from sandbox.sim.docker.compose.warnings import ProjectError

PROPAGATION = ("private", "rprivate", "shared", "rshared", "slave", "rslave")
CONSISTENCY = ("cached", "consistent", "delegated")


def read_volumes(given: list[Any], base: Base, path: str) -> list[dict[str, Any]]:
    """Return mounts in the long form. Raises ProjectError."""
    return [
        _long(item, base, f"{path}.{index}") if isinstance(item, dict) else read_short(item, base)
        for index, item in enumerate(given)
    ]


def read_short(spec: str, base: Base) -> dict[str, Any]:
    """Read ``source:target:mode``. Raises ProjectError."""
    parts = spec.split(":")
    if not spec:
        raise ProjectError("invalid empty volume spec")
    if not all(parts):
        raise ProjectError(f"invalid spec: {spec}: empty section between colons")
    if len(parts) > 3:  # noqa: PLR2004  (source, target, mode)
        raise ProjectError(f"invalid spec: {spec}: too many colons")
    if len(parts) == 1:
        return {"type": "volume", "target": spec, "volume": {}}
    source, target = parts[0], parts[1]
    kind = "bind" if is_path(source) else "volume"
    row: dict[str, Any] = {
        "type": kind,
        "source": base.absolute(source) if kind == "bind" else source,
        "target": target,
    }
    own: dict[str, Any] = {"create_host_path": True} if kind == "bind" else {}
    for option in parts[2].split(",") if len(parts) > 2 else ():  # noqa: PLR2004
        _option(option, row, own)
    return row | {kind: own}


def _option(option: str, row: dict[str, Any], own: dict[str, Any]) -> None:
    if option == "ro":
        row["read_only"] = True
    elif option in CONSISTENCY:
        row["consistency"] = option
    elif option in PROPAGATION:
        own["propagation"] = option
    elif option == "nocopy":
        own["nocopy"] = True
    elif option in ("z", "Z"):
        own["selinux"] = option


def _long(item: dict[str, Any], base: Base, path: str) -> dict[str, Any]:
    row = dict(item)
    kind = row["type"]
    if row.get("source") and kind == "bind":
        row["source"] = base.absolute(row["source"])
    if kind == "bind" and not row.get("source"):
        raise ProjectError(f'{path}: invalid mount config for type "bind": field Source must not be empty')
    if not row.get("target"):
        raise ProjectError(f'{path}: invalid mount config for type "{kind}": field Target must not be empty')
    if "read_only" in row:
        row["read_only"] = values.flag(row["read_only"], f"{path}.read_only")
    bind = row.get("bind")
    if kind == "bind" and bind is not None:
        row["bind"] = {**bind, "create_host_path": values.flag(bind.get("create_host_path", True), path)}
    if kind == "volume":
        row["volume"] = row.get("volume") or {}
    if row.get("tmpfs"):
        row["tmpfs"] = dict(row["tmpfs"])
        if "size" in row["tmpfs"]:
            row["tmpfs"]["size"] = str(values.size(row["tmpfs"]["size"], f"{path}.tmpfs.size"))
    return row
