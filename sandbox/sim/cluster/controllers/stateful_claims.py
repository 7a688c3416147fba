"""The claims of a StatefulSet: made before their Pods, and gone after them where the set says so.

Models k8s.io/kubernetes/pkg/controller/statefulset/stateful_set_utils.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import is_deleting, name_of, namespace_of, owner_reference
from sandbox.sim.cluster.apiserver.internal_client import RESOURCES, InternalClient

Object = dict[str, Any]
_KEY, _CLAIMS = "apps/statefulsets", "/persistentvolumeclaims"


class StatefulClaims:
    """Makes claims from templates, and sets who owns them."""

    def __init__(self, client: InternalClient) -> None:
        self._client = client

    def mount(self, obj: Object, pod: Object, name: str) -> None:
        """Make sure that a new Pod has its claims, and mount them."""
        templates = obj["spec"].get("volumeClaimTemplates", ())
        own = {template["metadata"]["name"] for template in templates}
        volumes = [volume for volume in pod["spec"].get("volumes", ()) if volume["name"] not in own]
        for template in templates:
            claim = f"{template['metadata']['name']}-{name}"
            self._ensure(obj, template, claim, name)
            volumes.append({"name": template["metadata"]["name"], "persistentVolumeClaim": {"claimName": claim}})
        if volumes:
            pod["spec"]["volumes"] = volumes

    def _ensure(self, obj: Object, template: Object, name: str, pod: str) -> None:
        namespace = namespace_of(obj)
        if self._client.get(_CLAIMS, namespace, name) is not None:
            return
        source = copy_json(template)
        meta = source.get("metadata") or {}
        selector = (obj["spec"].get("selector") or {}).get("matchLabels") or {}
        labels = {**(meta.get("labels") or {}), **selector}
        claim_meta: Object = {"name": name, "namespace": namespace, "labels": labels}
        if meta.get("annotations"):
            claim_meta["annotations"] = meta["annotations"]
        if _policy(obj, "whenDeleted") == "Delete":
            claim_meta["ownerReferences"] = [owner_reference(obj, RESOURCES[_KEY])]
        self._client.create(_CLAIMS, {"metadata": claim_meta, "spec": source["spec"]})
        words = f"create Claim {name} Pod {pod} in StatefulSet {name_of(obj)} success"
        self._client.record(_KEY, obj, ("Normal", "SuccessfulCreate", words))

    def own(self, obj: Object, pod: Object, *, condemned: bool) -> None:
        """Let the claims of a Pod belong to the set, to a Pod that goes for good, or to nobody."""
        for template in obj["spec"].get("volumeClaimTemplates", ()):
            name = f"{template['metadata']['name']}-{name_of(pod)}"
            claim = self._client.get(_CLAIMS, namespace_of(obj), name)
            if claim is None or is_deleting(claim):
                continue
            wanted: list[Object] = []
            if condemned and _policy(obj, "whenScaled") == "Delete":
                wanted = [owner_reference(pod, RESOURCES["/pods"])]
            elif _policy(obj, "whenDeleted") == "Delete":
                wanted = [owner_reference(obj, RESOURCES[_KEY])]
            present = claim["metadata"].get("ownerReferences", [])
            others = [row for row in present if row["kind"] not in ("StatefulSet", "Pod")]
            if others + wanted != present:
                self._set_owners(claim, others + wanted)

    def _set_owners(self, claim: Object, owners: list[Object]) -> None:
        new = copy_json(claim)
        new["metadata"]["ownerReferences"] = owners
        if not owners:
            del new["metadata"]["ownerReferences"]
        self._client.update(_CLAIMS, new)


def _policy(obj: Object, key: str) -> str:
    return str((obj["spec"].get("persistentVolumeClaimRetentionPolicy") or {}).get(key, "Retain"))
