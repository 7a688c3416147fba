"""Running an awk program: its rules and statements.

Models mawk 1.3.4.
"""

from sandbox.sim.kernel.errors import BudgetExceeded, KernelError
from sandbox.sim.shell.coreutils.awk_evaluator import MAX_STEPS, Evaluator, Jump
from sandbox.sim.shell.coreutils.awk_values import (
    from_input,
    to_number,
    to_text,
)
from sandbox.sim.shell.coreutils.awk_words import Node


class Machine(Evaluator):
    """One run of a program."""

    # Running

    def run(self, sources: list[tuple[str, str]]) -> int:
        """Run BEGIN, the rules over all records, and END; return the status."""
        status = 0
        try:
            status = self._phase("BEGIN")
            if any(first != "BEGIN" for first, _, _ in self.rules):
                self._main(sources)
        except Jump as jump:
            status = self._exit_status(jump)
            if jump.value is not None and jump.kind == "exit" and getattr(self, "in_begin", False):
                pass
        try:
            self._phase("END")
        except Jump as jump:
            status = self._exit_status(jump) if jump.value is not None else status
        self.channels.finish()
        return status or self.call.status

    def _exit_status(self, jump: Jump) -> int:
        return int(to_number(jump.value)) & 0xFF if jump.kind == "exit" and jump.value is not None else 0

    def _phase(self, name: str) -> int:
        for first, _, body in self.rules:
            if first == name:
                self.block(body)
        return 0

    def _main(self, sources: list[tuple[str, str]]) -> None:
        for kind, word in sources:
            if kind == "assign":
                name, _, value = word.partition("=")
                self.set_input(name, value)
                continue
            try:
                text = self.call.read(word).decode(errors="surrogateescape")
            except KernelError as error:
                self.call.error(f"cannot open {word} ({error})" if not self.call.busybox else f"{word}: {error}", 2)
                continue
            self.globals["FILENAME"], self.globals["FNR"] = ("" if word == "-" else word), 0.0
            self.records = self._split_records(text)[::-1]
            while self.records:
                self.next_record()
                try:
                    self._rules()
                except Jump as jump:
                    if jump.kind == "nextfile":
                        break
                    if jump.kind != "next":
                        raise

    def next_record(self) -> None:
        """Take the next record."""
        self.globals["NR"] += 1.0
        self.globals["FNR"] += 1.0
        self.set_record(self.records.pop())

    def _rules(self) -> None:
        for number, (first, second, body) in enumerate(self.rules):
            if first in ("BEGIN", "END"):
                continue
            if second is not None:
                if number not in self.ranges:
                    if not self._holds(first):
                        continue
                    self.ranges.add(number)
                if self._holds(second):
                    self.ranges.discard(number)
            elif first is not None and not self._holds(first):
                continue
            self.block(body)

    # Statements

    def block(self, rows: tuple[Node, ...]) -> None:
        """Run statements."""
        for row in rows:
            self.steps += 1
            if self.steps > MAX_STEPS:
                raise BudgetExceeded("awk steps", MAX_STEPS)
            getattr(self, f"_do_{row[0]}")(row)

    def _do_expression(self, row: Node) -> None:
        self.value(row[1])

    def _do_block(self, row: Node) -> None:
        self.block(row[1])

    def _do_if(self, row: Node) -> None:
        self.block(row[2] if self._holds(row[1]) else row[3])

    def _do_while(self, row: Node) -> None:
        while self._holds(row[1]) and self._loop_body(row[2]):
            pass

    def _do_do(self, row: Node) -> None:
        while self._loop_body(row[1]) and self._holds(row[2]):
            pass

    def _do_for(self, row: Node) -> None:
        _, start, condition, step, body = row
        if start is not None:
            self.block((start,))
        while (condition is None or self._holds(condition)) and self._loop_body(body):
            if step is not None:
                self.block((step,))

    def _do_each(self, row: Node) -> None:
        _, name, array, body = row
        for key in list(self.array(array)):
            self.set(name, from_input(key))
            if not self._loop_body(body):
                return

    def _loop_body(self, body: tuple[Node, ...]) -> bool:
        """Run a loop's body; return whether the loop goes on."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise BudgetExceeded("awk steps", MAX_STEPS)
        try:
            self.block(body)
        except Jump as jump:
            if jump.kind not in ("break", "continue"):
                raise
            return jump.kind == "continue"
        return True

    def _do_print(self, row: Node) -> None:
        _, words, operator, target = row
        values = [self.value(word) for word in words]
        if words:
            form = self.globals["OFMT"]
            text = self.text(self.globals["OFS"]).join(to_text(value, form) for value in values)
        else:
            text = self.record
        self._emit(text + self.text(self.globals["ORS"]), operator, target)

    def _do_printf(self, row: Node) -> None:
        _, words, operator, target = row
        self._emit(self.format([self.value(word) for word in words]), operator, target)

    def _emit(self, text: str, operator: str | None, target: Node | None) -> None:
        if operator is None or target is None:
            self.call.out(text)
            return
        self.channels.write(operator, self.text(self.value(target)), text)

    def _do_exit(self, row: Node) -> None:
        raise Jump("exit", None if row[1] is None else self.value(row[1]))

    def _do_return(self, row: Node) -> None:
        raise Jump("return", None if row[1] is None else self.value(row[1]))

    def _do_next(self, row: Node) -> None:
        raise Jump(row[0])

    _do_nextfile = _do_break = _do_continue = _do_next

    def _do_delete(self, row: Node) -> None:
        array = self.array(row[1])
        if row[2] is None:
            array.clear()
        else:
            array.pop(self.key(row[2]), None)
