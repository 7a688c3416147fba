"""systemctl, service and journalctl: the services of the host, docker and kubelet among them.

Models systemd 252 as far as asking goes, and stopping and starting the kubelet of a node. Not modelled: starting and
stopping other services (the engine always runs), units that a learner writes, journals.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.shell.coreutils.dates import format_date
from sandbox.sim.shell.coreutils.options import parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

NO_SYSTEMD = (
    "System has not been booted with systemd as init system (PID 1). Can't operate.\n"
    "Failed to connect to bus: Host is down\n"
)
NOT_FOUND, INACTIVE = 4, 3


@dataclass(frozen=True, slots=True)
class Unit:
    """One service of the host."""

    title: str
    docs: str
    pid: int
    command: str


UNITS = {
    "docker": Unit("Docker Application Container Engine", "https://docs.docker.com", 712,
                   "/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock"),
    "containerd": Unit("containerd container runtime", "https://containerd.io", 540, "/usr/bin/containerd"),
    "kubelet": Unit("kubelet: The Kubernetes Node Agent", "https://kubernetes.io/docs/", 803,
                    "/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml"),
    "ssh": Unit("OpenBSD Secure Shell server", "man:sshd(8)", 601, "sshd: /usr/sbin/sshd -D"),
    "cron": Unit("Regular background program processing daemon", "man:cron(8)", 487, "/usr/sbin/cron -f"),
}  # fmt: skip
ASKING = ("status", "is-active", "is-enabled", "list-units", "show", "cat", "is-failed", "list-unit-files")
HARMLESS = ("daemon-reload", "enable", "start")
"""What changes nothing where every service is enabled and runs."""


CHANGING = ("start", "stop", "restart", "kill")


class Service(Protocol):
    """A service that can be stopped, on the machine whose network namespace is given."""

    def is_running(self, space: str) -> bool:
        """Say whether it runs there."""

    def control(self, space: str, *, running: bool) -> None:
        """Start or stop it there."""


def _kubelet(call: Call) -> tuple[Service, str]:
    found: Any = call.table.programs["kubelet-service"]
    return found, call.table.namespaces[call.process.namespaces].network


def _control_kubelet(call: Call, verb: str) -> int:
    service_, space = _kubelet(call)
    if verb in ("stop", "kill", "restart"):
        service_.control(space, running=False)
    if verb in ("start", "restart"):
        service_.control(space, running=True)
    return 0


def _runs(call: Call, name: str) -> bool:
    if name != "kubelet" or "kubelet-service" not in call.table.programs:
        return True
    service_, space = _kubelet(call)
    return service_.is_running(space)


def _on_host(call: Call) -> bool:
    return call.table.namespaces[call.process.namespaces].owner == ""


def systemctl(call: Call) -> int:
    """``systemctl``."""
    options = parse(
        call, "q/quiet /no-pager l/full /now a/all t/type= /state= /no-legend",
        "n/lines= o/output= H/host= M/machine= /user p/property= /value r f/force i s=",
    )  # fmt: skip
    if not _on_host(call):
        call.warn(NO_SYSTEMD)
        return 1
    verb, names = (options.operands or ["list-units"])[0], options.operands[1:]
    bare = [name.removesuffix(".service") for name in names]
    if verb in ("list-units", "list-unit-files"):
        _list(call, verb)
        return 0
    if verb in CHANGING and bare == ["kubelet"]:
        return _control_kubelet(call, verb)
    if verb not in (*ASKING, *HARMLESS):
        raise Failure(f"not modelled in this sandbox: systemctl {verb} {' '.join(names)}".rstrip())
    if verb != "daemon-reload" and not bare:
        call.warn("Too few arguments.\n")
        return 1
    statuses = [_ask(call, verb, name, quiet="q" in options) for name in bare]
    return max(statuses, default=0)


def _ask(call: Call, verb: str, name: str, *, quiet: bool) -> int:
    unit = UNITS.get(name)
    if verb in ("is-active", "is-enabled", "is-failed"):
        words = {
            "is-active": ("active", "inactive"),
            "is-enabled": ("enabled", ""),
            "is-failed": ("active", "inactive"),
        }
        runs = unit is not None and (verb == "is-enabled" or _runs(call, name))
        shown = words[verb][0 if runs else 1]
        call.out(f"{shown}\n" if shown and not quiet else "")
        if unit is None and verb == "is-enabled":
            call.warn(f"Failed to get unit file state for {name}.service: No such file or directory\n")
        return int(verb == "is-failed") if runs else INACTIVE if verb == "is-active" else 1
    if unit is None:
        started = f"Failed to {verb} {name}.service: Unit {name}.service not found.\n"
        call.warn(f"Unit {name}.service could not be found.\n" if verb == "status" else started)
        return NOT_FOUND if verb == "status" else 5
    if verb == "status":
        if not _runs(call, name):
            call.out(_dead(name, unit))
            return INACTIVE
        call.out(_status(call, name, unit))
    elif verb in ("show", "cat"):
        raise Failure(f"not modelled in this sandbox: systemctl {verb}")
    return 0


def _status(call: Call, name: str, unit: Unit) -> str:
    begun = min((process.started for process in call.table.processes.values()), default=call.now)
    seconds = (call.now - begun) // SECOND
    program = unit.command.split()[0].rsplit("/", 1)[-1].rstrip(":")
    ago = f"{seconds}s" if seconds < 60 else f"{seconds // 60}min"  # noqa: PLR2004  (seconds of a minute)
    return (
        f"● {name}.service - {unit.title}\n"
        f"     Loaded: loaded (/lib/systemd/system/{name}.service; enabled; preset: enabled)\n"
        f"     Active: active (running) since {format_date('%a %Y-%m-%d %T UTC', begun)}; {ago} ago\n"
        f"       Docs: {unit.docs}\n   Main PID: {unit.pid} ({program})\n"
        f"      Tasks: 12 (limit: 9381)\n     CGroup: /system.slice/{name}.service\n"
        f"             └─{unit.pid} {unit.command}\n"
    )


def _dead(name: str, unit: Unit) -> str:
    return (
        f"○ {name}.service - {unit.title}\n"
        f"     Loaded: loaded (/lib/systemd/system/{name}.service; enabled; preset: enabled)\n"
        f"     Active: inactive (dead)\n       Docs: {unit.docs}\n"
    )


def _list(call: Call, verb: str) -> None:
    if verb == "list-unit-files":
        call.line("UNIT FILE           STATE   PRESET")
        call.out("".join(f"{name + '.service':<19} enabled enabled\n" for name in sorted(UNITS)))
        call.line(f"\n{len(UNITS)} unit files listed.")
        return
    call.line("  UNIT               LOAD   ACTIVE SUB     DESCRIPTION")
    call.out(
        "".join(f"  {name + '.service':<18} loaded active running {UNITS[name].title}\n" for name in sorted(UNITS))
    )
    call.line(f"\n{len(UNITS)} loaded units listed.")


def service(call: Call) -> int:
    """``service NAME status``; inside containers, what an installed server's script does is not modelled."""
    words = call.args
    if len(words) < 2:  # noqa: PLR2004  (a service and an action)
        call.warn("Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]\n")
        return 1
    name, action = words[:2]
    if not _on_host(call):
        raise Failure(f"not modelled in this sandbox: service {name} {action}; start the program in the foreground")
    if name not in UNITS:
        call.warn(f"{name}: unrecognized service\n")
        return 1
    if action not in ("status", "start"):
        raise Failure(f"not modelled in this sandbox: service {name} {action}")
    call.out(_status(call, name, UNITS[name]) if action == "status" else "")
    return 0


def journalctl(call: Call) -> int:
    """``journalctl``: there is no journal."""
    if not _on_host(call):
        call.line("No journal files were found.")
        return 0
    raise Failure("not modelled in this sandbox: the journal; ask docker logs, docker events or kubectl describe")
