"""kubectl describe role | clusterrole | rolebinding | clusterrolebinding.

Models k8s.io/kubectl/pkg/describe/describe.go v1.36.
"""

from typing import Any

from sandbox.sim.kubectl.describe.page import Page
from sandbox.sim.kubectl.policy_rules import compacted, qualified

Object = dict[str, Any]


def describe_role(page: Page, obj: Object) -> None:
    """Describe a Role or ClusterRole."""
    page.metadata(obj, namespaced=False)
    page.add("PolicyRule:")
    page.add("Resources\tNon-Resource URLs\tResource Names\tVerbs", 1)
    page.add("---------\t-----------------\t--------------\t-----", 1)
    for rule in compacted(obj.get("rules") or []):
        cells = [f"[{' '.join(rule.get(key) or [])}]" for key in ("nonResourceURLs", "resourceNames", "verbs")]
        page.add("\t".join([qualified(rule), *cells]), 1)


def describe_binding(page: Page, obj: Object) -> None:
    """Describe a RoleBinding or ClusterRoleBinding."""
    page.metadata(obj, namespaced=False)
    page.add("Role:")
    page.add(f"Kind:\t{obj['roleRef']['kind']}", 1)
    page.add(f"Name:\t{obj['roleRef']['name']}", 1)
    page.add("Subjects:")
    page.add("Kind\tName\tNamespace", 1)
    page.add("----\t----\t---------", 1)
    for subject in obj.get("subjects") or []:
        page.add(f"{subject['kind']}\t{subject['name']}\t{subject.get('namespace', '')}", 1)
