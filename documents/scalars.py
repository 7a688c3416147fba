"""What a plain word in YAML means: the rules of JSON-minded readers such as Kubernetes' own.

Differs from PyYAML on purpose: no dates, no ``22:22`` as a number in base sixty, and ``1e3`` is a number. Course files
hold times, ports and versions, which authors mean as they write them.
"""

import re

from documents.nodes import Scalar

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {
    spelling: value
    for word, value in {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}.items()
    for spelling in (word, word.capitalize(), word.upper())
}
_NUMBERS = {
    re.compile(r"[-+]?(0|[1-9][0-9]{0,17})"): 10,
    re.compile(r"[-+]?0o?[0-7]{1,20}"): 8,
    re.compile(r"[-+]?0x[0-9a-fA-F]{1,15}"): 16,
}
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")


def resolve_plain(source: str) -> Scalar:
    """Return what an unquoted word means: None, a boolean, a number, or else the word itself."""
    if source in _NULLS:
        return None
    if source in _BOOLEANS:
        return _BOOLEANS[source]
    for pattern, base in _NUMBERS.items():
        if pattern.fullmatch(source):
            return int(source.replace("o", "", 1) if base == 8 else source, base)  # noqa: PLR2004 - octal.
    if _FLOAT.fullmatch(source) and len(source) < 40:  # noqa: PLR2004 - longer ones are texts, such as ids.
        return float(source)
    return source
