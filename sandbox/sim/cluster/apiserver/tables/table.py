"""Server-side printing: objects as a Table.

Models k8s.io/kubernetes/pkg/printers/internalversion v1.36. Each kind's columns stand in a module of their own.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apiserver.core import Core

Object = dict[str, Any]


def make_table(core: Core, resource: ApiResource, objects: list[Object]) -> Object:
    """Return a meta.k8s.io/v1 Table of the objects, one row each."""
    del resource
    columns = [{"name": "Name", "type": "string", "format": "name", "priority": 0, "description": ""}]
    rows = [{"cells": [obj["metadata"]["name"]], "object": obj} for obj in objects]
    return {
        "kind": "Table",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": {"resourceVersion": str(core.storage.version)},
        "columnDefinitions": columns,
        "rows": rows,
    }
