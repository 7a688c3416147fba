"""busybox: the smallest images, and alpine on top of the same tools."""

from collections.abc import Iterator
from functools import partial

from sandbox.sim.runtime.images import userland
from sandbox.sim.runtime.images.families.releases import released, without
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


BUSYBOX_LINES = """
1.24 0-2 2016-01-24
1.25 0-1 2016-10-07
1.26 0-2 2017-01-10
1.27 0-2 2017-08-17
1.28 0-4 2018-05-22
1.29 0-3 2018-09-09
1.30 0-1 2019-02-14
1.31 0-1 2019-10-28
1.32 0-1 2021-01-01
1.33 0-1 2021-05-03
1.34 0-1 2021-09-30
1.35 0 2022-12-29
1.36 0-1 2023-05-18
1.37 0 2024-09-26
"""
BUSYBOX_LATEST = ("1.36", "1.36.1", "latest", "stable", "1", "glibc", "1.36.1-glibc", "stable-glibc", "musl", "uclibc")
"""The World stands still where the recorded answers have ``latest``."""
ALPINE_LINES = """
3.5 2-3 2019-03-07
3.6 0-5 2019-03-07
3.7 0-3 2019-03-07
3.8 0-5 2020-01-23
3.9 0-6 2020-04-24
3.10 0-9 2021-04-14
3.11 0-13 2021-08-31
3.12 0-12 2022-04-04
3.13 0-12 2022-08-09
3.14 0-10 2023-06-14
3.15 0-11 2023-11-30
3.16 0-9 2024-01-27
3.17 0-10 2024-09-06
3.18 0-12 2025-02-14
3.19 0-8 2025-07-15
3.20 0-7 2025-07-15
3.21 0-4 2025-07-15
3.22 0-1 2025-07-15
"""


def _other_busyboxes() -> Iterator[CatalogueImage]:
    for release in without(released(BUSYBOX_LINES), BUSYBOX_LATEST):
        layer = Layer(f"BusyBox {release.version} (glibc)", key=f"busybox-{release.version}", size=4_420_000)
        yield _busybox((*release.tags(), *release.tags("-glibc"), *release.tags("-musl")), release.created, layer)


def _other_alpines() -> Iterator[CatalogueImage]:
    named = [tag for image in ALPINES for tag in image.tags]
    for release in without(released(ALPINE_LINES), named):
        yield _alpine(release.version, release.tags(), release.created, 7_340_032)


ALPINES = (
    _alpine("3.19.1", ("3.19", "3.19.1"), "2024-01-27T00:30:48.743965523Z", 7_377_088),
    _alpine("3.18.6", ("3.18", "3.18.6"), "2024-01-27T00:30:56.155361451Z", 7_340_032),
    _alpine("3.20.3", ("3.20", "3.20.3"), "2024-09-06T22:20:07.972381771Z", 7_797_760),
    _alpine("3.21.3", ("3.21", "3.21.3"), "2025-02-14T03:28:36Z", 7_834_624),
    _alpine("3.22.1", ("3.22", "3.22.1", "3", "latest"), "2025-07-15T11:31:08Z", 8_314_880),
    _alpine("3.23_alpha20250612", ("edge", "20250612"), "2025-06-12T11:31:08Z", 8_314_880),
)
IMAGES = (
    _busybox(BUSYBOX_LATEST, "2023-05-18T22:34:17Z", BUSYBOX_LAYER),
    *_other_busyboxes(),
    *ALPINES,
    *_other_alpines(),
)
