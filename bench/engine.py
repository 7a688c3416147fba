"""How long docker commands take in a World, and how big one gets: p50 and p95 of the everyday commands.

Run with ``python -m bench.engine``. A real engine on two cores took, for comparison: ``run --rm busybox true`` 393 ms,
``run -d`` with ``rm -f`` 514 ms, ``exec true`` 116 ms, ``ps`` 23 ms.
"""

import statistics
import sys
import time

from sandbox.sim.world import World

ROUNDS = 200
CONTAINERS = 20
COMMANDS = {
    "run --rm busybox true": "docker run --rm busybox true",
    "run -d, rm -f": "docker run -d --name b1 busybox sleep 1000; docker rm -f b1",
    "exec true": "docker exec held true",
    "ps": "docker ps",
}


def measure(world: World, line: str) -> tuple[float, float]:
    """Return p50 and p95 of one command line in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        world.run(line)
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def main() -> None:
    """Print the figures."""
    world = World.create(seed=1, images=("busybox", "nginx"))
    world.run("docker run -d --name held busybox sleep 100000")
    for name, line in COMMANDS.items():
        middle, high = measure(world, line)
        sys.stdout.write(f"docker {name:24} p50 {middle:7.2f} ms   p95 {high:7.2f} ms\n")
    for number in range(CONTAINERS):
        world.run(f"docker run -d --name n{number} -v v{number}:/d nginx")
    begun = time.perf_counter()
    blob = world.snapshot()
    written = time.perf_counter()
    World.restore(blob)
    restored = time.perf_counter()
    sys.stdout.write(
        f"snapshot of {CONTAINERS} containers: {len(blob) / 1024:.1f} KiB, "
        f"written in {1000 * (written - begun):.1f} ms, restored in {1000 * (restored - written):.1f} ms\n"
    )


if __name__ == "__main__":
    main()
