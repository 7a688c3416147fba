"""The environment, command and arguments of a container.

Models kubelet_pods.go makeEnvironmentVariables, envvars.FromServices and third_party/forked/golang/expansion of
Kubernetes v1.36. Not modelled: fileKeyRef.
"""

import re
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.apiserver.internal_client import InternalClient

Object = dict[str, Any]
_REFERENCE = re.compile(r"\$(\$|\(([^)]*)\))")


class ConfigError(Exception):
    """The container cannot be configured; ``str()`` is the kubelet's message."""


def expand(text: str, variables: Mapping[str, str]) -> str:
    """Replace ``$(NAME)``; ``$$`` stands for a dollar, unknown names stay as they are."""

    def replace(match: re.Match[str]) -> str:
        if match.group(1) == "$":
            return "$"
        return variables.get(match.group(2), match.group(0))

    return _REFERENCE.sub(replace, text)


def service_variables(client: InternalClient, namespace: str, *, links: bool) -> dict[str, str]:
    """Return the variables that name the Services of a namespace (and always the API server)."""
    services = {}
    master = client.get("/services", "default", "kubernetes")
    if master is not None:
        services["kubernetes"] = master
    if links:
        services |= {service["metadata"]["name"]: service for service in client.scan("/services", namespace)}
    found: dict[str, str] = {}
    for name in sorted(services):
        if services[name]["spec"].get("clusterIP", "None") not in ("None", ""):
            found |= _variables_of(name, services[name]["spec"])
    return found


def _variables_of(name: str, spec: Object) -> dict[str, str]:
    prefix, address = name.upper().replace("-", "_"), spec["clusterIP"]
    ports = spec.get("ports") or []
    if not ports:
        return {}
    found = {f"{prefix}_SERVICE_HOST": address, f"{prefix}_SERVICE_PORT": str(ports[0]["port"])}
    for port in ports:
        if port.get("name"):
            found[f"{prefix}_SERVICE_PORT_{port['name'].upper().replace('-', '_')}"] = str(port["port"])
    for index, port in enumerate(ports):
        protocol = port.get("protocol", "TCP")
        url = f"{protocol.lower()}://{address}:{port['port']}"
        if index == 0:
            found[f"{prefix}_PORT"] = url
        stem = f"{prefix}_PORT_{port['port']}_{protocol}"
        found |= {
            stem: url,
            f"{stem}_PROTO": protocol.lower(),
            f"{stem}_PORT": str(port["port"]),
            f"{stem}_ADDR": address,
        }
    return found


class EnvironmentMaker:
    """Builds the variables of one container of a Pod."""

    def __init__(self, client: InternalClient, pod: Object, container: Object, node: Object | None) -> None:
        self.client = client
        self.pod = pod
        self.container = container
        self.node = node
        self.namespace = pod["metadata"]["namespace"]

    def make(self, image_env: Mapping[str, str]) -> dict[str, str]:
        """Return all variables: the image's, the Services', envFrom's, env's, each over the ones before."""
        links = self.pod["spec"].get("enableServiceLinks", True)
        services = service_variables(self.client, self.namespace, links=links)
        result: dict[str, str] = {}
        for source in self.container.get("envFrom", ()):
            result |= self._from_source(source)
        for variable in self.container.get("env", ()):
            value = self._value(variable, {**services, **result})
            if value is not None:
                result[variable["name"]] = value
        return {**image_env, **services, **result}

    def _from_source(self, source: Object) -> dict[str, str]:
        prefix = source.get("prefix", "")
        if "configMapRef" in source:
            data = self._config_map(source["configMapRef"], source["configMapRef"].get("optional", False))
        else:
            data = self._secret(source["secretRef"], source["secretRef"].get("optional", False))
        return {prefix + key: value for key, value in sorted((data or {}).items())}

    def _config_map(self, reference: Object, optional: bool) -> dict[str, str] | None:  # noqa: FBT001  (a field)
        found = self.client.get("/configmaps", self.namespace, reference.get("name", ""))
        if found is None:
            if optional:
                return None
            raise ConfigError(f'configmap "{reference.get("name", "")}" not found')
        return found.get("data") or {}

    def _secret(self, reference: Object, optional: bool) -> dict[str, str] | None:  # noqa: FBT001  (a field)
        found = self.client.get("/secrets", self.namespace, reference.get("name", ""))
        if found is None:
            if optional:
                return None
            raise ConfigError(f'secret "{reference.get("name", "")}" not found')
        return {key: b64decode(value).decode(errors="replace") for key, value in (found.get("data") or {}).items()}

    def _value(self, variable: Object, known: Mapping[str, str]) -> str | None:
        source = variable.get("valueFrom")
        if source is None:
            return expand(variable.get("value", ""), known)
        if "fieldRef" in source:
            return field_value(self.pod, source["fieldRef"]["fieldPath"])
        if "resourceFieldRef" in source:
            return resource_value(self.pod, self.container, source["resourceFieldRef"], self.node)
        if "configMapKeyRef" in source:
            return self._key(source["configMapKeyRef"], "ConfigMap", self._config_map)
        if "secretKeyRef" in source:
            return self._key(source["secretKeyRef"], "Secret", self._secret)
        return None

    def _key(self, reference: Object, kind: str, read: Any) -> str | None:
        optional = reference.get("optional", False)
        data = read(reference, optional)
        if data is None:
            return None
        if reference["key"] not in data:
            if optional:
                return None
            raise ConfigError(f"couldn't find key {reference['key']} in {kind} {self.namespace}/{reference['name']}")
        return str(data[reference["key"]])


def field_value(pod: Object, path: str) -> str:
    """Return what a downward API field path shows."""
    meta, spec, status = pod["metadata"], pod["spec"], pod.get("status") or {}
    match = re.fullmatch(r"metadata\.(labels|annotations)\['(.*)'\]", path)
    if match:
        return str((meta.get(match.group(1)) or {}).get(match.group(2), ""))
    if path in ("metadata.labels", "metadata.annotations"):
        return "\n".join(f"{key}={_quoted(value)}" for key, value in sorted((meta.get(path[9:]) or {}).items()))
    values = {
        "metadata.name": meta["name"],
        "metadata.namespace": meta["namespace"],
        "metadata.uid": meta["uid"],
        "spec.nodeName": spec.get("nodeName", ""),
        "spec.serviceAccountName": spec.get("serviceAccountName", ""),
        "status.hostIP": status.get("hostIP", ""),
        "status.hostIPs": ",".join(row["ip"] for row in status.get("hostIPs", ())),
        "status.podIP": status.get("podIP", ""),
        "status.podIPs": ",".join(row["ip"] for row in status.get("podIPs", ())),
    }
    return str(values.get(path, ""))


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def resource_value(pod: Object, container: Object, reference: Object, node: Object | None) -> str:
    """Return what a resourceFieldRef shows, in units of its divisor, rounded up."""
    name = reference.get("containerName")
    chosen = container if not name else _container_named(pod, name)
    kind, _, resource = reference["resource"].partition(".")
    resources = (chosen.get("resources") or {}).get(kind) or {}
    amount = resources.get(resource)
    if amount is None and kind == "limits" and node is not None:
        amount = ((node.get("status") or {}).get("allocatable") or {}).get(resource)
    value = to_quantity(amount or "0").value
    divisor = to_quantity(reference.get("divisor") or "0").value or 1
    quotient = value / divisor
    return str(-((-quotient.numerator) // quotient.denominator))


def _container_named(pod: Object, name: str) -> Object:
    spec = pod["spec"]
    for found in [*spec["containers"], *spec.get("initContainers", ())]:
        if found["name"] == name:
            return dict(found)
    return {}
