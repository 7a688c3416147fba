"""kubectl describe endpointslice.

Models describeEndpointSliceV1 of k8s.io/kubectl/pkg/describe/describe.go v1.36.
"""

from typing import Any

from sandbox.sim.kubectl.describe.page import Page

Object = dict[str, Any]
_UNSET = "<unset>"


def describe(page: Page, obj: Object) -> None:
    """Describe an EndpointSlice."""
    page.metadata(obj)
    page.add(f"AddressType:\t{obj.get('addressType', '')}")
    ports = obj.get("ports") or []
    page.add("Ports:" if ports else f"Ports: {_UNSET}")
    if ports:
        page.add("Name\tPort\tProtocol", 1)
        page.add("----\t----\t--------", 1)
    for port in ports:
        page.add(f"{port.get('name') or _UNSET}\t{port.get('port', _UNSET)}\t{port.get('protocol', '')}", 1)
    endpoints = obj.get("endpoints") or []
    page.add("Endpoints:" if endpoints else "Endpoints: <none>")
    for endpoint in endpoints:
        _describe_endpoint(page, endpoint)


def _describe_endpoint(page: Page, endpoint: Object) -> None:
    ready = (endpoint.get("conditions") or {}).get("ready")
    page.add(f"- Addresses:\t{', '.join(endpoint.get('addresses') or []) or '<none>'}", 1)
    page.add("Conditions:", 2)
    page.add(f"Ready:\t{_UNSET if ready is None else str(ready).lower()}", 3)
    page.add(f"Hostname:\t{endpoint.get('hostname') or _UNSET}", 2)
    target = endpoint.get("targetRef")
    if target:
        page.add(f"TargetRef:\t{target.get('kind', '')}/{target.get('name', '')}", 2)
    page.add(f"NodeName:\t{endpoint.get('nodeName') or _UNSET}", 2)
    page.add(f"Zone:\t{endpoint.get('zone') or _UNSET}", 2)
