"""Paths inside volumes and on nodes.

Models validateLocalDescendingPath, ValidateLocalNonReservedPath and validatePathNoBacksteps of
k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid


def validate_no_backsteps(wanted: str, path: str) -> list[FieldError]:
    """Check that a path has no ``..`` step."""
    return [invalid(path, wanted, "must not contain '..'")] if ".." in wanted.split("/") else []


def validate_descending_path(wanted: str, path: str) -> list[FieldError]:
    """Check that a path is relative and stays below its root."""
    faults = [invalid(path, wanted, "must be a relative path")] if wanted.startswith("/") else []
    return faults + validate_no_backsteps(wanted, path)


def validate_free_path(wanted: str, path: str) -> list[FieldError]:
    """Check a descending path that does not begin with the two dots that the kubelet keeps for itself."""
    faults = validate_descending_path(wanted, path)
    if wanted.startswith("..") and not wanted.startswith("../"):
        faults.append(invalid(path, wanted, "must not start with '..'"))
    return faults
