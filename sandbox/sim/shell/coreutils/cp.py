"""cp. Models coreutils 9.1. Not modelled: sparse files, attributes, backups, asking first."""

from sandbox.sim.kernel.errors import MESSAGES, KernelError
from sandbox.sim.shell.coreutils.options import Options, parse, usage
from sandbox.sim.shell.coreutils.tool import Call, Failure

SPEC = (
    "a/archive r R/recursive f/force p v/verbose n/no-clobber T/no-target-directory t/target-directory= L/dereference "
    "P/no-dereference d u/update l/link s/symbolic-link /preserve?"
)
# Without a word ``--preserve`` means what ``-p`` does; single attributes are not told apart here.
PRESERVED = ("", "all", "mode,ownership,timestamps")
UNMODELLED = (
    "H i/interactive /parents /no-preserve= b /backup? /attributes-only /reflink? /sparse= S/suffix= x/one-file-system "
    "Z /remove-destination /strip-trailing-slashes"
)


def run(call: Call) -> None:
    """Copy the operands."""
    options = parse(call, SPEC, UNMODELLED)
    if options.get("preserve") not in PRESERVED:
        raise Failure(f"not modelled in this sandbox: --preserve={options.get('preserve')}")
    sources, target, into = targets(call, options)
    for source in sources:
        name = source.rstrip("/").rsplit("/", 1)[-1]
        copy(call, source, f"{target.rstrip('/') or ''}/{name}" if into else target, options)


def targets(call: Call, options: Options) -> tuple[list[str], str, bool]:
    """Return the sources, the target, and whether they go into it. Raises Failure."""
    words = options.operands
    if "t" in options:
        return words, options.get("t"), True
    if not words:
        raise usage(call, "missing file operand")
    if len(words) == 1:
        raise usage(call, f"missing destination file operand after '{words[0]}'")
    target = words[-1]
    into = call.files.kind(target) == "dir" and "T" not in options
    if not into and len(words) > 2:  # noqa: PLR2004  (several sources need a directory)
        raise Failure(
            f"target '{target}' is not a directory"
            if call.files.exists(target)
            else f"target '{target}': No such file or directory"
        )
    if not into and target.endswith("/") and call.files.kind(words[0]) != "dir":
        raise Failure(f"cannot create regular file '{target}': Not a directory")
    return words[:-1], target, into


def copy(call: Call, source: str, target: str, options: Options) -> None:
    """Copy a file or, recursively, a directory, and say what went wrong."""
    recursive = any(key in options for key in "arR")
    keep_links = "L" not in options and (recursive or "P" in options or "d" in options)
    files = call.files
    try:
        inode = files.stat(source, follow=not keep_links)
    except KernelError as error:
        call.error(f"can't stat '{source}': {error}" if call.busybox else f"cannot stat '{source}': {error}")
        return
    if inode.kind == "dir" and not recursive:
        call.error(
            f"omitting directory '{source}'" if call.busybox else f"-r not specified; omitting directory '{source}'"
        )
        return
    if files.exists(target) and _same(call, source, target):
        call.error(f"'{source}' and '{target}' are the same file")
        return
    if inode.kind == "dir" and f"{_real(call, target)}/".startswith(f"{files.realpath(source)}/"):
        call.error(f"cannot copy a directory, '{source}', into itself, '{target}'")
        return
    try:
        _copy_any(call, source, target, options)
    except KernelError as error:
        _explain(call, source, target, error)


def _real(call: Call, target: str) -> str:
    try:
        return call.files.realpath(target)
    except KernelError:
        head, _, tail = target.rstrip("/").rpartition("/")
        try:
            return f"{call.files.realpath(head or ('/' if target.startswith('/') else '.'))}/{tail}"
        except KernelError:
            return target


def _same(call: Call, source: str, target: str) -> bool:
    first, second = (call.files.mounts.resolve(path, call.files.cwd) for path in (source, target))
    return (first.mount.system, first.number) == (second.mount.system, second.number)


def _explain(call: Call, source: str, target: str, error: KernelError) -> None:
    if error.code == "EACCES" and error.path == source:
        call.error(f"cannot open '{source}' for reading: {error}")
    elif call.busybox:
        call.error(f"can't create '{target}': {MESSAGES[error.code]}")
    elif error.code == "EDQUOT":
        call.error(f"error writing '{target}': {error}")
    else:
        call.error(f"cannot create regular file '{target}': {error}")


def _copy_any(call: Call, source: str, target: str, options: Options) -> None:
    files, archive = call.files, "a" in options
    recursive = archive or "r" in options or "R" in options
    inode = files.stat(source, follow="L" in options or not (recursive or "P" in options or "d" in options))
    if "n" in options and files.exists(target) and inode.kind != "dir":
        return
    if "u" in options and files.exists(target) and inode.kind == "file" and files.stat(target).mtime >= inode.mtime:
        return
    if "v" in options:
        call.line(f"'{source}' -> '{target}'")
    if inode.kind == "dir":
        _copy_directory(call, source, target, options)
    elif inode.kind == "link":
        if files.kind(target, follow=False) is not None:
            files.unlink(target)
        files.symlink(inode.target, target)
        return
    elif "l" in options:
        files.link(source, target)
        return
    elif "s" in options:
        files.symlink(source, target)
        return
    else:
        _write(call, source, target, force="f" in options)
    if archive or "p" in options or "preserve" in options:
        _preserve(call, source, target)


def _write(call: Call, source: str, target: str, *, force: bool) -> None:
    """Write a file's copy; ``force`` removes a target that cannot be opened and tries again."""
    data, mode = call.read(source), call.files.stat(source).mode & 0o777
    try:
        call.files.write(target, data, mode=mode)
    except KernelError as error:
        if not force or error.code != "EACCES" or call.files.kind(target, follow=False) is None:
            raise
        call.files.unlink(target)
        call.files.write(target, data, mode=mode)


def _copy_directory(call: Call, source: str, target: str, options: Options) -> None:
    files = call.files
    if files.kind(target) is None:
        files.mkdir(target, files.stat(source).mode & 0o7777)
    elif files.kind(target) != "dir":
        call.error(f"cannot overwrite non-directory '{target}' with directory '{source}'")
        return
    for name in files.listdir(source):
        _copy_any(call, f"{source.rstrip('/')}/{name}", f"{target.rstrip('/')}/{name}", options)


def _preserve(call: Call, source: str, target: str) -> None:
    inode = call.files.stat(source)
    call.files.chmod(target, inode.mode & 0o7777)
    if call.files.user.uid == 0:
        call.files.chown(target, inode.uid, inode.gid)
    call.files.utime(target, inode.mtime)
