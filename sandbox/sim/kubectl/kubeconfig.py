"""Which cluster, which user, which namespace: the kubeconfig file.

Models k8s.io/client-go/tools/clientcmd v1.36. Not modelled: merging several files, client certificates, exec plugins.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.yaml_reader import YamlError, read_yaml
from sandbox.sim.cluster.apimachinery.yaml_writer import write_yaml
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kubectl.errors import ExactError, KubectlError

Object = dict[str, Any]
DEFAULT_PATH = "/root/.kube/config"


class Files(Protocol):
    """The file calls that a kubeconfig needs."""

    def exists(self, path: str) -> bool:
        """Say whether there is something at the path."""

    def read_text(self, path: str) -> str:
        """Return a file's text."""

    def write(self, path: str, data: bytes | str) -> None:
        """Write a file."""

    def mkdir(self, path: str, mode: int = 0o777, *, parents: bool = False) -> None:
        """Make a directory."""


@dataclass(slots=True)
class Kubeconfig:
    """A kubeconfig file as it was read; ``data`` may be changed and saved."""

    path: str
    data: Object

    @classmethod
    def load(cls, files: Files, path: str) -> "Kubeconfig":
        """Read the file; one that does not exist is empty."""
        if not files.exists(path):
            return cls(path, {})
        try:
            data = read_yaml(files.read_text(path)) or {}
        except (YamlError, KernelError) as error:
            raise KubectlError(f"error loading config file {quote(path)}: {error}") from error
        if not isinstance(data, dict):
            raise KubectlError(f"error loading config file {quote(path)}: not a mapping of keys to values")
        return cls(path, data)

    def save(self, files: Files) -> None:
        """Write the file, its directory included."""
        files.mkdir(self.path.rpartition("/")[0] or "/", parents=True)
        files.write(self.path, write_yaml(self.data))

    def rows(self, key: str) -> list[Object]:
        """Return the named entries of ``clusters``, ``contexts`` or ``users``."""
        return [row for row in self.data.get(key) or [] if isinstance(row, dict)]

    def entry(self, key: str, name: str) -> Object | None:
        """Return the content of a named entry, or None."""
        single = {"clusters": "cluster", "contexts": "context", "users": "user"}[key]
        row = next((row for row in self.rows(key) if row.get("name") == name), None)
        return None if row is None else row.get(single) or {}

    def set_entry(self, key: str, name: str, content: Object) -> bool:
        """Add or replace a named entry, keeping them sorted; return whether it was there before."""
        single = {"clusters": "cluster", "contexts": "context", "users": "user"}[key]
        others = [row for row in self.rows(key) if row.get("name") != name]
        known = len(others) < len(self.rows(key))
        self.data[key] = sorted([*others, {single: content, "name": name}], key=lambda row: str(row["name"]))
        return known

    @property
    def current(self) -> str:
        """The name of the current context, empty where there is none."""
        return str(self.data.get("current-context") or "")

    def context(self, name: str) -> Object:
        """Return the context to use. Raises ExactError as kubectl does for one that does not exist."""
        if not name:
            return {}
        found = self.entry("contexts", name)
        if found is None:
            raise ExactError(f"Error in configuration: context was not found for specified context: {name}")
        return found


def refused() -> ExactError:
    """Return what kubectl says when it knows no server."""
    return ExactError(
        "The connection to the server localhost:8080 was refused - did you specify the right host or port?"
    )
