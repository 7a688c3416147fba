"""openssl's configuration files: sections of ``name = value``.

Models crypto/conf of OpenSSL 3.0. Not modelled: ``.include``, ``$ENV::``.
"""

import re

from sandbox.sim.shell.coreutils.openssl.words import load
from sandbox.sim.shell.coreutils.tool import Call

Sections = dict[str, dict[str, str]]
VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


def read_configuration(call: Call, path: str) -> Sections:
    """Return the sections of a file; what stands before the first is ``default``. Raises OpensslError."""
    sections: Sections = {"default": {}}
    current = sections["default"]
    text = load(call, path, "configuration").decode(errors="replace").replace("\\\n", "")
    for line in text.splitlines():
        bare = re.sub(r"(^|\s)#.*", "", line).strip()
        heading = re.fullmatch(r"\[\s*(.+?)\s*\]", bare)
        if heading:
            current = sections.setdefault(heading[1], {})
        elif "=" in bare:
            name, _, value = bare.partition("=")
            seen = {**sections["default"], **current}
            current[name.strip()] = _filled(value.strip().strip('"'), seen)
    return sections


def _filled(value: str, seen: dict[str, str]) -> str:
    return VARIABLE.sub(lambda found: seen.get(found[1] or found[2], ""), value)
