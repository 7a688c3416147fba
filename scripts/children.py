"""One program that the supervisor keeps running."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field

from scripts.speech import say
from scripts.stamps import ROOT

SECONDS_OF_GRACE = 10.0
# A child that dies sooner than this after its start is started again more and more slowly.
SECONDS_OF_A_HEALTHY_RUN = 10.0
LONGEST_PAUSE = 30.0
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A program in a process group of its own, started again whenever it dies."""

    name: tuple[str, str]
    command: list[str]
    descriptors: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 1.0
    not_before: float = field(default=0.0)

    @property
    def pid(self) -> int | None:
        """The number of the running process, which is its group's too."""
        return self.process.pid if self.process and self.process.poll() is None else None

    def keep_running(self) -> bool:
        """Start the program if it does not run and may; return whether it was started."""
        if self.process is not None and self.process.poll() is not None:
            self._report_death(self.process.returncode)
        if self.process is not None or time.monotonic() < self.not_before:
            return False
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own programs.
            self.command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            pass_fds=self.descriptors,
            # A group of its own: Ctrl-C reaches the supervisor alone, which stops its children in order.
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads here.
        )
        return True

    def ask_to_stop(self) -> None:
        """Ask the program to finish what it is doing and end."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                self.process.terminate()

    def wait_or_kill(self) -> None:
        """Wait for the end, not longer than the grace; then nothing of its group is left."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(SECONDS_OF_GRACE)
        self.kill()
        self.process.wait()

    def kill(self) -> None:
        """End the whole group at once."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def _report_death(self, code: int) -> None:
        # What the dead program started must not work beside its successor.
        self.kill()
        self.process = None
        if time.monotonic() - self.started >= SECONDS_OF_A_HEALTHY_RUN:
            self.pause = 1.0
        self.not_before = time.monotonic() + self.pause
        say(
            f"The {self.name[0]} ended ({_in_words(code)}); it is started again in {self.pause:.0f} s. See var/log.",
            f"{self.name[1]}意外退出（{_in_words(code)}），{self.pause:.0f} 秒后重新启动。详情见 var/log。",
        )
        self.pause = min(self.pause * 2, LONGEST_PAUSE)


def _in_words(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit {code}"


def _die_with_parent() -> None:
    # Linux tells the child when the supervisor is gone, even by SIGKILL; elsewhere the next start stops leftovers.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
