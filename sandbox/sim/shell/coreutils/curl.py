"""curl.

Models curl 7.88: what nobody answers takes as long as --max-time and --connect-timeout allow, else as long as the
kernel tries. Not modelled: FTP, uploads of files, cookies kept in files, client certificates.
"""

import re

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.http import Request, Response
from sandbox.sim.runtime.network import NetworkError
from sandbox.sim.runtime.tls import Certificate
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure
from sandbox.sim.shell.coreutils.urls import Client, Target, parse_url, request

CURL = (
    "s/silent S/show-error o/output= O/remote-name I/head X/request= H/header= d/data= L/location "
    "i/include v/verbose f/fail w/write-out= "
    "m/max-time= k/insecure A/user-agent= G/get 4/ipv4 /connect-timeout= "
    "/data-raw= /json= /data-urlencode= "
    "/compressed /http1.1 /noproxy= N/no-buffer "
    "/data-binary= # g/globoff /resolve= /cacert="
)
CURL_OTHER = (
    "u/user= 6/ipv6 /retry= /retry-delay= /retry-connrefused e/referer= /max-redirs= x/proxy= b/cookie= "
    "F/form= T/upload-file= c/cookie-jar= K/config= E/cert= /key= C/continue-at= r/range= Z/parallel "
    "D/dump-header= /unix-socket= U z y Y a B j J l M n p P q Q R t"
)
KERNEL_PATIENCE = 130
RESOLVER_PATIENCE = 20
"""Seconds that the kernel tries to connect, and the C library to get a name resolved."""
UNTRUSTED = "unable to get local issuer certificate"
UNTRUSTED_HELP = """
More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.
"""


def run(call: Call) -> int:
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
            answer = request(call, target, message, _client(call, options, target))
        except NetworkError as error:
            return _complain(call, options, *_fault(call, options, target, error.code))
        except Failure as failure:
            return _complain(call, options, failure.status, str(failure))
        location = answer.headers.get("Location", "")
        if "L" in options and answer.status in (301, 302, 303, 307, 308) and location and hops < 50:  # noqa: PLR2004  (curl's own limit)
            hops += 1
            url = location if "://" in location else f"{target.scheme}://{target.host}:{target.port}{location}"
            continue
        return _show(call, options, target, message, answer)


def _client(call: Call, options: Options, target: Target) -> Client:
    """Return how to connect: what --resolve says, and whom to trust."""
    given = []
    for row in options.all("resolve"):
        host, _, rest = row.removeprefix("+").partition(":")
        port, _, address = rest.partition(":")
        if not port.isdecimal() or not address:
            raise Failure(f"Couldn't parse CURLOPT_RESOLVE entry '{row}'", 49)
        given.append((host, int(port), address))
    if "k" in options:
        return Client(tuple(given))
    trusted = _trusted(call, options)

    def judge(shown: Certificate) -> None:
        if not shown.authority.strip() or shown.authority.strip() not in trusted:
            why = "self-signed certificate" if shown.self_signed else UNTRUSTED
            raise Failure(f"SSL certificate problem: {why}{UNTRUSTED_HELP}".rstrip("\n"), 60)
        if not shown.covers(target.host):
            words = f"no alternative certificate subject name matches target host name '{target.host}'"
            raise Failure(f"SSL: {words}{UNTRUSTED_HELP}".rstrip("\n"), 60)

    return Client(tuple(given), judge=judge)


def _trusted(call: Call, options: Options) -> str:
    if "cacert" not in options:
        return ""
    name = options.get("cacert")
    try:
        return call.files.read_text(name)
    except KernelError:
        help_ = "error setting certificate verify locations:  CAfile: {} CApath: none"
        raise Failure(f"{help_.format(name)}", 77) from None


def _fault(call: Call, options: Options, target: Target, code: str) -> tuple[int, str]:
    """Return the number and the words of a connection that failed, once the time has passed that it takes."""
    where = f"Failed to connect to {target.host} port {target.port} after"
    known = {
        "unknown-host": (6, f"Could not resolve host: {target.host}"),
        "no-tls": (35, "error:0A00010B:SSL routines::wrong version number"),
    }
    if code not in ("timeout", "no-names"):
        return known.get(code, (7, f"{where} 0 ms: Couldn't connect to server"))
    whole, connecting = _seconds(options, "m"), _seconds(options, "connect-timeout")
    natural = KERNEL_PATIENCE if code == "timeout" else RESOLVER_PATIENCE
    patience = min(limit for limit in (whole, connecting, natural) if limit)
    call.sleep(patience)
    passed = int(patience * 1000) + 1
    if patience == natural:
        return known["unknown-host"] if code == "no-names" else (28, f"{where} {passed} ms: Couldn't connect to server")
    if code == "no-names":
        return 28, f"Resolving timed out after {passed} milliseconds"
    late = f"Connection timed out after {passed} milliseconds"
    return 28, late if patience == whole else f"{where} {passed} ms: Timeout was reached"


def _seconds(options: Options, key: str) -> float:
    """Return a limit in seconds; 0 for none."""
    text = options.get(key, "0")
    try:
        return max(float(text), 0.0)
    except ValueError:
        name = {"m": "-m"}.get(key, f"--{key}")
        raise Failure(f"option {name}: expected a proper numerical parameter", 2) from None


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
                (
                    f"*   Trying {target.host}:{target.port}...\n* Connected to {target.host} port {target.port} (#0)\n"
                    f"{sent}> \r\n{got}< \r\n* Connection #0 to host {target.host} left intact\n"
                ).encode(),
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
    head = (
        "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n"
        "                                 Dload  Upload   Total   Spent    Left  Speed\n"
    )
    clock = "--:--:-- --:--:-- --:--:--"
    begun = f"\r  0     0    0     0    0     0      0      0 {clock}     0"
    return f"{head}{begun}\r100 {size:5}  100 {size:5}    0     0   1000k      0 {clock} 1000k\n"


def _written(form: str, target: Target, answer: Response) -> str:
    values = {
        "http_code": str(answer.status),
        "response_code": str(answer.status),
        "size_download": str(len(answer.body)),
        "url_effective": f"{target.scheme}://{target.host}{target.path}",
        "content_type": answer.headers.get("Content-Type", ""),
        "time_total": "0.001000",
        "remote_ip": target.host,
        "remote_port": str(target.port),
    }
    text = re.sub(r"%\{(\w+)\}", lambda found: values.get(found.group(1), ""), form)
    return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r")
