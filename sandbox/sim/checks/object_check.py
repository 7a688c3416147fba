"""The check ``object:``: an object of the cluster holds all that a partial object says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from documents.text import LocalizedText
from sandbox.sim.checks.expressions import holds
from sandbox.sim.checks.finding import PASSED, Finding, failed
from sandbox.sim.checks.matching import Mismatch, find_mismatches
from sandbox.sim.checks.objects import explain_absence, explain_expression, explain_state, list_objects, name_object
from sandbox.sim.checks.wording import explain_all

if TYPE_CHECKING:
    from sandbox.sim.world import World


@dataclass(frozen=True, slots=True)
class ObjectCheck:
    """``object`` is partial; without a name any object of its kind and labels will do. ``cel`` must hold as well."""

    object: dict[str, Any]
    exact: bool = False
    cel: str = ""

    def evaluate(self, world: World) -> Finding:
        """Compare with the object of that name, or with the one that is most like it."""
        candidates = self._candidates(world)
        if not candidates:
            return Finding(passed=False, reason=self._explain_absence(world))
        compared = [(find_mismatches(self.object, item, exact=self.exact), item) for item in candidates]
        for mismatches, item in compared:
            if not mismatches and (not self.cel or holds(self.cel, world, item)):
                return PASSED
        mismatches, nearest = min(compared, key=lambda pair: len(pair[0]))
        subject = self._name(nearest["metadata"]["name"])
        if not mismatches:
            return Finding(passed=False, reason=explain_expression(world, subject, self.cel, nearest))
        said, state = explain_all(subject, _told(mismatches, nearest)), explain_state(world, nearest)
        return failed(said.en + state.en, said.zh_hans + state.zh_hans)

    @property
    def _metadata(self) -> dict[str, Any]:
        return dict(self.object.get("metadata", {}))

    @property
    def _namespace(self) -> str:
        return str(self._metadata.get("namespace", "default"))

    def _candidates(self, world: World) -> list[dict[str, Any]]:
        name = self._metadata.get("name")
        found = list_objects(world, self.object["apiVersion"], self.object["kind"], namespace=self._namespace)
        return [item for item in found if name is None or item["metadata"]["name"] == name]

    def _name(self, name: str) -> LocalizedText:
        return name_object(self.object["kind"], name, self._namespace)

    def _explain_absence(self, world: World) -> LocalizedText:
        name = self._metadata.get("name")
        kind = self.object["kind"]
        if name is not None:
            return explain_absence(world, self.object["apiVersion"], kind, name, self._namespace)
        return LocalizedText(
            en=f"There is no {kind} in namespace {self._namespace}.",
            zh_hans=f"命名空间 {self._namespace} 里没有 {kind}。",
        )


def _told(mismatches: list[Mismatch], item: dict[str, Any]) -> list[Mismatch]:
    """Put what a learner wrote before what followed from it: a wrong spec explains a wrong status."""
    return sorted(mismatches, key=lambda mismatch: mismatch.path.startswith("status")) if "spec" in item else mismatches
