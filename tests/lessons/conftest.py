import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from accounts.models import User
from documents.faults import Fault
from lessons.importing import Imported, import_course
from lessons.packages import checking
from lessons.packages.checking import CheckedCourse, check_package
from lessons.packages.files import PackageFiles
from lessons.packages.folder import read_folder

HARBOUR = Path(__file__).parent.parent / "courses" / "harbour"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the sample course that a test may spoil."""
    return Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))


@pytest.fixture
def unproved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the playing of labs, which tests of its own cover."""
    monkeypatch.setattr(checking, "prove_lab", lambda *_, **__: [])


def check(folder: Path) -> CheckedCourse | list[Fault]:
    files = read_folder(folder)
    return check_package(files, prove=False) if isinstance(files, PackageFiles) else files


def told(folder: Path, language: str = "en") -> list[str]:
    found = check(folder)
    assert isinstance(found, list), "the package was expected to have faults"
    prefix = f"{folder}/"
    return [fault.describe(language).removeprefix(prefix) for fault in found]


@pytest.fixture
def import_folder(db: None) -> Callable[..., Imported]:
    """Import a folder without playing its labs: ``import_folder(package, owner=instructor)``."""
    del db

    def run(folder: Path, owner: User | None = None) -> Imported:
        checked = check(folder)
        assert isinstance(checked, CheckedCourse), checked
        return import_course(checked=checked, owner=owner, by_operator=owner is None)

    return run


@pytest.fixture
def harbour(import_folder: Callable[..., Imported]) -> Imported:
    return import_folder(HARBOUR)


def pack(folder: Path, *, inside: str = "") -> bytes:
    """Return a folder as a zip."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, inside + path.relative_to(folder).as_posix())
    return data.getvalue()


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text in a file; it has to be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
