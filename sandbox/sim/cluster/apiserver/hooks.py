"""What single kinds do around a write beyond their strategy: allocation, and answers that are computed, not stored.

Models the custom REST storages of k8s.io/kubernetes/pkg/registry v1.36.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apiserver import definitions, reviews, service_ips
from sandbox.sim.cluster.apiserver.core import Core, Options

Object = dict[str, Any]
Review = Callable[[Core, ApiResource, Object, str, Options], Object]


def review_of(resource: ApiResource) -> Review | None:
    """Return what answers a resource that is asked, not stored (access reviews, bindings)."""
    return reviews.REVIEWS.get(resource.key)


def allocate(core: Core, resource: ApiResource, obj: Object, old: Object | None, *, dry_run: bool) -> None:
    """Give a Service its addresses and ports."""
    del dry_run
    if resource.key == "/services":
        service_ips.allocate(core, obj, old)


def release(core: Core, resource: ApiResource, obj: Object) -> None:
    """Give back what ``allocate`` gave to an object that was not stored: nothing is booked before it is."""
    del core, resource, obj


def after_write(core: Core, resource: ApiResource, obj: Object, old: Object | None) -> None:
    """Follow up on a stored object."""
    del old
    if resource.plural == "customresourcedefinitions":
        definitions.establish(core, obj)


def after_delete(core: Core, resource: ApiResource, obj: Object) -> None:
    """Follow up on a removed object."""
    if resource.plural == "customresourcedefinitions":
        definitions.forget(core, obj)
