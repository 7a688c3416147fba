"""Which steps are done. A stamp holds the hash of what a step was made from, and is written after it succeeded."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def hash_of(paths: Iterable[Path], *words: str) -> str:
    """Return a hash over the names and contents of files and of folders, to the bottom, and over some words."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(_files(paths)):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(paths: Iterable[Path]) -> set[Path]:
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(file for file in path.rglob("*") if file.is_file())
        elif path.exists():
            found.add(path)
    return found


def is_fresh(stamp: Path, value: str) -> bool:
    """Return whether the step of this stamp was finished with these very inputs."""
    try:
        return stamp.read_text(encoding="ascii") == value
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return False


def write_stamp(stamp: Path, value: str) -> None:
    """Write a stamp whole or not at all, so that a kill at any moment leaves the truth."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    fresh = stamp.with_name(f"{stamp.name}.new")
    fresh.write_text(value, encoding="ascii")
    fresh.replace(stamp)
