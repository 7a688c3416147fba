"""What a command that changes objects answers: ``pod/web labeled``, or the object in the format of -o.

Models the PrintFlags of k8s.io/cli-runtime/pkg/genericclioptions v1.36.
"""

from typing import Any

from sandbox.sim.kubectl.builder import Info
from sandbox.sim.kubectl.dry_run import DryRun, dry_run_of
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.formats import ObjectPrinter, object_name, parse_format

Object = dict[str, Any]
FLAGS = frozenset(("output", "template", "show-managed-fields", "dry-run", "field-manager"))
FILES = frozenset(("filename", "kustomize", "recursive"))


class Results:
    """Prints one line, or one object, for each change."""

    def __init__(self, invocation: Invocation) -> None:
        flags = invocation.flags
        self.invocation = invocation
        self.output = parse_format(str(flags.values.get("output", "")), str(flags.values.get("template", "")))
        self.dry_run = dry_run_of(invocation) if "dry-run" in flags.values else DryRun.NONE
        managed = bool(flags.values.get("show-managed-fields"))
        self.printer = ObjectPrinter(self.output, invocation.files.read_text, managed_fields=managed)

    @property
    def silent(self) -> bool:
        """Say whether objects are printed, so that remarks have no place."""
        return bool(self.output.name)

    def show(self, obj: Object, operation: str) -> None:
        """Print what was done to an object."""
        if self.output.name:
            self.invocation.out(self.printer.render(obj))
        else:
            self.invocation.out(f"{object_name(obj)} {operation}{self.dry_run.suffix}\n")

    def show_info(self, info: Info, operation: str) -> None:
        """Print what was done to an object that is known by its resource."""
        if self.output.name and info.obj is not None:
            self.invocation.out(self.printer.render(info.obj))
        else:
            self.invocation.out(f"{info.described} {operation}{self.dry_run.suffix}\n")
