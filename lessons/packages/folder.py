"""Read a course package from a folder."""

import os
from pathlib import Path

from documents.faults import Fault
from lessons import package_wording as wording
from lessons.packages.files import MOST_BYTES, MOST_FILES, PackageFiles, is_ignored


def read_folder(root: Path) -> PackageFiles | list[Fault]:
    """Return the files below ``root``, or every reason why they cannot be read. Links are refused, not followed."""
    files = PackageFiles(prefix=f"{str(root).rstrip('/')}/")
    faults: list[Fault] = []
    total = 0

    def blame(error: OSError) -> None:
        path = Path(error.filename or root).relative_to(root).as_posix()
        faults.append(Fault(files.show(_readable(path)), 0, 0, wording.unreadable(error.strerror or "?")))

    for folder, names, file_names in os.walk(root, onerror=blame):
        names.sort()
        for name in sorted([*file_names, *(name for name in names if Path(folder, name).is_symlink())]):
            full = Path(folder, name)
            path = _readable(full.relative_to(root).as_posix())
            if is_ignored(path):
                continue
            if full.is_symlink() or not full.is_file():
                faults.append(Fault(files.show(path), 0, 0, wording.no_plain_file()))
                continue
            total += full.stat().st_size
            if total > MOST_BYTES or len(files.contents) >= MOST_FILES:
                return [Fault(str(root), 0, 0, wording.package_too_large(MOST_FILES, MOST_BYTES // 2**20))]
            try:
                files.contents[path] = full.read_bytes()
            except OSError as error:
                blame(error)
    return faults or files


def _readable(path: str) -> str:
    """Return a path that can be printed: bytes of another encoding become question marks."""
    return path.encode("utf-8", "replace").decode()
