"""sed.

Models GNU sed 4.9: the script is read by ``sed_script``, run here. Not modelled: ``e``, ``F``, ``W``, sandbox mode.
"""

import re
from collections.abc import Iterator

from sandbox.sim.kernel.errors import BudgetExceeded, KernelError
from sandbox.sim.shell.coreutils.options import parse
from sandbox.sim.shell.coreutils.regexes import BadRegex
from sandbox.sim.shell.coreutils.sed_replacement import expand_replacement
from sandbox.sim.shell.coreutils.sed_script import Address, Command, parse_script
from sandbox.sim.shell.coreutils.tool import Call, Failure

SPEC = "n/quiet /silent e/expression= f/file= E/regexp-extended r i/in-place? s/separate u/unbuffered"
MAX_CYCLES = 200_000


class Quit(Exception):  # noqa: N818  (the ``q`` command)
    """The script has asked to end."""


def run(call: Call) -> int | None:
    """Edit the inputs."""
    options = parse(call, SPEC, "z/null-data l/line-length= b/binary /posix /debug /sandbox /follow-symlinks")
    operands = list(options.operands)
    scripts = [value for key, value in options.ordered if key == "e"]
    scripts += [call.read(name).decode(errors="replace").removesuffix("\n") for name in options.all("f")]
    if not scripts:
        if not operands:
            call.written.append((2, b"Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n"))
            raise Failure("", 1)
        scripts = [operands.pop(0)]
    quiet = "n" in options or "silent" in options or scripts[0].startswith("#n\n")
    try:
        commands = parse_script("\n".join(scripts), extended="E" in options or "r" in options)
    except BadRegex as error:
        raise Failure(f"-e expression #1, char {len(scripts[0])}: {error}") from None
    if "i" in options:
        return _in_place(call, commands, operands, options.get("i"), quiet=quiet)
    lines = []
    for name in operands or ["-"]:
        try:
            lines.append(call.read(name).decode(errors="surrogateescape"))
        except KernelError as error:
            shown = (
                f"couldn't edit {name}: not a regular file"
                if error.code == "EISDIR" and "i" in options
                else f"read error on {name}: {error}"
                if error.code == "EISDIR"
                else f"can't read {name}: {error}"
            )
            call.error(shown, 2)
    editor = Editor(call, commands, quiet=quiet)
    editor.run("".join(_terminated(lines)))
    call.out(editor.text())
    return editor.status


def _terminated(texts: list[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        yield text if text.endswith("\n") or number == len(texts) - 1 or not text else text + "\n"


def _in_place(call: Call, commands: list[Command], names: list[str], suffix: str, *, quiet: bool) -> int:
    status = 0
    if not names:
        raise Failure("no input files")
    for name in names:
        try:
            data = call.files.read(name)
        except KernelError as error:
            call.error(
                f"couldn't edit {name}: not a regular file"
                if error.code == "EISDIR"
                else f"can't read {name}: {error}",
                4 if error.code == "EISDIR" else 2,
            )
            continue
        editor = Editor(call, commands, quiet=quiet)
        editor.run(data.decode(errors="surrogateescape"))
        if suffix:
            backup = suffix.replace("*", name.rsplit("/", 1)[-1]) if "*" in suffix else f"{name}{suffix}"
            call.files.write(backup, data)
        call.files.write(name, editor.text().encode(errors="surrogateescape"))
        status = status or editor.status
    return status


class Editor:
    """Runs a script over one text."""

    def __init__(self, call: Call, commands: list[Command], *, quiet: bool) -> None:
        self.call = call
        self.commands = commands
        self.quiet = quiet
        self.out: list[str] = []
        self.hold = ""
        self.space = ""
        self.appended: list[str] = []
        self.number = 0
        self.lines: list[str] = []
        self.ends_bare = False
        self.active: dict[int, int] = {}
        self.status = 0
        self.replaced = False
        self.cycles = 0
        self.written: dict[str, str] = {}

    def text(self) -> str:
        """Return what was printed; a last line without its newline keeps that."""
        text = "".join(self.out)
        return text[:-1] if self.ends_bare and self.number == len(self.lines) and text.endswith("\n") else text

    def run(self, text: str) -> None:
        """Edit all lines."""
        self.lines = text.removesuffix("\n").split("\n") if text else []
        self.ends_bare = bool(text) and not text.endswith("\n")
        try:
            while self.number < len(self.lines):
                self._load()
                self._cycle()
        except Quit:
            pass
        for name, content in self.written.items():
            self.call.files.write(name, content)

    def _load(self) -> None:
        self.space = self.lines[self.number]
        self.number += 1

    def _cycle(self) -> None:
        self.replaced = False
        at = 0
        while at < len(self.commands):
            self.cycles += 1
            if self.cycles > MAX_CYCLES:
                raise BudgetExceeded("sed steps", MAX_CYCLES)
            command = self.commands[at]
            if not self._selected(at, command):
                at = command.end if command.name == "{" else at + 1
                continue
            jump = self._execute(command)
            if jump == -2:  # noqa: PLR2004  (the cycle begins anew without reading)
                at = 0
                continue
            if jump == -1:
                return
            at = jump if jump is not None else at + 1
        self._end_cycle()

    def _end_cycle(self) -> None:
        if not self.quiet:
            self.out.append(self.space + "\n")
        self._flush()

    def _flush(self) -> None:
        self.out += self.appended
        self.appended = []

    def _selected(self, at: int, command: Command) -> bool:
        first, second = command.first, command.second
        if first is None:
            hit = True
        elif second is None:
            hit = self._hits(first)
        else:
            hit = self._in_range(at, first, second)
        return hit != command.negated

    def _in_range(self, at: int, first: Address, second: Address) -> bool:
        if at in self.active:
            return self._still_in_range(at, second)
        from_nothing = first.kind == "line" and first.number == 0 and second.kind == "regex"
        if from_nothing and self.number == 1:
            if not self._hits(second):
                self.active[at] = -1
            return True
        if not self._hits(first):
            return False
        end = self._range_end(second)
        if end < 0 or end > self.number:
            self.active[at] = end
        return True

    def _still_in_range(self, at: int, second: Address) -> bool:
        end = self.active[at]
        if end < 0:
            if self._hits(second):
                del self.active[at]
            return True
        if self.number >= end:
            del self.active[at]
        return self.number <= end

    def _range_end(self, second: Address) -> int:
        """Return the line that ends a range beginning here; -1 where an expression decides."""
        if second.kind == "regex":
            return -1
        if second.kind == "plus":
            return self.number + second.number
        if second.kind == "multiple":
            return -(-self.number // second.number) * second.number if second.number else self.number
        return second.number if second.kind == "line" else len(self.lines)

    def _hits(self, address: Address) -> bool:
        if address.kind == "line":
            return self.number == address.number
        if address.kind == "last":
            return self.number == len(self.lines)
        if address.kind == "step":
            return self.number >= address.number and (
                self.number == address.number
                if not address.step
                else (self.number - address.number) % address.step == 0
            )
        return address.regex is not None and address.regex.search(self.space) is not None

    # Commands: None goes on, -1 ends the cycle without printing, -2 restarts it, else a place in the script

    def _execute(self, command: Command) -> int | None:
        handler = getattr(self, f"_do_{NAMES[command.name]}")
        result: int | None = handler(command)
        return result

    def _do_nothing(self, command: Command) -> None:
        """``{``, ``}``, ``:`` and comments."""

    def _do_substitute(self, command: Command) -> None:
        assert command.regex is not None  # noqa: S101  (the script's parser gives ``s`` its expression)
        count = 0

        def one(found: re.Match[str]) -> str:
            nonlocal count
            count += 1
            if count < command.number or (count > command.number and not command.all_matches):
                return found.group()
            return expand_replacement(command.text, found)

        if not command.all_matches and command.number == 1:
            found = command.regex.search(self.space)
            if not found:
                return
            self.space = (
                self.space[: found.start()] + expand_replacement(command.text, found) + self.space[found.end() :]
            )
        else:
            new = command.regex.sub(one, self.space)
            if count < command.number:
                return
            self.space = new
        self.replaced = True
        if "p" in command.flags:
            self.out.append(self.space + "\n")
        if command.target:
            self._write(command.target)

    def _write(self, name: str) -> None:
        if name in ("/dev/stdout", "-"):
            self.out.append(self.space + "\n")
        else:
            self.written[name] = self.written.get(name, "") + self.space + "\n"

    def _do_delete(self, command: Command) -> int:
        del command
        self._flush()
        return -1

    def _do_delete_first(self, command: Command) -> int:
        del command
        if "\n" not in self.space:
            self._flush()
            return -1
        self.space = self.space.split("\n", 1)[1]
        self._flush()
        return -2

    def _do_print(self, command: Command) -> None:
        self.out.append((self.space.split("\n", 1)[0] if command.name == "P" else self.space) + "\n")

    def _do_number(self, command: Command) -> None:
        del command
        self.out.append(f"{self.number}\n")

    def _do_insert(self, command: Command) -> None:
        self.out.append(command.text + "\n")

    def _do_append(self, command: Command) -> None:
        self.appended.append(command.text + "\n")

    def _do_change(self, command: Command) -> int:
        at = self.commands.index(command)
        if command.second is None or at not in self.active or command.negated:
            self.out.append(command.text + "\n")
        self._flush()
        return -1

    def _do_next(self, command: Command) -> int | None:
        if self.number >= len(self.lines):
            if (command.name == "N" and not self.quiet) or (command.name == "n" and not self.quiet):
                self.out.append(self.space + "\n")
            self._flush()
            raise Quit
        if command.name == "N":
            held = self.space
            self._flush()
            self._load()
            self.space = f"{held}\n{self.space}"
            return None
        if not self.quiet:
            self.out.append(self.space + "\n")
        self._flush()
        self._load()
        return None

    def _do_hold(self, command: Command) -> None:
        name = command.name
        if name == "h":
            self.hold = self.space
        elif name == "H":
            self.hold += "\n" + self.space
        elif name == "g":
            self.space = self.hold
        elif name == "G":
            self.space += "\n" + self.hold
        else:
            self.space, self.hold = self.hold, self.space

    def _do_branch(self, command: Command) -> int | None:
        if command.name in "tT":
            taken = self.replaced == (command.name == "t")
            self.replaced = False
            if not taken:
                return None
        return command.end

    def _do_quit(self, command: Command) -> int:
        self.status = command.number
        if command.name == "q":
            self._end_cycle()
        raise Quit

    def _do_transliterate(self, command: Command) -> None:
        self.space = self.space.translate(
            {ord(old): new for old, new in zip(command.text, command.target, strict=False)}
        )

    def _do_read(self, command: Command) -> None:
        try:
            self.appended.append(self.call.files.read_text(command.text))
        except KernelError:
            return

    def _do_write(self, command: Command) -> None:
        self._write(command.text)

    def _do_list(self, command: Command) -> None:
        del command
        shown = self.space.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
        self.out.append(shown + "$\n")


NAMES = {
    "s": "substitute",
    "d": "delete",
    "D": "delete_first",
    "p": "print",
    "P": "print",
    "=": "number",
    "i": "insert",
    "a": "append",
    "c": "change",
    "n": "next",
    "N": "next",
    "h": "hold",
    "H": "hold",
    "g": "hold",
    "G": "hold",
    "x": "hold",
    "b": "branch",
    "t": "branch",
    "T": "branch",
    "q": "quit",
    "Q": "quit",
    "y": "transliterate",
    "r": "read",
    "w": "write",
    "l": "list",
    "{": "nothing",
    "}": "nothing",
    ":": "nothing",
    "#": "nothing",
}
