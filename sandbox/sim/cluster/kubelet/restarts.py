"""Whether a container that has ended is started again.

Models ShouldContainerBeRestarted of k8s.io/kubernetes/pkg/kubelet/container v1.36, with the policies and rules of
single containers.
"""

from typing import Any

from sandbox.sim.cluster.kubelet.records import ContainerRecord

Object = dict[str, Any]


def wants_again(pod: Object, container: Object, found: ContainerRecord) -> bool:
    """Say whether a container that has ended is to run again."""
    policy = container.get("restartPolicy") or pod["spec"].get("restartPolicy", "Always")
    if found.kind == "ephemeral":
        return False
    if any(_applies(rule, found.exit_code) for rule in container.get("restartPolicyRules") or ()):
        return True
    if found.kind == "sidecar":
        policy = "Always"
    if found.kind == "init" and policy == "Always":
        policy = "OnFailure"
    return bool(policy == "Always" or (policy == "OnFailure" and found.exit_code != 0))


def _applies(rule: Object, code: int) -> bool:
    """Say whether a rule of a container asks for a restart after an exit code."""
    codes = rule.get("exitCodes") or {}
    listed = code in (codes.get("values") or ())
    return rule.get("action") == "Restart" and listed == (codes.get("operator") == "In")
