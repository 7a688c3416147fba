"""Columns of custom resources: ``additionalPrinterColumns``.

Models k8s.io/apiextensions-apiserver/pkg/registry/customresource/tableconvertor v1.36, with simple JSON paths.
"""

import re
from typing import Any

from sandbox.sim.cluster.apiserver.tables.ages import age, since
from sandbox.sim.cluster.apiserver.tables.columns import Columns, columns, name

Object = dict[str, Any]
_STEP = re.compile(
    r"\.([A-Za-z0-9_\-]+|\\?['\"][^'\"]*['\"])|\[(\d+)\]|\[['\"]([^'\"]+)['\"]\]|\[\?\(@\.(\w+)==['\"]([^'\"]*)['\"]\)\]"
)


def columns_of(definition: Object, version: str) -> Columns:
    """Return the columns that a definition asks for in one of its versions."""
    chosen: Object = next((v for v in definition["spec"]["versions"] if v["name"] == version), {})
    extra = chosen.get("additionalPrinterColumns")
    if not extra:
        return columns("Name|Age", lambda obj, now: [name(obj), age(obj, now)])
    names = ["Name", *(f"{column['name']}*" if column.get("priority") else column["name"] for column in extra)]

    def cells(obj: Object, now: int) -> list[Any]:
        return [name(obj), *(_cell(obj, column, now) for column in extra)]

    return Columns(tuple(names), cells)


def _cell(obj: Object, column: Object, now: int) -> Any:
    value = _look_up(obj, column["jsonPath"])
    if value is None:
        return "<unknown>" if column.get("type") == "date" else ""
    if column.get("type") == "date":
        return since(str(value), now)
    return str(value).lower() if isinstance(value, bool) else value


def _look_up(obj: Object, path: str) -> Any:
    value: Any = obj
    for match in _STEP.finditer(path):
        key, index, quoted, filter_key, filter_value = match.groups()
        if filter_key:
            items = value if isinstance(value, list) else []
            value = next((i for i in items if isinstance(i, dict) and i.get(filter_key) == filter_value), None)
        elif index is not None:
            value = value[int(index)] if isinstance(value, list) and int(index) < len(value) else None
        else:
            value = value.get(quoted or key) if isinstance(value, dict) else None
        if value is None:
            return None
    return value
