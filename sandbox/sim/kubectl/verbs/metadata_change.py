"""kubectl label and kubectl annotate.

Models k8s.io/kubectl/pkg/cmd/{label/label.go,annotate/annotate.go} v1.36. Not modelled: --local.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.names import label_value_faults
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.builder import Info, find, request_of
from sandbox.sim.kubectl.change_cause import record
from sandbox.sim.kubectl.dry_run import DryRun
from sandbox.sim.kubectl.errors import KubectlError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.results import FILES, Results
from sandbox.sim.kubectl.results import FLAGS as RESULT_FLAGS

Object = dict[str, Any]
FLAGS = (
    RESULT_FLAGS
    | FILES
    | {"all", "all-namespaces", "field-selector", "list", "overwrite", "resource-version", "selector"}
)


@dataclass(frozen=True, slots=True)
class Change:
    """What is set and what is removed."""

    noun: str
    """``label`` or ``annotation``."""
    words: tuple[str, ...]
    sets: dict[str, str]
    removes: tuple[str, ...]


def _is_pair(word: str) -> bool:
    return ("=" in word and word[0] != "=") or (word.endswith("-") and len(word) > 1)


def parse(args: list[str], noun: str) -> Change:
    """Read the words. Raises KubectlError."""
    words: list[str] = []
    pairs: list[str] = []
    for word in args:
        if _is_pair(word):
            pairs.append(word)
        elif pairs:
            raise KubectlError(f"all resources must be specified before {noun} changes: {word}")
        else:
            words.append(word)
    sets: dict[str, str] = {}
    removes: list[str] = []
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            removes.append(pair[:-1])
            continue
        faults = label_value_faults(value) if noun == "label" else ()
        if faults:
            raise KubectlError(f"invalid label value: {quote(pair)}: {';'.join(faults)}")
        sets[key] = value
    if set(sets) & set(removes):
        article = "an" if noun == "annotation" else "a"
        raise KubectlError(f"can not both modify and remove {article} {noun} in the same command")
    return Change(noun, tuple(words), sets, tuple(removes))


def run_label(invocation: Invocation) -> int:
    """Change labels."""
    return _run(invocation, parse(invocation.args, "label"))


def run_annotate(invocation: Invocation) -> int:
    """Change annotations."""
    return _run(invocation, parse(invocation.args, "annotation"))


def _run(invocation: Invocation, change: Change) -> int:
    flags = invocation.flags
    if flags["all"] and flags["selector"]:
        raise KubectlError("cannot set --all and --selector at the same time")
    if not change.words and not flags["filename"] and not flags["kustomize"]:
        raise KubectlError("one or more resources must be specified as <resource> <name> or <resource>/<name>")
    if not change.sets and not change.removes and not flags["list"]:
        raise KubectlError(f"at least one {change.noun} update is required")
    results = Results(invocation)
    found = find(invocation, request_of(invocation, args=change.words, validate=False))
    errors = list(found.errors)
    for info in found.infos:
        try:
            if flags["list"]:
                _list(invocation, info, change, single=len(found.infos) == 1)
            else:
                _change(invocation, results, info, change)
        except (ApiError, KubectlError) as error:
            errors.append(error)
    raise_all(errors)
    return 0


def _field(change: Change) -> str:
    return f"{change.noun}s"


def _list(invocation: Invocation, info: Info, change: Change, *, single: bool) -> None:
    pairs = ((info.obj or {})["metadata"]).get(_field(change)) or {}
    indent = "" if single else " "
    if not single:
        invocation.err(f"Listing {_field(change)} for {info.resource.kind}.{info.resource.group}/{info.name}:\n")
    invocation.out("".join(f"{indent}{key}={pairs[key]}\n" for key in sorted(pairs)))


def _change(invocation: Invocation, results: Results, info: Info, change: Change) -> None:
    flags = invocation.flags
    obj = info.obj or {}
    old: dict[str, str] = obj["metadata"].get(_field(change)) or {}
    if not flags["overwrite"]:
        _check_overwrites(old, change)
    for key in change.removes:
        if key not in old and change.noun == "label":
            invocation.out(f'label "{key}" not found.\n')
    new = {key: value for key, value in {**old, **change.sets}.items() if key not in change.removes}
    patch: Object = {"metadata": {_field(change): {**change.sets, **dict.fromkeys(change.removes)}}}
    patch = record(invocation, patch)
    if flags["resource-version"]:
        patch["metadata"]["resourceVersion"] = flags["resource-version"]
    if results.dry_run is DryRun.CLIENT:
        info.obj = {**obj, "metadata": {**obj["metadata"], _field(change): new}}
    elif new != old or change.noun == "annotation":
        info.obj = invocation.client.patch(
            info.resource,
            info.name,
            patch,
            info.namespace,
            patch_type="merge",
            dry_run=results.dry_run.is_server,
            field_manager=flags["field-manager"],
        )
    results.show_info(info, _operation(change, old, new))


def _check_overwrites(old: dict[str, str], change: Change) -> None:
    taken = [key for key, value in change.sets.items() if key in old and old[key] != value]
    if not taken:
        return
    words = [f"'{key}' already has a value ({old[key]})" for key in taken]
    if change.noun == "label":
        raise KubectlError("\n".join(f"{word}, and --overwrite is false" for word in words))
    raise KubectlError(f"--overwrite is false but found the following declared annotation(s): {'; '.join(words)}")


def _operation(change: Change, old: dict[str, str], new: dict[str, str]) -> str:
    if change.noun == "annotation":
        return "annotated"
    if old == new:
        return "not labeled"
    return "unlabeled" if len(new) < len(old) else "labeled"
