"""What `make start` does with the database before anything is served: ``python -m config.prepare``.

Every step may be repeated and may be killed: migrations are transactions, a course is imported in one, and the
instructor's password is printed before the account is stored.
"""

import hashlib
import os
import secrets
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from sandbox.heartbeat import forget_heartbeat

FIRST_INSTRUCTOR = "instructor@drydock.local"


def main() -> int:
    """Prepare; return 1 when something keeps Drydock from starting."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    django.setup()
    from scripts.speech import say  # noqa: PLC0415 - the set-up's voice; the site itself does not know it.

    forget_heartbeat()
    try:
        migrate()
        # The instructor comes before the courses: the oldest account tells one database from another.
        ensure_instructor()
        import_courses()
    except (CommandError, DatabaseError) as error:
        say(str(error), str(error))
        return 1
    return 0


def migrate() -> None:
    """Bring the tables up to date."""
    from scripts.speech import step  # noqa: PLC0415 - as above.

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    with step("Preparing the database", "正在准备数据库"):
        call_command("migrate", interactive=False, verbosity=0)


def import_courses() -> None:
    """Import every course of courses/ that changed since its last import, or whose rendering did."""
    from scripts.speech import say, step  # noqa: PLC0415 - as above.

    for course in sorted(path for path in (settings.ROOT / "courses").iterdir() if (path / "course.yaml").exists()):
        value = _fingerprint(course)
        stamp = settings.VAR / "stamps" / f"course-{course.name}"
        if stamp.exists() and stamp.read_text(encoding="ascii") == value:
            continue
        try:
            with step(f"Checking and importing courses/{course.name}", f"正在检查并导入 courses/{course.name}"):
                call_command("course", "import", str(course))
        except CommandError as error:
            # An author's slip must not keep the site from starting: what was published before stays.
            say(
                f"{error}\nDrydock starts without this change of courses/{course.name}.",
                f"{error}\n船坞照常启动，但不含 courses/{course.name} 的这次改动。",
            )
            continue
        stamp.parent.mkdir(parents=True, exist_ok=True)
        fresh = stamp.with_name(f"{stamp.name}.new")
        fresh.write_text(value, encoding="ascii")
        fresh.replace(stamp)


def ensure_instructor() -> None:
    """Make the first instructor when there is none, and print the password, which nothing stores readably."""
    from accounts.instructors import make_instructor  # noqa: PLC0415 - models need django.setup().
    from accounts.models import User  # noqa: PLC0415 - as above.
    from scripts.speech import say  # noqa: PLC0415 - as above.

    if User.objects.filter(is_instructor=True).exists():
        return
    password = secrets.token_urlsafe(9)
    with transaction.atomic():
        make_instructor(email=FIRST_INSTRUCTOR, password=password)
        # Printed before the commit: a kill in between loses an unused password and not the only account.
        say(
            f"\nThe instructor's account, shown this once:\n    {FIRST_INSTRUCTOR}\n    {password}\n",
            f"\n教师账号（只显示这一次）：\n    {FIRST_INSTRUCTOR}\n    {password}\n",
        )


def _fingerprint(course: Path) -> str:
    digest = hashlib.sha256(str(_database_age()).encode())
    code = [*(settings.ROOT / "lessons").rglob("*.py"), settings.ROOT / "requirements.txt"]
    for path in sorted([*course.rglob("*"), *code]):
        if path.is_file():
            digest.update(str(path.relative_to(settings.ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _database_age() -> float:
    """Return when the oldest account was made: another database, restored or new, imports its courses again."""
    from accounts.models import User  # noqa: PLC0415 - models need django.setup().

    oldest = User.objects.order_by("pk").values_list("date_joined", flat=True).first()
    return oldest.timestamp() if oldest else time.time()


if __name__ == "__main__":
    sys.exit(main())
