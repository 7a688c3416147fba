"""kubectl describe namespace | resourcequota | limitrange | poddisruptionbudget | priorityclass | hpa.

Models k8s.io/kubectl/pkg/describe/describe.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.describe.page import Page, small
from sandbox.sim.kubectl.describe.selectors import selector_text
from sandbox.sim.kubectl.durations import rfc1123z

Object = dict[str, Any]
_SCOPES = {
    "Terminating": "Matches all pods that have an active deadline. These pods have a limited lifespan on a node "
    "before being actively terminated by the system.",
    "NotTerminating": "Matches all pods that do not have an active deadline. These pods usually include long "
    "running pods whose container command is not expected to terminate.",
    "BestEffort": "Matches all pods that do not have resource requirements set. These pods have a best effort "
    "quality of service.",
    "NotBestEffort": "Matches all pods that have at least one resource requirement set. These pods have a "
    "burstable or guaranteed quality of service.",
}


def _listed(page: Page, kind: str, namespace: str) -> list[Object]:
    try:
        found: list[Object] = page.client.list(page.client.types.find(kind), namespace)["items"]
    except ApiError:
        return []
    return found


def describe_namespace(page: Page, obj: Object) -> None:
    """Describe a Namespace with its quotas and limits."""
    name = obj["metadata"]["name"]
    page.metadata(obj, namespaced=False)
    page.add(f"Status:\t{(obj.get('status') or {}).get('phase', '')}")
    conditions = (obj.get("status") or {}).get("conditions") or []
    if conditions:
        page.add("Conditions:")
        page.add("Type\tStatus\tLastTransitionTime\tReason\tMessage", 1)
        page.add("----\t------\t------------------\t------\t-------", 1)
        for found in conditions:
            moment = rfc1123z(found["lastTransitionTime"]) if found.get("lastTransitionTime") else ""
            page.add(
                f"{found['type']} \t{found['status']} \t{moment} \t{found.get('reason', '')} "
                f"\t{found.get('message', '')}",
                1,
            )
    _namespace_quotas(page, _listed(page, "resourcequotas", name))
    _namespace_limits(page, _listed(page, "limitranges", name))


def _namespace_quotas(page: Page, quotas: list[Object]) -> None:
    if not quotas:
        page.add("\nNo resource quota.")
        return
    page.add("\nResource Quotas")
    for quota in sorted(quotas, key=lambda found: str(found["metadata"]["name"])):
        page.add(f"  Name:\t{quota['metadata']['name']}")
        scopes = sorted(quota["spec"].get("scopes") or [])
        if scopes:
            page.add(f"  Scopes:\t{', '.join(scopes)}")
            for scope in scopes:
                if scope in _SCOPES:
                    page.add(f"  * {_SCOPES[scope]}")
        page.add("  Resource\tUsed\tHard")
        page.add("  --------\t---\t---")
        _amounts(page, quota, "  ")


def _amounts(page: Page, quota: Object, indent: str) -> None:
    status = quota.get("status") or {}
    hard, used = status.get("hard") or {}, status.get("used") or {}
    for resource in sorted(hard):
        page.add(f"{indent}{resource}\t{used.get(resource, '0')}\t{hard[resource]}")


_LIMIT_HEADER = "Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio"
_LIMIT_RULE = "----\t--------\t---\t---\t---------------\t-------------\t-----------------------"


def _namespace_limits(page: Page, ranges: list[Object]) -> None:
    if not ranges:
        page.add("\nNo LimitRange resource.")
        return
    page.add("\nResource Limits")
    page.add(f" {_LIMIT_HEADER}")
    page.add(f" {_LIMIT_RULE}")
    for found in ranges:
        _limit_rows(page, found, " ")


def _limit_rows(page: Page, obj: Object, indent: str) -> None:
    columns = ("min", "max", "defaultRequest", "default", "maxLimitRequestRatio")
    for item in obj["spec"].get("limits") or []:
        resources = dict.fromkeys(name for column in columns for name in item.get(column) or {})
        for name in sorted(resources, reverse=True):
            cells = [str((item.get(column) or {}).get(name, "-")) for column in columns]
            page.add(f"{indent}{item['type']}\t{name}\t" + "\t".join(cells))


def describe_quota(page: Page, obj: Object) -> None:
    """Describe a ResourceQuota."""
    page.add(f"Name:\t{obj['metadata']['name']}")
    page.add(f"Namespace:\t{obj['metadata']['namespace']}")
    scopes = sorted(obj["spec"].get("scopes") or [])
    if scopes:
        page.add(f"Scopes:\t{', '.join(scopes)}")
        for scope in scopes:
            if scope in _SCOPES:
                page.add(f" * {_SCOPES[scope]}")
    page.add("Resource\tUsed\tHard")
    page.add("--------\t----\t----")
    _amounts(page, obj, "")


def describe_limit_range(page: Page, obj: Object) -> None:
    """Describe a LimitRange."""
    page.add(f"Name:\t{obj['metadata']['name']}")
    page.add(f"Namespace:\t{obj['metadata']['namespace']}")
    page.add(_LIMIT_HEADER)
    page.add(_LIMIT_RULE)
    _limit_rows(page, obj, "")


def describe_budget(page: Page, obj: Object) -> None:
    """Describe a PodDisruptionBudget."""
    meta, spec, status = obj["metadata"], obj["spec"], obj.get("status") or {}
    page.add(f"Name:\t{meta['name']}")
    page.add(f"Namespace:\t{meta['namespace']}")
    if spec.get("minAvailable") is not None:
        page.add(f"Min available:\t{spec['minAvailable']}")
    elif spec.get("maxUnavailable") is not None:
        page.add(f"Max unavailable:\t{spec['maxUnavailable']}")
    page.add(f"Selector:\t{selector_text(spec['selector']) if spec.get('selector') else '<unset>'}")
    page.add("Status:")
    rows = (
        ("Allowed disruptions", "disruptionsAllowed"),
        ("Current", "currentHealthy"),
        ("Desired", "desiredHealthy"),
        ("Total", "expectedPods"),
    )
    for title, key in rows:
        page.add(f"{title}:\t{status.get(key, 0)}", 2)


def describe_priority_class(page: Page, obj: Object) -> None:
    """Describe a PriorityClass."""
    meta = obj["metadata"]
    page.add(f"Name:\t{meta['name']}")
    page.add(f"Value:\t{obj.get('value', 0)}")
    page.add(f"GlobalDefault:\t{small(obj.get('globalDefault'))}")
    page.add(f"PreemptionPolicy:\t{obj.get('preemptionPolicy', '')}")
    page.add(f"Description:\t{obj.get('description', '')}")
    annotations = meta.get("annotations") or {}
    words = ",".join(f"{key}={annotations[key]}" for key in sorted(annotations)) or "<none>"
    first, *rest = words.split("\n")
    page.add(f"Annotations:\t{first}")
    for line in rest:
        page.lines.append(line)


def describe_autoscaler(page: Page, obj: Object) -> None:
    """Describe a HorizontalPodAutoscaler."""
    meta, spec, status = obj["metadata"], obj["spec"], obj.get("status") or {}
    page.metadata(obj)
    page.add(f"CreationTimestamp:\t{rfc1123z(meta['creationTimestamp'])}")
    target = spec["scaleTargetRef"]
    page.add(f"Reference:\t{target['kind']}/{target['name']}")
    page.add("Metrics:\t( current / target )")
    for index, metric in enumerate(spec.get("metrics") or []):
        _metric(page, metric, (status.get("currentMetrics") or [])[index : index + 1])
    page.add(f"Min replicas:\t{spec.get('minReplicas', '<unset>')}")
    page.add(f"Max replicas:\t{spec['maxReplicas']}")
    if (behavior := spec.get("behavior")) is not None:
        page.add("Behavior:")
        _direction(page, "Scale Up", behavior.get("scaleUp"))
        _direction(page, "Scale Down", behavior.get("scaleDown"))
    page.add(
        f"{target['kind']} pods:\t{status.get('currentReplicas', 0)} current / "
        f"{status.get('desiredReplicas', 0)} desired"
    )
    if status.get("conditions"):
        page.add("Conditions:")
        page.add("  Type\tStatus\tReason\tMessage")
        page.add("  ----\t------\t------\t-------")
        for found in status["conditions"]:
            page.add(f"{found['type']}\t{found['status']}\t{found.get('reason', '')}\t{found.get('message', '')}", 1)


def _direction(page: Page, title: str, rules: Object | None) -> None:
    if rules is None:
        return
    page.add(f"{title}:", 1)
    if (seconds := rules.get("stabilizationWindowSeconds")) is not None:
        page.add(f"Stabilization Window: {seconds} seconds", 2)
    if policies := rules.get("policies"):
        page.add(f"Select Policy: {rules.get('selectPolicy', 'Max')}", 2)
        page.add("Policies:", 2)
        for policy in policies:
            page.add(
                f"- Type: {policy['type']}\tValue: {policy['value']}\tPeriod: {policy['periodSeconds']} seconds", 3
            )


def _metric(page: Page, metric: Object, current: list[Object]) -> None:
    if metric["type"] != "Resource":
        page.add(f"<unknown metric type {metric['type']!r}>".replace("'", '"'), 1)
        return
    name, target = metric["resource"]["name"], metric["resource"]["target"]
    now = ((current[0].get("resource") or {}).get("current") or {}) if current else {}
    if target.get("averageValue") is not None:
        page.add(f"resource {name} on pods:\t{now.get('averageValue', '<unknown>')} / {target['averageValue']}", 1)
        return
    percent = (
        f"{now['averageUtilization']}% ({now.get('averageValue')})"
        if now.get("averageUtilization") is not None
        else "<unknown>"
    )
    wanted = f"{target['averageUtilization']}%" if target.get("averageUtilization") is not None else "<auto>"
    page.add(f"resource {name} on pods  (as a percentage of request):\t{percent} / {wanted}", 1)
