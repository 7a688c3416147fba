"""The official Python client on a served World."""

from collections.abc import Iterator
from typing import Any

import pytest
from kubernetes import client, config, dynamic, watch
from kubernetes.stream import stream

from sandbox.sim.world import World
from tests.serving.served import Served, serving

LABELS = {"app": "web"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    world = World.create(11)
    _ = world.cluster
    with serving(world, tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture
def api(served: Served) -> Iterator[client.ApiClient]:
    fresh = World.create(11)
    _ = fresh.cluster
    served.replace(fresh)
    served.pace.rest()
    with config.new_client_from_config(str(served.kubeconfig)) as found:
        yield found
        found.rest_client.pool_manager.clear()


@pytest.fixture
def core(api: client.ApiClient) -> client.CoreV1Api:
    return client.CoreV1Api(api)


def make_pod(name: str, *command: str) -> client.V1Pod:
    container = client.V1Container(name="main", image="busybox", command=list(command) or ["sleep", "3600"])
    spec = client.V1PodSpec(containers=[container], termination_grace_period_seconds=0)
    return client.V1Pod(metadata=client.V1ObjectMeta(name=name, labels=LABELS), spec=spec)


def wait_for_phase(core: client.CoreV1Api, name: str, phase: str) -> Any:
    events = watch.Watch().stream(
        core.list_namespaced_pod, "default", field_selector=f"metadata.name={name}", timeout_seconds=3600
    )
    return next(event["object"] for event in events if event["object"].status.phase == phase)


def test_a_pod_is_created_watched_until_it_runs_and_deleted(core: client.CoreV1Api) -> None:
    made = core.create_namespaced_pod("default", make_pod("one"))
    assert made.metadata.uid
    assert made.spec.restart_policy == "Always"
    assert wait_for_phase(core, "one", "Running").status.pod_ip.startswith("10.244.")
    assert [pod.metadata.name for pod in core.list_namespaced_pod("default", label_selector="app=web").items] == ["one"]
    core.delete_namespaced_pod("one", "default", grace_period_seconds=0)
    with pytest.raises(client.ApiException) as refused:
        core.read_namespaced_pod("one", "default")
    assert refused.value.status == 404
    assert '"reason":"NotFound"' in refused.value.body


def test_a_watch_tells_what_happens_to_a_config_map(core: client.CoreV1Api) -> None:
    start = core.list_namespaced_config_map("default").metadata.resource_version
    core.create_namespaced_config_map("default", {"metadata": {"name": "c"}, "data": {"a": "b"}})
    core.patch_namespaced_config_map("c", "default", {"data": {"a": "c"}})
    core.delete_namespaced_config_map("c", "default")
    seen = []
    for event in watch.Watch().stream(core.list_namespaced_config_map, "default", resource_version=start):
        seen.append((event["type"], event["object"].data["a"]))
        if event["type"] == "DELETED":
            break
    assert seen == [("ADDED", "b"), ("MODIFIED", "c"), ("DELETED", "c")]


def test_a_deployment_is_patched_and_scaled(api: client.ApiClient, core: client.CoreV1Api) -> None:
    apps = client.AppsV1Api(api)
    template = {
        "metadata": {"labels": LABELS},
        "spec": {"containers": [{"name": "nginx", "image": "nginx:1.27"}]},
    }
    spec = {"replicas": 2, "selector": {"matchLabels": LABELS}, "template": template}
    apps.create_namespaced_deployment("default", {"metadata": {"name": "web"}, "spec": spec})
    patched = apps.patch_namespaced_deployment(
        "web", "default", {"spec": {"template": {"spec": {"containers": [{"name": "nginx", "image": "nginx:1.28"}]}}}}
    )
    assert [found.image for found in patched.spec.template.spec.containers] == ["nginx:1.28"]
    scale = apps.patch_namespaced_deployment_scale("web", "default", {"spec": {"replicas": 3}})
    assert scale.spec.replicas == 3
    for event in watch.Watch().stream(apps.list_namespaced_deployment, "default", timeout_seconds=3600):
        if event["object"].status.ready_replicas == 3:
            break
    assert len(core.list_namespaced_pod("default", label_selector="app=web").items) >= 3


def test_a_command_runs_in_a_container_and_its_input_output_and_exit_code_come_through(
    core: client.CoreV1Api,
) -> None:
    core.create_namespaced_pod("default", make_pod("tool"))
    wait_for_phase(core, "tool", "Running")
    call = {"stderr": True, "stdin": True, "stdout": True, "tty": False, "_preload_content": False}
    found = stream(
        core.connect_get_namespaced_pod_exec,
        "tool",
        "default",
        command=["sh", "-c", "read line; echo got $line; echo oops >&2; exit 3"],
        **call,
    )
    found.write_stdin("hello\n")
    found.run_forever(timeout=60)
    assert found.read_stdout() == "got hello\n"
    assert found.read_stderr() == "oops\n"
    assert found.returncode == 3
    found.sock.shutdown()  # Its close() leaves the socket open once the server has closed.


def test_a_log_is_followed_until_its_container_ends(core: client.CoreV1Api) -> None:
    pod = make_pod("short", "sh", "-c", "echo one; sleep 5; echo two")
    pod.spec.restart_policy = "Never"
    core.create_namespaced_pod("default", pod)
    wait_for_phase(core, "short", "Running")
    answer = core.read_namespaced_pod_log("short", "default", follow=True, _preload_content=False)
    assert answer.read() == b"one\ntwo\n"
    answer.release_conn()


def test_custom_resources_are_served_and_found_by_discovery(api: client.ApiClient) -> None:
    schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    names = {"plural": "widgets", "singular": "widget", "kind": "Widget"}
    client.ApiextensionsV1Api(api).create_custom_resource_definition(
        {
            "metadata": {"name": "widgets.example.org"},
            "spec": {"group": "example.org", "scope": "Namespaced", "names": names, "versions": [version]},
        }
    )
    widgets = client.CustomObjectsApi(api)
    body = {"apiVersion": "example.org/v1", "kind": "Widget", "metadata": {"name": "w"}, "spec": {"size": 3}}
    widgets.create_namespaced_custom_object("example.org", "v1", "default", "widgets", body)
    found = dynamic.DynamicClient(api).resources.get(api_version="example.org/v1", kind="Widget")
    assert found.get(name="w", namespace="default").spec.size == 3


def test_a_service_account_may_do_what_its_roles_allow(served: Served, core: client.CoreV1Api) -> None:
    token = core.create_namespaced_service_account_token("default", "default", {"spec": {}}).status.token
    settings = client.Configuration()
    settings.host = served.address
    settings.api_key = {"authorization": f"Bearer {token}"}
    settings.ssl_ca_cert = core.api_client.configuration.ssl_ca_cert
    with client.ApiClient(settings) as limited:
        with pytest.raises(client.ApiException) as refused:
            client.CoreV1Api(limited).list_namespaced_pod("default")
        limited.rest_client.pool_manager.clear()
    assert refused.value.status == 403
    assert "system:serviceaccount:default:default" in refused.value.body
