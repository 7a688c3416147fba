"""stat. Models coreutils 9.1. Not modelled: -t, devices' numbers."""

import re

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.filesystem import Inode
from sandbox.sim.shell.coreutils.dates import iso
from sandbox.sim.shell.coreutils.modes import describe_mode
from sandbox.sim.shell.coreutils.names import group_name, user_name
from sandbox.sim.shell.coreutils.options import missing_operand, parse
from sandbox.sim.shell.coreutils.tool import Call

KINDS = {
    "dir": "directory",
    "file": "regular file",
    "link": "symbolic link",
    "device": "character special file",
    "fifo": "fifo",
    "socket": "socket",
}


def run(call: Call) -> None:
    """Print what is known of the files."""
    options = parse(call, "c/format= L/dereference /printf= f/file-system", "t/terse /cached=")
    if not options.operands:
        raise missing_operand(call)
    for name in options.operands:
        try:
            follow = "L" in options
            inode = call.files.stat(name, follow=follow)
            number = call.files.mounts.resolve(name, call.files.cwd, follow=follow).number
        except KernelError as error:
            call.error(f"can't stat '{name}': {error}" if call.busybox else f"cannot statx '{name}': {error}")
            continue
        if "c" in options:
            call.line(_format(call, options.get("c"), name, inode, number))
        elif "printf" in options:
            call.out(
                _format(call, options.get("printf").replace("\\n", "\n").replace("\\t", "\t"), name, inode, number)
            )
        else:
            _describe(call, name, inode, number)


def _kind(inode: Inode) -> str:
    return "regular empty file" if inode.kind == "file" and not inode.data else KINDS[inode.kind]


def _format(call: Call, text: str, name: str, inode: Inode, number: int) -> str:
    values = {
        "n": name,
        "N": f"'{name}'" + (f" -> '{inode.target}'" if inode.kind == "link" else ""),
        "s": str(inode.size),
        "a": f"{inode.mode & 0o7777:o}",
        "A": describe_mode(inode.kind, inode.mode),
        "f": f"{_raw_mode(inode):x}",
        "u": str(inode.uid),
        "g": str(inode.gid),
        "U": user_name(call.files, inode.uid),
        "G": group_name(call.files, inode.gid),
        "F": _kind(inode),
        "h": str(inode.links),
        "i": str(number),
        "y": iso(inode.mtime),
        "Y": str(inode.mtime // SECOND),
        "x": iso(inode.mtime),
        "X": str(inode.mtime // SECOND),
        "z": iso(inode.mtime),
        "Z": str(inode.mtime // SECOND),
        "w": "-",
        "W": "0",
        "b": str((inode.size + 4095) // 4096 * 8),
        "B": "512",
        "o": "4096",
        "m": "/",
        "d": "65025",
        "%": "%",
    }
    return re.sub(r"%([A-Za-z%])", lambda found: values.get(found.group(1), "?"), text)


def _raw_mode(inode: Inode) -> int:
    kinds = {
        "file": 0o100000,
        "dir": 0o040000,
        "link": 0o120000,
        "device": 0o020000,
        "fifo": 0o010000,
        "socket": 0o140000,
    }
    return kinds[inode.kind] | inode.mode


def _describe(call: Call, name: str, inode: Inode, number: int) -> None:
    arrow = f" -> {inode.target}" if inode.kind == "link" else ""
    user, group = user_name(call.files, inode.uid), group_name(call.files, inode.gid)
    when = iso(inode.mtime)
    call.out(
        f"  File: {name}{arrow}\n"
        f"  Size: {inode.size:<10}\tBlocks: {(inode.size + 4095) // 4096 * 8:<10} IO Block: 4096   {_kind(inode)}\n"
        f"Device: 254,1\tInode: {number:<11} Links: {inode.links}\n"
        f"Access: ({inode.mode & 0o7777:04o}/{describe_mode(inode.kind, inode.mode)})"
        f"  Uid: ({inode.uid:5}/{user:>8})   Gid: ({inode.gid:5}/{group:>8})\n"
        f"Access: {when}\nModify: {when}\nChange: {when}\n Birth: -\n"
    )
