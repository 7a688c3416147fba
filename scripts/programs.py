"""Running the programs of the set-up, and saying in one line what went wrong with one."""

import errno
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.speech import SetupError, pick
from scripts.stamps import ROOT

# How much of a failed program's output is worth reading.
LINES_OF_A_FAILURE = 25
SPACE_NEEDED = 700 * 1024 * 1024

DISK_FULL = ("No space left on device", "ENOSPC", "Disk quota exceeded")
NO_NETWORK = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "NewConnectionError",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "Network is unreachable",
    "ProxyError",
)


def run_quietly(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> str:
    """Run a program to its end and return its output; raise SetupError with the reason and the output's end."""
    try:
        result = subprocess.run(  # noqa: S603 - the commands are ours.
            [str(word) for word in command],
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SetupError(explain_os_error(error)) from error
    if result.returncode != 0:
        raise SetupError(explain_failure([str(word) for word in command], result.stdout))
    return result.stdout


def explain_failure(command: Sequence[str], output: str) -> str:
    """Return what a person reads when a program failed: a known reason in one line, else the end of its output."""
    if any(mark in output for mark in DISK_FULL):
        return explain_disk_full()
    if any(mark in output for mark in NO_NETWORK):
        return pick(
            "The package registry cannot be reached. Check the network (or proxy) and run make again; "
            "what is finished is kept.",
            "连不上软件包仓库。请检查网络或代理后再运行一次 make，已完成的步骤不会重来。",
        )
    # JavaScript's stack traces bury the reason that stands before them.
    lines = [line for line in output.strip().splitlines() if not line.startswith("    at ")]
    tail = "\n".join(lines[-LINES_OF_A_FAILURE:])
    return pick(f"This failed: {' '.join(command)}\n{tail}", f"这条命令失败了：{' '.join(command)}\n{tail}")


def explain_os_error(error: OSError) -> str:
    """Return one line for a fault of the machine."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return explain_disk_full()
    if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return pick(
            f"Drydock may not write here: {error.filename}. Clone it into a folder of your own.",
            f"没有写入权限：{error.filename}。请把船坞克隆到自己的目录里。",
        )
    return str(error)


def explain_disk_full() -> str:
    """Return the line about a full disk."""
    return pick(
        f"The disk that holds {ROOT} is full. Drydock needs about 700 MB; free some space and run make again.",
        f"{ROOT} 所在的磁盘满了。船坞约需 700 MB，请腾出空间后再运行一次 make。",
    )


def check_disk() -> None:
    """Raise SetupError before a long set-up that has no room."""
    if shutil.disk_usage(ROOT).free < SPACE_NEEDED:
        raise SetupError(explain_disk_full())


def run_loudly(command: Sequence[str | Path]) -> None:
    """Run a program whose output is meant for the person; raise SetupError when it fails."""
    code = subprocess.run([str(word) for word in command], cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode  # noqa: S603
    if code != 0:
        raise SetupError(pick("Drydock could not be prepared; the reason stands above.", "船坞没能准备好，原因见上。"))
