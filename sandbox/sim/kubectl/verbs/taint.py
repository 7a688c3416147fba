"""kubectl taint.

Models k8s.io/kubectl/pkg/cmd/taint v1.36.
"""

import re
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.names import label_value_faults, qualified_name
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.builder import Info, find, request_of
from sandbox.sim.kubectl.dry_run import DryRun
from sandbox.sim.kubectl.errors import KubectlError, UsageError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.results import FLAGS as RESULT_FLAGS
from sandbox.sim.kubectl.results import Results

Object = dict[str, Any]
FLAGS = RESULT_FLAGS | {"all", "overwrite", "selector", "validate"}
EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
_TAINT = re.compile(r".*(=.*:?|:|-)$|.*:.*|.*=.*")


def _is_taint(word: str) -> bool:
    return "=" in word or ":" in word or word.endswith("-")


def parse(words: list[str]) -> tuple[list[Object], list[Object]]:
    """Return the taints to add and those to remove. Raises UsageError."""
    added: list[Object] = []
    removed: list[Object] = []
    for word in words:
        if word.endswith("-"):
            key, _, effect = word[:-1].partition(":")
            removed.append({"key": key.partition("=")[0], "effect": effect})
            if effect and effect not in EFFECTS:
                raise UsageError(f"invalid taint effect: {effect}, unsupported taint effect")
        else:
            added.append(_parse_one(word))
    seen = set()
    for taint in added:
        identity = (taint["key"], taint["effect"])
        if identity in seen:
            raise UsageError(f"duplicated taints with the same key and effect: {_text(taint)}")
        seen.add(identity)
    if any((t["key"], e) in seen for t in removed for e in ([t["effect"]] if t["effect"] else EFFECTS)):
        raise UsageError("can not both modify and remove the following taint(s) in the same command")
    return added, removed


def _parse_one(word: str) -> Object:
    body, colon, effect = word.rpartition(":")
    if not colon:
        faults = qualified_name(word)
        raise UsageError(
            f"invalid taint spec: {word}, {'; '.join(faults)}" if faults else f"invalid taint spec: {word}"
        )
    key, _, value = body.partition("=")
    if effect not in EFFECTS:
        raise UsageError(f"invalid taint effect: {effect}, unsupported taint effect")
    faults = [*qualified_name(key), *(label_value_faults(value) if value else ())]
    if faults:
        raise UsageError(f"invalid taint spec: {word}, {'; '.join(faults)}")
    taint: Object = {"key": key, "effect": effect}
    if value:
        taint["value"] = value
    return taint


def _text(taint: Object) -> str:
    value = f"={taint['value']}" if taint.get("value") else ""
    return f"{taint['key']}{value}:{taint['effect']}"


def run(invocation: Invocation) -> int:
    """Change the taints of nodes."""
    flags = invocation.flags
    words = [word for word in invocation.args if not _is_taint(word)]
    changes = [word for word in invocation.args if _is_taint(word)]
    if not words:
        raise KubectlError("one or more resources must be specified as <resource> <name>")
    if not changes:
        raise KubectlError("at least one taint update is required")
    if words[0].lower() not in ("node", "nodes", "no"):
        raise KubectlError(f"invalid resource type {words[0]}, only node(s) is supported")
    if flags["all"] and flags["selector"]:
        raise KubectlError("setting 'all' parameter with a non empty selector is prohibited")
    if len(words) < 2 and not flags["all"] and not flags["selector"]:  # noqa: PLR2004  (the type and a name)
        raise KubectlError("at least one resource name must be specified since 'all' parameter is not set")
    added, removed = parse(changes)
    results = Results(invocation)
    found = find(invocation, request_of(invocation, args=tuple(words)))
    errors = list(found.errors)
    for info in found.infos:
        try:
            _taint(invocation, results, info, added, removed)
        except (KubectlError, ApiError) as error:
            errors.append(error)
    raise_all(errors)
    return 0


def _taint(invocation: Invocation, results: Results, info: Info, added: list[Object], removed: list[Object]) -> None:
    obj = info.obj or {}
    old: list[Object] = copy_json(obj["spec"].get("taints") or [])
    known = {(taint["key"], taint["effect"]): taint for taint in old}
    clashes = [t for t in added if (t["key"], t["effect"]) in known]
    if clashes and not invocation.flags["overwrite"]:
        keys = ",".join(dict.fromkeys(taint["key"] for taint in clashes))
        raise KubectlError(f"node {info.name} already has {keys} taint(s) with same effect(s) and --overwrite is false")
    kept = [taint for taint in old if not any(_hits(taint, gone) for gone in removed)]
    if len(kept) == len(old) and removed and not added:
        gone = removed[0]
        shown = f"{gone['key']}:{gone['effect']}" if gone["effect"] else gone["key"]
        raise KubectlError(f'taint "{shown}" not found')
    fresh = [taint for taint in kept if (taint["key"], taint["effect"]) not in {(t["key"], t["effect"]) for t in added}]
    new = [*added, *fresh]
    operation = _operation(old, kept, added)
    if results.dry_run is not DryRun.CLIENT:
        patch = {"spec": {"taints": new or None}}
        info.obj = invocation.client.patch(
            info.resource,
            info.name,
            patch,
            "",
            patch_type="merge",
            dry_run=results.dry_run.is_server,
            field_manager=invocation.flags["field-manager"],
        )
    results.show_info(info, operation)


def _hits(taint: Object, gone: Object) -> bool:
    return bool(taint["key"] == gone["key"] and gone["effect"] in ("", taint["effect"]))


def _operation(old: list[Object], kept: list[Object], added: list[Object]) -> str:
    if len(kept) < len(old) and added:
        return "modified"
    if len(kept) < len(old):
        return "untainted"
    return "tainted" if added else "untainted"
