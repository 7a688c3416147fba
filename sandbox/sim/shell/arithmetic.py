"""Shell arithmetic: 64-bit integers with C's operators.

Models expr.c of bash 5.2.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

TOKEN = re.compile(
    r"\s*(?:(0[xX][0-9a-fA-F]+|[0-9]+#[0-9a-zA-Z@_]+|[0-9][0-9a-zA-Z_]*)"
    r"|([A-Za-z_][A-Za-z0-9_]*)|(\*\*|<<=|>>=|\+\+|--|&&|\|\||[<>=!+\-*/%&^|]=|<<|>>|[-+*/%<>!~&^|?:=(),\[\]]))"
)
ASSIGNMENTS = frozenset({"=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "^=", "|="})
BINARY = {
    "||": 1, "&&": 2, "|": 3, "^": 4, "&": 5, "==": 6, "!=": 6, "<": 7, ">": 7, "<=": 7, ">=": 7, "<<": 8, ">>": 8,
    "+": 9, "-": 9, "*": 10, "/": 10, "%": 10, "**": 11,
}  # fmt: skip
POWER = 11
MAX_DEPTH = 60
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_"
Node = tuple[Any, ...]


class ArithmeticFault(Exception):  # noqa: N818  (bash's words, printed after the expression)
    """An expression cannot be evaluated: ``expression`` and what bash says of it."""

    def __init__(self, expression: str, message: str) -> None:
        super().__init__(f"{expression}: {message}" if expression else message)


class Parser:
    """Precedence climbing over one expression."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str, int]] = []
        self.at = 0
        self.depth = 0
        self._scan()

    def _scan(self) -> None:
        place, end = 0, len(self.text.rstrip())
        while place < end:
            found = TOKEN.match(self.text, place)
            if not found:
                rest = self.text[place:].strip()
                raise self._fault("syntax error: operand expected", rest)
            number, name, operator = found.groups()
            kind = "number" if number else "name" if name else "op"
            self.tokens.append((kind, number or name or operator, found.start(found.lastindex or 0)))
            place = found.end()

    def _fault(self, message: str, rest: str) -> ArithmeticFault:
        return ArithmeticFault(self.text.strip(), f'{message} (error token is "{rest}")')

    def parse(self) -> Node:
        """Return the expression as a tree."""
        if not self.tokens:
            return ("number", 0)
        tree = self._comma()
        if self.at < len(self.tokens):
            raise self._fault("syntax error in expression", self._rest(self.at))
        return tree

    def _rest(self, at: int) -> str:
        if at >= len(self.tokens):
            at = len(self.tokens) - 1
        return self.text[self.tokens[at][2] :]

    def _peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) and self.tokens[self.at][0] == "op" else ""

    def _comma(self) -> Node:
        tree = self._assignment()
        while self._peek() == ",":
            self.at += 1
            tree = ("comma", tree, self._assignment())
        return tree

    def _assignment(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ArithmeticFault(self.text.strip()[:40], "expression recursion level exceeded")
        left = self._ternary()
        operator = self._peek()
        if operator in ASSIGNMENTS:
            if left[0] != "name":
                raise self._fault("attempted assignment to non-variable", self._rest(self.at))
            self.at += 1
            left = ("assign", operator[:-1], left, self._assignment())
        self.depth -= 1
        return left

    def _ternary(self) -> Node:
        condition = self._binary(1)
        if self._peek() != "?":
            return condition
        self.at += 1
        first = self._assignment()
        if self._peek() != ":":
            raise self._fault("`:' expected for conditional expression", self._rest(self.at))
        self.at += 1
        return ("if", condition, first, self._assignment())

    def _binary(self, level: int) -> Node:
        left = self._unary()
        while True:
            operator = self._peek()
            power = BINARY.get(operator, 0)
            if power < level:
                return left
            place = self.at
            self.at += 1
            right = self._binary(power if power == POWER else power + 1)
            left = ("binary", operator, left, right, self._rest(place + 1))

    def _unary(self) -> Node:
        operator = self._peek()
        if operator in ("++", "--") and self.at + 1 < len(self.tokens) and self.tokens[self.at + 1][0] == "name":
            self.at += 1
            return ("step", operator, self._operand(), True)
        if (operator and operator in "+-!~") or operator in ("++", "--"):
            self.at += 1
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise ArithmeticFault(self.text.strip()[:40], "expression recursion level exceeded")
            tree: Node = ("unary", operator[0], self._unary())
            self.depth -= 1
            return tree
        operand = self._operand()
        if self._peek() in ("++", "--") and operand[0] == "name":
            self.at += 1
            return ("step", self.tokens[self.at - 1][1], operand, False)
        return operand

    def _operand(self) -> Node:
        if self.at >= len(self.tokens):
            raise self._fault("syntax error: operand expected", self._rest(self.at - 1))
        kind, value, _ = self.tokens[self.at]
        if kind == "number":
            self.at += 1
            return ("number", self._number(value))
        if kind == "name":
            self.at += 1
            return ("name", value, self._index())
        if value == "(":
            self.at += 1
            tree = self._comma()
            if self._peek() != ")":
                raise self._fault("missing `)'", self._rest(self.at))
            self.at += 1
            return tree
        raise self._fault("syntax error: operand expected", self._rest(self.at))

    def _index(self) -> str | None:
        """Return the text of a subscript, which only the array's kind gives a meaning."""
        if self._peek() != "[":
            return None
        start, depth = self.tokens[self.at][2] + 1, 0
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            depth += (token[1] == "[") - (token[1] == "]")
            self.at += 1
            if depth == 0:
                return self.text[start : token[2]]
        raise self._fault("bad array subscript", self.text[start - 1 :])

    def _number(self, text: str) -> int:
        try:
            if "#" in text:
                return self._based(text)
            return wrap(int(text, 8) if text[0] == "0" and text.isdecimal() else int(text, 0))
        except ValueError:
            raise self._fault("value too great for base", text) from None

    def _based(self, text: str) -> int:
        base_text, digits = text.split("#", 1)
        base, value = int(base_text), 0
        if not 2 <= base <= len(DIGITS):  # noqa: PLR2004  (the smallest base)
            raise self._fault("invalid arithmetic base", text)
        for char in digits if base > 36 else digits.lower():  # noqa: PLR2004  (beyond 36, case matters)
            digit = DIGITS.index(char)
            if digit >= base:
                raise self._fault("value too great for base", text)
            value = value * base + digit
        return wrap(value)


@lru_cache(maxsize=2048)
def parse(text: str) -> Node:
    """Return an expression as a tree. Raises ArithmeticFault."""
    return Parser(text).parse()


def wrap(value: int) -> int:
    """Return a number as a signed 64-bit integer holds it."""
    return (value + (1 << 63)) % (1 << 64) - (1 << 63)


Getter = Callable[[str, str | None], str]
Setter = Callable[[str, str | None, str], None]


class Evaluator:
    """Evaluates trees. ``get`` and ``set`` reach the shell's variables; a variable may hold an expression."""

    def __init__(self, get: Getter, put: Setter) -> None:
        self.get = get
        self.put = put
        self.depth = 0

    def evaluate(self, text: str) -> int:
        """Return the value of an expression. Raises ArithmeticFault."""
        self.depth += 1
        if self.depth > MAX_DEPTH // 2:
            raise ArithmeticFault(text.strip(), 'expression recursion level exceeded (error token is "' + text + '")')
        value = self._eval(parse(text), text.strip())
        self.depth -= 1
        return value

    def _eval(self, node: Node, text: str) -> int:  # noqa: PLR0911  (one return for each kind of node)
        kind = node[0]
        if kind == "number":
            number: int = node[1]
            return number
        if kind == "name":
            return self._variable(node)
        if kind == "binary":
            return self._binary(node, text)
        if kind == "unary":
            return self._unary(node, text)
        if kind == "if":
            return self._eval(node[2] if self._eval(node[1], text) else node[3], text)
        if kind == "comma":
            self._eval(node[1], text)
            return self._eval(node[2], text)
        return self._change(node, text)

    def _variable(self, node: Node) -> int:
        value = self.get(node[1], node[2]).strip()
        if value.isdecimal() and (value[0] != "0" or value == "0"):
            return wrap(int(value[:40]))
        return self.evaluate(value) if value else 0

    def _unary(self, node: Node, text: str) -> int:
        value = self._eval(node[2], text)
        if node[1] == "!":
            return int(not value)
        return wrap({"-": -value, "+": value, "~": ~value}[node[1]])

    def _binary(self, node: Node, text: str) -> int:
        _, operator, left_node, right_node, rest = node
        left = self._eval(left_node, text)
        if operator == "&&":
            return int(bool(left) and bool(self._eval(right_node, text)))
        if operator == "||":
            return int(bool(left) or bool(self._eval(right_node, text)))
        return apply(operator, left, self._eval(right_node, text), text, rest)

    def _change(self, node: Node, text: str) -> int:
        if node[0] == "step":
            _, operator, target, before = node
            old = self._variable(target)
            new = wrap(old + (1 if operator == "++" else -1))
            self.put(target[1], target[2], str(new))
            return new if before else old
        _, operator, target, value_node = node
        value = self._eval(value_node, text)
        if operator:
            value = apply(operator, self._variable(target), value, text, "")
        self.put(target[1], target[2], str(value))
        return value


def apply(operator: str, left: int, right: int, text: str, rest: str) -> int:
    """Return ``left operator right``. Raises ArithmeticFault for a division by zero and a negative exponent."""
    if operator in ("/", "%"):
        if right == 0:
            raise ArithmeticFault(text, f'division by 0 (error token is "{rest or text}")')
        quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
        return wrap(quotient if operator == "/" else left - right * quotient)
    if operator == "**":
        if right < 0:
            raise ArithmeticFault(text, f'exponent less than 0 (error token is "{rest or text}")')
        return wrap(pow(left, right, 1 << 64))
    if operator in ("<<", ">>"):
        return wrap(left << (right & 63) if operator == "<<" else left >> (right & 63))
    return _plain(operator, left, right)


def _plain(operator: str, left: int, right: int) -> int:
    compared = {"==": left == right, "!=": left != right, "<": left < right, ">": left > right, "<=": left <= right}
    if operator in compared:
        return int(compared[operator])
    if operator == ">=":
        return int(left >= right)
    computed = {"+": left + right, "-": left - right, "*": left * right, "&": left & right, "^": left ^ right}
    return wrap(computed[operator] if operator in computed else left | right)
