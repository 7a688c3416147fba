"""nc, nslookup and getent: questions to the simulated network.

Models netcat-openbsd and busybox 1.36.
"""

from typing import Any

from sandbox.sim.runtime.network import NetworkError, Record, is_address
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure
from sandbox.sim.shell.coreutils.urls import addresses, send

KERNEL_PATIENCE = 130
RESOLVER_PATIENCE = 15
"""Seconds that the kernel tries to connect, and the C library to get a name resolved."""


def nc(call: Call) -> int:
    """``nc``: whether a port answers, and a request from standard input."""
    options = parse(call, "z v n w= N q= 4", "u 6 l k p= e= s= U x= X= i= c")
    if len(options.operands) != 2:  # noqa: PLR2004  (it compares two)
        raise Failure("missing port number" if options.operands else "usage: nc [-options] hostname port")
    host, port = options.operands
    if not port.isdecimal():
        raise Failure(f"port number invalid: {port}")
    data = b"" if "z" in options else call.stdin()
    try:
        answer = send(call, host, int(port), data)
    except NetworkError as error:
        if error.code in ("timeout", "no-names"):
            return _wait_in_vain(call, host, port, options)
        if "v" in options:
            unknown = f'getaddrinfo for host "{host}" port {port}: {error}'
            refused = f"connect to {host} port {port} (tcp) failed: {error}"
            call.error(unknown if error.code == "unknown-host" else refused)
        return 1
    if "v" in options:
        call.written.append((2, f"Connection to {host} {port} port [tcp/*] succeeded!\n".encode()))
    call.out(b"" if "z" in options else answer)
    return 0


def _wait_in_vain(call: Call, host: str, port: str, options: Options) -> int:
    """Wait as long as -w allows, else as long as the kernel tries, for somebody who does not answer."""
    limit = options.get("w", "")
    if limit and not limit.isdecimal():
        raise Failure(f"timeout is invalid: {limit}")
    call.sleep(min(int(limit or KERNEL_PATIENCE), KERNEL_PATIENCE))
    if call.busybox:
        call.error("timed out" if limit else f"{host} ({host}:{port}): Connection timed out")
    elif "v" in options:
        why = "timed out: Operation now in progress" if limit else "failed: Connection timed out"
        call.error(f"connect to {host} port {port} (tcp) {why}")
    return 1


def _resolve(call: Call, host: str) -> str | None:
    try:
        return next(iter(addresses(call, host)), None)
    except NetworkError:
        call.sleep(RESOLVER_PATIENCE)
        return None


def nslookup(call: Call) -> int:
    """``nslookup``."""
    words = [word for word in call.args if not word.startswith("-")]
    if not words:
        raise Failure("interactive use is not modelled in this sandbox")
    server = "127.0.0.11"
    for line in call.files.read_text("/etc/resolv.conf").splitlines() if call.files.exists("/etc/resolv.conf") else []:
        if line.startswith("nameserver"):
            server = line.split()[-1]
            break
    if not _known_records(call, words[0], "A") and not _name_service_answers(call):
        call.sleep(RESOLVER_PATIENCE)
        call.out(";; connection timed out; no servers could be reached\n\n")
        return 1
    records = _known_records(call, words[0], "PTR" if is_address(words[0]) else "A")
    found = None if records else _resolve(call, words[0])
    call.out(
        f"Server:\t\t{server}\nAddress:\t{server}:53\n\n"
        if call.busybox
        else f"Server:\t\t{server}\nAddress:\t{server}#53\n\n"
    )
    if records:
        call.out("".join(_shown(record) for record in records) + "\n")
        return 0
    if found is None:
        call.out(f"** server can't find {words[0]}: NXDOMAIN\n\n")
        return 1
    call.out(f"Name:\t{words[0]}\nAddress: {found}\n\n")
    return 0


def _name_service_answers(call: Call) -> bool:
    network: Any = call.table.network
    space = call.table.namespaces[call.process.namespaces].network
    return network is None or bool(call.recall(lambda: network.answers_names(space)))


def _known_records(call: Call, name: str, kind: str) -> list[Record]:
    network: Any = call.table.network
    if network is None:
        return []
    space = call.table.namespaces[call.process.namespaces].network
    rows = call.recall(lambda: [[row.name, row.kind, row.value] for row in network.records(space, name, kind)])
    return [Record(*row) for row in rows]


def _shown(record: Record) -> str:
    if record.kind == "CNAME":
        return f"{record.name}\tcanonical name = {record.value}\n"
    if record.kind == "PTR":
        reverse = ".".join(reversed(record.name.split(".")))
        return f"{reverse}.in-addr.arpa\tname = {record.value}\n"
    return f"Name:\t{record.name}\nAddress: {record.value}\n"


def getent(call: Call) -> int:
    """``getent hosts``, ``passwd`` and ``group``."""
    words = call.args
    if not words:
        raise Failure("wrong number of arguments")
    if words[0] in ("passwd", "group"):
        lines = call.files.read_text(f"/etc/{words[0]}").splitlines()
        chosen = [
            line
            for line in lines
            if not words[1:] or line.split(":")[0] in words[1:] or line.split(":")[2] in words[1:]
        ]
        call.out("".join(f"{line}\n" for line in chosen))
        return 0 if chosen else 2
    if words[0] not in ("hosts", "ahosts", "ahostsv4"):
        raise Failure(f"Unknown database: {words[0]}")
    status = 0
    for name in words[1:]:
        found = _resolve(call, name)
        if found is None:
            status = 2
        else:
            call.line(f"{found:<15} {name}")
    return status
