"""Specs as Go prints its internal structs, for the diffs in messages about immutable fields.

Models k8s.io/apimachinery/pkg/util/diff.Diff v1.36 on k8s.io/kubernetes/pkg/apis/core types: indented JSON in the
order of the struct's fields, then a unified diff.
"""

from difflib import unified_diff
from typing import Any

import orjson

from sandbox.sim.cluster.apis.internal_types import in_struct_order

Object = dict[str, Any]


def diff_of(struct: str, old: Object, new: Object) -> str:
    """Return the unified diff of two specs of an internal struct."""
    before, after = _lines(struct, old), _lines(struct, new)
    lines = list(unified_diff(before, after, lineterm="", n=3))[2:]
    return "\n".join(lines) + "\n"


def _lines(struct: str, value: Object) -> list[str]:
    text = orjson.dumps(in_struct_order(struct, value), option=orjson.OPT_INDENT_2).decode()
    lines = text.split("\n")
    return [" " * ((len(line) - len(line.lstrip(" "))) // 2) + line.lstrip(" ") for line in lines]
