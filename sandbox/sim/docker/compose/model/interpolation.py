"""``${X:-default}`` and its kin in the values of a compose file.

Models compose-spec/compose-go template/template.go and interpolation/interpolation.go.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.docker.compose.warnings import ProjectError

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
OPERATORS = (":-", ":?", ":+", "-", "?", "+")
DEEPEST = 24
"""How deep defaults may stand in defaults."""

Warn = Callable[[str], None]


class BadTemplate(Exception):  # noqa: N818  (compose-go's word is InvalidTemplateError; it never leaves this module)
    """The text has a dollar sign that means nothing."""


class Missing(Exception):  # noqa: N818  (a variable that the file demands)
    """A required variable has no value."""


class Interpolator:
    """Puts variables in. ``seen`` are the names that were asked for without a value, in order."""

    def __init__(self, variables: Mapping[str, str], warn: Warn) -> None:
        self.variables = variables
        self.warn = warn
        self.warned: set[str] = set()

    def tree(self, value: Any, path: str = "") -> Any:
        """Return a copy of plain data with variables put into all its texts. Raises ProjectError."""
        if isinstance(value, dict):
            return {key: self.tree(item, f"{path}.{key}" if path else key) for key, item in value.items()}
        if isinstance(value, list):
            return [self.tree(item, f"{path}.[]") for item in value]
        if not isinstance(value, str) or "$" not in value:
            return value
        try:
            return self.text(value)
        except BadTemplate as error:
            raise ProjectError(
                f"invalid interpolation format for {path}.\nYou may need to escape any $ with another $.\n{value}"
            ) from error
        except Missing as error:
            raise ProjectError(f"error while interpolating {path}: {error}") from error

    def text(self, template: str, depth: int = 0) -> str:
        """Return a text with its variables put in. Raises BadTemplate, Missing."""
        if depth > DEEPEST:
            raise BadTemplate
        parts: list[str] = []
        at = 0
        while True:
            dollar = template.find("$", at)
            if dollar < 0:
                return "".join([*parts, template[at:]])
            parts.append(template[at:dollar])
            value, at = self._one(template, dollar, depth)
            parts.append(value)

    def _one(self, template: str, dollar: int, depth: int) -> tuple[str, int]:
        """Return the value of what begins at a dollar sign, and where it ends."""
        following = template[dollar + 1 : dollar + 2]
        if following == "$":
            return "$", dollar + 2
        if following == "{":
            end = _closing(template, dollar + 2)
            return self._braced(template[dollar + 2 : end], depth), end + 1
        name = NAME.match(template, dollar + 1)
        if name is None:
            raise BadTemplate
        return self._plain(name[0]), name.end()

    def _plain(self, name: str) -> str:
        if name not in self.variables:
            if name not in self.warned:
                self.warn(f"The {quote(name)} variable is not set. Defaulting to a blank string.")
            self.warned.add(name)
            return ""
        return self.variables[name]

    def _braced(self, body: str, depth: int) -> str:
        found = NAME.match(body)
        if found is None:
            raise BadTemplate
        name, rest = found[0], body[found.end() :]
        if not rest:
            return self._plain(name)
        operator = next((sign for sign in OPERATORS if rest.startswith(sign)), "")
        if not operator:
            raise BadTemplate
        return self._operated(name, operator, rest[len(operator) :], depth)

    def _operated(self, name: str, operator: str, word: str, depth: int) -> str:
        value = self.variables.get(name)
        there = bool(value) if operator.startswith(":") else value is not None
        if operator.endswith("+"):
            return self.text(word, depth + 1) if there else ""
        if there:
            return value or ""
        if operator.endswith("?"):
            reason = self.text(word, depth + 1)
            raise Missing(f"required variable {name} is missing a value" + (f": {reason}" if reason else ""))
        return self.text(word, depth + 1)


def _closing(template: str, at: int) -> int:
    """Return where the brace closes that was opened before ``at``. Raises BadTemplate."""
    depth = 1
    while at < len(template):
        if template.startswith("${", at):
            depth += 1
            at += 1
        elif template[at] == "}":
            depth -= 1
            if not depth:
                return at
        at += 1
    raise BadTemplate


def variables_of(value: Any) -> dict[str, dict[str, Any]]:
    """Return the variables that plain data names: whether each is required, its default and its alternate value."""
    found: dict[str, dict[str, Any]] = {}
    if isinstance(value, dict):
        for item in value.values():
            found |= variables_of(item)
    elif isinstance(value, list):
        for item in value:
            found |= variables_of(item)
    elif isinstance(value, str):
        _of_text(value, found)
    return found


def _of_text(text: str, found: dict[str, dict[str, Any]]) -> None:
    at = text.find("$")
    while 0 <= at < len(text):
        if text.startswith("$$", at):
            at = text.find("$", at + 2)
            continue
        braced = text.startswith("${", at)
        name = NAME.match(text, at + 1 + braced)
        if name is not None:
            row: dict[str, Any] = {"required": False, "default": "", "alternate": ""}
            if braced:
                _operator(text, name.end(), row)
            found[name[0]] = row
        at = text.find("$", at + 1)


def _operator(text: str, at: int, row: dict[str, Any]) -> None:
    operator = next((sign for sign in OPERATORS if text.startswith(sign, at)), "")
    if not operator:
        return
    try:
        word = text[at + len(operator) : _closing(text, at)]
    except BadTemplate:
        return
    row["required"] = operator.endswith("?")
    if operator.endswith("-"):
        row["default"] = word
    elif operator.endswith("+"):
        row["alternate"] = word
