"""How long docker commands take in a World and on a real engine, and how big a World gets.

The real engine is one of our own, started for the occasion where root has Debian's docker.io and busybox-static
(``bench.real_engine``); the times that were measured on two cores stand in for it elsewhere.
"""

import statistics
import time
from dataclasses import dataclass

from bench.real_engine import EngineUnavailableError, RealEngine, find_obstacle
from sandbox.sim.world import World

ROUNDS = 200
REAL_ROUNDS = 15
CONTAINERS = 20
GOAL = 50
"""How many times faster than the real engine a World is to be."""
GOAL_KIB = 64


@dataclass(frozen=True)
class Command:
    """A command line, and the milliseconds that it took on a real engine when the goal was set."""

    name: str
    line: str
    known: float


COMMANDS = (
    Command("run --rm busybox true", "docker run --rm busybox true", 393),
    Command("run -d, rm -f", "docker run -d --name b1 busybox sleep 1000; docker rm -f b1", 514),
    Command("exec true", "docker exec held true", 116),
    Command("ps", "docker ps", 23),
)
HOLD = "docker run -d --name held busybox sleep 100000"
Figures = tuple[float, float]


def main() -> None:
    """Print the figures."""
    world = World.create(seed=1, images=("busybox", "nginx"))
    world.run(HOLD)
    real, where = measure_real_engine()
    print(f"docker, ms                   World p50     p95   engine p50     p95 ({where})")
    for command in COMMANDS:
        middle, high = measure(world, command.line)
        real_middle, real_high = real[command.name]
        print(
            f"{command.name:24} {middle:13.2f} {high:7.2f} {real_middle:12.1f} {real_high:7.1f}"
            f"   {real_middle / middle:6.0f} times faster, goal {GOAL}"
        )
    show_snapshot(world)


def measure(world: World, line: str) -> Figures:
    """Return p50 and p95 of one command line in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        world.run(line)
        times.append(1000 * (time.perf_counter() - begun))
    return cut(times)


def cut(times: list[float]) -> Figures:
    """Return p50 and p95."""
    return statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[-1]


def measure_real_engine() -> tuple[dict[str, Figures], str]:
    """Return the same on a real engine by command, and where it was measured."""
    obstacle = find_obstacle()
    if not obstacle:
        engine = RealEngine()
        try:
            engine.start()
            engine.run(HOLD)
            return {command.name: measure_real(engine, command.line) for command in COMMANDS}, "in the same run"
        except EngineUnavailableError as error:
            obstacle = str(error)
        finally:
            engine.stop()
    return {command.name: (command.known, command.known) for command in COMMANDS}, f"measured before: {obstacle}"


def measure_real(engine: RealEngine, line: str) -> Figures:
    """Return p50 and p95 of one command line on a real engine; a shell beside the engine takes the times."""
    timed = f"begun=$EPOCHREALTIME; {{ {line}; }} > /dev/null; echo $begun $EPOCHREALTIME"
    loop = f"for i in $(seq {REAL_ROUNDS}); do {timed}; done"
    rows = [row.split() for row in engine.run(loop).stdout.splitlines()]
    return cut([1000 * (float(ended) - float(begun)) for begun, ended in rows])


def show_snapshot(world: World) -> None:
    """Print what a World with many containers takes in a database."""
    for number in range(CONTAINERS):
        world.run(f"docker run -d --name n{number} -v v{number}:/d nginx")
    begun = time.perf_counter()
    blob = world.snapshot()
    written = time.perf_counter()
    World.restore(blob)
    restored = time.perf_counter()
    print(
        f"snapshot of {CONTAINERS} containers: {len(blob) / 1024:.1f} KiB, goal < {GOAL_KIB} KiB; "
        f"written in {1000 * (written - begun):.1f} ms, restored in {1000 * (restored - written):.1f} ms"
    )
