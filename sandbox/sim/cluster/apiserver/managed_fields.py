"""Who manages which field.

Models k8s.io/apimachinery/pkg/util/managedfields v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apiserver.core import Core, Options

Object = dict[str, Any]


def track(core: Core, resource: ApiResource, new: Object, old: Object | None, options: Options) -> None:
    """Record which fields this write set."""
    del core, resource, new, old, options
