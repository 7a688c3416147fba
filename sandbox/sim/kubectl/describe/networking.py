"""kubectl describe service | endpoints | ingress | networkpolicy | ingressclass.

Models k8s.io/kubectl/pkg/describe/describe.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.describe.page import Page
from sandbox.sim.kubectl.describe.selectors import selector_text
from sandbox.sim.kubectl.durations import parse_time

Object = dict[str, Any]
_SHOWN = 3


def _slices(page: Page, namespace: str, service: str) -> list[Object]:
    slices = page.client.types.find("endpointslices.discovery.k8s.io")
    try:
        found: list[Object] = page.client.list(slices, namespace, selector=f"kubernetes.io/service-name={service}")[
            "items"
        ]
    except ApiError:
        return []
    return found


def endpoints_text(slices: list[Object], port_name: str | None, limit: int = _SHOWN) -> str:
    """Return ready addresses of one port, three at most, then how many more there are."""
    rows: list[str] = []
    for found in slices:
        for port in found.get("ports") or []:
            if port_name is not None and (port.get("name") or "") != port_name:
                continue
            for endpoint in found.get("endpoints") or []:
                if (endpoint.get("conditions") or {}).get("ready", True):
                    rows += [f"{address}:{port.get('port')}" for address in endpoint.get("addresses") or []]
    more = f" + {len(rows) - limit} more..." if len(rows) > limit else ""
    return ",".join(rows[:limit]) + more


def describe_service(page: Page, obj: Object) -> None:
    """Describe a Service."""
    meta, spec = obj["metadata"], obj["spec"]
    page.metadata(obj)
    selector = spec.get("selector") or {}
    page.add(f"Selector:\t{','.join(f'{key}={selector[key]}' for key in sorted(selector)) or '<none>'}")
    page.add(f"Type:\t{spec.get('type', '')}")
    if spec.get("ipFamilyPolicy"):
        page.add(f"IP Family Policy:\t{spec['ipFamilyPolicy']}")
    page.add(f"IP Families:\t{','.join(spec.get('ipFamilies') or []) or '<none>'}")
    page.add(f"IP:\t{spec.get('clusterIP', '')}")
    page.add(f"IPs:\t{','.join(spec.get('clusterIPs') or []) or '<none>'}")
    _outside(page, obj)
    slices = _slices(page, meta["namespace"], meta["name"])
    for port in spec.get("ports") or []:
        _service_port(page, port, slices)
    page.add(f"Session Affinity:\t{spec.get('sessionAffinity', '')}")
    for key, title in (
        ("externalTrafficPolicy", "External Traffic Policy"),
        ("internalTrafficPolicy", "Internal Traffic Policy"),
    ):
        if spec.get(key):
            page.add(f"{title}:\t{spec[key]}")
    if spec.get("healthCheckNodePort"):
        page.add(f"HealthCheck NodePort:\t{spec['healthCheckNodePort']}")
    if spec.get("loadBalancerSourceRanges"):
        page.add(f"LoadBalancer Source Ranges:\t{','.join(spec['loadBalancerSourceRanges'])}")


def _outside(page: Page, obj: Object) -> None:
    spec = obj["spec"]
    if spec.get("externalIPs"):
        page.add(f"External IPs:\t{','.join(spec['externalIPs'])}")
    if spec.get("loadBalancerIP"):
        page.add(f"Desired LoadBalancer IP:\t{spec['loadBalancerIP']}")
    if spec.get("externalName"):
        page.add(f"External Name:\t{spec['externalName']}")
    rows = ((obj.get("status") or {}).get("loadBalancer") or {}).get("ingress") or []
    if rows:
        words = ", ".join(_ingress_address(row) for row in rows)
        page.add(f"LoadBalancer Ingress:\t{words}")


def _ingress_address(row: Object) -> str:
    mode = f" ({row['ipMode']})" if row.get("ipMode") else ""
    return f"{row.get('ip') or row.get('hostname')}{mode}"


def _service_port(page: Page, port: Object, slices: list[Object]) -> None:
    name = port.get("name") or "<unset>"
    protocol = port.get("protocol", "TCP")
    page.add(f"Port:\t{name}\t{port['port']}/{protocol}")
    page.add(f"TargetPort:\t{port.get('targetPort', '')}/{protocol}")
    if port.get("nodePort"):
        page.add(f"NodePort:\t{name}\t{port['nodePort']}/{protocol}")
    page.add(f"Endpoints:\t{endpoints_text(slices, port.get('name') or '')}")


def describe_endpoints(page: Page, obj: Object) -> None:
    """Describe an Endpoints object."""
    page.metadata(obj)
    page.add("Subsets:")
    for subset in obj.get("subsets") or []:
        for title, key in (("Addresses", "addresses"), ("NotReadyAddresses", "notReadyAddresses")):
            words = ",".join(address["ip"] for address in subset.get(key) or [])
            page.add(f"{title}:\t{words or '<none>'}", 1)
        if subset.get("ports"):
            page.add("Ports:", 1)
            page.add("Name\tPort\tProtocol", 2)
            page.add("----\t----\t--------", 2)
            for port in subset["ports"]:
                page.add(f"{port.get('name') or '<unset>'}\t{port['port']}\t{port.get('protocol', 'TCP')}", 2)
        page.add("")


def describe_ingress(page: Page, obj: Object) -> None:
    """Describe an Ingress."""
    meta, spec = obj["metadata"], obj["spec"]
    page.add(f"Name:\t{meta['name']}")
    page.labels("Labels", meta.get("labels"))
    page.add(f"Namespace:\t{meta['namespace']}")
    rows = ((obj.get("status") or {}).get("loadBalancer") or {}).get("ingress") or []
    page.add(f"Address:\t{','.join(row.get('ip') or row.get('hostname', '') for row in rows)}")
    page.add(f"Ingress Class:\t{spec.get('ingressClassName') or '<none>'}")
    default = spec.get("defaultBackend")
    page.add(f"Default backend:\t{_backend(page, meta['namespace'], default) if default else '<default>'}")
    if spec.get("tls"):
        page.add("TLS:")
        for tls in spec["tls"]:
            hosts = ",".join(tls.get("hosts") or [])
            secret = tls.get("secretName")
            page.add(f"{secret} terminates {hosts}" if secret else f"SNI routes {hosts}", 1)
    page.add("Rules:")
    page.add("Host\tPath\tBackends", 1)
    page.add("----\t----\t--------", 1)
    for rule in spec.get("rules") or []:
        page.add(f"{rule.get('host') or '*'}\t", 1)
        for path in (rule.get("http") or {}).get("paths") or []:
            page.add(f"\t{path.get('path') or ''} \t{_backend(page, meta['namespace'], path['backend'])}", 1)
    if not spec.get("rules"):
        page.add(f"*\t*\t{_backend(page, meta['namespace'], default) if default else '<default>'}", 1)
    page.annotations("Annotations", meta.get("annotations"))


def _backend(page: Page, namespace: str, backend: Object) -> str:
    service = backend.get("service")
    if not service:
        found = backend.get("resource") or {}
        return f"APIGroup: {found.get('apiGroup', '')}, Kind: {found.get('kind')}, Name: {found.get('name')}"
    port = service.get("port") or {}
    text = f"{service['name']}:{port.get('number') or port.get('name', '')}"
    try:
        known = page.client.get(page.client.types.find("services"), service["name"], namespace)
    except ApiError as error:
        return f"{text} (<error: {error.message}>)"
    row = next(
        (
            p
            for p in known["spec"].get("ports") or []
            if p["port"] == port.get("number") or (p.get("name") and p["name"] == port.get("name"))
        ),
        None,
    )
    name = (row or {}).get("name") or ""
    return f"{text} ({endpoints_text(_slices(page, namespace, service['name']), name)})"


def describe_ingress_class(page: Page, obj: Object) -> None:
    """Describe an IngressClass."""
    page.metadata(obj, namespaced=False)
    page.add(f"Controller:\t{obj['spec'].get('controller', '')}")
    found = obj["spec"].get("parameters")
    if found:
        page.add("Parameters:")
        for key, title in (("apiGroup", "APIGroup"), ("kind", "Kind"), ("name", "Name")):
            if found.get(key):
                page.add(f"{title}:\t{found[key]}", 1)


def describe_network_policy(page: Page, obj: Object) -> None:
    """Describe a NetworkPolicy."""
    meta, spec = obj["metadata"], obj["spec"]
    page.add(f"Name:\t{meta['name']}")
    page.add(f"Namespace:\t{meta['namespace']}")
    page.add(f"Created on:\t{parse_time(meta['creationTimestamp']):%Y-%m-%d %H:%M:%S +0000 UTC}")
    page.labels("Labels", meta.get("labels"))
    page.annotations("Annotations", meta.get("annotations"))
    page.add("Spec:")
    pods = spec.get("podSelector")
    if pods:
        page.add(f"PodSelector:     {selector_text(pods)}", 1)
    else:
        page.add("PodSelector:     <none> (Allowing the specific traffic to all pods in this namespace)", 1)
    types = spec.get("policyTypes") or []
    for kind, key, peers, word in (("Ingress", "ingress", "from", "From"), ("Egress", "egress", "to", "To")):
        if kind in types:
            page.add(f"Allowing {key} traffic:", 1)
            _rules(page, spec.get(key) or [], peers, word, f"Selected pods are isolated for {key} connectivity")
        else:
            page.add(f"Not affecting {key} traffic", 1)
    page.add(f"Policy Types: {', '.join(types)}", 1)


def _rules(page: Page, rules: list[Object], key: str, word: str, none: str) -> None:
    if not rules:
        page.add(f"<none> ({none})", 2)
    for index, rule in enumerate(rules):
        ports = rule.get("ports") or []
        if not ports:
            page.add("To Port: <any> (traffic allowed to all ports)", 2)
        for port in ports:
            last = f"-{port['endPort']}" if port.get("endPort") else ""
            shown = f"{port.get('port', '<any>')}{last}"
            page.add(f"To Port: {shown}/{port.get('protocol', 'TCP')}", 2)
        peers = rule.get(key) or []
        if not peers:
            page.add(f"{word}: <any> (traffic not restricted by {'source' if key == 'from' else 'destination'})", 2)
        for peer in peers:
            page.add(f"{word}:", 2)
            _peer(page, peer)
        if index < len(rules) - 1:
            page.add("----------", 2)


def _peer(page: Page, peer: Object) -> None:
    if "ipBlock" in peer:
        page.add("IPBlock:", 3)
        page.add(f"CIDR: {peer['ipBlock']['cidr']}", 4)
        page.add(f"Except: {', '.join(peer['ipBlock'].get('except') or [])}", 4)
        return
    for key, title in (("namespaceSelector", "NamespaceSelector"), ("podSelector", "PodSelector")):
        if key in peer:
            page.add(f"{title}: {selector_text(peer[key])}", 3)
