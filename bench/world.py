"""What a World costs: to make, to write down, to restore, and its bytes.

Worlds of four kinds: fresh (a shell alone), with a cluster, with Pods, with containers. Each figure is the median of
many rounds in one process, after one round that warms the caches which a worker keeps.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from sandbox.sim.world import World

ROUNDS = 30
IMAGES = ("busybox:latest", "nginx:latest", "redis:latest")
WORLDS = {
    "fresh": "",
    "cluster": "kubectl get pods",
    "cluster, 3 Pods": (
        "for i in 1 2 3; do kubectl run web$i --image=nginx; done\nkubectl wait --for=condition=Ready pod --all"
    ),
    "engine, 3 containers": "for i in 1 2 3; do docker run -d -v data:/data busybox sleep 1000; done",
}
GOAL_MILLISECONDS, GOAL_BYTES = 20, 64 * 1024


def main() -> None:
    """Print a line for each World."""
    sys.stdout.write(f"World, median ms of {ROUNDS}        create  snapshot  restore  bytes (zlib)\n")
    for name, script in WORLDS.items():
        world = make(script)
        blob = world.snapshot()
        figures = [measure(partial(make, script)), measure(world.snapshot), measure(partial(World.restore, blob))]
        good = max(figures[1:]) < GOAL_MILLISECONDS and len(blob) < GOAL_BYTES
        times = "  ".join(f"{figure:7.2f}" for figure in figures)
        sys.stdout.write(f"{name:28} {times}  {len(blob):8}  {'within' if good else 'OVER'} 20 ms, 64 KiB\n")


def make(script: str) -> World:
    """Build a World and run the script in it."""
    world = World.create(seed=7, images=IMAGES)
    result = world.run(script)
    if result.exit_code:
        raise SystemExit(f"the benchmark's own script failed: {result.stderr}")
    return world


def measure(action: Callable[[], object]) -> float:
    """Return the median milliseconds that an action takes."""
    action()
    times = []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
