"""What is made equal before a recorded answer of Kubernetes and the World's are compared, and nothing else.

See tests/golden/README.md. Ids, times, ages, sizes and addresses are those of ``bench.replay``; Kubernetes adds
generated name suffixes and resource versions.
"""

import re

from bench import replay

_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_LETTERS = "bcdfghjklmnpqrstvwxz2456789"
_RULES = [
    (rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:{_MONTHS}) \d{{4}} \d\d:\d\d:\d\d [+-]\d{{4}}", "<TIME>"),
    (r"(resourceVersion\"?: ?\"?)\d+", r"\1<VERSION>"),
    (r"(Resource Version: +)\d+", r"\1<VERSION>"),
    (rf"-[{_LETTERS}]{{8,10}}-[{_LETTERS}]{{5}}\b", "-<HASH>-<SUFFIX>"),
    (rf"-(?=[a-z]*\d)[{_LETTERS}]{{8,10}}\b", "-<HASH>"),
    (r"\b(pod-template-hash|controller-revision-hash)(\"?[=:] ?\"?)[\w-]+", r"\1\2<HASH>"),
    (rf"-[{_LETTERS}]{{5}}(?![\w-])", "-<SUFFIX>"),
    (r"[ \t]+$", ""),
]
_COMPILED = [(re.compile(pattern, re.MULTILINE), replacement) for pattern, replacement in _RULES]


def normalise(text: str) -> str:
    """Return the text with what may differ between two runs made equal."""
    for pattern, replacement in _COMPILED:
        text = pattern.sub(replacement, text)
    return replay.normalise(text).rstrip("\n")
