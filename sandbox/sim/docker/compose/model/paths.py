"""Paths in a compose file: relative to the project's directory, or to that of the file that is included or extended.

Models compose-spec/compose-go paths/.
"""

import posixpath
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Base:
    """What relative paths begin at."""

    directory: str
    home: str

    def absolute(self, path: str) -> str:
        """Return a path from the root, ``~`` expanded."""
        if path == "~" or path.startswith("~/"):
            path = self.home + path[1:]
        return posixpath.normpath(posixpath.join(self.directory, path))


def is_path(source: str) -> bool:
    """Say whether the source of a short volume is a path of the host, not the name of a volume."""
    return source.startswith((".", "/", "~"))
