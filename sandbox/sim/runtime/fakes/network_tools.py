"""ip and mount as busybox has them inside containers.

Models busybox 1.36 ``ip addr``, ``ip link``, ``ip route`` and ``mount``. Not modelled: changing anything.
"""

from ipaddress import IPv4Network

from sandbox.sim.runtime.fakes.daemon import OneShot
from sandbox.sim.runtime.network import Interface
from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.system import System

LOOPBACK = "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n"
LOOPBACK_LINK = "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n"
LOOPBACK_ADDRESS = "    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n"
OBJECTS = ("address", "link", "route")
FIRST_INDEX = 4
NOT_MODELLED = "not modelled in this sandbox: {}\n"


class Ip(OneShot):
    """Shows addresses, cards and routes of the container's network."""

    def run(self, process: Process, system: System) -> int:
        """Print what is asked for."""
        words = [word for word in process.argv[1:] if word not in ("-4", "-o", "-br")]
        name = next((full for full in OBJECTS if words and full.startswith(words[0])), "")
        rest = [word for word in words[1:] if word not in ("show", "list", "dev", "s", "ls")]
        if not name or any(word in ("add", "del", "set", "flush") for word in rest) or "-6" in words:
            system.write(2, NOT_MODELLED.format(" ".join(process.argv)))
            return 1
        network = system.table.network
        spaces = system.table.namespaces[process.namespaces]
        cards = network.interfaces.get(spaces.network, []) if network is not None else []
        if name == "route":
            system.write(1, "".join(route(card) for card in cards))
            return 0
        if rest and rest[0] not in ("lo", *(card.name for card in cards)):
            system.write(2, f"ip: can't find device '{rest[0]}'\n")
            return 1
        only = rest[0] if rest else ""
        links = name == "link" or "-4" not in process.argv
        system.write(1, show(cards, only=only, links=links, addresses=name == "address"))
        return 0


def show(cards: list[Interface], *, only: str, links: bool, addresses: bool) -> str:
    """Return the cards with their link and address lines."""
    text = ""
    if only in ("", "lo"):
        text += LOOPBACK + (LOOPBACK_LINK if links else "") + (LOOPBACK_ADDRESS if addresses else "")
    for position, card in enumerate(cards):
        if only in ("", card.name):
            number = FIRST_INDEX + 2 * position
            flags = "BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN"
            text += f"{number}: {card.name}@if{number + 1}: <{flags}> mtu 1500 qdisc noqueue \n"
            text += f"    link/ether {card.mac} brd ff:ff:ff:ff:ff:ff\n" if links else ""
            text += address(card) if addresses else ""
    return text


def address(card: Interface) -> str:
    """Return the lines of a card's IPv4 address."""
    broadcast = IPv4Network(f"{card.address}/{card.prefix}", strict=False).broadcast_address
    return (
        f"    inet {card.address}/{card.prefix} brd {broadcast} scope global {card.name}\n"
        "       valid_lft forever preferred_lft forever\n"
    )


def route(card: Interface) -> str:
    """Return the routes through a card; the first card has the default one."""
    network = IPv4Network(f"{card.address}/{card.prefix}", strict=False)
    default = f"default via {card.gateway} dev {card.name} \n" if card.name == "eth0" and card.gateway else ""
    return f"{default}{network} dev {card.name} scope link  src {card.address} \n"


class Mount(OneShot):
    """Lists mounts; a container may not make any."""

    def run(self, process: Process, system: System) -> int:
        """Print the mounts, or refuse."""
        if len(process.argv) > 1:
            system.write(2, "mount: permission denied (are you root?)\n")
            return 1
        for mount in system.files.mounts:
            kind = "tmpfs" if mount.disk.startswith("tmpfs/") else "overlay" if mount.path == "/" else "ext4"
            source = kind if kind != "ext4" else "/dev/vda1"
            system.write(1, f"{source} on {mount.path} type {kind} ({'ro' if mount.read_only else 'rw'},relatime)\n")
        return 0
