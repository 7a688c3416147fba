"""bc: a calculator of any precision.

Models bc 1.07 for expressions, variables, ``scale``, ``sqrt`` and the functions of ``-l``. Not modelled: functions
of one's own, loops, conditions, arrays, other bases than ten on input.
"""

import re
from decimal import ROUND_DOWN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

from sandbox.sim.shell.coreutils.options import parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

TOKEN = re.compile(
    r"\s*(?:(\d*\.\d+|\d+\.?)|([a-z][a-z0-9_]*)|(\"[^\"]*\")|(\+\+|--|[-+*/%^]=|[<>=!]=|&&|\|\||[-+*/%^()<>=!;]))"
)
STATEMENTS = ("if", "while", "for", "define", "auto", "break", "return", "read")
PRECISION = 1200
LARGEST_POWER = 4000
DEEPEST = 150


class _SyntaxError(Exception):
    """The line is no expression."""


class _RuntimeError(Exception):
    """The line cannot be computed."""


def run(call: Call) -> int:
    """``bc``."""
    options = parse(call, "l/mathlib q/quiet s/standard w/warn", "i/interactive v/version")
    names = [*options.operands, "-"]
    text = "".join(data.decode(errors="replace") for _, data in call.inputs(names))
    machine = _Calculator(library="l" in options)
    text = re.sub(r"/\*.*?\*/|#[^\n]*", " ", text, flags=re.DOTALL).replace("\\\n", "")
    for number, line in enumerate(text.split("\n"), 1):
        try:
            machine.line(call, line)
        except _SyntaxError:
            # What ends too early is noticed on the line behind.
            at = number + (machine.at >= len(machine.tokens))
            call.warn(f"(standard_in) {at}: syntax error\n")
        except _RuntimeError as error:
            call.warn(f"Runtime error (func=(main), adr=3): {error}\n")
        if machine.ended:
            break
    return 0


class _Calculator:
    def __init__(self, *, library: bool) -> None:
        self.names: dict[str, Decimal] = {"scale": Decimal(20 if library else 0), "last": Decimal(0)}
        self.base = 10
        self.library = library
        self.ended = False
        self.tokens: list[str] = []
        self.at = 0
        self.depth = 0
        self.quiet = False

    @property
    def scale(self) -> int:
        return int(self.names["scale"])

    # Lines

    def line(self, call: Call, text: str) -> None:
        with localcontext(Context(prec=PRECISION, rounding=ROUND_DOWN)):
            for part in _parts(text):
                self._part(call, part)

    def _part(self, call: Call, text: str) -> None:
        self.tokens, self.at = _tokens(text), 0
        if not self.tokens:
            return
        first = self.tokens[0]
        if first in STATEMENTS:
            raise Failure(f"not modelled in this sandbox: {first}")
        if first in ("quit", "halt"):
            self.ended = True
            return
        if first == "print" or first.startswith('"'):
            self._print(call, first)
            return
        self.quiet = False
        value = self._expression()
        if self.at < len(self.tokens):
            raise _SyntaxError
        if not self.quiet:
            self.names["last"] = value
            call.line(self.shown(value))

    def _print(self, call: Call, first: str) -> None:
        self.at = int(first == "print")
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.startswith('"'):
                self.at += 1
                call.out(token[1:-1].replace("\\n", "\n").replace("\\t", "\t") if first == "print" else token[1:-1])
            else:
                call.out(self.shown(self._expression()))
            if self.at < len(self.tokens):
                raise Failure("not modelled in this sandbox: print of several things")

    def shown(self, value: Decimal) -> str:
        if self.base != 10:  # noqa: PLR2004  (ten needs no turning)
            return _in_base(int(value), self.base)
        text = f"{value:f}"
        sign, body = ("-", text[1:]) if text.startswith("-") else ("", text)
        body = body.removeprefix("0") if body.startswith("0.") else body
        if not body.strip("0."):
            return "0"
        rows = [(sign + body)[at : at + 68] for at in range(0, len(sign + body), 68)]
        return "\\\n".join(rows)

    # Expressions, from the loosest to the tightest

    def _next(self, *wanted: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at] in wanted:
            self.at += 1
            return self.tokens[self.at - 1]
        return ""

    def _expression(self) -> Decimal:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _SyntaxError
        value = self._or()
        self.depth -= 1
        return value

    def _or(self) -> Decimal:
        value = self._and()
        while self._next("||"):
            other = self._and()
            value = Decimal(int(bool(value) or bool(other)))
        return value

    def _and(self) -> Decimal:
        value = self._not()
        while self._next("&&"):
            other = self._not()
            value = Decimal(int(bool(value) and bool(other)))
        return value

    def _not(self) -> Decimal:
        if self._next("!"):
            return Decimal(int(not self._not()))
        return self._comparison()

    def _comparison(self) -> Decimal:
        value = self._sum()
        while sign := self._next("<", ">", "<=", ">=", "==", "!="):
            other = self._sum()
            truth = {
                "<": value < other, ">": value > other, "<=": value <= other, ">=": value >= other,
                "==": value == other, "!=": value != other,
            }[sign]  # fmt: skip
            value = Decimal(int(truth))
        return value

    def _sum(self) -> Decimal:
        value = self._product()
        while sign := self._next("+", "-"):
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> Decimal:
        value = self._power()
        while sign := self._next("*", "/", "%"):
            value = self.operate(sign, value, self._power())
        return value

    def _power(self) -> Decimal:
        negative = bool(self._next("-"))
        value = self._atom()
        if self._next("^"):
            value = self.operate("^", value, self._power())
        return -value if negative else value

    def operate(self, sign: str, left: Decimal, right: Decimal) -> Decimal:
        try:
            return self._operate(sign, left, right)
        except (InvalidOperation, Overflow, DivisionByZero):
            raise _RuntimeError("the number is too large") from None

    def _operate(self, sign: str, left: Decimal, right: Decimal) -> Decimal:
        if sign in ("+", "-"):
            return left + right if sign == "+" else left - right
        if sign == "*":
            most = max(self.scale, _scale(left), _scale(right))
            return _cut(left * right, min(_scale(left) + _scale(right), most))
        if sign == "^":
            return self._raise(left, right)
        if not right:
            raise _RuntimeError("Divide by zero" if sign == "/" else "Modulo by zero")
        quotient = _cut(left / right, self.scale)
        if sign == "/":
            return quotient
        return _cut(left - quotient * right, max(self.scale + _scale(right), _scale(left)))

    def _raise(self, left: Decimal, right: Decimal) -> Decimal:
        power = int(right)
        if abs(power) > LARGEST_POWER:
            raise Failure(f"not modelled in this sandbox: powers above {LARGEST_POWER}")
        if power < 0:
            return _cut(1 / left**-power, self.scale) if left else self._operate("/", left, Decimal(0))
        return _cut(left**power, min(_scale(left) * power, max(self.scale, _scale(left))))

    def _atom(self) -> Decimal:
        if self.at >= len(self.tokens):
            raise _SyntaxError
        word = self.tokens[self.at]
        self.at += 1
        if word == "(":
            value = self._expression()
            if not self._next(")"):
                raise _SyntaxError
            self.quiet = False
            return value
        if word == "-":
            return -self._atom()
        if word[0].isdigit() or word[0] == ".":
            return Decimal(word)
        if not word[0].isalpha():
            raise _SyntaxError
        return self._call(word) if self._next("(") else self._name(word)

    def _name(self, name: str) -> Decimal:
        sign = self._next("=", "+=", "-=", "*=", "/=", "%=", "^=")
        if not sign:
            return Decimal(self.base) if name == "obase" else self.names.get(name, Decimal(0))
        value = self._expression()
        if sign != "=":
            value = self.operate(sign[0], self.names.get(name, Decimal(0)), value)
        self._assign(name, value)
        self.quiet = True
        return value

    def _assign(self, name: str, value: Decimal) -> None:
        if name == "ibase" and value != 10:  # noqa: PLR2004  (the base that is there)
            raise Failure("not modelled in this sandbox: ibase")
        if name == "obase":
            if not 2 <= value <= 16:  # noqa: PLR2004  (bases that have digits of their own)
                raise Failure(f"not modelled in this sandbox: obase={value}")
            self.base = int(value)
        if name == "scale" and not 0 <= value <= 500:  # noqa: PLR2004  (enough for pi by the rule)
            raise Failure(f"not modelled in this sandbox: scale={value}")
        self.names[name] = value

    def _call(self, name: str) -> Decimal:
        value = self._expression()
        if not self._next(")"):
            raise _SyntaxError
        self.quiet = False
        if name == "sqrt":
            if value < 0:
                raise _RuntimeError("Square root of a negative number")
            return _cut(value.sqrt(), max(self.scale, _scale(value)))
        if name == "length":
            return Decimal(len(value.as_tuple().digits))
        if name == "scale":
            return Decimal(_scale(value))
        if self.library and name in ("e", "l"):
            if name == "l" and value <= 0:
                return Decimal(0)
            return _cut(value.exp() if name == "e" else value.ln(), self.scale)
        if self.library and name in ("s", "c", "a", "j"):
            return _cut(_series(name, value), self.scale)
        raise _RuntimeError(f"Function {name} not defined.")


def _series(name: str, value: Decimal) -> Decimal:
    """Return sine, cosine or arctangent."""
    if name == "j":
        raise Failure("not modelled in this sandbox: j()")
    if name == "a":
        return _arctangent(value)
    total = term = value if name == "s" else Decimal(1)
    step = 2 if name == "s" else 1
    while abs(term) > Decimal(10) ** -60:
        term = -term * value * value / (step * (step + 1))
        total += term
        step += 2
    return total


def _arctangent(value: Decimal) -> Decimal:
    halvings = 0
    with localcontext(Context(prec=120)):
        while abs(value) > Decimal("0.1"):
            value = value / (1 + (1 + value * value).sqrt())
            halvings += 1
        total, power, step = value, value, 1
        while abs(power) > Decimal(10) ** -100:
            power = -power * value * value
            step += 2
            total += power / step
        result: Decimal = total * 2**halvings
        return result


def _scale(value: Decimal) -> int:
    return max(-int(value.as_tuple().exponent), 0)


def _cut(value: Decimal, scale: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-scale), rounding=ROUND_DOWN)


def _in_base(value: int, base: int) -> str:
    digits, rest = "", abs(value)
    while rest:
        digits = "0123456789ABCDEF"[rest % base] + digits
        rest //= base
    return ("-" if value < 0 else "") + (digits or "0")


def _parts(text: str) -> list[str]:
    return re.findall(r'(?:"[^"]*"|[^;])+', text)


def _tokens(text: str) -> list[str]:
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None:
            raise _SyntaxError
        found.append(match[0].strip())
        at = match.end()
    return found
