"""The files of the project, as git knows them: those in it and those about to be."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def list_files(*patterns: str) -> list[Path]:
    """Return the project's files that match, as paths from its root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted({Path(line) for line in listing.splitlines() if (ROOT / line).is_file()})
