"""The dated flag --record: the command line is kept as the object's change cause.

Models RecordFlags of k8s.io/cli-runtime/pkg/genericclioptions v1.36.
"""

from typing import Any

from sandbox.sim.cli.go_values import format_duration
from sandbox.sim.kubectl.invocation import Invocation

Object = dict[str, Any]
CHANGE_CAUSE = "kubernetes.io/change-cause"


def change_cause(invocation: Invocation) -> str:
    """Return the command as it is recorded: its words, then the flags that were given, by name."""
    flags = invocation.flags
    words = [invocation.command.full_path, *flags.args]
    words += [f"--{name}={_text(flags[name], invocation, name)}" for name in sorted(flags.changed)]
    return " ".join(words)


def _text(value: Any, invocation: Invocation, name: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{','.join(value)}]"
    if invocation.command.flags.flags[name].kind == "duration":
        return format_duration(value)
    return str(value)


def record(invocation: Invocation, obj: Object) -> Object:
    """Return the object with its change cause where --record asks for it, else as it is."""
    if not invocation.flags.values.get("record"):
        return obj
    meta = obj.get("metadata") or {}
    annotations = {**(meta.get("annotations") or {}), CHANGE_CAUSE: change_cause(invocation)}
    return {**obj, "metadata": {**meta, "annotations": annotations}}
