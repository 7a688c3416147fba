"""su, sudo, runuser and gosu's kin: a command as somebody else.

Models util-linux 2.38, sudo 1.9 and busybox 1.36. Not modelled: asking for a password (only root may become somebody
else; sudo lets root and members of the groups sudo and wheel).
"""

from sandbox.sim.runtime.process import Exec, Exit, Process, Step
from sandbox.sim.runtime.system import System
from sandbox.sim.shell.coreutils.names import find_user, rows
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.sleeping import Unhandling, become
from sandbox.sim.shell.coreutils.tool import Call, Failure

TRUSTED = frozenset(("sudo", "wheel", "admin"))


def change_user(process: Process, system: System, row: list[str]) -> None:
    """Let a process go on as a user of /etc/passwd."""
    process.uid, process.gid = int(row[2]), int(row[3])
    member = [int(group[2]) for group in rows(system.files, "/etc/group") if row[0] in group[-1].split(",")]
    process.groups = list(dict.fromkeys([process.gid, *member]))


class Su(Unhandling):
    """``su`` and ``runuser``."""

    def __init__(self, *, busybox: bool = False) -> None:
        self.busybox = busybox

    def start(self, process: Process, system: System) -> Step:
        """Become a shell of another user."""
        call = Call(process, system, busybox=self.busybox)
        bare = [word for word in call.args if word != "-"]
        login = len(bare) < len(call.args)
        call.args = bare
        try:
            options = parse(
                call, "l/login c/command= s/shell= m/preserve-environment p u/user=", "f/fast g= G= P T w= h V",
                in_order=False,
            )  # fmt: skip
            row, words = self._choose(call, options)
        except Failure as failure:
            call.error(str(failure)) if str(failure) else None
            call.flush()
            return Exit(failure.status)
        login = login or "l" in options
        change_user(process, system, row)
        if "m" not in options and "p" not in options:
            kept = {} if login else dict(process.env)
            kept |= {"HOME": row[5], "SHELL": row[6], "USER": row[0], "LOGNAME": row[0]}
            process.env = {"PATH": process.env.get("PATH", ""), "TERM": process.env.get("TERM", ""), **kept}
        if login:
            process.cwd = row[5] if system.files.kind(row[5]) == "dir" else "/"
        return become(process, system, words, process.env, f"{call.name}: failed to execute {{name}}: {{why}}\n")

    def _choose(self, call: Call, options: Options) -> tuple[list[str], list[str]]:
        """Return the user's row and the words to run. Raises Failure."""
        operands = options.operands
        name = options.get("u") or (operands[0] if operands else "root")
        rest = operands if "u" in options else operands[1:]
        row = find_user(call.files, name)
        if row is None:
            entry = "or the user entry does not contain all the required fields"
            raise Failure(f"unknown user {name}" if self.busybox else f"user {name} does not exist {entry}")
        if call.process.uid:
            call.warn("Password: ")
            raise Failure("Authentication failure")
        shell = options.get("s") or row[6] or "/bin/sh"
        if "u" in options and rest:
            return row, rest
        if shell.endswith(("nologin", "/false")) and "s" not in options:
            call.line("This account is currently not available.")
            raise Failure("", 1)
        return row, [shell, *(["-c", options.get("c")] if "c" in options else []), *rest]


class Sudo(Unhandling):
    """``sudo``."""

    def start(self, process: Process, system: System) -> Step:
        """Become the command, as root or another user."""
        call = Call(process, system, busybox=False)
        try:
            options = parse(
                call, "u/user= E/preserve-env H/set-home n/non-interactive S/stdin i/login s/shell k b g/group=",
                "A C= D= K e/edit l/list v/validate h= p= R= r= T= t= U= P V", in_order=True,
            )  # fmt: skip
            return self._go_on(call, options)
        except Failure as failure:
            call.error(str(failure)) if str(failure) else None
            call.flush()
            return Exit(failure.status)

    @staticmethod
    def _go_on(call: Call, options: Options) -> Step:
        process, system = call.process, call.system
        for key in ("g", "b", "k"):
            if key in options:
                raise Failure(f"not modelled in this sandbox: -{key}")
        row = find_user(call.files, options.get("u") or "root")
        if row is None:
            raise Failure(f"unknown user {options.get('u')}\nsudo: error initializing audit plugin sudoers_audit")
        groups = {group[0] for group in rows(call.files, "/etc/group") if int(group[2]) in process.groups}
        if process.uid and not groups & TRUSTED:
            raise Failure("a password is required")
        words, env = list(options.operands), dict(process.env)
        while words and "=" in words[0]:
            name, _, value = words.pop(0).partition("=")
            env[name] = value
        if "i" in options or "s" in options:
            shell = row[6] or "/bin/sh"
            words = [shell, "-c", " ".join(words)] if words else [shell]
        if not words:
            call.warn("usage: sudo -h | -K | -k | -V\nusage: sudo [-u user] [command [arg ...]]\n")
            raise Failure("", 1)
        caller = next((held[0] for held in rows(call.files, "/etc/passwd") if held[2] == str(process.uid)), "root")
        change_user(process, system, row)
        env |= {"HOME": row[5], "USER": row[0], "LOGNAME": row[0], "SUDO_USER": caller}
        if "i" in options:
            process.cwd = row[5]
        step = become(process, system, words, env, "sudo: {name}: command not found\n")
        return step if isinstance(step, Exec) else Exit(1)
