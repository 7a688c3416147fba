"""Go's text/template, second step: from words to a tree.

Models Go 1.24 text/template/parse/parse.go, error texts included.
"""

import ast
import json
from collections.abc import Container

from sandbox.sim.cli.gotemplate.lexer import Action, TemplateError, Text, Token, lex
from sandbox.sim.cli.gotemplate.nodes import (
    Argument,
    Branch,
    Command,
    Field,
    Function,
    Group,
    Include,
    Jump,
    Literal,
    Node,
    Output,
    Pipeline,
    Print,
    Variable,
)

CONSTANTS = {"true": True, "false": False, "nil": None}
BRANCHES = ("if", "with", "range")


class Parser:
    """Parses one template; ``definitions`` collects what ``define`` and ``block`` name."""

    def __init__(self, source: str, functions: Container[str]) -> None:
        self.parts = lex(source)
        self.functions = functions
        self.definitions: dict[str, list[Node]] = {}
        self.index = 0
        self.variables = ["$"]

    def parse(self) -> list[Node]:
        """Return the nodes of the whole template. Raises TemplateError."""
        nodes, ended_by = self._list(top=True)
        if ended_by:
            raise TemplateError(f":{ended_by[0].line}: unexpected {{{{{ended_by[0].text}}}}}")
        return nodes

    def _list(self, *, top: bool = False) -> tuple[list[Node], tuple[Token, ...]]:
        """Return nodes up to ``end`` or ``else``, and the words of that action."""
        nodes: list[Node] = []
        line = 1
        while self.index < len(self.parts):
            part = self.parts[self.index]
            self.index += 1
            if isinstance(part, Text):
                nodes.append(Output(part.text))
                line += part.text.count("\n")
                continue
            line = part.line
            keyword = part.tokens[0].text if part.tokens and part.tokens[0].kind == "word" else ""
            if keyword in ("end", "else"):
                return nodes, part.tokens
            node = self._action(part, keyword)
            if node is not None:
                nodes.append(node)
        if not top:
            raise TemplateError(f":{line}: unexpected EOF")
        return nodes, ()

    def _action(self, part: Action, keyword: str) -> Node | None:
        if keyword in BRANCHES:
            return self._branch(keyword, part.tokens[1:], part.line)
        if keyword in ("break", "continue"):
            return Jump(keyword)
        if keyword in ("define", "block"):
            return self._definition(keyword, part)
        if keyword == "template":
            name, rest = self._name(part, keyword)
            return Include(name, self._pipeline(rest, "template clause", part.line) if _words(rest) else None)
        return Print(self._pipeline(part.tokens, "command", part.line))

    def _name(self, part: Action, keyword: str) -> tuple[str, tuple[Token, ...]]:
        """Return the name after a keyword, and the words after the name."""
        words = _words(part.tokens)
        if len(words) < 2 or words[1].kind not in ("string", "raw"):  # noqa: PLR2004  (keyword and name)
            raise TemplateError(f":{part.line}: missing name in {keyword} clause")
        after = part.tokens[part.tokens.index(words[1]) + 1 :]
        return str(ast.literal_eval(words[1].text.replace("`", '"'))), after

    def _definition(self, keyword: str, part: Action) -> Node | None:
        name, rest = self._name(part, keyword)
        self.definitions[name], _ = self._list()
        if keyword == "define":
            return None
        return Include(name, self._pipeline(rest, "block clause", part.line))

    def _branch(self, kind: str, tokens: tuple[Token, ...], line: int) -> Branch:
        depth = len(self.variables)
        branch = Branch(kind, self._pipeline(tokens, kind, line))
        branch.then, closing = self._list()
        if closing[0].text == "else":
            rest = _words(closing[1:])
            if rest:
                branch.otherwise = [self._branch(rest[0].text, closing[closing.index(rest[0]) + 1 :], line)]
                del self.variables[depth:]
                return branch
            branch.otherwise, closing = self._list()
            if closing[0].text == "else":
                raise TemplateError(f":{closing[0].line}: expected end; found {{{{else}}}}")
        del self.variables[depth:]
        return branch

    # Pipelines

    def _pipeline(self, tokens: tuple[Token, ...], context: str, line: int) -> Pipeline:
        words = [token for token in tokens if token.kind != "space"]
        names: list[str] = []
        assigns = False
        at = next((index for index, token in enumerate(words) if token.kind in ("declare", "assign")), -1)
        if at > 0 and all(token.kind in ("variable", "comma") for token in words[:at]):
            names = [token.text for token in words[:at] if token.kind == "variable"]
            assigns = words[at].kind == "assign"
            if not assigns:
                self.variables += names
            mark = tokens.index(words[at])
            tokens = tokens[mark + 1 :]
        commands = tuple(self._commands(tokens, context, line))
        return Pipeline(commands, tuple(names), assigns)

    def _commands(self, tokens: tuple[Token, ...], context: str, line: int) -> list[Command]:
        groups: list[list[Token]] = [[]]
        depth = 0
        for token in tokens:
            depth += (token.kind == "open") - (token.kind == "close")
            if token.kind == "pipe" and not depth:
                groups.append([])
            else:
                groups[-1].append(token)
        if depth > 0:
            raise TemplateError(f":{line}: unclosed left paren")
        if depth < 0:
            raise TemplateError(f":{line}: unexpected right paren")
        commands = []
        for group in groups:
            arguments = self._arguments(group)
            if not arguments:
                raise TemplateError(f":{line}: missing value for {context}")
            commands.append(Command(tuple(arguments)))
        return commands

    def _arguments(self, tokens: list[Token]) -> list[Argument]:
        arguments: list[Argument] = []
        at = 0
        glued = False
        while at < len(tokens):
            token = tokens[at]
            if token.kind == "space":
                glued = False
                at += 1
                continue
            if token.kind == "field" and glued and arguments:
                arguments[-1] = _chain(arguments[-1], token)
                at += 1
                continue
            if glued:
                raise TemplateError(f":{token.line}: unexpected {json.dumps(token.text)} in operand")
            argument, at = self._operand(tokens, at)
            arguments.append(argument)
            glued = True
        return arguments

    def _operand(self, tokens: list[Token], at: int) -> tuple[Argument, int]:
        token = tokens[at]
        if token.kind == "open":
            end = _closing(tokens, at)
            inner = self._pipeline(tuple(tokens[at + 1 : end]), "parenthesized pipeline", token.line)
            return Group(inner, (), (token.line, token.column)), end + 1
        return self._simple(token), at + 1

    def _simple(self, token: Token) -> Argument:
        place = (token.line, token.column)
        if token.kind == "field":
            return Field((token.text[1:],), place)
        if token.kind == "dot":
            return Field((), place)
        if token.kind == "variable":
            if token.text not in self.variables:
                raise TemplateError(f':{token.line}: undefined variable "{token.text}"')
            return Variable(token.text, (), place)
        if token.kind == "word":
            return self._word(token)
        if token.kind in ("string", "char", "number"):
            return Literal(_literal(token), token.text, place)
        if token.kind == "raw":
            return Literal(token.text[1:-1], token.text, place)
        raise TemplateError(f":{token.line}: unexpected {json.dumps(token.text)} in operand")

    def _word(self, token: Token) -> Argument:
        place = (token.line, token.column)
        if token.text in CONSTANTS:
            return Literal(CONSTANTS[token.text], token.text, place)
        if token.text not in self.functions:
            raise TemplateError(f':{token.line}: function "{token.text}" not defined')
        return Function(token.text, place)


def _words(tokens: tuple[Token, ...]) -> list[Token]:
    return [token for token in tokens if token.kind != "space"]


def _closing(tokens: list[Token], at: int) -> int:
    depth = 0
    for index in range(at, len(tokens)):
        depth += (tokens[index].kind == "open") - (tokens[index].kind == "close")
        if not depth:
            return index
    raise TemplateError(f":{tokens[at].line}: unclosed left paren")


def _literal(token: Token) -> object:
    if token.kind == "string":
        return json.loads(token.text) if "\\x" not in token.text else ast.literal_eval(token.text)
    if token.kind == "char":
        return ord(ast.literal_eval(token.text))
    return (
        float(token.text) if any(sign in token.text for sign in ".eE") and "x" not in token.text else int(token.text, 0)
    )


def _chain(argument: Argument, token: Token) -> Argument:
    name = token.text[1:]
    here = (token.line, token.column)  # Go gives a chain the place of its second part.
    if isinstance(argument, Field) and argument.fields:
        return Field((*argument.fields, name), here if len(argument.fields) == 1 else argument.at)
    if isinstance(argument, Variable):
        return Variable(argument.name, (*argument.fields, name), argument.at if argument.fields else here)
    if isinstance(argument, Group):
        return Group(argument.pipeline, (*argument.fields, name), argument.at)
    raise TemplateError(f":{token.line}: unexpected <{token.text}> in operand")


def parse(source: str, functions: Container[str]) -> tuple[list[Node], dict[str, list[Node]]]:
    """Return the template's nodes and its named parts. Raises TemplateError."""
    parser = Parser(source, functions)
    nodes = parser.parse()
    return nodes, parser.definitions
