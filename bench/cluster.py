"""Figures of the simulated cluster: creation, restore, roll-outs, validation, and how the time grows with the Pods."""

import gc
import statistics
import time
from collections.abc import Callable
from typing import Any

from sandbox.sim.cluster.apimachinery.resources import resource
from sandbox.sim.world import World

NODES = ("controlplane", "node01", "node02")
MANY_NODES = tuple(f"node{number:02d}" for number in range(1, 21))
DEPLOYMENTS = resource("deployments", "apps/v1")
SIZES = (10, 50, 200, 500, 1000)


def deployment(name: str, replicas: int) -> dict[str, Any]:
    """Return a Deployment of nginx."""
    labels = {"app": name}
    container = {"name": "app", "image": "nginx:1.25", "resources": {"requests": {"cpu": "1m"}}}
    template = {"metadata": {"labels": labels}, "spec": {"containers": [container]}}
    spec = {"replicas": replicas, "selector": {"matchLabels": labels}, "template": template}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}, "spec": spec}


def cpu_milliseconds(action: Callable[[], object], rounds: int = 1) -> float:
    """Return the CPU time of one round, the median of all."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        action()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def world_with_cluster(nodes: tuple[str, ...] = NODES) -> World:
    """Return a fresh World whose cluster is built."""
    world = World.create(seed=7, nodes=nodes)
    world.cluster.settle()
    return world


def roll_out(replicas: int, nodes: tuple[str, ...] = NODES) -> float:
    """Return the CPU time from creating a Deployment until all its Pods are ready."""
    world = world_with_cluster(nodes)

    def action() -> None:
        world.cluster.api.create(DEPLOYMENTS, deployment("web", replicas), namespace="default")
        for _ in range(20):
            world.advance(3)
            if ready() == replicas:
                return

    def ready() -> int:
        return int(world.cluster.get("apps/v1", "Deployment", "web").get("status", {}).get("readyReplicas", 0))

    spent = cpu_milliseconds(action)
    if ready() != replicas:
        raise SystemExit(f"only {ready()} of {replicas} Pods became ready")
    return spent


def validations_a_second() -> float:
    """Return how many Deployments the API server takes in a second without storing them."""
    api = world_with_cluster().cluster.api
    count = 100

    def action() -> None:
        for _ in range(count):
            api.create(DEPLOYMENTS, deployment("web", 3), namespace="default", dry_run=True)

    return 1000 * count / cpu_milliseconds(action, 5)


def main() -> None:
    """Print the figures, each in CPU time, beside its goal."""
    roll_out(1)
    blob = world_with_cluster().snapshot()
    small = statistics.median(roll_out(3) for _ in range(9))
    print(f"World with cluster created    {cpu_milliseconds(world_with_cluster, 20):8.1f} ms")
    print(f"snapshot of a fresh cluster   {len(blob):8d} bytes")
    print(f"restore of a fresh cluster    {cpu_milliseconds(lambda: World.restore(blob), 20):8.1f} ms")
    print(f"Deployments validated         {validations_a_second():8.0f} a second   goal > 650")
    print(f"3 replicas until ready        {small:8.1f} ms   goal < 15 ms")
    print(f"50 replicas until ready       {roll_out(50):8.1f} ms   goal < 150 ms")
    print(f"500 Pods on 20 nodes          {roll_out(500, MANY_NODES):8.1f} ms   goal < 2000 ms")
    for size in SIZES:
        spent = roll_out(size, MANY_NODES)
        print(f"{size:4d} Pods on 20 nodes         {spent:8.1f} ms   {spent / size:.2f} a Pod   goal: all alike")
