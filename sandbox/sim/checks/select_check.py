"""The check ``select:``: the objects that a selection finds are as many as they should be and each holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from documents.text import LocalizedText
from sandbox.sim.checks.expressions import holds
from sandbox.sim.checks.finding import PASSED, Finding, failed
from sandbox.sim.checks.matching import find_mismatches
from sandbox.sim.checks.objects import explain_expression, explain_state, list_objects, name_object
from sandbox.sim.checks.wording import explain_all

if TYPE_CHECKING:
    from sandbox.sim.world import World


@dataclass(frozen=True, slots=True)
class SelectCheck:
    """``select`` has apiVersion, kind and optionally namespace and labels.

    A selection that finds nothing fails, unless ``count`` is 0. ``cel`` and the partial object ``match`` must hold for
    each object that is found.
    """

    select: dict[str, Any]
    count: int | None = None
    cel: str = ""
    match: dict[str, Any] = field(default_factory=dict)
    exact: bool = False

    def evaluate(self, world: World) -> Finding:
        """Count what is selected, then look at each."""
        namespace = str(self.select.get("namespace", "default"))
        labels = self.select.get("labels")
        kind = self.select["kind"]
        found = list_objects(world, self.select["apiVersion"], kind, namespace=namespace, labels=labels)
        wanted = self.count
        if (wanted is None and not found) or (wanted is not None and len(found) != wanted):
            return Finding(passed=False, reason=self._explain_count(len(found), namespace))
        for item in found:
            subject = name_object(kind, item["metadata"]["name"], namespace)
            if mismatches := find_mismatches(self.match, item, exact=self.exact):
                said, state = explain_all(subject, mismatches), explain_state(world, item)
                return failed(said.en + state.en, said.zh_hans + state.zh_hans)
            if self.cel and not holds(self.cel, world, item):
                return Finding(passed=False, reason=explain_expression(world, subject, self.cel, item))
        return PASSED

    def _explain_count(self, found: int, namespace: str) -> LocalizedText:
        kind = self.select["kind"]
        labels = ",".join(f"{key}={value}" for key, value in (self.select.get("labels") or {}).items())
        with_en, with_zh = (f" with labels {labels}", f"带标签 {labels} 的 ") if labels else ("", "")
        if self.count is None:
            return LocalizedText(
                en=f"There is no {kind}{with_en} in namespace {namespace}.",
                zh_hans=f"命名空间 {namespace} 里没有{with_zh or ' '}{kind}。",
            )
        return LocalizedText(
            en=f"Found {found} of kind {kind}{with_en} in namespace {namespace}; there should be {self.count}.",
            zh_hans=f"命名空间 {namespace} 里{with_zh or ' '}{kind} 有 {found} 个，应该有 {self.count} 个。",
        )
