"""Instructions that change an image's configuration alone.

Models moby builder/dockerfile/dispatchers.go; ``docker commit -c`` and ``docker import -c`` take the same.
"""

import posixpath
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.sim.engine.builder import dockerfile
from sandbox.sim.engine.builder.dockerfile import Instruction
from sandbox.sim.engine.builder.durations import parse_duration, show_duration
from sandbox.sim.engine.builder.expand import expand, split_words
from sandbox.sim.engine.builder.failure import DockerfileFault, ParserFault
from sandbox.sim.engine.environment import replace_or_append
from sandbox.sim.engine.errors import BadRequest
from sandbox.sim.runtime.executables import DEFAULT_PATH

Config = dict[str, Any]
Values = Mapping[str, str]
OWN_CMD = "drydock.own-cmd"
"""Marks a configuration whose Cmd was set by this build, not inherited: ENTRYPOINT takes only an inherited one away."""
CHANGES = (
    "CMD",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "HEALTHCHECK",
    "LABEL",
    "ONBUILD",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
)


def apply_changes(config: Config, changes: list[str]) -> Config:
    """Return a configuration with the instructions of ``-c`` applied. Raises BadRequest."""
    for change in changes:
        name = change.strip().partition(" ")[0]
        if name.upper() not in CHANGES:
            raise BadRequest(f"{name.lower()} is not a valid change command")
        config, _ = apply(config, dockerfile.instruction(change, 1), environment(config))
    return config


def environment(config: Config) -> dict[str, str]:
    """Return a configuration's environment as a map."""
    return dict(row.split("=", 1) for row in config.get("Env") or [] if "=" in row)


def shell_of(config: Config) -> list[str]:
    """Return the shell that runs the shell form."""
    return list(config.get("Shell") or ["/bin/sh", "-c"])


def apply(config: Config, row: Instruction, values: Values) -> tuple[Config, str]:
    """Return the new configuration and the comment that history shows. Raises BadRequest."""
    changed = dict(config)
    return changed, HANDLERS[row.name](changed, row, values)


def quoted(words: list[str]) -> str:
    """Return words as Go's %q shows a list of strings."""
    escaped = [word.replace("\\", "\\\\").replace('"', '\\"') for word in words]
    return "[" + " ".join(f'"{word}"' for word in escaped) + "]"


def _pairs(row: Instruction, values: Values) -> list[tuple[str, str]]:
    words = split_words(row.text)
    if "=" not in words[0]:
        name, _, rest = row.text.partition(" ")
        if not rest.strip():
            raise ParserFault(f"{row.name} must have two arguments", row.line)
        return [(expand(name, values), expand(rest.strip(), values))]
    pairs = []
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            reason = f'Syntax error - can\'t find = in "{word}". Must be of the form: name=value'
            raise DockerfileFault(reason, row.line)
        pairs.append((expand(name, values), expand(value, values)))
    return pairs


def _env(config: Config, row: Instruction, values: Values) -> str:
    pairs = _pairs(row, values)
    config["Env"] = replace_or_append(
        config.get("Env") or [f"PATH={DEFAULT_PATH}"], [f"{key}={value}" for key, value in pairs]
    )
    return " ENV " + " ".join(f"{key}={value}" for key, value in pairs)


def _label(config: Config, row: Instruction, values: Values) -> str:
    pairs = _pairs(row, values)
    config["Labels"] = {**(config.get("Labels") or {}), **dict(pairs)}
    return " LABEL " + " ".join(f"{key}={value}" for key, value in pairs)


def _maintainer(config: Config, row: Instruction, values: Values) -> str:
    config["Author"] = expand(row.text, values)
    return f" MAINTAINER {row.text}"


def _cmd(config: Config, row: Instruction, _values: Values) -> str:
    words = row.words
    config["Cmd"] = words if words is not None else [*shell_of(config), row.text]
    config[OWN_CMD] = True
    return f" CMD {quoted(config['Cmd'])}"


def _entrypoint(config: Config, row: Instruction, _values: Values) -> str:
    words, own_cmd = row.words, config.get(OWN_CMD)
    config["Entrypoint"] = words if words is not None else [*shell_of(config), row.text]
    if not own_cmd:
        config["Cmd"] = None
    return f" ENTRYPOINT {quoted(config['Entrypoint'])}"


def _expose(config: Config, row: Instruction, values: Values) -> str:
    ports = [expand(word, values) for word in split_words(row.text)]
    exposed = dict(config.get("ExposedPorts") or {})
    for port in ports:
        number, _, proto = port.partition("/")
        low, _, high = number.partition("-")
        if not low.isdecimal() or not (high or low).isdecimal():
            raise BadRequest(f"invalid containerPort: {port}")
        exposed |= {f"{value}/{proto or 'tcp'}": {} for value in range(int(low), int(high or low) + 1)}
    config["ExposedPorts"] = exposed
    return f" EXPOSE {' '.join(sorted(ports))}"


def _user(config: Config, row: Instruction, values: Values) -> str:
    config["User"] = expand(row.text, values)
    return f" USER {config['User']}"


def _workdir(config: Config, row: Instruction, values: Values) -> str:
    config["WorkingDir"] = posixpath.normpath(posixpath.join(config.get("WorkingDir") or "/", expand(row.text, values)))
    return f"WORKDIR {config['WorkingDir']}"


def _volume(config: Config, row: Instruction, values: Values) -> str:
    words = row.words
    paths = [expand(word, values) for word in (words if words is not None else split_words(row.text))]
    if not all(paths):
        raise BadRequest("VOLUME specified can not be an empty string")
    config["Volumes"] = {**(config.get("Volumes") or {}), **{path: {} for path in paths}}
    return f" VOLUME [{' '.join(paths)}]"


def _stopsignal(config: Config, row: Instruction, values: Values) -> str:
    config["StopSignal"] = expand(row.text, values)
    return f" STOPSIGNAL {config['StopSignal']}"


def _shell(config: Config, row: Instruction, _values: Values) -> str:
    if row.words is None:
        raise BadRequest("SHELL requires the arguments to be in JSON form")
    config["Shell"] = row.words
    return f" SHELL [{' '.join(row.words)}]"


def _onbuild(config: Config, row: Instruction, _values: Values) -> str:
    name = row.text.partition(" ")[0].upper()
    if name == "ONBUILD":
        raise BadRequest("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed")
    if name in ("MAINTAINER", "FROM"):
        raise BadRequest(f"{name} isn't allowed as an ONBUILD trigger")
    config["OnBuild"] = [*(config.get("OnBuild") or []), row.text]
    return f" ONBUILD {row.text}"


def _healthcheck(config: Config, row: Instruction, _values: Values) -> str:
    kind, _, rest = row.text.partition(" ")
    if kind.upper() == "NONE":
        config["Healthcheck"] = {"Test": ["NONE"]}
        return ' HEALTHCHECK &{["NONE"] "0s" "0s" "0s" "0s" \'\\x00\'}'
    if kind.upper() != "CMD":
        raise DockerfileFault(f'Unknown type "{kind.upper()}" in HEALTHCHECK (try CMD)', row.line)
    inner = dockerfile.instruction(f"CMD {rest}", row.line)
    test = ["CMD", *inner.words] if inner.words is not None else ["CMD-SHELL", rest.strip()]
    check: dict[str, Any] = {"Test": test}
    names = {
        "interval": "Interval",
        "timeout": "Timeout",
        "start-period": "StartPeriod",
        "start-interval": "StartInterval",
    }
    for flag, key in names.items():
        if row.flag(flag):
            check[key] = parse_duration(row.flag(flag), flag)
    if row.flag("retries"):
        check["Retries"] = int(row.flag("retries"))
    config["Healthcheck"] = check
    spans = [f'"{show_duration(check.get(key, 0))}"' for key in ("Interval", "Timeout", "StartPeriod", "StartInterval")]
    return f" HEALTHCHECK &{{{quoted(test)} {' '.join(spans)} '\\x{check.get('Retries', 0):02x}'}}"


HANDLERS: dict[str, Callable[[Config, Instruction, Values], str]] = {
    "CMD": _cmd, "ENTRYPOINT": _entrypoint, "ENV": _env, "EXPOSE": _expose, "HEALTHCHECK": _healthcheck,
    "LABEL": _label,
    "MAINTAINER": _maintainer, "ONBUILD": _onbuild, "SHELL": _shell, "STOPSIGNAL": _stopsignal, "USER": _user,
    "VOLUME": _volume, "WORKDIR": _workdir,
}  # fmt: skip
