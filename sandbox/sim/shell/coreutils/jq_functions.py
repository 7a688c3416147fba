"""jq's operators and built-in functions. Models jq 1.6; Python's regular expressions stand for Oniguruma's."""

import base64
import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson

from sandbox.sim.shell.coreutils.jq_parser import NotModelledError
from sandbox.sim.shell.coreutils.jq_values import JqError, dump, get, kind, order, put, remove, shown, text_of, truth

LIBRARY = """
def not: if . then false else true end;
def map(f): [.[] | f]; def select(f): if f then . else empty end;
def recurse(f): def walk_on: ., (f | walk_on); walk_on; def recurse: recurse(.[]?);
def values: select(. != null); def strings: select(type == "string");
def numbers: select(type == "number"); def arrays: select(type == "array"); def objects: select(type == "object");
def booleans: select(type == "boolean"); def iterables: select(type == "array" or type == "object");
def scalars: select(type != "array" and type != "object");
def map_values(f): .[] |= f;
def to_entries: [keys_unsorted[] as $k | {key: $k, value: .[$k]}];
def with_entries(f): to_entries | map(f) | from_entries;
def paths: path(..) | select(length > 0);
def paths(f): path(.. | select(f)) | select(length > 0);
def leaf_paths: paths(scalars);
def any: reduce .[] as $x (false; . or $x); def all: reduce .[] as $x (true; . and $x);
def any(f): map(f) | any; def all(f): map(f) | all;
def any(g; f): [g | f] | any; def all(g; f): [g | f] | all;
def isempty(g): [first(g)] | length == 0;
def range($n): range(0; $n); def first: .[0]; def last: .[-1];
def nth($n): .[$n]; def nth($n; f): last(limit($n + 1; f));
def until(c; f): def again: if c then . else (f | again) end; again;
def repeat(f): def again: ., (f | again); again;
def in($o): . as $k | $o | has($k); def inside($o): . as $x | $o | contains($x);
def add: reduce .[] as $x (null; . + $x);
def sort_by(f): _by("sort"; map([f])); def group_by(f): _by("group"; map([f]));
def unique_by(f): [group_by(f)[] | .[0]]; def min_by(f): _by("min"; map([f]));
def max_by(f): _by("max"; map([f]));
def unique: unique_by(.); def min: min_by(.); def max: max_by(.); def sort: sort_by(.);
def capture($re): capture($re; null);
def capture($re; $flags): match($re; $flags) | [.captures[] | select(.name != null) | {key: .name, value: .string}]
  | from_entries;
def match($re): match($re; null); def match($re; $flags): _match($re; $flags)[];
def test($re): test($re; null); def test($re; $flags): _match($re; $flags) | length > 0;
def scan($re): match($re; "g") | if (.captures | length) > 0 then [.captures[].string] else .string end;
def sub($re; f): sub($re; f; ""); def gsub($re; f): sub($re; f; "g");
def gsub($re; f; $flags): sub($re; f; $flags + "g");
def sub($re; f; $flags): . as $in | reduce _match($re; $flags)[] as $m ({at: 0, out: ""};
    .out += $in[.at:$m.offset] + ([$m.captures[] | select(.name != null) | {key: .name, value: .string}]
      | from_entries | f) | .at = $m.offset + $m.length) | .out + $in[.at:];
def index($x): indices($x) | .[0]; def rindex($x): indices($x) | .[-1];
def finites: select(isinfinite or isnan | not); def todate: todateiso8601; def fromdate: fromdateiso8601;
def walk(f): if type == "object" or type == "array" then map_values(walk(f)) | f else f end;
def add(f): reduce f as $x (null; . + $x);
def join($s): _join($s); def split($re; $flags): . as $in
  | [foreach (_match($re; $flags + "g")[], null) as $m ({at: 0};
      if $m == null then .piece = $in[.at:] else .piece = $in[.at:$m.offset]
| .at = $m.offset + $m.length end; .piece)];
"""
UNMODELLED = (
    "while nulls finites input_filename input_line_number debug stderr strptime mktime gmtime localtime strftime "
    "tostream fromstream truncate_stream limit getpath splits combinations transpose bsearch group_by env halt "
    "halt_error significand gamma pow log exp log10 log2 exp2 exp10 sin cos tan getpath input ltrimstr "
    "modulemeta get_search_list tojson builtins IN INDEX GROUP_BY SQL ascii todate dateadd datesub date "
    "infinite nan isinfinite isnan isnormal trim ltrim rtrim abs toarray have_literal_numbers pick getpath error"
)


def operate(operator: str, left: Any, right: Any) -> Any:
    """Return what a binary operator gives. Raises JqError."""
    if operator in COMPARE:
        return COMPARE[operator](order(left), order(right))
    return ARITHMETIC[operator](left, right)


def _fail(left: Any, right: Any, what: str) -> JqError:
    return JqError(f"{shown(left)} and {shown(right)} cannot be {what}")


def _add(left: Any, right: Any) -> Any:
    if left is None or right is None:
        return right if left is None else left
    if kind(left) != kind(right) or isinstance(left, bool):
        raise _fail(left, right, "added")
    return {**left, **right} if isinstance(left, dict) else left + right


def _subtract(left: Any, right: Any) -> Any:
    if isinstance(left, float) and isinstance(right, float):
        return left - right
    if isinstance(left, list) and isinstance(right, list):
        return [item for item in left if not any(order(item) == order(other) for other in right)]
    raise _fail(left, right, "subtracted")


def _merge(left: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    both = {
        key: _merge(left[key], item) if isinstance(item, dict) and isinstance(left.get(key), dict) else item
        for key, item in right.items()
    }
    return {**left, **both}


def _multiply(left: Any, right: Any) -> Any:
    if isinstance(left, float) and isinstance(right, float):
        return left * right
    if isinstance(left, dict) and isinstance(right, dict):
        return _merge(left, right)
    if isinstance(left, str) and isinstance(right, float):
        if len(left) * right > 1_000_000:  # noqa: PLR2004
            raise JqError("Repeat string result too long")
        return left * max(math.ceil(right), 1) if right > 0 else None
    raise _fail(left, right, "multiplied")


def _divide(left: Any, right: Any) -> Any:
    if isinstance(left, str) and isinstance(right, str):
        return split(left, right)
    if not (isinstance(left, float) and isinstance(right, float)):
        raise _fail(left, right, "divided")
    if right == 0:
        raise _fail(left, right, "divided because the divisor is zero")
    return left / right


def _remainder(left: Any, right: Any) -> Any:
    if not (isinstance(left, float) and isinstance(right, float)):
        raise _fail(left, right, "divided")
    if int(right) == 0:
        raise _fail(left, right, "divided because the divisor is zero")
    return float(math.fmod(int(left), abs(int(right))))


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda left, right: bool(left == right),
    "!=": lambda left, right: bool(left != right),
    "<": lambda left, right: bool(left < right),
    "<=": lambda left, right: bool(left <= right),
    ">": lambda left, right: bool(left > right),
    ">=": lambda left, right: bool(left >= right),
}
ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": _add, "-": _subtract, "*": _multiply, "/": _divide, "%": _remainder,
}  # fmt: skip


def assign(operator: str, old: Any, new: Any) -> Any:
    """Return the new value of a part. Raises JqError."""
    if operator == "=":
        return new
    if operator == "//=":
        return old if truth(old) else new
    return operate(operator[:-1], old, new)


def get_path(value: Any, path: list[Any]) -> Any:
    """Return what a path leads to, null where nothing is. Raises JqError."""
    for key in path:
        value = get(value, key)
    return value


def _row(value: Any, name: str, text: Callable[[str], str], between: str) -> str:
    if not isinstance(value, list):
        raise JqError(f"{shown(value)} cannot be {name}-formatted, only an array can be")
    cells = []
    for item in value:
        if isinstance(item, list | dict):
            raise JqError(f"{shown(item)} is not valid in a {name} row")
        cells.append("" if item is None else text(item) if isinstance(item, str) else dump(item))
    return between.join(cells)


def _shell(value: Any) -> str:
    items = value if isinstance(value, list) else [value]
    for item in items:
        if isinstance(item, list | dict):
            raise JqError(f"{shown(item)} can not be escaped for shell")
    return " ".join("'" + item.replace("'", "'\\''") + "'" if isinstance(item, str) else dump(item) for item in items)


def _decode(value: Any) -> str:
    text = text_of(value).rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4)).decode(errors="replace")
    except ValueError:
        raise JqError(f"{shown(value)} is not valid base64 data") from None


TABS = str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\"})
HTML = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;", "'": "&#39;", '"': "&quot;"})
FORMATS: dict[str, Callable[[Any], str]] = {
    "text": text_of, "json": dump, "sh": _shell, "base64d": _decode,
    "csv": lambda value: _row(value, "csv", lambda cell: '"' + cell.replace('"', '""') + '"', ","),
    "tsv": lambda value: _row(value, "tsv", lambda cell: cell.translate(TABS), "\t"),
    "html": lambda value: text_of(value).translate(HTML),
    "base64": lambda value: base64.b64encode(text_of(value).encode()).decode(),
}  # fmt: skip


def form(name: str, value: Any) -> str:
    """Return a value in a format (``@csv``). Raises JqError, NotModelledError."""
    if name == "uri":
        raise NotModelledError("@uri")
    if name not in FORMATS:
        raise JqError(f"{name} is not a valid format")
    return FORMATS[name](value)


def _length(value: Any) -> float:
    if isinstance(value, bool):
        raise JqError(f"{shown(value)} has no length")
    if isinstance(value, float):
        return abs(value)
    return 0.0 if value is None else float(len(value))


def _keys(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value)
    if isinstance(value, list):
        return [float(at) for at in range(len(value))]
    raise JqError(f"{shown(value)} has no keys")


def _has(value: Any, key: Any) -> bool:
    if isinstance(value, dict) and isinstance(key, str):
        return key in value
    if isinstance(value, list) and isinstance(key, float):
        return 0 <= key < len(value)
    raise JqError(f"Cannot check whether {kind(value)} has a {'string' if isinstance(key, str) else kind(key)} key")


def _contains(value: Any, other: Any) -> bool:
    if kind(value) != kind(other):
        raise JqError(f"{shown(value)} and {shown(other)} cannot have their containment checked")
    if isinstance(value, dict):
        return all(key in value and kind(value[key]) == kind(item) and _contains(value[key], item)
                   for key, item in other.items())  # fmt: skip
    if isinstance(value, list):
        return all(any(kind(mine) == kind(item) and _contains(mine, item) for mine in value) for item in other)
    return other in value if isinstance(value, str) else bool(value == other)


def _by(value: Any, how: str, keys: Any) -> Any:
    if not isinstance(value, list):
        raise JqError(f"{shown(value)} cannot be sorted, as it is not an array")
    rows = sorted(zip((order(key) for key in keys), value, strict=True), key=lambda pair: pair[0])
    if how == "sort":
        return [item for _, item in rows]
    if how == "group":
        groups: list[tuple[Any, list[Any]]] = []
        for key, item in rows:
            if not groups or groups[-1][0] != key:
                groups.append((key, []))
            groups[-1][1].append(item)
        return [items for _, items in groups]
    if not rows:
        return None
    return rows[-1][1] if how == "max" else rows[0][1]


def _number(value: Any) -> Any:
    if isinstance(value, float):
        return value
    if not isinstance(value, str):
        raise JqError(f"{shown(value)} cannot be parsed as a number")
    try:
        return float(value)
    except ValueError:
        raise JqError(
            f"Invalid numeric literal at EOF at line 1, column {len(value)} (while parsing '{value}')"
        ) from None


def split(value: Any, separator: Any) -> list[str]:
    """Return a string's pieces. Raises JqError."""
    if not (isinstance(value, str) and isinstance(separator, str)):
        raise JqError("split input and separator must be strings")
    return [] if not value else value.split(separator) if separator else list(value)


def _join(value: Any, separator: Any) -> str:
    cells: list[str] = []
    for item in value:
        if isinstance(item, list | dict):
            raise _fail("".join(cells), item, "added")
        cells.append("" if item is None else text_of(item))
    return str(separator).join(cells)


def _flatten(value: Any, depth: float = 1e9) -> list[Any]:
    if depth < 0:
        raise JqError("flatten depth must not be negative")
    found: list[Any] = []
    for item in value:
        found += _flatten(item, depth - 1) if isinstance(item, list) and depth > 0 else [item]
    return found


def _from_entries(value: Any) -> dict[str, Any]:
    found = {}
    for item in value:
        names = [item[name] for name in ("key", "k", "name", "Name", "Key", "K") if item.get(name) not in (None, False)]
        contents = [item[name] for name in ("value", "v", "Value", "V") if name in item]
        found[text_of(names[0] if names else None)] = contents[0] if contents else None
    return found


def _match(value: Any, expression: Any, flags: Any) -> list[dict[str, Any]]:
    if isinstance(expression, list):
        expression, flags = [*expression, None][:2]
    if not (isinstance(value, str) and isinstance(expression, str)):
        raise JqError(f"{shown(value)} cannot be matched, as it is not a string")
    letters = flags or ""
    bits = sum({"i": re.IGNORECASE, "x": re.VERBOSE, "s": re.DOTALL}.get(letter, 0) for letter in letters)
    try:
        pattern = re.compile(re.sub(r"\(\?<(?=[A-Za-z_])", "(?P<", expression), bits)
    except re.error as error:
        raise JqError(f"{expression} (at offset 0) is not a valid regex: {error.msg}") from None
    names = {number: name for name, number in pattern.groupindex.items()}
    found = []
    for match in pattern.finditer(value):
        captures = [
            {"offset": float(match.start(at)), "length": float(len(match[at] or "")), "string": match[at],
             "name": names.get(at)}
            for at in range(1, pattern.groups + 1)
        ]  # fmt: skip
        found.append({"offset": float(match.start()), "length": float(len(match[0])), "string": match[0],
                      "captures": captures})  # fmt: skip
        if "g" not in letters:
            break
    return found


def floats(value: Any) -> Any:
    """Return a value read as JSON with all its numbers as floats."""
    if isinstance(value, list):
        return [floats(item) for item in value]
    if isinstance(value, dict):
        return {key: floats(item) for key, item in value.items()}
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _from_json(value: Any) -> Any:
    try:
        return floats(orjson.loads(value))
    except ValueError:
        raise JqError(f"{value} (while parsing '{value}')") from None


def _indices(value: Any, part: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, str):
        return [float(len(value[:at].encode())) for at in range(len(value)) if part and value.startswith(part, at)]
    wanted = part if isinstance(part, list) else [part]
    return get(value, wanted)


def _need_text(name: str, method: Callable[[str, str], Any]) -> Callable[[Any, Any], Any]:
    def checked(value: Any, other: Any) -> Any:
        if not (isinstance(value, str) and isinstance(other, str)):
            raise JqError(f"{name}() requires string inputs")
        return method(value, other)

    return checked


def _raise(value: Any) -> Any:
    raise JqError(value)


def _delete(value: Any, paths: Any) -> Any:
    return remove(value, paths)


NATIVE: dict[str, Callable[..., Any]] = {
    "length/0": _length, "keys_unsorted/0": _keys, "keys/0": lambda value: sorted(_keys(value)), "has/1": _has,
    "contains/1": _contains, "_by/2": _by, "tostring/0": text_of, "tonumber/0": _number, "type/0": kind,
    "split/1": split, "_join/1": _join, "flatten/0": _flatten, "flatten/1": _flatten,
    "from_entries/0": _from_entries, "_match/2": _match, "tojson/0": dump, "fromjson/0": _from_json,
    "indices/1": _indices, "error/0": _raise, "error/1": lambda _, message: _raise(message),
    "startswith/1": _need_text("startswith", str.startswith), "endswith/1": _need_text("endswith", str.endswith),
    "ltrimstr/1": lambda value, part: value.removeprefix(part) if isinstance(value, str) else value,
    "rtrimstr/1": lambda value, part: value.removesuffix(part) if isinstance(value, str) else value,
    "ascii_downcase/0": str.lower, "ascii_upcase/0": str.upper, "floor/0": lambda value: float(math.floor(value)),
    "ceil/0": lambda value: float(math.ceil(value)), "round/0": lambda value: float(math.floor(value + 0.5)),
    "sqrt/0": math.sqrt, "fabs/0": abs, "reverse/0": lambda value: (value or [])[::-1],
    "explode/0": lambda value: [float(ord(char)) for char in value],
    "implode/0": lambda value: "".join(chr(int(point)) for point in value),
    "setpath/2": lambda value, path, new: put(value, path, new), "delpaths/1": _delete,  # noqa: PLW0108
    "todateiso8601/0": lambda value: datetime.fromtimestamp(int(value), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "fromdateiso8601/0": lambda value: datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp(),
    "infinite/0": lambda _: math.inf, "isinfinite/0": math.isinf, "isnan/0": math.isnan,
}  # fmt: skip
