"""ConfigMaps.

Models k8s.io/kubernetes/pkg/apis/core/validation and pkg/registry/core/configmap v1.36.
"""

from base64 import b64decode
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, too_long
from sandbox.sim.cluster.apimachinery.names import config_map_key
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_LIMIT = 1024 * 1024
_FIXED = "field is immutable when `immutable` is set"


def validate(config: Object) -> list[FieldError]:
    """Check keys and size."""
    data, binary = config.get("data") or {}, config.get("binaryData") or {}
    faults: list[FieldError] = []
    for key in sorted(data):
        faults += [invalid(f"data[{key}]", key, words) for words in config_map_key(key)]
        if key in binary:
            faults.append(invalid(f"data[{key}]", key, "duplicate of key present in binaryData"))
    for key in sorted(binary):
        faults += [invalid(f"binaryData[{key}]", key, words) for words in config_map_key(key)]
    size = sum(len(value.encode()) for value in data.values())
    if size + sum(len(b64decode(value)) for value in binary.values()) > _LIMIT:
        faults.append(too_long("[]", _LIMIT))
    return faults


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that an immutable ConfigMap stays."""
    faults: list[FieldError] = []
    if old.get("immutable"):
        if not new.get("immutable"):
            faults.append(forbidden("immutable", _FIXED))
        faults += [forbidden(key, _FIXED) for key in ("data", "binaryData") if new.get(key) != old.get(key)]
    return faults + validate(new)


CONFIG_MAP = Strategy(validate=validate, validate_update=validate_update)
