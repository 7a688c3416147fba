"""Functions that Kubernetes adds to CEL: strings, lists, regular expressions, URLs, addresses, quantities.

Models k8s.io/apiserver/pkg/cel/library and cel-go/ext strings v1.36. A function is found by its name, whatever it is
called on. Not modelled: authorizer, semver, formats by name, optional values, comprehensions of two variables.
"""

import re
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from sandbox.sim.cluster.apimachinery.names import cidr as cidr_faults
from sandbox.sim.cluster.apimachinery.quantity import Quantity, QuantityError, parse_quantity

_KIND = "\0kind"


def _index_of(where: Any, what: Any, start: int = 0) -> int:
    if isinstance(where, str):
        return where.find(what, start)
    return where.index(what) if what in where else -1


def _last_index_of(where: Any, what: Any) -> int:
    if isinstance(where, str):
        return where.rfind(what)
    return max((index for index, item in enumerate(where) if item == what), default=-1)


def _substring(text: str, start: int, end: int | None = None) -> str:
    stop = len(text) if end is None else end
    if not 0 <= start <= stop <= len(text):
        raise IndexError(f"index out of range: {start}")
    return text[start:stop]


def _replace(text: str, old: str, new: str, count: int = -1) -> str:
    return text.replace(old, new, count)


def _split(text: str, separator: str, count: int = -1) -> list[str]:
    if not separator:
        return list(text)
    return text.split(separator, count - 1 if count > 0 else -1)


def _join(items: list[str], separator: str = "") -> str:
    return separator.join(items)


def _format(pattern: str, values: list[Any]) -> str:
    """Fill in ``%s`` and its kin, as cel-go's string.format does."""
    rest = iter(values)
    return re.sub(r"%(?:\.(\d+))?([%sdfexXbo])", lambda match: _formatted(match, rest), pattern)


def _formatted(match: re.Match[str], rest: Any) -> str:
    precision, verb = match.group(1), match.group(2)
    if verb == "%":
        return "%"
    value = next(rest)
    if verb in "fe":
        return f"{float(value):.{precision or 6}{verb}}"
    return format(value, verb) if verb in "xXbo" and isinstance(value, int) else shown(value)


def shown(value: Any) -> str:
    """Return a value as ``%s`` prints it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(shown(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{shown(key)}: {shown(value[key])}" for key in sorted(value)) + "}"
    return "null" if value is None else str(value)


def _quantity(text: str) -> dict[str, str]:
    parse_quantity(text)
    return {_KIND: "quantity", "text": text}


def _parsed(value: Any) -> Quantity:
    return parse_quantity(value["text"])


def _is_quantity(text: str) -> bool:
    try:
        parse_quantity(text)
    except QuantityError:
        return False
    return True


def _amount(value: Any) -> Any:
    return _parsed(value).value if isinstance(value, dict) else value


def _plus(one: Any, other: Any, sign: int) -> dict[str, str]:
    first = _parsed(one)
    return _quantity(str(Quantity(first.value + sign * _amount(other), first.format)))


def _ip(text: str) -> dict[str, str]:
    return {_KIND: "ip", "text": str(ip_address(text))}


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _cidr(text: str) -> dict[str, str]:
    return {_KIND: "cidr", "text": str(ip_network(text, strict=False))}


def _text(value: Any) -> str:
    return str(value["text"]) if isinstance(value, dict) else str(value)


def _url(text: str) -> dict[str, str]:
    if not _is_url(text):
        raise ValueError(f'URL parse error during conversion from string: parse "{text}": invalid URI for request')
    return {_KIND: "url", "text": text}


def _is_url(text: str) -> bool:
    parts = urlsplit(text)
    return bool(parts.scheme and parts.netloc) or text.startswith("/")


LIBRARY: dict[str, Callable[..., Any]] = {
    "charAt": lambda text, index: text[index : index + 1],
    "indexOf": _index_of,
    "lastIndexOf": _last_index_of,
    "lowerAscii": lambda text: text.lower(),
    "upperAscii": lambda text: text.upper(),
    "replace": _replace,
    "split": _split,
    "join": _join,
    "substring": _substring,
    "trim": lambda text: text.strip(),
    "reverse": lambda value: value[::-1],
    "format": _format,
    "isSorted": lambda items: all(one <= other for one, other in pairwise(items)),
    "sum": sum,
    "min": min,
    "max": max,
    "find": lambda text, pattern: match.group(0) if (match := re.search(pattern, text)) else "",
    "findAll": lambda text, pattern, count=0: [m.group(0) for m in re.finditer(pattern, text)][: count or None],
    "quantity": _quantity,
    "isQuantity": _is_quantity,
    "isGreaterThan": lambda one, other: _amount(one) > _amount(other),
    "isLessThan": lambda one, other: _amount(one) < _amount(other),
    "compareTo": lambda one, other: (_amount(one) > _amount(other)) - (_amount(one) < _amount(other)),
    "isInteger": lambda value: _amount(value).denominator == 1,
    "asInteger": lambda value: int(_amount(value)),
    "asApproximateFloat": lambda value: float(_amount(value)),
    "sign": lambda value: (_amount(value) > 0) - (_amount(value) < 0),
    "add": lambda one, other: _plus(one, other, 1),
    "sub": lambda one, other: _plus(one, other, -1),
    "ip": _ip,
    "isIP": _is_ip,
    "family": lambda value: ip_address(_text(value)).version,
    "isLoopback": lambda value: ip_address(_text(value)).is_loopback,
    "isUnspecified": lambda value: ip_address(_text(value)).is_unspecified,
    "cidr": _cidr,
    "isCIDR": lambda text: not cidr_faults(text),
    "containsIP": lambda net, address: ip_address(_text(address)) in ip_network(_text(net)),
    "prefixLength": lambda net: ip_network(_text(net)).prefixlen,
    "url": _url,
    "isURL": _is_url,
    "getScheme": lambda value: urlsplit(_text(value)).scheme,
    "getHost": lambda value: urlsplit(_text(value)).netloc,
    "getHostname": lambda value: urlsplit(_text(value)).hostname or "",
    "getPort": lambda value: str(urlsplit(_text(value)).port or ""),
    "getEscapedPath": lambda value: urlsplit(_text(value)).path,
}
