"""Figures of the simulated cluster: creation, restore, roll-outs, validation. Run: python bench/cluster.py."""

import time
from collections.abc import Callable
from typing import Any

from sandbox.sim.cluster.apimachinery.resources import resource
from sandbox.sim.world import World

NODES = ("controlplane", "node01", "node02")
DEPLOYMENTS = resource("deployments", "apps/v1")


def deployment(name: str, replicas: int) -> dict[str, Any]:
    """Return a Deployment of nginx."""
    labels = {"app": name}
    container = {"name": "app", "image": "nginx:1.25", "resources": {"requests": {"cpu": "1m"}}}
    template = {"metadata": {"labels": labels}, "spec": {"containers": [container]}}
    spec = {"replicas": replicas, "selector": {"matchLabels": labels}, "template": template}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}, "spec": spec}


def cpu_milliseconds(action: Callable[[], object], rounds: int = 1) -> float:
    """Return the CPU time of one round."""
    start = time.process_time()
    for _ in range(rounds):
        action()
    return (time.process_time() - start) * 1000 / rounds


def world_with_cluster() -> World:
    """Return a fresh World whose cluster is built."""
    world = World.create(seed=7, nodes=NODES)
    world.cluster.settle()
    return world


def roll_out(replicas: int) -> float:
    """Return the CPU time from creating a Deployment until all its Pods are ready."""
    world = world_with_cluster()

    def action() -> None:
        world.cluster.api.create(DEPLOYMENTS, deployment("web", replicas), namespace="default")
        world.advance(30)

    spent = cpu_milliseconds(action)
    ready = world.cluster.get("apps/v1", "Deployment", "web")["status"].get("readyReplicas", 0)
    if ready != replicas:
        raise SystemExit(f"only {ready} of {replicas} Pods became ready")
    return spent


def main() -> None:
    """Print the figures."""
    roll_out(1)
    world = world_with_cluster()
    blob = world.snapshot()
    dry = cpu_milliseconds(
        lambda: world.cluster.api.create(DEPLOYMENTS, deployment("web", 3), namespace="default", dry_run=True), 500
    )
    print(f"World with cluster created   {cpu_milliseconds(world_with_cluster, 20):8.1f} ms")
    print(f"snapshot                     {len(blob):8d} bytes")
    print(f"restore                      {cpu_milliseconds(lambda: World.restore(blob), 20):8.1f} ms")
    print(f"Deployments validated        {1000 / dry:8.0f} a second")
    for replicas in (3, 50, 200):
        print(f"{replicas:3d} replicas ready           {roll_out(replicas):8.1f} ms")


if __name__ == "__main__":
    main()
