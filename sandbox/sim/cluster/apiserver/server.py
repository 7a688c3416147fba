"""The API server: the one door through which everything in the cluster reads and writes.

Models kube-apiserver v1.36: generic registry, admission, subresources, watch. Not modelled: HTTP itself (a caller
hands over decoded objects), audit, API priority and fairness, webhooks.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apiserver import creation, deletion, patching, reading, subresources, updating
from sandbox.sim.cluster.apiserver.admission import validating_policies
from sandbox.sim.cluster.apiserver.admission.request import Request
from sandbox.sim.cluster.apiserver.authorization import authorize
from sandbox.sim.cluster.apiserver.bootstrap import pristine_objects
from sandbox.sim.cluster.apiserver.core import Core, Options
from sandbox.sim.cluster.apiserver.discovery import Discovery
from sandbox.sim.cluster.apiserver.storage import Storage, WatchEvent
from sandbox.sim.cluster.apiserver.tables.table import make_table
from sandbox.sim.cluster.apiserver.users import ADMIN, UserInfo
from sandbox.sim.kernel.clock import Clock
from sandbox.sim.kernel.rng import Rng

Object = dict[str, Any]
_DEPRECATED = {
    "/endpoints": "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
    "/componentstatuses": "v1 ComponentStatus is deprecated in v1.19+",
}


def _nothing() -> None:
    """Do nothing."""


class ApiServer:
    """Every method raises ApiError (a metav1.Status) where a real server would refuse; returned dicts are copies."""

    def __init__(self, clock: Clock, rng: Rng, storage: Storage | None = None) -> None:
        found = storage or Storage(pristine_objects)
        self.core = Core(found, clock, rng, Discovery(found))
        self.before_request: Callable[[], None] = _nothing
        """Called before each request from outside: the cluster lets its controllers run."""

    @property
    def storage(self) -> Storage:
        """The objects themselves: read-only views for controllers."""
        return self.core.storage

    def _begin(self, resource: ApiResource) -> None:
        """Let controllers finish what is due, as they would between two requests; warn of deprecated versions."""
        self.before_request()
        self.core.discovery.require(resource)
        if resource.key in _DEPRECATED:
            self.core.warn([_DEPRECATED[resource.key]])

    def _with_managers(self, obj: Object) -> Object:
        """Put ``metadata.managedFields`` into an answer; what the storage holds has none."""
        return self.storage.managers.shown(obj) if "metadata" in obj else obj

    def discover(self) -> list[ApiResource]:
        """Return every served resource in its preferred version."""
        return self.core.discovery.all()

    def discover_versions(self) -> list[ApiResource]:
        """Return every served resource in every served version."""
        return self.core.discovery.every_version()

    def resource_of(self, api_version: str, kind: str) -> ApiResource | None:
        """Return the resource of a kind, or None."""
        return self.core.discovery.by_kind(api_version, kind)

    def take_warnings(self) -> list[str]:
        """Return the warnings of the requests since the last call."""
        taken, self.core.warnings = self.core.warnings, []
        return taken

    def create(
        self,
        resource: ApiResource,
        obj: Object,
        *,
        namespace: str = "",
        user: UserInfo = ADMIN,
        dry_run: bool = False,
        field_validation: str = "Strict",
        field_manager: str = "",
        subresource: str = "",
        name: str = "",
    ) -> Object:
        """Create an object (or post to a subresource of the object ``name``) and return it as stored."""
        options = Options(
            user=user,
            dry_run=dry_run,
            field_validation=field_validation,
            field_manager=field_manager,
            subresource=subresource,
        )
        self._begin(resource)
        if subresource:
            return subresources.post(self.core, resource, name, obj, namespace, options)
        return self._with_managers(creation.create(self.core, resource, obj, namespace, options))

    def get(
        self, resource: ApiResource, name: str, *, namespace: str = "", subresource: str = "", user: UserInfo = ADMIN
    ) -> Object:
        """Return one object."""
        self._begin(resource)
        if subresource == "scale":
            return subresources.get_scale(self.core, resource, name, namespace, user)
        authorize(self.core, user, "get", resource, namespace=namespace, name=name, subresource=subresource)
        return self._with_managers(reading.get(self.core, resource, name, namespace))

    def list(
        self,
        resource: ApiResource,
        *,
        namespace: str = "",
        label_selector: str = "",
        field_selector: str = "",
        user: UserInfo = ADMIN,
        limit: int = 0,
        continue_token: str = "",
    ) -> Object:
        """Return a List object of what the selectors choose."""
        self._begin(resource)
        authorize(self.core, user, "list", resource, namespace=namespace)
        query = reading.Query(label_selector, field_selector, limit, continue_token)
        found = reading.list_objects(self.core, resource, namespace, query)
        for item in found["items"]:
            self._with_managers(item)
        return found

    def update(
        self,
        resource: ApiResource,
        obj: Object,
        *,
        namespace: str = "",
        subresource: str = "",
        user: UserInfo = ADMIN,
        dry_run: bool = False,
        field_validation: str = "Strict",
        field_manager: str = "",
    ) -> Object:
        """Replace an object (or its ``subresource``) and return it as stored."""
        options = Options(
            user=user,
            dry_run=dry_run,
            field_validation=field_validation,
            field_manager=field_manager,
            subresource=subresource,
        )
        self._begin(resource)
        return self._with_managers(updating.update(self.core, resource, copy_json(obj), namespace, options))

    def patch(
        self,
        resource: ApiResource,
        name: str,
        patch: Any,
        *,
        patch_type: str = "strategic",
        namespace: str = "",
        subresource: str = "",
        user: UserInfo = ADMIN,
        dry_run: bool = False,
        field_validation: str = "Strict",
        field_manager: str = "",
        force: bool = False,
    ) -> Object:
        """Change an object by a patch: strategic, merge, json or apply. Returns it as stored."""
        options = Options(
            user=user,
            dry_run=dry_run,
            field_validation=field_validation,
            field_manager=field_manager,
            subresource=subresource,
            force=force,
        )
        self._begin(resource)
        target = patching.Target(patch_type, namespace)
        return self._with_managers(patching.patch(self.core, resource, name, patch, target, options))

    def delete(
        self,
        resource: ApiResource,
        name: str,
        *,
        namespace: str = "",
        user: UserInfo = ADMIN,
        propagation: str = "Background",
        grace_seconds: int | None = None,
        dry_run: bool = False,
        preconditions: Object | None = None,
    ) -> Object:
        """Delete an object: returns it where its end takes time, else a Status."""
        self._begin(resource)
        authorize(self.core, user, "delete", resource, namespace=namespace, name=name)
        self._hold_deletion(resource, name, namespace, Options(user=user, dry_run=dry_run))
        order = deletion.Order(propagation, grace_seconds, dry_run, preconditions or {}, user)
        return deletion.delete(self.core, resource, name, namespace, order)

    def _hold_deletion(self, resource: ApiResource, name: str, namespace: str, options: Options) -> None:
        """Ask the policies that are about deletions."""
        old = self.storage.get(resource.key, namespace if resource.namespaced else "", name)
        if old is not None:
            validating_policies.validate(Request(self.core, resource, "DELETE", {}, old, options))

    def delete_collection(
        self,
        resource: ApiResource,
        *,
        namespace: str = "",
        label_selector: str = "",
        field_selector: str = "",
        user: UserInfo = ADMIN,
        propagation: str = "Background",
        grace_seconds: int | None = None,
        dry_run: bool = False,
    ) -> Object:
        """Delete everything that the selectors choose; returns the List of what was chosen."""
        self._begin(resource)
        authorize(self.core, user, "deletecollection", resource, namespace=namespace)
        query = reading.Query(label_selector, field_selector)
        chosen = reading.list_objects(self.core, resource, namespace, query)
        order = deletion.Order(propagation, grace_seconds, dry_run, {}, user)
        for obj in chosen["items"]:
            meta = obj["metadata"]
            options = Options(user=user, dry_run=dry_run)
            self._hold_deletion(resource, meta["name"], meta.get("namespace", ""), options)
            deletion.delete(self.core, resource, meta["name"], meta.get("namespace", ""), order)
        return chosen

    def table(self, resource: ApiResource, objects: Sequence[Object]) -> Object:
        """Return objects as a meta.k8s.io/v1 Table, as `kubectl get` prints them."""
        return make_table(self.core, resource, objects)

    def events_since(self, resource_version: int) -> Sequence[WatchEvent]:
        """Return what happened after a resource version, in order."""
        return self.storage.since(resource_version)

    def can(
        self,
        user: UserInfo,
        verb: str,
        resource: ApiResource,
        *,
        namespace: str = "",
        name: str = "",
        subresource: str = "",
    ) -> bool:
        """Tell whether a user may do something."""
        return authorize(
            self.core, user, verb, resource, namespace=namespace, name=name, subresource=subresource, ask=True
        )
