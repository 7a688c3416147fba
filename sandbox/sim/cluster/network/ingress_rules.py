"""Which backend an Ingress sends a request to.

Models the servers and locations that ingress-nginx v1.13 writes from Ingresses: an exact host before a wildcard before
none, an exact path before a prefix, a longer path before a shorter one; paths of one host come from all Ingresses.
Annotations: rewrite-target, use-regex, ssl-redirect, force-ssl-redirect. Not modelled: every other annotation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import re2

from sandbox.sim.cluster.apimachinery.meta import namespace_of

Object = dict[str, Any]
CONTROLLER = {"app.kubernetes.io/name": "ingress-nginx", "app.kubernetes.io/component": "controller"}
CONTROLLER_NAME = "k8s.io/ingress-nginx"
_CLASS = "kubernetes.io/ingress.class"
_PREFIX = "nginx.ingress.kubernetes.io/"


@dataclass(frozen=True, slots=True)
class Location:
    """One path of one host, and where it leads."""

    path: str
    kind: str
    namespace: str
    backend: Object
    annotations: Object

    @property
    def is_regex(self) -> bool:
        """Say whether nginx matches its path as a regular expression."""
        told = self.annotations.get(f"{_PREFIX}use-regex") == "true"
        return told or bool(self.annotations.get(f"{_PREFIX}rewrite-target"))

    def matches(self, path: str) -> bool:
        """Say whether a path belongs here."""
        if self.is_regex and self.kind != "Exact":
            return _search(self.path, path) is not None
        if self.kind == "Exact":
            return path == self.path
        stem = self.path.rstrip("/")
        return path == stem or path.startswith(f"{stem}/") or (self.kind != "Prefix" and path.startswith(self.path))

    def rewrite(self, path: str) -> str:
        """Return the path as the backend gets it."""
        target = self.annotations.get(f"{_PREFIX}rewrite-target", "")
        if not target:
            return path
        found = _search(self.path, path)
        groups = [group or "" for group in found.groups()] if found is not None else []
        for number in range(9, 0, -1):
            target = target.replace(f"${number}", groups[number - 1] if number <= len(groups) else "")
        return target if target.startswith("/") else f"/{target}"


def _search(pattern: str, path: str) -> Any:
    try:
        return re2.match(f"(?i){pattern}", path)
    except re2.error:
        return None


def is_served(ingress: Object, classes: Iterable[Object]) -> bool:
    """Say whether an Ingress belongs to the controller, by its class or the old annotation."""
    name = (ingress.get("spec") or {}).get("ingressClassName")
    if name is None:
        return bool((ingress["metadata"].get("annotations") or {}).get(_CLASS) == "nginx")
    return any(one["metadata"]["name"] == name and one["spec"].get("controller") == CONTROLLER_NAME for one in classes)


def find(ingresses: list[Object], host: str, path: str) -> Location | None:
    """Return the location that a request belongs to, or None."""
    hosts = {rule.get("host", "") for ingress in ingresses for rule in ingress["spec"].get("rules") or ()}
    server = next((name for name in (host, f"*.{host.partition('.')[2]}") if name and name in hosts), "")
    rows = [row for row in _locations(ingresses, server) if row.matches(path)]
    if rows:
        return max(rows, key=lambda row: (row.kind == "Exact", len(row.path)))
    return _default(ingresses)


def _locations(ingresses: list[Object], host: str) -> list[Location]:
    return [
        Location(
            path.get("path") or "/",
            path["pathType"],
            namespace_of(ingress),
            path["backend"],
            ingress["metadata"].get("annotations") or {},
        )
        for ingress in ingresses
        for rule in ingress["spec"].get("rules") or ()
        if rule.get("host", "") == host
        for path in (rule.get("http") or {}).get("paths") or ()
    ]


def _default(ingresses: list[Object]) -> Location | None:
    for ingress in ingresses:
        backend = ingress["spec"].get("defaultBackend")
        if backend:
            return Location("/", "Prefix", namespace_of(ingress), backend, {})
    return None


def secret_of(ingresses: list[Object], host: str) -> tuple[str, str] | None:
    """Return namespace and name of the Secret with a host's certificate; an empty name for the controller's own."""
    for ingress in ingresses:
        for row in ingress["spec"].get("tls") or ():
            if host in row.get("hosts", ()) or f"*.{host.partition('.')[2]}" in row.get("hosts", ()):
                return namespace_of(ingress), row.get("secretName", "")
    return None


def redirects(location: Location, *, with_tls: bool) -> bool:
    """Say whether plain requests are sent to TLS."""
    if location.annotations.get(f"{_PREFIX}force-ssl-redirect") == "true":
        return True
    return with_tls and location.annotations.get(f"{_PREFIX}ssl-redirect") != "false"
