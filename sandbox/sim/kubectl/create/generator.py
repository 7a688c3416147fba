"""What the generators of ``kubectl create`` have in common: a name, a dry run, an answer.

Models k8s.io/kubectl/pkg/cmd/create v1.36 (CreateSubcommandOptions and its kin).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.applied import with_typed_configuration
from sandbox.sim.kubectl.dry_run import DryRun, dry_run_of
from sandbox.sim.kubectl.errors import KubectlError, UsageError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.formats import ObjectPrinter, object_name, parse_format
from sandbox.sim.kubectl.validation_mode import validation_of

Object = dict[str, Any]
COMMON_FLAGS = frozenset(
    ("dry-run", "output", "template", "show-managed-fields", "save-config", "validate", "field-manager", "append-hash")
)


@dataclass(frozen=True, slots=True)
class Generator:
    """One generator. ``build`` makes the object, in the order of its Go struct; ``context`` stands before a refusal."""

    build: Callable[[Invocation, str], Object]
    context: str = ""
    after: Callable[[Invocation, Object], None] | None = None


def name_of(invocation: Invocation) -> str:
    """Return the one NAME. Raises UsageError for none or several."""
    flags = invocation.flags
    words = flags.args if flags.dash_at < 0 else flags.args[: flags.dash_at]
    if len(words) != 1:
        raise UsageError(f"exactly one NAME is required, got {len(words)}")
    return words[0]


def command_of(invocation: Invocation) -> list[str]:
    """Return the words after ``--``."""
    flags = invocation.flags
    return list(flags.args[flags.dash_at :]) if flags.dash_at >= 0 else []


def run_generator(invocation: Invocation, generator: Generator) -> int:
    """Build the object, create it unless this is a client's dry run, and print it."""
    flags = invocation.flags
    name = name_of(invocation)
    output = parse_format(flags["output"], flags["template"])
    dry_run = dry_run_of(invocation)
    obj = generator.build(invocation, name)
    resource = invocation.client.types.of_kind(obj["apiVersion"], obj["kind"])
    if resource is None:
        raise KubectlError(f"no matches for kind {obj['kind']} in version {obj['apiVersion']}")
    if resource.namespaced and invocation.explicit_namespace:
        obj["metadata"] = {"name": obj["metadata"]["name"], "namespace": invocation.namespace, **obj["metadata"]}
    if flags.values.get("save-config"):
        obj = with_typed_configuration(obj)
    if generator.after is not None:
        generator.after(invocation, obj)
    made = obj
    if dry_run is not DryRun.CLIENT:
        made = _submit(invocation, generator, obj, dry_run)
    if output.name:
        printer = ObjectPrinter(output, invocation.files.read_text, managed_fields=bool(flags["show-managed-fields"]))
        invocation.out(printer.render(made, sort_keys=False))
    else:
        invocation.out(f"{object_name(obj)} created{dry_run.suffix}\n")
    return 0


def _submit(invocation: Invocation, generator: Generator, obj: Object, dry_run: DryRun) -> Object:
    resource = invocation.client.types.of_kind(obj["apiVersion"], obj["kind"])
    if resource is None:
        raise KubectlError(f"no matches for kind {obj['kind']} in version {obj['apiVersion']}")
    namespace = invocation.namespace if resource.namespaced else ""
    try:
        return invocation.client.create(
            resource,
            obj,
            namespace,
            dry_run=dry_run is DryRun.SERVER,
            field_validation=validation_of(invocation.flags),
            field_manager=invocation.flags["field-manager"],
        )
    except ApiError as error:
        if generator.context and not _stands_alone(error):
            raise KubectlError(f"{generator.context} {error.message}") from error
        raise


def _stands_alone(error: ApiError) -> bool:
    return error.reason == "Unauthorized"
