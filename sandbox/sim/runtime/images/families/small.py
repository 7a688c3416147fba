"""Images of one program: hello-world, pause, whoami, test images of Kubernetes."""

from functools import partial

from sandbox.sim.runtime.images import userland
from sandbox.sim.runtime.images.image import PATH, CatalogueImage, Layer
from sandbox.sim.runtime.images.tree import Tree


def _scratch(tree: Tree, *, path: str, program: str) -> None:
    for directory in ("/dev", "/etc", "/proc", "/sys"):
        tree.directory(directory)
    tree.program(path, program)


def _one(  # noqa: PLR0917  (one row of the table below)
    repository: str, tags: tuple[str, ...], created: str, path: str, program: str, size: int, *,
    ports: tuple[str, ...] = (), as_entrypoint: bool = True, description: str = "", official: bool = False,
    stars: int = 0,
) -> CatalogueImage:  # fmt: skip
    return CatalogueImage(
        repository=repository,
        tags=tags,
        created=created,
        layers=(Layer(f"COPY {program} / # buildkit", key=f"{repository}-{tags[0]}", size=size),),
        build=partial(_scratch, path=path, program=program),
        env=(PATH,),
        entrypoint=(path,) if as_entrypoint else (),
        cmd=() if as_entrypoint else (path,),
        ports=ports,
        description=description,
        official=official,
        stars=stars,
    )


def _pause(*tags: str) -> CatalogueImage:
    return _one("registry.k8s.io/pause", tags, "2022-11-09T23:14:07Z", "/pause", "pause", 743_952)


AGNHOST = CatalogueImage(
    repository="registry.k8s.io/e2e-test-images/agnhost",
    tags=("2.39", "2.45", "2.40", "2.53"),
    created="2022-06-02T07:16:33Z",
    layers=(Layer("COPY agnhost / # buildkit", key="agnhost-2.39", size=126_000_000),),
    build=userland.busybox,
    cmd=("sh",),
)

IMAGES = (
    _one(
        "hello-world", ("latest", "linux"), "2025-01-23T00:33:25Z", "/hello", "hello", 10_072, as_entrypoint=False,
        description="Hello World! (an example of minimal Dockerization)", official=True, stars=2473,
    ),
    _pause("3.9", "3.10", "latest"),
    _pause("3.1", "3.2", "3.6", "go"),
    _one(
        "traefik/whoami", ("latest", "v1.10.3", "v1.10"), "2024-09-04T12:00:00Z", "/whoami", "whoami-server",
        6_610_000, ports=("80/tcp",), description="Tiny Go webserver that prints OS information and HTTP request",
        stars=130,
    ),
    AGNHOST,
)  # fmt: skip
