"""mv. Models coreutils 9.1. Not modelled: backups, asking first."""

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils import cp
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.rm import remove_tree
from sandbox.sim.shell.coreutils.tool import Call

SPEC = "f/force n/no-clobber v/verbose T/no-target-directory t/target-directory= "
UNMODELLED = "u/update i/interactive b /backup? S/suffix= Z/context /strip-trailing-slashes"


def run(call: Call) -> None:
    """Move the operands."""
    options = parse(call, SPEC, UNMODELLED)
    sources, target, into = cp.targets(call, options)
    for source in sources:
        name = source.rstrip("/").rsplit("/", 1)[-1]
        _move(call, source, f"{target.rstrip('/') or ''}/{name}" if into else target, options)


def _move(call: Call, source: str, target: str, options: Options) -> None:
    files = call.files
    if files.kind(source, follow=False) is None:
        call.error(
            f"can't rename '{source}': No such file or directory"
            if call.busybox
            else f"cannot stat '{source}': No such file or directory"
        )
        return
    if "n" in options and files.kind(target, follow=False) is not None:
        return
    try:
        files.rename(source.rstrip("/") or "/", target.rstrip("/"))
    except KernelError as error:
        if error.code == "EXDEV":
            _across(call, source, target, options)
            return
        _explain(call, source, target, error)
        return
    if "v" in options:
        call.line(f"renamed '{source}' -> '{target}'")


def _explain(call: Call, source: str, target: str, error: KernelError) -> None:
    if error.code == "EINVAL":
        call.error(f"cannot move '{source}' to a subdirectory of itself, '{target}'")
    elif error.code == "EISDIR":
        call.error(f"cannot overwrite directory '{target}' with non-directory '{source}'")
    elif error.code == "ENOTDIR" and call.files.kind(target) == "file":
        call.error(f"cannot overwrite non-directory '{target}' with directory '{source}'")
    else:
        call.error(f"cannot move '{source}' to '{target}': {error}")


def _across(call: Call, source: str, target: str, options: Options) -> None:
    """Move between file systems: copy, then remove."""
    before = call.status
    cp.copy(call, source, target, Options({**options.given, "a": ""}, [], []))
    if call.status != before:
        return
    if call.files.kind(source, follow=False) == "dir":
        remove_tree(call, source)
    else:
        call.files.unlink(source)
