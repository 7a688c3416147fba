"""How much YAML one document may hold, so that a hostile file costs a clear message and no memory."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """Upper bounds of one document. ``nodes`` and ``depth`` count aliases as if they were written out."""

    characters: int = 262_144
    depth: int = 48
    nodes: int = 20_000
    aliases: int = 200


COURSE_FILE = Budget()
