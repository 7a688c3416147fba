"""Read a course package from a zip, which may be hostile: nothing is written to disk, and every size is counted."""

import io
import re
import stat
import zipfile
import zlib

from documents.faults import Fault
from lessons import package_wording as wording
from lessons.packages.files import MOST_BYTES, MOST_FILES, PackageFiles, is_ignored

MOST_ZIP_BYTES = 10 * 1024 * 1024
_ENCRYPTED = 0x1
_CHUNK = 64 * 1024
_BAD_NAME = re.compile(r"^/|^[A-Za-z]:|\\|(^|/)\.\.?(/|$)|[\x00-\x1f\x7f]|//")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def read_archive(data: bytes, *, name: str) -> PackageFiles | list[Fault]:
    """Return the files of a zip, or every reason why they are refused. One folder around all of them is taken off."""
    if len(data) > MOST_ZIP_BYTES:
        return [Fault(name, 0, 0, wording.zip_too_large(MOST_ZIP_BYTES // 2**20))]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive, name)
    except _BROKEN:
        return [Fault(name, 0, 0, wording.no_zip())]


def _read(archive: zipfile.ZipFile, name: str) -> PackageFiles | list[Fault]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        return [Fault(name, 0, 0, wording.package_too_large(MOST_FILES, MOST_BYTES // 2**20))]
    faults = [fault for entry in entries if (fault := _refuse(entry)) is not None]
    paths = [entry.filename for entry in entries]
    faults += [Fault(path, 0, 0, wording.twice_in_zip()) for path in sorted({p for p in paths if paths.count(p) > 1})]
    if faults:
        return faults
    contents: dict[str, bytes] = {}
    left = MOST_BYTES
    for entry in entries:
        if is_ignored(entry.filename):
            continue
        body = _inflate(archive, entry, left)
        if body is None:
            return [Fault(name, 0, 0, wording.package_too_large(MOST_FILES, MOST_BYTES // 2**20))]
        left -= len(body)
        contents[entry.filename] = body
    return _without_outer_folder(contents)


def _refuse(entry: zipfile.ZipInfo) -> Fault | None:
    mode = entry.external_attr >> 16
    if _BAD_NAME.search(entry.filename) or entry.orig_filename != entry.filename:
        return Fault(entry.filename, 0, 0, wording.bad_path())
    if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
        return Fault(entry.filename, 0, 0, wording.no_plain_file())
    if entry.flag_bits & _ENCRYPTED:
        return Fault(entry.filename, 0, 0, wording.encrypted())
    return None


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes | None:
    """Return a file's bytes, or None if there are more than ``left``, whatever the zip says of its size."""
    body = io.BytesIO()
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            body.write(chunk)
            if body.tell() > left:
                return None
    return body.getvalue()


def _without_outer_folder(contents: dict[str, bytes]) -> PackageFiles:
    outer = {path.partition("/")[0] for path in contents}
    if "course.yaml" not in contents and len(outer) == 1:
        (folder,) = outer
        if f"{folder}/course.yaml" in contents:
            inner = {path.removeprefix(f"{folder}/"): body for path, body in contents.items()}
            # A README may stand in the folder that was taken off.
            return PackageFiles("", {path: body for path, body in inner.items() if not is_ignored(path)})
    return PackageFiles("", contents)
