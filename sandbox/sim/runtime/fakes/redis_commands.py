"""What redis-server does with its keys: strings, counters, lists, hashes, sets.

Models Redis 7's t_string.c, t_list.c, t_hash.c, t_set.c, db.c for the commands in ``COMMANDS``. Not modelled: every
other command, expiry, transactions, scripts, streams.
"""

import fnmatch
from collections.abc import Callable
from typing import Any

from sandbox.sim.runtime.fakes.redis_protocol import Fault, Reply, Status

Data = dict[str, Any]
OK = Status("OK")
WRONG_TYPE = Fault("WRONGTYPE Operation against a key holding the wrong kind of value")
NOT_INTEGER = Fault("ERR value is not an integer or out of range")
TYPES = {"str": "string", "list": "list", "dict": "hash"}


class WrongTypeError(Exception):
    """A key holds another kind of value."""


def _value(data: Data, key: str, kind: type) -> Any:
    value = data.get(key)
    if value is not None and type(value) is not kind:
        raise WrongTypeError
    return value


def _set(data: Data, args: list[str]) -> Reply:
    options = [word.upper() for word in args[2:]]
    unknown = [word for word in options if word not in ("NX", "XX", "GET", "KEEPTTL")]
    if unknown:
        return Fault("ERR syntax error") if unknown[0] not in ("EX", "PX") else Fault("ERR not modelled: expiry")
    before = data.get(args[0])
    if not (("NX" in options and before is not None) or ("XX" in options and before is None)):
        data[args[0]] = args[1]
        return before if "GET" in options else OK
    return before if "GET" in options else None


def _add(data: Data, key: str, step: int) -> Reply:
    before = _value(data, key, str) or "0"
    if not before.lstrip("-").isdecimal() or len(before) > 19:  # noqa: PLR2004  (64 bits)
        return NOT_INTEGER
    data[key] = str(int(before) + step)
    return int(data[key])


def _step(data: Data, args: list[str], sign: int) -> Reply:
    if not args[1].lstrip("-").isdecimal():
        return NOT_INTEGER
    return _add(data, args[0], sign * int(args[1]))


def _append(data: Data, args: list[str]) -> Reply:
    data[args[0]] = (_value(data, args[0], str) or "") + args[1]
    return len(data[args[0]])


def _mset(data: Data, args: list[str]) -> Reply:
    if len(args) % 2:
        return Fault("ERR wrong number of arguments for 'mset' command")
    data.update(zip(args[::2], args[1::2], strict=True))
    return OK


def _push(data: Data, args: list[str], *, left: bool) -> Reply:
    rows = _value(data, args[0], list) or []
    data[args[0]] = [*reversed(args[1:]), *rows] if left else [*rows, *args[1:]]
    return len(data[args[0]])


def _pop(data: Data, args: list[str], *, left: bool) -> Reply:
    rows = _value(data, args[0], list)
    if not rows:
        return None
    found: str = rows.pop(0 if left else -1)
    if not rows:
        del data[args[0]]
    return found


def _range(data: Data, args: list[str]) -> Reply:
    rows = _value(data, args[0], list) or []
    if not all(word.lstrip("-").isdecimal() for word in args[1:3]):
        return NOT_INTEGER
    first, last = (int(word) + (len(rows) if int(word) < 0 else 0) for word in args[1:3])
    return list(rows[max(first, 0) : last + 1])


def _hset(data: Data, args: list[str]) -> Reply:
    if len(args) % 2 == 0:
        return Fault("ERR wrong number of arguments for 'hset' command")
    fields = data.setdefault(args[0], {}) if _value(data, args[0], dict) is None else data[args[0]]
    before = len(fields)
    fields.update(zip(args[1::2], args[2::2], strict=True))
    return len(fields) - before


def _hgetall(data: Data, args: list[str]) -> Reply:
    return [word for row in (_value(data, args[0], dict) or {}).items() for word in row]


def _type(data: Data, args: list[str]) -> Reply:
    value = data.get(args[0])
    return Status("none" if value is None else TYPES[type(value).__name__])


def _flush(data: Data, _args: list[str]) -> Reply:
    data.clear()
    return OK


INFO = "# Server\r\nredis_version:7.2.4\r\nredis_mode:standalone\r\n"
COMMANDS: dict[str, tuple[int, int, Callable[[Data, list[str]], Reply]]] = {
    "PING": (0, 1, lambda _, args: args[0] if args else Status("PONG")),
    "ECHO": (1, 1, lambda _, args: args[0]),
    "SET": (2, 9, _set),
    "SETNX": (2, 2, lambda data, args: int(_set(data, [*args, "NX"]) is not None)),
    "GET": (1, 1, lambda data, args: _value(data, args[0], str)),
    "MSET": (2, 999, _mset),
    "MGET": (1, 999, lambda data, args: [data[key] if isinstance(data.get(key), str) else None for key in args]),
    "APPEND": (2, 2, _append),
    "STRLEN": (1, 1, lambda data, args: len(_value(data, args[0], str) or "")),
    "INCR": (1, 1, lambda data, args: _add(data, args[0], 1)),
    "DECR": (1, 1, lambda data, args: _add(data, args[0], -1)),
    "INCRBY": (2, 2, lambda data, args: _step(data, args, 1)),
    "DECRBY": (2, 2, lambda data, args: _step(data, args, -1)),
    "EXISTS": (1, 999, lambda data, args: sum(key in data for key in args)),
    "DEL": (1, 999, lambda data, args: sum(data.pop(key, None) is not None for key in args)),
    "KEYS": (1, 1, lambda data, args: [key for key in data if fnmatch.fnmatchcase(key, args[0])]),
    "TYPE": (1, 1, _type),
    "DBSIZE": (0, 0, lambda data, _: len(data)),
    "FLUSHALL": (0, 1, _flush),
    "FLUSHDB": (0, 1, _flush),
    "LPUSH": (2, 999, lambda data, args: _push(data, args, left=True)),
    "RPUSH": (2, 999, lambda data, args: _push(data, args, left=False)),
    "LPOP": (1, 1, lambda data, args: _pop(data, args, left=True)),
    "RPOP": (1, 1, lambda data, args: _pop(data, args, left=False)),
    "LLEN": (1, 1, lambda data, args: len(_value(data, args[0], list) or [])),
    "LRANGE": (3, 3, _range),
    "HSET": (3, 999, _hset),
    "HGET": (2, 2, lambda data, args: (_value(data, args[0], dict) or {}).get(args[1])),
    "HGETALL": (1, 1, _hgetall),
    "HLEN": (1, 1, lambda data, args: len(_value(data, args[0], dict) or {})),
    "SELECT": (1, 1, lambda _, __: OK),
    "SAVE": (0, 0, lambda _, __: OK),
    "BGSAVE": (0, 0, lambda _, __: Status("Background saving started")),
    "INFO": (0, 9, lambda _, __: INFO),
}


def execute(data: Data, words: list[str]) -> Reply:
    """Run one command on the data."""
    name, args = words[0].upper(), words[1:]
    if name not in COMMANDS:
        shown = " ".join(f"'{word}'" for word in args)
        return Fault(f"ERR unknown command '{words[0]}', with args beginning with: {shown}{' ' if shown else ''}")
    least, most, run = COMMANDS[name]
    if not least <= len(args) <= most:
        return Fault(f"ERR wrong number of arguments for '{words[0].lower()}' command")
    try:
        return run(data, args)
    except WrongTypeError:
        return WRONG_TYPE
