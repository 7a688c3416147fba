"""How long a text takes to read."""

import math
import re

_CHINESE_A_MINUTE = 400
_WORDS_A_MINUTE = 220
_CODE_LINES_A_MINUTE = 20
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,}).*?^[ \t]*\1[ \t]*$", re.MULTILINE | re.DOTALL)


def measure_minutes(body: str) -> int:
    """Return the minutes that a lesson's Markdown takes, at least 1."""
    code = sum(found.group().count("\n") - 1 for found in _FENCE.finditer(body))
    prose = _FENCE.sub("", body)
    minutes = (
        len(_CHINESE.findall(prose)) / _CHINESE_A_MINUTE
        + len(_WORD.findall(prose)) / _WORDS_A_MINUTE
        + code / _CODE_LINES_A_MINUTE
    )
    return max(1, math.ceil(minutes))
