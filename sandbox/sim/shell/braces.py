"""Brace expansion: ``{a,b}`` and ``{1..5..2}``.

Models braces.c of bash 5.2. Works on words that were taken apart, so that quoted braces stay as they are.
"""

import re

from sandbox.sim.kernel.errors import BudgetExceeded
from sandbox.sim.shell.syntax import Part, Word

SEQUENCE = re.compile(r"(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?|([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?")
MAX_WORDS = 100_000
Atom = tuple[str, Part | str]
"""``("c", character)`` for a bare character, ``("p", part)`` for anything else."""


def expand_braces(word: Word) -> list[Word]:
    """Return the words that a word stands for. Raises BudgetExceeded past 100,000 words."""
    if "{" not in word.raw:
        return [word]
    atoms: list[Atom] = []
    for part in word.parts:
        atoms += [("c", char) for char in part[1]] if part[0] == "L" else [("p", part)]
    return [_join(row) for row in _expand(atoms)]


def _join(atoms: list[Atom]) -> Word:
    parts: list[Part] = []
    for kind, value in atoms:
        if kind == "p":
            parts.append(value)  # type: ignore[arg-type]
        elif parts and parts[-1][0] == "L":
            parts[-1] = ("L", parts[-1][1] + value)
        else:
            parts.append(("L", value))
    return Word(tuple(parts), "".join(str(part[1]) for part in parts if part[0] == "L"))


def _expand(atoms: list[Atom]) -> list[list[Atom]]:
    for start, atom in enumerate(atoms):
        if atom != ("c", "{"):
            continue
        found = _alternatives(atoms, start)
        if found is None:
            continue
        choices, end = found
        tails = _expand(atoms[end + 1 :])
        rows = [expanded for choice in choices for expanded in _expand(choice)]
        if len(rows) * len(tails) > MAX_WORDS:
            raise BudgetExceeded("words", MAX_WORDS)
        return [[*atoms[:start], *row, *tail] for row in rows for tail in tails]
    return [atoms]


def _alternatives(atoms: list[Atom], start: int) -> tuple[list[list[Atom]], int] | None:
    depth, begin, choices = 0, start + 1, []
    for at in range(start, len(atoms)):
        kind, value = atoms[at]
        if kind != "c":
            continue
        depth += (value == "{") - (value == "}")
        if depth == 1 and value == ",":
            choices.append(atoms[begin:at])
            begin = at + 1
        elif depth == 0:
            if choices:
                return [*choices, atoms[begin:at]], at
            rows = _sequence(atoms[begin:at])
            return (rows, at) if rows else None
    return None


def _sequence(atoms: list[Atom]) -> list[list[Atom]]:
    if any(kind != "c" for kind, _ in atoms):
        return []
    found = SEQUENCE.fullmatch("".join(str(value) for _, value in atoms))
    if not found:
        return []
    if found.group(1) is None:
        codes = _steps(ord(found.group(4)), ord(found.group(5)), int(found.group(6) or 1))
        return [[("c", chr(code))] for code in codes]
    first, last = found.group(1), found.group(2)
    padded = any(re.fullmatch(r"-?0\d+", text) for text in (first, last))
    width = max(len(first), len(last)) if padded else 0
    numbers = _steps(int(first), int(last), int(found.group(3) or 1))
    return [[("c", char) for char in f"{number:0{width}d}"] for number in numbers]


def _steps(first: int, last: int, step: int) -> range:
    size = abs(step) or 1
    if abs(last - first) // size >= MAX_WORDS:
        raise BudgetExceeded("words", MAX_WORDS)
    return range(first, last + 1, size) if first <= last else range(first, last - 1, -size)
