"""dpkg: the list of what is installed.

Models dpkg 1.21. Not modelled: installing archives, packages that an image came with.
"""

from sandbox.sim.shell.coreutils.options import parse
from sandbox.sim.shell.coreutils.packages.catalogue import find
from sandbox.sim.shell.coreutils.packages.installation import installed
from sandbox.sim.shell.coreutils.tool import Call, Failure

HEAD = """\
Desired=Unknown/Install/Remove/Purge/Hold
| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend
|/ Err?=(none)/Waiting,Trig-aWait/Trig-Pend (Status,Err: uppercase=bad)
||/ Name           Version      Architecture Description
+++-==============-============-============-=================================
"""


def run(call: Call) -> int:
    """``dpkg``."""
    options = parse(
        call, "l/list s/status L/listfiles /print-architecture /get-selections",
        "i/install r/remove P/purge S/search= a/all /configure /unpack /add-architecture= /force-all C/audit",
    )  # fmt: skip
    here = installed(call, "deb")
    names = options.operands or list(here)
    if "print-architecture" in options:
        call.line("amd64")
        return 0
    missing = [name for name in names if name not in here]
    for name in missing:
        shown = f"no packages found matching {name}" if "l" in options else f"package '{name}' is not installed"
        call.warn(f"dpkg-query: {shown}\n")
    _print(call, options.given, {name: here[name] for name in names if name in here})
    return int(bool(missing))


def _print(call: Call, given: dict[str, str], rows: dict[str, str]) -> None:
    if "l" in given:
        body = "".join(f"ii  {name:<14} {version:<12} amd64        {name}\n" for name, version in rows.items())
        call.out(HEAD + body if rows else "")
    elif "s" in given:
        for name, version in rows.items():
            call.out(f"Package: {name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: {version}\n")
    elif "L" in given:
        for name in rows:
            package = find("deb", name)
            call.out("".join(f"/usr/bin/{program}\n" for program in (package.programs if package else ())))
    elif "get-selections" in given:
        call.out("".join(f"{name}\t\t\t\t\t\tinstall\n" for name in rows))
    else:
        raise Failure("need an action option", 2)
