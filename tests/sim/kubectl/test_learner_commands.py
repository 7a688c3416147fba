"""kubectl as a learner types it, in a World of its own."""

import pytest

from sandbox.sim.world import World

POD = """apiVersion: v1
kind: Pod
metadata:
  name: mypod
spec:
  containers:
  - name: mypod
    image: redis
    volumeMounts:
    - {name: foo, mountPath: /etc/foo, readOnly: true}
  volumes:
  - name: foo
    secret: {secretName: mysecret}
"""
BLANK = World.create(seed=7, nodes=("node-1", "node-2", "node-3")).snapshot()


@pytest.fixture
def world() -> World:
    return World.restore(BLANK)


def out(world: World, line: str, code: int = 0) -> str:
    result = world.run(line)
    assert result.exit_code == code, result.stderr
    return result.stdout + result.stderr


def test_a_secret_is_made_of_files_literals_and_env_files(world: World) -> None:
    world.files.write("username.txt", "admin")
    world.files.write("vars.env", "# a comment\nA=1\nB=two words\n")
    out(
        world,
        "kubectl create secret generic one --from-file=username.txt --from-file=pw=username.txt --from-literal=a=b",
    )
    out(world, "kubectl create secret generic two --from-env-file=vars.env")
    data = world.cluster.get("v1", "Secret", "one", namespace="default")["data"]
    assert data == {"a": "Yg==", "pw": "YWRtaW4=", "username.txt": "YWRtaW4="}
    assert world.cluster.get("v1", "Secret", "two", namespace="default")["data"] == {"A": "MQ==", "B": "dHdvIHdvcmRz"}


def test_a_secret_is_described_by_the_sizes_of_its_values(world: World) -> None:
    out(world, "kubectl create secret generic s --from-literal=password=s3cret --from-literal=u=a")
    assert out(world, "kubectl describe secret s") == (
        "Name:         s\nNamespace:    default\nLabels:       <none>\nAnnotations:  <none>\n\n"
        "Type:  Opaque\n\nData\n====\n"
        "password:  6 bytes\nu:         1 bytes\n"
    )


def test_a_pod_reads_the_secret_that_is_mounted_into_it(world: World) -> None:
    world.files.write("pod.yaml", POD)
    out(world, "kubectl create secret generic mysecret --from-literal=username=admin")
    assert out(world, "kubectl apply -f pod.yaml") == "pod/mypod created\n"
    assert out(world, "kubectl apply -f pod.yaml") == "pod/mypod unchanged\n"
    assert out(world, "kubectl wait --for=condition=Ready pod/mypod") == "pod/mypod condition met\n"
    assert out(world, "kubectl exec mypod -- sh -c 'read x < /etc/foo/username; echo $x; exit 3'", 3) == (
        "admin\ncommand terminated with exit code 3\n"
    )
    assert out(world, "kubectl get pod mypod -o jsonpath='{.status.qosClass}'") == "BestEffort"
    assert "Ready to accept connections" in out(world, "kubectl logs mypod")
    assert out(world, "kubectl delete pod mypod") == 'pod "mypod" deleted from default namespace\n'
    assert out(world, "kubectl get pods") == "No resources found in default namespace.\n"


def test_manifests_come_from_standard_input(world: World) -> None:
    manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: 'y'}\n"
    assert out(world, f"kubectl apply -f - <<'YAML'\n{manifest}YAML") == "configmap/c created\n"
    assert out(world, "kubectl get cm c -o jsonpath='{.data.a}'") == "y"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("just text\n", "error validating data: invalid object to validate"),
        ("kind: Pod\n", "error validating data: apiVersion not set"),
        ("a: b\n", "error validating data: [apiVersion not set, kind not set]"),
        ('a: "b\n', "error converting YAML to JSON: yaml: line 2: found unexpected end of stream"),
        ("apiVersion: v1\nkind: Nope\nmetadata: {name: x}\n", 'no matches for kind "Nope" in version "v1"'),
        ("apiVersion: v1\nkind: Pod\nmetadata: {name: 5}\n", "cannot unmarshal number into Go struct field ObjectMeta"),
        ("", "no objects passed to apply"),
    ],
)
def test_a_bad_manifest_is_refused_by_name_and_reason(world: World, text: str, message: str) -> None:
    world.files.write("bad.yaml", text)
    assert message in out(world, "kubectl apply -f bad.yaml", 1)


def test_a_flag_that_is_not_modelled_says_so(world: World) -> None:
    assert out(world, "kubectl apply --force -f x.yaml", 1) == "not modelled in this sandbox: kubectl apply --force\n"


def test_a_url_is_refused_because_there_is_no_network_outside(world: World) -> None:
    assert "not modelled in this sandbox" in out(world, "kubectl apply -f https://example.org/x.yaml", 1)


def test_the_contexts_of_the_kubeconfig_decide_where_objects_go(world: World) -> None:
    out(world, "kubectl create namespace team")
    out(world, "kubectl config set-context --current --namespace=team")
    out(world, "kubectl create configmap here")
    assert out(world, "kubectl get cm here -o jsonpath='{.metadata.namespace}'") == "team"
    assert "NotFound" in out(world, "kubectl get cm here -n default", 1)
    assert out(world, "kubectl config view --minify -o jsonpath='{..namespace}'") == "team"


def test_another_user_may_do_only_what_rules_allow(world: World) -> None:
    refusal = out(world, "kubectl get pods --as=jane", 1)
    assert refusal == (
        'Error from server (Forbidden): pods is forbidden: User "jane" cannot list resource "pods" in API group "" '
        'in the namespace "default"\n'
    )
    out(world, "kubectl create role reader --verb=get,list --resource=pods")
    out(world, "kubectl create rolebinding reader --role=reader --user=jane")
    assert out(world, "kubectl get pods --as=jane") == "No resources found in default namespace.\n"
    assert out(world, "kubectl auth can-i delete pods --as=jane", 1) == "no\n"


def test_columns_go_templates_and_names_print_the_same_objects(world: World) -> None:
    out(world, "kubectl create configmap a --from-literal=x=1")
    assert out(world, "kubectl get cm a -o custom-columns=N:.metadata.name,X:.data.x") == "N     X\na     1\n"
    assert out(world, "kubectl get cm a -o go-template='{{.metadata.name}}={{.data.x}}'") == "a=1"
    assert out(world, "kubectl get cm a -o name") == "configmap/a\n"


def test_an_edit_runs_the_editor_of_the_learner(world: World) -> None:
    out(world, "kubectl create configmap a --from-literal=x=1")
    assert out(world, "EDITOR=true kubectl edit cm a") == "Edit cancelled, no changes made.\n"


def test_several_missing_objects_are_reported_one_by_one(world: World) -> None:
    assert out(world, "kubectl get pod/ghost svc/ghost", 1) == (
        'Error from server (NotFound): pods "ghost" not found\n'
        'Error from server (NotFound): services "ghost" not found\n'
    )


def test_a_wait_that_is_in_vain_takes_its_virtual_time_and_fails(world: World) -> None:
    world.files.write("pod.yaml", POD)
    out(world, "kubectl apply -f pod.yaml")
    before = world.clock.now
    assert out(world, "kubectl wait --for=condition=Ready pod/mypod --timeout=20s", 1) == (
        "error: timed out waiting for the condition on pods/mypod\n"
    )
    assert world.clock.now - before >= 20 * 10**9


def test_a_waiting_command_survives_a_snapshot(world: World) -> None:
    out(world, "kubectl run web --image=nginx")
    world.run("kubectl wait --for=condition=Ready pod/web --timeout=60s > waited.txt &")
    later = World.restore(world.snapshot())
    later.advance(30)
    assert later.files.read("waited.txt") == "pod/web condition met\n"


@pytest.mark.parametrize(
    "line",
    [
        "kubectl get pods -o jsonpath='{.items[0'",
        "kubectl get $(printf 'x%.0s' 1 2 3)",
        "kubectl create cm '中文' --from-literal=a=b",
    ],
)
def test_odd_words_get_an_answer_and_no_crash(world: World, line: str) -> None:
    result = world.run(line)
    assert result.exit_code == 1
    assert result.stderr


def test_record_is_deprecated_and_keeps_the_command_as_the_change_cause(world: World) -> None:
    out(world, "kubectl create deployment web --image=nginx:1.27")
    answer = world.run("kubectl set image deploy/web nginx=nginx:1.28 --record")
    assert answer.stderr == "Flag --record has been deprecated, --record will be removed in the future\n"
    assert answer.stdout == "deployment.apps/web image updated\n"
    out(world, "kubectl rollout status deploy/web")
    assert out(world, "kubectl rollout history deploy/web") == (
        "deployment.apps/web \nREVISION  CHANGE-CAUSE\n1         <none>\n"
        "2         kubectl set image deploy/web nginx=nginx:1.28 --record=true\n\n"
    )


def test_a_watch_prints_each_change_until_its_timeout(world: World) -> None:
    world.run("kubectl run web --image=nginx")
    lines = out(world, "kubectl get pods -w --request-timeout=30s").splitlines()
    assert lines[0].split() == ["NAME", "READY", "STATUS", "RESTARTS", "AGE"]
    assert lines[-1].split()[:3] == ["web", "1/1", "Running"]


def test_the_kubeconfig_is_a_file_and_without_it_there_is_no_server(world: World) -> None:
    assert "current-context: kubernetes-admin@kubernetes\n" in out(world, "cat ~/.kube/config")
    out(world, "rm ~/.kube/config")
    assert out(world, "kubectl get pods", 1) == (
        "The connection to the server localhost:8080 was refused - did you specify the right host or port?\n"
    )
