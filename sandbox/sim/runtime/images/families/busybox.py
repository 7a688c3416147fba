"""busybox: the smallest images, and alpine on top of the same tools."""

from functools import partial

from sandbox.sim.runtime.images import userland
from sandbox.sim.runtime.images.image import CatalogueImage, Layer

BUSYBOX_LAYER = Layer("", key="busybox-1.36.1", size=4_261_502, comment="busybox rootfs")
SHELL_FORM = '/bin/sh -c #(nop)  CMD ["{}"]'


def _busybox(tags: tuple[str, ...], created: str, layer: Layer) -> CatalogueImage:
    return CatalogueImage(
        repository="busybox",
        tags=tags,
        created=created,
        layers=(layer,),
        build=userland.busybox,
        cmd=("sh",),
        description="Busybox base image.",
        stars=3345,
    )


def _alpine(version: str, tags: tuple[str, ...], created: str, size: int) -> CatalogueImage:
    content = f"alpine-minirootfs-{version}-x86_64.tar.gz"
    return CatalogueImage(
        repository="alpine",
        tags=tags,
        created=created,
        layers=(
            Layer(f"ADD {content} / # buildkit", key=content, size=size, comment="buildkit.dockerfile.v0"),
            Layer('CMD ["/bin/sh"]', comment="buildkit.dockerfile.v0"),
        ),
        build=partial(userland.alpine, version=version),
        cmd=("sh",) if version.startswith("3.19.") else ("/bin/sh",),
        description="A minimal Docker image based on Alpine Linux with a complete package index and only 5 MB in size!",
        stars=11420,
    )


IMAGES = (
    _busybox(("1.36", "1.36.1", "latest", "stable", "1", "glibc"), "2023-05-18T22:34:17Z", BUSYBOX_LAYER),
    _busybox(
        ("1.28", "1.28.4"),
        "2018-05-22T17:00:20.839Z",
        Layer("BusyBox 1.28.4 (uclibc)", key="busybox-1.28.4", size=1_146_369),
    ),
    _busybox(
        ("1.35", "1.35.0"),
        "2022-12-29T20:16:50Z",
        Layer("BusyBox 1.35.0 (glibc)", key="busybox-1.35.0", size=4_855_000),
    ),
    _alpine("3.19.1", ("3.19", "3.19.1"), "2024-01-27T00:30:48.743965523Z", 7_377_088),
    _alpine("3.18.6", ("3.18", "3.18.6"), "2024-01-27T00:30:56.155361451Z", 7_340_032),
    _alpine("3.20.3", ("3.20", "3.20.3"), "2024-09-06T22:20:07.972381771Z", 7_797_760),
    _alpine("3.21.3", ("3.21", "3.21.3"), "2025-02-14T03:28:36Z", 7_834_624),
    _alpine("3.22.1", ("3.22", "3.22.1", "3", "latest"), "2025-07-15T11:31:08Z", 8_314_880),
)
