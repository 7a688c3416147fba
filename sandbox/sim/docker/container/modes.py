"""Values of ``docker run`` flags that the client or the daemon refuses, though they have no effect here.

Models docker/cli cli/command/container/opts.go and moby daemon/container_unix.go, v28.2.
"""

import re

from sandbox.sim.cli.flags import Flags
from sandbox.sim.docker.errors import Failure, NotModelled

_CAPABILITIES = (
    "AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH "
    "FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN "
    "NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT "
    "SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG "
    "WAKE_ALARM ALL"
)
CAPABILITIES = frozenset(_CAPABILITIES.split())
LOG_DRIVERS = (
    "",
    "awslogs",
    "fluentd",
    "gcplogs",
    "gelf",
    "journald",
    "json-file",
    "local",
    "none",
    "splunk",
    "syslog",
)
RUNTIMES = ("", "runc", "io.containerd.runc.v2")
DAEMON = "Error response from daemon: "
MAC = re.compile(r"(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}")


def check(flags: Flags) -> None:
    """Raise Failure for a value that docker does not take, NotModelled for one that would change what is seen."""
    for rule in (_namespaces, _daemon_rules, _capabilities, _devices):
        fault = rule(flags)
        if fault:
            raise Failure(fault)
    if flags["uts"] or flags["userns"] or flags["isolation"] not in ("", "default"):
        raise NotModelled("docker run --uts, --userns and --isolation")


def _shared(text: str, *words: str) -> bool:
    return text in ("", *words) or (text.startswith("container:") and text != "container:")


def _namespaces(flags: Flags) -> str:
    if not _shared(flags["pid"], "host"):
        return "--pid: invalid PID mode"
    if flags["uts"] not in ("", "host"):
        return "--uts: invalid UTS mode"
    if flags["userns"] not in ("", "host"):
        return "--userns: invalid USER mode"
    if flags["mac-address"] and not MAC.fullmatch(flags["mac-address"]):
        return f"{flags['mac-address']} is not a valid mac address"
    for option in flags["security-opt"]:
        if not any(sign in option for sign in "=:") and option != "no-new-privileges":
            return f'Invalid --security-opt: "{option}"'
    return ""


def _daemon_rules(flags: Flags) -> str:
    if flags["isolation"] not in ("", "default"):
        return f"{DAEMON}Invalid isolation: \"{flags['isolation']}\" - linux only supports 'default'"
    if not _shared(flags["ipc"], "host", "none", "private", "shareable"):
        return f"{DAEMON}Invalid IPC mode: {flags['ipc']}"
    if flags["runtime"] not in RUNTIMES:
        return f"{DAEMON}Unknown runtime specified {flags['runtime']}"
    driver = flags["log-driver"]
    if driver not in LOG_DRIVERS:
        return f'{DAEMON}error looking up logging plugin {driver}: plugin "{driver}" not found'
    return ""


def _capabilities(flags: Flags) -> str:
    for name, shown in (("cap-add", "CapAdd"), ("cap-drop", "CapDrop")):
        for capability in flags[name]:
            if capability.upper().removeprefix("CAP_") not in CAPABILITIES:
                full = f"CAP_{capability.upper().removeprefix('CAP_')}"
                return f'{DAEMON}invalid {shown}: unknown capability: "{full}"'
    return ""


def _devices(flags: Flags) -> str:
    for device in flags["device"]:
        if not device.startswith("/"):
            return f"{device} is not an absolute path"
    return ""
