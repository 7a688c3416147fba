"""Whether ``docker build`` is the classic builder's or BuildKit's.

Models docker/cli cmd/docker/builder.go, v28.2: ``DOCKER_BUILDKIT``, and the alias that ``docker buildx install``
writes. The machine of the World answers as the one that the recordings come from: without either the classic builder
works.
"""

import json
from collections.abc import Mapping

from sandbox.sim.docker.errors import Failure
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import FileView

CONFIG = "/root/.docker/config.json"
MISSING = (
    "DEPRECATED: The legacy builder is deprecated and will be removed in a future release.\n"
    "            Install the buildx component to build images with BuildKit:\n"
    "            https://docs.docker.com/go/buildx/\n"
)
DISABLED = (
    "DEPRECATED: The legacy builder is deprecated and will be removed in a future release.\n"
    "            BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0\n"
    "            environment-variable.\n"
)
TRUE = ("1", "t", "T", "TRUE", "true", "True")
FALSE = ("0", "f", "F", "FALSE", "false", "False")
FORWARDED = (("build",), ("image", "build"), ("builder", "build"))


def enabled(env: Mapping[str, str], files: FileView) -> bool | None:
    """Say whether BuildKit is switched on or off; None where nobody says. Raises Failure."""
    value = env.get("DOCKER_BUILDKIT", "")
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    if value:
        parse = f'strconv.ParseBool: parsing "{value}": invalid syntax'
        raise Failure(f"DOCKER_BUILDKIT environment variable expects boolean value: {parse}")
    return True if "builder" in read_config(files).get("aliases", {}) else None


def read_config(files: FileView) -> dict[str, dict[str, str]]:
    """Return the client's configuration file; empty where there is none or it cannot be read."""
    try:
        found = json.loads(files.read_text(CONFIG))
    except (KernelError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_config(files: FileView, config: Mapping[str, object]) -> None:
    """Write the client's configuration file."""
    files.mkdir(CONFIG.rpartition("/")[0], parents=True)
    files.write(CONFIG, json.dumps(config, indent="\t") + "\n", mode=0o600)


def forward(words: list[str], env: Mapping[str, str], files: FileView) -> tuple[list[str], str]:
    """Return the command's words as they are meant, and the warning to print first. Raises Failure."""
    building = tuple(words[:1]) == ("build",) or tuple(words[:2]) in FORWARDED
    if not building and words[0] != "builder":
        return words, ""
    wanted = enabled(env, files)
    if not wanted:
        return words, MISSING if wanted is None else DISABLED
    if not building:
        return ["buildx", *words[1:]], ""
    rest = words[1:] if words[0] == "build" else words[2:]
    return ["buildx", "build", *rest], ""
