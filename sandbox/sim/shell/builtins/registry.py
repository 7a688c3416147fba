"""All builtins by name. A newcomer finds the list here and each command in the module beside its name."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.sim.runtime.process import Exec, Exit, Wait
from sandbox.sim.shell import prompts
from sandbox.sim.shell.builtins import (
    declarations,
    directories,
    flow,
    input_lines,
    job_commands,
    lookups,
    options,
    output,
    testing,
)  # fmt: skip

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

Builtin = Callable[["Machine", list[str]], int | Wait | Exec | Exit]

BUILTINS: dict[str, Builtin] = {
    ":": flow.true,
    ".": flow.source,
    "[": testing.bracket,
    "alias": options.alias,
    "__show_prompt": prompts.show_prompt,
    "bg": job_commands.bg,
    "break": flow.leave_loop,
    "builtin": lookups.builtin,
    "cd": directories.cd,
    "command": lookups.command,
    "continue": flow.leave_loop,
    "declare": declarations.declare,
    "dirs": directories.dirs,
    "disown": job_commands.disown,
    "echo": output.echo,
    "enable": flow.true,
    "eval": flow.evaluate,
    "exec": flow.execute,
    "exit": flow.leave_shell,
    "export": declarations.export,
    "false": flow.false,
    "fg": job_commands.fg,
    "getopts": options.getopts,
    "hash": flow.true,
    "help": lookups.help_text,
    "history": lookups.history,
    "jobs": job_commands.jobs,
    "kill": job_commands.kill,
    "let": declarations.let,
    "local": declarations.local,
    "logout": flow.leave_shell,
    "mapfile": input_lines.mapfile,
    "popd": directories.popd,
    "printf": output.printf,
    "pushd": directories.pushd,
    "pwd": directories.pwd,
    "read": input_lines.read,
    "readarray": input_lines.mapfile,
    "readonly": declarations.readonly,
    "return": flow.leave_function,
    "set": options.set_options,
    "shift": options.shift,
    "shopt": options.shopt,
    "source": flow.source,
    "test": testing.test,
    "times": output.times,
    "trap": flow.trap,
    "true": flow.true,
    "type": lookups.type_of,
    "typeset": declarations.declare,
    "ulimit": options.ulimit,
    "umask": directories.umask,
    "unalias": options.unalias,
    "unset": declarations.unset,
    "wait": job_commands.wait,
}
SPECIAL_BUILTINS = frozenset(
    {
        ":",
        ".",
        "break",
        "continue",
        "eval",
        "exec",
        "exit",
        "export",
        "readonly",
        "return",
        "set",
        "shift",
        "source",
        "trap",
        "unset",
    }
)
ASH_ABSENT = frozenset(
    {
        "builtin",
        "declare",
        "dirs",
        "disown",
        "enable",
        "logout",
        "mapfile",
        "popd",
        "pushd",
        "readarray",
        "shopt",
        "typeset",
    }
)
"""Builtins of bash alone."""
