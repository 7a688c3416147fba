"""PodTemplates.

Models ValidatePodTemplate of k8s.io/kubernetes/pkg/apis/core/validation and pkg/registry/core/podtemplate v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError
from sandbox.sim.cluster.apis.core.pod.defaults import default_template
from sandbox.sim.cluster.apis.core.pod.template import validate_template, warn_of_template
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]


def default(obj: Object) -> None:
    """Fill in the template."""
    default_template(obj.setdefault("template", {}))


def validate(obj: Object) -> list[FieldError]:
    """Check the template."""
    return validate_template(obj["template"], "template")


def validate_update(new: Object, _old: Object) -> list[FieldError]:
    """Check a changed template."""
    return validate(new)


def warn(obj: Object, _old: Object | None) -> list[str]:
    """Warn of the template."""
    return warn_of_template(obj["template"], "template")


POD_TEMPLATE = Strategy(default=default, validate=validate, validate_update=validate_update, warn=warn, generation=True)
