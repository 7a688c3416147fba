"""A kustomization made into objects.

Models sigs.k8s.io/kustomize v5.8: resources, bases, namePrefix, nameSuffix, namespace, labels, commonLabels,
commonAnnotations, configMapGenerator, secretGenerator, images, replicas, patches. Anything else is refused by name.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.yaml_reader import YamlError, read_yaml
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kubectl.errors import KubectlError, NotModelled
from sandbox.sim.kubectl.kustomization import generators, patches, transformers
from sandbox.sim.kubectl.manifests.documents import read_documents

Object = dict[str, Any]
NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_KNOWN = frozenset(
    (
        "apiVersion", "kind", "metadata", "resources", "bases", "namePrefix", "nameSuffix", "namespace", "labels",
        "commonLabels", "commonAnnotations", "configMapGenerator", "secretGenerator", "generatorOptions", "images",
        "replicas", "patches", "patchesStrategicMerge", "patchesJson6902",
    )
)  # fmt: skip
MAX_DEPTH = 16
_DATED = {
    "bases": "resources",
    "commonLabels": "labels",
    "patchesJson6902": "patches",
    "patchesStrategicMerge": "patches",
}
_FIRST = tuple(
    "Namespace ResourceQuota StorageClass CustomResourceDefinition ServiceAccount PodSecurityPolicy Role ClusterRole "
    "RoleBinding ClusterRoleBinding ConfigMap Secret Endpoints Service LimitRange PriorityClass PersistentVolume "
    "PersistentVolumeClaim Deployment StatefulSet CronJob PodDisruptionBudget".split()
)
_LAST = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")


def build(files: FileView, directory: str, warn: Callable[[str], None], depth: int = 0) -> list[Object]:
    """Return the objects of a kustomization directory, in order; ``warn`` hears of dated ones. Raises KubectlError."""
    if directory.startswith(("http://", "https://", "git@")):
        raise NotModelled(f"a remote kustomization ({directory})")
    if depth > MAX_DEPTH:
        raise KubectlError(f"cycle detected: {directory} refers to itself")
    spec = _read_spec(files, directory)
    for old, new in _DATED.items():
        if old in spec:
            warn(
                f"# Warning: '{old}' is deprecated. Please use '{new}' instead. Run 'kustomize edit fix' to update "
                "your Kustomization automatically.\n"
            )
    unknown = sorted(set(spec) - _KNOWN)
    if unknown:
        raise NotModelled(f"kustomization field {', '.join(unknown)}")
    objects = [
        obj
        for path in _list(spec, "resources") + _list(spec, "bases")
        for obj in _read(files, directory, path, warn, depth)
    ]
    generated = generators.generate(files, directory, spec)
    objects += [obj for obj, _ in generated]
    hashed = [obj for obj, wants_hash in generated if wants_hash]
    objects = patches.apply(files, directory, spec, objects)
    transformers.transform(spec, objects, hashed)
    return objects if depth else sorted(objects, key=_order)


def _order(obj: Object) -> tuple[int, str, str, str]:
    """Return the place of an object in kustomize's legacy order: what others need comes first."""
    kind, meta = obj["kind"], obj["metadata"]
    middle = len(_FIRST)
    place = _FIRST.index(kind) if kind in _FIRST else middle + 1 if kind in _LAST else middle
    return place, kind, str(meta.get("namespace", "")), str(meta["name"])


def _list(spec: Object, key: str) -> list[Any]:
    found = spec.get(key) or []
    if not isinstance(found, list):
        raise KubectlError(
            f"invalid Kustomization: json: cannot unmarshal into Go struct field Kustomization.{key} of type []string"
        )
    return found


def _read_spec(files: FileView, directory: str) -> Object:
    root = directory.rstrip("/") or "/"
    if files.kind(root) != "dir":
        raise KubectlError(
            f"must build at directory: not a valid directory: evalsymlink failure on '{directory}' : lstat "
            f"{files.cwd.rstrip('/')}/{root}: no such file or directory"
            if files.kind(root) is None
            else f"must build at directory: '{directory}': file is not directory"
        )
    names = [name for name in NAMES if files.kind(f"{root}/{name}") == "file"]
    where = files.realpath(root)
    if not names:
        raise KubectlError(
            f"unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '{where}'"
        )
    if len(names) > 1:
        raise KubectlError(f"Found multiple kustomization files: {where}")
    try:
        spec = read_yaml(files.read_text(f"{root}/{names[0]}")) or {}
    except YamlError as error:
        raise KubectlError(f"invalid Kustomization: {error}") from error
    if not isinstance(spec, dict):
        raise KubectlError("invalid Kustomization: not a mapping of keys to values")
    if not any(key in spec for key in _KNOWN - {"apiVersion", "kind", "metadata"}):
        raise KubectlError("kustomization.yaml is empty")
    return spec


def _read(files: FileView, directory: str, path: str, warn: Callable[[str], None], depth: int) -> list[Object]:
    full = f"{directory.rstrip('/')}/{path}"
    kind = files.kind(full)
    if kind == "dir":
        return build(files, full, warn, depth + 1)
    if kind is None:
        raise KubectlError(
            f"accumulating resources: accumulation err='accumulating resources from '{path}': evalsymlink failure on "
            f"'{files.realpath(directory)}/{path}' : lstat {files.realpath(directory)}/{path}: no such file or "
            f"directory'"
        )
    return [copy_json(obj) for obj in read_documents(files.read_text(full), path, validate=False)]
