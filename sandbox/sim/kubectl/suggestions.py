"""The question ``Did you mean this?``.

Models github.com/spf13/cobra v1.10 SuggestionsFor with its distance of two.
"""

_FARTHEST = 2


def distance(one: str, other: str) -> int:
    """Return the Levenshtein distance of two words, ignoring case."""
    one, other = one.lower(), other.lower()
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


def unknown_command(word: str, names: tuple[str, ...]) -> str:
    """Return the message for a word that is no command of kubectl."""
    text = f'unknown command "{word}" for "kubectl"'
    close = [n for n in names if distance(word, n) <= _FARTHEST or n.lower().startswith(word.lower())]
    if not close:
        return text
    return f"{text}\n\nDid you mean this?\n" + "".join(f"\t{name}\n" for name in close) + "\n"
