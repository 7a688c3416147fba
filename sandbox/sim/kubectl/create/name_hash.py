"""The hash that --append-hash and kustomize put behind a name.

Models k8s.io/kubectl/pkg/util/hash v1.36.
"""

import json
from hashlib import sha256
from typing import Any

Object = dict[str, Any]
_LETTERS = str.maketrans("013ae", "ghkmt")


def _encode(value: Object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return sha256(text.encode()).hexdigest()[:10].translate(_LETTERS)


def config_map_hash(obj: Object) -> str:
    """Return the hash of a ConfigMap's content and name."""
    content = {"kind": "ConfigMap", "name": obj["metadata"]["name"], "data": obj.get("data") or {}}
    if obj.get("binaryData"):
        content["binaryData"] = obj["binaryData"]
    return _encode(content)


def secret_hash(obj: Object) -> str:
    """Return the hash of a Secret's content, type and name."""
    content = {
        "kind": "Secret",
        "type": obj.get("type", ""),
        "name": obj["metadata"]["name"],
        "data": obj.get("data") or {},
    }
    return _encode(content)
