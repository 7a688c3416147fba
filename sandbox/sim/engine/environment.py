"""The environment that a container's processes start with.

Models moby daemon (CreateDaemonEnvironment, ReplaceOrAppendEnvValues) and runc's HOME.
"""

from typing import Any

from sandbox.sim.engine.container import Container
from sandbox.sim.runtime.executables import DEFAULT_PATH


def replace_or_append(defaults: list[str], overrides: list[str]) -> list[str]:
    """Put values over those of the same name; a name without ``=`` takes one away."""
    merged = list(defaults)
    for value in overrides:
        name, equals, _ = value.partition("=")
        at = next((index for index, row in enumerate(merged) if row.split("=", 1)[0] == name), None)
        if not equals:
            merged = [row for row in merged if row.split("=", 1)[0] != name]
        elif at is None:
            merged.append(value)
        else:
            merged[at] = value
    return merged


def merge_image_env(own: list[str], image: list[str]) -> list[str]:
    """Return a container's ``Config.Env``: its own values, then those of the image that it does not set."""
    names = {value.split("=", 1)[0] for value in own}
    return [*own, *(value for value in image if value.split("=", 1)[0] not in names)]


def link_variables(alias: str, own_name: str, address: str, config: dict[str, Any]) -> list[str]:
    """Return what ``--link`` tells a container of another one (moby daemon/links)."""
    prefix = alias.upper().replace("-", "_")
    rows: list[str] = []
    ports = sorted((port.partition("/")[::2] for port in config.get("ExposedPorts") or {}), key=lambda row: int(row[0]))
    for index, (number, proto) in enumerate(ports):
        target = f"{proto}://{address}:{number}"
        rows += [f"{prefix}_PORT={target}"] if index == 0 else []
        one = f"{prefix}_PORT_{number}_{proto.upper()}"
        rows += [f"{one}={target}", f"{one}_ADDR={address}", f"{one}_PORT={number}", f"{one}_PROTO={proto}"]
    rows.append(f"{prefix}_NAME=/{own_name}/{alias}")
    known = ("HOME", "PATH")
    rows += [f"{prefix}_ENV_{row}" for row in config.get("Env") or [] if row.split("=", 1)[0] not in known]
    return rows


def environment(
    container: Container, hostname: str, home: str, *, tty: bool, more: list[str] | None = None
) -> dict[str, str]:
    """Return the environment of a process, in its order."""
    rows = [f"PATH={DEFAULT_PATH}", f"HOSTNAME={hostname}"]
    if tty:
        rows.append("TERM=xterm")
    rows += container.link_env
    rows = replace_or_append(rows, container.config.get("Env") or [])
    rows = replace_or_append(rows, more or [])
    values = dict(row.split("=", 1) for row in rows if "=" in row)
    values.setdefault("HOME", home)
    return values
