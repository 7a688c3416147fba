"""Find the cluster's objects, and say what there is instead of an object that is not found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from documents.text import LocalizedText
from sandbox.sim.cluster.apimachinery.status import ApiError

if TYPE_CHECKING:
    from sandbox.sim.world import World


_MOST_NAMES = 5


def list_objects(
    world: World, api_version: str, kind: str, *, namespace: str | None = None, labels: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Return the objects of a kind in every namespace or in one; objects without a namespace are in each of them.

    A kind that the cluster does not know, such as that of a CustomResourceDefinition yet to be made, has no objects.
    """
    try:
        objects = world.cluster.list(api_version, kind, labels=dict(labels) if labels else None)
    except ApiError:
        return []
    return [item for item in objects if namespace is None or item["metadata"].get("namespace", namespace) == namespace]


def find_object(world: World, api_version: str, kind: str, name: str, namespace: str) -> dict[str, Any] | None:
    """Return the object as the API serves it, or None."""
    for item in list_objects(world, api_version, kind, namespace=namespace):
        if item["metadata"]["name"] == name:
            return item
    return None


def name_object(kind: str, name: str, namespace: str) -> LocalizedText:
    """Return how a sentence calls an object; the default namespace goes without saying."""
    where_en = "" if namespace == "default" else f" in namespace {namespace}"
    where_zh = "" if namespace == "default" else f"命名空间 {namespace} 里的 "
    return LocalizedText(en=f"{kind} {name}{where_en}", zh_hans=f"{where_zh}{kind} {name}")


def explain_absence(world: World, api_version: str, kind: str, name: str, namespace: str) -> LocalizedText:
    """Say that an object is not there, and where its like is: in another namespace, or under other names."""
    subject = name_object(kind, name, namespace)
    en, zh = f"There is no {subject.en}.", f"没有 {subject.zh_hans}。"
    everywhere = list_objects(world, api_version, kind)
    elsewhere = [item["metadata"].get("namespace", "") for item in everywhere if item["metadata"]["name"] == name]
    names = sorted(i["metadata"]["name"] for i in everywhere if i["metadata"].get("namespace", namespace) == namespace)
    if elsewhere:
        en += f" One of this name is in namespace {elsewhere[0]}."
        zh += f"命名空间 {elsewhere[0]} 里有一个同名的。"
    elif names:
        shown = ", ".join(names[:_MOST_NAMES])
        en += f" What is there: {shown}{'…' if len(names) > _MOST_NAMES else ''}"
        zh += f"现有的是：{shown}{'…' if len(names) > _MOST_NAMES else ''}"
    return LocalizedText(en=en, zh_hans=zh)


def explain_expression(world: World, subject: LocalizedText, source: str, item: dict[str, Any]) -> LocalizedText:
    """Say that a CEL expression does not hold for an object: by what its Pod is doing, where that explains it."""
    state = explain_state(world, item)
    if state.en:
        return LocalizedText(en=f"{subject.en}:{state.en}", zh_hans=f"{subject.zh_hans}：{state.zh_hans}")
    return LocalizedText(
        en=f"{subject.en}: `{source}` does not hold.", zh_hans=f"{subject.zh_hans}：`{source}` 不成立。"
    )


def explain_state(world: World, item: dict[str, Any]) -> LocalizedText:
    """Say what a Pod that does not run is doing, as the end of a reason; empty for all else."""
    status = item.get("status", {})
    if item["kind"] != "Pod" or status.get("phase") in (None, "Running", "Succeeded"):
        return LocalizedText.same("")
    said = [status["phase"]]
    for container in [*status.get("initContainerStatuses", []), *status.get("containerStatuses", [])]:
        waiting = container.get("state", {}).get("waiting") or container.get("state", {}).get("terminated") or {}
        said += [str(waiting[key]) for key in ("reason", "message") if waiting.get(key)]
    for condition in status.get("conditions", []):
        if condition.get("type") == "PodScheduled" and condition.get("status") == "False":
            said.append(str(condition.get("message", "")))
    said += _last_warning(world, item) if status["phase"] == "Pending" else []
    text = ": ".join(dict.fromkeys(said))[:400]
    return LocalizedText(en=f" The Pod is {text}", zh_hans=f"这个 Pod 的状态是 {text}")


def _last_warning(world: World, item: dict[str, Any]) -> list[str]:
    """Return what the kubelet or the scheduler complained of last, such as a Secret that is not there."""
    name, namespace = item["metadata"]["name"], item["metadata"].get("namespace", "")
    return [
        str(event.get("message", ""))
        for event in list_objects(world, "v1", "Event", namespace=namespace)
        if event.get("type") == "Warning" and event.get("involvedObject", {}).get("name") == name
    ][-1:]
