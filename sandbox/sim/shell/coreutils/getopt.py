"""getopt: options of a script, put in order.

Models util-linux 2.38. Not modelled: -a, csh.
"""

import re

from sandbox.sim.shell.coreutils.tool import Call, Failure

Found = tuple[str, bool]
"""A word of the answer, and whether it is a value, which is quoted."""
OWN = {
    "-o": "o", "--options": "o", "-l": "l", "--long": "l", "--longoptions": "l", "-n": "n", "--name": "n", "-q": "q",
    "--quiet": "q",
}  # fmt: skip
HINT = "Try 'getopt --help' for more information."


def run(call: Call) -> int:
    """``getopt``."""
    short, longs, name, words, given = _own(call)
    quiet, quoting = "q" in given, "old" not in given
    found: list[Found] = []
    rest: list[str] = []
    status = 0
    queue = list(words)
    in_order = short.startswith("+")
    letters = dict(re.findall(r"([^:+-])(:{0,2})", short))
    while queue:
        word = queue.pop(0)
        if word == "--":
            rest += queue
            break
        if word.startswith("--"):
            fault = _long(word, longs, queue, found)
        elif word.startswith("-") and len(word) > 1:
            fault = _short(word, letters, queue, found)
        else:
            rest.append(word)
            if in_order:
                rest += queue
                break
            continue
        if fault:
            status = 1
            if not quiet:
                call.warn(f"{name}: {fault}\n")
    shown = [
        _quoted(part) if is_value else part for part, is_value in [*found, ("--", False), *((w, True) for w in rest)]
    ]
    call.line(" " + " ".join(shown if quoting else [part for part, _ in [*found, ("--", False)]] + rest))
    return status


def _own(call: Call) -> tuple[str, dict[str, str], str, list[str], dict[str, str]]:
    """Return letters, long names, the script's name, its words, and getopt's own options. Raises Failure."""
    words = list(call.args)
    given: dict[str, str] = {}
    longs: dict[str, str] = {}
    while words and words[0].startswith("-") and words[0] != "--":
        key, value = _one(words)
        given[key] = value
        if key == "l":
            longs |= {text.rstrip(":"): text[len(text.rstrip(":")) :] for text in re.split(r"[,\s]+", value) if text}
    if words[:1] == ["--"]:
        words.pop(0)
    if "o" not in given:
        if not words:
            raise Failure(f"missing optstring argument\n{HINT}", 2)
        given["o"] = words.pop(0)
        given["old"] = ""
    return given["o"], longs, given.get("n", "getopt"), words, given


def _one(words: list[str]) -> tuple[str, str]:
    """Take one of getopt's own options off the words and return it with its value. Raises Failure."""
    word = words.pop(0)
    option, equals, value = word.partition("=") if word.startswith("--") else (word[:2], "", word[2:])
    if option in ("-T", "--test"):
        raise Failure("", 4)
    if option in ("-u", "--unquoted", "-a", "--alternative", "-s", "--shell", "-Q"):
        raise Failure(f"not modelled in this sandbox: {option}")
    if option not in OWN:
        raise Failure(f"invalid option -- '{option.lstrip('-')}'\n{HINT}", 2)
    if OWN[option] != "q" and not value and not equals:
        value = words.pop(0) if words else ""
    return OWN[option], value


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'"


def _long(word: str, longs: dict[str, str], queue: list[str], found: list[Found]) -> str:
    name, equals, value = word[2:].partition("=")
    matches = [name] if name in longs else [long for long in longs if long.startswith(name)]
    if len(matches) != 1:
        return f"option '{word}' is ambiguous" if matches else f"unrecognized option '--{name}'"
    colons = longs[matches[0]]
    if equals and not colons:
        return f"option '--{matches[0]}' doesn't allow an argument"
    if colons == ":" and not equals:
        if not queue:
            return f"option '--{matches[0]}' requires an argument"
        value = queue.pop(0)
    found.append((f"--{matches[0]}", False))
    if colons:
        found.append((value, True))
    return ""


def _short(word: str, letters: dict[str, str], queue: list[str], found: list[Found]) -> str:
    at, fault = 1, ""
    while at < len(word):
        letter = word[at]
        at += 1
        if letter not in letters:
            fault = f"invalid option -- '{letter}'"
            continue
        found.append((f"-{letter}", False))
        if not letters[letter]:
            continue
        value = word[at:]
        if not value and letters[letter] == ":":
            if not queue:
                found.pop()
                return f"option requires an argument -- '{letter}'"
            value = queue.pop(0)
        found.append((value, True))
        break
    return fault
