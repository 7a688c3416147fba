"""Files of variables: ``.env`` and ``env_file``.

Models compose-spec/compose-go dotenv/parser.go. Not modelled: values in double quotes over several lines with a
variable's brace open at the end of a line.
"""

import re
from collections.abc import Mapping

from sandbox.sim.docker.compose.model.interpolation import BadTemplate, Interpolator, Missing, Warn
from sandbox.sim.docker.compose.warnings import ProjectError

KEY = re.compile(r"(?:export[ \t]+)?([A-Za-z0-9_.\-\[\]]+)[ \t]*([=:]?)[ \t]*")
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "$": "$$"}


def parse(text: str, path: str, outer: Mapping[str, str], warn: Warn) -> dict[str, str]:
    """Return the variables of a file; names without a value take that of ``outer``. Raises ProjectError."""
    values: dict[str, str] = {}
    at, line = 0, 1
    body = text.replace("\r\n", "\n")
    while at < len(body):
        end = _line_end(body, at)
        bare = body[at:end].strip()
        if not bare or bare.startswith("#"):
            at, line = end + 1, line + 1
            continue
        at += len(body[at:end]) - len(body[at:end].lstrip())
        start = at
        at = _assign(body, at, line, path, values, Interpolator({**values, **outer}, warn), outer)
        line += body.count("\n", start, at)
    return values


def _line_end(body: str, at: int) -> int:
    end = body.find("\n", at)
    return len(body) if end < 0 else end


def _assign(  # noqa: PLR0917  (one assignment with all that it needs)
    body: str, at: int, line: int, path: str, values: dict[str, str], variables: Interpolator, outer: Mapping[str, str]
) -> int:
    """Read one assignment, and return where the next line begins."""
    end = _line_end(body, at)
    key = KEY.match(body, at, end)
    rest = body[key.end() : end] if key else body[at:end]
    if key is None or (not key[2] and rest.strip()):
        shown = (key[1] if key else "") + rest
        sign = next((sign for sign in shown if not re.match(r"[A-Za-z0-9_.\-\[\]]", sign)), shown[:1])
        raise ProjectError(
            f'failed to read {path}: line {line}: unexpected character "{sign}" in variable name "{shown}"'
        )
    if not key[2]:
        if key[1] in outer:
            values[key[1]] = outer[key[1]]
        return end + 1
    try:
        values[key[1]], after = _value(body, key.end(), end, variables)
    except _OpenQuote as error:
        raise ProjectError(f"failed to read {path}: line {line}: unterminated quoted value {rest}") from error
    except BadTemplate as error:
        raise ProjectError(f"failed to read {path}: Invalid template: {rest}") from error
    except Missing as error:
        raise ProjectError(f"failed to read {path}: {error}") from error
    return after


class _OpenQuote(Exception):  # noqa: N818  (a quote without its twin)
    """A value in quotes does not end."""


def _value(body: str, at: int, end: int, variables: Interpolator) -> tuple[str, int]:
    quote = body[at : at + 1]
    if quote in ("'", '"'):
        closing = at + 1
        while body[closing : closing + 1] != quote:
            if closing >= len(body):
                raise _OpenQuote
            closing += 2 if body[closing] == "\\" and quote == '"' else 1
        raw = body[at + 1 : closing]
        after = _line_end(body, closing) + 1
        return (raw if quote == "'" else variables.text(_unescape(raw))), after
    raw = re.split(r"[ \t]#", body[at:end], maxsplit=1)[0].strip()
    return variables.text("" if raw.startswith("#") else raw), end + 1


def _unescape(raw: str) -> str:
    return re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[0]), raw, flags=re.DOTALL)
