"""kubectl's door to the API server: whose requests they are, which namespace, warnings on standard error.

Models the clients of k8s.io/client-go v1.36 that kubectl builds from its kubeconfig and global flags.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.users import UserInfo, user_as
from sandbox.sim.kubectl.resource_types import ResourceTypes

Object = dict[str, Any]


class Client:
    """Requests of one invocation. Every method raises ApiError as the server refuses."""

    def __init__(self, api: ApiServer, user: UserInfo, warn: Callable[[str], None]) -> None:
        self.api = api
        self.user = user
        self._warn = warn
        self._warned: set[str] = set()

    @property
    def types(self) -> ResourceTypes:
        """What the server offers now."""
        return ResourceTypes(self.api.discover(), self.api.discover_versions(), self._remembered)

    def _remembered(self) -> Sequence[ApiResource]:
        """Return the custom resources that were served before: kubectl's discovery cache still knows them."""
        events = self.api.storage.log
        gone = [e.object for e in events if e.type == "DELETED" and e.resource.endswith("/customresourcedefinitions")]
        return [
            _served(definition, version) for definition in gone for version in definition["spec"].get("versions", ())
        ]

    def _done(self, answer: Object) -> Object:
        """Print each warning once, however many requests of the invocation it comes with."""
        for text in self.api.take_warnings():
            if text not in self._warned:
                self._warned.add(text)
                self._warn(text)
        return answer

    def _call(self, call: Callable[[], Object]) -> Object:
        try:
            return self._done(call())
        except ApiError:
            self._done({})
            raise

    def get(self, resource: ApiResource, name: str, namespace: str, subresource: str = "") -> Object:
        """Return one object."""
        return self._call(
            lambda: self.api.get(resource, name, namespace=namespace, subresource=subresource, user=self.user)
        )

    def list(self, resource: ApiResource, namespace: str, *, selector: str = "", fields: str = "") -> Object:
        """Return a List object."""
        return self._call(
            lambda: self.api.list(
                resource, namespace=namespace, label_selector=selector, field_selector=fields, user=self.user
            )
        )

    def create(self, resource: ApiResource, obj: Object, namespace: str, **options: Any) -> Object:
        """Create an object."""
        return self._call(lambda: self.api.create(resource, obj, namespace=namespace, user=self.user, **options))

    def update(self, resource: ApiResource, obj: Object, namespace: str, **options: Any) -> Object:
        """Replace an object."""
        return self._call(lambda: self.api.update(resource, obj, namespace=namespace, user=self.user, **options))

    def patch(self, resource: ApiResource, name: str, patch: Any, namespace: str, **options: Any) -> Object:
        """Change an object by a patch."""
        return self._call(lambda: self.api.patch(resource, name, patch, namespace=namespace, user=self.user, **options))

    def delete(self, resource: ApiResource, name: str, namespace: str, **options: Any) -> Object:
        """Delete an object; returns it where its end takes time, else a Status."""
        return self._call(lambda: self.api.delete(resource, name, namespace=namespace, user=self.user, **options))

    def table(self, resource: ApiResource, objects: Sequence[Object]) -> Object:
        """Return objects as a Table."""
        return self.api.table(resource, [*objects])


def _served(definition: Object, version: Object) -> ApiResource:
    spec = definition["spec"]
    names = spec["names"]
    return ApiResource(
        group=spec["group"],
        version=version["name"],
        kind=names["kind"],
        plural=names["plural"],
        singular=names.get("singular") or names["kind"].lower(),
        short_names=tuple(names.get("shortNames") or ()),
        namespaced=spec.get("scope") == "Namespaced",
        verbs=("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"),
        categories=tuple(names.get("categories") or ()),
    )


def impersonate(user: UserInfo, name: str, groups: tuple[str, ...]) -> UserInfo:
    """Return the user that ``--as`` and ``--as-group`` name, or the one who asks."""
    return user_as(name, groups) if name else user
