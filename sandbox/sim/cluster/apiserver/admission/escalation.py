"""Nobody grants what they do not have.

Models the escalation checks of k8s.io/kubernetes/pkg/registry/rbac v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apiserver.admission.request import Request
from sandbox.sim.cluster.apiserver.authorization import allows, rule_allows, rules_behind, rules_of

Object = dict[str, Any]
_GROUP = "rbac.authorization.k8s.io"


def validate(request: Request) -> None:
    """Refuse Roles and bindings that would give more than the user has."""
    key = request.resource.key
    if not key.startswith(f"{_GROUP}/") or request.options.user.is_master:
        return
    if key.endswith("roles"):
        verb, rules = "escalate", request.obj.get("rules") or []
    else:
        verb, rules = "bind", rules_behind(request.core, request.obj["roleRef"], request.namespace)
    user, name = request.options.user, request.obj["metadata"].get("name", "")
    if allows(request.core, user, verb, (_GROUP, request.resource.plural), request.namespace, name):
        return
    own = list(rules_of(request.core, user, request.namespace))
    missing = [part for rule in rules for part in _parts(rule) if not _covered(part, own)]
    if missing:
        groups = "[" + " ".join(f'"{group}"' for group in user.groups) + "]"
        shown = "\n".join(_shown(part) for part in _compact(missing))
        raise request.forbid(
            f'user "{user.name}" (groups={groups}) is attempting to grant RBAC permissions not currently held:\n{shown}'
        )


def _parts(rule: Object) -> list[Object]:
    return [
        {"verb": verb, "group": group, "resource": resource, "name": name}
        for group in rule.get("apiGroups") or ()
        for resource in rule.get("resources") or ()
        for name in rule.get("resourceNames") or ("",)
        for verb in rule.get("verbs") or ()
    ]


def _covered(part: Object, own: list[Object]) -> bool:
    wanted = (part["group"], part["resource"])
    return any(rule_allows(rule, part["verb"], wanted, part["name"]) for rule in own)


def _compact(missing: list[Object]) -> list[Object]:
    rows: dict[tuple[str, str, str], list[str]] = {}
    for part in missing:
        rows.setdefault((part["group"], part["resource"], part["name"]), []).append(part["verb"])
    return [{"group": g, "resource": r, "name": n, "verbs": verbs} for (g, r, n), verbs in sorted(rows.items())]


def _shown(row: Object) -> str:
    verbs = " ".join(f'"{verb}"' for verb in row["verbs"])
    name = f', ResourceNames:["{row["name"]}"]' if row["name"] else ""
    return f'{{APIGroups:["{row["group"]}"], Resources:["{row["resource"]}"]{name}, Verbs:[{verbs}]}}'
