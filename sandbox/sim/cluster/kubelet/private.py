"""Files that the kubelet writes for a Pod's containers: hosts, hostname, resolv.conf.

Models kubelet_pods.go (ensureHostsFile) and network/dns v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.kubelet.records import PodRecord
from sandbox.sim.kernel.filesystem import ROOT, Inode
from sandbox.sim.runtime.machine import Machine

Object = dict[str, Any]
CLUSTER_DNS = "10.96.0.10"
_DOMAIN = "cluster.local"
_HOSTS = (
    "# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n"
    "fe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n"
)


def write_private(
    machine: Machine, client: InternalClient, pod: Object, record: PodRecord, container: Object
) -> list[list[Any]]:
    """Return the mounts of a Pod's own files, written when they are first needed."""
    del client
    disk = f"pod-files/{record.uid}"
    if disk not in machine.disks:
        system = machine.disks.create(disk, now=machine.clock.now)
        for name, text in _contents(pod, record).items():
            system.add(ROOT, name, Inode("file", 0o644, data=text.encode(), mtime=machine.clock.now), machine.clock.now)
    entries = machine.disks[disk].inode(ROOT).entries
    mounted = {mount["mountPath"] for mount in container.get("volumeMounts", ())}
    names = [name for name in ("hosts", "hostname", "resolv.conf") if f"/etc/{name}" not in mounted]
    return [[f"/etc/{name}", disk, entries[name], False] for name in names]


def _contents(pod: Object, record: PodRecord) -> dict[str, str]:
    spec = pod["spec"]
    host = str(spec.get("hostname") or record.name)
    full = host
    if spec.get("subdomain"):
        full = f"{host}.{spec['subdomain']}.{record.namespace}.svc.{_DOMAIN}\t{host}"
    hosts = _HOSTS + f"{record.ip}\t{full}\n"
    aliases = spec.get("hostAliases", ())
    if aliases:
        hosts += "\n# Entries added by HostAliases.\n"
        hosts += "".join(_alias(alias) for alias in aliases)
    return {"hosts": hosts, "hostname": f"{host}\n", "resolv.conf": resolv_conf(pod, record.namespace)}


def _alias(alias: Object) -> str:
    return "\t".join([alias["ip"], *alias.get("hostnames", ())]) + "\n"


def resolv_conf(pod: Object, namespace: str) -> str:
    """Return /etc/resolv.conf as the Pod's dnsPolicy and dnsConfig ask for it."""
    spec = pod["spec"]
    config = spec.get("dnsConfig") or {}
    policy = spec.get("dnsPolicy", "ClusterFirst")
    servers, searches, options = ["10.0.0.2"], [], list[str]()
    if policy == "None":
        servers = []
    elif policy == "ClusterFirstWithHostNet" or (policy == "ClusterFirst" and not spec.get("hostNetwork")):
        servers = [CLUSTER_DNS]
        searches = [f"{namespace}.svc.{_DOMAIN}", f"svc.{_DOMAIN}", _DOMAIN]
        options = ["ndots:5"]
    servers += [server for server in config.get("nameservers", ()) if server not in servers]
    searches += [search for search in config.get("searches", ()) if search not in searches]
    chosen = {option.partition(":")[0]: option for option in options}
    for option in config.get("options", ()):
        chosen[option["name"]] = f"{option['name']}:{option['value']}" if option.get("value") else option["name"]
    lines = [f"search {' '.join(searches)}"] if searches else []
    lines += [f"nameserver {server}" for server in servers]
    if chosen:
        lines.append(f"options {' '.join(chosen.values())}")
    return "\n".join(lines) + "\n"
