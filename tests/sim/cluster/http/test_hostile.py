"""Whatever comes in, the front answers."""

import json
from functools import lru_cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.sim.cluster.http.front import Front
from sandbox.sim.cluster.http.messages import Dialogue, Request, Response
from sandbox.sim.world import World

ADMIN = {"authorization": "Bearer drydock-admin"}
NAMES = ["", "default", "x", "..", "%00", "é", "a" * 300, "kube-root-ca.crt"]
PLURALS = ["pods", "configmaps", "namespaces", "nodes", "deployments", "jobs", "nope"]
ROOTS = ["/api/v1", "/apis/apps/v1", "/apis/batch/v1", "/apis", "/api", "/openapi/v3", "/version", ""]
SUBS = ["", "status", "scale", "log", "exec", "eviction", "binding", "token", "nope"]
KEYS = [
    "kind",
    "apiVersion",
    "metadata",
    "spec",
    "name",
    "labels",
    "containers",
    "template",
    "replicas",
    "data",
    "finalizers",
]
VALUES = st.none() | st.booleans() | st.integers(-3, 9) | st.sampled_from(["", "x", "v1", "Pod", "\0", "1Gi", "{}"])
JSON = st.recursive(
    VALUES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)
TYPES = st.sampled_from(
    [
        "application/json", "application/yaml", "application/apply-patch+yaml", "application/merge-patch+json",
        "application/json-patch+json", "application/strategic-merge-patch+json",
        "application/vnd.kubernetes.protobuf", "text/html", "",
    ]
)  # fmt: skip
QUERIES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "watch", "limit", "continue", "labelSelector", "fieldSelector", "resourceVersion", "dryRun", "follow",
                "fieldManager", "force", "tailLines", "sinceTime", "command", "timeoutSeconds", "includeObject",
                "pretty",
            ]
        ),
        st.sampled_from(["", "1", "-1", "true", "x", "a=b", "a in (b", "All", "9" * 30, "\0"]),
    ),
    max_size=3,
)  # fmt: skip


@lru_cache(maxsize=1)
def snapshot() -> bytes:
    world = World.create(3)
    _ = world.cluster
    return world.snapshot()


@st.composite
def requests(draw: st.DrawFn) -> Request:
    place = [draw(st.sampled_from(ROOTS))]
    if draw(st.booleans()):
        place += ["namespaces", draw(st.sampled_from(NAMES))]
    place += [draw(st.sampled_from(words)) for words in (PLURALS, NAMES, SUBS)[: draw(st.integers(0, 3))]]
    body = draw(st.binary(max_size=40) | JSON.map(lambda value: json.dumps(value).encode()))
    if draw(st.integers(0, 4)) == 0:
        body = b"k8s\0" + body
    headers = {**ADMIN, "content-type": draw(TYPES), "accept": draw(TYPES), "upgrade": "websocket"}
    query: dict[str, list[str]] = {}
    for name, value in draw(QUERIES):
        query.setdefault(name, []).append(value)
    method = draw(st.sampled_from(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "BREW"]))
    return Request(method, "/".join(place), query, headers, body)


@settings(max_examples=300, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(requests(), min_size=1, max_size=4))
def test_every_request_gets_an_answer_and_the_world_goes_on(asked: list[Request]) -> None:
    world = World.restore(snapshot())
    front = Front(world.cluster)
    for request in asked:
        found: Any = front.handle(request)
        if isinstance(found, Response):
            assert 200 <= found.status < 600
            assert found.status != 500, found.body
        else:
            found.read()
            if isinstance(found, Dialogue):
                found.hang_up()
    world.advance(5)
    still = front.handle(Request.of("GET", "/api/v1/nodes", ADMIN))
    assert isinstance(still, Response)
    assert still.status == 200
