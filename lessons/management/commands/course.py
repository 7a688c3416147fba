"""``manage.py course check PATH`` and ``manage.py course import PATH``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language

from accounts.models import User
from documents.faults import Fault
from documents.reader import LANGUAGES
from lessons.importing import import_course, is_published
from lessons.packages.archive import MOST_ZIP_BYTES, read_archive
from lessons.packages.checking import CheckedCourse, check_package, hash_package
from lessons.packages.files import PackageFiles
from lessons.packages.folder import read_folder

FAULTY, MISUSED = 1, 2


class Command(BaseCommand):
    """Check or import a course package."""

    help = "Check a course package (a folder or a zip), or check it and publish it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare ``check`` and ``import``; Django's own options stay on both."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="check|import")
        check = actions.add_parser("check", help="find every fault; store nothing")
        check.add_argument("--no-prove", action="store_true", help="do not play the labs")
        store = actions.add_parser("import", help="check, then publish; a faulty package changes nothing")
        store.add_argument("--owner", metavar="EMAIL", help="give the course to this instructor")
        for action in (check, store):
            action.add_argument("path", type=Path, metavar="PATH")
            action.add_argument("--language", choices=LANGUAGES, help="the language of the messages")

    def handle(self, *, action: str, path: Path, language: str | None = None, **options: Any) -> None:
        """Run one of the two actions."""
        language = language or get_language() or "en"
        files = self._read(path, language)
        if action == "check":
            checked = self._check(files, path, language, prove=not options["no_prove"])
            self.stdout.write(f"{path}: {_count(checked)}; no faults")
            return
        owner = _find_owner(options.get("owner"))
        if owner is None and is_published(content_hash=hash_package(files)):
            self.stdout.write(f"{path}: unchanged, nothing to do")
            return
        checked = self._check(files, path, language, prove=True)
        imported = import_course(checked=checked, owner=owner, by_operator=True)
        outcome = "published" if imported.changed else "unchanged"
        self.stdout.write(f"{path}: {_count(checked)}; {outcome}")

    def _read(self, path: Path, language: str) -> PackageFiles:
        if path.is_dir():
            files = read_folder(path)
        elif path.is_file():
            if path.stat().st_size > MOST_ZIP_BYTES:
                raise CommandError(f"{path}: a zip may have at most {MOST_ZIP_BYTES // 2**20} MiB", returncode=FAULTY)
            files = read_archive(path.read_bytes(), name=path.name)
        else:
            raise CommandError(f"{path}: there is no such folder or zip", returncode=MISUSED)
        if isinstance(files, list):
            self._refuse(files, path, language)
        return files

    def _check(self, files: PackageFiles, path: Path, language: str, *, prove: bool) -> CheckedCourse:
        checked = check_package(files, prove=prove)
        if isinstance(checked, list):
            self._refuse(checked, path, language)
        return checked

    def _refuse(self, faults: list[Fault], path: Path, language: str) -> NoReturn:
        for fault in faults:
            self.stderr.write(fault.describe(language))
        number = f"{len(faults)} fault{'s' if len(faults) > 1 else ''}"
        raise CommandError(f"{path}: {number}; nothing was changed", returncode=FAULTY)


def _find_owner(email: str | None) -> User | None:
    if email is None:
        return None
    owner = User.objects.filter(email__iexact=email, is_instructor=True).first()
    if owner is None:
        raise CommandError(f"there is no instructor with the address {email}", returncode=MISUSED)
    return owner


def _count(checked: CheckedCourse) -> str:
    lessons = checked.lessons.values()
    counts = {
        "lesson": len(lessons),
        "quiz": sum(len(lesson.quizzes) for lesson in lessons),
        "lab": sum(len(lesson.labs) for lesson in lessons),
    }
    plurals = {"quiz": "quizzes"}
    return ", ".join(f"{n} {word if n == 1 else plurals.get(word, word + 's')}" for word, n in counts.items())
