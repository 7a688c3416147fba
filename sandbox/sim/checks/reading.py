"""Read the checks of a lab file: which kind stands there, and is all of it well written."""

import re
from collections.abc import Callable, Mapping

from documents.reader import Reader
from documents.text import LocalizedText
from sandbox.sim.checks.absent_check import AbsentCheck
from sandbox.sim.checks.always_check import AlwaysCheck
from sandbox.sim.checks.cel_check import CelCheck
from sandbox.sim.checks.expressions import ExpressionError, find_unknown_name
from sandbox.sim.checks.file_check import FileCheck
from sandbox.sim.checks.finding import Check
from sandbox.sim.checks.history_check import HistoryCheck
from sandbox.sim.checks.inspect_check import TYPES, InspectCheck
from sandbox.sim.checks.object_check import ObjectCheck
from sandbox.sim.checks.run_check import RunCheck
from sandbox.sim.checks.select_check import SelectCheck
from sandbox.sim.checks.text_match import TextMatch

_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)*")
_ABSOLUTE_OR_HOME = re.compile(r"[^\0]{1,400}")


def read_check(reader: Reader) -> Check | None:
    """Return the one check that stands beside ``id`` and ``points``; None, with a fault, where there is none or two."""
    found = [kind for kind in _READERS if kind in reader]
    # A CEL expression is a check of its own only where no object is named beside it.
    if "cel" in found and len(found) > 1:
        found.remove("cel")
    if len(found) != 1:
        names = ", ".join(_READERS)
        reader.fault(
            LocalizedText(
                en=f"a check has exactly one of: {names}; this one has {', '.join(found) or 'none'}",
                zh_hans=f"每项检查必须有且只有以下之一：{names}；这里有：{'、'.join(found) or '没有'}",
            )
        )
        return None
    return _READERS[found[0]](reader)


def _read_object(reader: Reader) -> Check:
    _read_identity(reader, "object", extra=True)
    data = reader.data("object")
    return ObjectCheck(
        object=data if isinstance(data, dict) else {},
        exact=reader.boolean("exact", default=False),
        cel=_read_cel(reader, with_object=True),
    )


def _read_select(reader: Reader) -> Check:
    _read_identity(reader, "select", extra=False)
    data, match = reader.data("select"), reader.data("match")
    if "match" in reader and not isinstance(match, dict):
        reader.fault(LocalizedText(en="'match' must be a partial object", zh_hans="“match”必须是对象的一部分"), "match")
    counted = reader.node("count") is not None
    return SelectCheck(
        select=data if isinstance(data, dict) else {},
        count=reader.integer("count", minimum=0, maximum=1000) if counted else None,
        cel=_read_cel(reader, with_object=True),
        match=match if isinstance(match, dict) else {},
        exact=reader.boolean("exact", default=False),
    )


def _read_absent(reader: Reader) -> Check:
    _read_identity(reader, "absent", extra=False, metadata=True)
    data = reader.data("absent")
    field = reader.text("field", default="", pattern=_FIELD)
    data = data if isinstance(data, dict) else {}
    metadata = data.get("metadata")
    if field and not (isinstance(metadata, dict) and metadata.get("name")):
        reader.fault(
            LocalizedText(
                en="'field' needs the object's name in metadata", zh_hans="用“field”时，metadata 里必须写对象的名称"
            ),
            "absent",
        )
    return AbsentCheck(absent=data, field=field)


def _read_identity(reader: Reader, key: str, *, extra: bool, metadata: bool = False) -> None:
    """Look at what names a kind of object; ``extra`` allows all the fields that an object may have."""
    inner = reader.mapping(key, required=True)
    if inner is None:
        return
    inner.text("apiVersion")
    inner.text("kind")
    described = inner.mapping("metadata") if extra or metadata else inner
    if described is not None:
        described.text("name", default="")
        described.text("namespace", default="")
        described.text_map("labels")
    if not extra:
        inner.unknown_keys()
        if metadata and described is not None:
            described.unknown_keys()


def _read_cel(reader: Reader, *, with_object: bool, required: bool = False) -> str:
    source = reader.text("cel") if required else reader.text("cel", default="")
    if not source:
        return ""
    try:
        unknown = find_unknown_name(source, with_object=with_object)
    except ExpressionError as error:
        reader.fault(LocalizedText(en=f"CEL: {error}", zh_hans=f"CEL 表达式有语法错误：{error}"), "cel")
        return source
    if unknown:
        reader.fault(
            LocalizedText(en=f"CEL: there is no '{unknown}' here", zh_hans=f"CEL：这里没有“{unknown}”"),
            "cel",
        )
    return source


def _read_cel_alone(reader: Reader) -> Check:
    return CelCheck(cel=_read_cel(reader, with_object=False, required=True))


def _read_run(reader: Reader) -> Check:
    return RunCheck(
        run=reader.text("run"),
        stdout=_read_text_match(reader, "stdout"),
        stderr=_read_text_match(reader, "stderr"),
        exit=reader.integer("exit", default=0, minimum=0, maximum=255),
    )


def _read_text_match(reader: Reader, key: str) -> TextMatch:
    inner = reader.mapping(key)
    if inner is None:
        return TextMatch()
    found = _read_text_fields(inner)
    inner.unknown_keys()
    if found == TextMatch():
        names = "equals, contains, lacks, matches"
        inner.fault(LocalizedText(en=f"'{key}' needs one of: {names}", zh_hans=f"“{key}”里至少要有：{names} 之一"))
    return found


def _read_text_fields(reader: Reader) -> TextMatch:
    # An empty text is a fair thing to ask for: nothing may be printed.
    equals = reader.data("equals")
    if "equals" in reader and not isinstance(equals, str):
        reader.fault(
            LocalizedText(en="'equals' must be a text; put it in quotes", zh_hans="“equals”必须是文字，请加引号"),
            "equals",
        )
    return TextMatch(
        equals=equals if isinstance(equals, str) else None,
        contains=tuple(reader.texts("contains")),
        lacks=tuple(reader.texts("lacks")),
        matches=_read_regex(reader, "matches") or None,
    )


def _read_regex(reader: Reader, key: str) -> str:
    source = reader.text(key, default="", maximum=500)
    try:
        re.compile(source)
    except re.error as error:
        reader.fault(
            LocalizedText(
                en=f"'{key}' is not a regular expression: {error}", zh_hans=f"“{key}”不是正确的正则表达式：{error}"
            ),
            key,
        )
    return source


def _read_inspect(reader: Reader) -> Check:
    inner = reader.mapping("inspect", required=True) or reader
    match = inner.data("match")
    check = InspectCheck(
        type=inner.choice("type", TYPES),
        name=inner.text("name"),
        match=match if isinstance(match, dict) else {},
        absent=inner.boolean("absent", default=False),
        exact=reader.boolean("exact", default=False),
    )
    if match is not None and (not isinstance(match, dict) or check.absent):
        inner.fault(
            LocalizedText(
                en="'match' is a mapping and cannot stand beside 'absent'",
                zh_hans="“match”必须是映射，且不能和“absent”同时出现",
            ),
            "match",
        )
    inner.unknown_keys()
    return check


def _read_file(reader: Reader) -> Check:
    inner = reader.mapping("file", required=True) or reader
    check = FileCheck(
        path=inner.text("path", pattern=_ABSOLUTE_OR_HOME),
        text=_read_text_fields(inner),
        absent=inner.boolean("absent", default=False),
    )
    inner.unknown_keys()
    return check


def _read_history(reader: Reader) -> Check:
    inner = reader.mapping("history", required=True) or reader
    check = HistoryCheck(
        ran=_read_regex(inner, "ran"),
        never=_read_regex(inner, "never"),
        succeeded=inner.boolean("succeeded", default=False),
    )
    if not check.ran and not check.never:
        inner.fault(LocalizedText(en="'history' needs 'ran' or 'never'", zh_hans="“history”里要有“ran”或“never”"))
    inner.unknown_keys()
    return check


def _read_always(reader: Reader) -> Check:
    inner = reader.mapping("always", required=True)
    check = None if inner is None else read_check(inner)
    if inner is not None:
        inner.unknown_keys()
        if isinstance(check, (RunCheck, HistoryCheck, AlwaysCheck)):
            inner.fault(
                LocalizedText(
                    en="'always' is looked at after every event and cannot run commands; use object, select, absent, "
                    "inspect, file or cel",
                    zh_hans="“always”在每个事件之后都会检查，不能运行命令；"
                    "请用 object、select、absent、inspect、file 或 cel",
                )
            )
    return AlwaysCheck(inner=check or CelCheck(cel="true"))


_READERS: Mapping[str, Callable[[Reader], Check]] = {
    "object": _read_object,
    "select": _read_select,
    "absent": _read_absent,
    "inspect": _read_inspect,
    "run": _read_run,
    "file": _read_file,
    "history": _read_history,
    "always": _read_always,
    "cel": _read_cel_alone,
}
