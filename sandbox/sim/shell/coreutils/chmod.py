"""chmod. Models coreutils 9.1. Not modelled: copying the mode of links."""

import re

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.modes import change_mode, describe_mode
from sandbox.sim.shell.coreutils.options import Options, parse, usage
from sandbox.sim.shell.coreutils.tool import Call


def run(call: Call) -> None:
    """Change the modes."""
    call.args = [
        f"\0{word}"
        if re.fullmatch(r"-[rwxXstugoa,+=-]+", word) and word != "-R" and not set(word[1:]) & set("Rvcf")
        else word
        for word in call.args
    ]
    options = parse(
        call, "R/recursive v/verbose c/changes f/silent /reference=", "/quiet /preserve-root /no-preserve-root"
    )
    words = [word.removeprefix("\0") for word in options.operands]
    if "reference" in options:
        text = f"{call.files.stat(options.get('reference')).mode & 0o7777:o}"
    else:
        if not words:
            raise usage(call, "missing operand")
        text, words = words[0], words[1:]
    if not words:
        raise usage(call, f"missing operand after ‘{text}’")
    if change_mode(text, 0, is_dir=False, umask=0) is None:
        raise usage(call, f"invalid mode: ‘{text}’")
    for name in words:
        _change(call, name, text, options)


def _change(call: Call, name: str, text: str, options: Options) -> None:
    try:
        inode = call.files.stat(name)
        mode = change_mode(text, inode.mode, is_dir=inode.kind == "dir", umask=call.files.umask) or 0
        before = inode.mode
        call.files.chmod(name, mode)
    except KernelError as error:
        if "f" not in options:
            missing = error.code == "ENOENT"
            call.error(
                f"{name}: {error}"
                if call.busybox
                else f"cannot access '{name}': {error}"
                if missing
                else f"changing permissions of '{name}': {error}"
            )
        call.status = 1
        return
    if "v" in options or ("c" in options and before != mode):
        was, now = (f"{value & 0o7777:04o} ({describe_mode('file', value)[1:]})" for value in (before, mode))
        same = before & 0o7777 == mode & 0o7777
        call.line(f"mode of '{name}' retained as {now}" if same else f"mode of '{name}' changed from {was} to {now}")
    if "R" in options and inode.kind == "dir":
        for child in call.files.listdir(name):
            path = f"{name.rstrip('/')}/{child}"
            if call.files.kind(path, follow=False) != "link":
                _change(call, path, text, options)
