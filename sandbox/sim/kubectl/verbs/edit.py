"""kubectl edit: the editor runs as a process on the learner's host.

Models k8s.io/kubectl/pkg/cmd/util/editor v1.36. Not modelled: --windows-line-endings, several objects in one file.
"""

from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apimachinery.yaml_reader import YamlError, read_yaml
from sandbox.sim.cluster.apimachinery.yaml_writer import write_yaml
from sandbox.sim.kubectl.builder import Info, find, request_of
from sandbox.sim.kubectl.changing import difference, send_difference
from sandbox.sim.kubectl.errors import KubectlError, api_message, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.formats import without_managed_fields
from sandbox.sim.kubectl.printers.json_writer import compact_json, write_json
from sandbox.sim.kubectl.results import FILES, Results
from sandbox.sim.kubectl.results import FLAGS as RESULT_FLAGS
from sandbox.sim.runtime.executables import ExecError
from sandbox.sim.runtime.process import Wait

Object = dict[str, Any]
FLAGS = RESULT_FLAGS | FILES | {"output-patch", "save-config", "validate", "subresource"}
_HEADER = """# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
"""


def run(invocation: Invocation) -> int | Wait:
    """Open objects in the editor, one after the other, and send what was changed."""
    state = invocation.state
    if "queue" not in state:
        found = find(
            invocation, request_of(invocation, fetch=True, validate=False, subresource=invocation.flags["subresource"])
        )
        raise_all(found.errors)
        state["queue"] = [[i.resource.api_version, i.resource.kind, i.namespace, i.name] for i in found.infos]
    elif "child" in state:
        child = invocation.system.reap()
        if child is None:
            return Wait(child=True)
        del state["child"]
        if child.status:
            raise KubectlError(f"there was a problem with the editor {quote(_editor(invocation))}")
        _take(invocation)
    if not state["queue"]:
        return 0
    _open(invocation)
    return Wait(child=True)


def _editor(invocation: Invocation) -> str:
    return invocation.env.get("KUBE_EDITOR") or invocation.env.get("EDITOR") or "vi"


def _fetch(invocation: Invocation) -> Info:
    api_version, kind, namespace, name = invocation.state["queue"][0]
    resource = invocation.client.types.of_kind(api_version, kind)
    if resource is None:
        raise KubectlError(f"no matches for kind {quote(kind)} in version {quote(api_version)}")
    obj = invocation.client.get(resource, name, namespace, invocation.flags["subresource"])
    return Info(resource, namespace, name, obj)


def _open(invocation: Invocation) -> None:
    state = invocation.state
    if "text" not in state:
        shown = without_managed_fields(_fetch(invocation).obj or {})
        as_json = invocation.flags["output"] == "json"
        state["text"] = write_json(shown) if as_json else _HEADER + write_yaml(shown)
        state["original"] = state["text"]
    suffix = invocation.system.table.rng.below("kubectl-edit", 10**10)
    state["file"] = f"/tmp/kubectl-edit-{suffix}.yaml"  # noqa: S108  (a path inside the simulated host)
    invocation.files.mkdir("/tmp", parents=True)  # noqa: S108  (a path inside the simulated host)
    invocation.files.write(state["file"], state["text"])
    editor = _editor(invocation)
    words = (
        ["sh", "-c", f"{editor} {state['file']}"] if set(editor) & set("\"'\\") else [*editor.split(), state["file"]]
    )
    try:
        child = invocation.system.spawn(words)
    except ExecError as error:
        found = "/" in error.name
        problem = "there was a problem with" if found else "unable to launch"
        raise KubectlError(f"{problem} the editor {quote(editor)}") from error
    state["child"] = child.pid


def _content(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip()


def _take(invocation: Invocation) -> None:
    """Read what the editor left and send it, or plan to open it again with what is wrong."""
    state = invocation.state
    text = invocation.files.read_text(state["file"])
    if state.get("refused") and _content(text) == _content(state["refused"]):
        _preserve(invocation)
        raise KubectlError("Edit cancelled, no valid changes were saved.")
    if _content(text) == _content(state["original"]):
        _finish(invocation)
        invocation.err("Edit cancelled, no changes made.\n")
        return
    if not _content(text):
        _finish(invocation)
        invocation.err("Edit cancelled, saved file was empty.\n")
        return
    try:
        _send(invocation, _parse(text))
    except (ApiError, YamlError) as error:
        _reopen(invocation, text, error)
        return
    _finish(invocation)


def _parse(text: str) -> Object:
    edited = read_yaml(text)
    if not isinstance(edited, dict):
        raise YamlError("the file holds no object")
    return edited


def _finish(invocation: Invocation) -> None:
    state = invocation.state
    invocation.files.unlink(state["file"])
    state["queue"].pop(0)
    for key in ("text", "original", "refused", "file"):
        state.pop(key, None)


def _preserve(invocation: Invocation) -> None:
    invocation.err(f"A copy of your changes has been stored to {quote(invocation.state['file'])}\n")


def _reopen(invocation: Invocation, text: str, error: Exception) -> None:
    state = invocation.state
    words = api_message(error) if isinstance(error, ApiError) else f"The edited file had a syntax error: {error}"
    if isinstance(error, ApiError):
        resource_name = f"{state['queue'][0][1].lower()}s {quote(state['queue'][0][3])}"
        invocation.err(f"error: {resource_name} is invalid\n" if error.reason == "Invalid" else f"{words}\n")
    notes = "".join(f"# {line}\n" for line in words.splitlines())
    state["text"] = f"{_HEADER}{notes}#\n{_content(text)}\n"
    state["refused"] = text


def _send(invocation: Invocation, edited: Object) -> None:
    info = _fetch(invocation)
    results = Results(invocation)
    before = without_managed_fields(info.obj or {})
    info.obj = before
    if invocation.flags["output-patch"]:
        invocation.out(f"Patch: {compact_json(difference(info, before, edited))}\n")
    if send_difference(invocation, results, info, edited):
        results.show_info(info, "edited")
    else:
        results.show_info(info, "skipped")
