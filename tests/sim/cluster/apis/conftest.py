"""Asking the API server for objects that it should refuse."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.world import World

Object = dict[str, Any]
Refusal = Callable[[Object], list[str]]


@pytest.fixture(scope="module")
def api() -> ApiServer:
    """Return the API server of a small cluster; the tests only make dry runs."""
    server: ApiServer = World.create(seed=7, nodes=("controlplane",)).cluster.api
    return server


@pytest.fixture(scope="module")
def refusal(api: ApiServer) -> Refusal:
    """Return a function that gives the faults of an object, as its causes name them."""

    def ask(obj: Object) -> list[str]:
        resource = api.resource_of(obj["apiVersion"], obj["kind"])
        assert resource is not None
        try:
            api.create(resource, obj, namespace="default" if resource.namespaced else "", dry_run=True)
        except ApiError as error:
            return [f"{cause['field']}: {cause['message']}" for cause in error.status["details"]["causes"]]
        return []

    return ask
