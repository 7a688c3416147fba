"""kubectl apply --server-side.

Models the server-side part of k8s.io/kubectl/pkg/cmd/apply/apply.go v1.36. Not modelled: migrating the fields that
client-side apply manages.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.builder import Info
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.results import Results

Object = dict[str, Any]
_CLIENT_SIDE_MANAGER = "kubectl-client-side-apply"
_ADVICE = """Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the `--force-conflicts` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts"""


def apply(invocation: Invocation, results: Results, info: Info, mode: str) -> Object:
    """Apply one object in the server and say so."""
    flags = invocation.flags
    manager = flags["field-manager"]
    try:
        new = invocation.client.patch(
            info.resource,
            info.name,
            info.obj,
            info.namespace,
            patch_type="apply",
            force=bool(flags["force-conflicts"]),
            dry_run=results.dry_run.is_server,
            field_validation=mode,
            field_manager="kubectl" if manager == _CLIENT_SIDE_MANAGER else manager,
        )
    except ApiError as error:
        if error.reason == "Conflict":
            raise KubectlError(f"{error.message}\n{_ADVICE}") from error
        raise
    if not results.silent:
        results.show(new, "serverside-applied")
    return new
