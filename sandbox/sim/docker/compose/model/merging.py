"""A later file over an earlier one, and a service over the one that it extends.

Models compose-spec/compose-go override/merge.go and override/uncity.go, on the long form.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.docker.compose.model import ports

Data = dict[str, Any]
REPLACED = ("command", "entrypoint", "extends", "healthcheck.test", "ulimits.*")
"""Attributes of a service of which the later one stands alone."""
UNIQUE: dict[str, Callable[[Any], Any]] = {
    "ports": ports.key,
    "volumes": lambda row: row.get("target"),
    "secrets": lambda row: row.get("target") or row["source"],
    "configs": lambda row: row.get("target") or row["source"],
    "env_file": lambda row: row["path"],
    "extra_hosts": str,
}
"""What two entries of a list have in common of which the later one wins; other lists keep each value once."""


def merge_files(first: Data, second: Data) -> Data:
    """Return two files as one, the second over the first."""
    result = dict(first)
    for key, value in second.items():
        if key == "services" and isinstance(result.get(key), dict):
            result[key] = _merge_services(result[key], value)
        elif isinstance(value, dict) and isinstance(result.get(key), dict) and not key.startswith("x-"):
            result[key] = _merge_maps(result[key], value)
        else:
            result[key] = value
    return result


def _merge_services(first: Data, second: Data) -> Data:
    result = dict(first)
    for name, given in second.items():
        result[name] = merge_services(result[name], given) if name in result else given
    return result


def merge_services(first: Data, second: Data) -> Data:
    """Return one service over another."""
    return _merge_maps(first, second, within=True)


def _merge_maps(first: Data, second: Data, path: str = "", *, within: bool = False) -> Data:
    if path == "logging" and not _same_driver(first, second):
        return second
    result = dict(first)
    for key, value in second.items():
        here = f"{path}.{key}" if path else key
        result[key] = _merge(result[key], value, here, within=within) if key in result else value
    return result


def _same_driver(first: Data, second: Data) -> bool:
    return first.get("driver") == second.get("driver") or "driver" not in first or "driver" not in second


def _merge(first: Any, second: Any, path: str, *, within: bool) -> Any:
    replaced = within and (path in REPLACED or f"{path.partition('.')[0]}.*" in REPLACED)
    if replaced or path.rpartition(".")[2].startswith("x-"):
        return second
    if isinstance(first, dict) and isinstance(second, dict):
        return _merge_maps(first, second, path, within=within)
    if isinstance(first, list) and isinstance(second, list):
        return unique([*first, *second], path)
    return first if second is None and isinstance(first, dict) else second


def unique(rows: list[Any], path: str) -> list[Any]:
    """Return a list without doubles: the later one stands in the place of the first."""
    indexer = UNIQUE.get(path, repr)
    result: dict[Any, Any] = {}
    for row in rows:
        result[indexer(row)] = row
    return list(result.values())
