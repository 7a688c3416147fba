"""kubectl create deployment | job | cronjob.

Models k8s.io/kubectl/pkg/cmd/create/create_{deployment,job,cronjob}.go v1.36.
"""

import re
from typing import Any

from sandbox.sim.kubectl.create.generator import Generator, command_of
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation

Object = dict[str, Any]
DEPLOYMENT_FLAGS = frozenset(("image", "port", "replicas"))
JOB_FLAGS = frozenset(("image", "from"))
CRONJOB_FLAGS = frozenset(("image", "schedule", "restart"))
_SUFFIX = "bcdfghjklmnpqrstvwxz2456789"


def _container(name: str, image: str, command: list[str]) -> Object:
    container: Object = {"name": name, "image": image}
    if command:
        container["command"] = command
    container["resources"] = {}
    return container


def _container_name(invocation: Invocation, image: str) -> str:
    """Return a container name from an image's last part; what is no label gets a random suffix."""
    name = image.rpartition("/")[2]
    name = name.partition("@")[0].partition(":")[0]
    clean = re.sub(r"[^-A-Za-z0-9]", "-", name)
    if clean != name:
        clean += f"-{invocation.system.table.rng.pick('kubectl', _SUFFIX, 5)}"
    return clean


def build_deployment(invocation: Invocation, name: str) -> Object:
    """Return the Deployment. Raises KubectlError."""
    flags = invocation.flags
    command = command_of(invocation)
    images = flags["image"]
    if len(images) > 1 and command:
        raise KubectlError("cannot specify multiple --image options and command")
    containers = [_container(_container_name(invocation, image), image, command) for image in images]
    if flags["port"] >= 0 and containers:
        first = containers[0]
        resources = first.pop("resources")
        first["ports"] = [{"containerPort": flags["port"]}]
        first["resources"] = resources
    labels = {"app": name}
    return {
        "kind": "Deployment",
        "apiVersion": "apps/v1",
        "metadata": {"name": name, "labels": labels},
        "spec": {
            "replicas": flags["replicas"],
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": containers}},
            "strategy": {},
        },
        "status": {},
    }


def build_job(invocation: Invocation, name: str) -> Object:
    """Return the Job, of an image or of a CronJob. Raises KubectlError, ApiError."""
    flags = invocation.flags
    command = command_of(invocation)
    if bool(flags["image"]) == bool(flags["from"]):
        raise KubectlError("either --image or --from must be specified")
    if flags["from"] and command:
        raise KubectlError("cannot specify --from and command")
    if flags["from"]:
        return _job_of_cronjob(invocation, name, flags["from"])
    spec = {"containers": [_container(name, flags["image"], command)], "restartPolicy": "Never"}
    return {
        "kind": "Job",
        "apiVersion": "batch/v1",
        "metadata": {"name": name},
        "spec": {"template": {"metadata": {}, "spec": spec}},
        "status": {},
    }


def _job_of_cronjob(invocation: Invocation, name: str, source: str) -> Object:
    kind, slash, given = source.partition("/")
    if not slash:
        raise KubectlError("from must be an existing cronjob")
    resource = invocation.client.types.find(kind)
    owner = invocation.client.get(resource, given, invocation.namespace if resource.namespaced else "")
    if resource.kind != "CronJob":
        raise KubectlError(f"unknown object type *v1.{resource.kind}")
    template = owner["spec"]["jobTemplate"]
    meta = template.get("metadata") or {}
    annotations = {"cronjob.kubernetes.io/instantiate": "manual"} | (meta.get("annotations") or {})
    made: Object = {"name": name, "annotations": annotations}
    if meta.get("labels"):
        made["labels"] = meta["labels"]
    made["ownerReferences"] = [
        {
            "apiVersion": "batch/v1",
            "kind": "CronJob",
            "name": owner["metadata"]["name"],
            "uid": owner["metadata"]["uid"],
            "controller": True,
        }
    ]
    return {"kind": "Job", "apiVersion": "batch/v1", "metadata": made, "spec": template["spec"], "status": {}}


def build_cronjob(invocation: Invocation, name: str) -> Object:
    """Return the CronJob."""
    flags = invocation.flags
    pod = {
        "containers": [_container(name, flags["image"], command_of(invocation))],
        "restartPolicy": flags["restart"] or "OnFailure",
    }
    job = {"metadata": {"name": name}, "spec": {"template": {"metadata": {}, "spec": pod}}}
    return {
        "kind": "CronJob",
        "apiVersion": "batch/v1",
        "metadata": {"name": name},
        "spec": {"schedule": flags["schedule"], "jobTemplate": job},
        "status": {},
    }


DEPLOYMENT = Generator(build_deployment, "failed to create deployment:")
JOB = Generator(build_job, "failed to create job:")
CRONJOB = Generator(build_cronjob, "failed to create cronjob:")
