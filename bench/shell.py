"""How fast the shell is: one simple command, and a script of a hundred lines, parsed for the first time and again."""

import statistics
import time
from collections.abc import Callable

from sandbox.sim.shell.compiler import compile_text
from sandbox.sim.world import World

BLOCK = """\
count=0
for name in web api db; do
  if [ "$name" = db ]; then continue; fi
  count=$((count + 1))
  echo "$count: ${name^^}" > "/tmp/$name.txt"
done
case $count in 2) echo two ;; *) echo other ;; esac
greet() { local who=${1:-world}; printf 'hello %s\\n' "$who"; }
greet "$(echo there)"
printf 'b\\na\\n' | sort | head -1
"""
SCRIPT = BLOCK * 10
ROUNDS = 50


def main() -> None:
    """Print microseconds and milliseconds, p50 and p95."""
    world = World.create(seed=1)
    world.run("true")
    _show(
        "a builtin in a loop, each",
        [value / 2000 for value in _times(lambda: world.run("for i in {1..2000}; do :; done"))],
    )
    _show("World.run of one builtin", _times(lambda: world.run("echo hi")))
    _show("World.run of one program", _times(lambda: world.run("cat /etc/hostname")))
    _show("100 lines, parsed anew", _times(lambda: _anew(SCRIPT)))
    _show("100 lines, parsed and run", _times(lambda: _run_anew(world)))


def _anew(script: str) -> None:
    compile_text.cache_clear()
    compile_text(script)


def _run_anew(world: World) -> None:
    compile_text.cache_clear()
    world.run(SCRIPT)


def _times(run: Callable[[], object]) -> list[float]:
    found = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        found.append((time.perf_counter() - start) * 1e6)
    return found


def _show(title: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=20)
    print(f"{title:<28} p50 {cuts[9]:10.1f} µs   p95 {cuts[18]:10.1f} µs")


if __name__ == "__main__":
    main()
