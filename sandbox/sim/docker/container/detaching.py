"""The keys that leave a container running: ``ctrl-p,ctrl-q`` unless ``--detach-keys`` names others.

Models moby/term ascii.go and proxy.go as docker/cli v28.2 uses them. Not modelled: ``detachKeys`` of config.json.
"""

from typing import Any

from sandbox.sim.docker.errors import Failure

DEFAULT = "ctrl-p,ctrl-q"
SPECIAL = {"@": "\0", "[": "\x1b", "\\": "\x1c", "]": "\x1d", "^": "\x1e", "_": "\x1f"}


def parse_keys(text: str) -> str:
    """Return the characters of ``ctrl-x,a``. Raises Failure, as the daemon refuses what it cannot read."""
    characters = ""
    for word in (text or DEFAULT).split(","):
        found = _character(word)
        if not found:
            raise Failure(f"invalid detach keys ({text}): Unknown character: '{word}'")
        characters += found
    return characters


def _character(word: str) -> str:
    if len(word) == 1:
        return word
    letter = word.lower().removeprefix("ctrl-")
    if len(letter) != 1 or letter == word.lower():
        return ""
    return chr(ord(letter) - 96) if "a" <= letter <= "z" else SPECIAL.get(letter, "")


def filter_keys(state: dict[str, Any], text: str) -> str:
    """Return what goes on to the container; once all keys came in a row, ``state["detached"]`` is set."""
    keys: str = state["keys"]
    passed, held = "", int(state.get("held", 0))
    for character in text:
        if character == keys[held]:
            held += 1
            if held == len(keys):
                state["detached"], state["held"] = True, 0
                return passed
            continue
        passed += keys[:held]
        held = 1 if character == keys[0] else 0
        passed += "" if held else character
    state["held"] = held
    return passed
