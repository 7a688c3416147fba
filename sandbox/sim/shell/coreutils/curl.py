"""curl.

Models curl 7.88: what nobody answers takes as long as --max-time and --connect-timeout allow, else as long as the
kernel tries. Not modelled: FTP, proxies, cookies kept in files, client certificates, sockets of Unix.
"""

from dataclasses import replace

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.network import NetworkError
from sandbox.sim.runtime.tls import Certificate
from sandbox.sim.shell.coreutils import curl_message, curl_report
from sandbox.sim.shell.coreutils.curl_report import Outcome
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure
from sandbox.sim.shell.coreutils.urls import Client, Target, addresses, parse_url, request

CURL = (
    "s/silent S/show-error o/output= O/remote-name I/head X/request= H/header= d/data= L/location "
    "i/include v/verbose f/fail w/write-out= "
    "m/max-time= k/insecure A/user-agent= G/get 4/ipv4 /connect-timeout= "
    "/data-raw= /json= /data-urlencode= "
    "/compressed /http1.1 /noproxy= N/no-buffer "
    "/data-binary= # g/globoff /resolve= /cacert= u/user= F/form= b/cookie= e/referer= T/upload-file= D/dump-header= "
    "r/range= /retry= /retry-delay= /retry-connrefused /retry-all-errors /retry-max-time= /max-redirs= /oauth2-bearer= "
    "/create-dirs /output-dir= /no-progress-meter /progress-bar /fail-with-body /url= /location-trusted /tlsv1.2 "
    "/tlsv1.3 /http1.0 /no-keepalive /tcp-nodelay /data-ascii= q/disable J/remote-header-name"
)
CURL_OTHER = (
    "6/ipv6 x/proxy= c/cookie-jar= K/config= E/cert= /key= C/continue-at= Z/parallel "
    "/unix-socket= U z y Y a B j l M n p P Q R t"
)
TRANSIENT = (408, 429, 500, 502, 503, 504)
REDIRECTS = (301, 302, 303, 307, 308)
MAX_HOPS = 50
MAX_RETRIES = 100
KERNEL_PATIENCE = 130
RESOLVER_PATIENCE = 20
"""Seconds that the kernel tries to connect, and the C library to get a name resolved."""
UNKNOWN, REFUSED, TIMED_OUT = 6, 7, 28
"""Numbers of curl's errors."""
FIRST_ERROR = 400
"""Where HTTP's errors begin."""
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
    urls = [*options.operands, *options.all("url")]
    if not urls:
        call.warn("curl: try 'curl --help' or 'curl --manual' for more information\n")
        return 2
    status = 0
    names = options.all("o")
    for position, url in enumerate(urls):
        name = names[position] if position < len(names) else ""
        status = _one(call, url, name, options) or status
    return status


def _complain(call: Call, options: Options, number: int, text: str) -> int:
    if "s" not in options or "S" in options:
        call.warn(f"curl: ({number}) {text}\n")
    return number


def _one(call: Call, url: str, name: str, options: Options) -> int:
    """Fetch one URL and say how it ended."""
    target = parse_url(url)
    if target is None or target.scheme not in ("http", "https"):
        scheme = url.partition("://")[0]
        words = f'Protocol "{scheme}" not supported or disabled in libcurl'
        odd = (1, words) if "://" in url else (3, "URL using bad/illegal format or missing URL")
        return _complain(call, options, *odd)
    outcome = _persist(call, options, target)
    if outcome.answer is not None and not (outcome.error and "fail-with-body" not in options):
        try:
            kept = name or (_remote_name(outcome.target) if "O" in options else "")
            outcome = replace(outcome, saved=curl_report.save(call, options, kept, outcome.answer))
        except Failure as failure:
            outcome = replace(outcome, error=failure.status, words=str(failure))
    if outcome.error:
        _complain(call, options, outcome.error, outcome.words)
    if "w" in options:
        curl_report.write_out(call, options, outcome)
    return outcome.error


def _remote_name(target: Target) -> str:
    name = target.path.rsplit("/", 1)[-1].split("?")[0]
    if not name:
        raise Failure("Remote file name has no length", 23)
    return name


def _persist(call: Call, options: Options, target: Target) -> Outcome:
    """Fetch, again after a while as --retry says."""
    retries = min(_whole(options, "retry"), MAX_RETRIES)
    pause = 1.0
    while True:
        outcome = _follow(call, options, target)
        if not retries or not _is_transient(options, outcome):
            return outcome
        delay = _seconds(options, "retry-delay") or pause
        why = (
            "connection refused" if outcome.error == REFUSED else "timeout" if outcome.answer is None else "HTTP error"
        )
        if "s" not in options:
            call.warn(f"Warning: Problem : {why}. Will retry in {delay:g} seconds. {retries} retries \n")
            call.warn("Warning: left.\n")
        call.sleep(delay)
        retries, pause = retries - 1, min(pause * 2, 600)


def _is_transient(options: Options, outcome: Outcome) -> bool:
    if "retry-all-errors" in options:
        return bool(outcome.error)
    if outcome.answer is not None:
        return outcome.answer.status in TRANSIENT
    return outcome.error == TIMED_OUT or (outcome.error == REFUSED and "retry-connrefused" in options)


def _follow(call: Call, options: Options, target: Target) -> Outcome:
    """Fetch, going where redirections lead."""
    hops, most = 0, _whole(options, "max-redirs") if "max-redirs" in options else MAX_HOPS
    while True:
        outcome = replace(_fetch(call, options, target), hops=hops)
        answer = outcome.answer
        location = answer.headers.get("Location", "") if answer is not None else ""
        follows = "L" in options or "location-trusted" in options
        if answer is None or not follows or answer.status not in REDIRECTS or not location:
            return outcome
        hops += 1
        if hops > most:
            return replace(outcome, error=47, words=f"Maximum ({most}) redirects followed")
        where = location if "://" in location else f"{target.scheme}://{target.host}:{target.port}{location}"
        target = parse_url(where) or target


def _fetch(call: Call, options: Options, target: Target) -> Outcome:
    """Send one request."""
    message = None
    try:
        message = curl_message.build(call, options, target)
        client = _client(call, options, target)
        address = client.address(target.host, target.port) or next(iter(addresses(call, target.host)), "")
        answer = request(call, target, message, client)
    except NetworkError as error:
        number, words = _fault(call, options, target, error.code)
        if "v" in options:
            curl_report.tell_failure(call, target, "" if number == UNKNOWN else target.host, words)
        return Outcome(target, message, None, error=number, words=words)
    except Failure as failure:
        return Outcome(target, message, None, error=failure.status, words=str(failure))
    if "v" in options:
        curl_report.tell(call, target, address, message, answer)
    wrong = answer.status >= FIRST_ERROR and ("f" in options or "fail-with-body" in options)
    words = f"The requested URL returned error: {answer.status}" if wrong else ""
    return Outcome(target, message, answer, error=22 if wrong else 0, words=words, address=address)


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


def _whole(options: Options, key: str) -> int:
    """Return a count; 0 for none."""
    text = options.get(key, "0")
    if not text.isdecimal():
        raise Failure(f"option --{key}: expected a proper numerical parameter", 2)
    return int(text)
