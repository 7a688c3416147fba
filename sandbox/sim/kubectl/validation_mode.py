"""The flag --validate.

Models GetValidationDirective of k8s.io/kubectl/pkg/cmd/util/helpers.go v1.36.
"""

from sandbox.sim.cli.flags import Flags
from sandbox.sim.cli.go_values import GoValueError, parse_bool
from sandbox.sim.kubectl.errors import KubectlError

_MODES = {"strict": "Strict", "warn": "Warn", "ignore": "Ignore", "": "Strict"}


def validation_of(flags: Flags) -> str:
    """Return Strict, Warn or Ignore. Raises KubectlError."""
    text = str(flags.values.get("validate", "strict"))
    if text in _MODES:
        return _MODES[text]
    try:
        return "Strict" if parse_bool(text) else "Ignore"
    except GoValueError as error:
        raise KubectlError(
            f"invalid - validate option {text!r}; must be one of: strict (or true), warn, ignore (or false)".replace(
                "'", '"'
            )
        ) from error
