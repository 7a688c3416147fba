"""The Pods that kubeadm and a network plugin start: control plane, kube-proxy, CoreDNS, kindnet.

Models kubeadm init v1.36 and kindnet: static Pods of the control plane with their manifests, DaemonSets, the DNS
Deployment and the ConfigMaps that they read. Where kube-scheduler or kube-controller-manager does not run, their work
is not done. Not modelled: probes of these Pods, certificates below /etc/kubernetes/pki, what their flags and ConfigMaps
say, an API server that is down.
"""

from typing import Any

from sandbox.sim.cluster.addons.addon import Addon, account, daemon_set, deployment
from sandbox.sim.cluster.apimachinery.yaml_writer import write_yaml
from sandbox.sim.cluster.apiserver.internal_client import InternalClient

Object = dict[str, Any]
VERSION = "v1.36.2"
CONTROL_PLANE = "controlplane"
_REGISTRY = "registry.k8s.io"
_ETCD = f"{_REGISTRY}/etcd:3.6.6-0"
_COREDNS = f"{_REGISTRY}/coredns/coredns:v1.12.1"
_PROXY = f"{_REGISTRY}/kube-proxy:{VERSION}"
_KINDNET = "docker.io/kindest/kindnetd:v20250512-df8de77b"
_PARTS = ("kube-apiserver", "kube-controller-manager", "kube-scheduler")
_FLAGS = {
    "etcd": ("--advertise-client-urls=https://10.0.0.10:2379", "--data-dir=/var/lib/etcd",
             "--listen-client-urls=https://127.0.0.1:2379,https://10.0.0.10:2379",
             "--cert-file=/etc/kubernetes/pki/etcd/server.crt", "--key-file=/etc/kubernetes/pki/etcd/server.key",
             "--trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt"),
    "kube-apiserver": ("--advertise-address=10.0.0.10", "--allow-privileged=true", "--authorization-mode=Node,RBAC",
                       "--client-ca-file=/etc/kubernetes/pki/ca.crt", "--enable-admission-plugins=NodeRestriction",
                       "--etcd-servers=https://127.0.0.1:2379", "--secure-port=6443",
                       "--service-cluster-ip-range=10.96.0.0/12"),
    "kube-controller-manager": ("--allocate-node-cidrs=true", "--bind-address=127.0.0.1",
                                "--cluster-cidr=10.244.0.0/16",
                                "--kubeconfig=/etc/kubernetes/controller-manager.conf", "--leader-elect=true",
                                "--service-cluster-ip-range=10.96.0.0/12"),
    "kube-scheduler": ("--bind-address=127.0.0.1", "--kubeconfig=/etc/kubernetes/scheduler.conf",
                       "--leader-elect=true"),
}  # fmt: skip
_CPU = {"etcd": "100m", "kube-apiserver": "250m", "kube-controller-manager": "200m", "kube-scheduler": "100m"}
_COREFILE = """\
.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30
    loop
    reload
    loadbalance
}
"""
_KUBELET = """\
apiVersion: kubelet.config.k8s.io/v1beta1
cgroupDriver: systemd
clusterDNS:
- 10.96.0.10
clusterDomain: cluster.local
fileCheckFrequency: 20s
kind: KubeletConfiguration
staticPodPath: /etc/kubernetes/manifests
"""
_CRITICAL = "system-node-critical"


def manifest(name: str) -> str:
    """Return the manifest of a part of the control plane, as kubeadm writes it."""
    image = _ETCD if name == "etcd" else f"{_REGISTRY}/{name}:{VERSION}"
    container: Object = {
        "name": name,
        "image": image,
        "imagePullPolicy": "IfNotPresent",
        "command": [name, *_FLAGS[name]],
        "resources": {"requests": {"cpu": _CPU[name]}},
    }
    meta: Object = {
        "name": name,
        "namespace": "kube-system",
        "labels": {"component": name, "tier": "control-plane"},
    }
    spec: Object = {
        "containers": [container],
        "hostNetwork": True,
        "priority": 2000001000,
        "priorityClassName": _CRITICAL,
    }
    return write_yaml({"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": spec})


def files(nodes: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """Return files by node and path."""
    if CONTROL_PLANE not in nodes:
        return {}
    found = {(CONTROL_PLANE, f"/etc/kubernetes/manifests/{name}.yaml"): manifest(name) for name in ("etcd", *_PARTS)}
    return {**found, (CONTROL_PLANE, "/var/lib/kubelet/config.yaml"): _KUBELET}


def install(client: InternalClient, nodes: tuple[str, ...]) -> None:
    """Create DaemonSets, Deployment and ConfigMaps."""
    _config_map(client, "kubeadm-config", {"ClusterConfiguration": f"kubernetesVersion: {VERSION}\n"})
    _config_map(client, "coredns", {"Corefile": _COREFILE})
    _config_map(client, "kube-proxy", {"config.conf": "clusterCIDR: 10.244.0.0/16\nmode: iptables\n"})
    for name in ("coredns", "kube-proxy", "kindnet"):
        account(client, "kube-system", name)
    proxy = _pod("kube-proxy", _PROXY, ["/usr/local/bin/kube-proxy", "--config=/var/lib/kube-proxy/config.conf"])
    daemon_set(client, "kube-system", "kube-proxy", {"k8s-app": "kube-proxy"}, {**proxy, "hostNetwork": True})
    network = _pod("kindnet", _KINDNET, [], container="kindnet-cni")
    daemon_set(client, "kube-system", "kindnet", {"app": "kindnet"}, {**network, "hostNetwork": True})
    if CONTROL_PLANE not in nodes:
        return
    names = _pod("coredns", _COREDNS, [], arguments=["-conf", "/etc/coredns/Corefile"])
    names["priorityClassName"] = "system-cluster-critical"
    names["tolerations"] = [
        {"key": "CriticalAddonsOnly", "operator": "Exists"},
        {"key": "node-role.kubernetes.io/control-plane", "effect": "NoSchedule"},
    ]
    names["dnsPolicy"] = "Default"
    names["containers"][0]["ports"] = [
        {"name": "dns", "containerPort": 53, "protocol": "UDP"},
        {"name": "dns-tcp", "containerPort": 53, "protocol": "TCP"},
        {"name": "metrics", "containerPort": 9153, "protocol": "TCP"},
    ]
    names["containers"][0]["resources"] = {
        "limits": {"memory": "170Mi"},
        "requests": {"cpu": "100m", "memory": "70Mi"},
    }
    deployment(client, "kube-system", "coredns", {"k8s-app": "kube-dns"}, names, replicas=2)


def _pod(
    name: str, image: str, command: list[str], *, arguments: list[str] | None = None, container: str = ""
) -> Object:
    row: Object = {"name": container or name, "image": image}
    row |= {key: value for key, value in (("command", command), ("args", arguments)) if value}
    return {"serviceAccountName": name, "priorityClassName": _CRITICAL, "containers": [row]}


def _config_map(client: InternalClient, name: str, data: dict[str, str]) -> None:
    client.create("/configmaps", {"metadata": {"name": name, "namespace": "kube-system"}, "data": data})


CONTROL_PLANE_PODS = Addon(
    "control-plane",
    (_ETCD, _COREDNS, _PROXY, _KINDNET, *(f"{_REGISTRY}/{name}:{VERSION}" for name in _PARTS)),
    install,
    files,
)
