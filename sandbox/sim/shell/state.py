"""What a shell remembers: one JSON-able dict in ``process.state``.

``frames`` is the stack of texts being run; each frame is a dict with the text, its first line, the next instruction
(``pc``), the loops it is in and the redirections it holds. ``hold`` says what the shell waits for, ``memo`` what the
expansion under way has found out already.
"""

from typing import Any

import orjson

State = dict[str, Any]


def new_state(name: str, args: list[str], env: dict[str, str]) -> State:
    """Return the state of a shell that has just started; ``name`` is its ``$0``."""
    return {
        "vars": dict(env),
        "attrs": dict.fromkeys(env, "x"),
        "functions": {},
        "options": "",
        "shopt": {},
        "aliases": {},
        "traps": {},
        "name": name,
        "args": args,
        "frames": [],
        "status": 0,
        "pid": 0,
        "depth": 0,
        "last_background": None,
        "jobs": [],
        "done": {},
        "pipe_status": [0],
        "memo": [],
        "hold": None,
        "signals": [],
        "substituted": None,
    }


def new_frame(text: str, *, kind: str, line: int = 1) -> State:
    """Return a frame that runs a text: ``main``, ``eval``, ``source``, ``function``, ``trap`` or ``sub``."""
    return {"text": text, "line": line, "kind": kind, "pc": 0, "loops": [], "redirections": [], "forgiven": False}


def forked(state: State, frame: State) -> State:
    """Return the state of a subshell that begins in ``frame``."""
    kept = {key: value for key, value in state.items() if key not in ("frames", "jobs", "done", "memo", "hold")}
    child: State = orjson.loads(orjson.dumps(kept))
    child["traps"] = {name: text for name, text in child["traps"].items() if not text}
    child |= {"frames": [frame], "jobs": [], "done": {}, "memo": [], "hold": None, "signals": []}
    child["depth"] += 1
    for name in ("session", "interactive", "reader", "leaving"):
        child.pop(name, None)
    return child
