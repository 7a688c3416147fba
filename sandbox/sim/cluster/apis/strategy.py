"""What a kind brings to the generic API server.

Models k8s.io/apiserver/pkg/registry/rest strategies v1.36: defaults, preparation, validation, warnings.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError
from sandbox.sim.cluster.apimachinery.names import Rule, dns1123_subdomain

Object = dict[str, Any]


def nothing(_obj: Object) -> None:
    """Change nothing."""


def keep(_new: Object, _old: Object) -> None:
    """Change nothing."""


def accept(_obj: Object) -> list[FieldError]:
    """Find no fault."""
    return []


def accept_update(_new: Object, _old: Object) -> list[FieldError]:
    """Find no fault."""
    return []


def silent(_new: Object, _old: Object | None) -> list[str]:
    """Warn of nothing."""
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """The rules of one kind; every function gets decoded, plain dicts.

    ``default`` fills in what a request left out. ``prepare_create`` and ``prepare_update`` change what the server
    owns. ``validate`` and ``validate_update`` return faults in upstream's order, without those of ``metadata``.
    ``has_status`` says that status is written through its own subresource; ``generation`` that changes of the spec
    are counted; ``scale`` that there is a scale subresource.
    """

    default: Callable[[Object], None] = nothing
    prepare_create: Callable[[Object], None] = nothing
    prepare_update: Callable[[Object, Object], None] = keep
    prepare_status: Callable[[Object, Object], None] = keep
    validate: Callable[[Object], list[FieldError]] = accept
    validate_update: Callable[[Object, Object], list[FieldError]] = accept_update
    validate_status: Callable[[Object, Object], list[FieldError]] = accept_update
    warn: Callable[[Object, Object | None], list[str]] = silent
    name_rule: Rule = dns1123_subdomain
    has_status: bool = False
    generation: bool = False
    scale: bool = False
    unconditional_update: bool = True
