"""kubectl set env.

Models k8s.io/kubectl/pkg/cmd/set/set_env.go v1.36. Not modelled: --resolve.
"""

import re
from typing import Any

from sandbox.sim.kubectl.builder import Info
from sandbox.sim.kubectl.changing import pod_template
from sandbox.sim.kubectl.errors import KubectlError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.verbs.set.targets import FLAGS as COMMON
from sandbox.sim.kubectl.verbs.set.targets import containers_of, find_infos, is_change, matching, update_templates

Object = dict[str, Any]
FLAGS = COMMON | {"containers", "env", "from", "keys", "list", "overwrite", "prefix"}
_NOT_NAME = re.compile(r"[^A-Za-z0-9_]")


def run(invocation: Invocation) -> int:
    """Set, remove or list environment variables."""
    flags = invocation.flags
    words = [word for word in invocation.args if not is_change(word)]
    changes = [word for word in invocation.args if is_change(word)] + list(flags["env"])
    if not words and not flags["filename"] and not flags["kustomize"]:
        raise KubectlError("one or more resources must be specified as <resource> <name> or <resource>/<name>")
    if flags["list"]:
        return _list(invocation, words)
    if not changes and not flags["from"]:
        raise KubectlError("at least one environment variable must be provided")
    variables, removed = _parse(changes)
    variables += _from_source(invocation) if flags["from"] else []

    def mutate(info: Info, template: Object) -> None:
        found = matching(containers_of(template), str(flags["containers"]))
        if not found:
            kind = info.resource.kind
            invocation.err(
                f'Warning: {kind}/{info.name} does not have any containers matching "{flags["containers"]}"\n'
            )
        for container in found:
            _check_overwrite(invocation, container, variables)
            _change(container, variables, removed)

    return update_templates(invocation, words, mutate, "env updated")


def _parse(changes: list[str]) -> tuple[list[Object], list[str]]:
    variables: list[Object] = []
    removed: list[str] = []
    for change in changes:
        name, equals, value = change.partition("=")
        if equals:
            variables.append({"name": name, "value": value})
        elif change.endswith("-"):
            removed.append(change[:-1])
        else:
            raise KubectlError(
                f"environment variables must be of the form key=value and can only be removed with key-: {change}"
            )
    return variables, removed


def _from_source(invocation: Invocation) -> list[Object]:
    flags = invocation.flags
    kind, _, name = str(flags["from"]).partition("/")
    resource = invocation.client.types.find(kind)
    source = invocation.client.get(resource, name, invocation.namespace)
    place = {"Secret": "secretKeyRef", "ConfigMap": "configMapKeyRef"}.get(resource.kind)
    if place is None:
        raise KubectlError(
            f"unsupported resource specified in --from, only secrets and configmaps are supported: {resource.kind}"
        )
    found = []
    for key in sorted(source.get("data") or {}):
        if flags["keys"] and key not in flags["keys"]:
            continue
        variable = f"{flags['prefix']}{_NOT_NAME.sub('_', key).upper()}"
        found.append({"name": variable, "valueFrom": {place: {"name": name, "key": key}}})
    return found


def _check_overwrite(invocation: Invocation, container: Object, variables: list[Object]) -> None:
    if invocation.flags["overwrite"]:
        return
    known = {variable["name"]: variable for variable in container.get("env") or []}
    for variable in variables:
        if variable["name"] in known:
            old = known[variable["name"]].get("value", "")
            raise KubectlError(f"'{variable['name']}' already has a value ({old}), and --overwrite is false")


def _change(container: Object, variables: list[Object], removed: list[str]) -> None:
    current = [variable for variable in container.get("env") or [] if variable["name"] not in removed]
    for variable in variables:
        at = next((i for i, old in enumerate(current) if old["name"] == variable["name"]), None)
        if at is None:
            current.append(variable)
        else:
            current[at] = variable
    if current:
        container["env"] = current
    else:
        container.pop("env", None)


def _list(invocation: Invocation, words: list[str]) -> int:
    infos, errors = find_infos(invocation, words)
    for info in infos:
        for container in matching(containers_of(pod_template(info)), str(invocation.flags["containers"])):
            invocation.out(f"# {info.resource.kind} {info.name}, container {container['name']}\n")
            for variable in container.get("env") or []:
                invocation.out(_line(variable))
    raise_all(errors)
    return 0


def _line(variable: Object) -> str:
    source = variable.get("valueFrom")
    if not source:
        return f"{variable['name']}={variable.get('value', '')}\n"
    if "configMapKeyRef" in source:
        ref = source["configMapKeyRef"]
        return f"# {variable['name']} from configmap {ref['name']}, key {ref['key']}\n"
    if "secretKeyRef" in source:
        ref = source["secretKeyRef"]
        return f"# {variable['name']} from secret {ref['name']}, key {ref['key']}\n"
    if "fieldRef" in source:
        return f"# {variable['name']} from field path {source['fieldRef']['fieldPath']}\n"
    return f"# {variable['name']} from resource field {source['resourceFieldRef']['resource']}\n"
