"""dig and host: names asked of the simulated network.

Models BIND 9.18. Not modelled: servers of one's choice other than the network's own, records other than A, AAAA,
CNAME, SRV and PTR.
"""

from typing import Any

from sandbox.sim.runtime.network import NetworkError, Record, is_address
from sandbox.sim.shell.coreutils.dates import format_date
from sandbox.sim.shell.coreutils.tool import Call, Failure
from sandbox.sim.shell.coreutils.urls import addresses

KINDS = ("A", "AAAA", "CNAME", "SRV", "PTR", "ANY")
OTHER_KINDS = ("MX", "NS", "TXT", "SOA", "CAA", "AXFR", "DS", "DNSKEY")
PATIENCE = 15


def _server(call: Call) -> str:
    text = call.files.read_text("/etc/resolv.conf") if call.files.exists("/etc/resolv.conf") else ""
    return next((line.split()[1] for line in text.splitlines() if line.startswith("nameserver ")), "127.0.0.1")


def _ask(call: Call, name: str, kind: str) -> list[Record]:
    """Return what is known of a name. Raises NetworkError where no name service answers."""
    network: Any = call.table.network
    space = call.table.namespaces[call.process.namespaces].network
    rows = []
    if network is not None:
        rows = call.recall(lambda: [[row.name, row.kind, row.value] for row in network.records(space, name, kind)])
    if rows or kind not in ("A", "ANY"):
        return [Record(*row) for row in rows]
    return [Record(name, "A", address) for address in addresses(call, name)] if not is_address(name) else []


def dig(call: Call) -> int:
    """``dig``."""
    name, kind, flags = "", "A", set[str]()
    words = list(call.args)
    while words:
        word = words.pop(0)
        if word.startswith("+"):
            flags.add(word[1:])
        elif word == "-x":
            name, kind = (words.pop(0) if words else ""), "PTR"
        elif word == "-t":
            kind = (words.pop(0) if words else "").upper()
        elif word.startswith(("@", "-")):
            raise Failure(f"not modelled in this sandbox: {word}")
        elif word.upper() in (*KINDS, *OTHER_KINDS) and name:
            kind = word.upper()
        else:
            name = word
    if not name or kind in OTHER_KINDS:
        raise Failure(
            f"not modelled in this sandbox: {'asking for the root' if not name else f'records of kind {kind}'}"
        )
    odd = {flag.partition("=")[0] for flag in flags} - {
        "short",
        "noall",
        "answer",
        "search",
        "timeout",
        "tries",
        "time",
    }
    if odd:
        raise Failure(f"not modelled in this sandbox: +{min(odd)}")
    try:
        found = _ask(call, name, kind)
    except NetworkError:
        call.sleep(PATIENCE)
        call.line(f"\n; <<>> DiG 9.18.28 <<>> {' '.join(call.args)}\n;; global options: +cmd")
        call.line(";; no servers could be reached")
        return 9
    _print(call, name, kind, found, flags)
    return 0


def _print(call: Call, name: str, kind: str, found: list[Record], flags: set[str]) -> None:
    if "short" in flags:
        call.out("".join(f"{row.value}\n" for row in found))
        return
    full = name if name.endswith(".") else f"{name}."
    answers = "".join(f"{row.name.rstrip('.')}.\t\t30\tIN\t{row.kind}\t{row.value}\n" for row in found)
    if "noall" in flags:
        call.out(answers if "answer" in flags else "")
        return
    status = "NOERROR" if found else "NXDOMAIN"
    number = int(call.table.rng.hex("dig", 4), 16)
    call.out(
        f"\n; <<>> DiG 9.18.28 <<>> {' '.join(call.args)}\n;; global options: +cmd\n;; Got answer:\n"
        f";; ->>HEADER<<- opcode: QUERY, status: {status}, id: {number}\n"
        f";; flags: qr aa rd ra; QUERY: 1, ANSWER: {len(found)}, AUTHORITY: 0, ADDITIONAL: 1\n\n"
        f";; QUESTION SECTION:\n;{full}\t\t\tIN\t{kind}\n\n"
    )
    call.out(f";; ANSWER SECTION:\n{answers}\n" if found else "")
    server = _server(call)
    when = format_date("%a %b %d %T UTC %Y", call.now)
    call.out(
        f";; Query time: 0 msec\n;; SERVER: {server}#53({server}) (UDP)\n;; WHEN: {when}\n;; MSG SIZE  rcvd: 56\n\n"
    )


def host(call: Call) -> int:
    """``host``."""
    words = [word for word in call.args if not word.startswith("-")]
    if len(words) != 1 or len(words) != len(call.args):
        raise Failure("not modelled in this sandbox: anything but one name")
    name = words[0]
    try:
        found = _ask(call, name, "PTR" if is_address(name) else "A")
    except NetworkError:
        call.sleep(PATIENCE)
        call.line(";; connection timed out; no servers could be reached")
        return 1
    if not found:
        call.line(f"Host {name} not found: 3(NXDOMAIN)")
        return 1
    for row in found:
        verbs = {"A": "has address", "CNAME": "is an alias for", "PTR": "domain name pointer", "SRV": "has SRV record"}
        call.line(f"{row.name.rstrip('.')} {verbs.get(row.kind, 'has record')} {row.value}")
    return 0
