"""A real Docker engine of one's own, in namespaces of its own, that leaves nothing behind.

``unshare`` gives dockerd its own network (so ``docker0``, its addresses, its iptables and every published port are
nobody else's), its own mounts (with ``/root`` an empty folder), its own host name (the World's) and its own process
ids: when the first of these processes dies, however it dies, the kernel ends the rest and lets go of every mount.
Images are made from Debian's static busybox, as those of the recordings in ``tests/golden`` were.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.engine_api import ask, list_images, remove_all
from bench.replay import Answer
from bench.root_file_system import SEARCH_PATH, pack_root

NEEDED = ("dockerd", "containerd", "runc", "docker", "busybox", "iptables", "ps", "setpriv", "unshare", "nsenter")
# The kernel ends all of it with the process that started it.
UNSHARE = (
    *("setpriv", "--pdeathsig", "KILL"),
    *("unshare", "--fork", "--kill-child", "--pid", "--mount-proc", "--mount", "--net", "--uts", "--ipc"),
)
START_SECONDS = 60
SCRIPT_SECONDS = 120
NAMESPACES = ("mnt", "net", "uts", "ipc")
CGROUPS = Path("/sys/fs/cgroup")
PREFIX = "drydock-engine-"
FIRST_PROCESS = """
mount --bind "$FOLDER/root" /root &&
mount -t tmpfs run /run &&
hostname drydock &&
busybox ip link set lo up || exit
"$@" &
wait
"""
"""What holds the namespaces together, and collects the shims that nobody else would."""

IMAGES = ("busybox:latest", "alpine:3.19")


class EngineUnavailableError(Exception):
    """No engine can be had here; the text is the reason."""


def find_obstacle() -> str:
    """Return why this machine cannot have an engine, or nothing."""
    if sys.platform != "linux":
        return "a Docker engine runs on Linux alone"
    if os.geteuid() != 0:
        return "starting dockerd takes root"
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        return f"{', '.join(missing)} not found; on Debian: apt-get install docker.io busybox-static procps"
    return ""


@dataclass
class RealEngine:
    """One dockerd. ``start()`` it, ``run()`` scripts on it, ``clear()`` between them, ``stop()`` it."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")))
    holder: subprocess.Popen[bytes] | None = None
    images: list[tuple[str, str]] = field(default_factory=list)
    """The images of the pristine engine, by name and id."""
    client: int = 0
    """The major version of the command line, which words what the engine says."""

    def start(self) -> None:
        """Start dockerd and give it the images; raises EngineUnavailableError with the end of its log."""
        _remove_leftovers()
        self.home.mkdir()
        with self._log.open("wb") as log:
            self.holder = subprocess.Popen(  # noqa: S603 - ours.
                [*UNSHARE, "sh", "-c", FIRST_PROCESS, "sh", *self._daemon()],
                env={**os.environ, "FOLDER": str(self.folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._wait_until_it_answers()
            self._import_images()
            self._try_it()
            self.client = int(self._demand("docker version -f '{{.Client.Version}}'").partition(".")[0])
        except EngineUnavailableError:
            self.stop()
            raise

    @property
    def socket(self) -> Path:
        """The engine's second socket: the first is where the command line looks, which only its own mounts show."""
        return self.folder / "docker.sock"

    @property
    def home(self) -> Path:
        """The folder that the engine and the scripts see as ``/root``."""
        return self.folder / "root"

    def run(self, script: str) -> Answer:
        """Run a bash script beside the engine, in ``/root``."""
        done = subprocess.run(  # noqa: S603 - ours.
            self._enter("bash", "-c", 'cd && exec bash -c "$1"', "bash", script),
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SCRIPT_SECONDS,
            check=False,
        )
        return Answer(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    def clear(self) -> None:
        """Make the engine as it was after its start."""
        pristine = remove_all(self.socket, self.images)
        for path in self.home.iterdir():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        if not pristine:
            self.run("docker images -aq | xargs docker rmi -f; docker image prune -af")
            self._import_images()

    def stop(self) -> None:
        """End every process of the engine and remove its folder."""
        if self.holder is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.holder.pid, signal.SIGKILL)
            self.holder.wait()
            self.holder = None
        shutil.rmtree(self.folder, ignore_errors=True)
        _remove_leftovers()

    @property
    def _log(self) -> Path:
        return self.folder / "dockerd.log"

    def _daemon(self) -> list[str]:
        paths = {"data-root": "data", "exec-root": "exec", "pidfile": "docker.pid", "config-file": "daemon.json"}
        (self.folder / "daemon.json").write_text("{}")
        return [
            *(
                "dockerd",
                "-H",
                "unix:///run/docker.sock",
                "-H",
                f"unix://{self.socket}",
                "--cgroup-parent",
                f"/{PREFIX}{os.getpid()}",
            ),
            *(f"--{option}={self.folder / name}" for option, name in paths.items()),
        ]

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": "/root",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        }

    def _running(self) -> subprocess.Popen[bytes]:
        if self.holder is None:
            raise EngineUnavailableError("this engine has not been started, or is stopped")
        return self.holder

    def _enter(self, *command: str) -> list[str]:
        own = f"/proc/{self._running().pid}/ns"
        # The holder itself is outside of the ids that its children have.
        flags = {"mnt": "mount", "net": "net", "uts": "uts", "ipc": "ipc"}
        return [
            "nsenter",
            *(f"--{flags[name]}={own}/{name}" for name in NAMESPACES),
            f"--pid={own}/pid_for_children",
            *command,
        ]

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._running().poll() is None:
            with suppress(OSError):
                ask(self.socket, "GET", "/_ping")
                return
            time.sleep(0.05)
        raise EngineUnavailableError(f"dockerd does not start here: {self._last_words()}")

    def _last_words(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines()
        return " / ".join(lines[-3:])[-600:]

    def _import_images(self) -> None:
        (self.home / "rootfs.tar").write_bytes(pack_root())
        commands = [
            f"""docker import -c 'CMD ["sh"]' -c 'ENV PATH={SEARCH_PATH}' rootfs.tar {name} >/dev/null"""
            for name in IMAGES
        ]
        self._demand("\n".join(["set -e", *commands]))
        (self.home / "rootfs.tar").unlink()
        self.images = list_images(self.socket)

    def _try_it(self) -> None:
        self._demand("docker run --rm -p 127.0.0.1:80:80 --memory 16m busybox true")

    def _demand(self, script: str) -> str:
        answer = self.run(script)
        if answer.exit != 0 or answer.stderr:
            raise EngineUnavailableError(f"the engine starts and does not work here: {answer.stderr or answer.stdout}")
        return answer.stdout


def _remove_leftovers() -> None:
    """Remove what a kill leaves of our engines, this one's and former ones': folders, and control groups."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if not Path(f"/proc/{_owner(folder)}").exists():
            shutil.rmtree(folder, ignore_errors=True)
    for group in [*CGROUPS.glob(f"{PREFIX}*"), *CGROUPS.glob(f"*/{PREFIX}*")]:
        if _owner(group) == str(os.getpid()) or not Path(f"/proc/{_owner(group)}").exists():
            for path in [*sorted(group.rglob("*/"), reverse=True), group]:
                with suppress(OSError):
                    path.rmdir()


def _owner(path: Path) -> str:
    """Return the process that made a folder or a group, as its name tells."""
    return path.name.removeprefix(PREFIX).partition("-")[0]
