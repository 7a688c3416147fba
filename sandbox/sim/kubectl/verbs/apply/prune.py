"""kubectl apply --prune.

Models k8s.io/kubectl/pkg/cmd/apply/prune.go v1.36 with its default list of kinds.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.labels import SelectorError, parse_selector
from sandbox.sim.cluster.apimachinery.meta import labels_of
from sandbox.sim.kubectl.applied import last_applied
from sandbox.sim.kubectl.builder import Info, info_from
from sandbox.sim.kubectl.dry_run import DryRun
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.results import Results

Object = dict[str, Any]
_KINDS = (
    "configmaps endpoints namespaces persistentvolumeclaims persistentvolumes pods replicationcontrollers "
    "secrets services "
    "jobs.batch cronjobs.batch ingresses.networking.k8s.io daemonsets.apps deployments.apps replicasets.apps "
    "statefulsets.apps"
).split()


def matches(selector: str, obj: Object) -> bool:
    """Tell whether an object has the labels of a selector. Raises KubectlError."""
    try:
        return parse_selector(selector).matches(labels_of(obj))
    except SelectorError as error:
        raise KubectlError(str(error)) from error


def _kinds(invocation: Invocation) -> list[str]:
    chosen = []
    for word in invocation.flags["prune-allowlist"]:
        parts = word.split("/")
        if len(parts) != 3:  # noqa: PLR2004  (group, version, kind)
            raise KubectlError(f"invalid GroupVersionKind format: {word}, please follow <group/version/kind>")
        group, version, kind = parts
        api_version = version if group == "core" else f"{group}/{version}"
        resource = invocation.client.types.of_kind(api_version, kind)
        if resource is None:
            raise KubectlError(f'no matches for kind "{kind}" in version "{api_version}"')
        chosen.append(resource.qualified)
    return chosen or _KINDS


def prune(invocation: Invocation, results: Results, infos: list[Info], applied: list[Object]) -> None:
    """Delete what was applied before and is in the files no more."""
    client = invocation.client
    kept = {obj["metadata"].get("uid") for obj in applied}
    namespaces = list(dict.fromkeys(info.namespace for info in infos if info.namespace)) or [invocation.namespace]
    for word in _kinds(invocation):
        resource = client.types.find(word)
        for namespace in namespaces if resource.namespaced else [""]:
            found = client.list(resource, namespace, selector=invocation.flags["selector"])["items"]
            for obj in found:
                if last_applied(obj) is None or obj["metadata"]["uid"] in kept:
                    continue
                if results.dry_run is not DryRun.CLIENT:
                    client.delete(resource, obj["metadata"]["name"], namespace, dry_run=results.dry_run.is_server)
                results.show_info(info_from(resource, obj), "pruned")
