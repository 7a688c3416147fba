"""The containers of an engine, found by name, id or the beginning of an id.

Models moby daemon/container.go and names.go.
"""

import re
from typing import Any

from sandbox.sim.engine.container import Container
from sandbox.sim.engine.errors import BadRequest, Conflict, no_such_container

NAME = re.compile(r"/?[a-zA-Z0-9][a-zA-Z0-9_.-]+")
REMEMBERED = 64
"""How many removed containers' exit codes are kept for those who still wait for them."""


class ContainerStore:
    """All containers, oldest first."""

    def __init__(self) -> None:
        self.containers: dict[str, Container] = {}
        self.departed: dict[str, int] = {}

    def __iter__(self) -> Any:
        return iter(self.containers.values())

    def find(self, name: str) -> Container:
        """Return a container. Raises NotFound, BadRequest for an ambiguous beginning."""
        if name in self.containers:
            return self.containers[name]
        by_name = self.by_name(name.removeprefix("/"))
        if by_name is not None:
            return by_name
        matches = [container for key, container in self.containers.items() if name and key.startswith(name)]
        if len(matches) > 1:
            raise BadRequest(f"Multiple IDs found with provided prefix: {name}")
        if not matches:
            raise no_such_container(name)
        return matches[0]

    def by_name(self, name: str) -> Container | None:
        """Return the container that has exactly this name."""
        for container in self.containers.values():
            if container.name == name:
                return container
        return None

    def check_name(self, name: str) -> str:
        """Return the name without slash. Raises BadRequest, Conflict."""
        if not NAME.fullmatch(name):
            raise BadRequest(f"Invalid container name ({name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed")
        bare = name.removeprefix("/")
        standing = self.by_name(bare)
        if standing is not None:
            raise Conflict(
                f'Conflict. The container name "/{bare}" is already in use by container "{standing.id}". '
                "You have to remove (or rename) that container to be able to reuse that name."
            )
        return bare

    def exit_code(self, identifier: str) -> int | None:
        """Return how a container ended, also after it was removed; None while it has not."""
        container = self.containers.get(identifier)
        if container is None:
            return self.departed.get(identifier, 0)
        return None if container.running or container.status == "restarting" else container.exit_code

    def remove(self, container: Container) -> None:
        """Forget a container, but for how it ended."""
        del self.containers[container.id]
        self.departed[container.id] = container.exit_code
        while len(self.departed) > REMEMBERED:
            del self.departed[next(iter(self.departed))]

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON-able data."""
        return {"containers": [row.dump() for row in self], "departed": list(self.departed.items())}

    def restore(self, state: dict[str, Any]) -> None:
        """Take over what ``dump()`` described."""
        self.containers = {row[0]: Container.load(row) for row in state["containers"]}
        self.departed = dict(state["departed"])
