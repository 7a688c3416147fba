"""Checks as JSON and back."""

from dataclasses import asdict
from typing import Any

from sandbox.sim.checks.absent_check import AbsentCheck
from sandbox.sim.checks.always_check import AlwaysCheck
from sandbox.sim.checks.cel_check import CelCheck
from sandbox.sim.checks.file_check import FileCheck
from sandbox.sim.checks.finding import Check
from sandbox.sim.checks.history_check import HistoryCheck
from sandbox.sim.checks.inspect_check import InspectCheck
from sandbox.sim.checks.object_check import ObjectCheck
from sandbox.sim.checks.run_check import RunCheck
from sandbox.sim.checks.select_check import SelectCheck
from sandbox.sim.checks.text_match import TextMatch

_Plain = ObjectCheck | SelectCheck | AbsentCheck | InspectCheck | HistoryCheck | CelCheck | RunCheck | FileCheck
_KINDS: dict[str, type[_Plain]] = {
    "object": ObjectCheck,
    "select": SelectCheck,
    "absent": AbsentCheck,
    "inspect": InspectCheck,
    "history": HistoryCheck,
    "cel": CelCheck,
    "run": RunCheck,
    "file": FileCheck,
}


def dump_check(check: Check) -> dict[str, Any]:
    """Return ``{"kind": …, …fields}``, which load_check() reads."""
    if isinstance(check, AlwaysCheck):
        return {"kind": "always", "inner": dump_check(check.inner)}
    for kind, plain in _KINDS.items():
        if isinstance(check, plain):
            return {"kind": kind, **asdict(check)}
    raise TypeError(f"no way to store {check!r}")


def load_check(data: dict[str, Any]) -> Check:
    """Return the check that dump_check() wrote. Raises KeyError for a kind that this version does not know."""
    fields = {key: value for key, value in data.items() if key != "kind"}
    match data["kind"]:
        case "always":
            return AlwaysCheck(inner=load_check(data["inner"]))
        case "run":
            return RunCheck(**{**fields, "stdout": _load_text(data["stdout"]), "stderr": _load_text(data["stderr"])})
        case "file":
            return FileCheck(**{**fields, "text": _load_text(data["text"])})
        case kind:
            check: Check = _KINDS[kind](**fields)
            return check


def _load_text(data: dict[str, Any]) -> TextMatch:
    return TextMatch(
        equals=data["equals"], contains=tuple(data["contains"]), lacks=tuple(data["lacks"]), matches=data["matches"]
    )
