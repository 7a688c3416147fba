"""The expressions of awk.

Models the grammar of POSIX awk. Nodes are tuples whose first element names them.
"""

from typing import Any

from sandbox.sim.shell.coreutils.awk_words import FUNCTIONS, KEYWORDS, Node, scan
from sandbox.sim.shell.coreutils.tool import Failure

MAX_DEPTH = 50


class Expressions:
    """Reads expressions; ``Parser`` adds statements."""

    def __init__(self, text: str) -> None:
        self.tokens = scan(text)
        self.at = 0
        self.depth = 0
        self.rules: list[Node] = []
        self.functions: dict[str, Node] = {}
        self.no_in = False
        self.no_greater = False

    def peek(self, ahead: int = 0) -> tuple[str, Any]:
        """Return a token that is to come."""
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else ("end", "")

    def fault(self) -> Failure:
        """Return the error of a program that cannot be read."""
        kind, value = self.peek()
        line = sum(1 for token in self.tokens[: self.at] if token == ("op", "\n")) + 1
        near = "end of file" if kind == "end" else value if value != "\n" else "newline"
        return Failure(f"line {line}: syntax error at or near {near}", 2)

    def is_op(self, *values: str) -> bool:
        """Say whether one of these comes next."""
        kind, value = self.peek()
        return kind == "op" and value in values

    def is_word(self, *values: str) -> bool:
        """Say whether one of these keywords comes next."""
        kind, value = self.peek()
        return kind == "word" and value in values

    def expect(self, value: str) -> None:
        """Go past an operator that must be there."""
        if not self.is_op(value):
            raise self.fault()
        self.at += 1

    def newlines(self) -> None:
        """Go past ends of lines."""
        while self.is_op("\n"):
            self.at += 1

    def terminators(self) -> None:
        """Go past ends of statements."""
        while self.is_op("\n", ";"):
            self.at += 1

    # Expressions

    def list_until(self, closer: str) -> tuple[Node, ...]:
        """Read expressions up to a closing bracket, which stays."""
        rows = []
        self.newlines()
        held, self.no_in, greater, self.no_greater = self.no_in, False, self.no_greater, False
        while not self.is_op(closer):
            rows.append(self.expression())
            self.newlines()
            if self.is_op(","):
                self.at += 1
                self.newlines()
            elif not self.is_op(closer):
                raise self.fault()
        self.no_in, self.no_greater = held, greater
        return tuple(rows)

    def expression(self) -> Node:
        """Read an expression."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Failure("program too deeply nested", 2)
        left = self.ternary()
        if self.is_op("=", "+=", "-=", "*=", "/=", "%=", "^=", "**=") and left[0] in ("name", "field", "element"):
            operator = self.peek()[1]
            self.at += 1
            self.newlines()
            left = ("assign", operator[:-1].replace("**", "^"), left, self.expression())
        self.depth -= 1
        return left

    def ternary(self) -> Node:
        """Read ``a ? b : c``."""
        condition = self.either()
        if not self.is_op("?"):
            return condition
        self.at += 1
        self.newlines()
        first = self.expression()
        self.newlines()
        self.expect(":")
        self.newlines()
        return ("ternary", condition, first, self.expression())

    def either(self) -> Node:
        """Read ``||``."""
        left = self.both()
        while self.is_op("||"):
            self.at += 1
            self.newlines()
            left = ("or", left, self.both())
        return left

    def both(self) -> Node:
        """Read ``&&``."""
        left = self.membership()
        while self.is_op("&&"):
            self.at += 1
            self.newlines()
            left = ("and", left, self.membership())
        return left

    def membership(self) -> Node:
        """Read ``key in array``."""
        left = self.matching()
        while self.is_word("in") and not self.no_in:
            self.at += 1
            left = ("in", left[1] if left[0] == "group" else (left,), self.peek()[1])
            self.at += 1
        return left

    def matching(self) -> Node:
        """Read ``~`` and ``!~``."""
        left = self.comparison()
        while self.is_op("~", "!~"):
            negated = self.peek()[1] == "!~"
            self.at += 1
            left = ("match", negated, left, self.comparison())
        return left

    def comparison(self) -> Node:
        """Read a comparison."""
        left = self.concatenation()
        operators = ["<", "<=", "==", "!=", ">="] + ([] if self.no_greater else [">"])
        if self.is_op(*operators):
            operator = self.peek()[1]
            self.at += 1
            return ("compare", operator, left, self.concatenation())
        return left

    def concatenation(self) -> Node:
        """Read operands that stand side by side, and ``command | getline``."""
        left = self.additive()
        while self._begins_operand():
            left = ("concatenate", left, self.additive())
        while self.is_op("|") and self.tokens[self.at + 1 : self.at + 2] == [("word", "getline")]:
            self.at += 2
            left = ("getline", self._target(), left, "|")
        return left

    def _target(self) -> Node | None:
        """Read the variable that getline sets, if one stands there."""
        if (self.peek()[0] == "word" and self.peek()[1] not in KEYWORDS) or self.is_op("$"):
            return self.primary()
        return None

    def _begins_operand(self) -> bool:
        kind, value = self.peek()
        if kind in ("number", "string"):
            return True
        if kind == "word":
            return value not in KEYWORDS or value == "getline"
        return kind == "op" and value in ("$", "!", "(", "-", "+", "++", "--") and value not in ("-", "+", "!")

    def additive(self) -> Node:
        """Read ``+`` and ``-``."""
        left = self.product()
        while self.is_op("+", "-"):
            operator = self.peek()[1]
            self.at += 1
            left = ("binary", operator, left, self.product())
        return left

    def product(self) -> Node:
        """Read ``*``, ``/`` and ``%``."""
        left = self.unary()
        while self.is_op("*", "/", "%"):
            operator = self.peek()[1]
            self.at += 1
            left = ("binary", operator, left, self.unary())
        return left

    def unary(self) -> Node:
        """Read ``!``, ``-`` and ``+``."""
        if self.is_op("!", "-", "+"):
            operator = self.peek()[1]
            self.at += 1
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise Failure("program too deeply nested", 2)
            row = ("unary", operator, self.unary())
            self.depth -= 1
            return row
        return self.power()

    def power(self) -> Node:
        """Read ``^``."""
        left = self.postfix()
        if self.is_op("^", "**"):
            self.at += 1
            return ("binary", "^", left, self.unary())
        return left

    def postfix(self) -> Node:
        """Read ``++`` and ``--``."""
        if self.is_op("++", "--"):
            operator = self.peek()[1]
            self.at += 1
            return ("step", operator, self.primary(), True)
        operand = self.primary()
        if self.is_op("++", "--") and operand[0] in ("name", "field", "element"):
            operator = self.peek()[1]
            self.at += 1
            return ("step", operator, operand, False)
        return operand

    def primary(self) -> Node:
        """Read an operand."""
        kind, value = self.peek()
        self.at += 1
        if kind in ("number", "string", "regex"):
            return (kind, value)
        if kind == "word":
            return self.word(value)
        if value == "$":
            return (
                "field",
                self.postfix() if self.is_op("++", "--") else self.primary() if not self.is_op("-") else self.unary(),
            )
        if value == "(":
            rows = self.list_until(")")
            self.at += 1
            return ("group", rows) if len(rows) > 1 else ("paren", rows[0]) if rows else self._fail()
        self.at -= 1
        raise self.fault()

    def _fail(self) -> Node:
        raise self.fault()

    def word(self, value: str) -> Node:
        """Read a name, an element or a call."""
        if value == "getline":
            name = self._target()
            if self.is_op("<"):
                self.at += 1
                return ("getline", name, self.primary())
            return ("getline", name, None)
        if value in KEYWORDS:
            self.at -= 1
            raise self.fault()
        if value in FUNCTIONS or (self.is_op("(") and value not in KEYWORDS):
            arguments: tuple[Node, ...] | None = None
            if self.is_op("("):
                self.at += 1
                arguments = self.list_until(")")
                self.at += 1
            elif value != "length":
                raise self.fault()
            return ("call", value, arguments)
        if self.is_op("["):
            self.at += 1
            index = self.list_until("]")
            self.at += 1
            return ("element", value, index)
        return ("name", value)
