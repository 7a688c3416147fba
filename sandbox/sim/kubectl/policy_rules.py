"""Rules of roles as kubectl lists them: broken down, put together by resource, sorted.

Models BreakdownRule, CompactRules and SortableRuleSlice of k8s.io/kubectl/pkg/util/rbac v1.36.
"""

from collections.abc import Iterable, Iterator
from typing import Any

Object = dict[str, Any]
_FIELDS = (
    ("Verbs", "verbs"), ("APIGroups", "apiGroups"), ("Resources", "resources"), ("ResourceNames", "resourceNames"),
    ("NonResourceURLs", "nonResourceURLs"),
)  # fmt: skip


def compacted(rules: Iterable[Object]) -> list[Object]:
    """Return one rule for each resource, group and name, and one for each path, in the order of kubectl."""
    simple: dict[tuple[str, str, str], Object] = {}
    others: list[Object] = []
    for rule in rules:
        for part in _broken_down(rule):
            if "nonResourceURLs" in part:
                others.append(part)
                continue
            key = (part["apiGroups"][0], part["resources"][0], *(part.get("resourceNames") or [""]))
            if key in simple:
                simple[key]["verbs"] += part["verbs"]
            else:
                simple[key] = part
    return sorted([*others, *simple.values()], key=_text)


def _broken_down(rule: Object) -> Iterator[Object]:
    verbs = rule.get("verbs") or []
    for group in rule.get("apiGroups") or []:
        for resource in rule.get("resources") or []:
            for verb in verbs:
                part: Object = {"apiGroups": [group], "resources": [resource], "verbs": [verb]}
                names = rule.get("resourceNames")
                yield from ({**part, "verbs": [verb], "resourceNames": [name]} for name in names) if names else (part,)
    for url in rule.get("nonResourceURLs") or []:
        yield from ({"nonResourceURLs": [url], "verbs": [verb]} for verb in verbs)


def _text(rule: Object) -> str:
    """Return the rule as Go's generated String() writes it: what the order goes by."""
    return "&PolicyRule{" + "".join(f"{title}:[{' '.join(rule.get(key) or [])}]," for title, key in _FIELDS) + "}"


def qualified(rule: Object) -> str:
    """Return ``deployments.apps/scale`` for a rule of one resource, empty for one of a path."""
    if not rule.get("resources"):
        return ""
    word, slash, subresource = str(rule["resources"][0]).partition("/")
    group = rule["apiGroups"][0]
    return f"{word}.{group}{slash}{subresource}" if group else f"{word}{slash}{subresource}"
