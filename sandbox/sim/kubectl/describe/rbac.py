"""kubectl describe role | clusterrole | rolebinding | clusterrolebinding.

Models k8s.io/kubectl/pkg/describe/describe.go v1.36.
"""

from typing import Any

from sandbox.sim.kubectl.describe.page import Page

Object = dict[str, Any]


def describe_role(page: Page, obj: Object) -> None:
    """Describe a Role or ClusterRole."""
    page.metadata(obj, namespaced=False)
    page.add("PolicyRule:")
    page.add("Resources\tNon-Resource URLs\tResource Names\tVerbs", 1)
    page.add("---------\t-----------------\t--------------\t-----", 1)
    rows = [row for rule in obj.get("rules") or [] for row in _rows(rule)]
    for cells in sorted(_merged(rows)):
        page.add("\t".join(cells), 1)


def _rows(rule: Object) -> list[tuple[str, str, str, tuple[str, ...]]]:
    verbs = tuple(rule.get("verbs") or [])
    names = rule.get("resourceNames") or [""]
    rows = []
    for group in rule.get("apiGroups") or [""]:
        for resource in rule.get("resources") or []:
            word, slash, subresource = str(resource).partition("/")
            qualified = f"{word}.{group}{slash}{subresource}" if group else str(resource)
            rows += [(qualified, "[]", f"[{name}]", verbs) for name in names]
    rows += [("", f"[{url}]", "[]", verbs) for url in rule.get("nonResourceURLs") or []]
    return rows


def _merged(rows: list[tuple[str, str, str, tuple[str, ...]]]) -> list[tuple[str, str, str, str]]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for *key, verbs in rows:
        known = found.setdefault((str(key[0]), str(key[1]), str(key[2])), [])
        known += [verb for verb in verbs if verb not in known]
    return [(*key, f"[{' '.join(verbs)}]") for key, verbs in found.items()]


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
