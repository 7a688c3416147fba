"""configMapGenerator and secretGenerator."""

from base64 import b64encode
from typing import Any

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kubectl.errors import KubectlError

Object = dict[str, Any]


def generate(files: FileView, directory: str, spec: Object) -> list[tuple[Object, bool]]:
    """Return the generated objects, and whether each gets a hash behind its name."""
    made = []
    common = spec.get("generatorOptions") or {}
    for key, kind in (("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")):
        for entry in spec.get(key) or []:
            options = {**common, **(entry.get("options") or {})}
            made.append((_object(files, directory, kind, entry, options), not options.get("disableNameSuffixHash")))
    return made


def _object(files: FileView, directory: str, kind: str, entry: Object, options: Object) -> Object:
    pairs = _pairs(files, directory, entry)
    obj: Object = {"apiVersion": "v1", "kind": kind, "metadata": {"name": entry["name"]}}
    for key in ("labels", "annotations"):
        if options.get(key):
            obj["metadata"][key] = dict(options[key])
    if entry.get("namespace"):
        obj["metadata"]["namespace"] = entry["namespace"]
    if kind == "Secret":
        obj["data"] = {key: b64encode(value).decode() for key, value in sorted(pairs.items())}
        obj["type"] = entry.get("type", "Opaque")
    else:
        obj["data"] = {key: value.decode(errors="replace") for key, value in sorted(pairs.items())}
    return obj


def _pairs(files: FileView, directory: str, entry: Object) -> dict[str, bytes]:
    pairs: dict[str, bytes] = {}
    for literal in entry.get("literals") or []:
        key, _, value = str(literal).partition("=")
        pairs[key] = value.strip("'\"").encode()
    for source in entry.get("files") or []:
        key, equals, path = str(source).partition("=")
        pairs[key if equals else key.rpartition("/")[2]] = _read(files, directory, path if equals else key)
    for path in [*(entry.get("envs") or []), *([entry["env"]] if entry.get("env") else [])]:
        for line in _read(files, directory, path).decode(errors="replace").splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                key, _, value = line.strip().partition("=")
                pairs[key] = value.encode()
    return pairs


def _read(files: FileView, directory: str, path: str) -> bytes:
    try:
        return files.read(f"{directory.rstrip('/')}/{path}")
    except KernelError as error:
        raise KubectlError(f"loading KV pairs: file sources: [{path}]: {str(error).lower()}") from error
