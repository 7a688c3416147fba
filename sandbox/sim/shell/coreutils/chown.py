"""chown and chgrp. Models coreutils 9.1."""

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.names import find_group, find_user
from sandbox.sim.shell.coreutils.options import Options, parse, usage
from sandbox.sim.shell.coreutils.tool import Call, Failure

SPEC = "R/recursive v/verbose h/no-dereference /reference="


def run(call: Call) -> None:
    """Change owners and groups."""
    options = parse(call, SPEC, "c/changes f/silent /quiet /from= H L P /preserve-root /no-preserve-root")
    words = list(options.operands)
    if "reference" in options:
        inode = call.files.stat(options.get("reference"))
        uid: int | None = inode.uid
        gid: int | None = inode.gid
    else:
        if not words:
            raise usage(call, "missing operand")
        uid, gid = _owner(call, words.pop(0))
    if not words:
        raise usage(call, f"missing operand after ‘{options.operands[0]}’")
    for name in words:
        _change(call, name, uid, gid, options)


def _owner(call: Call, text: str) -> tuple[int | None, int | None]:
    if call.name == "chgrp":
        gid = find_group(call.files, text)
        if gid is None:
            raise Failure(f"invalid group: ‘{text}’")
        return None, gid
    mark = ":" if ":" in text else "." if "." in text else ""
    user, _, group = text.partition(mark) if mark else (text, "", "")
    row = find_user(call.files, user) if user else None
    if user and row is None and not user.isdecimal():
        raise Failure(f"unknown user {user}" if call.busybox else f"invalid user: ‘{text}’")
    uid = None if not user else int(row[2]) if row else int(user)
    gid = find_group(call.files, group) if group else (int(row[3]) if mark and row else None)
    if group and gid is None:
        raise Failure(f"unknown group {group}" if call.busybox else f"invalid group: ‘{text}’")
    return uid, gid


def _change(call: Call, name: str, uid: int | None, gid: int | None, options: Options) -> None:
    try:
        call.files.chown(name, uid, gid, follow="h" not in options)
    except KernelError as error:
        missing = error.code == "ENOENT"
        what = "group" if call.name == "chgrp" else "ownership"
        call.error(
            f"{name}: {error}"
            if call.busybox
            else f"cannot access '{name}': {error}"
            if missing
            else f"changing {what} of '{name}': {error}"
        )
        return
    if "v" in options:
        call.line(
            f"ownership of '{name}' retained" if uid is None and gid is None else f"changed ownership of '{name}'"
        )
    if "R" in options and call.files.kind(name, follow=False) == "dir":
        for child in call.files.listdir(name):
            _change(call, f"{name.rstrip('/')}/{child}", uid, gid, Options({**options.given, "h": ""}, [], []))
