"""StorageClasses.

Models k8s.io/kubernetes/pkg/apis/storage/{v1/defaults,validation} v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import qualified_name
from sandbox.sim.cluster.apis.object_meta import immutable
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_MODES = ("Immediate", "WaitForFirstConsumer")
_FIXED = (("parameters", "parameters"), ("provisioner", "provisioner"), ("reclaimPolicy", "reclaimPolicy"),
          ("volumeBindingMode", "volumeBindingMode"))  # fmt: skip


def default(obj: Object) -> None:
    """Fill in a StorageClass."""
    obj.setdefault("reclaimPolicy", "Delete")
    obj.setdefault("volumeBindingMode", "Immediate")


def validate(obj: Object) -> list[FieldError]:
    """Check a StorageClass."""
    name, faults = obj.get("provisioner", ""), list[FieldError]()
    if not name:
        faults.append(required("provisioner"))
    else:
        faults += [invalid("provisioner", name, words) for words in qualified_name(name.lower())]
    if obj["reclaimPolicy"] not in ("Delete", "Retain"):
        faults.append(not_supported("reclaimPolicy", obj["reclaimPolicy"], ("Delete", "Retain")))
    if obj["volumeBindingMode"] not in _MODES:
        faults.append(not_supported("volumeBindingMode", obj["volumeBindingMode"], _MODES))
    return faults


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that nothing but labels, annotations and expansion changes."""
    faults: list[FieldError] = []
    for key, path in _FIXED:
        faults += immutable(new.get(key), old.get(key), path)
    return faults


STORAGE_CLASS = Strategy(default=default, validate=validate, validate_update=validate_update)
