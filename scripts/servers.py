"""PostgreSQL and Redis for the tests of the production settings: the machine's own, or Debian's when root installs."""

import os
import shutil
from pathlib import Path

from scripts.programs import run_quietly
from scripts.speech import SetupError, say, step

DEBIAN_PACKAGES = ("postgresql", "redis-server")
POSTGRESQL = Path("/usr/lib/postgresql")


def ensure_servers() -> None:
    """Have both servers where that is simple; without them their tests are skipped and say why."""
    if _are_there() or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    try:
        _install_from_debian()
    except SetupError as error:
        say(f"Without PostgreSQL and Redis: {error}", f"没有 PostgreSQL 和 Redis：{error}")


def _are_there() -> bool:
    has_database = bool(shutil.which("initdb") or next(POSTGRESQL.glob("*/bin/initdb"), None))
    return has_database and shutil.which("redis-server") is not None


def _install_from_debian() -> None:
    with step("Installing PostgreSQL and Redis from Debian", "正在从 Debian 安装 PostgreSQL 和 Redis"):
        env = {"DEBIAN_FRONTEND": "noninteractive"}
        run_quietly(["apt-get", "update", "-q"], env=env)
        run_quietly(["apt-get", "install", "-qy", "--no-install-recommends", *DEBIAN_PACKAGES], env=env)
