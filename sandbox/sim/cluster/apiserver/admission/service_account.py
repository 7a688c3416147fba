"""Every Pod runs as a ServiceAccount and gets its token mounted.

Models k8s.io/kubernetes/plugin/pkg/admission/serviceaccount v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apiserver.admission.request import Request
from sandbox.sim.kernel.ids import name_suffix

Object = dict[str, Any]
MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount"
_PREFIX = "kube-api-access-"
_EXPIRATION = 3607


def admit(request: Request) -> None:
    """Set the account, its image pull secrets and the token volume of a new Pod."""
    if not request.is_create_of("/pods"):
        return
    spec = request.obj["spec"]
    if "kubernetes.io/config.mirror" in (request.obj["metadata"].get("annotations") or {}):
        return
    name = spec.setdefault("serviceAccountName", "default")
    spec["serviceAccount"] = name
    account = request.core.storage.get("/serviceaccounts", request.namespace, name)
    if account is None:
        raise request.forbid(
            f'error looking up service account {request.namespace}/{name}: serviceaccount "{name}" not found'
        )
    if account.get("imagePullSecrets") and not spec.get("imagePullSecrets"):
        spec["imagePullSecrets"] = [dict(secret) for secret in account["imagePullSecrets"]]
    if _wants_token(spec, account):
        _mount_token(request, spec)


def _wants_token(spec: Object, account: Object) -> bool:
    if "automountServiceAccountToken" in spec:
        return bool(spec["automountServiceAccountToken"])
    return bool(account.get("automountServiceAccountToken", True))


def _mount_token(request: Request, spec: Object) -> None:
    volume = ""
    for container in [*spec.get("initContainers", ()), *spec.get("containers", ())]:
        mounts = container.get("volumeMounts", [])
        if any(mount.get("mountPath") == MOUNT_PATH for mount in mounts):
            continue
        volume = volume or _PREFIX + name_suffix(request.core.rng)
        container["volumeMounts"] = [*mounts, {"name": volume, "readOnly": True, "mountPath": MOUNT_PATH}]
    if volume:
        spec["volumes"] = [*spec.get("volumes", ()), _token_volume(volume)]


def _token_volume(name: str) -> Object:
    namespace = {"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}
    sources = [
        {"serviceAccountToken": {"expirationSeconds": _EXPIRATION, "path": "token"}},
        {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
        {"downwardAPI": {"items": [namespace]}},
    ]
    return {"name": name, "projected": {"sources": sources, "defaultMode": 0o644}}
