"""The files of a package, wherever they came from, within a budget."""

from dataclasses import dataclass, field

from documents.faults import Fault
from lessons import package_wording as wording

MOST_FILES = 2_000
MOST_BYTES = 20 * 1024 * 1024
MOST_TEXT = 256 * 1024
_IGNORED = ("README", "LICENSE")


@dataclass(frozen=True, slots=True)
class PackageFiles:
    """Files by their path inside the package, with ``/`` between folders. ``prefix`` goes before a path in messages."""

    prefix: str
    contents: dict[str, bytes] = field(default_factory=dict)

    def show(self, path: str) -> str:
        """Return a path as messages name it."""
        return f"{self.prefix}{path}"

    def text(self, path: str) -> str | Fault:
        """Return a file as text with plain line feeds, or what is wrong with it."""
        data = self.contents[path]
        if len(data) > MOST_TEXT:
            return Fault(self.show(path), 0, 0, wording.text_too_large(MOST_TEXT // 1024))
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            return Fault(self.show(path), line, 0, wording.not_utf8())
        return text.replace("\r\n", "\n").replace("\r", "\n")


def is_ignored(path: str) -> bool:
    """Tell whether a file is none of the course's: hidden ones, what macOS adds, README and LICENSE at the top."""
    parts = path.split("/")
    if any(part.startswith(".") or part == "__MACOSX" for part in parts):
        return True
    return len(parts) == 1 and parts[0].upper().startswith(_IGNORED)
