"""Files that the daemon writes for one container and mounts into it: hosts, hostname, resolv.conf, its cgroup.

Models moby libnetwork/etchosts, resolvconf. Not modelled: IPv6, cgroup files other than the memory limit.
"""

from typing import TYPE_CHECKING, Any

from sandbox.sim.engine import mounts
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.environment import link_variables
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kernel.mounts import Mount, MountTable

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

HOSTS = """\
127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
fe00::0\tip6-localnet
ff00::0\tip6-mcastprefix
ff02::1\tip6-allnodes
ff02::2\tip6-allrouters
"""
NO_LIMIT = 9223372036854771712
ETC = ("hostname", "hosts", "resolv.conf")


def write(engine: "Engine", container: Container) -> list[list[Any]]:
    """Write the files anew, as at each start, and return the mounts that show them."""
    machine = engine.machine
    if container.private_disk in machine.disks:
        machine.disks.remove(container.private_disk)
    system = machine.disks.create(container.private_disk, now=machine.clock.now)
    files = FileView(MountTable(Mount("/", system)), machine.clock)
    hostname = engine.hostname(container)
    files.write("/hostname", f"{hostname}\n")
    files.write("/hosts", _hosts(engine, container, hostname))
    files.write("/resolv.conf", _resolv_conf(engine, container))
    limit = container.host.get("Memory") or 0
    files.mkdir("/cgroup/memory", parents=True)
    files.write("/cgroup/memory.max", f"{limit or 'max'}\n")
    files.write("/cgroup/memory/memory.limit_in_bytes", f"{limit or NO_LIMIT}\n")
    rows = [[f"/etc/{name}", container.private_disk, files.mounts.resolve(f"/{name}").number, False] for name in ETC]
    cgroup = files.mounts.resolve("/cgroup").number
    return [*rows, ["/sys/fs/cgroup", container.private_disk, cgroup, True]]


def _hosts(engine: "Engine", container: Container, hostname: str) -> str:
    if container.network_mode == "host":
        files = mounts.host_files(engine)
        base = files.read_text("/etc/hosts") if files.exists("/etc/hosts") else HOSTS
        own = ""
    else:
        base = HOSTS
        domain = container.config.get("Domainname") or ""
        full = f"{hostname}.{domain}" if domain else hostname
        names = f"{full} {full.partition('.')[0]}" if "." in full else full
        own = "".join(f"{row['ip']}\t{names}\n" for row in container.networks.values() if row["ip"])
    extra = ""
    for entry in container.host.get("ExtraHosts") or []:
        name, _, address = entry.partition(":")
        extra += f"{'172.17.0.1' if address == 'host-gateway' else address}\t{name}\n"
    return base + extra + _links(engine, container) + own


def _links(engine: "Engine", container: Container) -> str:
    text, container.link_env = "", []
    for link in container.host.get("Links") or []:
        name, _, alias = link.partition(":")
        other = engine.containers.find(name)
        address = next((row["ip"] for row in other.networks.values() if row["ip"]), "")
        if address:
            text += f"{address}\t{alias or other.name} {other.id[:12]} {other.name}\n"
            container.link_env += link_variables(alias or other.name, container.name, address, other.config)
    return text


def _resolv_conf(engine: "Engine", container: Container) -> str:
    servers = container.host.get("Dns") or []
    search, options = container.host.get("DnsSearch") or [], container.host.get("DnsOptions") or []
    search_line = f"search {' '.join(search)}\n" if search else ""
    option_line = f"options {' '.join(options)}\n" if options else ""
    if any(not engine.networks.find(name).predefined for name in container.networks):
        return f"{search_line}nameserver 127.0.0.11\n{option_line or 'options ndots:0' + chr(10)}"
    if servers:
        return search_line + "".join(f"nameserver {server}\n" for server in servers) + option_line
    files = mounts.host_files(engine)
    base = files.read_text("/etc/resolv.conf") if files.exists("/etc/resolv.conf") else "nameserver 10.0.2.3\n"
    return search_line + base + option_line
