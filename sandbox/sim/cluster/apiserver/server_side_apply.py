"""Server-side apply.

Models k8s.io/apimachinery/pkg/util/managedfields and sigs.k8s.io/structured-merge-diff v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import bad_request
from sandbox.sim.cluster.apiserver.core import Core, Options

Object = dict[str, Any]


def apply(  # noqa: PLR0917  (one part of a request each)
    core: Core, resource: ApiResource, name: str, config: Object, namespace: str, options: Options
) -> Object:
    """Merge an applied configuration into the stored object, or create it."""
    del core, resource, name, config, namespace, options
    raise bad_request("not modelled in this sandbox: server-side apply")
