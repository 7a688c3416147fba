"""The grammar of awk.

Models POSIX awk with mawk's and gawk's common functions. Not modelled: gawk's extensions, two-way pipes.
Nodes are tuples whose first element names them.
"""

from functools import lru_cache
from typing import Any

from sandbox.sim.shell.coreutils.awk_expressions import MAX_DEPTH, Expressions
from sandbox.sim.shell.coreutils.awk_words import Node
from sandbox.sim.shell.coreutils.tool import Failure


class Parser(Expressions):
    """Reads a program: rules ``(pattern, pattern, body)`` and functions."""

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


STATEMENTS: dict[str, Any] = {
    "if": Parser.if_statement, "while": Parser.while_statement, "do": Parser.do_statement, "for": Parser.for_statement,
    "print": lambda parser: parser.print_statement("print"), "printf": lambda parser: parser.print_statement("printf"),
    "exit": Parser.exit_statement, "return": Parser.return_statement, "delete": Parser.delete_statement,
}  # fmt: skip


@lru_cache(maxsize=256)
def parse_program(text: str) -> tuple[list[Node], dict[str, Node]]:
    """Return the rules and functions of a program; nobody may change them. Raises Failure."""
    return Parser(text).program()
