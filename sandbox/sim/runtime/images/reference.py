"""Names of images: ``nginx``, ``library/nginx:1.25``, ``localhost:5000/app@sha256:…``.

Models github.com/distribution/reference v0.6. Not modelled: digests other than sha256.
"""

import re
from dataclasses import dataclass

DOMAIN = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
HOST = rf"{DOMAIN}(?:\.{DOMAIN})*(?::[0-9]+)?|\[[a-fA-F0-9:]+\](?::[0-9]+)?"
COMPONENT = r"[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*"
TAG = r"[\w][\w.-]{0,127}"
REFERENCE = re.compile(
    rf"(?P<name>(?:(?:{HOST})/)?{COMPONENT}(?:/{COMPONENT})*)(?::(?P<tag>{TAG}))?(?:@(?P<digest>sha256:[0-9a-f]{{64}}))?",
    re.ASCII,
)
IDENTIFIER = re.compile(r"[a-f0-9]{64}")
NAME_MAX = 255
HUB = "docker.io"


class ReferenceError(ValueError):  # noqa: A001  (the upstream's own name; the built-in one is about weak references)
    """The text is no image name; ``str()`` is the upstream's message."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A name taken apart. ``domain`` and ``path`` are normalised: ``docker.io`` and ``library/nginx``."""

    domain: str
    path: str
    tag: str = ""
    digest: str = ""

    @property
    def name(self) -> str:
        """The full name without tag, such as ``docker.io/library/nginx``."""
        return f"{self.domain}/{self.path}"

    @property
    def familiar_name(self) -> str:
        """The name as people write it, without tag: ``nginx``."""
        if self.domain != HUB:
            return self.name
        return self.path.removeprefix("library/") if self.path.count("/") == 1 else self.path

    @property
    def familiar(self) -> str:
        """The name as people write it: ``nginx:1.25``."""
        tag = f":{self.tag}" if self.tag else ""
        digest = f"@{self.digest}" if self.digest else ""
        return f"{self.familiar_name}{tag}{digest}"

    def with_default_tag(self) -> "Reference":
        """Return the reference with ``latest`` where it has neither tag nor digest."""
        if self.tag or self.digest:
            return self
        return Reference(self.domain, self.path, "latest")


def split_domain(name: str) -> tuple[str, str]:
    """Return domain and remainder; a first part without dot, colon or capital is no domain but a user's name."""
    first, slash, rest = name.partition("/")
    if slash and (any(sign in first for sign in ".:") or first == "localhost" or first.lower() != first):
        return ("docker.io" if first == "index.docker.io" else first), rest
    return HUB, name


def parse_normalized(text: str) -> Reference:
    """Return the reference that a person's text means. Raises ReferenceError."""
    if IDENTIFIER.fullmatch(text):
        raise ReferenceError(f"invalid repository name ({text}), cannot specify 64-byte hexadecimal strings")
    domain, rest = split_domain(text)
    if domain == HUB and "/" not in rest:
        rest = f"library/{rest}"
    repository = rest.split("@", 1)[0].split(":", 1)[0]
    if repository.lower() != repository:
        raise ReferenceError(f"invalid reference format: repository name ({repository}) must be lowercase")
    found = REFERENCE.fullmatch(f"{domain}/{rest}")
    if found is None:
        raise ReferenceError("invalid reference format")
    path = found["name"].removeprefix(f"{domain}/")
    if len(path) > NAME_MAX:
        raise ReferenceError(f"repository name must not be more than {NAME_MAX} characters")
    return Reference(domain, path, found["tag"] or "", found["digest"] or "")
