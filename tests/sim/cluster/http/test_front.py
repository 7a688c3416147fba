"""Requests to the API server's HTTP front, without a socket."""

import json
from typing import Any

import pytest

from sandbox.sim.cluster.http.front import Front
from sandbox.sim.cluster.http.messages import Request, Response
from sandbox.sim.world import World

ADMIN = {"authorization": "Bearer drydock-admin"}
CONFIG_MAPS = "/api/v1/namespaces/default/configmaps"


@pytest.fixture
def world() -> World:
    found = World.create(3)
    _ = found.cluster
    return found


class Client:
    def __init__(self, world: World) -> None:
        self.world = world
        self.front = Front(world.cluster)

    def ask(self, method: str, target: str, body: Any = None, **headers: str) -> Response:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        answer = self.front.handle(Request.of(method, target, ADMIN | named, data))
        assert isinstance(answer, Response)
        return answer

    def get(self, target: str, **headers: str) -> Any:
        return json.loads(self.ask("GET", target, **headers).body)

    def make(self, name: str, **labels: str) -> Any:
        meta = {"name": name, "labels": labels}
        return json.loads(self.ask("POST", CONFIG_MAPS, {"metadata": meta, "data": {"a": "b"}}).body)


@pytest.fixture
def client(world: World) -> Client:
    return Client(world)


def test_an_object_is_created_without_naming_its_kind_and_answered_with_201(client: Client) -> None:
    answer = client.ask("POST", CONFIG_MAPS, {"metadata": {"name": "c"}})
    assert answer.status == 201
    assert json.loads(answer.body)["kind"] == "ConfigMap"
    assert client.ask("POST", CONFIG_MAPS, {"metadata": {"name": "c"}}).status == 409


def test_a_dry_run_stores_nothing(client: Client) -> None:
    assert client.ask("POST", f"{CONFIG_MAPS}?dryRun=All", {"metadata": {"name": "c"}}).status == 201
    assert client.ask("GET", f"{CONFIG_MAPS}/c").status == 404
    assert client.ask("POST", f"{CONFIG_MAPS}?dryRun=some", {"metadata": {"name": "c"}}).status == 422


def test_unknown_fields_are_warned_of_or_refused(client: Client) -> None:
    body = {"metadata": {"name": "c"}, "dat": {}}
    warned = client.ask("POST", CONFIG_MAPS, body)
    assert ("Warning", '299 - "unknown field \\"dat\\""') in warned.headers
    refused = client.ask("POST", f"{CONFIG_MAPS}?fieldValidation=Strict", body)
    assert refused.status == 400
    assert b'strict decoding error: unknown field \\"dat\\"' in refused.body


def test_a_list_comes_in_pieces(client: Client) -> None:
    for name in ("a", "b", "c"):
        client.make(name)
    first = client.get(f"{CONFIG_MAPS}?limit=2")
    assert [row["metadata"]["name"] for row in first["items"]] == ["a", "b"]
    rest = client.get(f"{CONFIG_MAPS}?limit=2&continue={first['metadata']['continue']}")
    assert [row["metadata"]["name"] for row in rest["items"]] == ["c", "kube-root-ca.crt"]
    assert "continue" not in rest["metadata"]


def test_a_table_carries_metadata_unless_whole_objects_are_asked_for(client: Client) -> None:
    client.make("a")
    accept = "application/json;as=Table;v=v1;g=meta.k8s.io, application/json"
    table = client.get(f"{CONFIG_MAPS}/a", accept=accept)
    assert table["kind"] == "Table"
    assert table["rows"][0]["cells"][:2] == ["a", 1]
    assert set(table["rows"][0]["object"]) == {"kind", "apiVersion", "metadata"}
    whole = client.get(f"{CONFIG_MAPS}/a?includeObject=Object", accept=accept)
    assert whole["rows"][0]["object"]["data"] == {"a": "b"}
    assert client.get(f"{CONFIG_MAPS}/a?includeObject=None", accept=accept)["rows"][0]["object"] is None


def test_metadata_alone_can_be_asked_for(client: Client) -> None:
    client.make("a")
    found = client.get(CONFIG_MAPS, accept="application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")
    assert found["kind"] == "PartialObjectMetadataList"
    assert "data" not in found["items"][0]


def test_yaml_is_read_and_written(client: Client) -> None:
    body = b"metadata:\n  name: c\ndata:\n  on: 'yes'\n"
    made = client.ask("POST", CONFIG_MAPS, body, content_type="application/yaml", accept="application/yaml")
    assert made.content_type == "application/yaml"
    assert b'data:\n  "true": "yes"\n' in made.body


@pytest.mark.parametrize(
    ("method", "target", "headers", "body", "status"),
    [
        ("GET", "/nope", {}, None, 404),
        ("GET", "/api/v1/nopes", {}, None, 404),
        ("GET", "/apis/apps/v9", {}, None, 404),
        ("GET", "/api/v1/pods/x", {}, None, 404),
        ("GET", f"{CONFIG_MAPS}/nope", {}, None, 404),
        ("GET", f"{CONFIG_MAPS}/nope/status", {}, None, 404),
        ("POST", "/api/v1/configmaps", {}, {"metadata": {"name": "c"}}, 405),
        ("DELETE", "/api/v1/namespaces", {}, None, 405),
        ("POST", "/version", {}, None, 405),
        ("GET", CONFIG_MAPS, {"accept": "application/vnd.kubernetes.protobuf"}, None, 406),
        ("GET", CONFIG_MAPS, {"accept": "text/html"}, None, 406),
        ("POST", CONFIG_MAPS, {"content_type": "application/cbor"}, {}, 415),
        ("PATCH", f"{CONFIG_MAPS}/c", {"content_type": "application/json"}, {}, 415),
        ("POST", CONFIG_MAPS, {}, b"{bad", 400),
        ("POST", CONFIG_MAPS, {}, b"[]", 400),
        ("POST", CONFIG_MAPS, {"content_type": "application/vnd.kubernetes.protobuf"}, b"k8s\0\xff", 400),
        ("POST", CONFIG_MAPS, {}, b"x" * (3 * 1024 * 1024 + 1), 413),
        ("GET", f"{CONFIG_MAPS}?limit=x", {}, None, 400),
        ("GET", f"{CONFIG_MAPS}?labelSelector=%2C%2C", {}, None, 400),
        ("GET", f"{CONFIG_MAPS}?resourceVersion=999999", {}, None, 504),
        ("GET", f"{CONFIG_MAPS}?resourceVersion=1&resourceVersionMatch=Exact", {}, None, 410),
        ("GET", f"{CONFIG_MAPS}?continue=nonsense", {}, None, 400),
        ("GET", CONFIG_MAPS, {"authorization": "Bearer nonsense"}, None, 401),
        ("GET", CONFIG_MAPS, {"authorization": "Basic eDp5"}, None, 401),
        ("GET", CONFIG_MAPS, {"authorization": ""}, None, 403),
        ("GET", CONFIG_MAPS, {"impersonate_user": "bob"}, None, 403),
        ("GET", "/metrics", {"impersonate_user": "bob"}, None, 403),
        ("GET", "/healthz", {"impersonate_user": "bob"}, None, 200),
        ("GET", CONFIG_MAPS, {"impersonate_group": "x"}, None, 400),
    ],
)
def test_a_request_that_makes_no_sense_gets_the_servers_refusal(
    client: Client, method: str, target: str, headers: dict[str, str], body: Any, status: int
) -> None:
    answer = client.ask(method, target, body, **headers)
    assert answer.status == status
    if answer.content_type == "application/json" and status != 200:
        assert json.loads(answer.body)["code"] == status


def test_patches_of_each_type_are_applied(client: Client) -> None:
    client.make("c")
    patches = {
        "application/merge-patch+json": {"data": {"m": "1"}},
        "application/strategic-merge-patch+json": {"data": {"s": "1"}},
        "application/json-patch+json": [{"op": "add", "path": "/data/j", "value": "1"}],
    }
    for kind, patch in patches.items():
        assert client.ask("PATCH", f"{CONFIG_MAPS}/c", patch, content_type=kind).status == 200
    assert client.get(f"{CONFIG_MAPS}/c")["data"] == {"a": "b", "m": "1", "s": "1", "j": "1"}


def test_an_apply_needs_a_manager_and_creates_what_is_not_there(client: Client) -> None:
    body = b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: s}\ndata: {a: b}\n"
    kind = "application/apply-patch+yaml"
    assert client.ask("PATCH", f"{CONFIG_MAPS}/s", body, content_type=kind).status == 422
    assert client.ask("PATCH", f"{CONFIG_MAPS}/s?fieldManager=me", body, content_type=kind).status == 201
    assert client.ask("PATCH", f"{CONFIG_MAPS}/s?fieldManager=me", body, content_type=kind).status == 200
    other = body.replace(b"b}", b"c}")
    assert client.ask("PATCH", f"{CONFIG_MAPS}/s?fieldManager=you", other, content_type=kind).status == 409
    assert client.ask("PATCH", f"{CONFIG_MAPS}/s?fieldManager=you&force=1", other, content_type=kind).status == 200


def test_what_is_deleted_may_be_named_in_the_body_or_in_the_query(client: Client) -> None:
    made = client.make("a")
    client.make("b")
    stale = {"preconditions": {"uid": "another"}}
    assert client.ask("DELETE", f"{CONFIG_MAPS}/a", stale).status == 409
    assert client.ask("DELETE", f"{CONFIG_MAPS}/a?dryRun=All").status == 200
    right = {"preconditions": {"uid": made["metadata"]["uid"]}}
    assert json.loads(client.ask("DELETE", f"{CONFIG_MAPS}/a", right).body)["status"] == "Success"
    assert client.ask("DELETE", f"{CONFIG_MAPS}?fieldSelector=metadata.name%3Db").status == 200
    assert [row["metadata"]["name"] for row in client.get(CONFIG_MAPS)["items"]] == ["kube-root-ca.crt"]


def test_a_job_that_is_deleted_without_a_policy_leaves_its_pods(client: Client) -> None:
    template = {"spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "busybox"}]}}
    jobs = "/apis/batch/v1/namespaces/default/jobs"
    client.ask("POST", jobs, {"metadata": {"name": "j"}, "spec": {"template": template}})
    client.world.advance(10)
    client.ask("DELETE", f"{jobs}/j")
    client.world.advance(10)
    assert len(client.get("/api/v1/namespaces/default/pods")["items"]) == 1


def test_a_name_in_the_path_must_be_the_objects(client: Client) -> None:
    client.make("a")
    answer = client.ask("PUT", f"{CONFIG_MAPS}/a", {"metadata": {"name": "b"}})
    assert (answer.status, b"does not match the name on the URL" in answer.body) == (400, True)


def test_health_is_told_check_by_check(client: Client) -> None:
    assert client.ask("GET", "/livez").body == b"ok"
    assert client.ask("GET", "/readyz?verbose").body.endswith(b"[+]shutdown ok\nreadyz check passed\n")
    assert client.ask("GET", "/healthz/etcd").body == b"ok"
    assert client.ask("GET", "/healthz/nope").status == 404
