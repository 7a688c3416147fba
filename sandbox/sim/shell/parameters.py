"""``$name``, ``${name…}`` and their operators.

Models subst.c: parameter_brace_expand of bash 5.2. Not modelled: ``${x@P}`` and ``${x@a}`` of whole arrays.
"""

import re
from typing import TYPE_CHECKING

from sandbox.sim.shell import patterns
from sandbox.sim.shell.faults import ShellFault
from sandbox.sim.shell.quoting import quote_value
from sandbox.sim.shell.syntax import Parameter, Word

if TYPE_CHECKING:
    from sandbox.sim.shell.expansion import Expander

QUOTED, SPLIT, BREAK = 1, 2, 3
Segment = tuple[str, int]
EMPTY = Word((), "")


class ParameterExpander:
    """Expands parameters for one shell."""

    def __init__(self, expander: "Expander") -> None:
        self.expander = expander
        self.machine = expander.machine
        self.variables = expander.variables

    def plain(self, name: str) -> str | None:
        """Return the value of ``$name``, special or not; None where it is unset."""
        value = self.variables.values.get(name)
        if value.__class__ is str and not self.variables.has(name, "n"):
            return value
        return self.variables.get(name) if value is not None else self.machine.special(name)

    def expand(self, parameter: Parameter, *, quoted: bool) -> list[Segment]:
        """Return the segments of a parameter. Raises ShellFault, NeedSubstitution."""
        kind = QUOTED if quoted else SPLIT
        if parameter.op == "bad":
            raise ShellFault(f"{parameter.raw}: bad substitution")
        if parameter.op == "names":
            found = sorted(name for name in self.variables.values if name.startswith(parameter.name))
            return self._list(found, joined=parameter.raw.endswith("*}"), quoted=quoted)
        if parameter.indirect:
            if parameter.subscript is not None and parameter.subscript.raw in ("@", "*"):
                return self._list(list(self.variables.array(parameter.name)), joined=False, quoted=quoted)
            if "n" in self.variables.attributes.get(parameter.name, ""):
                return [(self.variables.resolve(parameter.name), kind)]
            parameter = self._follow(parameter)
        if parameter.name in ("@", "*") or (parameter.subscript is not None and parameter.subscript.raw in ("@", "*")):
            return self._many(parameter, quoted=quoted)
        value = self._value(parameter)
        if not parameter.op:
            return [(self._required(parameter, value), kind)]
        return self._operate(parameter, value, quoted=quoted)

    def _follow(self, parameter: Parameter) -> Parameter:
        target = self._value(parameter._replace(indirect=False))
        if not target:
            raise ShellFault(f"{parameter.raw if target is None else parameter.name}: invalid indirect expansion")
        found = re.fullmatch(r"([A-Za-z_]\w*|\d+|[@*#?$!-])(?:\[(.+)\])?", target)
        if not found:
            raise ShellFault(f"{target}: invalid variable name")
        index = Word((("L", found.group(2)),), found.group(2)) if found.group(2) else None
        return parameter._replace(name=found.group(1), subscript=index, indirect=False)

    def _required(self, parameter: Parameter, value: str | None) -> str:
        if value is None:
            if self.machine.option("u"):
                raise ShellFault(f"{_shown(parameter)}: unbound variable", 127, fatal=True)
            return ""
        return value

    def _value(self, parameter: Parameter) -> str | None:
        if parameter.subscript is None:
            return self.plain(parameter.name)
        key = self.key(parameter.name, self._index_text(parameter))
        return self.variables.array(parameter.name).get(key)

    def _index_text(self, parameter: Parameter) -> str:
        return self.expander.text(parameter.subscript or EMPTY)

    def key(self, name: str, index: str) -> str:
        """Return the key of an element: the text for ``-A`` arrays, else a number, counted from the end below 0."""
        if self.variables.is_associative(name):
            return index
        number = self.expander.evaluate(index)
        if number < 0:
            array = self.variables.array(name)
            number += max((int(held) for held in array), default=-1) + 1
            if number < 0:
                raise ShellFault(f"{name}[{index}]: bad array subscript")
        return str(number)

    # Lists

    def items(self, parameter: Parameter) -> list[str]:
        """Return the elements of ``$@`` or ``${name[@]}``."""
        if parameter.name in ("@", "*"):
            return list(self.machine.state["args"])
        return list(self.variables.array(parameter.name).values())

    def _many(self, parameter: Parameter, *, quoted: bool) -> list[Segment]:
        mark = parameter.name if parameter.subscript is None else parameter.subscript.raw
        items, op = self.items(parameter), parameter.op
        if op == "#len":
            return [(str(len(items)), QUOTED if quoted else SPLIT)]
        if op and op[-1] in "-=?+":
            value = self.separator(first_of_ifs=mark == "*").join(items) if items else None
            if (op[-1] == "+") == bool(items) or (value is None):
                return self._operate(parameter, value, quoted=quoted)
        elif op == ":":
            items = self._slice_list(parameter, items)
        elif op:
            items = [self._transform(parameter, item) for item in items]
        return self._list(items, joined=mark == "*", quoted=quoted)

    def _list(self, items: list[str], *, joined: bool, quoted: bool) -> list[Segment]:
        if joined and quoted:
            return [(self.separator(first_of_ifs=True).join(items), QUOTED)]
        out: list[Segment] = []
        for number, item in enumerate(items):
            if number:
                out.append(("", BREAK))
            out.append((item, QUOTED if quoted else SPLIT))
        return out

    def separator(self, *, first_of_ifs: bool) -> str:
        """Return what joins the elements of ``$*``: the first character of IFS."""
        if not first_of_ifs:
            return " "
        ifs = self.variables.get("IFS")
        return " " if ifs is None else ifs[:1]

    def _slice_list(self, parameter: Parameter, items: list[str]) -> list[str]:
        offset, length = self._bounds(parameter)
        if parameter.name in ("@", "*"):
            items = [str(self.machine.state["name"]), *items]
        elif offset < 0:
            offset += len(items)
        elif not self.variables.is_associative(parameter.name):
            keys = [int(key) for key in self.variables.array(parameter.name)]
            offset = sum(key < offset for key in keys)
        if parameter.name in ("@", "*") and offset < 0:
            offset += len(items)
        if offset < 0:
            return []
        if length is not None and length < 0:
            raise ShellFault(f"{length}: substring expression < 0")
        return items[offset:] if length is None else items[offset : offset + length]

    def _bounds(self, parameter: Parameter) -> tuple[int, int | None]:
        texts = [self.expander.text(word) for word in parameter.arguments]
        offset = self.expander.evaluate(texts[0])
        return offset, self.expander.evaluate(texts[1]) if len(texts) > 1 else None

    # Operators

    def _operate(self, parameter: Parameter, value: str | None, *, quoted: bool) -> list[Segment]:
        op, kind = parameter.op, QUOTED if quoted else SPLIT
        if op[-1] in "-=?+" and op[0] != "@":
            return self._default(parameter, value, quoted=quoted)
        if op == "#len":
            return [(str(len(self._required(parameter, value))), kind)]
        if value is None:
            self._required(parameter, value)
            return [("", kind)]
        if op == ":":
            return [(self._slice(parameter, value), kind)]
        return [(self._transform(parameter, value), kind)]

    def _default(self, parameter: Parameter, value: str | None, *, quoted: bool) -> list[Segment]:
        op, word = parameter.op, parameter.arguments[0]
        missing = value is None or (op[0] == ":" and value == "")
        if op[-1] == "=":
            missing = self.machine.once(lambda: missing)
        if op[-1] == "+":
            return [("", QUOTED if quoted else SPLIT)] if missing else self._word(word, quoted=quoted)
        if not missing:
            return [(value or "", QUOTED if quoted else SPLIT)]
        if op[-1] == "-":
            return self._word(word, quoted=quoted)
        text = self.expander.text(word)
        if op[-1] == "?":
            default = "parameter null or not set" if op[0] == ":" else "parameter not set"
            raise ShellFault(f"{_shown(parameter)}: {text or default}", 127, fatal=True)
        self._assign(parameter, text)
        return [(text, QUOTED if quoted else SPLIT)]

    def _word(self, word: Word, *, quoted: bool) -> list[Segment]:
        segments = self.expander.segments(self.expander._with_tilde(word.parts))  # noqa: SLF001  (its other half)
        if quoted:
            return [(text, BREAK if kind == BREAK else QUOTED) for text, kind in segments] or [("", QUOTED)]
        return [(text, SPLIT if kind == 0 else kind) for text, kind in segments]

    def _assign(self, parameter: Parameter, text: str) -> None:
        if not re.fullmatch(r"[A-Za-z_]\w*", parameter.name):
            raise ShellFault(f"${parameter.name}: cannot assign in this way")
        if parameter.subscript is None:
            self.variables.set(parameter.name, text)
        else:
            self.variables.set_element(parameter.name, self.key(parameter.name, self._index_text(parameter)), text)

    def _slice(self, parameter: Parameter, value: str) -> str:
        offset, length = self._bounds(parameter)
        if offset < 0:
            offset += len(value)
        if offset < 0 or offset > len(value):
            return ""
        if length is None:
            return value[offset:]
        if length >= 0:
            return value[offset : offset + length]
        if len(value) + length < offset:
            raise ShellFault(f"{parameter.arguments[1].raw}: substring expression < 0")
        return value[offset : len(value) + length]

    def _transform(self, parameter: Parameter, value: str) -> str:
        op = parameter.op
        if op[0] in "#%":
            return _strip(value, self.expander.pattern(parameter.arguments[0]), op)
        if op[0] == "/":
            return self._replace(parameter, value)
        if op[0] in "^,":
            return self._change_case(op, parameter.arguments[0], value)
        return self._at(parameter, value)

    def _replace(self, parameter: Parameter, value: str) -> str:
        pattern = self.expander.pattern(parameter.arguments[0])
        text = self.expander.text(parameter.arguments[1]) if len(parameter.arguments) > 1 else ""
        if not pattern and parameter.op == "/":
            return value
        expression = patterns.compile_pattern(pattern)
        if parameter.op == "/#":
            found = expression.match(value)
            return text + value[found.end() :] if found else value
        if parameter.op == "/%":
            return _replace_end(value, expression, text)
        if not pattern:
            return value
        count = 0 if parameter.op == "//" else 1
        return expression.sub(lambda found: text if found.group() or not value else "", value, count=count)

    def _change_case(self, op: str, word: Word, value: str) -> str:
        pattern = self.expander.pattern(word) or "?"
        change = str.upper if op[0] == "^" else str.lower
        if len(op) == 1:
            return change(value[:1]) + value[1:] if patterns.matches(pattern, value[:1]) else value
        return "".join(change(char) if patterns.matches(pattern, char) else char for char in value)

    def _at(self, parameter: Parameter, value: str) -> str:
        letter = parameter.op[1:]
        simple = {"U": value.upper(), "L": value.lower(), "u": value[:1].upper() + value[1:], "Q": quote_value(value)}
        if letter in simple:
            return simple[letter]
        if letter == "a":
            return self.variables.attributes.get(parameter.name, "")
        if letter == "A":
            attributes = self.variables.attributes.get(parameter.name, "")
            prefix = f"declare -{attributes} " if attributes else ""
            return f"{prefix}{parameter.name}={quote_value(value)}"
        if letter == "E":
            from sandbox.sim.shell.ansi_c import interpret  # noqa: PLC0415  (needed by this rare operator alone)

            return interpret(value)[0].decode(errors="replace")
        raise ShellFault(f"{parameter.raw}: bad substitution")


def _shown(parameter: Parameter) -> str:
    return parameter.name if parameter.subscript is None else f"{parameter.name}[{parameter.subscript.raw}]"


def _strip(value: str, pattern: str, op: str) -> str:
    longest = len(op) == 2  # noqa: PLR2004  (## and %%)
    expression = patterns.compile_pattern(pattern)
    size = len(value)
    if op[0] == "#":
        ends = range(size, -1, -1) if longest else range(size + 1)
        return next((value[end:] for end in ends if expression.fullmatch(value, 0, end)), value)
    starts = range(size + 1) if longest else range(size, -1, -1)
    return next((value[:start] for start in starts if expression.fullmatch(value, start)), value)


def _replace_end(value: str, expression: re.Pattern[str], text: str) -> str:
    for start in range(len(value) + 1):
        if expression.fullmatch(value, start):
            return value[:start] + text
    return value
