"""kubectl create ingress.

Models k8s.io/kubectl/pkg/cmd/create/create_ingress.go v1.36.
"""

import re
from typing import Any

from sandbox.sim.kubectl.create.generator import Generator
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation

Object = dict[str, Any]
FLAGS = frozenset(("rule", "class", "default-backend", "annotation"))
_RULE = re.compile(
    r"(?P<host>[\w\*\-\.]*)/(?P<path>[^=]*)=(?P<service>[\w\-]*):(?P<port>[\w\-]*)(?P<tls>,(tls(=[\w\-]*)?))?"
)
_BACKEND = re.compile(r"[-\w]+:[-\w]+")


def build(invocation: Invocation, name: str) -> Object:
    """Return the Ingress. Raises KubectlError."""
    flags = invocation.flags
    _check(flags["rule"], flags["default-backend"])
    meta: Object = {"name": name}
    annotations = dict(_annotation(pair) for pair in flags["annotation"])
    if annotations:
        meta["annotations"] = dict(sorted(annotations.items()))
    spec: Object = {}
    if flags["class"]:
        spec["ingressClassName"] = flags["class"]
    if flags["default-backend"]:
        spec["defaultBackend"] = _backend(*flags["default-backend"].split(":"))
    spec |= _rules(flags["rule"])
    return {
        "kind": "Ingress",
        "apiVersion": "networking.k8s.io/v1",
        "metadata": meta,
        "spec": spec,
        "status": {"loadBalancer": {}},
    }


def _check(rules: list[str], backend: str) -> None:
    if not rules and not backend:
        raise KubectlError(
            "not enough information provided: every ingress has to either specify a default-backend (which catches all "
            "traffic) or a list of rules (which catch specific paths)"
        )
    for rule in rules:
        if not _RULE.fullmatch(rule):
            raise KubectlError(
                f"rule {rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]"
            )
    if backend and not _BACKEND.fullmatch(backend):
        raise KubectlError("default-backend should be in format servicename:serviceport")


def _annotation(pair: str) -> tuple[str, str]:
    key, equals, value = pair.partition("=")
    if not equals:
        raise KubectlError(f"annotation {pair} is invalid and should be in format key=[value]")
    return key, value


def _backend(service: str, port: str) -> Object:
    number = {"number": int(port)} if port.isdigit() else {"name": port}
    return {"service": {"name": service, "port": number}}


def _rules(texts: list[str]) -> Object:
    hosts: dict[str, list[Object]] = {}
    tls: dict[str, list[str]] = {}
    for text in texts:
        found = _RULE.fullmatch(text)
        if found is None:
            continue
        path, kind = f"/{found['path']}", "Exact"
        if path.endswith("*"):
            path, kind = path[:-1], "Prefix"
        entry = {"path": path, "pathType": kind, "backend": _backend(found["service"], found["port"])}
        hosts.setdefault(found["host"], []).append(entry)
        if found["tls"]:
            tls.setdefault(found["tls"].partition("=")[2], []).append(found["host"])
    spec: Object = {}
    if tls:
        spec["tls"] = [_tls(secret, names) for secret, names in tls.items()]
    if hosts:
        spec["rules"] = [
            {**({"host": host} if host else {}), "http": {"paths": paths}} for host, paths in hosts.items()
        ]
    return spec


def _tls(secret: str, hosts: list[str]) -> Object:
    names = [host for host in dict.fromkeys(hosts) if host]
    return {**({"hosts": names} if names else {}), **({"secretName": secret} if secret else {})}


GENERATOR = Generator(build, "failed to create ingress:")
