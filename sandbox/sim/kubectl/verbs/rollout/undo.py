"""kubectl rollout undo.

Models k8s.io/kubectl/pkg/cmd/rollout/rollout_undo.go and polymorphichelpers/rollback.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import annotations_of
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.applied import LAST_APPLIED, last_applied
from sandbox.sim.kubectl.builder import Info, find, request_of
from sandbox.sim.kubectl.dry_run import DryRun
from sandbox.sim.kubectl.errors import KubectlError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.results import FILES, Results
from sandbox.sim.kubectl.results import FLAGS as RESULT_FLAGS
from sandbox.sim.kubectl.verbs.rollout.history import template_text
from sandbox.sim.kubectl.verbs.rollout.revisions import HASH_LABEL, REVISION, Revision, revisions_of, template_of

Object = dict[str, Any]
FLAGS = RESULT_FLAGS | FILES | {"selector", "to-revision"}
_KEPT = (
    LAST_APPLIED,
    REVISION,
    "deployment.kubernetes.io/revision-history",
    "deployment.kubernetes.io/desired-replicas",
    "deployment.kubernetes.io/max-replicas",
    "deprecated.deployment.rollback.to",
)


def run(invocation: Invocation) -> int:
    """Go back to an earlier revision."""
    flags = invocation.flags
    if not invocation.args and not flags["filename"] and not flags["kustomize"]:
        raise KubectlError("required resource not specified")
    results = Results(invocation)
    found = find(invocation, request_of(invocation, validate=False))
    errors = list(found.errors)
    for info in found.infos:
        try:
            _undo(invocation, results, info)
        except (KubectlError, ApiError) as error:
            errors.append(error)
    raise_all(errors)
    return 0


def _undo(invocation: Invocation, results: Results, info: Info) -> None:
    obj = info.obj or {}
    if last_applied(obj) is not None:
        invocation.err(
            f"Warning: resource {info.resource.plural}/{info.name} was previously managed with 'kubectl apply'. "
            f"Rolling "
            f"back will not update the {LAST_APPLIED} annotation, which may cause unexpected behavior on future "
            f"'kubectl "
            "apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n"
        )
    if info.resource.kind == "Deployment" and obj["spec"].get("paused"):
        raise KubectlError(
            "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again"
        )
    revision = _choose(revisions_of(invocation, info), int(invocation.flags["to-revision"]))
    template = template_of(info, revision)
    if results.dry_run is DryRun.CLIENT:
        shown = template_text(invocation, template)
        results.show_info(info, shown)
        return
    if _same(template, obj["spec"]["template"]):
        results.show_info(info, f"skipped rollback (current template already matches revision {revision.number})")
        return
    patch, kind = _patch(info, revision, obj)
    info.obj = invocation.client.patch(
        info.resource, info.name, patch, info.namespace, patch_type=kind, dry_run=results.dry_run.is_server
    )
    results.show_info(info, "rolled back")


def _choose(revisions: list[Revision], wanted: int) -> Revision:
    if wanted < 0:
        raise KubectlError(f"revision must be a positive integer: {wanted}")
    if wanted:
        found = next((revision for revision in revisions if revision.number == wanted), None)
        if found is None:
            raise KubectlError(f"unable to find specified revision {wanted} in history")
        return found
    if len(revisions) < 2:  # noqa: PLR2004  (the one in force and the one before)
        raise KubectlError(
            "no rollout history found for deployment" if not revisions else "no last revision to roll back to"
        )
    return revisions[-2]


def _bare(template: Object) -> Object:
    copy: Object = copy_json(template)
    meta = copy.get("metadata") or {}
    labels = {key: value for key, value in (meta.get("labels") or {}).items() if key != HASH_LABEL}
    annotations = {k: v for k, v in (meta.get("annotations") or {}).items() if k != "kubernetes.io/change-cause"}
    copy["metadata"] = {**{k: v for k, v in meta.items() if k not in ("labels", "annotations")}, "labels": labels}
    if annotations:
        copy["metadata"]["annotations"] = annotations
    return copy


def _same(one: Object, other: Object) -> bool:
    return _bare(one) == _bare(other)


def _patch(info: Info, revision: Revision, obj: Object) -> tuple[Any, str]:
    if info.resource.kind != "Deployment":
        return revision.source.get("data") or {}, "strategic"
    template: Object = copy_json(revision.source["spec"]["template"])
    (template.get("metadata") or {}).get("labels", {}).pop(HASH_LABEL, None)
    current = annotations_of(obj)
    annotations = {key: current[key] for key in _KEPT if key in current}
    annotations |= {k: v for k, v in annotations_of(revision.source).items() if k not in _KEPT}
    return [
        {"op": "replace", "path": "/spec/template", "value": template},
        {"op": "replace", "path": "/metadata/annotations", "value": annotations},
    ], "json"
