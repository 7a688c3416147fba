"""What curl sends: method, headers and body from its options.

Models lib/http.c and src/tool_getparam.c of curl 7.88. Not modelled: cookies kept in files, chunked uploads.
"""

import posixpath
from base64 import b64encode
from urllib.parse import quote_plus

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.http import Request
from sandbox.sim.shell.coreutils.options import Options
from sandbox.sim.shell.coreutils.tool import Call, Failure
from sandbox.sim.shell.coreutils.urls import Target

BODIES = ("d", "data-raw", "json", "data-urlencode", "data-binary", "data-ascii")
FORM = "application/x-www-form-urlencoded"
TYPES = {".txt": "text/plain", ".html": "text/html", ".json": "application/octet-stream", ".png": "image/png",
         ".jpg": "image/jpeg", ".gif": "image/gif", ".xml": "application/xml", ".pdf": "application/pdf"}  # fmt: skip


def build(call: Call, options: Options, target: Target) -> Request:
    """Return the request. Raises Failure."""
    headers = _first_headers(options, target)
    path, body, kind = target.path, b"", ""
    if any(key in options for key in BODIES):
        data, kind = _data(call, options), "application/json" if "json" in options else FORM
        if "G" in options:
            text = data.decode(errors="surrogateescape")
            path, kind = f"{path}{'&' if '?' in path else '?'}{text}", ""
        else:
            body = data
    elif "F" in options:
        body, kind = _form(call, options)
    elif "T" in options:
        name = options.get("T")
        body = _file(call, name, 26)
        path += posixpath.basename(name) if path.endswith("/") and name != "-" else ""
    method = options.get("X") or _method(options)
    headers = _with_own(headers, options.all("H"), call)
    own = {name.lower() for name in headers}
    if "json" in options and "content-type" not in own:
        headers = {**{name: value for name, value in headers.items() if name != "Accept"}, "Content-Type": kind,
                   **{name: value for name, value in headers.items() if name == "Accept"}}  # fmt: skip
    if body or kind:
        headers["Content-Length"] = str(len(body))
    if kind and "content-type" not in own and "json" not in options:
        headers["Content-Type"] = kind
    if "T" in options and body:
        headers["Expect"] = "100-continue"
    return Request(method, path, headers, body)


def _method(options: Options) -> str:
    if "I" in options:
        return "HEAD"
    if "T" in options:
        return "PUT"
    sends = "F" in options or (any(key in options for key in BODIES) and "G" not in options)
    return "POST" if sends else "GET"


def _first_headers(options: Options, target: Target) -> dict[str, str]:
    default = 443 if target.scheme == "https" else 80
    headers = {"Host": target.host if target.port == default else f"{target.host}:{target.port}"}
    if "u" in options:
        if ":" not in options.get("u"):
            raise Failure("not modelled in this sandbox: asking for a password; give -u name:password", 2)
        headers["Authorization"] = "Basic " + b64encode(options.get("u").encode()).decode()
    if "oauth2-bearer" in options:
        headers["Authorization"] = f"Bearer {options.get('oauth2-bearer')}"
    if "r" in options:
        headers["Range"] = f"bytes={options.get('r')}"
    headers["User-Agent"] = options.get("A", "curl/7.88.1")
    if not headers["User-Agent"]:
        del headers["User-Agent"]
    headers["Accept"] = "application/json" if "json" in options else "*/*"
    if "e" in options:
        headers["Referer"] = options.get("e")
    if "compressed" in options:
        headers["Accept-Encoding"] = "deflate, gzip, br, zstd"
    cookies = [text for text in options.all("b") if "=" in text]
    if len(cookies) < len(options.all("b")):
        raise Failure("not modelled in this sandbox: cookies of a file", 2)
    if cookies:
        headers["Cookie"] = "; ".join(cookies)
    return headers


def _with_own(headers: dict[str, str], lines: list[str], call: Call) -> dict[str, str]:
    """Return the headers with those of -H: one without a value takes a header away, one with ``;`` sends it empty."""
    expanded = []
    for line in lines:
        expanded += call.read(line[1:]).decode(errors="replace").splitlines() if line.startswith("@") else [line]
    for line in expanded:
        name, colon, value = line.partition(":")
        empty = not colon and line.endswith(";")
        name = line[:-1] if empty else name
        if not colon and not empty:
            continue
        replaced = [key for key in headers if key.lower() == name.strip().lower()]
        for key in replaced:
            del headers[key]
        if value.strip() or empty:
            headers[name.strip()] = value.strip()
    return headers


def _file(call: Call, name: str, number: int) -> bytes:
    try:
        return call.read(name)
    except KernelError:
        words = {26: f"Can't open '{name}'!", 2: ""}[number]
        raise Failure(words or f"Failed to open {name}", 26) from None


def _data(call: Call, options: Options) -> bytes:
    """Return the body that the -d options make together."""
    pieces = []
    for key, value in options.ordered:
        if key not in BODIES:
            continue
        if key == "data-urlencode":
            pieces.append(_encoded(call, value))
        elif value.startswith("@") and key != "data-raw":
            data = _file(call, value[1:], 2)
            pieces.append(data if key in ("data-binary", "json") else data.replace(b"\r", b"").replace(b"\n", b""))
        else:
            pieces.append(value.encode(errors="surrogateescape"))
    return (b"" if "json" in options else b"&").join(pieces)


def _encoded(call: Call, text: str) -> bytes:
    """Return a piece of --data-urlencode: ``content``, ``=content``, ``name=content``, ``@file``, ``name@file``."""
    sign = next((letter for letter in text if letter in "=@"), "")
    name, _, content = text.partition(sign) if sign else ("", "", text)
    raw = _file(call, content, 2) if sign == "@" else content.encode(errors="surrogateescape")
    return (f"{name}=" if name else "").encode() + quote_plus(raw, safe="-._~").encode()


def _form(call: Call, options: Options) -> tuple[bytes, str]:
    """Return the body and the type of a form with parts."""
    boundary = "-" * 24 + str(call.recall(lambda: call.table.rng.hex("curl", 16)))
    body = b""
    for text in options.all("F"):
        name, equals, value = text.partition("=")
        if not equals:
            raise Failure("Illegally formatted input field!", 2)
        value, *settings = value.split(";")
        held = dict(setting.strip().partition("=")[::2] for setting in settings)
        disposition, kind = f'form-data; name="{name}"', held.get("type", "")
        if value.startswith(("@", "<")):
            path = value[1:]
            data = _file(call, path, 26)
            if value.startswith("@"):
                disposition += f'; filename="{held.get("filename", posixpath.basename(path))}"'
                kind = kind or TYPES.get(posixpath.splitext(path)[1], "application/octet-stream")
        else:
            data = value.encode(errors="surrogateescape")
        typed = f"Content-Type: {kind}\r\n" if kind else ""
        body += f"--{boundary}\r\nContent-Disposition: {disposition}\r\n{typed}\r\n".encode() + data + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
