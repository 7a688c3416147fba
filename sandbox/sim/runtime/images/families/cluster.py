"""Images of what runs a cluster or puts load on it."""

from functools import partial

from sandbox.sim.runtime.images import userland
from sandbox.sim.runtime.images.image import CatalogueImage, Layer
from sandbox.sim.runtime.images.tree import Tree

_CREATED = "2026-06-10T00:00:00Z"


def _lean(tree: Tree, *, path: str, program: str) -> None:
    for directory in ("/dev", "/etc", "/proc", "/sys", "/tmp", "/var/run"):  # noqa: S108  (the simulated one)
        tree.directory(directory)
    tree.program(path, program)


def _with_tools(tree: Tree, *, path: str, program: str) -> None:
    userland.alpine(tree, "3.20.3")
    tree.program(path, program)


def _image(
    repository: str, tags: tuple[str, ...], program: str, size: int, *, path: str = "", tools: bool = False,
    as_entrypoint: bool = True, ports: tuple[str, ...] = (),
) -> CatalogueImage:  # fmt: skip
    place = path or f"/usr/local/bin/{program}"
    return CatalogueImage(
        repository=repository,
        tags=tags,
        created=_CREATED,
        layers=(Layer(f"COPY {program} {place} # buildkit", key=f"{repository}-{tags[0]}", size=size),),
        build=partial(_with_tools if tools else _lean, path=place, program=program),
        entrypoint=(place,) if as_entrypoint else (),
        cmd=() if as_entrypoint else (place,),
        ports=ports,
        official=False,
    )


_K8S = "registry.k8s.io"
IMAGES = (
    _image(f"{_K8S}/etcd", ("3.6.6-0",), "etcd", 62_500_000),
    _image(f"{_K8S}/kube-apiserver", ("v1.36.2",), "kube-apiserver", 90_800_000),
    _image(f"{_K8S}/kube-controller-manager", ("v1.36.2",), "kube-controller-manager", 75_900_000),
    _image(f"{_K8S}/kube-scheduler", ("v1.36.2",), "kube-scheduler", 53_800_000),
    _image(f"{_K8S}/kube-proxy", ("v1.36.2",), "kube-proxy", 73_100_000),
    _image(f"{_K8S}/coredns/coredns", ("v1.12.1",), "coredns", 75_000_000, path="/coredns"),
    _image("kindest/kindnetd", ("v20250512-df8de77b",), "kindnetd", 109_000_000, path="/bin/kindnetd"),
    _image(f"{_K8S}/metrics-server/metrics-server", ("v0.8.0",), "metrics-server", 82_000_000, path="/metrics-server"),
    _image(f"{_K8S}/cloud-provider/lb-controller", ("v0.1.0",), "lb-controller", 31_000_000, path="/lb-controller"),
    _image(f"{_K8S}/ingress-nginx/controller", ("v1.13.0",), "nginx-ingress-controller", 330_000_000,
           path="/nginx-ingress-controller", tools=True, as_entrypoint=False, ports=("80/tcp", "443/tcp")),
    _image(f"{_K8S}/hpa-example", ("latest",), "php-apache", 481_000_000, tools=True, ports=("80/tcp",)),
    _image("polinux/stress", ("latest", "1.0.4"), "stress-load", 9_740_000, path="/usr/local/bin/stress", tools=True,
           as_entrypoint=False),
    _image("vish/stress", ("latest",), "stress-load", 4_300_000, path="/stress"),
)  # fmt: skip
