"""What a Job makes of a failed Pod.

Models k8s.io/kubernetes/pkg/controller/job/pod_failure_policy.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.meta import name_of, namespace_of

Object = dict[str, Any]


def failure_from_policy(job: Object, failed: list[Object]) -> str | None:
    """Return the message of a FailJob rule that a Pod has met."""
    for pod in failed:
        found = _rule_for(job, pod)
        if found is not None and found[0]["action"] == "FailJob":
            return f"{found[1]} matching FailJob rule at index {found[2]}"
    return None


def pods_by_action(job: Object, failed: list[Object], action: str) -> list[Object]:
    """Return the failed Pods whose first matching rule asks for an action."""
    rows = ((pod, _rule_for(job, pod)) for pod in failed)
    return [pod for pod, found in rows if found is not None and found[0]["action"] == action]


def _rule_for(job: Object, pod: Object) -> tuple[Object, str, int] | None:
    for number, rule in enumerate((job["spec"].get("podFailurePolicy") or {}).get("rules", ())):
        words = _matches(rule, pod)
        if words is not None:
            return rule, words.format(pod=f"{namespace_of(pod)}/{name_of(pod)}"), number
    return None


def _matches(rule: Object, pod: Object) -> str | None:
    codes = rule.get("onExitCodes")
    status = pod.get("status") or {}
    if codes is not None:
        for row in status.get("containerStatuses", ()):
            ended = (row.get("state") or {}).get("terminated")
            if not ended or ended["exitCode"] == 0 or codes.get("containerName", row["name"]) != row["name"]:
                continue
            if (ended["exitCode"] in codes["values"]) == (codes["operator"] == "In"):
                return f"Container {row['name']} for pod {{pod}} failed with exit code {ended['exitCode']}"
        return None
    wanted = {(p["type"], p.get("status", "True")) for p in rule.get("onPodConditions", ())}
    for condition in status.get("conditions", ()):
        if (condition["type"], condition["status"]) in wanted:
            return f"Pod {{pod}} has condition {condition['type']}"
    return None
