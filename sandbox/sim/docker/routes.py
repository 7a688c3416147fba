"""From the words after ``docker`` to the command that they mean.

Models docker/cli cmd/docker: management commands, their short forms at the top, aliases.
"""

OF_CONTAINERS = (
    "attach commit cp create diff exec export kill logs pause port rename restart rm run start stats stop top unpause "
    "update wait"
)
OF_IMAGES = "build history import load pull push save tag"
TOP: dict[str, tuple[str, ...]] = {
    **{name: ("container", name) for name in OF_CONTAINERS.split()},
    **{name: ("image", name) for name in OF_IMAGES.split()},
    "ps": ("container", "ls"),
    "images": ("image", "ls"),
    "rmi": ("image", "rm"),
    "events": ("system", "events"),
    "info": ("system", "info"),
}  # fmt: skip
ALIASES: dict[tuple[str, ...], tuple[str, ...]] = {
    ("container", "list"): ("container", "ls"),
    ("container", "ps"): ("container", "ls"),
    ("container", "remove"): ("container", "rm"),
    ("image", "list"): ("image", "ls"),
    ("image", "remove"): ("image", "rm"),
    ("volume", "list"): ("volume", "ls"),
    ("volume", "remove"): ("volume", "rm"),
    ("network", "list"): ("network", "ls"),
    ("network", "remove"): ("network", "rm"),
    ("context", "list"): ("context", "ls"),
    ("context", "remove"): ("context", "rm"),
    ("plugin", "list"): ("plugin", "ls"),
    ("plugin", "remove"): ("plugin", "rm"),
    ("builder", "build"): ("image", "build"),
    ("compose", "convert"): ("compose", "config"),
    ("buildx", "b"): ("buildx", "build"),
    ("buildx", "f"): ("buildx", "bake"),
}
GROUPS = (
    "builder",
    "buildx",
    "compose",
    "container",
    "context",
    "image",
    "manifest",
    "network",
    "plugin",
    "swarm",
    "system",
    "trust",
    "volume",
)
SWARM = ("config", "node", "secret", "service", "stack")
"""Groups that a daemon outside a swarm answers with one sentence."""
IN_A_SWARM = ("ca", "join-token", "leave", "unlock", "unlock-key", "update")
LOCAL = ("context", "login", "logout")
"""Commands that need no engine."""
WITH_COMMAND = ("manifest", "volume")
"""Groups whose own usage line ends in ``COMMAND``."""


def canonical(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the long form of a command: ``("ps",)`` is ``("container", "ls")``."""
    if len(path) == 1 and path[0] in TOP:
        return TOP[path[0]]
    return ALIASES.get(path, path)
