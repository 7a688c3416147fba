"""Zips, honest and hostile."""

import io
import stat
import zipfile
from pathlib import Path

import pytest

from documents.faults import Fault
from lessons.packages import archive
from lessons.packages.archive import read_archive
from lessons.packages.checking import CheckedCourse, check_package
from lessons.packages.files import PackageFiles
from tests.lessons.conftest import HARBOUR, pack


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in entries:
            made.writestr(name, body)
    return data.getvalue()


def told(data: bytes) -> list[str]:
    found = read_archive(data, name="course.zip")
    assert isinstance(found, list)
    return [fault.describe("en") for fault in found]


@pytest.mark.parametrize("inside", ["", "harbour/", "港口/"])
def test_a_zip_of_the_folder_or_of_what_is_in_it_is_the_course(inside: str) -> None:
    files = read_archive(pack(HARBOUR, inside=inside), name="course.zip")
    assert isinstance(files, PackageFiles)
    assert isinstance(check_package(files, prove=False), CheckedCourse)


def test_what_macos_and_windows_add_is_left_out() -> None:
    files = read_archive(
        zipped(("course.yaml", b"x"), ("__MACOSX/._course.yaml", b"x"), (".DS_Store", b"x"), ("README.md", b"x")),
        name="z",
    )
    assert isinstance(files, PackageFiles)
    assert list(files.contents) == ["course.yaml"]


@pytest.mark.parametrize(
    "name", ["../evil.md", "/etc/passwd", "a/../../b", "C:\\x", "a\\..\\b", "a/./b", "a//b", "a\nb", "..", "a/.."]
)
def test_a_path_out_of_the_package_is_refused(name: str) -> None:
    assert "leads out of the package" in told(zipped((name, b"x")))[0]


def test_a_name_cut_by_a_nul_is_refused() -> None:
    data = zipped(("course.yamlXevil", b"x")).replace(b"course.yamlXevil", b"course.yaml\x00evil")
    assert "leads out of the package" in told(data)[0]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(kind: int) -> None:
    entry = zipfile.ZipInfo("lesson.md")
    entry.external_attr = (kind | 0o777) << 16
    assert told(zipped((entry, b"/etc/passwd"))) == [
        "lesson.md: links and special files are not allowed; put the file itself here"
    ]


def test_a_bomb_is_refused_by_what_it_says_of_itself() -> None:
    bomb = zipped(("a", b"\0" * 15_000_000), ("b", b"\0" * 15_000_000))
    assert len(bomb) < 100_000
    assert "at most 2000 files and 20 MiB" in told(bomb)[0]


def test_a_bomb_that_lies_of_its_size_is_stopped_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    data = zipped(("a", b"\0" * 5000)).replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert told(data)


def test_too_many_files_are_refused() -> None:
    assert "at most 2000 files" in told(zipped(*((f"f{number}", b"") for number in range(2001))))[0]


def test_a_file_that_is_there_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("course.yaml", b"a"), ("course.yaml", b"b"))
    assert told(data) == ["course.yaml: the zip holds this file twice"]


def test_an_encrypted_file_is_refused() -> None:
    data = bytearray(zipped(("course.yaml", b"a")))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    assert told(bytes(data)) == ["course.yaml: the file is encrypted; pack it without a password"]


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" + b"\0" * 100, b"<html>", b"x" * 11_000_000])
def test_what_is_no_zip_is_said_to_be_none(data: bytes) -> None:
    (line,) = told(data)
    assert "not a zip" in line or "at most 10 MiB" in line


def test_a_damaged_zip_is_no_crash() -> None:
    whole = pack(HARBOUR)
    for cut in range(0, len(whole), 97):
        damaged = whole[:cut] + bytes([whole[cut] ^ 0xFF]) + whole[cut + 1 :]
        found = read_archive(damaged, name="course.zip")
        assert isinstance(found, (PackageFiles, list))
        if isinstance(found, list):
            assert all(isinstance(fault, Fault) for fault in found)


def test_nothing_is_written_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    read_archive(pack(HARBOUR), name="course.zip")
    assert list(tmp_path.iterdir()) == []
