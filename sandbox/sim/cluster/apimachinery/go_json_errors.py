"""What Go's encoding/json says of a text that is no JSON object.

Models the scanner and the decoder of encoding/json (Go 1.25), as far as decoding into a map goes.
"""

import re

_LITERALS = {"t": "true", "f": "false", "n": "null"}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_BLANKS = " \t\r\n"
_SHOWN = {"'": "'\\''", '"': "'\"'", "\n": "'\\n'", "\t": "'\\t'", "\r": "'\\r'", "\\": "'\\\\'"}
_ENDS = "unexpected end of JSON input"


class GoJsonError(ValueError):
    """The text is no JSON; ``str()`` is Go's message."""


def object_error(text: str) -> str:
    """Return what Go says of a text that should be a JSON object, or nothing."""
    try:
        end = _skip(text, _value(text, _skip(text, 0)))
        if end < len(text):
            raise _wrong(text, end, "after top-level value")
    except GoJsonError as error:
        return str(error)
    first = text[_skip(text, 0)]
    kind = {"[": "array", '"': "string", "t": "bool", "f": "bool"}.get(first, "number")
    if first in "{n":
        return ""
    return f"json: cannot unmarshal {kind} into Go value of type map[string]interface {{}}"


def _wrong(text: str, at: int, where: str) -> GoJsonError:
    if at >= len(text):
        return GoJsonError(_ENDS)
    shown = _SHOWN.get(text[at], f"'{text[at]}'")
    return GoJsonError(f"invalid character {shown} {where}")


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at


def _value(text: str, at: int) -> int:
    first = text[at : at + 1]
    if first == "{":
        return _members(text, at + 1, "}", "object key:value pair")
    if first == "[":
        return _members(text, at + 1, "]", "array element")
    if first == '"':
        return _string(text, at + 1)
    if first in _LITERALS and first:
        return _literal(text, at, _LITERALS[first])
    match = _NUMBER.match(text, at)
    if match is None:
        raise _wrong(text, at, "looking for beginning of value")
    return match.end()


def _literal(text: str, at: int, word: str) -> int:
    for offset in range(1, len(word)):
        if text[at + offset : at + offset + 1] != word[offset]:
            raise _wrong(text, at + offset, f"in literal {word} (expecting '{word[offset]}')")
    return at + len(word)


def _string(text: str, at: int) -> int:
    while at < len(text) and text[at] != '"':
        if text[at] < " ":
            raise _wrong(text, at, "in string literal")
        if text[at] == "\\":
            at += 1
            if at < len(text) and text[at] not in '"\\/bfnrtu':
                raise _wrong(text, at, "in string escape code")
        at += 1
    if at >= len(text):
        raise GoJsonError(_ENDS)
    return at + 1


def _members(text: str, at: int, end: str, noun: str) -> int:
    at = _skip(text, at)
    if text[at : at + 1] == end:
        return at + 1
    while True:
        if end == "}":
            at = _key(text, at)
        at = _skip(text, _value(text, at))
        if text[at : at + 1] == end:
            return at + 1
        if text[at : at + 1] != ",":
            raise _wrong(text, at, f"after {noun}")
        at = _skip(text, at + 1)


def _key(text: str, at: int) -> int:
    if text[at : at + 1] != '"':
        raise _wrong(text, at, "looking for beginning of object key string")
    at = _skip(text, _string(text, at + 1))
    if text[at : at + 1] != ":":
        raise _wrong(text, at, "after object key")
    return _skip(text, at + 1)
