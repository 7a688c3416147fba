"""The check ``absent:``: an object is not there, or an object is there and lacks a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.sim.checks.finding import PASSED, Finding, failed
from sandbox.sim.checks.matching import MISSING
from sandbox.sim.checks.objects import explain_absence, find_object, list_objects, name_object
from sandbox.sim.checks.wording import show

if TYPE_CHECKING:
    from sandbox.sim.world import World


@dataclass(frozen=True, slots=True)
class AbsentCheck:
    """``absent`` has apiVersion, kind and metadata (a name, or labels, or only a namespace for "none of this kind").

    With ``field`` (a path such as ``spec.hostNetwork``) the object must be there and the field must not.
    """

    absent: dict[str, Any]
    field: str = ""

    def evaluate(self, world: World) -> Finding:
        """Tell "no such object" from "no such field"."""
        metadata = self.absent.get("metadata", {})
        namespace = str(metadata.get("namespace", "default"))
        kind, api_version = self.absent["kind"], self.absent["apiVersion"]
        if self.field:
            return self._look_for_field(world, str(metadata["name"]), namespace)
        found = list_objects(world, api_version, kind, namespace=namespace, labels=metadata.get("labels"))
        names = [
            item["metadata"]["name"]
            for item in found
            if item["metadata"]["name"] == metadata.get("name", item["metadata"]["name"])
        ]
        if not names:
            return PASSED
        subject = name_object(kind, names[0], namespace)
        return failed(f"{subject.en} is still there.", f"{subject.zh_hans} 还在。")

    def _look_for_field(self, world: World, name: str, namespace: str) -> Finding:
        kind, api_version = self.absent["kind"], self.absent["apiVersion"]
        found = find_object(world, api_version, kind, name, namespace)
        if found is None:
            return Finding(passed=False, reason=explain_absence(world, api_version, kind, name, namespace))
        value: Any = found
        for step in self.field.split("."):
            value = value.get(step, MISSING) if isinstance(value, dict) else MISSING
        if value is MISSING:
            return PASSED
        subject = name_object(kind, name, namespace)
        return failed(
            f"{subject.en}: `{self.field}` is `{show(value)}`; it should not be there.",
            f"{subject.zh_hans}：`{self.field}` 现在是 `{show(value)}`，这里不应该有它。",
        )
