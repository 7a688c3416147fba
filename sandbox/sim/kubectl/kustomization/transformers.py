"""Names, namespaces, labels, annotations, images and replicas, with the references between the objects."""

from collections.abc import Callable, Iterator
from typing import Any

from sandbox.sim.kubectl.create.name_hash import config_map_hash, secret_hash

Object = dict[str, Any]
_CLUSTER_SCOPED = frozenset(
    "Namespace Node PersistentVolume ClusterRole ClusterRoleBinding StorageClass CustomResourceDefinition "
    "PriorityClass IngressClass".split()
)
_REFERENCES = {
    "ConfigMap": {"configMap": "name", "configMapRef": "name", "configMapKeyRef": "name"},
    "Secret": {"secret": "secretName", "secretRef": "name", "secretKeyRef": "name"},
    "PersistentVolumeClaim": {"persistentVolumeClaim": "claimName"},
    "Service": {"service": "name"},
}
_WORKLOADS = frozenset(("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController", "Job"))


def transform(spec: Object, objects: list[Object], hashed: list[Object]) -> None:
    """Change the objects in place."""
    wants_hash = {id(obj) for obj in hashed} | {(obj["kind"], obj["metadata"]["name"]) for obj in hashed}
    _labels(spec, objects)
    for obj in objects:
        _annotate(obj, spec.get("commonAnnotations") or {})
        if spec.get("namespace") and obj["kind"] not in _CLUSTER_SCOPED:
            obj["metadata"]["namespace"] = spec["namespace"]
        for image in spec.get("images") or []:
            _set_image(obj, image)
        for entry in spec.get("replicas") or []:
            if obj["metadata"]["name"] == entry["name"] and obj["kind"] in _WORKLOADS:
                obj["spec"]["replicas"] = entry["count"]
    _rename(spec, objects, wants_hash)


def _labels(spec: Object, objects: list[Object]) -> None:
    common = spec.get("commonLabels") or {}
    for obj in objects:
        if common:
            _label(obj, common, selectors=True, templates=True)
        for entry in spec.get("labels") or []:
            selectors = bool(entry.get("includeSelectors"))
            _label(obj, entry["pairs"], selectors=selectors, templates=selectors or bool(entry.get("includeTemplates")))


def _label(obj: Object, pairs: Object, *, selectors: bool, templates: bool) -> None:
    obj["metadata"]["labels"] = {**(obj["metadata"].get("labels") or {}), **pairs}
    spec = obj.get("spec") or {}
    if templates and isinstance(spec.get("template"), dict):
        meta = spec["template"].setdefault("metadata", {})
        meta["labels"] = {**(meta.get("labels") or {}), **pairs}
    if selectors and obj["kind"] == "Service" and spec.get("selector"):
        spec["selector"] = {**spec["selector"], **pairs}
    elif selectors and obj["kind"] in _WORKLOADS - {"Job", "ReplicationController"}:
        selector = spec.setdefault("selector", {})
        selector["matchLabels"] = {**(selector.get("matchLabels") or {}), **pairs}


def _annotate(obj: Object, pairs: Object) -> None:
    if not pairs:
        return
    obj["metadata"]["annotations"] = {**(obj["metadata"].get("annotations") or {}), **pairs}
    template = (obj.get("spec") or {}).get("template")
    if isinstance(template, dict):
        meta = template.setdefault("metadata", {})
        meta["annotations"] = {**(meta.get("annotations") or {}), **pairs}


def _members(value: Any) -> Iterator[Object]:
    """Yield every mapping inside a value."""
    if isinstance(value, dict):
        yield value
        for item in list(value.values()):
            yield from _members(item)
    elif isinstance(value, list):
        for item in value:
            yield from _members(item)


def _set_image(obj: Object, entry: Object) -> None:
    for mapping in _members(obj.get("spec")):
        for key in ("containers", "initContainers"):
            for container in mapping.get(key) or []:
                name, tag = _split_image(str(container.get("image", "")))
                if name == entry["name"]:
                    suffix = (
                        f"@{entry['digest']}"
                        if entry.get("digest")
                        else f":{entry['newTag']}"
                        if entry.get("newTag")
                        else tag
                    )
                    container["image"] = f"{entry.get('newName', name)}{suffix}"


def _split_image(image: str) -> tuple[str, str]:
    body, at, digest = image.partition("@")
    head, slash, last = body.rpartition("/")
    name, colon, tag = last.partition(":")
    return f"{head}{slash}{name}", f"{colon}{tag}{at}{digest}"


def _rename(spec: Object, objects: list[Object], wants_hash: set[Any]) -> None:
    prefix, suffix = spec.get("namePrefix") or "", spec.get("nameSuffix") or ""
    renamed: dict[tuple[str, str], str] = {}
    for obj in objects:
        old = obj["metadata"]["name"]
        if obj["kind"] not in ("Namespace", "CustomResourceDefinition"):
            obj["metadata"]["name"] = f"{prefix}{old}{suffix}"
        if (obj["kind"], old) in wants_hash:
            hasher: Callable[[Object], str] = secret_hash if obj["kind"] == "Secret" else config_map_hash
            obj["metadata"]["name"] += f"-{hasher({**obj, 'metadata': {'name': ''}})}"
        renamed[obj["kind"], old] = obj["metadata"]["name"]
    for obj in objects:
        for mapping in _members(obj.get("spec")):
            _refer(mapping, renamed)


def _refer(mapping: Object, renamed: dict[tuple[str, str], str]) -> None:
    for kind, places in _REFERENCES.items():
        for place, key in places.items():
            reference = mapping.get(place)
            if isinstance(reference, dict) and (kind, reference.get(key)) in renamed:
                reference[key] = renamed[kind, reference[key]]
    for key, kind in (("serviceAccountName", "ServiceAccount"), ("serviceName", "Service")):
        if isinstance(mapping.get(key), str) and (kind, mapping[key]) in renamed:
            mapping[key] = renamed[kind, mapping[key]]
