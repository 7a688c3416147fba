"""curl, wget, nc, ping, nslookup: the simulated network from a command line.

Models curl 7.88, wget 1.21 and busybox 1.36. Not modelled: TLS, FTP, uploads of files, cookies kept in files.
"""

import re
from dataclasses import dataclass
from typing import Any

from sandbox.sim.runtime.http import Request, Response, parse_response
from sandbox.sim.runtime.network import NetworkError
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

URL = re.compile(
    r"(?:(?P<scheme>[a-zA-Z]+)://)?(?:[^@/]*@)?(?P<host>\[[^\]]+\]|[^:/?#]+)(?::(?P<port>\d+))?(?P<path>[/?][^#]*)?"
)
CURL = (
    "s/silent S/show-error o/output= O/remote-name I/head X/request= H/header= d/data= L/location i/include v/verbose f/fail w/write-out= "
    "m/max-time= k/insecure A/user-agent= u/user= G/get 4/ipv4 6/ipv6 /connect-timeout= /retry= /data-raw= /json= /data-urlencode= e/referer= "
    "/compressed /resolve= /retry-delay= /retry-connrefused /http1.1 /noproxy= N/no-buffer /max-redirs= /data-binary= x/proxy= b/cookie= # g/globoff"
)
CURL_OTHER = "F/form= T/upload-file= c/cookie-jar= K/config= E/cert= /cacert= /key= C/continue-at= r/range= Z/parallel D/dump-header= /unix-socket= U z y Y a B j J l M n p P q Q R t"
STATUS = {"refused": 7, "unreachable": 7, "unknown-host": 6}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads."""

    scheme: str
    host: str
    port: int
    path: str


def parse_url(text: str) -> Target | None:
    """Return where a URL leads; None for what is none."""
    found = URL.fullmatch(text)
    if not found:
        return None
    scheme = (found["scheme"] or "http").lower()
    port = int(found["port"] or (443 if scheme == "https" else 80))
    path = found["path"] or "/"
    return (
        Target(scheme, found["host"].strip("[]"), port, path if path.startswith("/") else f"/{path}")
        if port < 65536
        else None
    )


def request(call: Call, target: Target, message: Request) -> Response:
    """Return the answer to a request. Raises NetworkError, Failure for an empty one."""
    answer = parse_response(send(call, target.host, target.port, message.encode()))
    if answer is None:
        raise Failure("Empty reply from server", 52)
    return answer


def addresses(call: Call, host: str) -> list[str]:
    """Return the addresses of a name; /etc/hosts goes first."""
    if call.files.exists("/etc/hosts"):
        for line in call.files.read_text("/etc/hosts").splitlines():
            words = line.partition("#")[0].split()
            if host in words[1:] and "." in words[0]:
                return words[:1]
    network: Any = call.table.network
    found: list[str] = (
        network.resolve(call.table.namespaces[call.process.namespaces].network, host) if network is not None else []
    )
    return found


def send(call: Call, host: str, port: int, data: bytes) -> bytes:
    """Return what a server answers. Raises NetworkError."""
    found = addresses(call, host)
    if not found:
        raise NetworkError("unknown-host")
    network: Any = call.table.network
    answer: bytes = network.request(call.table.namespaces[call.process.namespaces].network, found[0], port, data)
    return answer


def curl(call: Call) -> int:
    """``curl``."""
    options = parse(call, CURL, CURL_OTHER, status=2)
    if not options.operands:
        call.written.append((2, b"curl: try 'curl --help' or 'curl --manual' for more information\n"))
        return 2
    status = 0
    for url in options.operands:
        status = _curl_one(call, url, options) or status
    return status


def _headers(options: Options, target: Target) -> dict[str, str]:
    default = 443 if target.scheme == "https" else 80
    headers = {
        "Host": target.host if target.port == default else f"{target.host}:{target.port}",
        "User-Agent": options.get("A", "curl/7.88.1"),
        "Accept": "*/*",
    }
    if "json" in options:
        headers |= {"Content-Type": "application/json", "Accept": "application/json"}
    for line in options.all("H"):
        name, _, value = line.partition(":")
        headers = {key: held for key, held in headers.items() if key.lower() != name.strip().lower()}
        if value.strip():
            headers[name.strip()] = value.strip()
    return headers


def _message(call: Call, options: Options, target: Target) -> Request:
    data = [
        value for key, value in options.ordered if key in ("d", "data-raw", "json", "data-urlencode", "data-binary")
    ]
    data = [call.read(value[1:]).decode(errors="replace") if value.startswith("@") else value for value in data]
    headers = _headers(options, target)
    path, body = target.path, "&".join(data).encode()
    if "G" in options and data:
        path, body = f"{path}{'&' if '?' in path else '?'}{'&'.join(data)}", b""
    method = options.get("X") or ("HEAD" if "I" in options else "POST" if data and "G" not in options else "GET")
    if body:
        headers["Content-Length"] = str(len(body))
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
    return Request(method, path, headers, body)


def _complain(call: Call, options: Options, number: int, text: str) -> int:
    if "s" not in options or "S" in options:
        call.written.append((2, f"curl: ({number}) {text}\n".encode()))
    return number


def _curl_one(call: Call, url: str, options: Options) -> int:
    hops = 0
    while True:
        target = parse_url(url)
        if target is None or target.scheme not in ("http", "https"):
            scheme = url.partition("://")[0]
            return (
                _complain(call, options, 1, f'Protocol "{scheme}" not supported or disabled in libcurl')
                if "://" in url
                else _complain(call, options, 3, "URL using bad/illegal format or missing URL")
            )
        message = _message(call, options, target)
        try:
            answer = request(call, target, message)
        except NetworkError as error:
            text = (
                f"Could not resolve host: {target.host}"
                if error.code == "unknown-host"
                else f"Failed to connect to {target.host} port {target.port} after 0 ms: Couldn't connect to server"
            )
            return _complain(call, options, STATUS.get(error.code, 7), text)
        except Failure as failure:
            return _complain(call, options, failure.status, str(failure))
        location = answer.headers.get("Location", "")
        if "L" in options and answer.status in (301, 302, 303, 307, 308) and location and hops < 50:  # noqa: PLR2004  (curl's own limit)
            hops += 1
            url = location if "://" in location else f"{target.scheme}://{target.host}:{target.port}{location}"
            continue
        return _show(call, options, target, message, answer)


def _head(answer: Response) -> str:
    headers = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
    return f"{answer.version} {answer.status} {answer.reason}\r\n{headers}\r\n"


def _show(call: Call, options: Options, target: Target, message: Request, answer: Response) -> int:
    if "v" in options:
        sent = "".join(
            f"> {line}\r\n" for line in message.encode().split(b"\r\n\r\n")[0].decode(errors="replace").split("\r\n")
        )
        got = "".join(f"< {line}\r\n" for line in _head(answer).rstrip("\r\n").split("\r\n"))
        call.written.append(
            (
                2,
                f"*   Trying {target.host}:{target.port}...\n* Connected to {target.host} port {target.port} (#0)\n{sent}> \r\n{got}< \r\n* Connection #0 to host {target.host} left intact\n".encode(),
            )
        )
    if "f" in options and answer.status >= 400:  # noqa: PLR2004  (where HTTP's errors begin)
        return _complain(call, options, 22, f"The requested URL returned error: {answer.status}")
    body = (_head(answer).encode() if "I" in options or "i" in options else b"") + (
        b"" if "I" in options else answer.body
    )
    if "o" in options or "O" in options:
        name = options.get("o") or target.path.rsplit("/", 1)[-1].split("?")[0]
        if name != "/dev/null":
            call.files.write(name, body)
        if "s" not in options:
            call.written.append((2, _meter(len(body)).encode()))
    else:
        call.out(body)
    if "w" in options:
        call.out(_written(options.get("w"), target, answer))
    return 0


def _meter(size: int) -> str:
    head = "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n"
    return f"{head}\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0\r100 {size:5}  100 {size:5}    0     0   1000k      0 --:--:-- --:--:-- --:--:-- 1000k\n"


def _written(form: str, target: Target, answer: Response) -> str:
    values = {
        "http_code": str(answer.status), "response_code": str(answer.status), "size_download": str(len(answer.body)), "url_effective": f"{target.scheme}://{target.host}{target.path}",
        "content_type": answer.headers.get("Content-Type", ""), "time_total": "0.001000", "remote_ip": target.host, "remote_port": str(target.port),
    }  # fmt: skip
    text = re.sub(r"%\{(\w+)\}", lambda found: values.get(found.group(1), ""), form)
    return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r")


WGET = "q/quiet O/output-document= T/timeout= t/tries= S/server-response /spider P/directory-prefix= nv /no-check-certificate U/user-agent= /header= /post-data= c/continue n v Y="


def wget(call: Call) -> int:
    """``wget``."""
    call.args = [word for word in call.args if word != "-nv"]
    options = parse(
        call, WGET, "r/recursive m/mirror b/background i/input-file= k/convert-links p/page-requisites", status=2
    )
    if not options.operands:
        raise Failure("missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.", 1)
    status = 0
    for url in options.operands:
        target = parse_url(url)
        if target is None or target.scheme not in ("http", "https"):
            call.error(f"{url}: Unsupported scheme.")
            continue
        message = Request(
            "POST" if "post-data" in options else "GET",
            target.path,
            {"Host": target.host if target.port == 80 else f"{target.host}:{target.port}", "User-Agent": "Wget"},
            options.get("post-data").encode(),
        )
        try:
            answer = request(call, target, message)
        except NetworkError as error:
            status = 1 if call.busybox else 4
            _wget_fault(call, target, error.code, str(error), quiet="q" in options)
            continue
        if answer.status >= 400:  # noqa: PLR2004  (where HTTP's errors begin)
            status = 1 if call.busybox else 8
            if "q" not in options or call.busybox:
                call.error(
                    f"server returned error: {answer.version} {answer.status} {answer.reason}"
                    if call.busybox
                    else f"ERROR {answer.status}: {answer.reason}."
                )
            continue
        _wget_save(call, options, target, answer)
    return status


def _wget_fault(call: Call, target: Target, code: str, words: str, *, quiet: bool) -> None:
    if call.busybox:
        if not quiet:
            call.written.append(
                (2, f"Connecting to {target.host}:{target.port} ({target.host}:{target.port})\n".encode())
                if code != "unknown-host"
                else (2, b"")
            )
        call.error(
            f"bad address '{target.host}'"
            if code == "unknown-host"
            else f"can't connect to remote host ({target.host}): {words}"
        )
    elif code == "unknown-host":
        call.error(f"unable to resolve host address ‘{target.host}’")
    elif not quiet:
        call.written.append((2, f"Connecting to {target.host}:{target.port}... failed: {words}.\n".encode()))


def _wget_save(call: Call, options: Options, target: Target, answer: Response) -> None:
    if "spider" in options:
        return
    name = options.get("O") or target.path.split("?")[0].rsplit("/", 1)[-1] or "index.html"
    name = f"{options.get('P')}/{name}" if "P" in options else name
    if "q" not in options:
        shown = (
            f"Connecting to {target.host}:{target.port} ({target.host}:{target.port})\n"
            if call.busybox
            else f"Connecting to {target.host}:{target.port}... connected.\nHTTP request sent, awaiting response... {answer.status} {answer.reason}\n"
        )
        saved = (
            f"saving to '{name}'\n'{name}' saved\n"
            if call.busybox
            else f"Saving to: ‘{'STDOUT' if name == '-' else name}’\n\n"
        )
        call.written.append((2, (shown + ("" if name == "-" and call.busybox else saved)).encode()))
    if name == "-":
        call.out(answer.body)
    else:
        call.files.write(name, answer.body)


def nc(call: Call) -> int:
    """``nc``: whether a port answers, and a request from standard input."""
    options = parse(call, "z v n w= N q= u 4 6", "l k p= e= s= U x= X= i= c")
    if len(options.operands) != 2:  # noqa: PLR2004  (a host and a port)
        raise Failure("missing port number" if options.operands else "usage: nc [-options] hostname port")
    host, port = options.operands
    if not port.isdecimal():
        raise Failure(f"port number invalid: {port}")
    data = b"" if "z" in options else call.stdin()
    try:
        answer = send(call, host, int(port), data)
    except NetworkError as error:
        if "v" in options:
            call.written.append(
                (
                    2,
                    f"nc: {'getaddrinfo for host' if error.code == 'unknown-host' else 'connect to'} {host!s} port {port} (tcp) failed: {error}\n".encode(),
                )
                if error.code != "unknown-host"
                else (2, f'nc: getaddrinfo for host "{host}" port {port}: {error}\n'.encode())
            )
        return 1
    if "v" in options:
        call.written.append((2, f"Connection to {host} {port} port [tcp/*] succeeded!\n".encode()))
    call.out(b"" if "z" in options else answer)
    return 0


def _resolve(call: Call, host: str) -> str | None:
    return next(iter(addresses(call, host)), None)


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
    found = _resolve(call, words[0])
    call.out(
        f"Server:\t\t{server}\nAddress:\t{server}:53\n\n"
        if call.busybox
        else f"Server:\t\t{server}\nAddress:\t{server}#53\n\n"
    )
    if found is None:
        call.out(f"** server can't find {words[0]}: NXDOMAIN\n\n")
        return 1
    call.out(f"Name:\t{words[0]}\nAddress: {found}\n\n")
    return 0


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


def ping(call: Call) -> int:
    """``ping``."""
    options = parse(call, "c= q w= W= i= n 4 s= t=", "6 f I= A b", status=2)
    if not options.operands:
        raise Failure("usage error: Destination address required", 2)
    host, count = options.operands[0], min(int(options.get("c") or 4), 100)
    found = _resolve(call, host)
    if found is None:
        call.error(
            f"bad address '{host}'" if call.busybox else f"{host}: Name or service not known", 1 if call.busybox else 2
        )
        return call.status
    network: Any = call.table.network
    known = found.startswith("127.") or network.space_of(found) is not None
    data = " data bytes" if call.busybox else "(84) bytes of data."
    call.line(f"PING {host} ({found}): 56{data}" if call.busybox else f"PING {host} ({found}) 56{data}")
    for number in range(count if known else 0):
        shown = f"seq={number} ttl=64 time=0.080 ms" if call.busybox else f"icmp_seq={number + 1} ttl=64 time=0.080 ms"
        call.line(f"64 bytes from {found}: {shown}")
    got = count if known else 0
    loss = 0 if known else 100
    packets = (
        f"{got} packets received, {loss}% packet loss"
        if call.busybox
        else f"{got} received, {loss}% packet loss, time {1000 * (count - 1)}ms"
    )
    call.out(f"\n--- {host} ping statistics ---\n{count} packets transmitted, {packets}\n")
    if known:
        call.line(
            "round-trip min/avg/max = 0.080/0.080/0.080 ms"
            if call.busybox
            else "rtt min/avg/max/mdev = 0.080/0.080/0.080/0.000 ms"
        )
    return int(not known)
