"""Values of a compose file that may be written in several ways, read into one.

Models compose-spec/compose-go types/ and transform/.
"""

import shlex
from typing import Any

from sandbox.sim.cli.go_values import GoValueError, parse_bool, parse_duration, quote
from sandbox.sim.docker.compose.warnings import ProjectError
from sandbox.sim.docker.values import read_size

TRUE, FALSE = ("true", "y", "yes", "on"), ("false", "n", "no", "off")
EXTRA_UNITS = {"d": 24 * 3600 * 10**9, "w": 7 * 24 * 3600 * 10**9}


def text(value: Any) -> str:
    """Return a scalar as Go's %v writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def flag(value: Any, path: str) -> bool:
    """Read a boolean, or the text of one that a variable gave. Raises ProjectError."""
    if isinstance(value, bool):
        return value
    word = text(value).lower()
    if word in TRUE + FALSE:
        return word in TRUE
    try:
        return parse_bool(text(value))
    except GoValueError as error:
        raise ProjectError(f"{path}: failed to cast to expected type: invalid boolean: {value}") from error


def integer(value: Any, path: str) -> int:
    """Read a whole number. Raises ProjectError."""
    try:
        return int(text(value))
    except ValueError as error:
        fault = f"strconv.Atoi: parsing {quote(text(value))}: invalid syntax"
        raise ProjectError(f"{path}: failed to cast to expected type: {fault}") from error


def mode(value: Any, path: str) -> int:
    """Read the mode of a file: a text is in octal digits. Raises ProjectError."""
    if not isinstance(value, str):
        return integer(value, path)
    try:
        return int(value, 8)
    except ValueError as error:
        fault = f"strconv.ParseInt: parsing {quote(value)}: invalid syntax"
        raise ProjectError(f"{path}: failed to cast to expected type: {fault}") from error


def decimal(value: Any, path: str) -> float:
    """Read a number. Raises ProjectError."""
    try:
        return float(text(value))
    except ValueError as error:
        fault = f"strconv.ParseFloat: parsing {quote(text(value))}: invalid syntax"
        raise ProjectError(f"{path}: failed to cast to expected type: {fault}") from error


def size(value: Any, path: str) -> int:
    """Read bytes from ``64m`` or a number; -1 stays. Raises ProjectError."""
    if text(value) == "-1":
        return -1
    try:
        return read_size(text(value))
    except GoValueError as error:
        raise ProjectError(f"{path}: {error}") from error


def duration(value: Any, path: str) -> int:
    """Read ``1m30s`` into nanoseconds. Raises ProjectError."""
    word = text(value)
    for unit, nanoseconds in EXTRA_UNITS.items():
        if word.endswith(unit) and word[:-1].isdecimal():
            return int(word[:-1]) * nanoseconds
    try:
        return parse_duration(word)
    except GoValueError as error:
        raise ProjectError(f"{path}: {error}") from error


def words(value: Any) -> list[str] | None:
    """Read a command: a list as it stands, a text split as a shell would. Raises ProjectError."""
    if value is None:
        return None
    if isinstance(value, list):
        return [text(item) for item in value]
    try:
        return shlex.split(value)
    except ValueError as error:
        raise ProjectError("invalid command line string") from error


def pairs(value: Any) -> dict[str, str | None]:
    """Read a mapping or a list of ``KEY=value``; a key without value gives None."""
    if value is None:
        return {}
    if isinstance(value, dict):
        return {key: None if item is None else text(item) for key, item in value.items()}
    result: dict[str, str | None] = {}
    for row in value:
        name, equals, item = row.partition("=")
        result[name] = item if equals else None
    return result


def labels(value: Any) -> dict[str, str]:
    """Read labels: a key without value is empty."""
    return {name: item or "" for name, item in pairs(value).items()}


def texts(value: Any) -> list[str]:
    """Read one text, or a list of them."""
    if value is None:
        return []
    return [text(item) for item in value] if isinstance(value, list) else [text(value)]
