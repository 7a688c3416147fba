"""Custom resources.

Models k8s.io/apiextensions-apiserver v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apiserver.core import Core

Object = dict[str, Any]


def is_custom(core: Core, resource: ApiResource) -> bool:
    """Tell whether a resource comes from a CustomResourceDefinition."""
    return "." in resource.group and core.discovery.definition_of(resource) is not None


def has_status(core: Core, resource: ApiResource) -> bool:
    """Tell whether a custom resource has a status subresource."""
    del core, resource
    return False


def decode(core: Core, resource: ApiResource, obj: Object) -> tuple[Object, list[str]]:
    """Prune and default an object by its definition's schema."""
    del core, resource
    return obj, []


def validate(core: Core, resource: ApiResource, new: Object, old: Object | None) -> list[FieldError]:
    """Check an object against its definition's schema."""
    del core, resource, new, old
    return []
