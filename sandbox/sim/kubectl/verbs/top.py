"""kubectl top node and kubectl top pod.

Models k8s.io/kubectl/pkg/cmd/top and pkg/metricsutil v1.36. Not modelled: swap.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field_selectors import matches_fields, parse_field_selector
from sandbox.sim.cluster.apimachinery.labels import parse_selector
from sandbox.sim.cluster.apimachinery.meta import labels_of, name_of, namespace_of
from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.apimachinery.resources import ApiResource, resource
from sandbox.sim.cluster.apimachinery.status import not_found
from sandbox.sim.cluster.apiserver.authorization import authorize
from sandbox.sim.cluster.apiserver.metrics import GROUP, NODES, PODS, Metrics
from sandbox.sim.kubectl.errors import KubectlError, UsageError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.table import ColumnWriter

Object = dict[str, Any]
FLAGS = frozenset(
    (
        "all-namespaces", "containers", "field-selector", "no-headers", "selector", "show-capacity", "sort-by", "sum",
        "use-protocol-buffers",
    )
)  # fmt: skip
_NODE_HEAD = ["NAME", "CPU(cores)", "CPU(%)", "MEMORY(bytes)", "MEMORY(%)"]
_POD_HEAD = ["NAME", "CPU(cores)", "MEMORY(bytes)"]
_RULE = "________"
"""What stands above a sum."""


def run_node(invocation: Invocation) -> int:
    """Print what nodes use. Raises KubectlError, ApiError."""
    name = _only(invocation, "node")
    metrics = _metrics(invocation, NODES)
    rows = {name_of(row): row["usage"] for row in metrics.nodes(invocation.now)}
    listed = invocation.client.list(resource("nodes"), "", selector=str(invocation.flags["selector"]))["items"]
    nodes = [node for node in listed if name in ("", name_of(node))]
    if name and not nodes:
        raise not_found(resource("nodes"), name)
    measured = [(name_of(node), _usage([rows[name_of(node)]]), node) for node in nodes if name_of(node) in rows]
    if not measured:
        raise KubectlError("metrics not available yet")
    field = "capacity" if invocation.flags["show-capacity"] else "allocatable"
    lines = [[who, *_node_cells(used, node["status"][field])] for who, used, node in _sorted(invocation, measured)]
    head = [] if invocation.flags["no-headers"] else [_NODE_HEAD]
    invocation.out(_written([*head, *lines]))
    return 0


def _node_cells(used: tuple[int, int], available: Object) -> list[str]:
    cpu, memory = used[0], used[1]
    share = cpu * 100 // (to_quantity(available["cpu"]).milli() or 1)
    of_memory = memory * 100 // (to_quantity(available["memory"]).rounded_up() or 1)
    return [f"{cpu}m", f"{share}%", _mebibytes(memory), f"{of_memory}%"]


def run_pod(invocation: Invocation) -> int:
    """Print what Pods or their containers use. Raises KubectlError, ApiError."""
    name = _only(invocation, "pod")
    flags = invocation.flags
    if name and flags["selector"]:
        raise UsageError("only one of NAME or selector can be provided")
    everywhere = bool(flags["all-namespaces"])
    namespace = "" if everywhere else invocation.namespace
    metrics = _metrics(invocation, PODS)
    chosen = [row for row in metrics.pods(namespace, invocation.now) if name in ("", name_of(row))]
    if name and not chosen:
        raise not_found(ApiResource(GROUP, "v1beta1", "", "podmetrics", "", (), True, (), ()), f"{namespace}/{name}")  # noqa: FBT003
    chosen = _filtered(invocation, chosen)
    if not chosen:
        return _nothing(invocation, namespace)
    measured = [(name_of(row), _usage([c["usage"] for c in row["containers"]]), row) for row in chosen]
    ordered = _sorted(invocation, measured, by_namespace=everywhere)
    lines = [cells for who, used, row in ordered for cells in _pod_lines(invocation, who, used, row)]
    if flags["sum"]:
        lines += _sum([used for _, used, _ in measured], 3 + everywhere + bool(flags["containers"]))
    head = ["POD", *_POD_HEAD] if flags["containers"] else list(_POD_HEAD)
    head = ["NAMESPACE", *head] if everywhere else head
    invocation.out(_written(lines if flags["no-headers"] else [head, *lines]))
    return 0


def _pod_lines(invocation: Invocation, who: str, used: tuple[int, int], row: Object) -> list[list[str]]:
    before = [namespace_of(row)] if invocation.flags["all-namespaces"] else []
    if not invocation.flags["containers"]:
        return [[*before, who, f"{used[0]}m", _mebibytes(used[1])]]
    found = [(c["name"], _usage([c["usage"]]), c) for c in row["containers"]]
    return [[*before, who, name, f"{u[0]}m", _mebibytes(u[1])] for name, u, _ in _sorted(invocation, found)]


def _sum(used: list[tuple[int, int]], width: int) -> list[list[str]]:
    total = [f"{sum(one[0] for one in used)}m", _mebibytes(sum(one[1] for one in used))]
    return [[*[""] * (width - 2), _RULE, _RULE], [*[""] * (width - 2), *total]]


def _only(invocation: Invocation, noun: str) -> str:
    if len(invocation.args) > 1:
        raise UsageError(f"{noun} [NAME | -l label]")
    if invocation.flags["sort-by"] not in ("", "cpu", "memory"):
        raise KubectlError("--sort-by accepts only cpu or memory")
    return invocation.args[0] if invocation.args else ""


def _metrics(invocation: Invocation, kind: ApiResource) -> Metrics:
    client = invocation.client
    invocation.cluster.api.before_request()
    metrics: Metrics | None = invocation.cluster.api.core.metrics
    if metrics is None or not metrics.is_registered:
        raise KubectlError("Metrics API not available")
    namespace = "" if kind is NODES or invocation.flags["all-namespaces"] else invocation.namespace
    authorize(invocation.cluster.api.core, client.user, "list", kind, namespace=namespace)
    return metrics


def _filtered(invocation: Invocation, rows: list[Object]) -> list[Object]:
    selector = parse_selector(str(invocation.flags["selector"]))
    fields = parse_field_selector(str(invocation.flags["field-selector"]), "Pod")
    pods = {(namespace_of(pod), name_of(pod)): pod for pod in invocation.cluster.api.storage.scan("/pods")}
    return [
        row
        for row in rows
        if selector.matches(labels_of(row)) and matches_fields(pods[(namespace_of(row), name_of(row))], fields)
    ]


def _nothing(invocation: Invocation, namespace: str) -> int:
    """Tell Pods that are too young to be measured from none at all."""
    selector = parse_selector(str(invocation.flags["selector"]))
    found = invocation.client.list(resource("pods"), namespace)["items"]
    if any(selector.matches(labels_of(pod)) for pod in found):
        raise KubectlError("metrics not available yet")
    invocation.err(f"No resources found in {namespace} namespace.\n" if namespace else "No resources found\n")
    return 0


def _usage(rows: list[Object]) -> tuple[int, int]:
    """Return thousandths of a CPU and bytes."""
    cpu = sum((to_quantity(row["cpu"]).value for row in rows), start=to_quantity("0").value)
    return -int(-cpu * 1000 // 1), sum(to_quantity(row["memory"]).rounded_up() for row in rows)


def _sorted(invocation: Invocation, rows: list[Any], *, by_namespace: bool = False) -> list[Any]:
    by = invocation.flags["sort-by"]
    ordered = sorted(rows, key=lambda row: row[0])
    if by:
        ordered.sort(key=lambda row: row[1][0 if by == "cpu" else 1], reverse=True)
    return sorted(ordered, key=lambda row: namespace_of(row[2])) if by_namespace else ordered


def _mebibytes(amount: int) -> str:
    return f"{amount // (1024 * 1024)}Mi"


def _written(rows: list[list[str]]) -> str:
    """Return the lines; every cell, the last one too, ends in a tab here, so all are padded."""
    return ColumnWriter().render([[*row, ""] for row in rows])
