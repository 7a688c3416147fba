"""kubectl set image.

Models k8s.io/kubectl/pkg/cmd/set/set_image.go v1.36. Not modelled: --resolve.
"""

from typing import Any

from sandbox.sim.kubectl.builder import MISSING, Info
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.verbs.set.targets import FLAGS as COMMON
from sandbox.sim.kubectl.verbs.set.targets import containers_of, split_words, update_templates

Object = dict[str, Any]
FLAGS = COMMON


def run(invocation: Invocation) -> int:
    """Set the images of containers."""
    flags = invocation.flags
    words, changes = split_words(invocation.args, "image")
    if not words and not flags["filename"] and not flags["kustomize"]:
        raise KubectlError(MISSING)
    if not changes:
        raise KubectlError("at least one image update is required")
    images = dict(change.split("=", 1) for change in changes if "=" in change)
    if len(images) < len(changes) or any(not image for image in images.values()):
        bad = next(change for change in changes if not change.partition("=")[2])
        raise KubectlError(
            f"invalid parameter image in {bad}" if "=" not in bad else f"image {bad.partition('=')[0]} is empty"
        )
    if flags["all"] and len(words) != 1:
        raise KubectlError("all containers are already specified")

    def mutate(_info: Info, template: Object) -> None:
        for name, image in images.items():
            found = [c for c in containers_of(template) if name in ("*", c["name"])]
            if not found:
                raise KubectlError(f'unable to find container named "{name}"')
            for container in found:
                container["image"] = image

    return update_templates(invocation, words, mutate, "image updated")
