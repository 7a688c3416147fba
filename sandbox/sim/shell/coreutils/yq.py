"""yq: YAML asked and changed with expressions.

Models yq 4.44 (mikefarah) for what its language shares with jq's, which runs it. Not modelled: comments (they are lost,
and a warning says so), anchors, ireduce, eval-all, styles, XML, CSV and properties.
"""

import re
from typing import Any

import yaml

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.jq_evaluator import Evaluator, check
from sandbox.sim.shell.coreutils.jq_lexer import CompileError
from sandbox.sim.shell.coreutils.jq_parser import NotModelledError, parse_jq
from sandbox.sim.shell.coreutils.jq_values import JqError, dump
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

VERSION = "yq (https://github.com/mikefarah/yq/) version v4.44.6"
OTHER = (
    "s/split-exp= f/front-matter= /xml-attribute-prefix= /csv-separator= /header-preprocess v/verbose /tojson "
    "/string-interpolation"
)
SPEC = (
    "i/inplace o/output-format= p/input-format= P/prettyPrint r/unwrapScalar? n/null-input N/no-doc e/exit-status "
    "I/indent= M/no-colors C/colors j V/version"
)
FORMATS = {"yaml": "yaml", "y": "yaml", "json": "json", "j": "json", "auto": "yaml", "a": "yaml"}
MAX_ALIASES = 1000
TEXT = "tag:yaml.org,2002:str"
COMMENT = re.compile(r"(^|\s)#")
STRENV = re.compile(r"\b(strenv|env)\((\w+)\)")
NO_LENGTH = re.compile(r"\b(ireduce|eval|load|load_str|style|tag|anchor|alias|line|lineComment|headComment|explode)\b")


class Dumper(yaml.SafeDumper):
    """Writes YAML as yq does: lists indented, no aliases, strings quoted only where they must be."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002  (PyYAML's own)
        """Indent lists inside maps."""
        super().increase_indent(flow, False)  # noqa: FBT003  (PyYAML's own)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  (PyYAML's own)
        """Write everything out."""
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    resolved = dumper.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]  # PyYAML's own.
    style = "|" if "\n" in value else None if resolved == TEXT else '"'
    return dumper.represent_scalar(TEXT, value, style=style)


def _number(dumper: yaml.SafeDumper, value: float) -> yaml.ScalarNode:
    if value == int(value) and abs(value) < 1e17:  # noqa: PLR2004  (where jq's numbers begin to be shown with exponents)
        return dumper.represent_scalar("tag:yaml.org,2002:int", str(int(value)))
    return dumper.represent_scalar("tag:yaml.org,2002:float", repr(value))


Dumper.add_representer(str, _text)
Dumper.add_representer(float, _number)


def run(call: Call) -> int:
    """``yq``."""
    options = parse(call, SPEC, OTHER)
    if "V" in options:
        call.line(VERSION)
        return 0
    words = list(options.operands)
    if words[:1] in (["eval"], ["e"]):
        words.pop(0)
    elif words[:1] in (["eval-all"], ["ea"], ["shell-completion"]):
        raise Failure(f"not modelled in this sandbox: yq {words[0]}")
    given = "n" in options
    expression, names = _split(call, words, given=given)
    try:
        return _run(call, options, expression, names)
    except NotModelledError as error:
        raise Failure(f"not modelled in this sandbox: {error}") from None
    except CompileError as error:
        call.warn(f"Error: 1:1: {error}\n")
        return 1
    except JqError as error:
        call.warn(f"Error: {error.value if isinstance(error.value, str) else dump(error.value)}\n")
        return 1


def _split(call: Call, words: list[str], *, given: bool) -> tuple[str, list[str]]:
    """Return the expression and the files; a single word that is a file is one."""
    if not words:
        return ".", []
    if len(words) == 1 and not given and (call.files.kind(words[0]) == "file" or words[0] == "-"):
        return ".", words
    return words[0], words[1:]


def _documents(call: Call, name: str) -> list[Any]:
    text = call.read(name).decode(errors="replace")
    if text.count("*") > MAX_ALIASES:
        raise Failure(f"not modelled in this sandbox: more than {MAX_ALIASES} aliases")
    try:
        return [_plain(value) for value in yaml.load_all(text, Loader=yaml.SafeLoader)]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark else ""
        call.warn(f"Error: bad file '{name}': yaml: {line}{getattr(error, 'problem', error)}\n")
        raise Failure("", 1) from None


def _plain(value: Any) -> Any:
    """Return a value as jq's evaluator wants it: numbers are floats, keys and dates are texts."""
    if isinstance(value, dict):
        return {
            str(key) if not isinstance(key, bool) else str(key).lower(): _plain(held) for key, held in value.items()
        }
    if isinstance(value, list):
        return [_plain(held) for held in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value if value is None or isinstance(value, (bool, float, str)) else str(value)


def _program(expression: str) -> Any:
    odd = NO_LENGTH.search(re.sub(r'"[^"]*"', "", expression))
    if odd:
        raise NotModelledError(odd[1])
    text = STRENV.sub(lambda found: f"$ENV.{found[2]}", expression)
    return parse_jq(text.replace("documentIndex", "0"))


def _run(call: Call, options: Options, expression: str, names: list[str]) -> int:
    tree = _program(expression)
    evaluator = Evaluator(iter(()), dict(call.process.env), call.now / SECOND)
    scope = evaluator.scope({})
    check(tree, scope)
    form = FORMATS.get(options.get("o").lstrip("=") or ("json" if "j" in options else "yaml"))
    if form is None or FORMATS.get(options.get("p").lstrip("=") or "yaml") is None:
        raise Failure(f"not modelled in this sandbox: the format {options.get('o') or options.get('p')}")
    status = 0
    for name in [""] if "n" in options else names or ["-"]:
        try:
            documents = [None] if not name else _documents(call, name)
        except KernelError as error:
            call.warn(f"Error: open {name}: {str(error).lower()}\n")
            return 1
        results = [value for document in documents for value in evaluator.values(tree, scope, document)]
        if "e" in options and not any(value not in (None, False) for value in results):
            call.warn("Error: no matches found\n")
            status = 1
        text = _shown(options, results, form)
        if "i" in options and name not in ("", "-"):
            if COMMENT.search(call.files.read_text(name)):
                call.warn("yq: not modelled in this sandbox: comments; they are lost\n")
            call.files.write(name, text)
        else:
            call.out(text)
    return status


def _shown(options: Options, results: list[Any], form: str) -> str:
    wanted = options.get("I", "2").lstrip("=")
    indent = int(wanted) if wanted.isdecimal() and len(wanted) == 1 else 2
    if form == "json":
        return "".join(dump(value, indent=" " * indent) + "\n" for value in results)
    pieces = [_yaml(value, indent) for value in results]
    compound = any(isinstance(value, (dict, list)) for value in results)
    return ("---\n" if compound and "N" not in options else "").join(pieces)


def _yaml(value: Any, indent: int) -> str:
    if isinstance(value, str):
        return value + ("" if value.endswith("\n") else "\n")
    if not isinstance(value, (dict, list)):
        return dump(value) + "\n"
    if not value:
        return "{}\n" if isinstance(value, dict) else "[]\n"
    return str(
        yaml.dump(value, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=10**9, indent=indent)
    ).replace("\n\n\n", "\n\n")
