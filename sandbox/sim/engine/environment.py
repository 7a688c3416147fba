"""The environment that a container's processes start with.

Models moby daemon (CreateDaemonEnvironment, ReplaceOrAppendEnvValues) and runc's HOME.
"""

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


def environment(
    container: Container, hostname: str, home: str, *, tty: bool, more: list[str] | None = None
) -> dict[str, str]:
    """Return the environment of a process, in its order."""
    rows = [f"PATH={DEFAULT_PATH}", f"HOSTNAME={hostname}"]
    if tty:
        rows.append("TERM=xterm")
    rows = replace_or_append(rows, container.config.get("Env") or [])
    rows = replace_or_append(rows, more or [])
    values = dict(row.split("=", 1) for row in rows if "=" in row)
    values.setdefault("HOME", home)
    return values
