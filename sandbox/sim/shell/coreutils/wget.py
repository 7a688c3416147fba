"""wget.

Models wget 1.21 and that of busybox 1.36, which trusts every certificate. Not modelled: FTP, recursion.
"""

from sandbox.sim.runtime.http import Request, Response
from sandbox.sim.runtime.network import NetworkError
from sandbox.sim.runtime.tls import Certificate
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure
from sandbox.sim.shell.coreutils.urls import Client, Target, parse_url, request

HTTP_PORT = 80
KERNEL_PATIENCE = 127
RESOLVER_PATIENCE = 20
"""Seconds that the kernel tries to connect, and the C library to get a name resolved."""
LONGEST_PAUSE = 10
TRIES = 20
WGET_OTHER = "c/continue r/recursive m/mirror b/background i/input-file= k/convert-links p/page-requisites"
WGET = (
    "q/quiet O/output-document= T/timeout= t/tries= /spider P/directory-prefix= nv "
    "/no-check-certificate /post-data= n v Y= S/server-response U/user-agent= /header= /method= /body-data= /no-verbose"
)


def run(call: Call) -> int:
    """``wget``."""
    call.args = [word for word in call.args if word != "-nv"]
    options = parse(call, WGET, WGET_OTHER, status=2)
    if not options.operands:
        raise Failure("missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.", 1)
    status = 0
    patience = _number(call, options, "T")
    tries = int(_number(call, options, "t") or TRIES)
    for url in options.operands:
        target = parse_url(url)
        if target is None or target.scheme not in ("http", "https"):
            call.error(f"{url}: Unsupported scheme.")
            continue
        message = _message(options, target)
        try:
            answer = request(call, target, message, _client(call, options, target))
        except NetworkError as error:
            status = 1 if call.busybox else 4
            if error.code in ("timeout", "no-names"):
                _wait_in_vain(call, options, target, error.code, patience, tries)
                continue
            _wget_fault(call, target, error.code, str(error), quiet="q" in options)
            continue
        if "S" in options:
            lines = "".join(f"  {name}: {value}\n" for name, value in answer.headers.items())
            call.warn(f"  {answer.version} {answer.status} {answer.reason}\n{lines}")
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


def _message(options: Options, target: Target) -> Request:
    host = target.host if target.port == HTTP_PORT else f"{target.host}:{target.port}"
    headers = {"Host": host, "User-Agent": options.get("U", "Wget")}
    body = (options.get("post-data") or options.get("body-data")).encode()
    if body:
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    for line in options.all("header"):
        name, _, value = line.partition(":")
        headers = {held: text for held, text in headers.items() if held.lower() != name.strip().lower()}
        headers[name.strip()] = value.strip()
    method = options.get("method").upper() or ("POST" if "post-data" in options else "GET")
    return Request(method, target.path, headers, body)


def _number(call: Call, options: Options, key: str) -> float:
    text = options.get(key, "0")
    try:
        return max(float(text), 0.0)
    except ValueError:
        raise Failure(
            f"invalid number '{text}'" if call.busybox else f"--timeout: Invalid time period ‘{text}’", 1
        ) from None


def _client(call: Call, options: Options, target: Target) -> Client:
    def judge(shown: Certificate) -> None:
        if not call.busybox and "no-check-certificate" not in options:
            words = f"The certificate of ‘{target.host}’ is not trusted."
            advice = f"To connect to {target.host} insecurely, use `--no-check-certificate'."
            raise Failure(f"{words}\n{advice}" if shown.authority else words, 5)

    if call.busybox and target.scheme == "https" and "no-check-certificate" not in options:
        call.written.append((2, b"wget: note: TLS certificate validation not implemented\n"))
    return Client(judge=judge)


def _wait_in_vain(call: Call, options: Options, target: Target, code: str, patience: float, tries: int) -> None:  # noqa: PLR0917  (one connection that failed)
    """Wait as long as the program does for somebody who does not answer, then say so."""
    natural = KERNEL_PATIENCE if code == "timeout" else RESOLVER_PATIENCE
    limit = min(patience, natural) if patience else natural
    words = "Connection timed out"
    if call.busybox:
        call.sleep(limit)
        if limit < natural:
            call.error("download timed out")
        else:
            _wget_fault(call, target, "unknown-host" if code == "no-names" else code, words, quiet="q" in options)
        return
    if code == "no-names":
        call.sleep(limit)
        call.error(f"unable to resolve host address ‘{target.host}’")
        return
    for number in range(1, tries + 1):
        call.sleep(limit + min(number, LONGEST_PAUSE) * (number < tries))
        if "q" not in options:
            end = "Retrying.\n\n" if number < tries else "Giving up.\n\n"
            call.written.append((2, f"Connecting to {target.host}:{target.port}... failed: {words}.\n{end}".encode()))


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
            else (
                f"Connecting to {target.host}:{target.port}... connected.\n"
                f"HTTP request sent, awaiting response... {answer.status} {answer.reason}\n"
            )
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
