"""Server-side printing: objects as a Table.

Models k8s.io/kubernetes/pkg/printers/internalversion v1.36. Each kind's columns stand in a module of their own.
"""

from collections.abc import Sequence
from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apiserver.core import Core
from sandbox.sim.cluster.apiserver.tables.administration import ADMINISTRATION, GENERIC
from sandbox.sim.cluster.apiserver.tables.capacity import CAPACITY
from sandbox.sim.cluster.apiserver.tables.columns import Columns
from sandbox.sim.cluster.apiserver.tables.configuration import CONFIGURATION
from sandbox.sim.cluster.apiserver.tables.custom_columns import columns_of
from sandbox.sim.cluster.apiserver.tables.networking import NETWORKING
from sandbox.sim.cluster.apiserver.tables.pods import POD
from sandbox.sim.cluster.apiserver.tables.workloads import WORKLOADS

Object = dict[str, Any]
TABLES: dict[str, Columns] = {
    "/pods": POD,
    **WORKLOADS,
    **NETWORKING,
    **CONFIGURATION,
    **CAPACITY,
    **ADMINISTRATION,
}


def make_table(core: Core, resource: ApiResource, objects: Sequence[Object]) -> Object:
    """Return a meta.k8s.io/v1 Table of the objects, one row each."""
    definition = core.discovery.definition_of(resource)
    chosen = columns_of(definition, resource.version) if definition else TABLES.get(resource.key, GENERIC)
    now = core.clock.now
    return {
        "kind": "Table",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": {"resourceVersion": str(core.storage.version)},
        "columnDefinitions": chosen.definitions(),
        "rows": [{"cells": chosen.cells(obj, now), "object": obj} for obj in objects],
    }
