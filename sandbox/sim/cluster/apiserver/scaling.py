"""The Scale of an object: its replicas, apart from the rest.

Models autoscaling/v1 Scale and k8s.io/kubernetes/pkg/apis/autoscaling/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery import field
from sandbox.sim.cluster.apimachinery.meta import name_of
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import MODIFIED, conflict, invalid

Object = dict[str, Any]
Fields = tuple[str, str, str]
OWN_FIELDS = (".spec.replicas", ".status.replicas", "")
_SCALE = ApiResource("autoscaling", "v1", "Scale", "scales", "scale", (), True, (), ())  # noqa: FBT003  (namespaced)


def fields_of(subresource: Object) -> Fields:
    """Return the paths to replicas, present replicas and selector that a custom resource's definition names."""
    keys = ("specReplicasPath", "statusReplicasPath", "labelSelectorPath")
    wanted, present, selector = (subresource.get(key, "") for key in keys)
    return wanted, present, selector


def _at(obj: Object, path: str) -> Any:
    value: Any = obj
    for name in path.strip(".").split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def scale_of(obj: Object, fields: Fields = OWN_FIELDS) -> Object:
    """Return the Scale of an object that has replicas; ``fields`` are the paths to them."""
    meta = obj["metadata"]
    kept = ("name", "namespace", "uid", "resourceVersion", "creationTimestamp")
    status: Object = {"replicas": _at(obj, fields[1]) or 0}
    selector = _at(obj, fields[2]) if fields is not OWN_FIELDS else selector_text(obj["spec"].get("selector"))
    if selector:
        status["selector"] = selector
    absent = 1 if fields is OWN_FIELDS else 0
    replicas = _at(obj, fields[0])
    return {
        "kind": "Scale",
        "apiVersion": "autoscaling/v1",
        "metadata": {key: meta[key] for key in kept if key in meta},
        "spec": {"replicas": absent if replicas is None else replicas},
        "status": status,
    }


def selector_text(selector: Object | None) -> str:
    """Return a selector as ``app=web,tier in (a,b)``."""
    if not selector:
        return ""
    if "matchLabels" not in selector and "matchExpressions" not in selector:
        return ",".join(f"{key}={value}" for key, value in sorted(selector.items()))
    parts = [(key, f"{key}={value}") for key, value in (selector.get("matchLabels") or {}).items()]
    parts += [(e["key"], _expression(e)) for e in selector.get("matchExpressions") or ()]
    return ",".join(text for _, text in sorted(parts))


def _expression(expression: Object) -> str:
    key, operator = expression["key"], expression["operator"]
    if operator in ("Exists", "DoesNotExist"):
        return key if operator == "Exists" else f"!{key}"
    values = ",".join(sorted(expression.get("values") or ()))
    return f"{key} {operator.lower()} ({values})"


def with_scale(resource: ApiResource, obj: Object, scale: Object, fields: Fields = OWN_FIELDS) -> Object:
    """Return the object with the replicas of the Scale; ApiError where the Scale is invalid or out of date."""
    version = (scale.get("metadata") or {}).get("resourceVersion")
    if version and version != obj["metadata"]["resourceVersion"]:
        raise conflict(resource, name_of(obj), MODIFIED)
    replicas = (scale.get("spec") or {}).get("replicas", 0)
    if not isinstance(replicas, int) or replicas < 0:
        fault = field.invalid("spec.replicas", replicas, "must be greater than or equal to 0")
        raise invalid(_SCALE, name_of(obj), [fault])
    *where, last = fields[0].strip(".").split(".")
    target = obj
    for name in where:
        target = target.setdefault(name, {})
    target[last] = replicas
    return obj
