"""How controllers, scheduler and kubelet speak to the API server.

Models client-go's typed clients and record.EventRecorder v1.36. What is read is the stored object itself: read only.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import name_of, namespace_of
from sandbox.sim.cluster.apimachinery.resources import ApiResource, built_in
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apis.registry import strategy_of
from sandbox.sim.cluster.apiserver import creation, deletion, subresources, updating
from sandbox.sim.cluster.apiserver.core import Core, Options
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.users import ADMIN, UserInfo
from sandbox.sim.kernel.clock import SECOND, rfc3339

Object = dict[str, Any]
_PRUNE_EVERY = 16
"""Old events are looked for at every so many versions: looking each time would cost more than keeping a few."""
_EVENT_LIFETIME = 3600 * SECOND
_PROGRAMS = {"kubelet": "kubelet", "kubeadm": "kubeadm", "default-scheduler": "kube-scheduler"}
"""Programs that components belong to, where it is not the controller manager: managed fields name the program."""
RESOURCES: dict[str, ApiResource] = {found.key: found for found in reversed(built_in())}
"""Built-in resources by storage key."""


class InternalClient:
    """A component's access, under the component's own name."""

    def __init__(self, api: ApiServer, component: str) -> None:
        self.api = api
        self.component = component
        self.manager = _PROGRAMS.get(component, "kube-controller-manager")
        self.user = UserInfo(f"system:{component}", ("system:masters", "system:authenticated"))

    @property
    def core(self) -> Core:
        """The server's shared parts."""
        return self.api.core

    @property
    def now(self) -> int:
        """The time in nanoseconds since the epoch."""
        return self.core.clock.now

    @property
    def timestamp(self) -> str:
        """The time as objects carry it."""
        return self.core.clock.rfc3339()

    def get(self, key: str, namespace: str, name: str) -> Object | None:
        """Return a stored object, read only, or None."""
        return self.core.storage.get(key, namespace, name)

    def scan(self, key: str, namespace: str = "") -> list[Object]:
        """Return stored objects, read only."""
        return list(self.core.storage.scan(key, namespace))

    def owned(self, uid: str, key: str) -> list[Object]:
        """Return the objects of one resource that name an owner."""
        return [obj for resource, obj in self.core.storage.owned_by(uid) if resource == key]

    def _options(self, subresource: str = "") -> Options:
        return Options(user=self.user, field_manager=self.manager, subresource=subresource)

    def create(self, key: str, obj: Object) -> Object:
        """Default and create an object that is typed right already; ApiError as for everyone."""
        resource = RESOURCES[key]
        warnings = list(self.core.warnings)
        new = {"apiVersion": resource.api_version, "kind": resource.kind, **obj}
        strategy_of(resource).default(new)
        created = creation.create_decoded(self.core, resource, new, namespace_of(new), self._options())
        self.core.warnings[:] = warnings
        return created

    def update(self, key: str, new: Object, subresource: str = "") -> Object:
        """Replace an object (or its status) by a changed copy; a lost race raises ApiError Conflict."""
        resource = RESOURCES[key]
        old = self.get(key, namespace_of(new), name_of(new))
        if old is None:
            raise ApiError(404, "NotFound", f"{resource.qualified} {name_of(new)} not found")
        warnings = list(self.core.warnings)
        updated = updating.replace(self.core, resource, new, old, self._options(subresource))
        self.core.warnings[:] = warnings
        return updated

    def set_status(self, key: str, obj: Object, status: Object) -> Object:
        """Write a new status if it differs from the stored one."""
        if (obj.get("status") or {}) == status:
            return obj
        new = {**obj, "metadata": dict(obj["metadata"]), "status": copy_json(status)}
        return self.update(key, new, "status")

    def delete(self, key: str, obj: Object, *, grace: int | None = None, propagation: str = "Background") -> None:
        """Delete an object; one that is gone already is no error."""
        order = deletion.Order(
            propagation, grace, dry_run=False, preconditions={"uid": obj["metadata"]["uid"]}, user=ADMIN
        )
        try:
            deletion.delete(self.core, RESOURCES[key], name_of(obj), namespace_of(obj), order)
        except ApiError as error:
            if error.reason not in ("NotFound", "Conflict"):
                raise

    def post(self, key: str, obj: Object, subresource: str, body: Object) -> Object:
        """Post to a subresource."""
        options = self._options(subresource)
        return subresources.post(self.core, RESOURCES[key], name_of(obj), body, namespace_of(obj), options)

    def record(self, key: str, obj: Object, event: tuple[str, str, str], *, host: str = "", path: str = "") -> None:
        """Tell an event: ``event`` is (type, reason, message); the same again within an hour counts up."""
        kind, reason, message = event
        resource = RESOURCES[key]
        namespace = namespace_of(obj) or "default"
        involved: Object = {
            "kind": resource.kind,
            "namespace": namespace_of(obj),
            "name": name_of(obj),
            "uid": obj["metadata"]["uid"],
            "apiVersion": resource.api_version,
            "resourceVersion": obj["metadata"].get("resourceVersion", ""),
            "fieldPath": path,
        }
        involved = {name: value for name, value in involved.items() if value}
        source = {"component": self.component, "host": host} if host else {"component": self.component}
        known = self._same_event(involved, (reason, message), source)
        if known is None:
            self._new_event(namespace, involved, event, source)
        else:
            new = {**known, "count": known.get("count", 1) + 1, "lastTimestamp": self.timestamp}
            self._put_event(new)
        del kind

    def _same_event(self, involved: Object, words: tuple[str, str], source: Object) -> Object | None:
        for event in self.core.storage.events_of(involved["uid"]):
            other = event["involvedObject"]
            if (
                (event["reason"], event["message"]) == words
                and other.get("uid") == involved["uid"]
                and other.get("fieldPath") == involved.get("fieldPath")
                and event["source"] == source
            ):
                return event
        return None

    def _forget_old_events(self, namespace: str) -> None:
        """Drop events that were last seen an hour ago, as their lease in etcd does."""
        limit = rfc3339(self.now - _EVENT_LIFETIME)
        for event in list(self.core.storage.scan("/events", namespace)):
            if (event.get("lastTimestamp") or event["metadata"]["creationTimestamp"]) < limit:
                self.core.storage.remove("/events", event)

    def _new_event(self, namespace: str, involved: Object, event: tuple[str, str, str], source: Object) -> None:
        kind, reason, message = event
        if self.core.storage.version % _PRUNE_EVERY == 0:
            self._forget_old_events(namespace)
        self._put_event(
            {
                "apiVersion": "v1",
                "kind": "Event",
                "metadata": {
                    "name": f"{involved['name']}.{self.now + self.core.storage.version:x}",
                    "namespace": namespace,
                    "uid": self._uid(),
                    "creationTimestamp": self.timestamp,
                },
                "involvedObject": involved,
                "reason": reason,
                "message": message,
                "source": source,
                "firstTimestamp": self.timestamp,
                "lastTimestamp": self.timestamp,
                "count": 1,
                "type": kind,
                "eventTime": None,
                "reportingComponent": self.component,
                "reportingInstance": source.get("host", ""),
            }
        )

    def _uid(self) -> str:
        digits = self.core.rng.hex("event-uid", 32)
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    def _put_event(self, event: Object) -> None:
        event["metadata"] = {**event["metadata"], "resourceVersion": str(self.core.storage.next_version())}
        self.core.storage.put("/events", event)
