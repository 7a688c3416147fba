"""kubectl run.

Models k8s.io/kubectl/pkg/cmd/run/run.go v1.36. An attached run passes on what is typed and prints what the
container prints until it ends.
"""

from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.applied import with_typed_configuration
from sandbox.sim.kubectl.builder import info_from
from sandbox.sim.kubectl.change_cause import record
from sandbox.sim.kubectl.dry_run import DryRun
from sandbox.sim.kubectl.errors import KubectlError, UsageError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.formats import object_name
from sandbox.sim.kubectl.results import FLAGS as RESULT_FLAGS
from sandbox.sim.kubectl.results import Results
from sandbox.sim.kubectl.verbs.run.attached import follow
from sandbox.sim.kubectl.verbs.run.pod import build_pod, build_service, check_image
from sandbox.sim.runtime.process import Wait

Object = dict[str, Any]
FLAGS = RESULT_FLAGS | {
    "annotations", "attach", "cascade", "command", "env", "expose", "force", "grace-period", "image",
    "image-pull-policy", "labels", "leave-stdin-open", "override-type", "overrides", "pod-running-timeout", "port",
    "privileged", "quiet", "restart", "rm", "save-config", "stdin", "timeout", "tty", "wait",
}  # fmt: skip


def run(invocation: Invocation) -> int | Wait:
    """Run an image in a Pod."""
    if "pod" in invocation.state:
        return follow(invocation)
    words = _words(invocation)
    flags = invocation.flags
    results = Results(invocation)
    attached = bool(flags["attach"] or flags["stdin"])
    _validate(invocation, results, attached=attached)
    pod = build_pod(invocation, words[0], words[1:])
    if flags["expose"]:
        _create(invocation, results, build_service(pod, str(flags["port"])))
        if results.dry_run is not DryRun.NONE:
            invocation.out("---\n")
    made = _create(invocation, results, pod, silent=attached)
    if attached:
        invocation.state["pod"] = [info_from(invocation.client.types.find("pods"), made).namespace, words[0]]
        return follow(invocation)
    return 0


def _words(invocation: Invocation) -> list[str]:
    if not invocation.args or invocation.flags.dash_at == 0:
        raise UsageError("NAME is required for run")
    return list(invocation.args)


def _validate(invocation: Invocation, results: Results, *, attached: bool) -> None:
    flags = invocation.flags
    check_image(str(flags["image"]))
    if flags["tty"] and not flags["stdin"]:
        raise UsageError("-i/--stdin is required for containers with -t/--tty=true")
    if flags["expose"] and not flags["port"]:
        raise UsageError("--port must be set when exposing a service")
    if results.dry_run is not DryRun.NONE and attached:
        raise UsageError(
            "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)"
        )
    if flags["rm"] and not attached:
        raise UsageError("--rm should only be used for attached containers")
    if flags["image-pull-policy"] not in ("", "Always", "IfNotPresent", "Never"):
        raise KubectlError(f"invalid image pull policy: {flags['image-pull-policy']}")


def _create(invocation: Invocation, results: Results, obj: Object, *, silent: bool = False) -> Object:
    flags = invocation.flags
    resource = invocation.client.types.of_kind(obj["apiVersion"], obj["kind"])
    if resource is None:
        raise KubectlError(f"no matches for kind {quote(obj['kind'])}")
    if invocation.explicit_namespace:
        obj["metadata"] = {"name": obj["metadata"]["name"], "namespace": invocation.namespace, **obj["metadata"]}
    obj = record(invocation, obj)
    if flags["save-config"]:
        obj = with_typed_configuration(obj)
    made = obj
    if results.dry_run is not DryRun.CLIENT:
        try:
            made = invocation.client.create(
                resource,
                obj,
                invocation.namespace,
                dry_run=results.dry_run.is_server,
                field_manager=flags["field-manager"],
            )
        except ApiError as error:
            if error.reason == "AlreadyExists" and obj["kind"] == "Service":
                raise KubectlError(error.message) from error
            raise
    if results.output.name:
        invocation.out(results.printer.render(made, sort_keys=False))
    elif not silent:
        invocation.out(f"{object_name(obj)} created{results.dry_run.suffix}\n")
    return made
