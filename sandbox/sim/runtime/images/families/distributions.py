"""Linux distributions with bash: Debian's family, Red Hat's, and the notes' ``huyuanyuan/centos``."""

from collections.abc import Iterator
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


DASH = ("debian", "ubuntu")
"""Where /bin/sh is dash; elsewhere it is bash."""


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
        build=partial(userland.gnu, os_release=os_release, sh="dash" if repository in DASH else "bash"),
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

RED_HAT_RELEASE = (
    'NAME="{0}"\nVERSION="{1}"\nID="{2}"\nID_LIKE="rhel centos fedora"\nVERSION_ID="{1}"\nPRETTY_NAME="{0} {1}"\n'
)
UBUNTUS = (
    ("16.04", "xenial", "2021-08-31", 135_000_000), ("18.04", "bionic", "2023-05-30", 63_200_000),
    ("24.10", "oracular", "2025-06-19", 80_000_000), ("25.04", "plucky", "2025-06-19", 80_000_000),
)  # fmt: skip
DEBIANS = (
    ("9", "stretch", "2022-06-23", 101_000_000), ("10", "buster", "2024-06-30", 114_000_000),
    ("11", "bullseye", "2025-06-10", 124_000_000),
)  # fmt: skip
RED_HATS = (
    ("fedora", "Fedora Linux", "fedora", ("42", "latest"), "2025-06-01", 168_000_000, 1200),
    ("fedora", "Fedora Linux", "fedora", ("41",), "2025-06-01", 168_000_000, 1200),
    ("fedora", "Fedora Linux", "fedora", ("40",), "2025-05-01", 222_000_000, 1200),
    ("rockylinux", "Rocky Linux", "rocky", ("9", "9.3", "9-minimal"), "2023-11-21", 176_000_000, 230),
    ("rockylinux", "Rocky Linux", "rocky", ("8", "8.9"), "2023-11-21", 198_000_000, 230),
    ("almalinux", "AlmaLinux", "almalinux", ("9", "9.6", "latest"), "2025-06-01", 190_000_000, 200),
    ("almalinux", "AlmaLinux", "almalinux", ("8", "8.10"), "2025-06-01", 188_000_000, 200),
    ("amazonlinux", "Amazon Linux", "amzn", ("2023", "latest"), "2025-06-10", 145_000_000, 380),
    ("amazonlinux", "Amazon Linux", "amzn", ("2",), "2025-06-10", 165_000_000, 380),
    ("oraclelinux", "Oracle Linux Server", "ol", ("9", "9-slim"), "2025-06-10", 232_000_000, 1000),
    ("oraclelinux", "Oracle Linux Server", "ol", ("8", "8-slim", "8.10"), "2025-06-10", 226_000_000, 1000),
)


def _others() -> Iterator[CatalogueImage]:
    tags: tuple[str, ...]
    for version, name, day, size in UBUNTUS:
        release = UBUNTU_RELEASE.format(version, name)
        yield _image("ubuntu", (version, name), f"{day}T12:00:00Z", size, release, UBUNTU, 17538)
    for version, name, day, size in DEBIANS:
        release = DEBIAN_RELEASE.format(version, name)
        yield _image("debian", (version, name), f"{day}T12:00:00Z", size, release, DEBIAN, 5190)
        slim = (f"{version}-slim", f"{name}-slim")
        yield _image("debian", slim, f"{day}T12:00:00Z", size * 2 // 3, release, DEBIAN, 5190)
    for repository, title, identity, tags, day, size, stars in RED_HATS:
        release = RED_HAT_RELEASE.format(title, tags[0], identity)
        yield _image(repository, tags, f"{day}T12:00:00Z", size, release, f"The official build of {title}.", stars)


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
    _image("debian", ("12", "bookworm", "bookworm-slim", "12-slim"), "2024-09-27T00:00:00Z", 116_500_000,
           DEBIAN_RELEASE.format("12", "bookworm"), DEBIAN, 5190),
    _image("debian", ("13", "latest", "trixie", "stable", "stable-slim"), "2025-08-12T00:00:00Z", 120_000_000,
           DEBIAN_RELEASE.format("13", "trixie"), DEBIAN, 5190),
    *_others(),
)  # fmt: skip
