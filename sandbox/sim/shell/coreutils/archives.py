"""tar, gzip, gunzip and zcat.

Models GNU tar 1.34 and gzip 1.12 with Python's own formats. Not modelled: other compressions, incremental archives.
"""

import gzip as gzip_format
import io
import tarfile
import zlib

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.filesystem import Inode
from sandbox.sim.shell.coreutils.dates import format_date
from sandbox.sim.shell.coreutils.modes import describe_mode
from sandbox.sim.shell.coreutils.names import group_name, user_name
from sandbox.sim.shell.coreutils.options import Options, parse, usage
from sandbox.sim.shell.coreutils.tool import Call, Failure
from sandbox.sim.shell.patterns import matches

SPEC = (
    "c/create x/extract t/list v/verbose z/gzip f/file= C/directory= /exclude= /strip-components= "
    "O/to-stdout p k m/touch a/auto-compress "
    "h/dereference P/absolute-names /overwrite /same-owner /wildcards"
)
UNMODELLED = (
    "r/append u/update A d/diff j/bzip2 J/xz /zstd /lzma T/files-from= X/exclude-from= /transform= /xform= "
    "/numeric-owner /no-same-owner g/listed-incremental= W/verify /delete /owner= /group= /mode= /mtime= /sort="
)
MAX_UNPACKED = 64 * 1024 * 1024
KINDS = {"file": tarfile.REGTYPE, "dir": tarfile.DIRTYPE, "link": tarfile.SYMTYPE, "fifo": tarfile.FIFOTYPE}


def tar(call: Call) -> int | None:
    """``tar``."""
    if call.args and not call.args[0].startswith("-"):
        call.args = _old_style(call.args)
    options = parse(call, SPEC, UNMODELLED, status=2)
    modes = [letter for letter in "cxt" if letter in options]
    if len(modes) != 1:
        message = (
            "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options"
            if not modes
            else "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option"
        )
        raise usage(call, message, 2)
    if modes == ["c"]:
        return _create(call, options)
    name = options.get("f", "-")
    try:
        data = call.read(name)
    except KernelError as error:
        call.error(f"{name}: Cannot open: {error}")
        call.error("Error is not recoverable: exiting now")
        return 2
    try:
        return _read(call, options, data)
    except (tarfile.TarError, EOFError, OSError, zlib.error):
        call.error("This does not look like a tar archive")
        call.error("Exiting with failure status due to previous errors")
        return 2


def _old_style(words: list[str]) -> list[str]:
    letters, rest = words[0], words[1:]
    out = []
    for letter in letters:
        out.append(f"-{letter}")
        if letter in "fCX" and rest:
            out.append(rest.pop(0))
    return out + rest


def _create(call: Call, options: Options) -> int | None:
    if not options.operands:
        call.error("Cowardly refusing to create an empty archive")
        call.written.append((2, b"Try 'tar --help' or 'tar --usage' for more information.\n"))
        return 2
    base = options.get("C")
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name in options.operands:
            _add(call, archive, base, name, options)
    data = buffer.getvalue()
    target = options.get("f", "-")
    if "z" in options or ("a" in options and target.endswith(("gz", "tgz"))):
        data = gzip_format.compress(data, mtime=call.seconds)
    if target == "-":
        call.out(data)
    else:
        call.files.write(target, data)
    if call.status:
        call.error("Exiting with failure status due to previous errors", 2)
    return None


def _add(call: Call, archive: tarfile.TarFile, base: str, name: str, options: Options) -> None:
    path = f"{base}/{name}" if base and not name.startswith("/") else name
    if any(matches(text, name) or matches(text, name.rsplit("/", 1)[-1]) for text in options.all("exclude")):
        return
    try:
        inode = call.files.stat(path, follow="h" in options)
    except KernelError as error:
        call.error(f"{name}: Cannot stat: {error}", 2)
        return
    stored = name if "P" in options else name.lstrip("/")
    if name.startswith("/") and "P" not in options and not call.process.state.get("warned"):
        call.written.append((2, b"tar: Removing leading `/' from member names\n"))
        call.process.state["warned"] = True
    info = _info(call, stored or "./", inode)
    archive.addfile(info, io.BytesIO(inode.data) if inode.kind == "file" else None)
    if "v" in options:
        call.written.append(
            (
                2 if options.get("f", "-") == "-" else 1,
                f"{stored}{'/' if inode.kind == 'dir' and not stored.endswith('/') else ''}\n".encode(),
            )
        )
    if inode.kind == "dir":
        for child in call.files.listdir(path):
            _add(call, archive, base, f"{name.rstrip('/')}/{child}", options)


def _info(call: Call, name: str, inode: Inode) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name.rstrip("/") or ".")
    info.type = KINDS.get(inode.kind, tarfile.REGTYPE)
    info.mode, info.uid, info.gid, info.mtime = inode.mode & 0o7777, inode.uid, inode.gid, inode.mtime // SECOND
    info.uname, info.gname = user_name(call.files, inode.uid), group_name(call.files, inode.gid)
    info.linkname = inode.target if inode.kind == "link" else ""
    info.size = len(inode.data) if inode.kind == "file" else 0
    return info


def unpack(data: bytes) -> bytes:
    """Return gzip data unpacked, and other data as it is. Raises Failure past 64 MiB."""
    if data[:2] != b"\x1f\x8b":
        return data
    engine = zlib.decompressobj(31)
    out = engine.decompress(data, MAX_UNPACKED)
    if engine.unconsumed_tail:
        raise Failure("archive too large to unpack in this sandbox (64 MiB)", 2)
    return out


def _read(call: Call, options: Options, data: bytes) -> int:
    wanted = [name.rstrip("/") for name in options.operands]
    found = set()
    with tarfile.open(fileobj=io.BytesIO(unpack(data)), mode="r:") as archive:
        for info in archive:
            chosen = next(
                (
                    name
                    for name in wanted
                    if info.name == name
                    or info.name.startswith(f"{name}/")
                    or ("wildcards" in options and matches(name, info.name))
                ),
                None,
            )
            if wanted and chosen is None:
                continue
            found.add(chosen)
            if any(matches(text, info.name) for text in options.all("exclude")):
                continue
            if "t" in options:
                call.line(_listed(info) if "v" in options else _shown(info))
            else:
                _extract(call, archive, info, options)
    for name in wanted:
        if name not in found:
            call.error(f"{name}: Not found in archive", 2)
    if call.status:
        call.error("Exiting with failure status due to previous errors", 2)
    return call.status


def _shown(info: tarfile.TarInfo) -> str:
    return f"{info.name}/" if info.isdir() else info.name


def _listed(info: tarfile.TarInfo) -> str:
    kind = "dir" if info.isdir() else "link" if info.issym() else "file"
    owner = f"{info.uname or info.uid}/{info.gname or info.gid}"
    arrow = f" -> {info.linkname}" if info.issym() else ""
    when = format_date("%Y-%m-%d %H:%M", int(info.mtime) * SECOND)
    size = f"{info.size:>{max(19 - len(owner), 1)}}"
    return f"{describe_mode(kind, info.mode)} {owner} {size} {when} {_shown(info)}{arrow}"


def _extract(call: Call, archive: tarfile.TarFile, info: tarfile.TarInfo, options: Options) -> None:
    parts = info.name.split("/")[int(options.get("strip-components", "0")) :]
    name = "/".join(part for part in parts if part not in ("", ".."))
    if not name:
        return
    path = f"{options.get('C')}/{name}" if "C" in options else name
    if "O" in options:
        member = archive.extractfile(info) if info.isfile() else None
        call.out(member.read() if member else b"")
        return
    files = call.files
    try:
        if "C" in options and files.kind(options.get("C")) != "dir":
            raise Failure(
                f"{options.get('C')}: Cannot open: No such file or directory\n"
                "tar: Error is not recoverable: exiting now",
                2,
            )
        files.mkdir(path.rpartition("/")[0] or ".", parents=True)
        if info.isdir():
            files.mkdir(path, info.mode, parents=True)
        elif info.issym():
            if files.kind(path, follow=False) is not None:
                files.unlink(path)
            files.symlink(info.linkname, path)
        elif info.isfile():
            member = archive.extractfile(info)
            files.write(path, member.read() if member else b"", mode=info.mode)
            files.chmod(path, info.mode & 0o7777)
            files.utime(path, files.clock.now if "m" in options else int(info.mtime) * SECOND)
    except KernelError as error:
        call.error(f"{name}: Cannot open: {error}", 2)
        return
    if "v" in options:
        call.line(_shown(info))


def gzip(call: Call) -> int:
    """``gzip``, ``gunzip`` and ``zcat``."""
    options = parse(
        call,
        "d/decompress k/keep c/stdout f/force v/verbose q/quiet n/no-name t/test 1/fast 2 3 4 5 6 7 8 9/best",
        "r/recursive S/suffix= a l/list N/name",
    )
    expand = "d" in options or call.name in ("gunzip", "zcat")
    to_stdout = "c" in options or call.name == "zcat"
    for name in options.operands or ["-"]:
        try:
            data = call.read(name)
        except KernelError as error:
            call.error(f"{name}: {error}" if error.code != "EISDIR" else f"{name} is a directory -- ignored", 1)
            continue
        _one(call, name, data, options, expand=expand, to_stdout=to_stdout or name == "-")
    return call.status


def _one(  # noqa: PLR0911  (gzip refuses in many ways)
    call: Call, name: str, data: bytes, options: Options, *, expand: bool, to_stdout: bool
) -> None:
    if expand:
        if not name.endswith((".gz", ".tgz")) and name != "-" and not to_stdout:
            call.error(f"{name}: unknown suffix -- ignored", 2)
            return
        if data[:2] != b"\x1f\x8b":
            call.written.append(
                (2, f"\n{call.name}: {name if name != '-' else 'stdin'}: not in gzip format\n".encode())
            )
            call.status = 1
            return
        try:
            out = unpack(data)
        except zlib.error:
            call.error(f"{name}: invalid compressed data--format violated")
            return
    else:
        if name.endswith(".gz") and not to_stdout and "f" not in options:
            call.error(f"{name} already has .gz suffix -- unchanged", 2)
            return
        out = gzip_format.compress(data, 6, mtime=0)
    if "t" in options:
        return
    if to_stdout:
        call.out(out)
        return
    target = (name.removesuffix(".gz") if not name.endswith(".tgz") else name[:-3] + "tar") if expand else f"{name}.gz"
    if call.files.exists(target) and "f" not in options:
        call.error(f"{target} already exists;\tnot overwritten", 2)
        return
    call.files.write(target, out)
    if "k" not in options:
        call.files.unlink(name)
