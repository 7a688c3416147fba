"""apk: Alpine's package manager.

Models apk-tools 2.14. Not modelled: repositories other than Alpine's, upgrades (there is nothing newer), triggers.
"""

from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.packages.catalogue import Package, find, packages
from sandbox.sim.shell.coreutils.packages.installation import install, installed, is_online, remove, unknown
from sandbox.sim.shell.coreutils.tool import Call, Failure

SPEC = (
    "/no-cache U/update-cache /update q/quiet t/virtual= /virtual= u/upgrade v/verbose f/force /purge i/interactive l"
)
OTHER = "X/repository= /repository= p/root= s/simulate /allow-untrusted a e"
BASE_PACKAGES = 15
BASE_SIZE = 8
INDEX = "/var/cache/apk/APKINDEX.tar.gz"


def run(call: Call) -> int:
    """``apk``."""
    options = parse(call, SPEC, OTHER)
    if not options.operands:
        raise Failure("not modelled in this sandbox: help; try apk add NAME")
    verb, *names = options.operands
    verbs = {"add": _add, "del": _delete, "update": _update, "upgrade": _update, "info": _info, "search": _search}
    if verb in verbs:
        return verbs[verb](call, options, names)
    if verb in ("cache", "fix", "version", "policy", "list", "fetch", "stats", "audit", "verify", "dot", "index"):
        raise Failure(f"not modelled in this sandbox: apk {verb}")
    call.warn(f"ERROR: '{verb}' is not an apk command. See 'apk --help'.\n")
    return 1


def _release(call: Call) -> str:
    text = call.files.read_text("/etc/alpine-release") if call.files.exists("/etc/alpine-release") else "3.19"
    return "v" + ".".join(text.strip().split(".")[:2])


def _fetch(call: Call, *, quiet: bool) -> bool:
    """Print the fetching of the two indexes; return whether they could be."""
    for part in ("main", "community"):
        address = f"https://dl-cdn.alpinelinux.org/alpine/{_release(call)}/{part}"
        if not quiet:
            call.line(f"fetch {address}/x86_64/APKINDEX.tar.gz")
        if not is_online(call):
            call.warn(f"WARNING: updating and opening {address}: temporary error (try again later)\n")
    return is_online(call)


def _root(call: Call) -> None:
    if call.process.uid:
        call.warn("ERROR: Unable to lock database: Permission denied\n")
        call.warn("ERROR: Failed to open apk database: Permission denied\n")
        raise Failure("", 99)


def _total(call: Call) -> str:
    here = installed(call, "apk")
    known = [find("apk", name) for name in here]
    size = BASE_SIZE + sum(package.size for package in known if package) // 500
    return f"OK: {size} MiB in {BASE_PACKAGES + len(here)} packages"


def _add(call: Call, options: Options, names: list[str]) -> int:
    _root(call)
    here = installed(call, "apk")
    bare = [name.partition("=")[0].partition("~")[0].partition("@")[0].rstrip("<>") for name in names]
    reached = _fetch(call, quiet="q" in options) if "no-cache" in options or not call.files.exists(INDEX) else True
    missing = [name for name in bare if name not in here and (not reached or find("apk", name) is None)]
    if missing:
        lines = "".join(f"  {name} (no such package):\n    required by: world[{name}]\n" for name in missing)
        call.warn(f"ERROR: unable to select packages:\n{lines}")
        if reached:
            unknown(call, "apk", missing)
        return len(missing)
    if "no-cache" not in options:
        _keep_index(call)
    wanted = [package for name in dict.fromkeys(bare) if name not in here for package in [find("apk", name)] if package]
    _install(call, wanted, quiet="q" in options)
    return 0


def _keep_index(call: Call) -> None:
    call.files.mkdir(INDEX.rpartition("/")[0], parents=True)
    call.files.write(INDEX, "")


def _install(call: Call, wanted: list[Package], *, quiet: bool) -> None:
    install(call, "apk", wanted)
    if quiet:
        return
    for number, package in enumerate(wanted, 1):
        call.line(f"({number}/{len(wanted)}) Installing {package.name} ({package.version})")
    if wanted:
        call.line("Executing busybox-1.36.1-r15.trigger")
    call.line(_total(call))


def _delete(call: Call, options: Options, names: list[str]) -> int:
    _root(call)
    here = installed(call, "apk")
    gone = [package for name in names if name in here for package in [find("apk", name)] if package]
    remove(call, "apk", gone)
    if "q" not in options:
        for number, package in enumerate(gone, 1):
            call.line(f"({number}/{len(gone)}) Purging {package.name} ({package.version})")
        call.line(_total(call))
    return 0


def _update(call: Call, options: Options, names: list[str]) -> int:
    del names
    _root(call)
    if not _fetch(call, quiet="q" in options):
        call.warn("2 unavailable, 0 stale; 0 distinct packages available\n")
        return 2
    _keep_index(call)
    if "q" not in options:
        release = _release(call)
        call.line(f"{release}.0-1-g0 [https://dl-cdn.alpinelinux.org/alpine/{release}/main]")
        call.line(f"{release}.0-2-g0 [https://dl-cdn.alpinelinux.org/alpine/{release}/community]")
        call.line(f"OK: {len(packages('apk'))} distinct packages available")
    return 0


def _info(call: Call, options: Options, names: list[str]) -> int:
    here = installed(call, "apk")
    for name in names or here:
        if name in here:
            call.line(f"{name}-{here[name]}" if "v" in options else name)
    return int(any(name not in here for name in names))


def _search(call: Call, options: Options, names: list[str]) -> int:
    del options
    for package in packages("apk").values():
        if any(name in package.name for name in names):
            call.line(f"{package.name}-{package.version}")
    return 0
