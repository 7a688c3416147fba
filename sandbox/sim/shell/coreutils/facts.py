"""Utilities that tell one fact: who, where, on what.

Models whoami, id, groups, hostname, uname, arch, pwd, tty, nproc, logname, uptime, true, false, clear, printenv,
basename, dirname, mktemp, sync and their like of coreutils 9.1.
"""

import posixpath
import re

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.terminals import is_terminal
from sandbox.sim.shell.coreutils.dates import format_date
from sandbox.sim.shell.coreutils.names import find_user, group_name, rows, user_name
from sandbox.sim.shell.coreutils.options import missing_operand, parse, usage
from sandbox.sim.shell.coreutils.tool import Call, Failure

KERNEL = {
    "s": "Linux",
    "r": "6.1.0-32-amd64",
    "v": "#1 SMP PREEMPT_DYNAMIC Debian 6.1.129-1 (2025-03-06)",
    "m": "x86_64",
    "o": "GNU/Linux",
}


def true(_call: Call) -> int:
    """Succeed, as ``true`` and ``sync`` do."""
    return 0


def false(_call: Call) -> int:
    """Fail, as ``false`` does."""
    return 1


def clear(call: Call) -> None:
    """``clear``."""
    call.out("\x1b[H\x1b[2J\x1b[3J")


def whoami(call: Call) -> None:
    """``whoami`` and ``logname``."""
    call.line(user_name(call.files, call.process.uid))


def identity(call: Call) -> None:
    """``id``."""
    options = parse(call, "u/user g/group G/groups n/name r/real", "z/zero Z/context a")
    process, files = call.process, call.files
    uid, gid, groups = process.uid, process.gid, process.groups or [process.gid]
    if options.operands:
        row = find_user(files, options.operands[0])
        if row is None:
            raise Failure(
                f"unknown user {options.operands[0]}" if call.busybox else f"‘{options.operands[0]}’: no such user"
            )
        uid, gid = int(row[2]), int(row[3])
        groups = [
            gid,
            *(
                int(line[2])
                for line in rows(files, "/etc/group")
                if row[0] in line[-1].split(",") and int(line[2]) != gid
            ),
        ]
    named = "n" in options
    if "u" in options:
        call.line(user_name(files, uid) if named else str(uid))
    elif "g" in options:
        call.line(group_name(files, gid) if named else str(gid))
    elif "G" in options:
        call.line(" ".join(group_name(files, group) if named else str(group) for group in groups))
    else:
        # GNU's puts the primary group first; busybox's prints what the kernel holds, which is sorted.
        held = sorted({gid, *groups}) if call.busybox else dict.fromkeys([gid, *groups])
        shown = ",".join(_titled(group, group_name(files, group)) for group in held)
        call.line(
            f"uid={_titled(uid, user_name(files, uid))} gid={_titled(gid, group_name(files, gid))} groups={shown}"
        )


def _titled(number: int, name: str) -> str:
    return str(number) if name == str(number) else f"{number}({name})"


def groups(call: Call) -> None:
    """Print the groups, as ``groups`` does."""
    held = call.process.groups or [call.process.gid]
    call.line(" ".join(group_name(call.files, group) for group in held))


def hostname(call: Call) -> None:
    """``hostname``."""
    options = parse(call, "s/short f/fqdn i/ip-address I/all-ip-addresses d/domain", "F/file= b/boot a/alias y/yp A")
    spaces = call.table.namespaces[call.process.namespaces]
    if "i" in options or "I" in options:
        network = call.table.network
        found = network.addresses(spaces.network) if network is not None else []
        call.line(" ".join(found) if "I" in options else (found or ["127.0.1.1"])[0])
    elif "d" in options:
        call.out("")
    elif options.operands:
        if call.process.uid != 0:
            raise Failure("you must be root to change the host name")
        spaces.hostname = options.operands[0]
    else:
        call.line(spaces.hostname.partition(".")[0] if "s" in options else spaces.hostname)


def uname(call: Call) -> None:
    """``uname``."""
    options = parse(
        call,
        "a/all s/kernel-name n/nodename r/kernel-release v/kernel-version m/machine p/processor "
        "i/hardware-platform o/operating-system",
    )
    if options.operands:
        raise usage(call, f"extra operand ‘{options.operands[0]}’")
    values = {**KERNEL, "n": call.table.namespaces[call.process.namespaces].hostname, "p": "unknown", "i": "unknown"}
    wanted = "snrvmo" if "a" in options else [letter for letter in "snrvmpio" if letter in options] or ["s"]
    call.line(" ".join(values[letter] for letter in wanted))


def arch(call: Call) -> None:
    """``arch``."""
    call.line(KERNEL["m"])


def working_directory(call: Call) -> None:
    """``pwd``."""
    call.line(call.files.cwd)


def tty(call: Call) -> int:
    """``tty``."""
    number = call.process.fds.get(0)
    if number is not None and is_terminal(call.system.table.streams.streams[number]):
        call.line("/dev/pts/0")
        return 0
    call.line("not a tty")
    return 1


def nproc(call: Call) -> None:
    """``nproc``."""
    parse(call, "", "/all /ignore=")
    call.line("4")


def uptime(call: Call) -> None:
    """``uptime``."""
    options = parse(call, "p/pretty s/since")
    since = min((process.started for process in call.table.processes.values()), default=call.now)
    minutes = (call.now - since) // (60 * SECOND)
    if "p" in options:
        call.line(f"up {minutes} minute{'' if minutes == 1 else 's'}")
    elif "s" in options:
        call.line(format_date("%F %T", since))
    else:
        shown = f"{minutes} min" if minutes < 60 else f"{minutes // 60:2d}:{minutes % 60:02d}"  # noqa: PLR2004  (minutes of an hour)
        call.line(f" {format_date('%T', call.now)} up {shown},  1 user,  load average: 0.00, 0.00, 0.00")


def printenv(call: Call) -> int:
    """``printenv``."""
    names = [word for word in call.args if not word.startswith("-")]
    if not names:
        call.out("".join(f"{name}={value}\n" for name, value in call.process.env.items()))
        return 0
    for name in names:
        if name in call.process.env:
            call.line(call.process.env[name])
    return int(any(name not in call.process.env for name in names))


def basename(call: Call) -> None:
    """``basename``."""
    options = parse(call, "a/multiple s/suffix= z/zero", in_order=True)
    words = options.operands
    if not words:
        raise missing_operand(call)
    many = "a" in options or "s" in options
    if not many and len(words) > 2:  # noqa: PLR2004  (a name and a suffix)
        raise usage(call, f"extra operand ‘{words[2]}’")
    suffix = options.get("s") if many else (words[1] if len(words) > 1 else "")
    for word in words if many else words[:1]:
        name = word.rstrip("/").rsplit("/", 1)[-1] or ("/" if word else "")
        call.line(name.removesuffix(suffix) if name != suffix else name)


def dirname(call: Call) -> None:
    """``dirname``."""
    options = parse(call, "z/zero")
    if not options.operands:
        raise missing_operand(call)
    for word in options.operands:
        stripped = word.rstrip("/")
        call.line(
            (posixpath.dirname(stripped).rstrip("/") or ("/" if word.startswith("/") else "."))
            if stripped
            else ("/" if word else ".")
        )


def make_temporary(call: Call) -> None:
    """``mktemp``."""
    options = parse(call, "d/directory u/dry-run q/quiet p/tmpdir= t /suffix=")
    template = options.operands[0] if options.operands else "tmp.XXXXXXXXXX"
    found = re.search(r"X{3,}(?!.*X{3,})", template)
    if not found:
        raise Failure(f"too few X's in template ‘{template}’")
    alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    name = (
        template[: found.start()]
        + call.table.rng.pick("mktemp", alphabet, len(found.group()))
        + template[found.end() :]
        + options.get("suffix")
    )
    if not options.operands or "p" in options or "t" in options:
        name = f"{options.get('p') or call.process.env.get('TMPDIR', '/tmp')}/{name}"  # noqa: S108  (the simulated one)
    try:
        if "u" not in options:
            call.files.mkdir(name, 0o700) if "d" in options else call.files.create(name, mode=0o600)
    except KernelError as error:
        raise Failure(
            f"failed to create {'directory' if 'd' in options else 'file'} via template ‘{template}’: {error}"
        ) from None
    call.line(name)


def locale(call: Call) -> None:
    """``locale``."""
    names = (
        "LANG",
        "LANGUAGE",
        "LC_CTYPE",
        "LC_NUMERIC",
        "LC_TIME",
        "LC_COLLATE",
        "LC_MONETARY",
        "LC_MESSAGES",
        "LC_ALL",
    )
    lang = call.process.env.get("LANG", "")
    for name in names:
        call.line(
            f"{name}={lang}"
            if name == "LANG"
            else f"{name}="
            if name in ("LANGUAGE", "LC_ALL")
            else f'{name}="{lang or "POSIX"}"'
        )


def which(call: Call) -> int:
    """``which``."""
    from sandbox.sim.runtime import executables  # noqa: PLC0415  (only this one looks programs up)

    status = 0
    show_all = "-a" in call.args
    for name in [word for word in call.args if not word.startswith("-")]:
        path = call.process.env.get("PATH", "")
        found = [place for place in (executables.find(name, part, call.files) for part in path.split(":")) if place]
        found = [place for place in found if "/" not in name or call.files.kind(place) == "file"]
        for place in found if show_all else found[:1]:
            call.line(place)
        status = status or int(not found)
    return status
