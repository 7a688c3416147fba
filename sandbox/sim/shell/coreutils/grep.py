"""grep.

Models GNU grep 3.8. Not modelled: -P beyond what Python's expressions share with Perl's, binary files'
offsets.
"""

import re
from dataclasses import dataclass

from sandbox.sim.kernel.encoding import decode_bytes, encode_bytes
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.process import Again, Exit, Process, Step, Wait
from sandbox.sim.runtime.system import System
from sandbox.sim.shell.coreutils.colours import is_coloured
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.regexes import BadRegex, compile_regex
from sandbox.sim.shell.coreutils.tool import Call, Failure, Tool
from sandbox.sim.shell.patterns import matches

SPEC = (
    "E/extended-regexp F/fixed-strings G/basic-regexp P/perl-regexp e/regexp= f/file= i/ignore-case y "
    "v/invert-match w/word-regexp "
    "x/line-regexp c/count l/files-with-matches L/files-without-match n/line-number o/only-matching "
    "q/quiet /silent s/no-messages "
    "H/with-filename h/no-filename r/recursive R/dereference-recursive A/after-context= B/before-context= "
    "C/context= m/max-count= "
    "a/text /include= /exclude= /exclude-dir= /color? /colour? /line-buffered U /label="
)
NAME, SEPARATOR, NUMBER, MATCH = "35", "36", "32", "01;31"
"""Colours, by their code."""
UNMODELLED = "b/byte-offset I z/null-data Z/null T/initial-tab D/devices= d/directories= /binary-files= u"


@dataclass(slots=True)
class Search:
    """What is looked for and how it is shown."""

    expression: re.Pattern[str]
    options: Options
    after: int
    before: int
    limit: int
    named: bool
    coloured: bool = False
    spoke: bool = False
    """Whether a file before this one had lines to show."""


def prepare(call: Call) -> tuple[Search, list[str]]:
    """Read the options; return the search and the file names. Raises Failure."""
    call.args = [f"-C{word[1:]}" if re.fullmatch(r"-\d+", word) else word for word in call.args]
    options = parse(call, SPEC, UNMODELLED, status=2)
    operands = list(options.operands)
    texts = [line for value in options.all("e") for line in value.split("\n")]
    for name in options.all("f"):
        try:
            texts += call.read(name).decode(errors="replace").splitlines()
        except KernelError as error:
            raise Failure(f"{name}: {error}", 2) from None
    if not texts and "e" not in options and "f" not in options:
        if not operands:
            call.written.append(
                (
                    2,
                    (
                        f"Usage: {call.name} [OPTION]... PATTERNS [FILE]...\n"
                        f"Try '{call.name} --help' for more information.\n"
                    ).encode(),
                )
            )
            raise Failure("", 2)
        texts = operands.pop(0).split("\n")
    recursive = "r" in options or "R" in options
    names = operands or (["."] if recursive else ["-"])
    named = ("H" in options or len(names) > 1 or (recursive and "h" not in options)) and "h" not in options
    both = options.get("C", "0")
    numbers = [options.get("A", both), options.get("B", both), options.get("m", "-1")]
    wrong = next((number for number in numbers if not re.fullmatch(r"-?[0-9]+", number)), None)
    if wrong is not None:
        raise Failure(f"{wrong}: invalid context length argument", 2)
    after, before, limit = map(int, numbers)
    coloured = is_coloured(call, options)
    return Search(_expression(call, texts, options), options, after, before, limit, named, coloured), names


def _expression(call: Call, texts: list[str], options: Options) -> re.Pattern[str]:
    fixed = "F" in options or call.name == "fgrep"
    extended = "E" in options or call.name == "egrep"
    ignore = "i" in options or "y" in options
    pieces = []
    for text in texts:
        if fixed:
            piece = re.escape(text)
        elif "P" in options:
            piece = text
        else:
            try:
                piece = compile_regex(text, extended=extended, ignore_case=ignore).pattern
            except BadRegex as error:
                raise Failure(str(error), 2) from None
        if "x" in options:
            piece = rf"^(?:{piece})\Z"
        elif "w" in options:
            piece = rf"(?<!\w)(?:{piece})(?!\w)"
        pieces.append(piece)
    try:
        return re.compile(
            "|".join(f"(?:{piece})" for piece in pieces) if len(pieces) != 1 else pieces[0],
            re.IGNORECASE if ignore else 0,
        )
    except re.error as error:
        raise Failure(f"{error}", 2) from None


class Scanner:
    """Goes through the lines of one input. Its ``memory`` is JSON-able, so that a stream may stop between lines."""

    def __init__(self, call: Call, search: Search, name: str, memory: dict[str, object] | None = None) -> None:
        self.call = call
        self.search = search
        self.name = search.options.get("label", "(standard input)") if name == "-" else name
        self.memory: dict[str, object] = (
            memory
            if memory is not None
            else {"number": 0, "found": 0, "behind": 0, "shown": 0, "held": [], "done": False, "offset": 0}
        )

    @property
    def found(self) -> int:
        """How many lines matched."""
        return int(str(self.memory["found"]))

    def feed(self, line: str) -> None:
        """Take the next line."""
        memory, options = self.memory, self.search.options
        number = memory["number"] = int(str(memory["number"])) + 1
        if memory["done"]:
            if int(str(memory["behind"])) > 0:
                self._trail(line, number)
            return
        hit = (self.search.expression.search(line) is not None) != ("v" in options)
        if hit:
            memory["found"] = self.found + 1
            if self._speaks():
                self._hit(line, number)
            memory["behind"] = self.search.after
            if 0 <= self.search.limit <= self.found:
                memory["done"] = True
        elif int(str(memory["behind"])) > 0:
            self._trail(line, number)
        elif self.search.before and self._speaks():
            held: list[list[object]] = memory["held"]  # type: ignore[assignment]
            held.append([number, line])
            del held[: -self.search.before]

    def _speaks(self) -> bool:
        return not any(key in self.search.options for key in ("c", "l", "L", "q", "silent"))

    def _trail(self, line: str, number: int) -> None:
        self.memory["behind"] = int(str(self.memory["behind"])) - 1
        if self._speaks() and "o" not in self.search.options:
            self._print(line, number, "-")

    def _hit(self, line: str, number: int) -> None:
        memory = self.memory
        held: list[list[object]] = memory["held"]  # type: ignore[assignment]
        first = int(str(held[0][0])) if held else number
        shown = int(str(memory["shown"]))
        apart = first > shown + 1 if shown else self.search.spoke
        if (self.search.after or self.search.before) and apart:
            self.call.out(f"{self._paint(SEPARATOR, '--')}\n")
        for earlier, text in held:
            self._print(str(text), int(str(earlier)), "-")
        memory["held"] = []
        if "o" in self.search.options:
            for found in self.search.expression.finditer(line) if "v" not in self.search.options else ():
                if found.group():
                    self._print(self._paint(MATCH, found.group()), number, ":")
            memory["shown"] = number
        else:
            self._print(self._marked(line), number, ":")

    def _marked(self, line: str) -> str:
        """Return a line with what was found in its colour."""
        if not self.search.coloured or "v" in self.search.options:
            return line
        return self.search.expression.sub(lambda found: self._paint(MATCH, found[0]) if found[0] else "", line)

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m\x1b[K{text}\x1b[m\x1b[K" if self.search.coloured else text

    def _print(self, line: str, number: int, mark: str) -> None:
        mark = self._paint(SEPARATOR, mark)
        prefix = f"{self._paint(NAME, self.name)}{mark}" if self.search.named else ""
        prefix += f"{self._paint(NUMBER, str(number))}{mark}" if "n" in self.search.options else ""
        self.call.out(f"{prefix}{line}\n")
        self.memory["shown"] = number
        self.search.spoke = True

    def finish(self) -> None:
        """Print what is known only at the end."""
        options = self.search.options
        if "q" in options or "silent" in options:
            return
        if "c" in options:
            name = f"{self._paint(NAME, self.name)}{self._paint(SEPARATOR, ':')}" if self.search.named else ""
            self.call.line(f"{name}{self.found}")
        if ("l" in options and self.found) or ("L" in options and not self.found):
            self.call.line(self._paint(NAME, self.name))


def run(call: Call) -> int:
    """Search the files; all of standard input where that is among them."""
    search, names = prepare(call)
    total, failed = 0, False
    for name in _walk(call, names, search.options):
        try:
            text = call.read(name).decode(errors="surrogateescape")
        except KernelError as error:
            if error.code == "EISDIR":
                call.written.append((2, f"{call.name}: {name}: Is a directory\n".encode()))
            elif "s" not in search.options:
                call.error(f"{name}: {error}", 2)
            failed = True
            continue
        scanner = Scanner(call, search, name)
        if "\0" in text and "a" not in search.options and scanner._speaks():  # noqa: SLF001  (its own module)
            if search.expression.search(text):
                call.out(f"{call.name}: {name}: binary file matches\n")
                total += 1
            continue
        for line in text.removesuffix("\n").split("\n") if text else []:
            scanner.feed(line)
        scanner.finish()
        total += scanner.found if "L" not in search.options else int(not scanner.found)
    if total and ("q" in search.options or not failed):
        call.status = 0
        return 0
    return 2 if failed else 1


def _walk(call: Call, names: list[str], options: Options) -> list[str]:
    if "r" not in options and "R" not in options:
        return names
    found: list[str] = []
    for name in names:
        _descend(call, name, options, found, implied=not options.operands[1:] and name == ".")
    return found


def _descend(call: Call, path: str, options: Options, found: list[str], *, implied: bool = False) -> None:
    if call.files.kind(path) != "dir" or path == "-":
        base = path.rsplit("/", 1)[-1]
        included = options.all("include")
        if (not included or any(matches(text, base) for text in included)) and not any(
            matches(text, base) for text in options.all("exclude")
        ):
            found.append(path)
        return
    if any(matches(text, path.rsplit("/", 1)[-1]) for text in options.all("exclude-dir")):
        return
    for child in call.files.listdir(path):
        _descend(call, child if implied else f"{path.rstrip('/')}/{child}", options, found)


class Grep(Tool):
    """From standard input alone it streams, so that ``logs -f | grep`` and ``yes | grep -q`` work."""

    def _collect(self, process: Process, system: System) -> Step:
        state = process.state
        call = Call(process, system, busybox=self.busybox)
        try:
            search, names = prepare(call)
        except Failure:
            return super()._collect(process, system)
        if names != ["-"] or "reading" in state or "f" in search.options:
            return super()._collect(process, system)
        if not system.can_read(0):
            return Wait(readable=(0,))
        data = system.read(0, 65536)
        pending = decode_bytes(state.get("pending", "")) + data
        lines = pending.split(b"\n")
        rest = lines.pop() if data else (b"" if not lines[-1] else None)
        scanner = Scanner(call, search, "-", state.get("memory"))
        for line in lines if rest != b"" or data else lines[:-1]:
            scanner.feed(line.decode(errors="surrogateescape"))
        state |= {"memory": scanner.memory, "pending": encode_bytes(rest or b"")}
        quiet = "q" in search.options or "silent" in search.options
        done = bool(scanner.memory["done"]) and not scanner.memory["behind"]
        if not data or (quiet and scanner.found) or done:
            scanner.finish()
            call.flush()
            return Exit(int((scanner.found == 0) != ("L" in search.options)))
        call.flush()
        return Again()

    def resume(self, process: Process, system: System) -> Step:
        """Go on."""
        return self._collect(process, system)
