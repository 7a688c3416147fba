"""ln. Models coreutils 9.1."""

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.options import Options, parse, usage
from sandbox.sim.shell.coreutils.tool import Call, Failure

SPEC = "s/symbolic f/force v/verbose n/no-dereference T/no-target-directory t/target-directory="
UNMODELLED = "r/relative b /backup? d F i/interactive L/logical P/physical S/suffix="


def run(call: Call) -> None:
    """Make the links."""
    options = parse(call, SPEC, UNMODELLED)
    words = options.operands
    if not words:
        raise usage(call, "missing file operand")
    if "t" in options:
        sources, directory, into = words, options.get("t"), True
    elif len(words) == 1:
        sources, directory, into = words, ".", True
    else:
        sources, directory = words[:-1], words[-1]
        into = call.files.kind(directory, follow="n" not in options) == "dir" and "T" not in options
        if len(sources) > 1 and not into:
            raise Failure(f"target '{directory}' is not a directory")
    for source in sources:
        name = source.rstrip("/").rsplit("/", 1)[-1]
        _link(call, source, f"{directory.rstrip('/')}/{name}" if into else directory, options)


def _link(call: Call, source: str, path: str, options: Options) -> None:
    files = call.files
    shown = path.removeprefix("./")
    try:
        if files.kind(path, follow=False) is not None and "f" in options:
            files.unlink(path)
        if "s" in options:
            files.symlink(source, path)
        else:
            if files.kind(source, follow=False) is None:
                call.error(f"failed to access '{source}': No such file or directory")
                return
            if files.kind(source, follow=False) == "dir":
                call.error(f"{source}: hard link not allowed for directory")
                return
            files.link(source, path)
    except KernelError as error:
        what = "symbolic" if "s" in options else "hard"
        arrow = "" if "s" in options else f" => '{source}'"
        call.error(f"{shown}: {error}" if call.busybox else f"failed to create {what} link '{shown}'{arrow}: {error}")
        return
    if "v" in options:
        call.line(f"'{shown}' {'->' if 's' in options else '=>'} '{source}'")
