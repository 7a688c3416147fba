"""kubectl config view, current-context, get-contexts, get-clusters, get-users.

Models k8s.io/kubectl/pkg/cmd/config v1.36. Not modelled: --merge, --flatten of several files.
"""

from typing import Any

from sandbox.sim.kubectl.errors import KubectlError, UsageError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.formats import ObjectPrinter, parse_format
from sandbox.sim.kubectl.printers.table import ColumnWriter

Object = dict[str, Any]
VIEW_FLAGS = frozenset(("output", "template", "minify", "raw", "flatten", "show-managed-fields"))
_SECRETS = {"token": "REDACTED", "password": "REDACTED", "client-key-data": "DATA+OMITTED"}
_DATA = ("certificate-authority-data", "client-certificate-data")


def run_view(invocation: Invocation) -> int:
    """Print the kubeconfig, secrets left out."""
    flags = invocation.flags
    if invocation.args:
        raise UsageError(f"unexpected arguments: [{' '.join(invocation.args)}]")
    output = parse_format(flags["output"], flags["template"])
    data = dict(invocation.config.data)
    shown: Object = {
        "apiVersion": "v1",
        "clusters": data.get("clusters") or None,
        "contexts": data.get("contexts") or None,
        "current-context": data.get("current-context") or "",
        "kind": "Config",
        "users": data.get("users") or None,
    }
    if data.get("preferences"):
        shown["preferences"] = data["preferences"]
    if flags["minify"]:
        shown = _minify(invocation, shown)
    if not flags["raw"] and not flags["flatten"]:
        shown = _redact(shown)
    invocation.out(ObjectPrinter(output, invocation.files.read_text).render(shown))
    return 0


def _minify(invocation: Invocation, shown: Object) -> Object:
    name = str(invocation.flags["context"]) or str(shown["current-context"])
    if not name:
        raise KubectlError("current-context must exist in order to minify")
    context = invocation.config.entry("contexts", name)
    if context is None:
        raise KubectlError(f"cannot locate context {name}")
    keep = {"contexts": name, "clusters": context.get("cluster"), "users": context.get("user")}
    minified = dict(shown)
    for key, wanted in keep.items():
        minified[key] = [row for row in shown[key] or [] if row.get("name") == wanted] or None
    minified["current-context"] = name
    return minified


def _redact(shown: Object) -> Object:
    result = dict(shown)
    for key, single in (("clusters", "cluster"), ("users", "user")):
        rows = []
        for row in shown[key] or []:
            content = dict(row.get(single) or {})
            for name in content:
                if name in _DATA:
                    content[name] = "DATA+OMITTED"
                elif name in _SECRETS:
                    content[name] = _SECRETS[name]
            rows.append({**row, single: content})
        result[key] = rows or None
    return result


def run_current(invocation: Invocation) -> int:
    """Print the name of the current context."""
    if not invocation.config.current:
        raise KubectlError("current-context is not set")
    invocation.out(f"{invocation.config.current}\n")
    return 0


def run_contexts(invocation: Invocation) -> int:
    """Print the contexts."""
    config, flags = invocation.config, invocation.flags
    if flags["output"] not in ("", "name"):
        raise UsageError(f"output must be one of '' or 'name': {flags['output']}")
    names = sorted(str(row.get("name", "")) for row in config.rows("contexts"))
    missing = [name for name in invocation.args if name not in names]
    chosen = [name for name in invocation.args if name in names] if invocation.args else names
    if flags["output"] == "name":
        invocation.out("".join(f"{name}\n" for name in chosen))
    else:
        rows = [] if flags["no-headers"] else [["CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"]]
        for name in chosen:
            context = config.entry("contexts", name) or {}
            mark = "*" if name == config.current else ""
            rows.append([mark, name, *(str(context.get(key, "")) for key in ("cluster", "user", "namespace"))])
        invocation.out(ColumnWriter().render(rows))
    if missing:
        raise KubectlError(f"context {missing[0]} not found")
    return 0


def run_clusters(invocation: Invocation) -> int:
    """Print the names of the clusters."""
    return _names(invocation, "clusters")


def run_users(invocation: Invocation) -> int:
    """Print the names of the users."""
    return _names(invocation, "users")


def _names(invocation: Invocation, key: str) -> int:
    names = sorted(str(row.get("name", "")) for row in invocation.config.rows(key))
    invocation.out("".join(f"{name}\n" for name in ["NAME", *names]))
    return 0
