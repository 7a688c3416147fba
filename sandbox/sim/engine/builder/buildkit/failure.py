"""How a BuildKit build fails: in which step, at which lines of the Dockerfile.

Models moby buildkit solver/errdefs (Source.Print) and util/suggest, v0.22.
"""

from collections.abc import Iterable

from sandbox.sim.engine.errors import EngineError

RULE = "-" * 20
NEAR = 3
"""A word that differs in fewer letters than this is offered as what was meant."""


class SolveError(EngineError):
    """The build failed; ``str()`` is what stands after ``failed to solve:``.

    ``short`` is what the failed step itself prints; ``lines`` are the first and the last line that it stands on.
    """

    def __init__(self, message: str, *, short: str = "", lines: tuple[int, int] = (0, 0)) -> None:
        super().__init__(message)
        self.short = short
        self.lines = lines


def excerpt(text: str, name: str, lines: tuple[int, int]) -> str:
    """Return the lines of a Dockerfile with those around them, marked; empty where no line is known."""
    rows = text.split("\n")
    first, last = lines
    if not 1 <= first <= len(rows):
        return ""
    last = min(max(last, first), len(rows))
    start, end, shown, wanted = first, last, 0, 4 if first == last else 2
    while shown < wanted:
        if start > 1:
            start, shown = start - 1, shown + 1
        if end != len(rows):
            end, shown = end + 1, shown + 1
        shown += 1
    body = [f" {number:3d} | {'>>>' if first <= number <= last else '   '} {rows[number - 1]}"
            for number in range(start, end + 1)]  # fmt: skip
    return "\n".join([f"{name}:{first}", RULE, *body, RULE, ""])


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return `` (did you mean X?)``, or nothing where no known word is near."""
    best, near = "", NEAR
    for candidate in known:
        distance = _distance(word.lower(), candidate.lower())
        if distance < near:
            best, near = candidate, distance
    return f" (did you mean {best}?)" if best else ""


def _distance(one: str, other: str) -> int:
    """Return the Levenshtein distance of two words."""
    if abs(len(one) - len(other)) >= NEAR:
        return NEAR
    row = list(range(len(other) + 1))
    for index, sign in enumerate(one, 1):
        before, row[0] = row[0], index
        for column, counterpart in enumerate(other, 1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (sign != counterpart))
    return row[-1]
