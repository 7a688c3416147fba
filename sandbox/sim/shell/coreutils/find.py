"""find.

Models findutils 4.9. Not modelled: -ls, -printf beyond common directives, -newerXY, times of access and change.
"""

import re

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime import executables
from sandbox.sim.runtime.process import Exit, Process, Step, Wait
from sandbox.sim.runtime.system import System
from sandbox.sim.shell.coreutils.find_expression import Entry, Parser, Plan, base_name
from sandbox.sim.shell.coreutils.modes import describe_mode
from sandbox.sim.shell.coreutils.names import group_name, user_name
from sandbox.sim.shell.coreutils.tool import Call, Failure, Tool


class NeedCommand(Exception):  # noqa: N818  (not an error: the walk is gone through again when the command has ended)
    """A command of ``-exec`` has to run first."""

    def __init__(self, argv: list[str]) -> None:
        super().__init__(argv[0])
        self.argv = argv


class Finder:
    """One walk. Commands that have run are remembered in ``results``, so that the walk can be gone through again."""

    def __init__(self, call: Call, plan: Plan, memory: dict[str, list[int]]) -> None:
        self.call = call
        self.plan = plan
        self.results = memory["results"]
        self.done = memory["done"]
        self.at = 0
        self.steps = 0
        self.pruned: Entry | None = None
        self.stopped = False

    def show(self, entry: Entry, end: str = "\n") -> bool:
        """Print the path, once however often the walk is gone through."""
        return self._print(entry.path + end)

    def _print(self, text: str) -> bool:
        self.steps += 1
        if self.steps > self.done[0]:
            self.call.out(text)
            self.done[0] = self.steps
        return True

    def print_form(self, entry: Entry, form: str) -> bool:
        """``-printf``."""
        files, inode = self.call.files, entry.inode
        values = {
            "p": entry.path,
            "f": base_name(entry.path),
            "s": str(inode.size),
            "m": f"{inode.mode & 0o7777:o}",
            "M": describe_mode(inode.kind, inode.mode),
            "u": user_name(files, inode.uid),
            "g": group_name(files, inode.gid),
            "d": str(entry.depth),
            "P": entry.path[len(entry.start) :].lstrip("/"),
            "h": entry.path.rpartition("/")[0] or ".",
            "y": {"file": "f", "dir": "d", "link": "l"}.get(inode.kind, "U"),
            "l": inode.target,
            "T@": f"{inode.mtime // SECOND}.0000000000",
            "%": "%",
            "n": str(inode.links),
            "U": str(inode.uid),
            "G": str(inode.gid),
        }
        text = re.sub(r"%(T@|[A-Za-z%])", lambda found: values.get(found.group(1), found.group()), form)
        return self._print(text.replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0"))

    def delete(self, entry: Entry) -> bool:
        """``-delete``."""
        if entry.path in (".", ".."):
            return True
        try:
            self.call.files.rmdir(entry.path) if entry.inode.kind == "dir" else self.call.files.unlink(entry.path)
        except KernelError as error:
            self.call.error(f"cannot delete ‘{entry.path}’: {error}")
            return False
        return True

    def prune(self, entry: Entry) -> bool:
        """``-prune``."""
        self.pruned = entry
        return True

    def quit(self) -> bool:
        """``-quit``."""
        self.stopped = True
        return True

    def execute(self, argv: list[str]) -> bool:
        """``-exec``: the status of a command that has run, else raises NeedCommand."""
        self.at += 1
        if self.at <= len(self.results):
            return self.results[self.at - 1] == 0
        raise NeedCommand(argv)

    def walk(self) -> None:
        """Go to all files."""
        for start in self.plan.starts:
            try:
                inode = self.call.files.stat(start, follow=self.plan.follow)
            except KernelError as error:
                self._once_error(start, error)
                continue
            self._visit(Entry(start, inode, 0, start))

    def _once_error(self, path: str, error: KernelError) -> None:
        self.steps += 1
        if self.steps > self.done[0]:
            self.call.error(f"{path}: {error}" if self.call.busybox else f"‘{path}’: {error}")
            self.done[0] = self.steps
        self.call.status = 1

    def _visit(self, entry: Entry) -> None:
        plan = self.plan
        if self.stopped:
            return
        wanted = plan.min_depth <= entry.depth
        if wanted and not plan.bottom_up:
            plan.test(self, entry)
        if entry.inode.kind == "dir" and entry.depth < plan.max_depth and self.pruned is not entry:
            self._descend(entry)
        if wanted and plan.bottom_up and not self.stopped:
            plan.test(self, entry)

    def _descend(self, entry: Entry) -> None:
        for name in sorted(entry.inode.entries):
            path = f"{entry.path.rstrip('/')}/{name}" if entry.path != "/" else f"/{name}"
            try:
                inode = self.call.files.stat(path, follow=self.plan.follow)
            except KernelError:
                continue
            self._visit(Entry(path, inode, entry.depth + 1, entry.start))


class Find(Tool):
    """Walks; where ``-exec`` asks for a command, that is run as a child first."""

    def start(self, process: Process, system: System) -> Step:
        """Begin the walk."""
        process.state = {"results": [], "done": [0], "child": None, "batch": 0, "status": 0}
        return self._walk(process, system)

    def resume(self, process: Process, system: System) -> Step:
        """Go on when the command has ended."""
        child = system.reap()
        if child is None:
            return Wait(child=True)
        if process.state["batch"]:
            process.state["status"] = process.state["status"] or int(child.status != 0)
        else:
            process.state["results"].append(child.status)
        return self._walk(process, system)

    def _walk(self, process: Process, system: System) -> Step:
        state = process.state
        call = Call(process, system, busybox=self.busybox)
        try:
            plan = Parser(call).parse()
            finder = Finder(call, plan, state)
            finder.walk()
        except NeedCommand as need:
            call.flush()
            return self._spawn(process, system, need.argv)
        except (Failure, KernelError) as error:
            call.error(str(error))
            call.flush()
            return Exit(1)
        call.flush()
        if state["batch"] < len(plan.batches):
            state["batch"] += 1
            return self._spawn(process, system, plan.batches[state["batch"] - 1])
        return Exit(call.status or state["status"])

    def _spawn(self, process: Process, system: System, argv: list[str]) -> Step:
        try:
            system.spawn(argv)
        except executables.ExecError as error:
            system.write(2, f"find: ‘{error.name}’: No such file or directory\n")
            process.state["results"].append(127)
            return self._walk(process, system)
        return Wait(child=True)
