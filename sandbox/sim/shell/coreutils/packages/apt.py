"""apt-get, apt, apt-cache.

Models apt 2.6 of Debian 12, where output is no terminal. Not modelled: sources other than the
distribution's, upgrades (there is nothing newer), downloads of sources.
"""

from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.packages.catalogue import Package, find, packages
from sandbox.sim.shell.coreutils.packages.installation import install, installed, is_online, remove, unknown
from sandbox.sim.shell.coreutils.tool import Call, Failure

SPEC = (
    "y/yes /assume-yes q/quiet? /no-install-recommends /install-recommends f/fix-broken /allow-unauthenticated o= "
    "/fix-missing /purge /reinstall /allow-downgrades /force-yes m /installed /no-install-suggests /autoremove"
)
OTHER = "d/download-only s/simulate /dry-run t/target-release= u V /only-upgrade /no-upgrade /print-uris"
LISTS = "/var/lib/apt/lists"
UBUNTU = "ubuntu"
SOURCES = {
    "debian": ("http://deb.debian.org/debian", "http://deb.debian.org/debian-security"),
    UBUNTU: ("http://archive.ubuntu.com/ubuntu", "http://security.ubuntu.com/ubuntu"),
}
READING = "Reading package lists...\n"
STATE = f"{READING}Building dependency tree...\nReading state information...\n"
WIDTH = 78


def run(call: Call) -> int:
    """``apt-get`` and ``apt``."""
    options = parse(call, SPEC, OTHER, status=100)
    if call.name == "apt":
        call.warn("\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n")
    if not options.operands:
        raise Failure("not modelled in this sandbox: help; try apt-get update, apt-get install NAME")
    verb, *names = options.operands
    verbs = {"update": _update, "install": _install, "remove": _remove, "purge": _remove}
    if verb in verbs:
        return verbs[verb](call, options, names)
    if verb in ("upgrade", "dist-upgrade", "full-upgrade"):
        _root(call)
        call.out(f"{STATE}Calculating upgrade...\n{_summary(0, 0)}")
        return 0
    if verb in ("autoremove", "auto-remove"):
        call.out(STATE + _summary(0, 0))
        return 0
    if verb in ("clean", "autoclean", "check"):
        return 0
    return cache_verb(call, verb, names)


def cache(call: Call) -> int:
    """``apt-cache``."""
    options = parse(call, "n/names-only q f/full", "a i c= o= p")
    if not options.operands:
        raise Failure("not modelled in this sandbox: help; try apt-cache search NAME")
    return cache_verb(call, options.operands[0], options.operands[1:])


def cache_verb(call: Call, verb: str, names: list[str]) -> int:
    """Answer ``search``, ``show``, ``policy``, ``list``."""
    known, here = packages("deb"), installed(call, "deb")
    if verb == "search":
        for package in known.values():
            if all(name in package.name or name in (".", "") for name in names):
                call.line(f"{package.name} - {', '.join(package.programs) or 'files without programs'}")
        return 0
    if verb in ("show", "policy", "madison"):
        missing = [name for name in names if name not in known]
        for name in missing:
            call.warn(f"N: Unable to locate package {name}\n")
        for name in (name for name in names if name in known):
            _show(call, verb, known[name], here.get(name))
        return 100 if missing and verb == "show" else 0
    if verb == "list":
        call.line("Listing...")
        for name, version in here.items():
            call.line(f"{name}/now {version} amd64 [installed,local]")
        return 0
    call.warn(f"E: Invalid operation {verb}\n")
    return 100


def _show(call: Call, verb: str, package: Package, version: str | None) -> None:
    if verb == "policy":
        shown = version or "(none)"
        call.line(f"{package.name}:\n  Installed: {shown}\n  Candidate: {package.version}\n  Version table:")
        call.line(f"     {package.version} 500")
    else:
        call.line(f"Package: {package.name}\nVersion: {package.version}\nArchitecture: amd64")
        call.line(f"Depends: {', '.join(package.needs)}\nSize: {package.size * 1000}\n")


def _root(call: Call) -> None:
    if call.process.uid:
        call.warn("E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\n")
        call.warn("E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?\n")
        raise Failure("", 100)


def _distribution(call: Call) -> tuple[str, str]:
    text = call.files.read_text("/etc/os-release") if call.files.exists("/etc/os-release") else ""
    fields = dict(line.partition("=")[::2] for line in text.splitlines())
    name = UBUNTU if fields.get("ID") == UBUNTU else "debian"
    return name, fields.get("VERSION_CODENAME", "bookworm").strip('"')


def _update(call: Call, options: Options, names: list[str]) -> int:
    del names
    _root(call)
    name, codename = _distribution(call)
    main, security = SOURCES[name]
    suites = ((main, codename), (main, f"{codename}-updates"), (security, f"{codename}-security"))
    if not is_online(call):
        return _no_way_out(call, suites)
    lines, number = [], 1
    for address, suite in suites:
        lines.append(f"Get:{number} {address} {suite} InRelease [{151 if suite == codename else 55} kB]")
        number += 1
    for address, suite in suites:
        lines.append(f"Get:{number} {address} {suite}/main amd64 Packages [{8790 if suite == codename else 272} kB]")
        number += 1
    lines.append("Fetched 9595 kB in 1s (7254 kB/s)")
    call.files.mkdir(LISTS, parents=True)
    for address, suite in suites:
        host = address.removeprefix("http://").replace("/", "_")
        call.files.write(f"{LISTS}/{host}_dists_{suite}_InRelease", f"Suite: {suite}\n")
    if not _is_silent(options):
        call.out("\n".join(lines) + f"\n{READING}")
    return 0


def _no_way_out(call: Call, suites: tuple[tuple[str, str], ...]) -> int:
    warnings = ""
    for number, (address, suite) in enumerate(suites, 1):
        host = address.removeprefix("http://").partition("/")[0]
        call.out(f"Err:{number} {address} {suite} InRelease\n  Temporary failure resolving '{host}'\n")
        warnings += f"W: Failed to fetch {address}/dists/{suite}/InRelease  Temporary failure resolving '{host}'\n"
    call.out(READING)
    warnings += "W: Some index files failed to download. They have been ignored, or old ones used instead.\n"
    call.warn(warnings)
    return 0


def _is_silent(options: Options) -> bool:
    return len(options.all("q")) > 1 or options.get("q") not in ("", "1")


def _has_lists(call: Call) -> bool:
    return call.files.kind(LISTS) == "dir" and any(name.endswith("InRelease") for name in call.files.listdir(LISTS))


def _install(call: Call, options: Options, names: list[str]) -> int:
    _root(call)
    call.out("" if _is_silent(options) else STATE)
    bare = [name.partition("=")[0].partition(":")[0].removesuffix("+") for name in names]
    locals_ = [name for name in bare if name.endswith(".deb")]
    if locals_:
        raise Failure(f"not modelled in this sandbox: installing the file {locals_[0]}", 100)
    here = installed(call, "deb")
    missing = [name for name in bare if name not in here and (not _has_lists(call) or find("deb", name) is None)]
    if missing:
        for name in missing:
            call.warn(f"E: Unable to locate package {name}\n")
        if _has_lists(call):
            unknown(call, "deb", missing)
        return 100
    for name in (name for name in bare if name in here):
        call.line(f"{name} is already the newest version ({here[name]}).")
    wanted = [package for name in bare if name not in here for package in [find("deb", name)] if package]
    extra = [find("deb", need) for package in wanted for need in package.needs if need not in here]
    added = [package for package in dict.fromkeys(extra) if package and package not in wanted]
    return _carry_out(call, options, list(dict.fromkeys(wanted)), added)


def _carry_out(call: Call, options: Options, wanted: list[Package], added: list[Package]) -> int:
    everything = sorted([*added, *wanted], key=lambda package: package.name)
    if not everything:
        call.out(_summary(0, 0))
        return 0
    total = sum(package.size for package in everything)
    if not _is_silent(options):
        _announce(call, everything, added, total)
    if not _agreed(call, options, needed=bool(added)):
        return 1
    if not is_online(call):
        call.warn("E: Failed to fetch archives  Temporary failure resolving 'deb.debian.org'\n")
        return 100
    _unpack(call, everything, total, silent=_is_silent(options))
    install(call, "deb", everything)
    return 0


def _agreed(call: Call, options: Options, *, needed: bool) -> bool:
    if not needed or any(word in options for word in ("y", "assume-yes", "force-yes")):
        return True
    answer = call.ask("Do you want to continue? [Y/n] ")
    if answer is not None and answer.lower() in ("", "y", "yes"):
        return True
    call.line("Abort.")
    return False


def _announce(call: Call, everything: list[Package], added: list[Package], total: int) -> None:
    if added:
        call.out(_names("The following additional packages will be installed:", added))
    call.out(_names("The following NEW packages will be installed:", everything) + _summary(len(everything), 0))
    call.line(f"Need to get {total} kB of archives.")
    call.line(f"After this operation, {total * 3} kB of additional disk space will be used.")


def _unpack(call: Call, everything: list[Package], total: int, *, silent: bool) -> None:
    name, codename = _distribution(call)
    for number, package in enumerate([] if silent else everything, 1):
        call.line(
            f"Get:{number} {SOURCES[name][0]} {codename}/main amd64 {package.name} amd64 {package.version} "
            f"[{package.size} kB]"
        )
    call.out("" if silent else f"Fetched {total} kB in 0s ({total * 4} kB/s)\n")
    for package in everything:
        archive = f"{package.name}_{package.version}_amd64.deb"
        call.line(f"Selecting previously unselected package {package.name}.")
        call.line(f"Preparing to unpack .../{archive} ...\nUnpacking {package.name} ({package.version}) ...")
    for package in everything:
        call.line(f"Setting up {package.name} ({package.version}) ...")
    call.line("Processing triggers for libc-bin (2.36-9+deb12u9) ...")


def _remove(call: Call, options: Options, names: list[str]) -> int:
    _root(call)
    call.out(STATE)
    here = installed(call, "deb")
    unheard = [name for name in names if name not in here and find("deb", name) is None]
    if unheard:
        call.warn("".join(f"E: Unable to locate package {name}\n" for name in unheard))
        return 100
    for name in (name for name in names if name not in here):
        call.line(f"Package '{name}' is not installed, so not removed")
    gone = [package for name in names if name in here for package in [find("deb", name)] if package]
    if gone:
        call.out(_names("The following packages will be REMOVED:", gone))
    call.out(_summary(0, len(gone)))
    if gone and not _agreed(call, options, needed=True):
        return 1
    for package in gone:
        call.line(f"Removing {package.name} ({package.version}) ...")
    remove(call, "deb", gone)
    return 0


def _names(title: str, rows: list[Package]) -> str:
    lines, current = [title], " "
    for name in sorted(package.name for package in rows):
        if len(current) + len(name) > WIDTH:
            lines.append(current)
            current = " "
        current += f" {name}"
    return "\n".join([*lines, current]) + "\n"


def _summary(new: int, gone: int) -> str:
    return f"0 upgraded, {new} newly installed, {gone} to remove and 0 not upgraded.\n"
