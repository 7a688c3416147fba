"""From a command's name to the program that it runs.

Models execve(2) and the search of $PATH. A binary of the simulation is a file whose content is an ELF magic number and
the name of a program, so that it can be copied, linked, mounted and deleted like any file. What stands on further
lines is the program's own.
"""

from dataclasses import dataclass

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import EXECUTE, FileView
from sandbox.sim.kernel.filesystem import Inode

MAGIC = b"\x7fELF\x02\x01\x01\x00drydock:"
DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True, slots=True)
class Executable:
    """What to run: the program's name and the arguments with an interpreter's put before them."""

    program: str
    argv: list[str]


class ExecError(Exception):
    """execve failed. ``code`` is the errno's name; ``found`` says whether there was a file at all."""

    def __init__(self, name: str, code: str, *, found: bool) -> None:
        super().__init__(f"{name}: {code}")
        self.name = name
        self.code = code
        self.found = found


def binary(program: str) -> bytes:
    """Return the content of an executable file that runs the program."""
    return MAGIC + program.encode()


def find(name: str, path: str, files: FileView) -> str | None:
    """Return where ``name`` stands on the search path, or None. A name with a slash is returned as it is."""
    if "/" in name:
        return name
    for directory in path.split(":"):
        candidate = f"{directory or '.'}/{name}"
        try:
            inode = files.stat(candidate)
        except KernelError:
            continue
        if inode.kind == "file" and files.allows(inode, EXECUTE):
            return candidate
    return None


def resolve(argv: list[str], path: str, files: FileView, depth: int = 0) -> Executable:
    """Return what running ``argv`` means. Raises ExecError (ENOENT, EACCES, EISDIR, ENOEXEC, ELOOP)."""
    name = argv[0]
    place = find(name, path, files)
    if place is None:
        raise ExecError(name, "ENOENT", found=False)
    try:
        inode = files.stat(place)
    except KernelError as error:
        raise ExecError(name, error.code, found=False) from error
    check_executable(name, inode, files)
    if inode.data.startswith(MAGIC):
        return Executable(inode.data[len(MAGIC) :].partition(b"\n")[0].decode(errors="replace"), argv)
    if not inode.data.startswith(b"#!") or depth > 4:  # noqa: PLR2004  (Linux's BINPRM limit of nested interpreters)
        raise ExecError(name, "ENOEXEC", found=True)
    words = inode.data[2:].split(b"\n", 1)[0].decode(errors="replace").split(maxsplit=1)
    if not words:
        raise ExecError(name, "ENOEXEC", found=True)
    return resolve([*words, place, *argv[1:]], path, files, depth + 1)


def check_executable(name: str, inode: Inode, files: FileView) -> None:
    """Raise ExecError unless the inode is a file that the user may execute."""
    if inode.kind == "dir":
        raise ExecError(name, "EISDIR", found=True)
    if not files.allows(inode, EXECUTE):
        raise ExecError(name, "EACCES", found=True)
