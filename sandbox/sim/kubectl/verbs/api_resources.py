"""kubectl api-resources and kubectl api-versions.

Models k8s.io/kubectl/pkg/cmd/apiresources v1.36. Not modelled: -o json and -o yaml of api-resources.
"""

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.kubectl.errors import KubectlError, NotModelled, UsageError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.table import ColumnWriter

FLAGS = frozenset(("api-group", "cached", "categories", "namespaced", "no-headers", "output", "sort-by", "verbs"))


def run(invocation: Invocation) -> int:
    """Print the resource types that the server offers."""
    flags = invocation.flags
    if invocation.args:
        raise UsageError(f"unexpected arguments: [{' '.join(invocation.args)}]")
    if flags["output"] in ("json", "yaml"):
        raise NotModelled(f"kubectl api-resources -o {flags['output']}")
    if flags["output"] not in ("", "wide", "name"):
        raise KubectlError(f"--output {flags['output']} is not available")
    if flags["sort-by"] not in ("", "name", "kind"):
        raise KubectlError("--sort-by accepts only name or kind")
    chosen = [r for r in invocation.client.types.preferred if _wanted(invocation, r)]
    if flags["sort-by"] == "name":
        chosen.sort(key=lambda r: r.plural)
    elif flags["sort-by"] == "kind":
        chosen.sort(key=lambda r: r.kind)
    else:
        chosen.sort(key=lambda r: (r.group, r.plural))
    if flags["output"] == "name":
        invocation.out("".join(f"{r.qualified}\n" for r in chosen))
    else:
        invocation.out(_table(invocation, chosen, wide=flags["output"] == "wide"))
    return 0


def _wanted(invocation: Invocation, resource: ApiResource) -> bool:
    flags = invocation.flags
    if flags.given("api-group") and resource.group != flags["api-group"]:
        return False
    if flags.given("namespaced") and resource.namespaced != flags["namespaced"]:
        return False
    if not set(flags["verbs"]) <= set(resource.verbs):
        return False
    return set(flags["categories"]) <= set(resource.categories)


def _table(invocation: Invocation, chosen: list[ApiResource], *, wide: bool) -> str:
    header = ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"]
    rows = [] if invocation.flags["no-headers"] else [header + (["VERBS", "CATEGORIES"] if wide else [])]
    for r in chosen:
        row = [r.plural, ",".join(r.short_names), r.api_version, "true" if r.namespaced else "false", r.kind]
        rows.append(row + ([",".join(r.verbs), ",".join(r.categories)] if wide else []))
    return ColumnWriter().render(rows)


def run_versions(invocation: Invocation) -> int:
    """Print the API versions that the server offers."""
    if invocation.args:
        raise UsageError(f"unexpected arguments: [{' '.join(invocation.args)}]")
    versions = sorted({r.api_version for r in invocation.client.types.every})
    invocation.out("".join(f"{version}\n" for version in versions))
    return 0
