"""File modes: as ``ls -l`` shows them, as ``chmod`` reads them, and sizes for people.

Models lib/filemode.c, lib/modechange.c and lib/human.c of coreutils 9.1.
"""

import re

LETTERS = {"file": "-", "dir": "d", "link": "l", "device": "c", "fifo": "p", "socket": "s"}
BITS = {"r": 4, "w": 2, "x": 1}
SHIFTS = {"u": 6, "g": 3, "o": 0}
CLAUSE = re.compile(r"([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)")
ACTION = re.compile(r"([-+=])([rwxXst]*|[ugo])")


def describe_mode(kind: str, mode: int) -> str:
    """Return ``drwxr-xr-x``."""
    out = LETTERS[kind]
    for shift, special, letter in ((6, 0o4000, "s"), (3, 0o2000, "s"), (0, 0o1000, "t")):
        bits = mode >> shift & 7
        out += ("r" if bits & 4 else "-") + ("w" if bits & 2 else "-")
        if mode & special:
            out += letter if bits & 1 else letter.upper()
        else:
            out += "x" if bits & 1 else "-"
    return out


def change_mode(text: str, mode: int, *, is_dir: bool, umask: int) -> int | None:
    """Return the mode after ``chmod text``; None where that is no mode."""
    if re.fullmatch(r"[0-7]{1,5}", text):
        return int(text, 8) & 0o7777
    for clause in text.split(","):
        found = CLAUSE.fullmatch(clause)
        if not found:
            return None
        for operator, letters in ACTION.findall(found.group(2)):
            mode = _act(mode, found.group(1), operator, letters, is_dir=is_dir, umask=umask)
    return mode


def _act(mode: int, who: str, operator: str, letters: str, *, is_dir: bool, umask: int) -> int:
    classes = "ugo" if not who or "a" in who else who
    bits, mask = 0, 0
    for name in classes:
        value = _bits(mode, letters, is_dir=is_dir)
        bits |= value << SHIFTS[name]
        mask |= 7 << SHIFTS[name]
    if "s" in letters:
        bits |= (0o4000 if "u" in classes else 0) | (0o2000 if "g" in classes else 0)
    if "t" in letters:
        bits |= 0o1000
    if not who:
        bits &= ~umask
    if operator == "+":
        return mode | bits
    return mode & ~bits if operator == "-" else mode & ~mask | bits


def _bits(mode: int, letters: str, *, is_dir: bool) -> int:
    if letters in SHIFTS and letters:
        return mode >> SHIFTS[letters] & 7
    value = sum(BITS[letter] for letter in set(letters) if letter in BITS)
    return value | 1 if "X" in letters and (is_dir or mode & 0o111) else value


def human(size: int, *, base: int = 1024) -> str:
    """Return a size as ``ls -h`` shows it: rounded up, ``1.5K``, ``23M``."""
    if size < base:
        return str(size)
    value = float(size)
    for unit in "KMGTPE":
        value /= base
        if value < 9.95:  # noqa: PLR2004  (below ten, one decimal)
            return f"{_up(value * 10) / 10:.1f}{unit}"
        if _up(value) < base:
            return f"{_up(value)}{unit}"
    return str(size)


def _up(value: float) -> int:
    whole = int(value)
    return whole if value == whole else whole + 1


def parse_size(text: str) -> int | None:
    """Return the bytes of ``10``, ``2K``, ``1M``, ``3kB``; None for what is no size."""
    found = re.fullmatch(r"([-+]?\d+)([bkKMGTP]?)(i?B)?", text)
    if not found:
        return None
    unit = found.group(2)
    base = 1000 if found.group(3) == "B" else 1024
    powers = {"": 1, "b": 512, "k": base, "K": base, "M": base**2, "G": base**3, "T": base**4, "P": base**5}
    return int(found.group(1)) * powers[unit]
