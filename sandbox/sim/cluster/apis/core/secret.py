"""Secrets.

Models k8s.io/kubernetes/pkg/apis/core/{v1/defaults,validation} and pkg/registry/core/secret v1.36.
"""

from base64 import b64decode, b64encode
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, required, too_long
from sandbox.sim.cluster.apimachinery.go_json_errors import object_error
from sandbox.sim.cluster.apimachinery.names import config_map_key
from sandbox.sim.cluster.apis.object_meta import immutable
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_LIMIT = 1024 * 1024
_REDACTED = "<secret contents redacted>"
_REQUIRED_KEYS = {
    "kubernetes.io/dockercfg": ".dockercfg",
    "kubernetes.io/dockerconfigjson": ".dockerconfigjson",
    "kubernetes.io/ssh-auth": "ssh-privatekey",
}


def default(secret: Object) -> None:
    """Make Opaque what has no type, and data of stringData."""
    secret.setdefault("type", "Opaque")
    texts = secret.pop("stringData", None)
    if texts:
        data = secret.setdefault("data", {})
        for key, text in texts.items():
            data[key] = b64encode(text.encode()).decode()


def validate(secret: Object) -> list[FieldError]:
    """Check keys, size, and what the type demands."""
    data = secret.get("data") or {}
    faults: list[FieldError] = []
    for key in sorted(data):
        faults += [invalid(f"data[{key}]", key, words) for words in config_map_key(key)]
    if sum(len(b64decode(value)) for value in data.values()) > _LIMIT:
        faults.append(too_long("data", _LIMIT))
    return faults + _typed(secret.get("type", ""), secret, data)


def _typed(kind: str, secret: Object, data: Object) -> list[FieldError]:  # noqa: PLR0911  (one rule a type)
    if kind == "kubernetes.io/service-account-token":
        annotations = secret["metadata"].get("annotations") or {}
        name = "kubernetes.io/service-account.name"
        return [] if annotations.get(name) else [required(f"metadata.annotations[{name}]")]
    if kind in ("kubernetes.io/dockercfg", "kubernetes.io/dockerconfigjson"):
        return _docker(data, _REQUIRED_KEYS[kind])
    if kind == "kubernetes.io/basic-auth":
        if "username" in data or "password" in data:
            return []
        return [required("data[username]"), required("data[password]")]
    if kind == "kubernetes.io/ssh-auth":
        return [] if data.get("ssh-privatekey") else [required("data[ssh-privatekey]")]
    if kind == "kubernetes.io/tls":
        return [required(f"data[{key}]") for key in ("tls.crt", "tls.key") if key not in data]
    return []


def _docker(data: Object, key: str) -> list[FieldError]:
    if key not in data:
        return [required(f"data[{key}]")]
    words = object_error(b64decode(data[key]).decode(errors="replace"))
    return [invalid(f"data[{key}]", _REDACTED, words)] if words else []


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that type, and the data of an immutable Secret, stay."""
    faults = immutable(new.get("type"), old.get("type"), "type")
    if old.get("immutable"):
        if not new.get("immutable"):
            faults.append(forbidden("immutable", "field is immutable when `immutable` is set"))
        if new.get("data") != old.get("data"):
            faults.append(forbidden("data", "field is immutable when `immutable` is set"))
    return faults + validate(new)


def prepare_update(new: Object, old: Object) -> None:
    """Keep the type where the request leaves it out."""
    if not new.get("type") and old.get("type"):
        new["type"] = old["type"]


SECRET = Strategy(default=default, validate=validate, validate_update=validate_update, prepare_update=prepare_update)
