"""Users and groups by name, as /etc/passwd and /etc/group have them."""

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import FileView

Row = list[str]


def rows(files: FileView, path: str) -> list[Row]:
    """Return the rows of a colon-separated file; a missing one is empty."""
    try:
        return [line.split(":") for line in files.read_text(path).splitlines() if ":" in line]
    except KernelError:
        return []


def user_name(files: FileView, uid: int) -> str:
    """Return a user's name, or the number where there is none."""
    return next((row[0] for row in rows(files, "/etc/passwd") if row[2:3] == [str(uid)]), str(uid))


def group_name(files: FileView, gid: int) -> str:
    """Return a group's name, or the number where there is none."""
    return next((row[0] for row in rows(files, "/etc/group") if row[2:3] == [str(gid)]), str(gid))


def find_user(files: FileView, name: str) -> Row | None:
    """Return a user's row of /etc/passwd, by name or number."""
    found = [row for row in rows(files, "/etc/passwd") if len(row) > 3]  # noqa: PLR2004  (name, password, uid, gid)
    return next((row for row in found if row[0] == name), None) or next((row for row in found if row[2] == name), None)


def find_group(files: FileView, name: str) -> int | None:
    """Return a group's number, by name or number."""
    found = next((int(row[2]) for row in rows(files, "/etc/group") if row[0] == name), None)
    return int(name) if found is None and name.isdecimal() else found
