"""Where objects live, and the log of what happened to them.

Models etcd below k8s.io/apiserver/pkg/storage: one resource version for all, watch events in order.
Stored dicts are never changed in place: a write puts a new dict, so that readers inside the server need no copies.
Objects that every cluster starts with (bootstrap RBAC) come from a pristine set shared by all Worlds of the process:
only what differs from it is stored and dumped.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apiserver.managed_fields import FieldManagers

Object = dict[str, Any]
LOG_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class WatchEvent:
    """One change: ``type`` is ADDED, MODIFIED or DELETED; ``object`` is read only; ``resource`` a storage key."""

    version: int
    type: str
    resource: str
    object: Object
    old: Object | None


def _nobody() -> None:
    """Tell nobody."""


class Storage:
    """Objects by resource key, namespace and name."""

    def __init__(self, pristine: Callable[[str], dict[str, Object]] | None = None) -> None:
        self.version = 1
        self.log: list[WatchEvent] = []
        self.on_change: Callable[[], None] = _nobody
        """Called after every change: the cluster wakes its controllers."""
        self.managers = FieldManagers()
        self._objects: dict[str, dict[str, dict[str, Object]]] = {}
        self._pristine = pristine
        self._owned: dict[str, dict[tuple[str, str, str], None]] = {}
        self._events: dict[str, dict[tuple[str, str], None]] = {}
        """Keys of events by the uid of the object that they tell of."""

    def next_version(self) -> int:
        """Count one write."""
        self.version += 1
        return self.version

    def _room(self, resource: str) -> dict[str, dict[str, Object]]:
        room = self._objects.get(resource)
        if room is None:
            room = self._objects[resource] = {}
            if self._pristine is not None:
                for name, obj in self._pristine(resource).items():
                    room.setdefault(obj["metadata"].get("namespace", ""), {})[name.rpartition("/")[2]] = obj
        return room

    def get(self, resource: str, namespace: str, name: str) -> Object | None:
        """Return a stored object, read only, or None."""
        return self._room(resource).get(namespace, {}).get(name)

    def scan(self, resource: str, namespace: str = "") -> Iterator[Object]:
        """Yield stored objects, read only, sorted by namespace and name; no namespace means all of them."""
        room = self._room(resource)
        for space in [namespace] if namespace else sorted(room):
            names = room.get(space, {})
            for name in sorted(names):
                yield names[name]

    def count(self, resource: str) -> int:
        """Return how many objects of a resource there are."""
        return sum(len(names) for names in self._room(resource).values())

    def resources(self) -> list[str]:
        """Return the keys of all resources that hold objects of this World."""
        return [key for key, room in self._objects.items() if any(room.values())]

    def put(self, resource: str, obj: Object) -> None:
        """Store an object whose ``resourceVersion`` the caller has set, and log the change."""
        meta = obj["metadata"]
        names = self._room(resource).setdefault(meta.get("namespace", ""), {})
        old = names.get(meta["name"])
        names[meta["name"]] = obj
        self._index(resource, obj, old)
        self._append(WatchEvent(int(meta["resourceVersion"]), "MODIFIED" if old else "ADDED", resource, obj, old))

    def remove(self, resource: str, obj: Object) -> None:
        """Remove an object and log its last state, which carries the version of the removal."""
        meta = obj["metadata"]
        names = self._room(resource).get(meta.get("namespace", ""), {})
        old = names.pop(meta["name"], None)
        if old is None:
            return
        self._index(resource, None, old)
        self.managers.forget(meta.get("uid", ""))
        last = {**obj, "metadata": {**meta, "resourceVersion": str(self.next_version())}}
        self._append(WatchEvent(self.version, "DELETED", resource, last, old))

    def owned_by(self, uid: str) -> list[tuple[str, Object]]:
        """Return (resource, object) of everything whose ownerReferences name ``uid``, in order of creation."""
        found = []
        for resource, namespace, name in self._owned.get(uid, ()):
            obj = self.get(resource, namespace, name)
            if obj is not None:
                found.append((resource, obj))
        return found

    def events_of(self, uid: str) -> list[Object]:
        """Return the events of an object, oldest first."""
        found = (self.get("/events", namespace, name) for namespace, name in self._events.get(uid, ()))
        return [event for event in found if event is not None]

    def _index_event(self, new: Object | None, old: Object | None) -> None:
        event = new or old or {}
        uid, meta = event.get("involvedObject", {}).get("uid", ""), event["metadata"]
        key = (meta.get("namespace", ""), meta["name"])
        if new is not None:
            self._events.setdefault(uid, {})[key] = None
        else:
            self._events.get(uid, {}).pop(key, None)

    def _index(self, resource: str, new: Object | None, old: Object | None) -> None:
        if resource == "/events":
            self._index_event(new, old)
            return
        before = old["metadata"].get("ownerReferences", ()) if old else ()
        after = new["metadata"].get("ownerReferences", ()) if new else ()
        if before is after or before == after:
            return
        meta = (new or old or {})["metadata"]
        key = (resource, meta.get("namespace", ""), meta["name"])
        for reference in before:
            self._owned.get(reference["uid"], {}).pop(key, None)
        for reference in after:
            self._owned.setdefault(reference["uid"], {})[key] = None

    def _append(self, event: WatchEvent) -> None:
        self.log.append(event)
        self.on_change()
        if len(self.log) > LOG_KEPT:
            del self.log[: LOG_KEPT // 2]

    def since(self, version: int) -> list[WatchEvent]:
        """Return what happened after a version, in order."""
        log = self.log
        low, high = 0, len(log)
        while low < high:
            middle = (low + high) // 2
            if log[middle].version <= version:
                low = middle + 1
            else:
                high = middle
        return log[low:]

    def dump(self) -> Object:
        """Return the state as JSON-able data: of pristine resources only the differences."""
        rooms: Object = {}
        for resource, room in self._objects.items():
            pristine = self._pristine(resource) if self._pristine else {}
            objects = [
                obj for names in room.values() for name, obj in names.items() if pristine.get(_key(obj)) is not obj
            ]
            gone = [key for key in pristine if self._is_gone(room, key)]
            if objects or gone or not pristine:
                rooms[resource] = {"objects": objects, "gone": gone} if gone else {"objects": objects}
        return {"version": self.version, "rooms": rooms, "managers": self.managers.dump()}

    @staticmethod
    def _is_gone(room: dict[str, dict[str, Object]], key: str) -> bool:
        namespace, _, name = key.rpartition("/")
        return name not in room.get(namespace, {})

    @classmethod
    def load(cls, state: Object, pristine: Callable[[str], dict[str, Object]] | None = None) -> "Storage":
        """Return the storage that ``dump()`` described; watchers start anew at its version."""
        storage = cls(pristine)
        storage.version = state["version"]
        storage.managers.load(state["managers"])
        for resource, saved in state["rooms"].items():
            room = storage._room(resource)
            for key in saved.get("gone", ()):
                namespace, _, name = key.rpartition("/")
                room.get(namespace, {}).pop(name, None)
            for obj in saved["objects"]:
                room.setdefault(obj["metadata"].get("namespace", ""), {})[obj["metadata"]["name"]] = obj
                if resource == "/events" or "ownerReferences" in obj["metadata"]:
                    storage._index(resource, obj, None)
        return storage


def _key(obj: Object) -> str:
    meta = obj["metadata"]
    return f"{meta.get('namespace', '')}/{meta['name']}"
