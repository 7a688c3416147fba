"""kubectl rollout history.

Models k8s.io/kubectl/pkg/cmd/rollout/rollout_history.go v1.36.
"""

from typing import Any

from sandbox.sim.cli.tabwriter import align
from sandbox.sim.kubectl.builder import Info, find, request_of
from sandbox.sim.kubectl.describe.page import Page
from sandbox.sim.kubectl.describe.pod import describe_template
from sandbox.sim.kubectl.errors import KubectlError, NotModelled, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.results import FILES
from sandbox.sim.kubectl.verbs.rollout.revisions import Revision, revisions_of, template_of

FLAGS = FILES | {"revision", "selector", "output", "template", "show-managed-fields"}


def run(invocation: Invocation) -> int:
    """Print the revisions of workloads, or one of them."""
    flags = invocation.flags
    if not invocation.args and not flags["filename"] and not flags["kustomize"]:
        raise KubectlError("required resource not specified")
    if flags["revision"] < 0:
        raise KubectlError(f"revision must be a positive integer: {flags['revision']}")
    if flags["output"]:
        raise NotModelled(f"kubectl rollout history -o {flags['output']}")
    found = find(invocation, request_of(invocation, select_all_when_bare=True, validate=False))
    errors = list(found.errors)
    for info in found.infos:
        try:
            invocation.out(_history(invocation, info))
        except KubectlError as error:
            errors.append(error)
    raise_all(errors)
    return 0


def _history(invocation: Invocation, info: Info) -> str:
    revisions = revisions_of(invocation, info)
    wanted = int(invocation.flags["revision"])
    if wanted:
        revision = next((found for found in revisions if found.number == wanted), None)
        if revision is None:
            raise KubectlError("unable to find the specified revision")
        return f"{info.described} with revision #{wanted}\n{template_text(invocation, template_of(info, revision))}\n"
    return f"{info.described} \n{_table(revisions)}\n"


def template_text(invocation: Invocation, template: dict[str, Any]) -> str:
    """Return a Pod template as upstream prints it here: described, its tabs left as they are."""
    page = Page(invocation.client, invocation.now)
    describe_template(page, template)
    return "\n".join(page.lines) + "\n"


def _table(revisions: list[Revision]) -> str:
    if not revisions:
        return "No rollout history found.\n"
    lines = [f"{revision.number}\t{revision.cause or '<none>'}\n" for revision in revisions]
    return align("REVISION\tCHANGE-CAUSE\n" + "".join(lines))
