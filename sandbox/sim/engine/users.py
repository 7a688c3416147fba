"""Who a container's process is: ``--user`` looked up in the container's own /etc/passwd and /etc/group.

Models github.com/moby/sys/user GetExecUser. Not modelled: user namespaces.
"""

from dataclasses import dataclass

from sandbox.sim.engine.errors import EngineError
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import Credentials, FileView

PASSWD_FIELDS = 7
GROUP_FIELDS = 4


@dataclass(frozen=True, slots=True)
class ExecUser:
    """Ids and home of a user."""

    credentials: Credentials
    home: str


def _rows(files: FileView, path: str, size: int) -> list[list[str]]:
    try:
        lines = files.read_text(path).splitlines()
    except KernelError:
        return []
    return [row for row in (line.split(":") for line in lines) if len(row) >= size]


def look_up(spec: str, files: FileView, extra_groups: list[str] | None = None) -> ExecUser:
    """Return the user for ``name|uid[:group|gid]``. Raises EngineError when a name is unknown."""
    name, _, group = spec.partition(":")
    passwd = _rows(files, "/etc/passwd", PASSWD_FIELDS)
    groups = _rows(files, "/etc/group", GROUP_FIELDS)
    found = next((row for row in passwd if name in (row[0], row[2]) or (not name and row[2] == "0")), None)
    if found is None and name and not name.isdecimal():
        raise EngineError(f"unable to find user {name}: no matching entries in passwd file")
    uid = int(found[2]) if found else int(name or 0)
    gid = int(found[3]) if found else 0
    if group:
        gid = _group_id(group, groups)
    more = [int(row[2]) for row in groups if found and not group and found[0] in row[3].split(",")]
    more += [_group_id(extra, groups) for extra in extra_groups or []]
    return ExecUser(Credentials(uid, gid, tuple(dict.fromkeys([gid, *more]))), found[5] if found else "/")


def _group_id(group: str, groups: list[list[str]]) -> int:
    row = next((row for row in groups if group in (row[0], row[2])), None)
    if row is not None:
        return int(row[2])
    if not group.isdecimal():
        raise EngineError(f"unable to find group {group}: no matching entries in group file")
    return int(group)
