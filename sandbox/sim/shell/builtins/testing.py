"""``test`` and ``[``.

Models test.c of bash 5.2: the rules of POSIX for up to four arguments, precedence beyond.
"""

from typing import TYPE_CHECKING

from sandbox.sim.shell import conditions
from sandbox.sim.shell.conditional_syntax import BINARY, UNARY
from sandbox.sim.shell.faults import UsageFault

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

OPERATORS = BINARY - {"=~"}


def bracket(machine: "Machine", argv: list[str]) -> int:
    """``[``."""
    if argv[-1] != "]" or len(argv) == 1:
        raise UsageFault("missing `]'" if machine.style.name != "dash" else "missing ]", 2)
    return _judge(machine, argv[1:-1])


def test(machine: "Machine", argv: list[str]) -> int:
    """``test``."""
    return _judge(machine, argv[1:])


def _judge(machine: "Machine", words: list[str]) -> int:
    if not words:
        return 1
    return int(not _few(machine, words))


def _few(machine: "Machine", words: list[str]) -> bool:  # noqa: PLR0911  (POSIX decides by the number of words)
    count = len(words)
    if count == 1:
        return bool(words[0])
    if count == 2:  # noqa: PLR2004  (POSIX decides by the number of words)
        if words[0] == "!":
            return not words[1]
        if words[0] in UNARY:
            return conditions.unary(machine, *words)
        raise UsageFault(_unknown(machine, words[0], "unary operator expected"), 2)
    if count == 3:  # noqa: PLR2004  (POSIX decides by the number of words)
        return _three(machine, words)
    if count == 4 and words[0] == "!":  # noqa: PLR2004  (POSIX decides by the number of words)
        return not _three(machine, words[1:])
    if count == 4 and words[0] == "(" and words[3] == ")":  # noqa: PLR2004  (POSIX decides by the number of words)
        return _few(machine, words[1:3])
    parser = Expression(machine, words)
    value = parser.either()
    if parser.at < len(words):
        raise UsageFault(
            "too many arguments" if machine.style.is_bash else f"{words[parser.at]}: unexpected operator", 2
        )
    return value


def _unknown(machine: "Machine", word: str, why: str) -> str:
    return (
        f"{word}: {why}"
        if machine.style.is_bash
        else f"{word}: unknown operand"
        if machine.style.name == "ash"
        else f"{word}: unexpected operator"
    )


def _three(machine: "Machine", words: list[str]) -> bool:
    if words[1] in OPERATORS:
        return compare(machine, words[1], words[0], words[2])
    if words[1] in ("-a", "-o"):
        left, right = bool(words[0]), bool(words[2])
        return left and right if words[1] == "-a" else left or right
    if words[0] == "!":
        return not _few(machine, words[1:])
    if words[0] == "(" and words[2] == ")":
        return bool(words[1])
    raise UsageFault(_unknown(machine, words[1], "binary operator expected"), 2)


def compare(machine: "Machine", operator: str, left: str, right: str) -> bool:
    """Return whether a comparison of ``test`` holds. Raises UsageFault for what is no number."""
    if operator in conditions.COMPARISONS:
        return conditions.compare(operator, _number(machine, left), _number(machine, right))
    return conditions.binary(machine, operator, left, right)


def _number(machine: "Machine", text: str) -> int:
    if not conditions.NUMBER.fullmatch(text):
        words = {
            "bash": f"{text}: integer expression expected",
            "dash": f"Illegal number: {text}",
            "ash": f"{text}: bad number",
        }
        raise UsageFault(words[machine.style.name], 2)
    return int(text)


class Expression:
    """Longer expressions, with ``-a``, ``-o``, ``!`` and parentheses."""

    def __init__(self, machine: "Machine", words: list[str]) -> None:
        self.machine = machine
        self.words = words
        self.at = 0

    def _peek(self, ahead: int = 0) -> str | None:
        place = self.at + ahead
        return self.words[place] if place < len(self.words) else None

    def either(self) -> bool:
        """Return the value of terms joined by ``-o``."""
        value = self._both()
        while self._peek() == "-o":
            self.at += 1
            right = self._both()
            value = value or right
        return value

    def _both(self) -> bool:
        value = self._term()
        while self._peek() == "-a":
            self.at += 1
            right = self._term()
            value = value and right
        return value

    def _term(self) -> bool:
        word = self._peek()
        if word is None:
            raise UsageFault("argument expected", 2)
        if word == "!":
            negations = 0
            while self._peek() == "!":
                self.at += 1
                negations += 1
            return self._term() != bool(negations % 2)
        if word == "(":
            self.at += 1
            value = self.either()
            if self._peek() != ")":
                raise UsageFault("`)' expected", 2)
            self.at += 1
            return value
        return self._primary(word)

    def _primary(self, word: str) -> bool:
        operator = self._peek(1)
        if operator in OPERATORS and self._peek(2) is not None:
            right = str(self._peek(2))
            self.at += 3
            return compare(self.machine, str(operator), word, right)
        if word in UNARY and operator is not None:
            self.at += 2
            return conditions.unary(self.machine, word, operator)
        self.at += 1
        return bool(word)
