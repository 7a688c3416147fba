"""The grammar of awk.

Models POSIX awk with mawk's and gawk's common functions. Not modelled: getline from commands, system(), user's extensions.
Nodes are tuples whose first element names them.
"""

import re
from functools import lru_cache
from typing import Any

from sandbox.sim.shell.ansi_c import OCTAL, escape
from sandbox.sim.shell.coreutils.tool import Failure

Node = tuple[Any, ...]
TOKEN = re.compile(
    r"[ \t\r]*(?:\\\n[ \t]*)*(?:(#[^\n]*)|(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)|\"((?:[^\"\\\n]|\\.)*)\"|([A-Za-z_]\w*)"
    r"|(\*\*=|\*\*|&&|\|\||\+\+|--|[-+*/%^!=<>]=|!~|>>|[-+*/%^!<>=~?:,;{}()\[\]$|\n]))", re.DOTALL,
)  # fmt: skip
KEYWORDS = frozenset(
    {
        "BEGIN",
        "END",
        "function",
        "func",
        "if",
        "else",
        "while",
        "for",
        "do",
        "break",
        "continue",
        "next",
        "nextfile",
        "exit",
        "return",
        "delete",
        "in",
        "getline",
        "print",
        "printf",
    }
)
FUNCTIONS = frozenset(
    {
        "length",
        "substr",
        "index",
        "split",
        "sub",
        "gsub",
        "match",
        "sprintf",
        "sin",
        "cos",
        "atan2",
        "exp",
        "log",
        "sqrt",
        "int",
        "rand",
        "srand",
        "tolower",
        "toupper",
        "system",
        "close",
        "fflush",
        "gensub",
        "systime",
        "strftime",
    }
)
MAX_DEPTH = 50


class Parser:
    """Reads a program: rules ``(pattern, pattern, body)`` and functions."""

    def __init__(self, text: str) -> None:
        self.tokens = _scan(text)
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

    def program(self) -> tuple[list[Node], dict[str, Node]]:
        """Return rules and functions. Raises Failure."""
        self.terminators()
        while self.peek()[0] != "end":
            if self.is_word("function", "func"):
                self.function()
            else:
                self.rule()
            self.terminators()
        return self.rules, self.functions

    def function(self) -> None:
        """Read a function."""
        self.at += 1
        name = self.peek()[1]
        self.at += 1
        self.expect("(")
        names = []
        while not self.is_op(")"):
            names.append(self.peek()[1])
            self.at += 1
            if self.is_op(","):
                self.at += 1
                self.newlines()
            elif not self.is_op(")"):
                raise self.fault()
        self.at += 1
        self.newlines()
        self.functions[name] = (tuple(names), self.block())

    def rule(self) -> None:
        """Read a pattern and its action."""
        first: Any = None
        second: Any = None
        if self.is_word("BEGIN", "END"):
            first = self.peek()[1]
            self.at += 1
        elif not self.is_op("{"):
            first = self.expression()
            if self.is_op(","):
                self.at += 1
                self.newlines()
                second = self.expression()
        body = self.block() if self.is_op("{") else (("print", (), None, None),)
        self.rules.append((first, second, body))

    # Statements

    def block(self) -> tuple[Node, ...]:
        """Read ``{ … }``."""
        self.expect("{")
        rows = []
        self.terminators()
        while not self.is_op("}"):
            rows.append(self.statement())
            self.terminators()
        self.at += 1
        return tuple(rows)

    def body(self) -> tuple[Node, ...]:
        """Read what ``if`` or a loop does."""
        self.newlines()
        if self.is_op("{"):
            return self.block()
        if self.is_op(";"):
            self.at += 1
            return ()
        row = self.statement()
        return (row,)

    def statement(self) -> Node:
        """Read one statement."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Failure("program too deeply nested", 2)
        kind, value = self.peek()
        if self.is_op("{"):
            row: Node = ("block", self.block())
        elif kind == "word" and value in STATEMENTS:
            self.at += 1
            row = STATEMENTS[value](self)
        elif kind == "word" and value in ("break", "continue", "next", "nextfile"):
            self.at += 1
            row = (value,)
        else:
            row = ("expression", self.expression())
        self.depth -= 1
        if (
            row[0] not in ("if", "while", "for", "each", "block")
            and not self.is_op("\n", ";", "}")
            and self.peek()[0] != "end"
        ):
            raise self.fault()
        return row

    def if_statement(self) -> Node:
        """Read ``if``."""
        self.expect("(")
        condition = self.expression()
        self.expect(")")
        body = self.body()
        mark = self.at
        self.terminators()
        if self.is_word("else"):
            self.at += 1
            return ("if", condition, body, self.body())
        self.at = mark
        return ("if", condition, body, ())

    def while_statement(self) -> Node:
        """Read ``while``."""
        self.expect("(")
        condition = self.expression()
        self.expect(")")
        return ("while", condition, self.body())

    def do_statement(self) -> Node:
        """Read ``do … while``."""
        body = self.body()
        self.terminators()
        if not self.is_word("while"):
            raise self.fault()
        self.at += 1
        self.expect("(")
        condition = self.expression()
        self.expect(")")
        return ("do", body, condition)

    def for_statement(self) -> Node:
        """Read ``for``."""
        self.expect("(")
        if (
            self.peek()[0] == "word"
            and self.peek(1) == ("word", "in")
            and self.peek(2)[0] == "word"
            and self.peek(3) == ("op", ")")
        ):
            name, array = self.peek()[1], self.peek(2)[1]
            self.at += 4
            return ("each", name, array, self.body())
        start = None if self.is_op(";") else ("expression", self.expression())
        self.expect(";")
        condition = None if self.is_op(";") else self.expression()
        self.expect(";")
        step = None if self.is_op(")") else ("expression", self.expression())
        self.expect(")")
        return ("for", start, condition, step, self.body())

    def print_statement(self, name: str) -> Node:
        """Read ``print`` and ``printf``."""
        held, self.no_greater = self.no_greater, True
        words: tuple[Node, ...] = ()
        if self.is_op("(") and self._closes_statement():
            self.at += 1
            self.no_greater = False
            words = self.list_until(")")
            self.at += 1
        elif not self.is_op("\n", ";", "}", ">", ">>", "|") and self.peek()[0] != "end":
            rows = [self.expression()]
            while self.is_op(","):
                self.at += 1
                self.newlines()
                rows.append(self.expression())
            words = tuple(rows)
        self.no_greater = held
        if self.is_op(">", ">>", "|"):
            operator = self.peek()[1]
            self.at += 1
            if operator == "|":
                raise Failure("not modelled in this sandbox: print | command", 1)
            return (name, words, operator, self.concatenation())
        return (name, words, None, None)

    def _closes_statement(self) -> bool:
        depth = 0
        for place in range(self.at, len(self.tokens)):
            kind, value = self.tokens[place]
            if kind == "op":
                depth += (value == "(") - (value == ")")
                if depth == 0:
                    after = self.tokens[place + 1] if place + 1 < len(self.tokens) else ("end", "")
                    return after[0] == "end" or after in (
                        ("op", "\n"),
                        ("op", ";"),
                        ("op", "}"),
                        ("op", ">"),
                        ("op", ">>"),
                        ("op", "|"),
                    )
        return False

    def exit_statement(self) -> Node:
        """Read ``exit``."""
        return ("exit", None if self.is_op("\n", ";", "}") or self.peek()[0] == "end" else self.expression())

    def return_statement(self) -> Node:
        """Read ``return``."""
        return ("return", None if self.is_op("\n", ";", "}") else self.expression())

    def delete_statement(self) -> Node:
        """Read ``delete``."""
        name = self.peek()[1]
        self.at += 1
        if not self.is_op("["):
            return ("delete", name, None)
        self.at += 1
        index = self.list_until("]")
        self.at += 1
        return ("delete", name, index)

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
        """Read operands that stand side by side."""
        left = self.additive()
        while self._begins_operand():
            left = ("concatenate", left, self.additive())
        return left

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
            name = None
            if (self.peek()[0] == "word" and self.peek()[1] not in KEYWORDS) or self.is_op("$"):
                name = self.primary()
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


STATEMENTS: dict[str, Any] = {
    "if": Parser.if_statement, "while": Parser.while_statement, "do": Parser.do_statement, "for": Parser.for_statement,
    "print": lambda parser: parser.print_statement("print"), "printf": lambda parser: parser.print_statement("printf"),
    "exit": Parser.exit_statement, "return": Parser.return_statement, "delete": Parser.delete_statement,
}  # fmt: skip


def _scan(text: str) -> list[tuple[str, Any]]:
    tokens: list[tuple[str, Any]] = []
    at = 0
    while at < len(text):
        if text[at : at + 1] == "/" or re.match(r"[ \t]*/", text[at:]):
            place = text.index("/", at)
            if _regex_may_stand(tokens):
                found = re.compile(r"/((?:[^/\\\n\[]|\\.|\[\^?\]?[^\]\n]*\])*)/").match(text, place)
                if not found:
                    raise Failure(f"line {text.count(chr(10), 0, at) + 1}: regular expression not terminated", 2)
                tokens.append(("regex", found.group(1)))
                at = found.end()
                continue
        match = TOKEN.match(text, at)
        if not match:
            if not text[at:].strip():
                break
            raise Failure(f"line {text.count(chr(10), 0, at) + 1}: syntax error at or near {text[at:].strip()[:1]}", 2)
        at = match.end()
        _add(tokens, match)
    return tokens


def _add(tokens: list[tuple[str, Any]], match: re.Match[str]) -> None:
    comment, number, string, word, operator = match.groups()
    if number is not None:
        tokens.append(("number", float(number)))
    elif string is not None:
        tokens.append(("string", _unescape(string)))
    elif word is not None:
        tokens.append(("word", word))
    elif comment is None:
        tokens.append(("op", operator))


def _regex_may_stand(tokens: list[tuple[str, Any]]) -> bool:
    if not tokens:
        return True
    kind, value = tokens[-1]
    if kind in ("number", "string", "regex"):
        return False
    if kind == "word":
        return value in KEYWORDS
    return value not in (")", "]", "$", "++", "--")


def _unescape(text: str) -> str:
    out, at = "", 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            if text[at + 1] == "/":
                out, at = out + "/", at + 2
                continue
            if text[at + 1] == "\n":
                at += 2
                continue
            data, at = escape(text, at + 1, octal=OCTAL)
            out += data.decode("utf-8", "replace") if len(data) > 1 or data[0] < 128 else chr(data[0])  # noqa: PLR2004  (ASCII)
        else:
            out += text[at]
            at += 1
    return out


@lru_cache(maxsize=256)
def parse_program(text: str) -> tuple[list[Node], dict[str, Node]]:
    """Return the rules and functions of a program; nobody may change them. Raises Failure."""
    return Parser(text).program()
