"""The grammar of jq: a program in, a tree of tuples out. Models jq 1.6.

A node is a tuple: its kind, then its parts. Not modelled: label and break, modules, ``?//``.
"""

from functools import lru_cache
from typing import Any

from sandbox.sim.shell.coreutils.jq_lexer import CompileError, Lexer, Token, invalid

Node = tuple[Any, ...]
Definition = tuple[str, tuple[str, ...], Node]
ASSIGNMENTS = ("=", "|=", "+=", "-=", "*=", "/=", "%=", "//=")
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
LEFT = (("or",), ("and",), COMPARISONS, ("+", "-"), ("*", "/", "%"))
END = Token("end", "$end")
SHOWN = {"string": "QQSTRING_START", "name": "IDENT", "field": "FIELD", "number": "LITERAL", "format": "FORMAT"}
MAX_PROGRAM = 65_536


class NotModelledError(Exception):
    """The program asks for what is not modelled; ``str()`` names it."""


class Parser:
    """Parses a list of words."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self) -> Token:
        """Return the next word."""
        return self.tokens[self.at] if self.at < len(self.tokens) else END

    def take(self) -> Token:
        """Return the next word and step over it."""
        token = self.peek()
        self.at += 1
        return token

    def accept(self, *texts: str) -> str:
        """Step over the next word if it is one of these operators or keywords; return it or nothing."""
        token = self.peek()
        if token.kind in ("op", "keyword") and token.text in texts:
            self.at += 1
            return token.text
        return ""

    def expect(self, text: str) -> None:
        """Step over this word. Raises CompileError."""
        if not self.accept(text):
            raise self.unexpected()

    def unexpected(self) -> CompileError:
        """Return the error of the next word."""
        token = self.peek()
        if token.text in ("label", "import", "include", "?//"):
            raise NotModelledError(token.text)
        shown = f"'{token.text}'" if token.kind == "op" and len(token.text) == 1 else token.text
        return invalid(SHOWN.get(token.kind, shown))

    def program(self) -> Node:
        """Return the whole program's tree."""
        tree = self.pipe() if self.tokens else ("identity",)
        if self.at < len(self.tokens):
            raise self.unexpected()
        return tree

    def definitions(self) -> list[Definition]:
        """Return a library's functions."""
        found = []
        while self.accept("def"):
            found.append(self.definition())
        return found

    def pipe(self) -> Node:
        """Parse what may stand between parentheses."""
        if self.accept("def"):
            definition = self.definition()
            return ("def", definition, self.pipe())
        left = self.comma()
        if self.accept("as"):
            pattern = self.pattern()
            self.expect("|")
            return ("as", left, pattern, self.pipe())
        return ("pipe", left, self.pipe()) if self.accept("|") else left

    def definition(self) -> Definition:
        """Parse a function behind ``def``."""
        name = self.take()
        if name.kind != "name":
            self.at -= 1
            raise self.unexpected()
        params = []
        if self.accept("("):
            params.append(self.take().text)
            while self.accept(";"):
                params.append(self.take().text)
            self.expect(")")
        self.expect(":")
        body = self.pipe()
        self.expect(";")
        for param in reversed(params):
            if param.startswith("$"):
                body = ("as", ("call", param[1:], ()), ("variable", param[1:]), body)
        return name.text, tuple(param.lstrip("$") for param in params), body

    def comma(self) -> Node:
        """Parse values side by side."""
        left = self.alternative()
        while self.accept(","):
            left = ("comma", left, self.alternative())
        return left

    def alternative(self) -> Node:
        """Parse ``//`` and, below it, assignments."""
        left = self.binary(0)
        operator = self.accept(*ASSIGNMENTS)
        if operator:
            return ("assign", operator, left, self.alternative())
        return ("alternative", left, self.alternative()) if self.accept("//") else left

    def binary(self, level: int) -> Node:
        """Parse the operators of a level of precedence and above."""
        if level == len(LEFT):
            return self.unary()
        left = self.binary(level + 1)
        while operator := self.accept(*LEFT[level]):
            left = (operator if level < 2 else "operator", operator, left, self.binary(level + 1))  # noqa: PLR2004
            if level == 2:  # noqa: PLR2004  (comparisons do not associate)
                break
        return left

    def unary(self) -> Node:  # noqa: PLR0911
        """Parse a sign, a reduction or a term."""
        if self.accept("-"):
            return ("negate", self.unary())
        if self.accept("reduce"):
            return ("reduce", *self.fold(2))
        if self.accept("foreach"):
            return ("foreach", *self.fold(3))
        if self.accept("try"):
            body = self.term()
            return ("try", body, self.term() if self.accept("catch") else None)
        if self.accept("def"):
            definition = self.definition()
            return ("def", definition, self.pipe())
        term = self.term()
        if self.accept("as"):
            pattern = self.pattern()
            self.expect("|")
            return ("as", term, pattern, self.pipe())
        return term

    def fold(self, most: int) -> Node:
        """Parse ``SOURCE as PATTERN (a; b)``."""
        source = self.term()
        self.expect("as")
        pattern = self.pattern()
        parts = self.arguments()
        if not 2 <= len(parts) <= most:  # noqa: PLR2004
            raise invalid("';'")
        return (source, pattern, *parts)

    def arguments(self) -> tuple[Node, ...]:
        """Parse ``(a; b)``."""
        self.expect("(")
        found = [self.pipe()]
        while self.accept(";"):
            found.append(self.pipe())
        self.expect(")")
        return tuple(found)

    def pattern(self) -> Node:
        """Parse what stands behind ``as``."""
        if self.peek().kind == "variable":
            return ("variable", self.take().text[1:])
        if self.accept("["):
            rows = [self.pattern()]
            while self.accept(","):
                rows.append(self.pattern())
            self.expect("]")
            return ("array", tuple(rows))
        self.expect("{")
        pairs = [self.pattern_pair()]
        while self.accept(","):
            pairs.append(self.pattern_pair())
        self.expect("}")
        return ("object", tuple(pairs))

    def pattern_pair(self) -> Node:
        """Parse ``key: pattern`` or ``$name``."""
        token = self.take()
        if token.kind == "variable":
            return (("literal", token.text[1:]), ("variable", token.text[1:]))
        key = self.key(token)
        self.expect(":")
        return (key, self.pattern())

    def key(self, token: Token) -> Node:
        """Return the tree of a key of an object."""
        if token.kind in ("name", "keyword"):
            return ("literal", token.text)
        if token.kind == "string":
            return self.string(token, "text")
        if token.text == "(" and token.kind == "op":
            tree = self.pipe()
            self.expect(")")
            return tree
        self.at -= 1
        raise self.unexpected()

    def string(self, token: Token, form: str) -> Node:
        """Return the tree of a string."""
        parts = [part if isinstance(part, str) else Parser(part).program() for part in token.value]
        return ("string", form, tuple(parts)) if len(parts) > 1 else ("literal", parts[0])

    def term(self) -> Node:
        """Parse a term and what follows it."""
        tree = self.primary()
        while True:
            token = self.peek()
            if token.kind == "field":
                self.at += 1
                tree = ("index", tree, ("literal", token.text[1:]))
            elif self.accept("."):
                tree = self.dotted(tree)
            elif self.accept("?"):
                tree = ("try", tree, None)
            elif self.accept("["):
                tree = self.bracket(tree)
            else:
                return tree

    def dotted(self, tree: Node) -> Node:
        """Parse what follows a dot behind a term."""
        if self.peek().kind == "string":
            return ("index", tree, self.string(self.take(), "text"))
        self.expect("[")
        return self.bracket(tree)

    def bracket(self, tree: Node) -> Node:
        """Parse an index, a slice or ``[]``."""
        if self.accept("]"):
            return ("each", tree)
        if self.accept(":"):
            last = self.pipe()
            self.expect("]")
            return ("slice", tree, None, last)
        first = self.pipe()
        if self.accept("]"):
            return ("index", tree, first)
        self.expect(":")
        if self.accept("]"):
            return ("slice", tree, first, None)
        last = self.pipe()
        self.expect("]")
        return ("slice", tree, first, last)

    def primary(self) -> Node:
        """Parse the beginning of a term."""
        token = self.take()
        method = getattr(self, f"_{token.kind}", None)
        if method is None:
            self.at -= 1
            raise self.unexpected()
        return tuple(method(token))

    def _number(self, token: Token) -> Node:
        return ("literal", float(token.text))

    def _string(self, token: Token) -> Node:
        return self.string(token, "text")

    def _format(self, token: Token) -> Node:
        if self.peek().kind == "string":
            return self.string(self.take(), token.text[1:])
        return ("format", token.text[1:])

    def _field(self, token: Token) -> Node:
        return ("index", ("identity",), ("literal", token.text[1:]))

    def _variable(self, token: Token) -> Node:
        return ("variable", token.text[1:])

    def _name(self, token: Token) -> Node:
        if token.text in ("break", "true", "false", "null"):
            if token.text == "break":
                raise NotModelledError("break")
            return ("literal", {"true": True, "false": False, "null": None}[token.text])
        arguments = self.arguments() if self.peek() == Token("op", "(") else ()
        return ("call", token.text, arguments)

    def _keyword(self, token: Token) -> Node:
        if token.text == "if":
            return self.condition()
        self.at -= 1
        if token.text in ("reduce", "foreach", "try", "def"):
            return self.unary()
        raise self.unexpected()

    def condition(self) -> Node:
        """Parse what follows ``if``."""
        test = self.pipe()
        self.expect("then")
        body = self.pipe()
        if self.accept("elif"):
            return ("if", test, body, self.condition())
        other: Node = self.pipe() if self.accept("else") else ("identity",)
        self.expect("end")
        return ("if", test, body, other)

    def _op(self, token: Token) -> Node:
        if token.text == "(":
            tree = self.pipe()
            self.expect(")")
            return tree
        if token.text == "[":
            if self.accept("]"):
                return ("literal", [])
            tree = self.pipe()
            self.expect("]")
            return ("array", tree)
        simple: dict[str, Node] = {"..": ("call", "recurse", ()), ".": ("identity",)}
        if token.text == ".":
            return self.dotted(("identity",)) if self.peek().kind == "string" else simple["."]
        if token.text == "{":
            return self.object()
        if token.text not in simple:
            self.at -= 1
            raise self.unexpected()
        return simple[token.text]

    def object(self) -> Node:
        """Parse an object behind its brace."""
        pairs: list[Node] = []
        while not self.accept("}"):
            if pairs:
                self.expect(",")
            pairs.append(self.pair())
        return ("object", tuple(pairs))

    def pair(self) -> Node:
        """Parse ``key: value`` or a name alone."""
        token = self.take()
        if token.kind == "variable":
            return (("literal", token.text[1:]), ("variable", token.text[1:]))
        key = self.key(token)
        if not self.accept(":"):
            return (key, ("index", ("identity",), key))
        value = self.unary()
        while self.accept("|"):
            value = ("pipe", value, self.unary())
        return (key, value)


@lru_cache(maxsize=256)
def parse_jq(text: str) -> Node:
    """Return a program's tree. Raises CompileError, NotModelledError."""
    if len(text) > MAX_PROGRAM:
        raise CompileError("memory exhausted")
    try:
        return Parser(Lexer(text).tokens()).program()
    except RecursionError:
        raise CompileError("memory exhausted") from None


@lru_cache(maxsize=4)
def parse_library(text: str) -> tuple[Definition, ...]:
    """Return the functions that a text defines."""
    return tuple(Parser(Lexer(text).tokens()).definitions())
