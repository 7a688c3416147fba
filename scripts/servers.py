"""The real programs that the tests compare with or run on: the machine's own, or Debian's when root installs."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from scripts.programs import run_quietly
from scripts.speech import SetupError, say, step

POSTGRESQL = Path("/usr/lib/postgresql")
ENVIRONMENT = {
    "DEBIAN_FRONTEND": "noninteractive",
    # Tells the packages not to start their servers: the tests start their own.
    "RUNLEVEL": "1",
}


@dataclass(frozen=True)
class Server:
    """A server, the programs by which it is known to be there, and the packages that have them."""

    name: str
    programs: tuple[str, ...]
    packages: tuple[str, ...]

    def is_there(self) -> bool:
        """Say whether this machine has it."""
        return all(shutil.which(name) or _is_postgresql(name) for name in self.programs)


SERVERS = (
    Server("PostgreSQL", ("initdb",), ("postgresql",)),
    Server("Redis", ("redis-server",), ("redis-server",)),
    Server("Docker", ("dockerd", "docker", "iptables", "busybox", "ps"), ("docker.io", "busybox-static", "procps")),
)


def ensure_servers() -> None:
    """Have all of them where that is simple; without one its tests are skipped and say why."""
    missing = [server for server in SERVERS if not server.is_there()]
    if not missing or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    names = ", ".join(server.name for server in missing)
    try:
        _install_from_debian(missing, names)
    except SetupError as error:
        say(f"Without {names}: {error}", f"没有 {names}：{error}")


def _is_postgresql(program: str) -> bool:
    """Say whether Debian has a program of PostgreSQL: it keeps them outside of PATH."""
    return next(POSTGRESQL.glob(f"*/bin/{program}"), None) is not None


def _install_from_debian(missing: list[Server], names: str) -> None:
    with step(f"Installing {names} from Debian", f"正在从 Debian 安装 {names}"):
        packages = [package for server in missing for package in server.packages]
        run_quietly(["apt-get", "update", "-q"], env=ENVIRONMENT)
        run_quietly(["apt-get", "install", "-qy", "--no-install-recommends", *packages], env=ENVIRONMENT)
