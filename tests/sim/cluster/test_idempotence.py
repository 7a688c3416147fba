"""Looking twice changes nothing: every controller, over Worlds at rest and in the middle of something."""

from contextlib import suppress
from typing import Any

import pytest

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.controllers.controller import Controller
from sandbox.sim.cluster.controllers.registry import make_controllers
from sandbox.sim.world import World

Object = dict[str, Any]

STATEFUL_SET = """
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  replicas: 3
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: "nginx:1.27"}]}
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
"""
DAEMON_SET = """
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: agent, image: "nginx:1.27"}]}
"""
INDEXED_JOB = """
apiVersion: batch/v1
kind: Job
metadata: {name: parts}
spec:
  completionMode: Indexed
  completions: 4
  parallelism: 2
  backoffLimitPerIndex: 1
  template:
    spec:
      restartPolicy: Never
      containers: [{name: c, image: busybox, command: [sh, -c, 'test "$JOB_COMPLETION_INDEX" != 2']}]
"""
QUOTA = """
apiVersion: v1
kind: ResourceQuota
metadata: {name: q}
spec: {hard: {pods: "3", services: "2"}}
"""
POLICY = """
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: b}
spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
"""
WEB = "kubectl create deployment web --image=nginx:1.27 --replicas=3; kubectl expose deployment web --port=80"

WORLDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "empty": ("true", ()),
    "web": (WEB, ()),
    "web-with-budget": (WEB + "; kubectl autoscale deployment web --min=1 --max=4 --cpu=50%", (POLICY,)),
    "rolling": (WEB + "; sleep 20; kubectl set image deploy/web nginx=httpd", ()),
    "broken-image": (WEB + "; sleep 20; kubectl set image deploy/web nginx=nothing:here", ()),
    "scaled-down": (WEB + "; sleep 20; kubectl scale deploy/web --replicas=1", ()),
    "deleting": (WEB + "; sleep 20; kubectl delete deploy/web --wait=false", ()),
    "orphans": (WEB + "; sleep 20; kubectl delete deploy/web --cascade=orphan", ()),
    "tainted": (WEB + "; sleep 20; kubectl taint node node01 x=y:NoExecute", ()),
    "drained": (WEB + "; sleep 20; kubectl drain node01 --ignore-daemonsets --force", ()),
    "stateful": ("sleep 60", (STATEFUL_SET,)),
    "stateful-rolling": ("sleep 60; kubectl set image sts/db db=nginx:1.28", (STATEFUL_SET,)),
    "daemons": ("sleep 10", (DAEMON_SET,)),
    "job": ("kubectl create job j --image=busybox -- true; sleep 20", ()),
    "failing-job": ("kubectl create job j --image=busybox -- false; sleep 15", ()),
    "indexed-job": ("sleep 15", (INDEXED_JOB,)),
    "cron": ("kubectl create cronjob c --image=busybox --schedule='* * * * *' -- true; sleep 130", ()),
    "quota": (WEB + "; kubectl scale deploy/web --replicas=6", (QUOTA,)),
    "namespace-going": ("kubectl create ns x; kubectl -n x run a --image=nginx; kubectl delete ns x --wait=false", ()),
    "pending": (WEB + "; kubectl cordon node01; kubectl cordon node02; kubectl run late --image=nginx", ()),
}  # fmt: skip
BLANK = World.create(seed=7, nodes=("controlplane", "node01", "node02")).snapshot()


def built(name: str, seconds: int) -> World:
    script, manifests = WORLDS[name]
    world = World.restore(BLANK)
    for number, text in enumerate(manifests):
        world.files.write(f"/root/{number}.yaml", text)
        assert world.run(f"kubectl apply -f {number}.yaml").exit_code == 0
    world.run(script)
    world.advance(seconds)
    return world


def contents(world: World) -> dict[tuple[str, str, str], Object]:
    """Return all that is stored but Events, which tell again what is told again."""
    storage = world.cluster.api.storage
    rows = ((key, obj) for key in storage.resources() if key != "/events" for obj in storage.scan(key))
    return {(key, obj["metadata"].get("namespace", ""), obj["metadata"]["name"]): obj for key, obj in rows}


def look(controller: Controller, keys: list[str]) -> None:
    """Reconcile as the manager does: what is refused is tried again another time."""
    for key in keys:
        with suppress(ApiError):
            controller.reconcile(key)


@pytest.mark.parametrize("seconds", [0, 90])
@pytest.mark.parametrize("name", WORLDS)
def test_reconciling_again_changes_nothing(name: str, seconds: int) -> None:
    world = built(name, seconds)
    cluster = world.cluster
    cluster.settle()
    cluster.manager.running = True  # so that nobody else works in between
    looked = 0
    for controller in (*make_controllers(cluster.api), cluster.scheduler):
        events = [WatchEvent(0, "ADDED", key, obj, None) for (key, _, _), obj in contents(world).items()]
        keys = [*dict.fromkeys(key for event in events for key in controller.observe(event))]
        look(controller, keys)
        looked += len(keys)
        before = contents(world)
        look(controller, keys)
        assert contents(world) == before, f"{controller.name} is not idempotent"
    assert looked > 10
