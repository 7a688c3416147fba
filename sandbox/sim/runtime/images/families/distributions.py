"""Linux distributions with bash: debian, ubuntu, centos, and the notes' ``huyuanyuan/centos``."""

from functools import partial

from sandbox.sim.runtime.images import userland
from sandbox.sim.runtime.images.image import CatalogueImage, Layer
from sandbox.sim.runtime.images.tree import Tree

CENTOS_RELEASE = 'NAME="CentOS Linux"\nVERSION="{0}"\nID="centos"\nVERSION_ID="{0}"\nPRETTY_NAME="CentOS Linux {0}"\n'
DEBIAN_RELEASE = (
    'PRETTY_NAME="Debian GNU/Linux {0} ({1})"\nNAME="Debian GNU/Linux"\nVERSION_ID="{0}"\nVERSION="{0} ({1})"\n'
    "VERSION_CODENAME={1}\nID=debian\n"
)
UBUNTU_RELEASE = 'PRETTY_NAME="Ubuntu {0} LTS"\nNAME="Ubuntu"\nVERSION_ID="{0}"\nVERSION_CODENAME={1}\nID=ubuntu\n'


def _image(  # noqa: PLR0917  (one row of the table below)
    repository: str, tags: tuple[str, ...], created: str, size: int, os_release: str, description: str, stars: int
) -> CatalogueImage:
    key = f"{repository}-{tags[0]}"
    return CatalogueImage(
        repository=repository,
        tags=tags,
        created=created,
        layers=(
            Layer("/bin/sh -c #(nop) ADD file in / ", key=key, size=size),
            Layer('/bin/sh -c #(nop)  CMD ["/bin/bash"]'),
        ),
        build=partial(userland.gnu, os_release=os_release, sh="bash" if repository == "centos" else "dash"),
        cmd=("/bin/bash",),
        description=description,
        stars=stars,
    )


def _with_volumes(tree: Tree) -> None:
    userland.gnu(tree, CENTOS_RELEASE.format("7"), sh="bash")
    tree.directory("/volume01")
    tree.directory("/volume02")


HUYUANYUAN = CatalogueImage(
    repository="huyuanyuan/centos",
    tags=("latest", "1.0"),
    created="2021-09-16T08:00:00Z",
    layers=(
        Layer("/bin/sh -c #(nop) ADD file in / ", key="centos-7", size=203_877_000),
        Layer('/bin/sh -c #(nop)  VOLUME ["volume01" "volume02"]'),
        Layer('/bin/sh -c #(nop)  CMD ["/bin/sh" "-c" "/bin/bash"]'),
    ),
    build=_with_volumes,
    cmd=("/bin/bash",),
    volumes=("volume01", "volume02"),
    description="",
    official=False,
)

CENTOS = "DEPRECATED; The official build of CentOS."
UBUNTU = "Ubuntu is a Debian-based Linux operating system based on free software."
DEBIAN = "Debian is a Linux distribution that's composed entirely of free and open-source software."

IMAGES = (
    _image("centos", ("8", "latest", "8.4.2105", "centos8"), "2021-09-15T18:20:05.184694267Z", 231_268_856,
           CENTOS_RELEASE.format("8"), CENTOS, 7783),
    _image("centos", ("7", "7.9.2009", "centos7"), "2021-09-15T18:20:23.417639551Z", 203_877_000,
           CENTOS_RELEASE.format("7"), CENTOS, 7783),
    HUYUANYUAN,
    _image("ubuntu", ("24.04", "latest", "noble"), "2025-04-08T10:43:13.576320856Z", 78_120_000,
           UBUNTU_RELEASE.format("24.04", "noble"), UBUNTU, 17538),
    _image("ubuntu", ("22.04", "jammy"), "2024-09-11T16:24:58Z", 77_860_000,
           UBUNTU_RELEASE.format("22.04", "jammy"), UBUNTU, 17538),
    _image("ubuntu", ("20.04", "focal"), "2024-10-11T03:40:00Z", 72_810_000,
           UBUNTU_RELEASE.format("20.04", "focal"), UBUNTU, 17538),
    _image("debian", ("12", "bookworm", "bookworm-slim"), "2024-09-27T00:00:00Z", 116_500_000,
           DEBIAN_RELEASE.format("12", "bookworm"), DEBIAN, 5190),
    _image("debian", ("13", "latest", "trixie", "stable"), "2025-08-12T00:00:00Z", 120_000_000,
           DEBIAN_RELEASE.format("13", "trixie"), DEBIAN, 5190),
)  # fmt: skip
