"""What an awk program remembers and what its expressions are worth.

Models mawk 1.3.4.
"""

import math
import re
from typing import Any

from sandbox.sim.kernel.errors import BudgetExceeded
from sandbox.sim.shell.coreutils.awk_channels import Channels
from sandbox.sim.shell.coreutils.awk_functions import FUNCTIONS, LEAST
from sandbox.sim.shell.coreutils.awk_values import (
    Numeric,
    from_input,
    is_true,
    looks_numeric,
    number_text,
    to_number,
    to_text,
)
from sandbox.sim.shell.coreutils.awk_words import Node
from sandbox.sim.shell.coreutils.regexes import BadRegex, compile_regex
from sandbox.sim.shell.coreutils.tool import Call, Failure
from sandbox.sim.shell.printf import format_all

MAX_STEPS = 300_000
MAX_CALLS = 60


class Jump(Exception):  # noqa: N818  (break, continue, next, exit, return)
    """Control goes elsewhere."""

    def __init__(self, kind: str, value: Any = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.value = value


class Evaluator:
    """Variables, records and expressions; ``Machine`` adds statements."""

    def __init__(self, call: Call, rules: list[Node], functions: dict[str, Node]) -> None:
        self.call: Call = call
        self.rules = rules
        self.functions = functions
        self.globals: dict[str, Any] = {
            "FS": " ",
            "OFS": " ",
            "ORS": "\n",
            "RS": "\n",
            "NR": 0.0,
            "FNR": 0.0,
            "NF": 0.0,
            "SUBSEP": "\x1c",
            "CONVFMT": "%.6g",
            "OFMT": "%.6g",
            "FILENAME": "",
            "RSTART": 0.0,
            "RLENGTH": -1.0,
        }
        self.locals: list[dict[str, Any]] = []
        self.record = ""
        self.fields: list[Any] = []
        self.split_done = True
        self.steps = 0
        self.ranges: set[int] = set()
        self.records: list[str] = []
        self.channels = Channels(call, self._split_records)
        self.links: list[dict[str, tuple[dict[str, Any], str]]] = []
        """By call, which parameters stand for a variable of the caller that has no value yet."""
        self.seed = 0.0

    # Variables

    def scope(self, name: str) -> dict[str, Any]:
        """Return where a variable lives."""
        return self.locals[-1] if self.locals and name in self.locals[-1] else self.globals

    def get(self, name: str) -> Any:
        """Return a variable's value, ``Numeric("")`` where it was never set."""
        if name == "NF":
            self.need_fields()
        return self.scope(name).get(name, Numeric(""))

    def set(self, name: str, value: Any) -> None:
        """Set a variable; setting NF changes the record."""
        self.scope(name)[name] = value
        if name == "NF" and not isinstance(value, dict):
            self.need_fields(keep=True)
            count = int(to_number(value))
            self.fields = (self.fields + [""] * count)[:count]
            self.join_record()

    def set_input(self, name: str, text: str) -> None:
        """Set a variable to a text from outside, which may count as a number."""
        self.set(name, from_input(text))

    def array(self, name: str) -> dict[str, Any]:
        """Return an array, made where there is none."""
        scope = self.scope(name)
        held = scope.get(name)
        if not isinstance(held, dict):
            if held not in (None, "") and not isinstance(held, Numeric):
                raise Failure(f"type error in {name}: scalar used as array", 2)
            held = scope[name] = {}
            if self.locals and name in self.links[-1]:
                # The caller's variable, which had no value, is this very array from now on.
                outer, known_as = self.links[-1][name]
                outer[known_as] = held
        return held

    # Records and fields

    def set_record(self, text: str) -> None:
        """Make a text the present record."""
        self.record = text
        self.split_done = False

    def need_fields(self, *, keep: bool = False) -> None:
        """Split the record, if that was not done."""
        if self.split_done:
            return
        self.split_done = True
        self.fields = [from_input(piece) for piece in self.split(self.record, to_text(self.globals["FS"], "%.6g"))]
        if not keep:
            self.globals["NF"] = float(len(self.fields))

    def split(self, text: str, separator: str) -> list[str]:
        """Split a text as fields are."""
        if separator == " ":
            return text.split()
        if not text:
            return []
        if self.globals["RS"] == "" and len(separator) == 1:
            return re.split(f"{re.escape(separator)}|\n", text)
        if len(separator) == 1 and separator not in "\\|.*+?^$()[]{}":
            return text.split(separator)
        if len(separator) == 1 and separator != "\\":
            return text.split(separator)
        return self.regex(separator).split(text) if separator else list(text)

    def join_record(self) -> None:
        """Make the record anew from its fields."""
        joint = self.text(self.globals["OFS"])
        self.record = joint.join(self.text(field) for field in self.fields)
        self.split_done = True

    def field(self, number: int) -> Any:
        """Return ``$number``."""
        if number == 0:
            return from_input(self.record)
        if number < 0:
            raise Failure(f"negative field index ${number}", 2)
        self.need_fields()
        return self.fields[number - 1] if number <= len(self.fields) else Numeric("")

    def set_field(self, number: int, value: Any) -> None:
        """Set ``$number``."""
        if number == 0:
            self.set_record(self.text(value))
            return
        if not 0 < number <= MAX_STEPS:
            raise Failure(f"field index out of range: ${number}", 2)
        self.need_fields()
        self.fields += [""] * (number - len(self.fields))
        self.fields[number - 1] = value
        self.globals["NF"] = float(len(self.fields))
        self.join_record()

    # Values

    def text(self, value: Any) -> str:
        """Return a value as text."""
        return to_text(value, self.globals["CONVFMT"])

    def regex(self, text: str) -> re.Pattern[str]:
        """Return an expression compiled. Raises Failure."""
        try:
            return compile_regex(text, extended=True)
        except BadRegex as error:
            raise Failure(f"regular expression compile failed ({error})\n{text}", 2) from None

    def pattern(self, node: Node) -> re.Pattern[str]:
        """Return a node as an expression: a regular one as it is, else its text."""
        return self.regex(node[1] if node[0] == "regex" else self.text(self.value(node)))

    # Expressions

    def key(self, nodes: tuple[Node, ...]) -> str:
        """Return the subscript that expressions make."""
        return self.text(self.globals["SUBSEP"]).join(self.text(self.value(node)) for node in nodes)

    def value(self, node: Node) -> Any:
        """Return an expression's value."""
        return getattr(self, f"_on_{node[0]}")(node)

    def _on_number(self, node: Node) -> Any:
        return node[1]

    _on_string = _on_number

    def _on_regex(self, node: Node) -> float:
        return float(self.regex(node[1]).search(self.record) is not None)

    def _on_name(self, node: Node) -> Any:
        return self.get(node[1])

    def _on_paren(self, node: Node) -> Any:
        return self.value(node[1])

    def _on_group(self, node: Node) -> str:
        return self.key(node[1])

    def _on_field(self, node: Node) -> Any:
        return self.field(int(to_number(self.value(node[1]))))

    def _on_element(self, node: Node) -> Any:
        return self.array(node[1]).setdefault(self.key(node[2]), Numeric(""))

    def _on_in(self, node: Node) -> float:
        return float(self.key(node[1]) in self.array(node[2]))

    def _on_ternary(self, node: Node) -> Any:
        return self.value(node[2] if self._holds(node[1]) else node[3])

    def _on_and(self, node: Node) -> float:
        return float(self._holds(node[1]) and self._holds(node[2]))

    def _on_or(self, node: Node) -> float:
        return float(self._holds(node[1]) or self._holds(node[2]))

    def _on_match(self, node: Node) -> float:
        found = self.pattern(node[3]).search(self.text(self.value(node[2])))
        return float((found is not None) != node[1])

    def _on_concatenate(self, node: Node) -> str:
        left = self.text(self.value(node[1]))
        return left + self.text(self.value(node[2]))

    def _on_compare(self, node: Node) -> float:
        left, right = self.value(node[2]), self.value(node[3])
        if looks_numeric(left) and looks_numeric(right):
            first, second = to_number(left), to_number(right)
        else:
            first, second = self.text(left), self.text(right)  # type: ignore[assignment]
        order = (first > second) - (first < second)
        return float(
            {"<": order < 0, "<=": order <= 0, "==": order == 0, "!=": order != 0, ">": order > 0, ">=": order >= 0}[
                node[1]
            ]
        )

    def _on_binary(self, node: Node) -> float:
        return self.compute(node[1], to_number(self.value(node[2])), to_number(self.value(node[3])))

    def compute(self, operator: str, left: float, right: float) -> float:
        """Return ``left operator right``. Raises Failure for a division by zero."""
        if operator in "/%":
            if right == 0:
                raise Failure("division by zero" if operator == "/" else "division by zero in %", 2)
            return left / right if operator == "/" else math.fmod(left, right)
        try:
            if operator == "^":
                return float(left**right)
            return left + right if operator == "+" else left - right if operator == "-" else left * right
        except (OverflowError, TypeError, ZeroDivisionError):
            return math.inf

    def _on_unary(self, node: Node) -> float:
        value = self.value(node[2])
        if node[1] == "!":
            return float(not is_true(value))
        return -to_number(value) if node[1] == "-" else to_number(value)

    def _on_assign(self, node: Node) -> Any:
        _, operator, target, expression = node
        value = self.value(expression)
        if operator:
            value = self.compute(operator, to_number(self.value(target)), to_number(value))
        return self.assign(target, value)

    def assign(self, target: Node, value: Any) -> Any:
        """Set a variable, a field or an element."""
        if target[0] == "name":
            self.set(target[1], value)
        elif target[0] == "field":
            self.set_field(int(to_number(self.value(target[1]))), value)
        else:
            self.array(target[1])[self.key(target[2])] = value
        return value

    def _on_step(self, node: Node) -> float:
        _, operator, target, before = node
        old = to_number(self.value(target))
        new = old + (1 if operator == "++" else -1)
        self.assign(target, new)
        return new if before else old

    def _on_getline(self, node: Node) -> float:
        _, target, source, *piped = node
        lines: list[str] | None = self.records
        if source is not None:
            name = self.text(self.value(source))
            lines = self.channels.lines_of_command(name) if piped else self.channels.lines_of_file(name)
        if not lines:
            return -1.0 if lines is None else 0.0
        line = lines.pop()
        if source is None or piped:
            self.globals["NR"] += 1.0
        if source is None:
            self.globals["FNR"] += 1.0
        if target is None:
            self.set_record(line)
        else:
            self.assign(target, from_input(line))
        return 1.0

    def _on_call(self, node: Node) -> Any:
        _, name, arguments = node
        if name in self.functions:
            return self._call(name, arguments or ())
        if name not in FUNCTIONS:
            raise Failure(f"function {name} never defined", 2)
        if len(arguments or ()) < LEAST.get(name, 0):
            raise Failure(f"not enough arguments in call to {name}", 2)
        return FUNCTIONS[name](self, arguments)

    def _call(self, name: str, arguments: tuple[Node, ...]) -> Any:
        names, body = self.functions[name]
        if len(self.locals) >= MAX_CALLS:
            raise BudgetExceeded("awk calls", MAX_CALLS)
        scope: dict[str, Any] = {}
        links: dict[str, tuple[dict[str, Any], str]] = {}
        for number, parameter in enumerate(names):
            if number >= len(arguments):
                scope[parameter] = Numeric("")
                continue
            node = arguments[number]
            if node[0] == "name" and self.scope(node[1]).get(node[1]) is None:
                links[parameter] = (self.scope(node[1]), node[1])
            held = self.scope(node[1]).get(node[1]) if node[0] == "name" else None
            if node[0] == "name" and (held is None or isinstance(held, dict)):
                scope[parameter] = held if isinstance(held, dict) else Numeric("")
            else:
                scope[parameter] = self.value(node)
        self.locals.append(scope)
        self.links.append(links)
        try:
            self.block(body)
        except Jump as jump:
            if jump.kind != "return":
                raise
            return Numeric("") if jump.value is None else jump.value
        finally:
            self.locals.pop()
            self.links.pop()
        return Numeric("")

    def _split_records(self, text: str) -> list[str]:
        separator = self.text(self.globals["RS"])
        if separator == "":
            return [part for part in re.split(r"\n\n+", text.strip("\n")) if part]
        rows = text.split(separator) if len(separator) == 1 else self.regex(separator).split(text)
        if rows and rows[-1] in ("", "\n") and len(rows) >= 1:
            rows.pop()
        return rows

    def _holds(self, node: Node) -> bool:
        return is_true(self.value(node))

    def format(self, values: list[Any]) -> str:
        """Return ``sprintf`` of the values."""
        if not values:
            return ""
        texts = [number_text(value) if isinstance(value, float) else str(value) for value in values[1:]]
        form = self.text(values[0]).replace("\\", "\\\\")
        kinds = re.findall(r"%[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?([a-zA-Z%])", form)
        place = 0
        for kind in kinds:
            if kind == "%" or place >= len(texts):
                continue
            if kind in "diouxX":
                texts[place] = (
                    str(int(to_number(values[1 + place]))) if math.isfinite(to_number(values[1 + place])) else "0"
                )
            elif kind in "eEfFgG":
                texts[place] = repr(to_number(values[1 + place]))
            elif kind == "c" and isinstance(values[1 + place], float):
                texts[place] = chr(int(values[1 + place]) % 0x110000)
            place += 1
        formatted = format_all(form, texts[:place], now=0)
        return formatted.data.decode(errors="surrogateescape")

    def block(self, rows: tuple[Node, ...]) -> None:
        """Run statements; only the machine knows how."""
        raise NotImplementedError
