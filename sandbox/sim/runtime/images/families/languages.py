"""Programming languages: python, node, golang, php, ruby, perl and Java, each plain, slim and on Alpine.

Models the official images' environment, commands and variants. Not modelled: what is installed beside the language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from sandbox.sim.runtime.images import userland
from sandbox.sim.runtime.images.families.distributions import DEBIAN_RELEASE
from sandbox.sim.runtime.images.families.releases import Release, released
from sandbox.sim.runtime.images.image import PATH, CatalogueImage, Layer
from sandbox.sim.runtime.images.tree import Tree

ALPINE = "3.22.1"
NODE_USER = "node:x:1000:1000:Linux User,,,:/home/node:/bin/sh\n"
DEBIAN_LAYER = Layer("# debian.sh --arch 'amd64' out/ 'bookworm'", key="debian-12-slim", size=74_800_000)
ALPINE_LAYER = Layer("ADD alpine-minirootfs.tar.gz / # buildkit", key=f"alpine-{ALPINE}", size=8_314_880)


@dataclass(frozen=True, slots=True)
class Language:
    """What the images of one language have in common."""

    repository: str
    programs: tuple[tuple[str, str], ...]
    """Paths in the image and the World's programs behind them."""
    cmd: tuple[str, ...]
    env: tuple[str, ...] = ()
    """Environment after PATH; ``{}`` is the version."""
    path: str = PATH
    entrypoint: tuple[str, ...] = ()
    workdir: str = ""
    size: int = 900_000_000
    description: str = ""
    stars: int = 5000


@dataclass(frozen=True, slots=True)
class Variant:
    """One flavour: the suffixes of its tags, what it stands on, and how many bytes it takes off the full image."""

    suffixes: tuple[str, ...]
    bare: str = ""
    is_alpine: bool = False
    share: float = 1.0


FULL = Variant(("", "-bookworm", "-bullseye"), bare="latest")
SLIM = Variant(("-slim", "-slim-bookworm", "-slim-bullseye"), share=0.12)
ALPINE_VARIANT = Variant(("-alpine", "-alpine3.22", "-alpine3.20", "-alpine3.18"), is_alpine=True, share=0.05)
VARIANTS = (FULL, SLIM, ALPINE_VARIANT)


def build(tree: Tree, *, programs: tuple[tuple[str, str], ...], is_alpine: bool, workdir: str = "") -> None:
    """Lay out Alpine or Debian with some programs on it."""
    if is_alpine:
        userland.alpine(tree, ALPINE)
    else:
        userland.gnu(tree, DEBIAN_RELEASE.format("12", "bookworm"))
    for path, program in programs:
        tree.program(path, program)
        if program == "node-interpreter":
            tree.append("/etc/passwd", NODE_USER)
            tree.append("/etc/group", "node:x:1000:\n")
            tree.directory("/home/node", uid=1000, gid=1000)
    if workdir:
        tree.directory(workdir)


def make_image(language: Language, release: Release, variant: Variant) -> CatalogueImage:
    """Return one image of a language."""
    bare = variant.bare or variant.suffixes[0].removeprefix("-")
    tags = [
        tag for number, suffix in enumerate(variant.suffixes)
        for tag in release.tags(suffix, bare=bare if number == 0 else "")
    ]  # fmt: skip
    name = f"{language.repository}-{release.version}{variant.suffixes[0]}"
    return CatalogueImage(
        repository=language.repository,
        tags=tuple(dict.fromkeys(tags)),
        created=release.created,
        layers=(
            ALPINE_LAYER if variant.is_alpine else DEBIAN_LAYER,
            Layer(
                f"RUN /bin/sh -c install {language.repository} {release.version} # buildkit",
                key=name,
                size=int(language.size * variant.share),
                comment="buildkit.dockerfile.v0",
            ),
            Layer(f"CMD {list(language.cmd)}".replace("'", '"'), comment="buildkit.dockerfile.v0"),
        ),
        build=partial(build, programs=language.programs, is_alpine=variant.is_alpine, workdir=language.workdir),
        env=(language.path, *(row.format(release.version) for row in language.env)),
        entrypoint=language.entrypoint,
        cmd=language.cmd,
        workdir=language.workdir,
        description=language.description,
        stars=language.stars,
    )


PYTHON = Language(
    "python",
    tuple((f"/usr/local/bin/{name}", "python-interpreter") for name in ("python", "python3"))
    + tuple((f"/usr/local/bin/{name}", "pip") for name in ("pip", "pip3")),
    ("python3",), ("LANG=C.UTF-8", "PYTHON_VERSION={}"),
    path="PATH=/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    description="Python is an interpreted, interactive, object-oriented, open-source programming language.",
    stars=10200,
)  # fmt: skip
NODE = Language(
    "node",
    (("/usr/local/bin/node", "node-interpreter"), ("/usr/local/bin/npm", "npm"), ("/usr/local/bin/npx", "npm"),
     ("/usr/local/bin/docker-entrypoint.sh", "node-entrypoint")),
    ("node",), ("NODE_VERSION={}", "YARN_VERSION=1.22.22"), entrypoint=("docker-entrypoint.sh",),
    description="Node.js is a JavaScript-based platform for server-side and networking applications.", stars=14100,
)  # fmt: skip
GOLANG = Language(
    "golang", (("/usr/local/go/bin/go", "go-interpreter"), ("/usr/local/go/bin/gofmt", "go-interpreter")), ("bash",),
    ("GOLANG_VERSION={}", "GOTOOLCHAIN=local", "GOPATH=/go"),
    path="PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    workdir="/go", description="Go (golang) is a general purpose, higher-level, imperative programming language.",
)  # fmt: skip
RUBY = Language(
    "ruby", (("/usr/local/bin/ruby", "ruby-interpreter"), ("/usr/local/bin/irb", "ruby-interpreter")), ("irb",),
    ("LANG=C.UTF-8", "RUBY_VERSION={}"), stars=2500,
    description="Ruby is a dynamic, reflective, object-oriented, general-purpose, open-source programming language.",
)  # fmt: skip
PERL = Language(
    "perl", (("/usr/local/bin/perl", "perl-interpreter"),), ("perl", "-de0"), ("PERL_VERSION={}",),
    workdir="/usr/src/app",
    description="Perl is a high-level, general-purpose, interpreted, dynamic programming language.", stars=1500,
)  # fmt: skip
TEMURIN = Language(
    "eclipse-temurin",
    tuple((f"/opt/java/openjdk/bin/{name}", "java-interpreter") for name in ("java", "javac", "jar", "jshell")),
    ("jshell",), ("JAVA_HOME=/opt/java/openjdk", "LANG=en_US.UTF-8", "JAVA_VERSION=jdk-{}"),
    path="PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", size=400_000_000,
    description="Official Images for OpenJDK binaries built by Eclipse Temurin.", stars=700,
)  # fmt: skip
OPENJDK = Language(
    "openjdk",
    tuple((f"/usr/local/openjdk/bin/{name}", "java-interpreter") for name in ("java", "javac", "jar", "jshell")),
    ("jshell",), ("JAVA_HOME=/usr/local/openjdk", "LANG=C.UTF-8", "JAVA_VERSION={}"),
    path="PATH=/usr/local/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", size=400_000_000,
    description="Pre-release / non-production builds of OpenJDK", stars=4000,
)  # fmt: skip

PYTHON_LINES = """
2.7 9-18 2020-04-20
3.5 2-10 2020-09-05
3.6 0-15 2021-09-04
3.7 0-17 2023-06-06
3.8 0-20 2024-09-06
3.9 0-23 2025-06-03
3.10 0-18 2025-06-03
3.11 0-13 2025-06-03
3.12 0-11 2025-06-03
3.13 0-5 2025-06-11
"""
NODE_LINES = """
8.17 0 2019-12-17
10.24 0-1 2021-04-06
12.22 0-12 2022-04-05
14.15 0-5 2021-02-09
14.21 0-3 2023-02-16
16.13 0-2 2022-01-11
16.20 0-2 2023-08-08
17.9 0-1 2022-06-01
18.12 0-1 2022-11-05
18.17 0-1 2023-08-09
18.18 0-2 2023-10-13
18.19 0-1 2024-02-14
18.20 0-8 2025-03-27
19.9 0 2023-04-11
20.9 0 2023-10-24
20.10 0 2023-11-22
20.11 0-1 2024-02-14
20.12 0-2 2024-04-10
20.18 0-3 2025-02-10
20.19 0-3 2025-06-23
21.7 0-3 2024-04-10
22.11 0 2024-10-29
22.16 0 2025-05-21
22.17 0 2025-06-24 lts
23.11 0-1 2025-05-14
24.3 0 2025-06-24 current
"""
GOLANG_LINES = """
1.13 0-15 2020-08-06
1.14 0-15 2021-02-04
1.15 0-15 2021-08-05
1.16 0-15 2022-03-03
1.17 0-13 2022-08-01
1.18 0-10 2023-01-10
1.19 0-13 2023-09-06
1.20 0-14 2024-02-06
1.21 0-13 2024-08-06
1.22 0-12 2025-02-04
1.23 0-10 2025-06-05
1.24 0-4 2025-06-05
"""
RUBY_LINES = """
2.7 0-8 2023-03-30
3.0 0-7 2024-04-23
3.1 0-7 2025-03-26
3.2 0-8 2025-03-26
3.3 0-8 2025-04-09
3.4 0-4 2025-05-14
"""
PERL_LINES = """
5.30 0-3 2020-06-01
5.32 0-1 2021-01-23
5.34 0-3 2023-11-29
5.36 0-3 2023-11-29
5.38 0-4 2025-01-18
5.40 0-2 2025-04-13
"""
JAVA_LINES = """
8 - 2025-04-15
11 - 2025-04-15
17 - 2025-04-15
21 - 2025-04-15
24 - 2025-04-15
"""
OPENJDK_LINES = """
7 - 2020-04-20
8 - 2022-08-02
11 - 2022-08-02
16 - 2021-07-20
17 - 2022-05-05
18 - 2022-07-12
21 - 2023-08-10
"""
JDK = (
    Variant(("-jdk", "", "-jdk-jammy", "-jdk-noble"), bare="latest"),
    Variant(("-jre", "-jre-jammy", "-jre-noble"), share=0.6),
    Variant(("-jdk-alpine",), is_alpine=True, share=0.7),
    Variant(("-jre-alpine",), is_alpine=True, share=0.3),
)
OLD_JDK = (
    Variant(("", "-jdk", "-jdk-buster", "-jdk-bullseye"), bare="latest"),
    Variant(("-slim", "-jdk-slim", "-jdk-slim-buster", "-slim-buster", "-jre-slim", "-jre"), share=0.6),
    Variant(("-alpine", "-jdk-alpine", "-jre-alpine"), is_alpine=True, share=0.3),
)
TABLE: tuple[tuple[Language, str, str, tuple[Variant, ...]], ...] = (
    (PYTHON, PYTHON_LINES, "3.13", VARIANTS),
    (NODE, NODE_LINES, "24.3", VARIANTS),
    (GOLANG, GOLANG_LINES, "1.24", (FULL, ALPINE_VARIANT)),
    (RUBY, RUBY_LINES, "3.4", VARIANTS),
    (PERL, PERL_LINES, "5.40", (FULL, SLIM)),
    (TEMURIN, JAVA_LINES, "24", JDK),
    (OPENJDK, OPENJDK_LINES, "21", OLD_JDK),
)


def _images() -> Iterator[CatalogueImage]:
    for language, lines, latest, variants in TABLE:
        for release in released(lines, latest=latest):
            for variant in variants:
                yield make_image(language, release, variant)


IMAGES = tuple(_images())
