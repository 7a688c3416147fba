"""Watch: what happens to the objects that a query chooses, one JSON document a line.

Models k8s.io/apiserver/pkg/endpoints/handlers/watch.go and storage/cacher v1.36: initial events, bookmarks, selectors
that an object begins or ceases to match, versions that are too old.
"""

from typing import Any

import orjson

from sandbox.sim.cluster.apimachinery.field_selectors import matches_fields, parse_field_selector
from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.labels import SelectorError, parse_selector
from sandbox.sim.cluster.apimachinery.meta import labels_of
from sandbox.sim.cluster.apimachinery.status import ApiError, bad_request, gone
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.apiserver.versions import from_stored
from sandbox.sim.cluster.http.messages import Request
from sandbox.sim.cluster.http.paths import Target
from sandbox.sim.cluster.http.rendering import Renderer
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]
_BOOKMARK_EVERY = 60 * SECOND
_LONGEST = 1800
"""Seconds that a watch lasts unless the client says otherwise; the real server draws 30 to 60 minutes."""


class WatchFeed:
    """One watch. Ends when its time is over or its version is too old."""

    def __init__(self, api: ApiServer, target: Target, request: Request, renderer: Renderer) -> None:
        self.api = api
        self.target = target
        self.renderer = renderer
        self.content_type = renderer.form.content_type
        self.finished = False
        self._choose(request)
        core = api.core
        seconds = request.number("timeoutSeconds")
        self._ends = core.clock.now + (_LONGEST if seconds is None else seconds) * SECOND
        self._bookmarks = request.flag("allowWatchBookmarks")
        self._bookmark_at = core.clock.now + _BOOKMARK_EVERY
        self._titled = False
        self._first: list[bytes] = []
        self._begin(request)

    def _choose(self, request: Request) -> None:
        resource = self.target.resource
        try:
            self._labels = parse_selector(request.option("labelSelector"))
        except SelectorError as error:
            raise bad_request(str(error)) from error
        self._fields = parse_field_selector(request.option("fieldSelector"), resource.kind)

    def _begin(self, request: Request) -> None:
        given, storage = request.option("resourceVersion"), self.api.storage
        if given and not given.isdecimal():
            raise bad_request(f'resourceVersion: Invalid value: "{given}": strconv.ParseUint: parsing: invalid syntax')
        asked = request.option("sendInitialEvents")
        initial = request.flag("sendInitialEvents") if asked else given in ("", "0")
        self._version = storage.version if given in ("", "0") or asked else int(given)
        if asked and request.option("resourceVersionMatch") != "NotOlderThan":
            raise _initial_refused(asked)
        if initial:
            self._first = [self._line("ADDED", obj) for obj in self._current()]
            if asked and self._bookmarks:
                self._first.append(self._bookmark({"k8s.io/initial-events-end": "true"}))

    def _current(self) -> list[Object]:
        key = self.target.resource.key
        return [obj for obj in self.api.storage.scan(key, self.target.namespace) if self._matches(obj)]

    def _matches(self, obj: Object | None) -> bool:
        if obj is None or (self.target.namespace and obj["metadata"].get("namespace") != self.target.namespace):
            return False
        if self.target.name and obj["metadata"]["name"] != self.target.name:
            return False
        return self._labels.matches(labels_of(obj)) and matches_fields(obj, self._fields)

    def read(self) -> bytes:
        """Return the events since the last call, one a line."""
        lines, self._first = self._first, []
        if self._is_too_old():
            self.finished = True
            error = gone(f"too old resource version: {self._version} ({self.api.storage.version})")
            return b"".join(lines) + _json({"type": "ERROR", "object": error.status})
        for event in self.api.events_since(self._version):
            self._version = event.version
            if event.resource == self.target.resource.key:
                lines += self._lines(event)
        now = self.api.core.clock.now
        if self._bookmarks and now >= self._bookmark_at:
            self._bookmark_at = now + _BOOKMARK_EVERY
            lines.append(self._bookmark({}))
        self.finished = now >= self._ends
        return b"".join(lines)

    def _is_too_old(self) -> bool:
        storage = self.api.storage
        oldest = storage.log[0].version - 1 if storage.log else storage.version
        return self._version < oldest

    def _lines(self, event: WatchEvent) -> list[bytes]:
        before = event.type != "ADDED" and self._matches(event.old)
        after = event.type != "DELETED" and self._matches(event.object)
        if after:
            return [self._line("MODIFIED" if before else "ADDED", event.object)]
        if not before:
            return []
        last = event.object if event.type == "DELETED" else _dated(event.old or {}, event.version)
        return [self._line("DELETED", last)]

    def _line(self, kind: str, obj: Object) -> bytes:
        shown = self.renderer.value(from_stored(self.api.core, self.target.resource, copy_json(obj)))
        if shown.get("kind") == "Table":
            shown["columnDefinitions"] = None if self._titled else shown["columnDefinitions"]
            self._titled = True
        return _json({"type": kind, "object": shown})

    def _bookmark(self, annotations: dict[str, str]) -> bytes:
        meta: Object = {"resourceVersion": str(self.api.storage.version), "creationTimestamp": None}
        if annotations:
            meta["annotations"] = annotations
        resource = self.target.resource
        shown: Object = {"kind": resource.kind, "apiVersion": resource.api_version, "metadata": meta}
        if self.renderer.form.kind == "Table":
            row = {"cells": [], "object": shown}
            shown = {"kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": meta, "rows": [row]}
            shown["columnDefinitions"] = None
        return _json({"type": "BOOKMARK", "object": shown})


def _dated(obj: Object, version: int) -> Object:
    return {**obj, "metadata": {**obj["metadata"], "resourceVersion": str(version)}}


def _initial_refused(asked: str) -> ApiError:
    words = (
        'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting '
        f"resourceVersionMatch to NotOlderThan (sendInitialEvents={asked})"
    )
    return ApiError(422, "Invalid", words)


def _json(value: Object) -> bytes:
    return orjson.dumps(value) + b"\n"
