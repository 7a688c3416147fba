"""The registry of a World: which images there are, and their pristine files.

Models what Docker Hub and the Kubernetes registries would answer. Not modelled: an image that is not listed here.
"""

from functools import lru_cache

from sandbox.sim.kernel.filesystem import FileSystem
from sandbox.sim.runtime.images.families import (
    busybox,
    cluster,
    databases,
    distributions,
    languages,
    nginx,
    samples,
    servers,
    small,
    software,
    vendors,
)
from sandbox.sim.runtime.images.image import CatalogueImage
from sandbox.sim.runtime.images.reference import HUB, Reference
from sandbox.sim.runtime.images.tree import Tree

FAMILIES = (
    busybox.IMAGES, nginx.IMAGES, distributions.IMAGES, servers.IMAGES, small.IMAGES, cluster.IMAGES, languages.IMAGES,
    software.IMAGES, samples.IMAGES, databases.IMAGES, vendors.IMAGES,
)  # fmt: skip
IMAGES: tuple[CatalogueImage, ...] = tuple(image for family in FAMILIES for image in family)
BY_TAG: dict[str, CatalogueImage] = {f"{image.repository}:{tag}": image for image in IMAGES for tag in image.tags}
BY_ID: dict[str, CatalogueImage] = {image.id: image for image in IMAGES}
BY_DIGEST: dict[str, CatalogueImage] = {f"{image.repository}@{image.manifest_digest}": image for image in IMAGES}
REPOSITORIES: frozenset[str] = frozenset(image.repository for image in IMAGES)
MIRRORS = ("registry.k8s.io", "k8s.gcr.io", "gcr.io/google_containers")
"""Registries that carry what ``registry.k8s.io`` is listed with here."""
DOMAINS: frozenset[str] = frozenset(
    {HUB, "gcr.io", "ghcr.io", "quay.io", "mcr.microsoft.com", "public.ecr.aws", "docker.elastic.co", *MIRRORS}
    | {name.partition("/")[0] for name in REPOSITORIES if "." in name.partition("/")[0]}
)
"""Public registries: what is not listed here of theirs does not exist. Any other one is looked for on the network."""


class RegistryError(Exception):
    """The registry has no such image; ``str()`` is its message."""


def find(reference: Reference) -> CatalogueImage:
    """Return the image that a registry serves under a name. Raises RegistryError."""
    name = _listed_name(reference)
    if name not in REPOSITORIES:
        raise RegistryError(_denied(reference))
    if reference.digest:
        found = BY_DIGEST.get(f"{name}@{reference.digest}")
    else:
        found = BY_TAG.get(f"{name}:{reference.tag or 'latest'}")
    if found is None:
        wanted = f"@{reference.digest}" if reference.digest else f":{reference.tag or 'latest'}"
        raise RegistryError(
            f"manifest for {reference.familiar_name}{wanted} not found: manifest unknown: manifest unknown"
        )
    return found


def _listed_name(reference: Reference) -> str:
    if reference.domain == "gcr.io" and reference.path.startswith("google_containers/"):
        return f"registry.k8s.io/{reference.path.removeprefix('google_containers/')}"
    if reference.domain in MIRRORS:
        return f"registry.k8s.io/{reference.path}"
    return reference.familiar_name


def _denied(reference: Reference) -> str:
    if reference.domain in DOMAINS and reference.domain != HUB:
        tag = reference.digest or reference.tag or "latest"
        where = f'Failed to fetch "{tag}" from request "/v2/{reference.path}/manifests/{tag}".'
        mark = f"@{tag}" if reference.digest else f":{tag}"
        return f"manifest for {reference.familiar_name}{mark} not found: manifest unknown: {where}"
    if reference.domain != HUB:
        return f'Get "https://{reference.domain}/v2/": dial tcp: lookup {reference.domain.split(":")[0]}: no such host'
    return (
        f"pull access denied for {reference.familiar_name}, repository does not exist or may require 'docker login': "
        "denied: requested access to the resource is denied"
    )


@lru_cache(maxsize=64)
def _files(image_id: str) -> FileSystem:
    tree = Tree()
    BY_ID[image_id].build(tree)
    return tree.system


def pristine(name: str) -> FileSystem:
    """Return the files of ``image/<64 digits>``, the same object each time; nobody may change them."""
    return _files("sha256:" + name.removeprefix("image/"))


def search(term: str) -> list[CatalogueImage]:
    """Return one image of each repository of the Hub whose name or description has the term, most stars first."""
    word = term.lower()
    found: dict[str, CatalogueImage] = {}
    for image in IMAGES:
        on_hub = image.repository.partition("/")[0] not in DOMAINS
        if on_hub and (word in image.repository or word in image.description.lower()):
            found.setdefault(image.repository, image)
    return sorted(found.values(), key=lambda image: (-image.stars, image.repository))
