"""Watches and logs that go on."""

import json
from typing import Any

import pytest

from sandbox.sim.cluster.http.front import Front
from sandbox.sim.cluster.http.messages import Request
from sandbox.sim.cluster.http.watching import WatchFeed
from sandbox.sim.world import World

ADMIN = {"authorization": "Bearer drydock-admin"}
CONFIG_MAPS = "/api/v1/namespaces/default/configmaps"


@pytest.fixture
def world() -> World:
    found = World.create(3)
    _ = found.cluster
    return found


def ask(world: World, method: str, target: str, body: Any = None, **headers: str) -> Any:
    data = b"" if body is None else json.dumps(body).encode()
    return Front(world.cluster).handle(Request.of(method, target, ADMIN | headers, data))


def make(world: World, name: str, **labels: str) -> Any:
    return json.loads(ask(world, "POST", CONFIG_MAPS, {"metadata": {"name": name, "labels": labels}}).body)


def relabel(world: World, name: str, **labels: str | None) -> None:
    patch = {"metadata": {"labels": labels}}
    ask(world, "PATCH", f"{CONFIG_MAPS}/{name}", patch, **{"content-type": "application/merge-patch+json"})


def watch(world: World, query: str = "", **headers: str) -> WatchFeed:
    found = ask(world, "GET", f"{CONFIG_MAPS}?watch=1&{query}", **headers)
    assert isinstance(found, WatchFeed), found.body
    return found


def events(feed: WatchFeed) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in feed.read().splitlines()]
    return [(row["type"], row["object"]["metadata"].get("name", "")) for row in rows]


def test_a_watch_without_a_version_begins_with_what_is_there(world: World) -> None:
    make(world, "a")
    feed = watch(world)
    assert events(feed) == [("ADDED", "a"), ("ADDED", "kube-root-ca.crt")]
    make(world, "b")
    assert events(feed) == [("ADDED", "b")]
    assert events(feed) == []
    assert not feed.finished


def test_a_watch_with_a_version_begins_behind_it(world: World) -> None:
    version = make(world, "a")["metadata"]["resourceVersion"]
    make(world, "b")
    assert events(watch(world, f"resourceVersion={version}")) == [("ADDED", "b")]


def test_an_object_that_begins_or_ceases_to_match_is_added_or_deleted(world: World) -> None:
    feed = watch(world, "labelSelector=app%3Dweb")
    make(world, "a")
    assert events(feed) == []
    relabel(world, "a", app="web")
    relabel(world, "a", app="web", tier="x")
    relabel(world, "a", app=None)
    assert events(feed) == [("ADDED", "a"), ("MODIFIED", "a"), ("DELETED", "a")]


def test_one_object_can_be_watched(world: World) -> None:
    feed = watch(world, "fieldSelector=metadata.name%3Db&resourceVersion=0")
    make(world, "a")
    make(world, "b")
    ask(world, "DELETE", f"{CONFIG_MAPS}/b")
    assert events(feed) == [("ADDED", "b"), ("DELETED", "b")]


def test_initial_events_end_with_a_bookmark(world: World) -> None:
    query = "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
    rows = [json.loads(line) for line in watch(world, query).read().splitlines()]
    assert [row["type"] for row in rows] == ["ADDED", "BOOKMARK"]
    assert rows[-1]["object"]["metadata"]["annotations"] == {"k8s.io/initial-events-end": "true"}
    refused = ask(world, "GET", f"{CONFIG_MAPS}?watch=1&sendInitialEvents=true")
    assert refused.status == 422


def test_bookmarks_come_once_a_minute_and_the_watch_ends_in_time(world: World) -> None:
    feed = watch(world, f"allowWatchBookmarks=true&timeoutSeconds=100&resourceVersion={world.cluster.version}")
    assert events(feed) == []
    world.advance(61)
    assert events(feed) == [("BOOKMARK", "")]
    world.advance(40)
    feed.read()
    assert feed.finished


def test_a_version_from_before_the_log_has_expired(world: World) -> None:
    feed = watch(world.copy(), "resourceVersion=1")
    row = json.loads(feed.read())
    assert (row["type"], row["object"]["code"], row["object"]["reason"]) == ("ERROR", 410, "Expired")
    assert feed.finished


def test_a_watched_table_has_its_columns_once(world: World) -> None:
    feed = watch(world, accept="application/json;as=Table;v=v1;g=meta.k8s.io")
    make(world, "a")
    rows = [json.loads(line)["object"] for line in feed.read().splitlines()]
    assert [row["kind"] for row in rows] == ["Table", "Table"]
    assert [bool(row["columnDefinitions"]) for row in rows] == [True, False]


@pytest.fixture
def talking(world: World) -> World:
    script = "for i in 1 2 3 4; do echo line $i; sleep 10; done"
    container = {"name": "main", "image": "busybox", "command": ["sh", "-c", script]}
    spec = {"restartPolicy": "Never", "containers": [container]}
    ask(world, "POST", "/api/v1/namespaces/default/pods", {"metadata": {"name": "p"}, "spec": spec})
    world.advance(15)
    return world


LOG = "/api/v1/namespaces/default/pods/p/log"


def test_a_log_is_followed_until_the_container_ends(talking: World) -> None:
    feed = ask(talking, "GET", f"{LOG}?follow=true&tailLines=1")
    assert feed.read() == b"line 2\n"
    talking.advance(10)
    assert (feed.read(), feed.finished) == (b"line 3\n", False)
    talking.advance(60)
    assert (feed.read(), feed.finished) == (b"line 4\n", True)


def test_a_part_of_a_log_can_be_asked_for(talking: World) -> None:
    assert ask(talking, "GET", LOG).body == b"line 1\nline 2\n"
    assert ask(talking, "GET", f"{LOG}?tailLines=1").body == b"line 2\n"
    assert ask(talking, "GET", f"{LOG}?limitBytes=3").body == b"lin"
    assert ask(talking, "GET", f"{LOG}?sinceSeconds=8").body == b"line 2\n"
    assert ask(talking, "GET", f"{LOG}?timestamps=1&tailLines=1").body.startswith(b"2026-01-05T09:00:")
    assert ask(talking, "GET", f"{LOG}?limitBytes=2&follow=1").read() == b"li"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("container=nope", 400), ("previous=1", 400), ("tailLines=-1", 422), ("limitBytes=0", 422),
        ("sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z", 422), ("sinceTime=yesterday", 400), ("follow=perhaps", 400),
    ],
)  # fmt: skip
def test_a_log_that_cannot_be_had_is_refused(talking: World, query: str, status: int) -> None:
    assert ask(talking, "GET", f"{LOG}?{query}").status == status
