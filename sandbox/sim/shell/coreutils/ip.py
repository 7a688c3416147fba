"""ip: addresses, links and routes.

Models iproute2 6.1. Not modelled: changing anything, network namespaces, rules, tunnels.
"""

from sandbox.sim.shell.coreutils.cards import MTU, Card, all_cards
from sandbox.sim.shell.coreutils.tool import Call, Failure

OBJECTS = (
    "address", "link", "route", "neighbour", "netns", "rule", "maddress", "tunnel", "tuntap", "xfrm", "monitor", "vrf",
)  # fmt: skip
SHOWN = ("address", "link", "route", "neighbour")
CHANGES = ("add", "del", "delete", "set", "flush", "replace", "change", "append")
USAGE = """\
Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
       ip [ -force ] -batch filename
where  OBJECT := { address | addrlabel | fou | help | ila | ioam | l2tp | link |
                   macsec | maddress | monitor | mptcp | mroute | mrule |
                   neighbor | neighbour | netconf | netns | nexthop | ntable |
                   ntbl | route | rule | sr | tap | tcpmetrics |
                   token | tunnel | tuntap | vrf | xfrm }
"""
LIFETIME = "       valid_lft forever preferred_lft forever\n"


def run(call: Call) -> int:
    """``ip``."""
    words = list(call.args)
    given = set()
    while words and words[0].startswith("-"):
        given.add(words.pop(0).lstrip("-"))
    odd = given - {"4", "br", "brief", "o", "oneline", "c", "color", "f", "family", "V", "Version"}
    if odd:
        raise Failure(f"not modelled in this sandbox: -{min(odd)}")
    if "V" in given or "Version" in given:
        call.line("ip utility, iproute2-6.1.0, libbpf 1.1.2")
        return 0
    if not words:
        call.warn(USAGE)
        return 255
    name = next((full for full in OBJECTS if full.startswith(words[0])), "")
    if not name:
        call.warn(f'Object "{words[0]}" is unknown, try "ip help".\n')
        return 1
    if name not in SHOWN or any(word in CHANGES for word in words[1:2]):
        raise Failure(f"not modelled in this sandbox: ip {' '.join(words[:2])}")
    return _show(call, name, words[1:], given)


def _show(call: Call, name: str, words: list[str], given: set[str]) -> int:
    rest = [word for word in words if word not in ("show", "list", "ls", "lst", "sh", "s", "dev", "up")]
    cards = all_cards(call)
    if name == "route":
        _routes(call, cards, rest)
        return 0
    if name == "neighbour":
        return 0
    chosen = [card for card in cards if not rest or card.name == rest[0]]
    if not chosen:
        call.warn(f'Device "{rest[0]}" does not exist.\n')
        return 1
    for card in chosen:
        if given & {"br", "brief"}:
            call.out(_brief(card, name))
        elif given & {"o", "oneline"}:
            call.out(_one_line(card))
        else:
            call.out(_block(card, name, links="4" not in given))
    return 0


def _title(card: Card) -> str:
    return f"{card.name}@if{card.peer}" if card.peer else card.name


def _state(card: Card) -> str:
    return "UNKNOWN" if card.name == "lo" else "UP" if card.is_up else "DOWN"


def _block(card: Card, name: str, *, links: bool) -> str:
    loopback = card.name == "lo"
    mode = " mode DEFAULT" if name == "link" else ""
    queue = "noqueue" if loopback or card.peer or not card.gateway else "fq_codel"
    length = "" if card.peer or not (loopback or card.gateway) else " qlen 1000"
    text = (
        f"{card.number}: {_title(card)}: <{card.flags}> mtu {65536 if loopback else MTU} qdisc {queue} "
        f"state {_state(card)}{mode} group default{length}\n"
    )
    if links:
        kind = "loopback" if loopback else "ether"
        far = "00:00:00:00:00:00" if loopback else "ff:ff:ff:ff:ff:ff"
        text += f"    link/{kind} {card.mac} brd {far}{' link-netnsid 0' if card.peer else ''}\n"
    return text + (_address(card) + LIFETIME if name == "address" else "")


def _address(card: Card) -> str:
    scope = "host lo" if card.name == "lo" else f"global {card.name}"
    broadcast = "" if card.name == "lo" else f"brd {card.network.broadcast_address} "
    return f"    inet {card.address}/{card.prefix} {broadcast}scope {scope}\n"


def _brief(card: Card, name: str) -> str:
    shown = f"{card.address}/{card.prefix}" if name == "address" else f"{card.mac} <{card.flags}>"
    return f"{_title(card):<16} {_state(card):<14} {shown} \n"


def _one_line(card: Card) -> str:
    body = _address(card).strip()
    return f"{card.number}: {card.name}    {body}\\       valid_lft forever preferred_lft forever\n"


def _routes(call: Call, cards: list[Card], rest: list[str]) -> None:
    rows = [card for card in cards if card.name != "lo"]
    if rest[:1] == ["get"] or (rest and rest[0] != "default" and rest[0] not in {card.name for card in rows}):
        raise Failure(f"not modelled in this sandbox: ip route {rest[0]}")
    wanted = [card for card in rows if not rest or rest[0] in ("default", card.name)]
    default = next((card for card in wanted if card.gateway), None)
    if default is not None:
        call.line(f"default via {default.gateway} dev {default.name} ")
    for card in wanted if rest[:1] != ["default"] else []:
        down = "" if card.is_up else "linkdown "
        call.line(f"{card.network} dev {card.name} proto kernel scope link src {card.address} {down}")
