"""yum and dnf.

Models yum 4 as CentOS 8 has it, with repositories as they were before they were taken down. Not modelled: groups,
modules, repositories of others, upgrades (there is nothing newer).
"""

from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.packages.catalogue import Package, find, packages
from sandbox.sim.shell.coreutils.packages.installation import install, installed, is_online, remove, unknown
from sandbox.sim.shell.coreutils.tool import Call, Failure

SPEC = "y/assumeyes q/quiet /nogpgcheck /allowerasing /nobest /best C"
OTHER = "x/exclude= /enablerepo= /disablerepo= /setopt= c= d= e= v /installroot= /downloadonly /skip-broken"
RULE = "=" * 80 + "\n"
PROVIDES = {"vim": "vim-enhanced", "vi": "vim-minimal", "netcat": "nmap-ncat", "java": "java-17-openjdk"}
REFUSED = "This command has to be run with superuser privileges (under the root user on most systems).\n"


def run(call: Call) -> int:
    """``yum`` and ``dnf``."""
    options = parse(call, SPEC, OTHER)
    if not options.operands:
        raise Failure("not modelled in this sandbox: help; try yum install NAME")
    verb, *names = options.operands
    if verb in ("install", "reinstall", "localinstall"):
        return _install(call, options, names)
    if verb in ("remove", "erase"):
        return _remove(call, options, names)
    if verb in ("update", "upgrade", "makecache", "clean", "autoremove", "check-update", "repolist"):
        return _nothing_to_do(call, verb)
    if verb in ("list", "search", "info"):
        return _list(call, verb, names)
    raise Failure(f"not modelled in this sandbox: {call.name} {verb}")


def _superuser(call: Call) -> None:
    if call.process.uid:
        call.warn(f"Error: {REFUSED}")
        raise Failure("", 1)


def _nothing_to_do(call: Call, verb: str) -> int:
    words = {
        "makecache": "Metadata cache created.\n",
        "clean": "0 files removed\n",
        "check-update": "",
        "repolist": "repo id              repo name\nappstream            CentOS Linux 8 - AppStream\n",
    }
    call.out(words.get(verb, "Dependencies resolved.\nNothing to do.\nComplete!\n"))
    return 0


def _install(call: Call, options: Options, names: list[str]) -> int:
    _superuser(call)
    if not is_online(call):
        call.warn("Error: Failed to download metadata for repo 'appstream': Couldn't resolve host name\n")
        return 1
    here = installed(call, "rpm")
    full = [PROVIDES.get(name, name) for name in names]
    missing = [name for name in full if find("rpm", name) is None]
    for name in missing:
        call.line(f"No match for argument: {name}")
    if missing:
        call.warn(f"Error: Unable to find a match: {' '.join(missing)}\n")
        unknown(call, "rpm", missing)
        return 1
    for name in (name for name in full if name in here):
        call.line(f"Package {name}-{here[name]}.x86_64 is already installed.")
    wanted = [package for name in dict.fromkeys(full) if name not in here for package in [find("rpm", name)] if package]
    if not wanted:
        return _nothing_to_do(call, "install")
    call.out(_table("Installing", wanted))
    call.out(f"Transaction Summary\n{RULE}Install  {_counted(wanted)}\n\n")
    call.line(f"Total download size: {sum(package.size for package in wanted)} k")
    if not _agreed(call, options):
        return 1
    call.out(f"Downloading Packages:\n{_transaction('Installing', wanted)}\nInstalled:\n")
    call.out("".join(f"  {package.name}-{package.version}.x86_64\n" for package in wanted) + "\nComplete!\n")
    install(call, "rpm", wanted)
    return 0


def _agreed(call: Call, options: Options) -> bool:
    if "y" in options:
        return True
    answer = call.ask("Is this ok [y/N]: ")
    if answer is not None and answer.lower() in ("y", "yes"):
        return True
    call.line("Operation aborted.")
    return False


def _remove(call: Call, options: Options, names: list[str]) -> int:
    _superuser(call)
    here = installed(call, "rpm")
    full = [PROVIDES.get(name, name) for name in names]
    gone = [package for name in full if name in here for package in [find("rpm", name)] if package]
    for name in (name for name in full if name not in here):
        call.line(f"No match for argument: {name}")
    if not gone:
        call.line("No packages marked for removal.")
        return _nothing_to_do(call, "remove")
    call.out(f"{_table('Removing', gone)}Transaction Summary\n{RULE}Remove  {_counted(gone)}\n\n")
    if not _agreed(call, options):
        return 1
    call.out(f"{_transaction('Erasing', gone)}\nRemoved:\n")
    call.out("".join(f"  {package.name}-{package.version}.x86_64\n" for package in gone) + "\nComplete!\n")
    remove(call, "rpm", gone)
    return 0


def _counted(rows: list[Package]) -> str:
    return f"{len(rows)} Package{'' if len(rows) == 1 else 's'}"


def _table(title: str, rows: list[Package]) -> str:
    head = f" {'Package':<20}{'Architecture':<16}{'Version':<20}{'Repository':<14}Size\n"
    body = "".join(
        f" {package.name:<20}{'x86_64':<16}{package.version:<20}{'appstream':<14}{package.size} k\n" for package in rows
    )
    return f"Dependencies resolved.\n{RULE}{head}{RULE}{title}:\n{body}\n"


def _transaction(title: str, rows: list[Package]) -> str:
    steps = "".join(
        f"  {title:<11}: {package.name}-{package.version}.x86_64   {number}/{len(rows)} \n"
        for number, package in enumerate(rows, 1)
    )
    return (
        "Running transaction check\nTransaction check succeeded.\nRunning transaction test\n"
        f"Transaction test succeeded.\nRunning transaction\n{steps}"
    )


def _list(call: Call, verb: str, names: list[str]) -> int:
    here, known = installed(call, "rpm"), packages("rpm")
    words = [name for name in names if name not in ("installed", "available", "all")]
    rows = [package for package in known.values() if not words or any(word in package.name for word in words)]
    if "installed" in names:
        rows = [package for package in rows if package.name in here]
    if not rows:
        call.warn("Error: No matching Packages to list\n")
        return 1
    for package in rows:
        shown = f"{package.name}.x86_64 : {', '.join(package.programs)}" if verb == "search" else ""
        call.line(shown or f"{package.name + '.x86_64':<40}{package.version:<24}appstream")
    return 0
