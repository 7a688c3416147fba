"""The flags of ``docker run`` and ``docker create`` as a request in the API's shape.

Models docker/cli cli/command/container/opts.go (parse), v28.2.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cli.flags import Flags
from sandbox.sim.docker.call import Call, reason
from sandbox.sim.docker.container import modes, mount_flags, publish
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.kernel.errors import KernelError

UNSUPPORTED = (
    "blkio-weight-device", "cgroup-parent", "device-cgroup-rule", "device-read-bps", "device-read-iops",
    "device-write-bps", "device-write-iops", "gpus", "link-local-ip", "storage-opt", "use-api-socket",
    "ip6",
)  # fmt: skip


def request(call: Call, image: str, words: list[str]) -> dict[str, Any]:
    """Return the request for a container. Raises Failure with the command line's own words."""
    flags = call.flags
    for name in UNSUPPORTED:
        if flags.given(name):
            raise NotModelled(f"docker run --{name}")
    modes.check(flags)
    env = read_env_files(call, flags["env-file"]) + resolve_env(call, flags["env"])
    binds, anonymous = mount_flags.split_volumes(flags["volume"], call.process.cwd)
    exposed, bindings = publish.read_publish(flags["publish"])
    exposed |= {port: {} for port in publish.read_expose(flags["expose"]) if port not in exposed}
    labels = read_pairs(read_lines(call, flags["label-file"]) + flags["label"])
    attach = flags["attach"]
    body: dict[str, Any] = {
        "Hostname": flags["hostname"], "Domainname": flags["domainname"], "User": flags["user"],
        "AttachStdin": "stdin" in attach, "AttachStdout": not attach or "stdout" in attach,
        "AttachStderr": not attach or "stderr" in attach, "ExposedPorts": exposed or None, "Tty": flags["tty"],
        "OpenStdin": flags["interactive"], "StdinOnce": False, "Env": env, "Cmd": words or None, "Image": image,
        "Volumes": anonymous or None, "WorkingDir": flags["workdir"], "Entrypoint": entrypoint(flags), "Labels": labels,
        "StopSignal": flags["stop-signal"],
    }  # fmt: skip
    if flags.given("stop-timeout"):
        body["StopTimeout"] = flags["stop-timeout"]
    health = healthcheck(flags)
    if health:
        body["Healthcheck"] = health
    body["HostConfig"] = host_config(flags, binds, bindings)
    body["NetworkingConfig"] = {"EndpointsConfig": endpoints(flags, body["HostConfig"])}
    return body


def entrypoint(flags: Flags) -> list[str] | None:
    """Return the entrypoint: None for the image's own, ``[""]`` to have none."""
    if not flags.given("entrypoint"):
        return None
    return [flags["entrypoint"]]


def resolve_env(call: Call, given: list[str]) -> list[str]:
    """Return ``NAME=value`` rows; a bare name takes the command's own value and is dropped where there is none."""
    rows = []
    for row in given:
        if "=" in row:
            rows.append(row)
        elif row in call.process.env:
            rows.append(f"{row}={call.process.env[row]}")
    return rows


def read_lines(call: Call, paths: list[str]) -> list[str]:
    """Return the lines of files, without comments and empty ones. Raises Failure."""
    lines: list[str] = []
    for path in paths:
        try:
            text = call.read_file(path).decode(errors="replace")
        except KernelError as error:
            raise Failure(f"open {path}: {reason(error)}") from error
        lines += [line.lstrip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return lines


def read_env_files(call: Call, paths: list[str]) -> list[str]:
    """Return the variables of ``--env-file``. Raises Failure."""
    rows: list[str] = []
    for path in paths:
        for line in read_lines(call, [path]):
            name, equals, _ = line.partition("=")
            if any(sign.isspace() for sign in name):
                raise Failure(f"invalid env file ({path}): variable '{name}' contains whitespaces")
            if not name:
                raise Failure(f"invalid env file ({path}): no variable name on line '{line}'")
            rows += [line] if equals else resolve_env(call, [name])
    return rows


def read_pairs(rows: list[str]) -> dict[str, str]:
    """Return ``name=value`` rows as a map."""
    return {name: value for name, _, value in (row.partition("=") for row in rows)}


def healthcheck(flags: Flags) -> dict[str, Any]:
    """Return ``Healthcheck``. Raises Failure."""
    names = ("health-cmd", "health-interval", "health-timeout", "health-retries", "health-start-period",
             "health-start-interval")  # fmt: skip
    given = [name for name in names if flags.given(name)]
    if flags["no-healthcheck"]:
        if given:
            raise Failure("--no-healthcheck conflicts with --health-* options")
        return {"Test": ["NONE"]}
    for name in given:
        if name != "health-cmd" and flags[name] < 0:
            raise Failure(f"--{name} cannot be negative")
    check: dict[str, Any] = {"Test": ["CMD-SHELL", flags["health-cmd"]]} if flags["health-cmd"] else {}
    keys = {"health-interval": "Interval", "health-timeout": "Timeout", "health-start-period": "StartPeriod",
            "health-start-interval": "StartInterval", "health-retries": "Retries"}  # fmt: skip
    return check | {keys[name]: flags[name] for name in given if name in keys}


def restart_policy(text: str) -> dict[str, Any]:
    """Return ``RestartPolicy`` for ``on-failure:3``. Raises Failure."""
    name, colon, count = text.partition(":")
    if colon and not name:
        raise Failure("invalid restart policy format: no policy provided before colon")
    if colon and not count.lstrip("-").isdecimal():
        raise Failure("invalid restart policy format: maximum retry count must be an integer")
    return {"Name": name, "MaximumRetryCount": int(count or 0)}


def host_config(flags: Flags, binds: list[str], bindings: dict[str, Any]) -> dict[str, Any]:
    """Return ``HostConfig`` with what was given. Raises Failure."""
    policy = restart_policy(flags["restart"])
    if flags["rm"] and policy["Name"] not in ("", "no"):
        raise Failure("conflicting options: cannot specify both --restart and --rm")
    networks = [*flags["network"], *flags["net"]]
    first = next((_network_name(text) for text in networks), "default")
    host: dict[str, Any] = {
        "Binds": binds or None, "ContainerIDFile": flags["cidfile"], "NetworkMode": first, "PortBindings": bindings,
        "RestartPolicy": policy, "AutoRemove": flags["rm"], "VolumeDriver": flags["volume-driver"],
        "VolumesFrom": flags["volumes-from"] or None, "CapAdd": flags["cap-add"] or None,
        "CapDrop": flags["cap-drop"] or None, "Dns": flags["dns"], "DnsOptions": flags["dns-option"] + flags["dns-opt"],
        "DnsSearch": flags["dns-search"], "ExtraHosts": flags["add-host"] or None,
        "GroupAdd": flags["group-add"] or None,
        "Links": flags["link"] or None, "Privileged": flags["privileged"], "PublishAllPorts": flags["publish-all"],
        "ReadonlyRootfs": flags["read-only"], "Memory": flags["memory"], "MemorySwap": flags["memory-swap"],
        "MemoryReservation": flags["memory-reservation"], "NanoCpus": flags["cpus"], "CpuShares": flags["cpu-shares"],
        "Mounts": flags["mount"] or None, "Tmpfs": mount_flags.read_tmpfs(flags["tmpfs"]) or None,
        "LogConfig": {"Type": flags["log-driver"] or "json-file", "Config": read_pairs(flags["log-opt"])},
        "PidMode": flags["pid"], "SecurityOpt": flags["security-opt"] or None,
    }  # fmt: skip
    extras: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "oom-kill-disable": ("OomKillDisable", bool), "pids-limit": ("PidsLimit", int), "init": ("Init", bool),
        "shm-size": ("ShmSize", int), "cpuset-cpus": ("CpusetCpus", str), "cpu-period": ("CpuPeriod", int),
        "cpu-quota": ("CpuQuota", int), "ipc": ("IpcMode", str), "runtime": ("Runtime", str),
        "memory-swappiness": ("MemorySwappiness", int), "oom-score-adj": ("OomScoreAdj", int),
    }  # fmt: skip
    for name, (key, kind) in extras.items():
        if flags.given(name):
            host[key] = kind(flags[name])
    return {key: value for key, value in host.items() if value not in (None, "", 0, False) or key == "NetworkMode"}


def _network_name(text: str) -> str:
    if "=" not in text:
        return text
    fields = dict(part.partition("=")[::2] for part in text.split(","))
    if "name" not in fields:
        raise Failure(f'invalid argument "{text}" for "--network" flag: network name/id is not specified', 125)
    return fields["name"]


def endpoints(flags: Flags, host: dict[str, Any]) -> dict[str, Any]:
    """Return ``EndpointsConfig``."""
    aliases = flags["network-alias"] + flags["net-alias"]
    if aliases and host["NetworkMode"] in ("default", "bridge", "host", "none"):
        raise Failure("network-scoped aliases are only supported for user-defined networks")
    first: dict[str, Any] = {}
    if aliases:
        first["Aliases"] = aliases
    if flags["ip"]:
        first["IPAMConfig"] = {"IPv4Address": flags["ip"]}
    if flags["mac-address"]:
        first["MacAddress"] = flags["mac-address"]
    result: dict[str, Any] = {}
    for index, text in enumerate([*flags["network"], *flags["net"]]):
        fields = dict(part.partition("=")[::2] for part in text.split(",")) if "=" in text else {}
        settings = dict(first) if index == 0 else {}
        if "alias" in fields:
            settings["Aliases"] = [*settings.get("Aliases", []), fields["alias"]]
        if "ip" in fields:
            settings["IPAMConfig"] = {"IPv4Address": fields["ip"]}
        result[_network_name(text)] = settings
    if not result and first:
        result[host["NetworkMode"]] = first
    return {("bridge" if name == "default" else name): settings for name, settings in result.items()}
