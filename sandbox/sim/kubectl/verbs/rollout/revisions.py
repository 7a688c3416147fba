"""The revisions of a workload: ReplicaSets of a Deployment, ControllerRevisions of the others.

Models k8s.io/kubectl/pkg/polymorphichelpers/{history,rollback}.go v1.36.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.merge.strategic import apply_strategic
from sandbox.sim.cluster.apimachinery.meta import annotations_of, controller_of
from sandbox.sim.cluster.apimachinery.schema import kind_schema
from sandbox.sim.kubectl.builder import Info
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation

Object = dict[str, Any]
REVISION = "deployment.kubernetes.io/revision"
CHANGE_CAUSE = "kubernetes.io/change-cause"
HASH_LABEL = "pod-template-hash"


@dataclass(frozen=True, slots=True)
class Revision:
    """One state that the workload was in; ``source`` is the ReplicaSet or ControllerRevision."""

    number: int
    cause: str
    source: Object


def revisions_of(invocation: Invocation, info: Info) -> list[Revision]:
    """Return the revisions, the oldest first. Raises KubectlError for kinds that have none."""
    if info.resource.kind == "Deployment":
        return _of_replica_sets(invocation, info)
    if info.resource.kind in ("DaemonSet", "StatefulSet"):
        return _of_controller_revisions(invocation, info)
    raise KubectlError(f"no history viewer has been implemented for {quote_kind(info)}")


def quote_kind(info: Info) -> str:
    """Return the kind and group as Go prints a GroupKind with %q."""
    return f'"{info.resource.kind}.{info.resource.group}"'.replace('."', '"')


def _owned(invocation: Invocation, info: Info, kind: str) -> list[Object]:
    resource = invocation.client.types.find(kind)
    uid = (info.obj or {})["metadata"]["uid"]
    found = invocation.client.list(resource, info.namespace)["items"]
    return [obj for obj in found if (controller_of(obj) or {}).get("uid") == uid]


def _of_replica_sets(invocation: Invocation, info: Info) -> list[Revision]:
    found = []
    for obj in _owned(invocation, info, "replicasets.apps"):
        number = annotations_of(obj).get(REVISION, "")
        if number.isdigit():
            found.append(Revision(int(number), annotations_of(obj).get(CHANGE_CAUSE, ""), obj))
    return sorted(found, key=lambda revision: revision.number)


def _of_controller_revisions(invocation: Invocation, info: Info) -> list[Revision]:
    found = [
        Revision(int(obj.get("revision", 0)), annotations_of(obj).get(CHANGE_CAUSE, ""), obj)
        for obj in _owned(invocation, info, "controllerrevisions.apps")
    ]
    return sorted(found, key=lambda revision: revision.number)


def template_of(info: Info, revision: Revision) -> Object:
    """Return the Pod template of a revision."""
    if info.resource.kind == "Deployment":
        template: Object = copy_json(revision.source["spec"]["template"])
        if revision.cause:
            template.setdefault("metadata", {}).setdefault("annotations", {})[CHANGE_CAUSE] = revision.cause
        return template
    node = kind_schema(info.resource.group, info.resource.version, info.resource.kind)
    patched = apply_strategic(copy_json(info.obj or {}), revision.source.get("data") or {}, node)
    found: Object = patched["spec"]["template"]
    return found
