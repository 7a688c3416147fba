"""A loaded project: its services, networks, volumes and files.

Models compose-spec/compose-go types/project.go.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sandbox.sim.docker.compose.warnings import ProjectError

Data = dict[str, Any]


@dataclass(slots=True)
class Project:
    """Everything that the files say, in the long form. ``disabled`` are services that no profile or selection wants."""

    name: str
    directory: str
    files: list[str]
    variables: dict[str, str]
    services: dict[str, Data]
    disabled: dict[str, Data] = field(default_factory=dict)
    networks: dict[str, Data] = field(default_factory=dict)
    volumes: dict[str, Data] = field(default_factory=dict)
    secrets: dict[str, Data] = field(default_factory=dict)
    configs: dict[str, Data] = field(default_factory=dict)
    extensions: Data = field(default_factory=dict)

    def dump(self) -> list[Any]:
        """Return a JSON-able row."""
        return [getattr(self, name) for name in self.__slots__]

    @classmethod
    def load(cls, row: list[Any]) -> "Project":
        """Return the project that ``dump()`` described."""
        return cls(*row)

    def service(self, name: str) -> Data:
        """Return an enabled service. Raises ProjectError."""
        if name in self.services:
            return self.services[name]
        if name in self.disabled:
            raise ProjectError(f"no such service: {name}: disabled", 1)
        raise ProjectError(f"no such service: {name}", 1)

    def image(self, name: str) -> str:
        """Return the image that a service's containers are made from."""
        given = {**self.services, **self.disabled}[name].get("image")
        return str(given) if given else f"{self.name}-{name}"

    def dependencies(self, name: str) -> list[str]:
        """Return the enabled services that one depends on."""
        return [other for other in self.services[name].get("depends_on") or {} if other in self.services]

    def dependents(self, name: str) -> list[str]:
        """Return the enabled services that depend on one."""
        return [other for other in self.services if name in self.dependencies(other)]

    def levels(self) -> list[list[str]]:
        """Return the services in order: those of a group depend on groups before it alone."""
        left, done, groups = sorted(self.services), set[str](), list[list[str]]()
        while left:
            ready = [name for name in left if done.issuperset(self.dependencies(name))] or left
            groups.append(ready)
            done |= set(ready)
            left = [name for name in left if name not in done]
        return groups

    def select(self, names: Iterable[str], *, dependencies: bool = True, dependents: bool = False) -> "Project":
        """Return the project with the named services alone enabled, and what they need. Raises ProjectError."""
        wanted: list[str] = []
        queue = list(names)
        if not queue:
            return self
        while queue:
            name = queue.pop(0)
            if name in wanted:
                continue
            self.service(name)
            wanted.append(name)
            queue += self.dependencies(name) if dependencies else []
            queue += self.dependents(name) if dependents else []
        kept = {name: given for name, given in self.services.items() if name in wanted}
        dropped = {name: given for name, given in self.services.items() if name not in wanted}
        return Project(self.name, self.directory, self.files, self.variables, kept, {**self.disabled, **dropped},
                       self.networks, self.volumes, self.secrets, self.configs, self.extensions)  # fmt: skip
