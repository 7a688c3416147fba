"""``make bench``: print the figures, all of them or one by name, beside their goals. Nothing here passes or fails."""

import sys
from collections.abc import Callable

from bench import cluster, engine, memory, shell, start, submission, world

FIGURES: dict[str, Callable[[], None]] = {
    "cluster": cluster.main,
    "engine": engine.main,
    "memory": memory.main,
    "shell": shell.main,
    "start": start.main,
    "submission": submission.main,
    "world": world.main,
}


def main(names: list[str]) -> int:
    """Print the named figures, or all; return 2 for a name that there is not."""
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        print(f"No such figure: {', '.join(unknown)}. There are: {', '.join(FIGURES)}.")
        return 2
    for name in names or FIGURES:
        print(f"== {name}", flush=True)
        FIGURES[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
