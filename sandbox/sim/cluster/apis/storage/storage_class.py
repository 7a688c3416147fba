"""StorageClasses.

Models k8s.io/kubernetes/pkg/apis/storage/{v1/defaults,validation} v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, duplicate, invalid, not_supported, required, too_long
from sandbox.sim.cluster.apimachinery.names import qualified_name
from sandbox.sim.cluster.apis.object_meta import immutable, unique
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_LARGEST = 256 * 1024
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
    parameters = obj.get("parameters") or {}
    if not name:
        faults.append(required("provisioner"))
    else:
        faults += [invalid("provisioner", name, words) for words in qualified_name(name.lower())]
    if "" in parameters:
        faults.append(invalid("parameters", "", "field can not be empty."))
    if sum(len(key) + len(value) for key, value in parameters.items()) > _LARGEST:
        faults.append(too_long("parameters", _LARGEST))
    if obj["reclaimPolicy"] not in ("Delete", "Retain"):
        faults.append(not_supported("reclaimPolicy", obj["reclaimPolicy"], ("Delete", "Retain")))
    if obj["volumeBindingMode"] not in _MODES:
        faults.append(not_supported("volumeBindingMode", obj["volumeBindingMode"], _MODES))
    return faults + _topologies(obj.get("allowedTopologies") or [])


def _topologies(terms: list[Object]) -> list[FieldError]:
    faults: list[FieldError] = []
    for index, term in enumerate(terms):
        keys: set[str] = set()
        for number, row in enumerate(term.get("matchLabelExpressions") or ()):
            here, values = f"allowedTopologies[{index}].matchLabelExpressions[{number}]", row.get("values") or []
            if not values:
                faults.append(required(f"{here}.values"))
            faults += unique(values, f"{here}.values")
            key = row.get("key", "")
            faults += [invalid(f"{here}.key", key, words) for words in qualified_name(key)]
            if key in keys:
                faults.append(duplicate(f"{here}.key", key))
            keys.add(key)
        if term in terms[:index]:
            faults.append(duplicate(f"allowedTopologies[{index}]", ""))
    return faults


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that nothing but labels, annotations and expansion changes."""
    faults: list[FieldError] = []
    for key, path in _FIXED:
        faults += immutable(new.get(key), old.get(key), path)
    return faults


STORAGE_CLASS = Strategy(default=default, validate=validate, validate_update=validate_update)
