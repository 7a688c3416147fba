"""ss and netstat: who listens.

Models iproute2 6.1 and net-tools 2.10. Not modelled: connections (a request ends as soon as it is answered), Unix
sockets, filters other than ``sport = :N``.
"""

from dataclasses import dataclass

from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

PROXY_PID = 2311
"""Where the pids of docker-proxy begin: it runs outside of what the learner's processes see."""


@dataclass(frozen=True, slots=True)
class Socket:
    """One listening socket and the program that has it."""

    proto: str
    address: str
    port: int
    program: str
    pid: int


def listening(call: Call) -> list[Socket]:
    """Return the sockets that listen in the namespace of a utility."""
    network = call.table.network
    if network is None:
        return []
    space = call.table.namespaces[call.process.namespaces].network
    found = []
    for row in network.listening(space):
        process = call.table.processes[row.pid]
        found.append(
            Socket(row.proto, row.address, row.port, process.argv[0].rsplit("/", 1)[-1].rstrip(":"), process.inner_pid)
        )
    if space == HOST:
        for position, way in enumerate(network.forwards):
            found.append(Socket(way.proto, way.address, way.port, "docker-proxy", PROXY_PID + 6 * position))
    return sorted(found, key=lambda socket: (socket.proto, ":" in socket.address, socket.port))


def _chosen(call: Call, options: Options) -> list[Socket]:
    """Return what the options ask for; without -t or -u both kinds."""
    rows = listening(call)
    kinds = {kind for key, kind in (("t", "tcp"), ("u", "udp")) if key in options} or {"tcp", "udp"}
    return [row for row in rows if row.proto in kinds]


def ss(call: Call) -> int:
    """``ss``."""
    options = parse(
        call, "t/tcp u/udp l/listening n/numeric p/processes a/all 4/ipv4 6/ipv6 H/no-header",
        "x/unix s/summary e/extended o/options i/info m/memory r/resolve K/kill w/raw 0 f= Z b E S d O D= F= A= N=",
    )  # fmt: skip
    rows = _chosen(call, options)
    wanted = _source_port(options.operands)
    rows = [row for row in rows if wanted in (None, row.port)] if options.given.keys() & {"l", "a"} else []
    if "4" in options or "6" in options:
        rows = [row for row in rows if (":" in row.address) == ("6" in options)]
    typed = not ({"t", "u"} & options.given.keys()) or {"t", "u"} <= options.given.keys()
    _print_ss(call, rows, typed=typed, processes="p" in options, head="H" not in options)
    return 0


def _source_port(words: list[str]) -> int | None:
    """Return the port of the filter ``sport = :N``. Raises Failure for other filters."""
    text = "".join(words).replace("(", "").replace(")", "").replace("==", "=").replace("eq", "=").replace(" ", "")
    if not text:
        return None
    port = text.removeprefix("sport=").removeprefix(":")
    if not text.startswith("sport=") or not port.isdecimal():
        raise Failure(f"not modelled in this sandbox: the filter {' '.join(words)}")
    return int(port)


def _print_ss(call: Call, rows: list[Socket], *, typed: bool, processes: bool, head: bool) -> None:
    addresses = [f"[{row.address}]" if ":" in row.address else row.address for row in rows]
    peers = ["[::]" if ":" in row.address else "0.0.0.0" for row in rows]  # noqa: S104  (anybody)
    users = [f' users:(("{row.program}",pid={row.pid},fd=4))' if processes else "" for row in rows]
    near = max([13, *map(len, addresses)])
    port = max([4, *(len(str(row.port)) for row in rows)])
    tail = max([7, *map(len, users)])
    kind = "Netid " if typed else ""
    if head:
        local = f"{'Local Address':>{near}}:{'Port':<{port}}"
        call.line(f"{kind}State  Recv-Q Send-Q {local} Peer Address:Port{'Process':<{tail}}")
    for row, address, peer, user in zip(rows, addresses, peers, users, strict=True):
        first = f"{row.proto:<6}" if typed else ""
        state = "UNCONN 0      0     " if row.proto == "udp" else "LISTEN 0      4096  "
        call.line(f"{first}{state} {address:>{near}}:{row.port:<{port}} {peer:>12}:*   {user:<{tail}}")


def netstat(call: Call) -> int:
    """``netstat``."""
    options = parse(
        call, "t/tcp u/udp l/listening n/numeric p/programs a/all W/wide r/route 4 6 e",
        "x/unix s/statistics i/interfaces c/continuous g/groups M o w F C v",
    )  # fmt: skip
    if "r" in options:
        from sandbox.sim.shell.coreutils import ifconfig  # noqa: PLC0415  (only -r needs routes)

        call.args = ["-n"]
        return ifconfig.route(call)
    rows = _chosen(call, options) if "l" in options or "a" in options else []
    kind = "servers and established" if "a" in options else "only servers" if "l" in options else "w/o servers"
    call.line(f"Active Internet connections ({kind})")
    titles = "Proto Recv-Q Send-Q Local Address           Foreign Address         State"
    call.line(f"{titles}       {'PID/Program name    ' if 'p' in options else ''}")
    for row in rows:
        wide = ":" in row.address
        proto = row.proto + ("6" if wide else "")
        state = "" if row.proto == "udp" else "LISTEN"
        owner = f"{row.pid}/{row.program}" if "p" in options else ""
        far = ":::*" if wide else "0.0.0.0:*"
        call.line(
            f"{proto:<5}      0      0 {f'{row.address}:{row.port}':<23} {far:<23} {state:<11} {owner:<20}".rstrip()
            + " "
        )
    return 0
