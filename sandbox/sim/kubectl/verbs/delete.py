"""kubectl delete.

Models k8s.io/kubectl/pkg/cmd/delete/delete.go v1.36. Not modelled: --raw.
"""

from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.builder import Info, find, request_of
from sandbox.sim.kubectl.dry_run import DryRun, dry_run_of
from sandbox.sim.kubectl.errors import KubectlError, raise_all, with_context
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.manifests.sources import needs_stdin
from sandbox.sim.kubectl.results import FILES
from sandbox.sim.kubectl.verbs import confirming
from sandbox.sim.runtime.process import Wait

FLAGS = FILES | {
    "all", "all-namespaces", "cascade", "dry-run", "field-selector", "force", "grace-period", "ignore-not-found", "now",
    "interactive", "output", "selector", "timeout", "wait",
}  # fmt: skip
CASCADES = {
    "background": "Background",
    "foreground": "Foreground",
    "orphan": "Orphan",
    "true": "Background",
    "false": "Orphan",
}
WEEK = 7 * 24 * 3600 * 10**9


def run(invocation: Invocation) -> int | Wait:
    """Delete objects and wait until they are gone."""
    state = invocation.state
    if "gone" in state:
        return wait_until_gone(invocation)
    grace = _grace(invocation)
    if needs_stdin(tuple(invocation.flags["filename"])) and not state.get("stdin_done"):
        waiting = invocation.stdin_wait()
        if waiting is not None:
            return waiting
    if invocation.flags["interactive"]:
        agreed = _agree(invocation)
        if agreed is not True:
            return agreed
    errors = _delete_all(invocation, grace)
    raise_all(errors)
    if not state["gone"]:
        return 0
    return wait_until_gone(invocation)


def _agree(invocation: Invocation) -> "bool | int | Wait":
    """Return True once a person has agreed, the exit code where there is nothing to agree to, a Wait until then."""
    if "answer" not in invocation.state:
        found = find(invocation, request_of(invocation, fetch=True, validate=False))
        raise_all(found.errors)
        if not found.infos:
            invocation.out("No resources found\n")
            return 0
        confirming.ask(invocation, found.infos)
    agreed = confirming.answer(invocation)
    if agreed is False:
        invocation.out("deletion is cancelled\n")
        return 0
    return agreed


def _grace(invocation: Invocation) -> int:
    flags = invocation.flags
    grace = int(flags["grace-period"])
    if flags["now"]:
        if grace != -1:
            raise KubectlError("--now and --grace-period cannot be specified together")
        grace = 1
    if grace == 0 and not flags["force"]:
        grace = 1
    if flags["force"] and grace > 0:
        raise KubectlError("--force and --grace-period greater than 0 cannot be specified together")
    for name in ("selector", "field-selector"):
        if flags["all"] and flags[name]:
            raise KubectlError(f"cannot set --all and --{name} at the same time")
    if flags["output"] not in ("", "name"):
        raise KubectlError(f"unexpected -o output mode: {flags['output']}. We only support '-o name'")
    return 0 if flags["force"] and grace < 0 else grace


def cascade_of(invocation: Invocation) -> str:
    """Return the propagation policy of the flag --cascade. Raises KubectlError."""
    text = str(invocation.flags["cascade"])
    if text not in CASCADES:
        raise KubectlError(f'invalid cascade value ({text}). Must be "background", "foreground", or "orphan"')
    return CASCADES[text]


def _delete_all(invocation: Invocation, grace: int) -> list[Exception]:
    flags = invocation.flags
    cascade, dry_run = cascade_of(invocation), dry_run_of(invocation)
    if flags["force"] and grace == 0:
        invocation.err(
            "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. "
            "The resource may continue to run on the cluster indefinitely.\n"
        )
    found = find(invocation, request_of(invocation, fetch=False, validate=False))
    ignore = flags["ignore-not-found"] or (flags["all"] and not flags.given("ignore-not-found"))
    errors = [error for error in found.errors if not (ignore and _is_not_found(error))]
    gone: list[list[Any]] = []
    for info in found.infos:
        try:
            uid = _delete(invocation, info, grace, cascade, dry_run)
        except ApiError as error:
            if not (ignore and _is_not_found(error)):
                errors.append(
                    with_context(f"error when deleting {quote(info.source)}", error) if info.source else error
                )
            continue
        gone.append([info.resource.api_version, info.resource.kind, info.namespace, info.name, uid])
    if not found.infos and not errors and not _by_name(invocation):
        invocation.out("No resources found\n")
    waits = flags["wait"] and dry_run is DryRun.NONE
    invocation.state["gone"] = [key for key in gone if key[4]] if waits else []
    timeout = int(flags["timeout"]) or WEEK
    invocation.state["deadline"] = invocation.now + timeout
    return errors


def _by_name(invocation: Invocation) -> bool:
    flags = invocation.flags
    return not (flags["all"] or flags["selector"] or flags["field-selector"])


def _is_not_found(error: Exception) -> bool:
    return isinstance(error, ApiError) and error.reason == "NotFound"


def _delete(invocation: Invocation, info: Info, grace: int, cascade: str, dry_run: DryRun) -> str:
    """Delete an object and return its uid: one of the same name may be there again at once."""
    uid = ""
    if dry_run is not DryRun.CLIENT:
        answer = invocation.client.delete(
            info.resource,
            info.name,
            info.namespace,
            propagation=cascade,
            grace_seconds=None if grace < 0 else grace,
            dry_run=dry_run.is_server,
        )
        uid = str((answer.get("details") or answer.get("metadata") or {}).get("uid", ""))
    print_deleted(invocation, info, dry_run, forced=bool(invocation.flags["force"]) and grace == 0)
    return uid


def print_deleted(invocation: Invocation, info: Info, dry_run: DryRun, *, forced: bool = False) -> None:
    """Print ``pod "web" deleted from default namespace``."""
    if invocation.flags.values.get("output") == "name":
        invocation.out(f"{info.described}\n")
        return
    kind = info.described.rpartition("/")[0]
    where = f" from {info.namespace} namespace" if info.namespace else ""
    action = "force deleted" if forced else "deleted"
    invocation.out(f"{kind} {quote(info.name)} {action}{where}{dry_run.suffix}\n")


def key_of(invocation: Invocation, info: Info) -> list[Any]:
    """Return by what an object that is on its way out is known again; an empty uid where it is gone."""
    resource = info.resource
    try:
        current = invocation.client.get(resource, info.name, info.namespace)
    except ApiError:
        return [resource.api_version, resource.kind, info.namespace, info.name, ""]
    return [resource.api_version, resource.kind, info.namespace, info.name, current["metadata"]["uid"]]


def still_there(invocation: Invocation, key: list[Any]) -> bool:
    """Say whether the object with that uid is still there."""
    api_version, kind, namespace, name, uid = key
    resource = invocation.client.types.of_kind(api_version, kind)
    if resource is None:
        return False
    try:
        current = invocation.client.get(resource, name, namespace)
    except ApiError:
        return False
    return bool(current["metadata"]["uid"] == uid)


def wait_until_gone(invocation: Invocation) -> int | Wait:
    """Wait until every object in ``state["gone"]`` has gone. Raises KubectlError at the deadline."""
    state = invocation.state
    state["gone"] = [key for key in state["gone"] if still_there(invocation, key)]
    if not state["gone"]:
        return 0
    if invocation.now >= state["deadline"]:
        key = state["gone"][0]
        resource = invocation.client.types.of_kind(key[0], key[1])
        plural = resource.plural if resource is not None else key[1]
        raise KubectlError(f"timed out waiting for the condition on {plural}/{key[3]}")
    return invocation.poll(deadline=state["deadline"])
