"""ifconfig, route and arp.

Models net-tools 2.10 and busybox 1.36. Not modelled: changing anything, counters (they stand at zero).
"""

from sandbox.sim.shell.coreutils.cards import Card, all_cards
from sandbox.sim.shell.coreutils.options import parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

ROUTES = "Kernel IP routing table\nDestination     Gateway         Genmask         Flags Metric Ref    Use Iface\n"


def run(call: Call) -> int:
    """``ifconfig``."""
    options = parse(call, "a s", "v")
    if "s" in options or len(options.operands) > 1:
        raise Failure(f"not modelled in this sandbox: {' '.join(call.args)}")
    cards = all_cards(call)
    cards = [*cards[1:], cards[0]]
    chosen = [card for card in cards if not options.operands or card.name == options.operands[0]]
    if not chosen:
        call.warn(f"{options.operands[0]}: error fetching interface information: Device not found\n")
        return 1
    for card in chosen:
        call.out(_busybox(card) if call.busybox else _block(card))
    return 0


def _block(card: Card) -> str:
    loopback = card.name == "lo"
    flags = "73<UP,LOOPBACK,RUNNING>" if loopback else "4163<UP,BROADCAST,RUNNING,MULTICAST>"
    flags = flags if card.is_up else "4099<UP,BROADCAST,MULTICAST>"
    broadcast = "" if loopback else f"  broadcast {card.network.broadcast_address}"
    second = "loop  txqueuelen 1000  (Local Loopback)" if loopback else f"ether {card.mac}  txqueuelen 0  (Ethernet)"
    counters = "".join(
        f"        {side} packets 0  bytes 0 (0.0 B)\n        {side} errors 0  dropped 0 {tail}\n"
        for side, tail in (("RX", " overruns 0  frame 0"), ("TX", "overruns 0  carrier 0  collisions 0"))
    )
    return (
        f"{card.name}: flags={flags}  mtu {65536 if loopback else 1500}\n"
        f"        inet {card.address}  netmask {card.network.netmask}{broadcast}\n        {second}\n{counters}\n"
    )


def _busybox(card: Card) -> str:
    loopback = card.name == "lo"
    link = "Local Loopback" if loopback else f"Ethernet  HWaddr {card.mac.upper()}"
    broadcast = "" if loopback else f"  Bcast:{card.network.broadcast_address}"
    flags = "UP LOOPBACK RUNNING" if loopback else "UP BROADCAST RUNNING MULTICAST"
    return (
        f"{card.name:<9} Link encap:{link}  \n"
        f"          inet addr:{card.address}{broadcast}  Mask:{card.network.netmask}\n"
        f"          {flags}  MTU:{65536 if loopback else 1500}  Metric:1\n"
        "          RX packets:0 errors:0 dropped:0 overruns:0 frame:0\n"
        "          TX packets:0 errors:0 dropped:0 overruns:0 carrier:0\n"
        f"          collisions:0 txqueuelen:{1000 if loopback else 0} \n"
        "          RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)\n\n"
    )


def route(call: Call) -> int:
    """``route``, and ``netstat -r``."""
    options = parse(call, "n e", "A= F C v")
    if options.operands:
        raise Failure(f"not modelled in this sandbox: route {options.operands[0]}")
    call.out(ROUTES)
    for card in all_cards(call)[1:]:
        if card.gateway:
            call.line(_route("0.0.0.0", card.gateway, "0.0.0.0", "UG", card.name))  # noqa: S104  (a default route)
    for card in all_cards(call)[1:]:
        call.line(_route(str(card.network.network_address), "0.0.0.0", str(card.network.netmask), "U", card.name))  # noqa: S104  (no gateway)
    return 0


def _route(*cells: str) -> str:
    target, gateway, mask, flags, name = cells
    return f"{target:<15} {gateway:<15} {mask:<15} {flags:<5} 0      0        0 {name}"
