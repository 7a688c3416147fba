"""docker network create, rm, connect, disconnect, prune.

Models docker/cli cli/command/network, v28.2. Not modelled: --config-from, --config-only, --ingress, IPAM drivers.
"""

from ipaddress import IPv4Address, IPv4Network
from typing import Any

from sandbox.sim.docker import prompting
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container.filters import grouped, label_matches
from sandbox.sim.docker.container.options import read_pairs
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.engine.errors import EngineError, NotFound
from sandbox.sim.engine.networks import NOT_MODELLED
from sandbox.sim.runtime.network import is_address
from sandbox.sim.runtime.process import Step

UNSUPPORTED = ("aux-address", "config-from", "config-only", "ingress", "ipam-driver", "ipam-opt", "ipv6", "scope")
WARNING = (
    "WARNING! This will remove all custom networks not used by at least one container.\n"
    "Are you sure you want to continue? [y/N] "
)


def create(call: Call) -> int:
    """Docker network create: make a network and print its id."""
    flags = call.flags
    for name in UNSUPPORTED:
        if flags.given(name):
            raise NotModelled(f"docker network create --{name}")
    if flags["driver"] in NOT_MODELLED:
        raise NotModelled(f"docker network create --driver {flags['driver']}")
    subnet = flags["subnet"][0] if flags["subnet"] else ""
    if subnet and not _is_cidr(subnet):
        raise Failure(f"Error response from daemon: Invalid subnet {subnet} : invalid CIDR address: {subnet}")
    if flags["gateway"] and not subnet:
        raise Failure("every ip-range or gateway must have a corresponding subnet")
    for gateway in flags["gateway"]:
        if is_address(gateway) and IPv4Address(gateway) not in IPv4Network(subnet, strict=False):
            raise Failure(f"no matching subnet for gateway {gateway}")
    made = call.engine.create_network(
        call.args[0], driver=flags["driver"] or "bridge", subnet=subnet, gateway=next(iter(flags["gateway"]), ""),
        ip_range=next(iter(flags["ip-range"]), ""), internal=flags["internal"], attachable=flags["attachable"],
        labels=read_pairs(flags["label"]), options=read_pairs(flags["opt"]),
    )  # fmt: skip
    call.line(made.id)
    return 0


def _is_cidr(text: str) -> bool:
    try:
        IPv4Network(text, strict=False)
    except ValueError:
        return False
    return "/" in text


def remove(call: Call) -> int:
    """Docker network rm: remove networks."""
    failed = False
    for name in call.args:
        try:
            call.engine.remove_network(name)
            call.line(name)
        except NotFound as error:
            if call.flags["force"]:
                continue
            call.err(f"Error response from daemon: {error}")
            failed = True
        except EngineError as error:
            call.err(f"Error response from daemon: {error}")
            failed = True
    if failed:
        raise Failure("exit status 1")
    return 0


def connect(call: Call) -> int:
    """Docker network connect: give a container one more network."""
    flags = call.flags
    for name in ("ip6", "link-local-ip", "gw-priority"):
        if flags.given(name):
            raise NotModelled(f"docker network connect --{name}")
    asked: dict[str, Any] = {"Aliases": flags["alias"], "Links": flags["link"]}
    if flags["ip"]:
        asked["IPAMConfig"] = {"IPv4Address": flags["ip"]}
    call.engine.connect_network(call.args[0], call.args[1], asked)
    return 0


def disconnect(call: Call) -> int:
    """Docker network disconnect: take a container from a network."""
    call.engine.disconnect_network(call.args[0], call.args[1], force=call.flags["force"])
    return 0


def prune(call: Call) -> Step | int:
    """Docker network prune: remove networks that no container is on."""
    return prompting.ask(call, WARNING, _prune)


def _prune(call: Call) -> int:
    removed = prune_networks(call, call.flags["filter"])
    if removed:
        call.line("Deleted Networks:")
        call.out("".join(f"{name}\n" for name in removed) + "\n")
    return 0


def prune_networks(call: Call, given: list[str]) -> list[str]:
    """Remove unused networks and return their names."""
    filters = grouped(given, ("label", "label!", "until"))
    removed = []
    for network in list(call.engine.networks.networks.values()):
        used = any(network.name in row.networks for row in call.engine.containers if row.running)
        if network.predefined or used:
            continue
        if not all(label_matches(network.labels, value) for value in filters.get("label", [])):
            continue
        call.engine.remove_network(network.name)
        removed.append(network.name)
    return removed


resume_prune = prompting.resuming(_prune)
