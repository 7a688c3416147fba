"""What is made equal before a recorded answer and the simulator's are compared, and nothing else.

See tests/golden/README.md: ids, uids, times, ages, sizes, addresses, generated name suffixes,
resource versions, blanks.
"""

import re

_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_UNITS = r"(?:Less than a second|About an? (?:minute|hour)|\d+ (?:second|minute|hour|day|week|month)s?)"
_RULES = [
    (r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "<uid>"),
    (r"\b[0-9a-f]{64}\b", "<id>"),
    (r"\b[0-9a-f]{12}\b", "<id>"),
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| ?[+-]\d{4}(?: UTC)?| ?[+-]\d\d:\d\d)?", "<time>"),
    (rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:{_MONTHS}) \d{{4}} \d\d:\d\d:\d\d [+-]\d{{4}}", "<time>"),
    (r"\b\d{4}[-/]\d\d[-/]\d\d(?: \d\d:\d\d:\d\d)?\b", "<time>"),
    (rf"Up {_UNITS}", "Up <age>"),
    (rf"{_UNITS} ago", "<age> ago"),
    (r"(?<![\w.:])(?:\d+[ydhm](?:\d+[dhms])?|\d+s)(?![\w.:-])", "<age>"),
    (r"\b\d+(?:\.\d+)?\s?(?:[kMGT]i?B|B)\b", "<size>"),
    (r"\b10\.(?:244|0)\.\d{1,3}\.\d{1,3}\b", "<ip>"),
    (r"\b10\.(?:9[6-9]|10\d|11[01])\.\d{1,3}\.\d{1,3}\b", "<ip>"),
    (r"\b172\.1[78]\.\d{1,3}\.\d{1,3}\b", "<ip>"),
    (r"(resourceVersion\"?: ?\"?)\d+", r"\1<version>"),
    (r"(Resource Version: +)\d+", r"\1<version>"),
    (r"-[bcdfghjklmnpqrstvwxz2456789]{8,10}-[bcdfghjklmnpqrstvwxz2456789]{5}\b", "-<hash>-<suffix>"),
    (r"-(?=[a-z]*\d)[bcdfghjklmnpqrstvwxz2456789]{8,10}\b", "-<hash>"),
    (r"\b(pod-template-hash|controller-revision-hash)(\"?[=:] ?\"?)[\w-]+", r"\1\2<hash>"),
    (r"-[bcdfghjklmnpqrstvwxz2456789]{5}(?![\w-])", "-<suffix>"),
    (r"[ \t]+", " "),
    (r" +$", ""),
]
_COMPILED = [(re.compile(pattern, re.MULTILINE), replacement) for pattern, replacement in _RULES]


def normalise(text: str) -> str:
    """Return the text with what may differ between two runs made equal."""
    for pattern, replacement in _COMPILED:
        text = pattern.sub(replacement, text)
    return text.rstrip("\n")
