"""Files made from the sources besides the front end: compiled translations and the collected static files."""

from pathlib import Path

from scripts.environment import PYTHON, VENV
from scripts.programs import run_quietly
from scripts.speech import SetupError, pick, step
from scripts.stamps import ROOT, hash_of, is_fresh, write_stamp

COLLECTED = ROOT / "staticfiles"
LANGUAGE = "zh_Hans"


def ensure_assets() -> None:
    """Have the translations compiled and the static files collected."""
    for source in find_translations():
        _ensure_compiled(source)
    _ensure_collected()


def find_translations() -> list[Path]:
    """Return every .po file of the project."""
    return sorted(ROOT.glob(f"*locale/{LANGUAGE}/LC_MESSAGES/django.po")) + sorted(
        ROOT.glob(f"*/locale/{LANGUAGE}/LC_MESSAGES/django.po")
    )


def _ensure_compiled(source: Path) -> None:
    stamp = source.with_name("django.mo.stamp")
    target = source.with_suffix(".mo")
    value = hash_of([source])
    if target.exists() and is_fresh(stamp, value):
        return
    output = run_quietly(
        [PYTHON, "-m", "babel.messages.frontend", "compile", "-i", source, "-o", target, "-l", LANGUAGE]
    )
    # Babel reports a faulty placeholder and still ends well.
    if "error:" in output:
        raise SetupError(pick(f"A translation is faulty: {output}", f"译文有误：{output}"))
    write_stamp(stamp, value)


def _ensure_collected() -> None:
    stamp = COLLECTED / ".stamp"
    value = hash_of([ROOT / "static", VENV / "requirements.txt.stamp", VENV / "requirements-dev.txt.stamp"])
    if is_fresh(stamp, value):
        return
    with step("Collecting and compressing static files", "正在收集并压缩静态文件"):
        run_quietly([PYTHON, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"])
    write_stamp(stamp, value)
