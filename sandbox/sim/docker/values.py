"""Values of docker's flags that pflag itself does not know.

Models docker/cli opts/ (opts.go, env.go, hosts.go, ulimit.go, mount.go, port checks are in ports.py) and
docker/go-units sizes.
"""

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from ipaddress import ip_address

from sandbox.sim.cli.go_values import GoValueError

SIZE = re.compile(r"(\d+(?:\.\d+)*) ?([kKmMgGtTpP])?[iI]?[bB]?")
UNITS = {"k": 1024, "m": 1024**2, "g": 1024**3, "t": 1024**4, "p": 1024**5}
NANO = 10**9


def read_size(text: str) -> int:
    """Read ``64m`` into bytes as units.RAMInBytes does."""
    found = SIZE.fullmatch(text)
    if found is None:
        raise GoValueError(f"invalid size: '{text}'")
    try:
        return int(Decimal(found[1]) * UNITS.get((found[2] or "").lower(), 1))
    except InvalidOperation as error:
        raise GoValueError(f"invalid size: '{text}'") from error


def read_swap(text: str) -> int:
    """Read a size, or -1 for no limit."""
    return -1 if text == "-1" else read_size(text)


def read_cpus(text: str) -> int:
    """Read a number of CPUs into billionths."""
    try:
        cpus = Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise GoValueError(f"failed to parse {text} as a rational number") from error
    nano = cpus * NANO
    if nano.denominator != 1:
        raise GoValueError("value is too precise")
    return int(nano)


def read_env(text: str) -> str:
    """Check an environment variable."""
    if not text or text.startswith("="):
        raise GoValueError(f"invalid environment variable: {text}")
    return text


def read_label(text: str) -> str:
    """Check a label."""
    if text.startswith("="):
        raise GoValueError(f"invalid label '{text}': empty name")
    return text


def read_filter(text: str) -> str:
    """Check a filter; its name is lower-cased, as docker does."""
    name, equals, value = text.partition("=")
    if not equals:
        raise GoValueError("bad format of filter (expected name=value)")
    return f"{name.strip().lower()}={value.strip()}"


def read_extra_host(text: str) -> str:
    """Check ``host:ip``; ``host=ip`` is the same. The address may be the word ``host-gateway``."""
    name, separator, address = text.partition("=") if "=" in text else text.partition(":")
    if not separator or not name:
        raise GoValueError(f'bad format for add-host: "{text}"')
    bare = address.removeprefix("[").removesuffix("]")
    if bare != "host-gateway" and not is_ip(bare):
        raise GoValueError(f'invalid IP address in add-host: "{bare}"')
    return f"{name}:{bare}"


def is_ip(text: str) -> bool:
    """Say whether a text is an IPv4 or IPv6 address."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def read_ip(text: str) -> str:
    """Check an IP address (opts.ValidateIPAddress)."""
    bare = text.strip()
    if not is_ip(bare):
        raise GoValueError(f"IP address is not correctly formatted: {bare}")
    return bare


def read_link(text: str) -> str:
    """Check ``name[:alias]``."""
    parts = text.split(":")
    if len(parts) > 2 or not parts[0]:  # noqa: PLR2004  (name and alias)
        raise GoValueError(f"bad format for links: {text}" if text else "empty string specified for links")
    return f"{parts[0]}:{parts[-1]}"


def read_attach(text: str) -> str:
    """Check the name of a standard stream."""
    if text.lower() not in ("stdin", "stdout", "stderr"):
        raise GoValueError("valid streams are STDIN, STDOUT and STDERR")
    return text.lower()


def read_sysctl(text: str) -> str:
    """Check a kernel parameter that a container may set."""
    name = text.partition("=")[0]
    allowed = ("kernel.msg", "kernel.sem", "kernel.shm", "fs.mqueue.", "net.")
    if not name.startswith(allowed):
        raise GoValueError(f"sysctl '{text}' is not allowed")
    return text


def read_ulimit(text: str) -> str:
    """Check ``type=soft[:hard]``."""
    name, equals, limits = text.partition("=")
    if not equals:
        raise GoValueError(f"invalid ulimit argument: {text}")
    if name not in ULIMITS:
        raise GoValueError(f"invalid ulimit type: {name}")
    numbers = limits.split(":")
    if len(numbers) > 2:  # noqa: PLR2004  (soft and hard)
        raise GoValueError(f"too many limit value arguments - {limits}, can only have up to two, `soft[:hard]`")
    if not all(re.fullmatch(r"-?\d+", number) for number in numbers):
        raise GoValueError(f'strconv.ParseInt: parsing "{numbers[0]}": invalid syntax')
    if len(numbers) > 1 and int(numbers[0]) > int(numbers[1]):
        raise GoValueError(f"ulimit soft limit must be less than or equal to hard limit: {numbers[0]} > {numbers[1]}")
    return text


_ULIMITS = "as core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack"
ULIMITS = frozenset(_ULIMITS.split())
