"""date. Models coreutils 9.1 on the World's clock, always in UTC. Not modelled: setting the clock, -f."""

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.shell.coreutils.dates import format_date, parse_date
from sandbox.sim.shell.coreutils.options import parse, usage
from sandbox.sim.shell.coreutils.tool import Call, Failure

ISO = {
    "": "%Y-%m-%d",
    "date": "%Y-%m-%d",
    "hours": "%Y-%m-%dT%H+00:00",
    "minutes": "%Y-%m-%dT%H:%M+00:00",
    "seconds": "%Y-%m-%dT%H:%M:%S+00:00",
    "ns": "%Y-%m-%dT%H:%M:%S,%N+00:00",
}


def run(call: Call) -> None:
    """Print the time."""
    options = parse(
        call,
        "u/utc d/date= R/rfc-email I/iso-8601? r/reference= /rfc-3339= /universal D=",
        "f/file= s/set= /debug /resolution",
    )
    moment = call.now
    if "d" in options:
        found = parse_date(options.get("d"), call.seconds)
        if found is None:
            raise Failure(
                f"invalid date '{options.get('d')}'" if call.busybox else f"invalid date ‘{options.get('d')}’"
            )
        relative = not any(char.isdigit() for char in options.get("d")) or "ago" in options.get("d")
        moment = found * SECOND + (call.now % SECOND if relative else 0)
    elif "r" in options:
        moment = call.files.stat(options.get("r")).mtime
    form = "%a %b %e %H:%M:%S %Z %Y"
    if "R" in options:
        form = "%a, %d %b %Y %H:%M:%S +0000"
    elif "I" in options:
        form = ISO.get(options.get("I"), ISO["seconds"])
    elif "rfc-3339" in options:
        form = {"date": "%Y-%m-%d", "ns": "%Y-%m-%d %H:%M:%S.%N+00:00"}.get(
            options.get("rfc-3339"), "%Y-%m-%d %H:%M:%S+00:00"
        )
    for word in options.operands:
        if not word.startswith("+"):
            raise (
                usage(call, f"invalid date ‘{word}’")
                if not word.isdecimal()
                else Failure("cannot set date: Operation not permitted")
            )
        form = word[1:]
    call.line(format_date(form, moment))
