"""patches, patchesStrategicMerge, patchesJson6902."""

import re
from typing import Any

from sandbox.sim.cluster.apimachinery.labels import parse_selector
from sandbox.sim.cluster.apimachinery.merge.json_merge import apply_json_merge
from sandbox.sim.cluster.apimachinery.merge.json_patch import PatchError, apply_json_patch
from sandbox.sim.cluster.apimachinery.merge.strategic import apply_strategic
from sandbox.sim.cluster.apimachinery.schema import kind_schema
from sandbox.sim.cluster.apimachinery.yaml_reader import YamlError, read_yaml
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kubectl.errors import KubectlError

Object = dict[str, Any]


def apply(files: FileView, directory: str, spec: Object, objects: list[Object]) -> list[Object]:
    """Return the objects with the patches applied."""
    for entry in spec.get("patches") or []:
        text = entry.get("patch") or _read(files, directory, entry.get("path", ""))
        objects = _apply_one(objects, _parse(text), entry.get("target"))
    for item in spec.get("patchesStrategicMerge") or []:
        text = item if "\n" in item else _read(files, directory, item)
        objects = _apply_one(objects, _parse(text), None)
    for entry in spec.get("patchesJson6902") or []:
        text = entry.get("patch") or _read(files, directory, entry.get("path", ""))
        objects = _apply_one(objects, _parse(text), entry.get("target"))
    return objects


def _read(files: FileView, directory: str, path: str) -> str:
    full = f"{directory.rstrip('/')}/{path}"
    if files.kind(full) != "file":
        raise KubectlError(f"failed to get the patch file from path({path}): no such file or directory")
    return files.read_text(full)


def _parse(text: str) -> Any:
    try:
        return read_yaml(text)
    except YamlError as error:
        raise KubectlError(f"unable to parse SM or JSON patch from [{text}]: {error}") from error


def _apply_one(objects: list[Object], patch: Any, target: Object | None) -> list[Object]:
    wanted = target or _identity(patch)
    hits = [obj for obj in objects if _matches(obj, wanted)]
    if not hits and target is None:
        raise KubectlError(
            f'no resource matches strategic merge patch "{wanted.get("kind")}/{wanted.get("name")}": no matches for Id'
        )
    result = []
    for obj in objects:
        changed = _patched(obj, patch) if obj in hits else obj
        if changed is not None:
            result.append(changed)
    return result


def _identity(patch: Any) -> Object:
    if not isinstance(patch, dict):
        raise KubectlError("must specify a target for JSON patch")
    meta = patch.get("metadata") or {}
    return {"kind": patch.get("kind"), "name": meta.get("name")}


def _matches(obj: Object, target: Object) -> bool:
    group = obj["apiVersion"].rpartition("/")[0]
    if target.get("kind") and not re.fullmatch(target["kind"], obj["kind"]):
        return False
    if target.get("group") and target["group"] != group:
        return False
    if target.get("name") and not re.fullmatch(target["name"], obj["metadata"]["name"]):
        return False
    labels = obj["metadata"].get("labels") or {}
    return parse_selector(target.get("labelSelector") or "").matches(labels)


def _patched(obj: Object, patch: Any) -> Object | None:
    if isinstance(patch, list):
        try:
            return dict(apply_json_patch(obj, patch))
        except PatchError as error:
            raise KubectlError(str(error)) from error
    if patch.get("$patch") == "delete":
        return None
    group, _, version = obj["apiVersion"].rpartition("/")
    node = kind_schema(group, version, obj["kind"])
    name = obj["metadata"]["name"]
    merged = dict(apply_strategic(obj, patch, node) if node is not None else apply_json_merge(obj, patch))
    merged["metadata"] = {**merged["metadata"], "name": name}
    return merged
