"""``test``, ``[`` and ``[[``.

Models test.c and execute_cmd.c: execute_cond_node of bash 5.2. Not modelled: ``-S``, ``-N``, ``-k``, ``-g``, ``-u`` of
sockets and special bits beyond what the file system keeps.
"""

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import EXECUTE, READ, WRITE
from sandbox.sim.kernel.filesystem import Inode
from sandbox.sim.shell import patterns
from sandbox.sim.shell.faults import ShellFault
from sandbox.sim.shell.syntax import Part, ShellSyntaxError, Word
from sandbox.sim.shell.words import WordReader

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

NUMBER = re.compile(r"\s*[-+]?\d+\s*")
COMPARISONS = {"-eq": "==", "-ne": "!=", "-lt": "<", "-le": "<=", "-gt": ">", "-ge": ">="}
FILE_KINDS = {"-f": "file", "-d": "dir", "-p": "fifo", "-S": "socket", "-c": "device", "-b": "block"}
FILE_TESTS = frozenset("-abcdefghkLprsuwxGNOS")


def evaluate(machine: "Machine", node: tuple[Any, ...]) -> int:
    """Return the status of a ``[[ … ]]``: 0 true, 1 false, 2 where it makes no sense."""
    kind = node[0]
    if kind == "not":
        return int(evaluate(machine, node[1]) == 0)
    if kind == "and":
        left = evaluate(machine, node[1])
        return left or evaluate(machine, node[2])
    if kind == "or":
        left = evaluate(machine, node[1])
        return evaluate(machine, node[2]) if left else 0
    if kind == "unary":
        return int(not unary(machine, node[1], machine.expander.text(node[2])))
    return _binary(machine, node[1], node[2], node[3])


def _binary(machine: "Machine", operator: str, left_word: Word, right_word: Word) -> int:
    left = machine.expander.text(left_word)
    if operator in ("=", "==", "!="):
        pattern = machine.expander.pattern(right_word)
        if "nocasematch" in machine.state["shopt"]:
            left, pattern = left.lower(), pattern.lower()
        return int(patterns.matches(pattern, left) == (operator == "!="))
    if operator == "=~":
        return _match_regex(machine, left, machine.expander.regex(right_word))
    right = machine.expander.text(right_word)
    if operator in COMPARISONS:
        try:
            values = machine.expander.evaluate(left or "0"), machine.expander.evaluate(right or "0")
        except ShellFault as fault:
            machine.complain(f"[[: {fault}")
            return 1
        return int(not compare(operator, *values))
    return int(not binary(machine, operator, left, right))


def _match_regex(machine: "Machine", text: str, regex: str) -> int:
    compiled = compile_regex(regex)
    if compiled is None:
        return 2
    found = compiled.search(text)
    groups = {} if found is None else {str(number): found.group(number) or "" for number in range(compiled.groups + 1)}
    machine.variables.values["BASH_REMATCH"] = groups
    return int(found is None)


@lru_cache(maxsize=512)
def compile_regex(regex: str) -> re.Pattern[str] | None:
    """Return a POSIX extended regular expression compiled, or None where it is not one."""
    for name, characters in patterns.CLASSES.items():
        regex = regex.replace(f"[:{name}:]", characters)
    try:
        # Python may one day read `[[` inside brackets in another way; POSIX reads it as it does now.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            return re.compile(regex, re.DOTALL)
    except (re.error, RecursionError, OverflowError):
        return None


def compare(operator: str, left: int, right: int) -> bool:
    """Return ``left -lt right`` and its like."""
    results = {"-eq": left == right, "-ne": left != right, "-lt": left < right, "-le": left <= right}
    results |= {"-gt": left > right, "-ge": left >= right}
    return results[operator]


def unary(machine: "Machine", operator: str, text: str) -> bool:
    """Return whether ``-f text`` and its like hold."""
    if operator in ("-n", "-z"):
        return bool(text) == (operator == "-n")
    if operator == "-v":
        return _is_set(machine, text)
    if operator == "-o":
        return text in ("errexit", "nounset", "xtrace", "noglob") and machine.option(
            {"errexit": "e", "nounset": "u", "xtrace": "x", "noglob": "f"}[text]
        )
    if operator == "-t":
        fds = machine.process.fds
        number = int(text[:9]) if text.isdecimal() else -1
        return number in fds and machine.system.table.streams.streams[fds[number]].kind == "terminal"
    if operator == "-R":
        return machine.variables.has(text, "n")
    return _file_test(machine, operator, text)


def _is_set(machine: "Machine", text: str) -> bool:
    found = re.fullmatch(r"(\w+)\[(.+)\]", text)
    if found:
        array = machine.variables.array(found.group(1))
        return bool(array) if found.group(2) in "@*" else machine.expander.parameters.key(*found.groups()) in array
    return machine.expander.parameters.plain(text) is not None


def _file_test(machine: "Machine", operator: str, path: str) -> bool:
    files = machine.files
    if path.startswith("/dev/fd/") and path[8:].isdecimal():
        return int(path[8:]) in machine.process.fds and operator in ("-e", "-r", "-p")
    try:
        inode = files.stat(path, follow=operator not in ("-L", "-h"))
    except KernelError:
        return False
    if operator in FILE_KINDS:
        return inode.kind == FILE_KINDS[operator]
    if operator in ("-L", "-h"):
        return inode.kind == "link"
    if operator in ("-r", "-w", "-x"):
        return files.allows(inode, {"-r": READ, "-w": WRITE, "-x": EXECUTE}[operator])
    return _property(machine, operator, inode)


def _property(machine: "Machine", operator: str, inode: Inode) -> bool:
    if operator == "-s":
        return inode.size > 0
    bits = {"-u": 0o4000, "-g": 0o2000, "-k": 0o1000}
    if operator in bits:
        return bool(inode.mode & bits[operator])
    if operator == "-O":
        return inode.uid == machine.process.uid
    if operator == "-G":
        return inode.gid == machine.process.gid
    return operator in ("-e", "-a")


def binary(machine: "Machine", operator: str, left: str, right: str) -> bool:
    """Return whether two texts or files are so related; numbers are the business of ``compare()``."""
    if operator in ("=", "=="):
        return left == right
    if operator == "!=":
        return left != right
    if operator in ("<", ">"):
        return left < right if operator == "<" else left > right
    return _compare_files(machine, operator, left, right)


def _compare_files(machine: "Machine", operator: str, left: str, right: str) -> bool:
    times = []
    places = []
    for path in (left, right):
        try:
            place = machine.files.mounts.resolve(path, machine.process.cwd)
            times.append(place.inode.mtime)
            places.append((place.mount.disk, place.number))
        except KernelError:
            times.append(-1)
            places.append(("", -1))
    if operator == "-ef":
        return places[0] == places[1] and places[0][1] >= 0
    return times[0] > times[1] if operator == "-nt" else times[0] < times[1]


@lru_cache(maxsize=1024)
def arithmetic_parts(text: str) -> tuple[Part, ...]:
    """Return the expansions inside ``((…))``."""
    from sandbox.sim.shell.parser import Parser  # noqa: PLC0415  (only expressions with expansions need the parser)

    parser = Parser(text)
    try:
        return WordReader(text.replace('"', ""), parser.lexer.reader.find_end, lambda _: 1).read_body()
    except ShellSyntaxError:
        raise ShellFault(f"bad substitution: no closing `}}' in {text}") from None
