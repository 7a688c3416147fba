"""kubectl scale.

Models k8s.io/kubectl/pkg/cmd/scale/scale.go v1.36. Not modelled: --timeout.
"""

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.builder import Info, find, request_of
from sandbox.sim.kubectl.change_cause import record
from sandbox.sim.kubectl.dry_run import DryRun
from sandbox.sim.kubectl.errors import KubectlError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.results import FILES, Results
from sandbox.sim.kubectl.results import FLAGS as RESULT_FLAGS

FLAGS = RESULT_FLAGS | FILES | {"all", "current-replicas", "replicas", "resource-version", "selector"}


def run(invocation: Invocation) -> int:
    """Set the number of replicas."""
    flags = invocation.flags
    if flags["replicas"] < 0:
        raise KubectlError("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0")
    if flags["current-replicas"] < -1:
        raise KubectlError("The --current-replicas must specify an integer of -1 or greater")
    results = Results(invocation)
    found = find(invocation, request_of(invocation, validate=False))
    if len(found.infos) > 1 and flags["resource-version"]:
        raise KubectlError("cannot use --resource-version with multiple resources")
    errors = list(found.errors)
    for info in found.infos:
        try:
            _scale(invocation, results, info)
        except (ApiError, KubectlError) as error:
            errors.append(error)
    if not found.infos:
        words = errors[0].message if errors and isinstance(errors[0], ApiError) else "<nil>"
        raise KubectlError(f"no objects passed to scale {words}")
    raise_all(errors)
    return 0


def _scale(invocation: Invocation, results: Results, info: Info) -> None:
    flags = invocation.flags
    wanted = flags["current-replicas"]
    if wanted != -1:
        current = invocation.client.get(info.resource, info.name, info.namespace, "scale")
        replicas = (current.get("spec") or {}).get("replicas", 0)
        if replicas != wanted:
            raise KubectlError(f"Expected replicas to be {wanted}, was {replicas}")
    if flags["resource-version"]:
        version = (info.obj or {})["metadata"]["resourceVersion"]
        if version != flags["resource-version"]:
            raise KubectlError(f"Expected resource version to be {flags['resource-version']}, was {version}")
    if results.dry_run is not DryRun.CLIENT:
        invocation.client.patch(
            info.resource,
            info.name,
            {"spec": {"replicas": flags["replicas"]}},
            info.namespace,
            patch_type="merge",
            subresource="scale",
            dry_run=results.dry_run.is_server,
        )
        cause = record(invocation, {})
        if cause:
            invocation.client.patch(info.resource, info.name, cause, info.namespace, patch_type="merge")
    results.show_info(info, "scaled")
