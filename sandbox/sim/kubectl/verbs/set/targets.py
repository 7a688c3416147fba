"""What the ``kubectl set`` commands share: finding objects, choosing containers.

Models k8s.io/kubectl/pkg/cmd/set/helper.go v1.36.
"""

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.builder import Info, find, request_of
from sandbox.sim.kubectl.changing import pod_template, send_difference
from sandbox.sim.kubectl.errors import KubectlError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.results import FILES, Results
from sandbox.sim.kubectl.results import FLAGS as RESULT_FLAGS

Object = dict[str, Any]
FLAGS = RESULT_FLAGS | FILES | {"all", "selector", "local"}


def is_change(word: str) -> bool:
    """Say whether a word is ``key=value`` or ``key-``."""
    return ("=" in word and not word.startswith("=")) or (word.endswith("-") and len(word) > 1)


def split_words(args: list[str], noun: str) -> tuple[list[str], list[str]]:
    """Part the words into resources and changes. Raises KubectlError where they are mixed."""
    resources: list[str] = []
    changes: list[str] = []
    for word in args:
        if is_change(word):
            changes.append(word)
        elif changes:
            raise KubectlError(f"all resources must be specified before {noun} changes: {word}")
        else:
            resources.append(word)
    return resources, changes


def find_infos(invocation: Invocation, words: list[str]) -> tuple[list[Info], list[Exception]]:
    """Return the objects; with --local those of the files, as they are."""
    fetch = not invocation.flags["local"]
    found = find(invocation, request_of(invocation, args=tuple(words), fetch=fetch, validate=False))
    return found.infos, found.errors


def containers_of(template: Object, *, init: bool = True) -> list[Object]:
    """Return the containers of a template, init containers included."""
    spec = template.get("spec") or {}
    return (
        [*(spec.get("initContainers") or []), *(spec.get("containers") or [])]
        if init
        else list(spec.get("containers") or [])
    )


def matching(containers: list[Object], pattern: str) -> list[Object]:
    """Return the containers whose names match a pattern with ``*``."""
    return [container for container in containers if fnmatchcase(container["name"], pattern)]


def update_templates(
    invocation: Invocation,
    words: list[str],
    mutate: Callable[[Info, Object], None],
    operation: str,
) -> int:
    """Change the Pod template of every object; print those that changed. Raises what went wrong at the end."""
    results = Results(invocation)
    infos, errors = find_infos(invocation, words)
    for info in infos:
        before = info.obj or {}
        after = Info(info.resource, info.namespace, info.name, copy_json(before))
        try:
            mutate(info, pod_template(after))
            changed = send_difference(invocation, results, info, after.obj or {})
        except (KubectlError, ApiError) as error:
            errors.append(error)
            continue
        if changed or invocation.flags["local"]:
            results.show_info(info, operation)
    raise_all(errors)
    return 0
