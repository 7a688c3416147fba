"""kubectl describe.

Models k8s.io/kubectl/pkg/cmd/describe/describe.go v1.36: names that match nothing are tried as prefixes; with several
objects the events are left out unless they are asked for.
"""

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.builder import Found, Info, find, info_from, request_of
from sandbox.sim.kubectl.describe.events import describe_events, find_events
from sandbox.sim.kubectl.describe.page import Page
from sandbox.sim.kubectl.describe.registry import DESCRIBERS, GENERIC
from sandbox.sim.kubectl.errors import KubectlError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.manifests.sources import needs_stdin
from sandbox.sim.kubectl.results import FILES
from sandbox.sim.runtime.process import Wait

FLAGS = FILES | {"all-namespaces", "selector", "show-events"}


def run(invocation: Invocation) -> int | Wait:
    """Describe objects."""
    flags = invocation.flags
    if not invocation.args and not flags["filename"] and not flags["kustomize"]:
        raise KubectlError(
            'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of '
            "supported resources."
        )
    if needs_stdin(tuple(flags["filename"])) and not invocation.state.get("stdin_done"):
        waiting = invocation.stdin_wait()
        if waiting is not None:
            return waiting
    found = find(invocation, request_of(invocation, select_all_when_bare=True, validate=False))
    _try_prefixes(invocation, found)
    events = bool(flags["show-events"]) and (len(found.infos) == 1 or flags.given("show-events"))
    texts = [_describe(invocation, info, events=events) for info in found.infos]
    invocation.out("\n\n".join(texts))
    if not texts and not found.errors:
        where = "" if flags["all-namespaces"] else f" in {invocation.namespace} namespace."
        invocation.err(f"No resources found{where}\n")
    raise_all(found.errors)
    return 0


def _try_prefixes(invocation: Invocation, found: Found) -> None:
    """Take names that are not found as beginnings of names, as ``kubectl describe pod web`` does."""
    missing = [e for e in found.errors if isinstance(e, ApiError) and e.reason == "NotFound"]
    if len(missing) != 1 or len(found.errors) != 1 or invocation.flags["filename"]:
        return
    if len(invocation.args) == 2 and "/" in invocation.args[0]:  # noqa: PLR2004  (upstream takes two words so)
        found.infos = []
    if found.infos:
        return
    words = [part for word in invocation.args for part in word.split("/")]
    if len(words) != 2:  # noqa: PLR2004  (a type and a prefix)
        return
    resource = invocation.client.types.find(words[0])
    try:
        items = invocation.client.list(resource, invocation.namespace if resource.namespaced else "")["items"]
    except ApiError:
        return
    matching = [info_from(resource, item) for item in items if item["metadata"]["name"].startswith(words[1])]
    if matching:
        found.infos, found.errors = matching, []


def _describe(invocation: Invocation, info: Info, *, events: bool) -> str:
    describer = DESCRIBERS.get((info.resource.group, info.resource.kind), GENERIC)
    page = Page(invocation.client, invocation.now)
    if info.obj is None:
        return ""
    describer.describe(page, info.obj)
    if events and describer.events:
        describe_events(page, find_events(page, info.obj))
    return page.render()
