"""Which versions of a program were released: the numbers that stand behind the tags of a repository.

Models how official images are tagged: every released ``1.2.3``, and ``1.2`` and ``1`` for the newest of their line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Release:
    """One released version, the moving tags that point to it, and when its line was last released (RFC 3339)."""

    version: str
    moving: tuple[str, ...]
    created: str

    def tags(self, suffix: str = "", *, bare: str = "") -> tuple[str, ...]:
        """Return its tags with a variant's suffix (``-alpine``); ``latest`` becomes ``bare`` or the suffix alone."""
        found = [self.version, *(name for name in self.moving if name != "latest")]
        names = [name + suffix for name in found]
        if "latest" in self.moving:
            names.append(bare or suffix.removeprefix("-") or "latest")
        return tuple(names)


def released(table: str, *, latest: str = "") -> Iterator[Release]:
    """Yield every release of a table, oldest line first.

    A row is ``1.25 0-5 2024-05-03``: the line, its first and last patch, and the day of its last release; ``-`` for the
    patches stands for versions that have none. Words after the day are further moving tags of the line's last release.
    ``latest`` is the line that the tag of that name points to.
    """
    rows = [row.split() for row in table.strip().splitlines()]
    for index, (line, patches, day, *names) in enumerate(rows):
        versions = _versions(line, patches)
        major = line.partition(".")[0]
        is_newest_of_major = all(row[0].partition(".")[0] != major for row in rows[index + 1 :])
        for version in versions:
            moving: list[str] = []
            if version == versions[-1]:
                moving += [line] if version != line else []
                moving += [major] if is_newest_of_major and major != line else []
                moving += names
                moving += ["latest"] if line == latest else []
            yield Release(version, tuple(moving), f"{day}T12:00:00Z")


def _versions(line: str, patches: str) -> list[str]:
    if patches == "-":
        return [line]
    first, _, last = patches.partition("-")
    return [f"{line}.{patch}" for patch in range(int(first), int(last or first) + 1)]


def without(releases: Iterable[Release], taken: Iterable[str]) -> Iterator[Release]:
    """Yield the releases that are not listed elsewhere, less the moving tags that are."""
    known = frozenset(taken)
    for release in releases:
        if release.version not in known:
            moving = tuple(name for name in release.moving if name not in known)
            yield Release(release.version, moving, release.created)
