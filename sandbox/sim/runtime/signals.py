"""Signals by name and number, as on Linux x86-64. Not modelled: real-time signals, core dumps."""

NUMBERS = {
    "HUP": 1, "INT": 2, "QUIT": 3, "ILL": 4, "TRAP": 5, "ABRT": 6, "BUS": 7, "FPE": 8, "KILL": 9, "USR1": 10,
    "SEGV": 11, "USR2": 12, "PIPE": 13, "ALRM": 14, "TERM": 15, "STKFLT": 16, "CHLD": 17, "CONT": 18, "STOP": 19,
    "TSTP": 20, "TTIN": 21, "TTOU": 22, "URG": 23, "XCPU": 24, "XFSZ": 25, "VTALRM": 26, "PROF": 27, "WINCH": 28,
    "IO": 29, "PWR": 30, "SYS": 31,
}  # fmt: skip
NAMES = {number: name for name, number in NUMBERS.items()}
HARMLESS = frozenset({"CHLD", "URG", "WINCH", "CONT"})
"""Signals that do nothing unless handled."""
STOPPING = frozenset({"STOP", "TSTP", "TTIN", "TTOU"})


def parse_signal(text: str) -> str | None:
    """Return the signal's name for ``9``, ``KILL``, ``SIGKILL`` or ``sigkill``; None when there is no such signal."""
    if text.isdecimal():
        return NAMES.get(int(text))
    name = text.upper().removeprefix("SIG")
    return name if name in NUMBERS else None
