"""VolumeAttachments.

Models ValidateVolumeAttachment of k8s.io/kubernetes/pkg/apis/storage/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid, required
from sandbox.sim.cluster.apimachinery.names import dns1123_subdomain
from sandbox.sim.cluster.apis.core.pod.volume_plugins import validate_driver_name
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]


def validate(obj: Object) -> list[FieldError]:
    """Check who attaches what to which node."""
    spec = obj.get("spec") or {}
    faults = validate_driver_name(spec.get("attacher", ""), "spec.attacher")
    source = spec.get("source") or {}
    if "inlineVolumeSpec" in source and "persistentVolumeName" in source:
        faults.append(required("spec.source", "must specify exactly one of inlineVolumeSpec and persistentVolumeName"))
    elif "inlineVolumeSpec" not in source and not source.get("persistentVolumeName"):
        empty = "must specify non empty persistentVolumeName"
        none = "must specify exactly one of inlineVolumeSpec and persistentVolumeName"
        faults.append(required("spec.source", empty if "persistentVolumeName" in source else none))
    name = spec.get("nodeName", "")
    return faults + [invalid("spec.nodeName", name, words) for words in dns1123_subdomain(name)]


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that the spec stays."""
    fixed = [invalid("spec", new.get("spec"), "field is immutable")] if new.get("spec") != old.get("spec") else []
    return validate(new) + fixed


VOLUME_ATTACHMENT = Strategy(validate=validate, validate_update=validate_update, has_status=True)
