"""What an admission plugin sees.

Models k8s.io/apiserver/pkg/admission.Attributes v1.36.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import ApiError, forbidden
from sandbox.sim.cluster.apiserver.core import Core, Options

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """A write on its way.

    ``operation`` is CREATE, UPDATE or DELETE. ``obj``, empty on DELETE, may be changed in place, ``old`` may not.
    """

    core: Core
    resource: ApiResource
    operation: str
    obj: Object
    old: Object | None
    options: Options

    @property
    def namespace(self) -> str:
        """The namespace of the object."""
        return str((self.obj or self.old or {"metadata": {}})["metadata"].get("namespace", ""))

    @property
    def name(self) -> str:
        """The name of the object, empty while it is generated."""
        return str((self.obj or self.old or {"metadata": {}})["metadata"].get("name", ""))

    def is_create_of(self, key: str) -> bool:
        """Tell whether an object of this storage key is being created."""
        return self.operation == "CREATE" and self.resource.key == key

    def forbid(self, words: str) -> ApiError:
        """Return the refusal of this request."""
        name = self.name or self.obj["metadata"].get("generateName", "")
        return forbidden(self.resource, name, words)


Plugin = Callable[[Request], None]
