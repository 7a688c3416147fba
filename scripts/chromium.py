"""A Chromium for the browser tests: the machine's own, Debian's when root may install it, else Playwright's."""

import os
import shutil

from scripts.environment import PYTHON, VENV
from scripts.programs import run_quietly
from scripts.speech import step
from scripts.stamps import is_fresh, write_stamp

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Screenshots show Chinese; without a font they would show boxes.
DEBIAN_PACKAGES = ("chromium", "fonts-noto-cjk")


def ensure_chromium() -> None:
    """Have a Chromium, and tell the tests where in CHROMIUM unless it is Playwright's own."""
    found = _find() or _install_from_debian()
    if found:
        os.environ["CHROMIUM"] = found
        return
    _install_from_playwright()


def _find() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _install_from_debian() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    with step("Installing Chromium and Chinese fonts from Debian", "正在从 Debian 安装 Chromium 和中文字体"):
        env = {"DEBIAN_FRONTEND": "noninteractive"}
        run_quietly(["apt-get", "update", "-q"], env=env)
        run_quietly(["apt-get", "install", "-qy", "--no-install-recommends", *DEBIAN_PACKAGES], env=env)
    return _find()


def _install_from_playwright() -> None:
    stamp = VENV / "playwright-chromium.stamp"
    value = (VENV / "requirements-dev.txt.stamp").read_text(encoding="ascii")
    if is_fresh(stamp, value):
        return
    with step("Fetching Playwright's Chromium (once)", "正在下载 Playwright 自带的 Chromium（只需一次）"):
        run_quietly([PYTHON, "-m", "playwright", "install", "chromium"])
    write_stamp(stamp, value)
