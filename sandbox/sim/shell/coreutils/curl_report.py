"""What curl says: the answer, -v's lines, the meter, -w's variables.

Models src/tool_writeout.c and lib/progress.c of curl 7.88. Not modelled: ``%{header_json}``, ``%header{name}``.
"""

import json
import posixpath
import re
from dataclasses import dataclass

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.http import Request, Response
from sandbox.sim.shell.coreutils.options import Options
from sandbox.sim.shell.coreutils.tool import Call, Failure
from sandbox.sim.shell.coreutils.urls import Target

VARIABLE = re.compile(r"%\{(\w+)\}|%%|\\([ntr\\])")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
TOOK = "0.001000"
SPEED = 1_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one URL ended. ``answer`` is None where none came; ``error`` is curl's number and ``words`` its message."""

    target: Target
    message: Request | None
    answer: Response | None
    hops: int = 0
    error: int = 0
    words: str = ""
    saved: str = ""
    address: str = ""


def head(answer: Response) -> str:
    """Return status line and headers as they came."""
    headers = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
    return f"{answer.version} {answer.status} {answer.reason}\r\n{headers}\r\n"


def tell(call: Call, target: Target, address: str, message: Request, answer: Response) -> None:
    """Print what -v shows of a request and its answer."""
    lines = message.encode().split(b"\r\n\r\n")[0].decode(errors="replace").split("\r\n")
    sent = "".join(f"> {line}\r\n" for line in lines)
    got = "".join(f"< {line}\r\n" for line in head(answer).rstrip("\r\n").split("\r\n"))
    call.warn(
        f"*   Trying {address}:{target.port}...\n* Connected to {target.host} ({address}) port {target.port} (#0)\n"
        f"{sent}> \r\n{got}< \r\n* Connection #0 to host {target.host} left intact\n"
    )


def tell_failure(call: Call, target: Target, address: str, words: str) -> None:
    """Print what -v shows of a connection that was not made."""
    if not address:
        call.warn(f"* Could not resolve host: {target.host}\n* Closing connection 0\n")
        return
    call.warn(
        f"*   Trying {address}:{target.port}...\n* connect to {address} port {target.port} failed: Connection refused\n"
        f"* {words}\n* Closing connection 0\n"
    )


def save(call: Call, options: Options, name: str, answer: Response) -> str:
    """Print the answer or write it into a file, whose name is returned. Raises Failure."""
    shown = head(answer).encode() if "I" in options or "i" in options else b""
    body = shown + (b"" if "I" in options else answer.body)
    if "D" in options:
        _write(call, options, options.get("D"), head(answer).encode())
    if not name or name == "-":
        call.out(body)
        return ""
    _write(call, options, name, body)
    if "s" not in options and "no-progress-meter" not in options:
        call.warn(_bar() if "#" in options else _meter(len(body)))
    return name


def _write(call: Call, options: Options, name: str, data: bytes) -> None:
    if name == "-":
        call.out(data)
        return
    path = posixpath.join(options.get("output-dir"), name)
    try:
        if "create-dirs" in options and "/" in path:
            call.files.mkdir(posixpath.dirname(path), parents=True)
        if path != "/dev/null":
            call.files.write(path, data)
    except KernelError as error:
        call.warn(f"Warning: Failed to open the file {path}: {error}\n" if "s" not in options else "")
        raise Failure("Failure writing output to destination", 23) from None


def _bar() -> str:
    return f"\r{'#' * 72} 100.0%\n"


def _meter(size: int) -> str:
    titles = (
        "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n"
        "                                 Dload  Upload   Total   Spent    Left  Speed\n"
    )
    clock = "--:--:-- --:--:-- --:--:--"
    begun = f"\r  0     0    0     0    0     0      0      0 {clock}     0"
    return f"{titles}{begun}\r100 {size:5}  100 {size:5}    0     0   1000k      0 {clock} 1000k\n"


def write_out(call: Call, options: Options, outcome: Outcome) -> None:
    """Print what -w asks for, whether an answer came or not."""
    form = options.get("w")
    if form.startswith("@"):
        form = call.read(form[1:]).decode(errors="replace")
    values = _values(outcome)
    pieces: list[tuple[bool, str]] = []
    to_error, at = False, 0
    for found in VARIABLE.finditer(form):
        pieces.append((to_error, form[at : found.start()]))
        at = found.end()
        name = found[1]
        if name in ("stderr", "stdout"):
            to_error = name == "stderr"
        elif name == "onerror":
            if not outcome.error:
                return _print(call, pieces)
        elif name is not None and name not in values:
            call.warn(f"curl: unknown --write-out variable: '{name}'\n")
        else:
            pieces.append((to_error, ESCAPES[found[2]] if found[2] else values[name] if name else "%"))
    pieces.append((to_error, form[at:]))
    return _print(call, pieces)


def _print(call: Call, pieces: list[tuple[bool, str]]) -> None:
    for to_error, text in pieces:
        if to_error:
            call.warn(text)
        else:
            call.out(text)


def _values(outcome: Outcome) -> dict[str, str]:
    answer, message, target = outcome.answer, outcome.message, outcome.target
    body = len(answer.body) if answer else 0
    headers = {name.lower(): value for name, value in answer.headers.items()} if answer else {}
    default = target.port == (443 if target.scheme == "https" else 80)
    url = f"{target.scheme}://{target.host}{'' if default else f':{target.port}'}{target.path}"
    status = f"{answer.status if answer else 0:03d}"
    took = TOOK if answer else "0.000000"
    location = headers.get("location", "")
    redirect = location if "://" in location or not location else url.removesuffix(target.path) + location
    values = {
        "http_code": status, "response_code": status, "http_connect": "000", "http_version": "1.1" if answer else "0",
        "size_download": str(body), "size_header": str(len(head(answer)) if answer else 0),
        "size_request": str(len(message.encode()) - len(message.body) if message and answer else 0),
        "size_upload": str(len(message.body) if message and answer else 0), "num_redirects": str(outcome.hops),
        "num_connects": str(int(answer is not None)), "speed_download": str(body * SPEED // 1000 if answer else 0),
        "speed_upload": "0", "url": url, "url_effective": url, "redirect_url": redirect,
        "content_type": headers.get("content-type", ""), "remote_ip": outcome.address if answer else "",
        "remote_port": str(target.port if answer else 0), "local_ip": "127.0.0.1" if answer else "",
        "local_port": "48212" if answer else "0", "method": message.method if message else "",
        "scheme": target.scheme.upper(), "ssl_verify_result": "0", "proxy_ssl_verify_result": "0",
        "exitcode": str(outcome.error), "errormsg": outcome.words, "filename_effective": outcome.saved,
        "urlnum": "0", "certs": "", "referer": "", "ftp_entry_path": "",
        **dict.fromkeys(("time_total", "time_starttransfer"), took),
        **dict.fromkeys(("time_namelookup", "time_connect", "time_pretransfer"), "0.000000"),
        **dict.fromkeys(("time_appconnect", "time_redirect"), "0.000000"),
    }  # fmt: skip
    values["json"] = json.dumps(values)
    return values
