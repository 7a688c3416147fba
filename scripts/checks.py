"""`make check`: every check that needs no running program, all of them even when one fails."""

import os
import subprocess
import time

from scripts.environment import VENV
from scripts.speech import say
from scripts.stamps import ROOT

# A complete environment for `check --deploy`, with values that open nothing.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "DRYDOCK_SECRET_KEY": "only-for-the-check-of-the-settings-0123456789-abcdefghijklmnopqrstuvwxyz",
    "DRYDOCK_HOSTS": "drydock.example.org",
    "DATABASE_URL": "postgresql://nobody@localhost/none",
    "REDIS_URL": "redis://localhost/0",
    "EMAIL_URL": "smtp+tls://localhost",
    "DRYDOCK_MAIL_FROM": "drydock@example.org",
}
TEMPLATES = "git ls-files --cached --others --exclude-standard '*.html'"
CHECKS: list[tuple[str, str, dict[str, str]]] = [
    ("ruff check", "ruff check --quiet .", {}),
    ("ruff format", "ruff format --check --quiet .", {}),
    ("mypy", "mypy --no-error-summary .", {}),
    ("import-linter", "lint-imports --no-cache", {}),
    ("djade", f"djade --check --target-version 5.2 $({TEMPLATES})", {}),
    ("djlint", "djlint --lint --quiet templates", {}),
    ("deptry", "deptry .", {}),
    ("stale generated files", "python -m scripts.coverage --check", {}),
    ("guards", "pytest -q -p no:cacheprovider tests/guards", {}),
    ("settings for production", "python manage.py check --deploy --fail-level WARNING", PRODUCTION),
    (
        "migrations",
        "python manage.py makemigrations --check --dry-run",
        {"DJANGO_SETTINGS_MODULE": "config.settings.test"},
    ),
]


def run_all() -> int:
    """Run every check, print one line each and the whole output of those that fail; return 1 when one failed."""
    failed = [name for name, command, env in CHECKS if not _passes(name, command, env)]
    if failed:
        say(f"Failed: {', '.join(failed)}", f"未通过：{', '.join(failed)}")
        return 1
    say("All checks passed.", "全部检查通过。")
    return 0


def _passes(name: str, command: str, env: dict[str, str]) -> bool:
    path = os.pathsep.join([str(VENV / "bin"), os.environ["PATH"]])
    started = time.monotonic()
    result = subprocess.run(  # noqa: S602 - the commands are ours, and one lists files through the shell.
        command,
        shell=True,
        cwd=ROOT,
        env={**os.environ, **env, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    ok = result.returncode == 0
    print(f"{'ok    ' if ok else 'FAILED'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
    if not ok:
        print(result.stdout, flush=True)
    return ok
