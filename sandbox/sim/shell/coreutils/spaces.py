"""Space: du, df, free, truncate, dd.

Models coreutils 9.1 and procps 4.0. Not modelled: dd's conversions.
"""

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.modes import human, parse_size
from sandbox.sim.shell.coreutils.options import Options, missing_operand, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

KIBI = 1024
DISK_SIZE = 41_151_808
MEMORY = (8145412, 1215168, 5322120, 1124, 1608124, 6930244)


def usage_of_files(call: Call) -> None:
    """``du``."""
    options = parse(
        call,
        "s/summarize h/human-readable a/all c/total k d/max-depth= b/bytes m",
        "x/one-file-system 0/null S/separate-dirs t/threshold= /exclude= L P H D X= /time? /inodes l /apparent-size",
    )
    total = 0
    for name in options.operands or ["."]:
        try:
            total += _measure(call, name, options, 0)
        except KernelError as error:
            call.error(f"{name}: {error}" if call.busybox else f"cannot access '{name}': {error}")
    if "c" in options:
        call.line(f"{_size(total, options)}\ttotal")


def _measure(call: Call, path: str, options: Options, depth: int) -> int:
    inode = call.files.stat(path, follow=False)
    size = (
        inode.size
        if "b" in options
        else (0 if inode.kind not in ("file", "dir") else (inode.size + 4095) // 4096 * 4096)
    )
    if inode.kind == "dir":
        for child in sorted(inode.entries):
            size += _measure(call, f"{path.rstrip('/')}/{child}", options, depth + 1)
    limit = 0 if "s" in options else int(options.get("d")) if options.get("d").isdecimal() else 1 << 30
    if depth == 0 or (depth <= limit and (inode.kind == "dir" or "a" in options)):
        call.line(f"{_size(size, options)}\t{path}")
    return size


def _size(size: int, options: Options) -> str:
    if "h" in options:
        return human(size)
    return str(size if "b" in options else -(-size // (1024 * 1024)) if "m" in options else -(-size // 1024))


def disks(call: Call) -> None:
    """``df``."""
    options = parse(
        call,
        "h/human-readable k T/print-type a/all P/portability",
        "H/si i/inodes t/type= x/exclude-type= l/local /output? B/block-size= m /total /sync",
    )
    spaces = call.table.namespaces[call.process.namespaces]
    root = call.table.disks[spaces.root]
    used = 4_915_200 + root.used // 1024
    name = "/dev/vda1" if spaces.name == "host" else "overlay"
    rows = [
        (name, "ext4" if spaces.name == "host" else "overlay", DISK_SIZE, used, "/"),
        ("tmpfs", "tmpfs", 65536, 0, "/dev"),
    ]
    wanted = {_mount(call, operand) for operand in options.operands}
    size = "Size" if "h" in options or "H" in options else "1K-blocks"
    avail = "Avail" if "h" in options else "Available"
    table = [["Filesystem", *(["Type"] if "T" in options else []), size, "Used", avail, "Use%", "Mounted on"]]
    for device, kind, total, taken, place in rows:
        if wanted and place not in wanted:
            continue
        numbers = [human(1024 * value) if "h" in options else str(value) for value in (total, taken, total - taken)]
        table.append([device, *([kind] if "T" in options else []), *numbers, f"{-(-taken * 100 // total)}%", place])
    widths = [max(len(row[at]) for row in table) for at in range(len(table[0]))]
    left = 2 if "T" in options else 1
    for row in table:
        cells = [cell.ljust(widths[at]) if at < left else cell.rjust(widths[at]) for at, cell in enumerate(row[:-1])]
        call.line(f"{' '.join(cells)} {row[-1]}")


def _mount(call: Call, path: str) -> str:
    if not call.files.exists(path):
        raise Failure(f"{path}: No such file or directory")
    return "/dev" if call.files.realpath(path).startswith("/dev") else "/"


def memory(call: Call) -> None:
    """``free``."""
    options = parse(call, "h/human m/mebi g/gibi k/kibi", "b/bytes t/total w/wide s/seconds= c/count= l L v")
    unit = 1024 * 1024 if "g" in options else 1024 if "m" in options else 1

    def show(value: int) -> str:
        return f"{human(value * 1024)}i" if "h" in options and value else "0B" if "h" in options else str(value // unit)

    call.line("               total        used        free      shared  buff/cache   available")
    call.line("Mem:    " + "".join(f"{show(value):>12}" for value in MEMORY))
    call.line("Swap:   " + "".join(f"{show(0):>12}" for _ in range(3)))


def truncate(call: Call) -> None:
    """``truncate``."""
    options = parse(call, "s/size= c/no-create r/reference=", "o/io-blocks")
    if not options.operands:
        raise missing_operand(call)
    text = options.get("s")
    size = len(call.files.read(options.get("r"))) if "r" in options else parse_size(text.lstrip("+-<>/%"))
    if size is None or ("s" not in options and "r" not in options):
        raise Failure("you must specify either ‘--size’ or ‘--reference’" if not text else f"Invalid number: ‘{text}’")
    for name in options.operands:
        data = call.files.read(name) if call.files.exists(name) else b""
        if not call.files.exists(name) and "c" in options:
            continue
        wanted = (
            len(data) + size if text.startswith("+") else max(len(data) - size, 0) if text.startswith("-") else size
        )
        if wanted > 64 * 1024 * 1024:
            raise Failure(f"failed to truncate '{name}' at {wanted} bytes: File too large")
        call.files.write(name, data[:wanted].ljust(wanted, b"\0"))


def copy_blocks(call: Call) -> None:
    """``dd``."""
    settings = dict(word.partition("=")[::2] for word in call.args)
    for name in settings:
        if name not in ("if", "of", "bs", "count", "skip", "seek", "status", "conv", "ibs", "obs", "oflag", "iflag"):
            raise Failure(f"unrecognized operand ‘{name}’")
    block = parse_size(settings.get("bs", "512")) or 0
    count = parse_size(settings["count"]) if "count" in settings else None
    if block < 1:
        raise Failure(f"invalid number: ‘{settings.get('bs')}’")
    source = settings.get("if", "-")
    if source in ("/dev/zero", "/dev/urandom", "/dev/random"):
        size = block * (count or 0)
        if count is None or size > 64 * 1024 * 1024:
            raise Failure("writing to output: No space left on device")
        data = bytes(size) if source == "/dev/zero" else call.table.rng.randbytes("urandom", size)
    else:
        try:
            data = call.read(source)
        except KernelError as error:
            raise Failure(f"failed to open '{source}': {error}") from None
        start = block * int(settings.get("skip", "0"))
        data = data[start : start + block * count] if count is not None else data[start:]
    if "of" in settings:
        call.files.write(settings["of"], data)
    else:
        call.out(data)
    if settings.get("status") == "none":
        return
    whole, rest = divmod(len(data), block)
    text = f"{whole}+{int(rest > 0)} records in\n{whole}+{int(rest > 0)} records out\n"
    nice = f" ({_unit(len(data), 1000)}B, {_unit(len(data), 1024)}iB)" if len(data) >= KIBI else ""
    seconds = (
        ""
        if settings.get("status") == "noxfer"
        else f"{len(data)} bytes{nice} copied, 0.001 s, {len(data) / 1000:.1f} kB/s\n"
    )
    call.written.append((2, (text + seconds).encode()))


def _unit(size: int, base: int) -> str:
    """Return a size with a blank before its unit, as dd reports it: ``2.0 k``, ``2.0 K``."""
    text = human(size, base=base)
    unit = text[-1] if text[-1].isalpha() else ""
    return f"{text.removesuffix(unit)} {unit.lower() if base == 1000 and unit == 'K' else unit}"  # noqa: PLR2004  (dd's kB)
