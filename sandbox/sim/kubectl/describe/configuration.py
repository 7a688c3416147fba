"""kubectl describe configmap | secret | serviceaccount.

Models k8s.io/kubectl/pkg/describe/describe.go v1.36.
"""

from base64 import b64decode
from typing import Any

from sandbox.sim.kubectl.describe.page import Page

Object = dict[str, Any]


def describe_config_map(page: Page, obj: Object) -> None:
    """Describe a ConfigMap with its values."""
    page.metadata(obj)
    page.add("\nData\n====")
    for key in sorted(obj.get("data") or {}):
        page.add(f"{key}:\n----")
        page.add(f"{obj['data'][key]}\n")
    page.add("\nBinaryData\n====")
    for key in sorted(obj.get("binaryData") or {}):
        page.add(f"{key}: {len(b64decode(obj['binaryData'][key]))} bytes")
    page.add("")


def describe_secret(page: Page, obj: Object) -> None:
    """Describe a Secret with the sizes of its values; a token is shown."""
    page.metadata(obj)
    kind = obj.get("type", "")
    page.add(f"\nType:\t{kind}")
    page.add("\nData\n====")
    for key in sorted(obj.get("data") or {}):
        value = b64decode(obj["data"][key])
        if kind == "kubernetes.io/service-account-token" and key == "token":
            page.add(f"{key}:\t{value.decode(errors='replace')}")
        else:
            page.add(f"{key}:\t{len(value)} bytes")


def describe_service_account(page: Page, obj: Object) -> None:
    """Describe a ServiceAccount; secrets are shown where it has any."""
    page.metadata(obj)
    page.many("Image pull secrets", [found["name"] for found in obj.get("imagePullSecrets") or []])
    mounted = [found["name"] for found in obj.get("secrets") or []]
    if mounted:
        page.many("Mountable secrets", mounted)
