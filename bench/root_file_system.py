"""What the real engine's images are made of: Debian's static busybox, laid out as the World's images are."""

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

from sandbox.sim.runtime.images.userland import BUSYBOX_GROUP, BUSYBOX_USERS

FOLDERS = ("bin", "dev", "etc", "home", "proc", "root", "sys", "tmp", "usr/bin", "usr/sbin", "var")
MODES = {"tmp": 0o1777, "root": 0o700}
SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def pack_root() -> bytes:
    """Return the tar of a root file system: busybox, a link for each of its applets, and the lists of users."""
    busybox = shutil.which("busybox") or ""
    listed = subprocess.run([busybox, "--list"], capture_output=True, text=True, check=True).stdout  # noqa: S603 - ours.
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name in FOLDERS:
            _add(tar, name, kind=tarfile.DIRTYPE, mode=MODES.get(name, 0o755))
        _add(tar, "bin/busybox", Path(busybox).read_bytes())
        for name in sorted({*listed.split()} - {"busybox"}):
            _add(tar, f"bin/{name}", kind=tarfile.SYMTYPE, target="busybox")
        _add(tar, "etc/passwd", BUSYBOX_USERS.encode(), mode=0o644)
        _add(tar, "etc/group", BUSYBOX_GROUP.encode(), mode=0o644)
    return packed.getvalue()


def _add(
    tar: tarfile.TarFile,
    name: str,
    content: bytes = b"",
    *,
    kind: bytes = tarfile.REGTYPE,
    mode: int = 0o755,
    target: str = "",
) -> None:
    entry = tarfile.TarInfo(name)
    entry.type, entry.mode, entry.linkname, entry.size = kind, mode, target, len(content)
    tar.addfile(entry, io.BytesIO(content))
