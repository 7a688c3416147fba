"""Discovery and OpenAPI: what clients learn the server from."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.sim.cluster.http.front import Front
from sandbox.sim.cluster.http.messages import Request, Response
from sandbox.sim.cluster.http.openapi import gnostic
from sandbox.sim.cluster.http.protobuf import read_protobuf
from sandbox.sim.world import World

ADMIN = {"authorization": "Bearer drydock-admin"}
AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json"
WIDGETS = {
    "metadata": {"name": "widgets.example.org"},
    "spec": {
        "group": "example.org",
        "scope": "Namespaced",
        "names": {"plural": "widgets", "singular": "widget", "kind": "Widget", "shortNames": ["wd"]},
        "versions": [
            {
                "name": "v1",
                "served": True,
                "storage": True,
                "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": {"type": "object"}}}},
            }
        ],
    },
}


@pytest.fixture(scope="module")
def front() -> Front:
    world = World.create(3)
    found = Front(world.cluster)
    path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
    found.handle(Request.of("POST", path, ADMIN, json.dumps(WIDGETS).encode()))
    world.advance(1)
    return found


def ask(front: Front, target: str, accept: str = "application/json") -> Response:
    answer = front.handle(Request.of("GET", target, ADMIN | {"accept": accept}))
    assert isinstance(answer, Response)
    return answer


def get(front: Front, target: str, accept: str = "application/json") -> Any:
    return json.loads(ask(front, target, accept).body)


def test_both_forms_of_discovery_offer_the_same_resources(front: Front) -> None:
    aggregated = {
        f"{group['metadata'].get('name', '')}/{version['version']}/{row['resource']}"
        for path in ("/api", "/apis")
        for group in get(front, path, AGGREGATED)["items"]
        for version in group["versions"]
        for row in version["resources"]
    }
    paths = ["/api/v1"] + [
        f"/apis/{version['groupVersion']}" for group in get(front, "/apis")["groups"] for version in group["versions"]
    ]
    single = {
        f"{path.removeprefix('/apis/').removeprefix('/api/')}/{row['name']}"
        for path in paths
        for row in get(front, path)["resources"]
        if "/" not in row["name"]
    }
    assert {name.lstrip("/") for name in aggregated} == single
    assert "example.org/v1/widgets" in single


def test_a_group_names_its_preferred_version_first(front: Front) -> None:
    found = get(front, "/apis/autoscaling")
    assert [row["version"] for row in found["versions"]] == ["v2", "v1"]
    assert found["preferredVersion"]["version"] == "v2"


def test_subresources_are_listed_with_their_own_kinds(front: Front) -> None:
    rows = {row["name"]: row for row in get(front, "/apis/apps/v1")["resources"]}
    assert (rows["deployments/scale"]["kind"], rows["deployments/scale"]["group"]) == ("Scale", "autoscaling")
    assert "configmaps/status" not in {row["name"] for row in get(front, "/api/v1")["resources"]}


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def test_every_document_of_openapi_v3_is_whole(front: Front) -> None:
    links = get(front, "/openapi/v3")["paths"]
    assert {"api/v1", "apis/apps/v1", "apis/example.org/v1"} <= set(links)
    for link in links.values():
        found = get(front, link["serverRelativeURL"])
        known = {f"#/components/schemas/{name}" for name in found["components"]["schemas"]}
        assert set(references(found)) <= known


def test_openapi_v2_is_whole_and_knows_custom_kinds(front: Front) -> None:
    found = get(front, "/openapi/v2")
    assert set(references(found)) <= {f"#/definitions/{name}" for name in found["definitions"]}
    assert found["definitions"]["org.example.v1.Widget"]["properties"]["spec"] == {"type": "object"}
    container = found["definitions"]["io.k8s.api.core.v1.PodSpec"]["properties"]["containers"]
    assert (container["type"], container["x-kubernetes-patch-merge-key"]) == ("array", "name")


def test_a_kind_can_be_patched_with_field_validation_as_kubectl_looks_up(front: Front) -> None:
    paths = get(front, "/openapi/v3/apis/example.org/v1")["paths"]
    patch = paths["/apis/example.org/v1/namespaces/{namespace}/widgets/{name}"]["patch"]
    assert patch["x-kubernetes-group-version-kind"] == {"group": "example.org", "kind": "Widget", "version": "v1"}
    assert "fieldValidation" in {row["name"] for row in patch["parameters"]}


def test_openapi_v2_comes_as_protobuf_for_who_asks_so(front: Front) -> None:
    answer = ask(front, "/openapi/v2", gnostic.MEDIA)
    assert answer.content_type == gnostic.CONTENT_TYPE
    assert answer.body.startswith(b"\x0a\x032.0")
    assert ask(front, "/openapi/v3/api/v1", gnostic.MEDIA).status == 406


def number(value: int) -> bytes:
    return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + number(value >> 7)


def message(*fields: tuple[int, bytes | int]) -> bytes:
    """Write a protobuf message."""
    out = b""
    for field, value in fields:
        if isinstance(value, int):
            out += number(field << 3) + number(value)
        else:
            out += number(field << 3 | 2) + number(len(value)) + value
    return out


def test_an_object_is_read_from_protobuf() -> None:
    meta = message((1, b"web"), (11, message((1, b"app"), (2, b"web"))), (8, b""))
    limit = message((1, b"cpu"), (2, message((1, b"100m"))))
    probe = message((1, message((2, message((1, b"/"), (2, message((1, 1), (3, b"http"))))))), (3, 5))
    container = message((1, b"main"), (8, message((1, limit))), (10, probe), (17, 0))
    volume = message((1, b"v"), (2, message((2, b""))))
    pod = message((1, meta), (2, message((2, container), (1, volume), (4, 0))))
    body = b"k8s\0" + message((1, message((1, b"v1"), (2, b"Pod"))), (2, pod))
    assert read_protobuf(body) == {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "web", "labels": {"app": "web"}, "creationTimestamp": None},
        "spec": {
            "containers": [
                {
                    "name": "main",
                    "resources": {"limits": {"cpu": "100m"}},
                    "livenessProbe": {"httpGet": {"path": "/", "port": "http"}, "timeoutSeconds": 5},
                    "stdinOnce": False,
                }
            ],
            "volumes": [{"name": "v", "emptyDir": {}}],
            "terminationGracePeriodSeconds": 0,
        },
    }
