"""Validation of ``metadata``.

Models k8s.io/apimachinery/pkg/api/validation/objectmeta.go and pkg/apis/meta/v1/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import (
    FieldError,
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
    too_long,
)
from sandbox.sim.cluster.apimachinery.gojson import to_json
from sandbox.sim.cluster.apimachinery.names import (
    Rule,
    dns1123_label,
    dns1123_subdomain,
    label_key_faults,
    label_value_faults,
    matches,
    qualified_name,
    with_prefix,
)

Object = dict[str, Any]
ANNOTATION_LIMIT = 256 * 1024
_HTTP_PATH = r"[A-Za-z0-9/\-._~%!$&'()*+,;=:]+"
_KNOWN_FINALIZERS = frozenset(("orphan", "foregroundDeletion", "kubernetes"))


def validate_labels(labels: dict[str, str], path: str) -> list[FieldError]:
    """Check keys and values of labels; faults name the map, not the key."""
    faults: list[FieldError] = []
    for key, value in sorted(labels.items()):
        faults += [invalid(path, key, words) for words in label_key_faults(key)]
        faults += [invalid(path, value, words) for words in label_value_faults(value)]
    return faults


def validate_annotations(annotations: dict[str, str], path: str) -> list[FieldError]:
    """Check keys and the total size of annotations."""
    faults: list[FieldError] = []
    for key in sorted(annotations):
        faults += [invalid(path, key, words) for words in qualified_name(key.lower())]
    if sum(len(k.encode()) + len(v.encode()) for k, v in annotations.items()) > ANNOTATION_LIMIT:
        faults.append(too_long(path, ANNOTATION_LIMIT))
    return faults


def validate_object_meta(
    meta: Object, *, namespaced: bool, name_rule: Rule, path: str = "metadata"
) -> list[FieldError]:
    """Check an object's own metadata."""
    faults: list[FieldError] = []
    if generate := meta.get("generateName"):
        faults += [invalid(f"{path}.generateName", generate, words) for words in with_prefix(name_rule)(generate)]
    name = meta.get("name", "")
    if not name:
        faults.append(required(f"{path}.name", "name or generateName is required"))
    else:
        faults += [invalid(f"{path}.name", name, words) for words in name_rule(name)]
    faults += _validate_namespace(meta.get("namespace", ""), namespaced=namespaced, path=path)
    faults += validate_labels(meta.get("labels") or {}, f"{path}.labels")
    faults += validate_annotations(meta.get("annotations") or {}, f"{path}.annotations")
    faults += _validate_owners(meta.get("ownerReferences") or [], f"{path}.ownerReferences")
    faults += _validate_finalizers(meta.get("finalizers") or [], f"{path}.finalizers")
    return faults


def _validate_namespace(namespace: str, *, namespaced: bool, path: str) -> list[FieldError]:
    if namespaced:
        if not namespace:
            return [required(f"{path}.namespace")]
        return [invalid(f"{path}.namespace", namespace, words) for words in dns1123_label(namespace)]
    return [forbidden(f"{path}.namespace", "not allowed on this type")] if namespace else []


def _validate_owners(owners: list[Object], path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    controllers: list[str] = []
    for index, owner in enumerate(owners):
        here = f"{path}[{index}]"
        if not owner.get("apiVersion"):
            faults.append(invalid(f"{here}.apiVersion", owner.get("apiVersion", ""), "version must not be empty"))
        if not owner.get("kind"):
            faults.append(invalid(f"{here}.kind", owner.get("kind", ""), "must not be empty"))
        if not owner.get("name"):
            faults.append(invalid(f"{here}.name", owner.get("name", ""), "must not be empty"))
        if not owner.get("uid"):
            faults.append(invalid(f"{here}.uid", owner.get("uid", ""), "must not be empty"))
        if owner.get("controller"):
            controllers.append(f"{owner.get('kind', '')}/{owner.get('name', '')}")
    if len(controllers) > 1:
        words = 'Only one reference can have Controller set to true. Found "true" in references for '
        words += f"{controllers[0]} and {controllers[1]}"
        faults.append(invalid(path, owners, words))
    return faults


def _validate_finalizers(finalizers: list[str], path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    for finalizer in finalizers:
        faults += [invalid(path, finalizer, words) for words in qualified_name(finalizer)]
        if "/" not in finalizer and finalizer not in _KNOWN_FINALIZERS:
            words = "name is neither a standard finalizer name nor is it fully qualified"
            faults.append(invalid(path, finalizer, words))
    if "orphan" in finalizers and "foregroundDeletion" in finalizers:
        words = "finalizers orphan and foregroundDeletion cannot be both set"
        faults.append(invalid(path, finalizers, words))
    return faults


_IMMUTABLE = ("name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds")


def validate_object_meta_update(new: Object, old: Object, path: str = "metadata") -> list[FieldError]:
    """Check what of metadata may not change."""
    faults: list[FieldError] = []
    if old.get("deletionTimestamp"):
        added = [name for name in new.get("finalizers") or [] if name not in (old.get("finalizers") or [])]
        if added:
            words = (
                f"no new finalizers can be added if the object is being deleted, found new finalizers {to_json(added)}"
            )
            faults.append(forbidden(f"{path}.finalizers", words))
    faults += [
        invalid(f"{path}.{key}", new.get(key), "field is immutable")
        for key in _IMMUTABLE
        if new.get(key) != old.get(key)
    ]
    faults += validate_labels(new.get("labels") or {}, f"{path}.labels")
    faults += validate_annotations(new.get("annotations") or {}, f"{path}.annotations")
    faults += _validate_owners(new.get("ownerReferences") or [], f"{path}.ownerReferences")
    faults += _validate_finalizers(new.get("finalizers") or [], f"{path}.finalizers")
    return faults


_SELECTOR_OPERATORS = ("In", "NotIn", "Exists", "DoesNotExist")


def validate_label_selector(selector: Object | None, path: str) -> list[FieldError]:
    """Check a LabelSelector object."""
    faults: list[FieldError] = []
    if not selector:
        return faults
    labels = selector.get("matchLabels") or {}
    faults += validate_labels(labels, f"{path}.matchLabels")
    for index, expression in enumerate(selector.get("matchExpressions") or []):
        faults += _validate_expression(expression, f"{path}.matchExpressions[{index}]")
    return faults


def _validate_expression(expression: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    operator, values = expression.get("operator", ""), expression.get("values") or []
    if operator in ("In", "NotIn"):
        if not values:
            faults.append(required(f"{path}.values", "must be specified when `operator` is 'In' or 'NotIn'"))
    elif operator in ("Exists", "DoesNotExist"):
        if values:
            words = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
            faults.append(forbidden(f"{path}.values", words))
    else:
        faults.append(invalid(f"{path}.operator", operator, "not a valid selector operator"))
    key = expression.get("key", "")
    faults += [invalid(f"{path}.key", key, words) for words in label_key_faults(key)]
    for index, value in enumerate(values):
        faults += [invalid(f"{path}.values[{index}]", value, words) for words in label_value_faults(value)]
    return faults


def require_enum(value: str, path: str, supported: tuple[str, ...]) -> list[FieldError]:
    """Check that a value is one of ``supported`` (printed sorted, as sets are)."""
    return [] if value in supported else [not_supported(path, value, sorted(supported))]


def immutable(new: Any, old: Any, path: str) -> list[FieldError]:
    """Check that a value did not change."""
    return [] if new == old else [invalid(path, new, "field is immutable")]


def non_negative(value: int | None, path: str) -> list[FieldError]:
    """Check that a number is not below zero."""
    return [invalid(path, value, "must be greater than or equal to 0")] if value is not None and value < 0 else []


def domain_prefixed_path(value: str, path: str) -> list[FieldError]:
    """Check a name such as ``acme.io/foo``: a domain, a slash, a path."""
    if not value:
        return [required(path)]
    domain, _, rest = value.partition("/")
    if not domain or not rest:
        return [invalid(path, value, 'must be a domain-prefixed path (such as "acme.io/foo")')]
    faults = [invalid(path, domain, words) for words in dns1123_subdomain(domain)]
    if not matches(_HTTP_PATH, rest):
        faults.append(invalid(path, rest, f"Invalid path (regex used for validation is '{_HTTP_PATH}')"))
    return faults


def unique(values: list[str], path: str) -> list[FieldError]:
    """Check that no value occurs twice."""
    seen: set[str] = set()
    faults = []
    for index, value in enumerate(values):
        if value in seen:
            faults.append(duplicate(f"{path}[{index}]", value))
        seen.add(value)
    return faults
