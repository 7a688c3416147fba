"""Containers of a Pod whose start fails, and files that are mounted one by one."""

from sandbox.sim.world import World

ONE_FILE = """\
kubectl create secret generic login --from-literal=user=old
kubectl apply -f - <<'END'
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: redis
      volumeMounts:
        - {name: login, mountPath: /all}
        - {name: login, mountPath: /one, subPath: user}
  volumes:
    - {name: login, secret: {secretName: login}}
END
kubectl wait --for=condition=Ready pod/web
"""
CHANGE = "kubectl create secret generic login --from-literal=user=new --dry-run=client -o yaml | kubectl replace -f -"


def test_a_file_mounted_with_sub_path_keeps_its_content_when_the_secret_changes() -> None:
    world = World.create(seed=7, images=("redis:latest",))
    assert world.run(ONE_FILE).exit_code == 0
    assert world.run(CHANGE).exit_code == 0
    world.advance(seconds=180)
    restored = World.restore(world.snapshot())
    for each in (world, restored):
        assert each.run("kubectl exec web -- cat /all/user").stdout == "new"
        assert each.run("kubectl exec web -- cat /one").stdout == "old"


def test_a_command_that_does_not_exist_is_tried_again_ever_more_slowly() -> None:
    world = World.create(seed=7, images=("nginx:latest",))
    world.run("kubectl run web --image=nginx --command -- /nope")
    world.advance(seconds=60)
    status = world.cluster.get("v1", "Pod", "web", namespace="default")["status"]["containerStatuses"][0]
    assert status["state"]["waiting"]["reason"] == "CrashLoopBackOff"
    assert status["lastState"]["terminated"]["reason"] == "StartError"
    assert 2 <= status["restartCount"] <= 4
