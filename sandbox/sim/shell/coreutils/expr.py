"""expr. Models coreutils 9.1."""

import re

from sandbox.sim.shell.coreutils.options import missing_operand
from sandbox.sim.shell.coreutils.regexes import BadRegex, compile_regex
from sandbox.sim.shell.coreutils.tool import Call, Failure

LEVELS = (("|",), ("&",), ("<", "<=", "=", "==", "!=", ">=", ">"), ("+", "-"), ("*", "/", "%"), (":",))


def run(call: Call) -> int:
    """Print the value of an expression; 1 where that is empty or 0."""
    words = call.args[1:] if call.args[:1] == ["--"] else call.args
    if not words:
        raise missing_operand(call)
    reader = Reader(words)
    value = reader.level(0)
    if reader.at < len(words):
        raise Failure(f"syntax error: unexpected argument ‘{words[reader.at]}’", 2)
    call.line(value)
    return int(value in ("", "0") or bool(re.fullmatch(r"-?0+", value)))


class Reader:
    """Reads and evaluates words."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.at = 0

    def _take(self) -> str:
        if self.at >= len(self.words):
            raise Failure(f"syntax error: missing argument after ‘{self.words[-1]}’", 2)
        self.at += 1
        return self.words[self.at - 1]

    def level(self, number: int) -> str:
        """Return the value of operators that bind as ``number`` or tighter."""
        if number == len(LEVELS):
            return self._operand()
        left = self.level(number + 1)
        while self.at < len(self.words) and self.words[self.at] in LEVELS[number]:
            operator = self._take()
            left = apply(operator, left, self.level(number + 1))
        return left

    def _operand(self) -> str:
        word = self._take()
        if word == "(":
            value = self.level(0)
            if self.at >= len(self.words) or self.words[self.at] != ")":
                raise Failure(
                    "syntax error: expecting ')'"
                    + (
                        f" instead of ‘{self.words[self.at]}’"
                        if self.at < len(self.words)
                        else f" after ‘{self.words[-1]}’"
                    ),
                    2,
                )
            self.at += 1
            return value
        if word == "length":
            return str(len(self._operand()))
        if word == "substr":
            text, start, size = self._operand(), self._operand(), self._operand()
            first = int(start) if start.isdecimal() else 0
            return text[first - 1 : first - 1 + int(size)] if first > 0 and size.isdecimal() else ""
        if word == "index":
            text, characters = self._operand(), self._operand()
            return str(min((text.find(char) + 1 for char in characters if char in text), default=0))
        if word == "match":
            return apply(":", self._operand(), self._operand())
        return self._take() if word == "+" and self.at < len(self.words) else word


def _is_null(text: str) -> bool:
    return text in ("", "0")


def apply(operator: str, left: str, right: str) -> str:
    """Return ``left operator right``. Raises Failure."""
    if operator == "|":
        return left if not _is_null(left) else right if not _is_null(right) else "0"
    if operator == "&":
        return "0" if _is_null(left) or _is_null(right) else left
    if operator == ":":
        try:
            found = compile_regex(right, extended=False).match(left)
        except BadRegex as error:
            raise Failure(str(error), 2) from None
        groups = re.search(r"\\\(", right)
        if found is None:
            return "" if groups else "0"
        return (found.group(1) or "") if groups else str(found.end())
    numeric = all(re.fullmatch(r"-?\d+", text) for text in (left, right))
    if operator in LEVELS[2]:
        first, second = (int(left), int(right)) if numeric else (left, right)
        order = (first > second) - (first < second)  # type: ignore[operator]
        return str(
            int(
                {
                    "<": order < 0,
                    "<=": order <= 0,
                    "=": order == 0,
                    "==": order == 0,
                    "!=": order != 0,
                    ">=": order >= 0,
                    ">": order > 0,
                }[operator]
            )
        )
    if not numeric:
        raise Failure("non-integer argument", 2)
    return _compute(operator, int(left[:40]), int(right[:40]))


def _compute(operator: str, left: int, right: int) -> str:
    if operator in "/%" and right == 0:
        raise Failure("division by zero", 2)
    if operator in "/%":
        quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
        return str(quotient if operator == "/" else left - right * quotient)
    return str({"+": left + right, "-": left - right, "*": left * right}[operator])
