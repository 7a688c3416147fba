"""kubectl describe hpa: how fast an autoscaler may act."""

from sandbox.sim.world import World

AUTOSCALER = """
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: 5
  behavior:
    scaleDown: {stabilizationWindowSeconds: 60}
"""
BEHAVIOR = """\
Behavior:
  Scale Up:
    Stabilization Window: 0 seconds
    Select Policy: Max
    Policies:
      - Type: Pods     Value: 4    Period: 15 seconds
      - Type: Percent  Value: 100  Period: 15 seconds
  Scale Down:
    Stabilization Window: 60 seconds
    Select Policy: Max
    Policies:
      - Type: Percent  Value: 100  Period: 15 seconds
Deployment pods:"""


def test_behavior_is_told_where_it_is_given_and_only_there() -> None:
    world = World.create(seed=7, nodes=("node-1",))
    world.files.write("/root/hpa.yaml", AUTOSCALER)
    assert world.run("kubectl apply -f hpa.yaml").exit_code == 0
    assert BEHAVIOR in world.run("kubectl describe hpa web").stdout
    world.run("kubectl create deployment plain --image=nginx")
    world.run("kubectl autoscale deployment plain --max=3")
    assert "Behavior:" not in world.run("kubectl describe hpa plain").stdout
