"""What a fresh cluster holds: namespaces, nodes, the API server's Service, DNS, storage class.

Models kubeadm init v1.36 and the API server's own bootstrap controllers.
"""

from typing import Any

from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.kubelet.addresses import node_address
from sandbox.sim.cluster.kubelet.node_status import conditions
from sandbox.sim.cluster.kubelet.private import CLUSTER_DNS

Object = dict[str, Any]
CONTROL_PLANE = "controlplane"
_NAMESPACES = ("default", "kube-node-lease", "kube-public", "kube-system")
_CAPACITY = {"cpu": "4", "ephemeral-storage": "61255492Ki", "hugepages-2Mi": "0", "memory": "8148880Ki", "pods": "110"}
_ALLOCATABLE = {**_CAPACITY, "ephemeral-storage": "56453061334", "memory": "8046480Ki"}
_TAINT = {"key": "node-role.kubernetes.io/control-plane", "effect": "NoSchedule"}


def create(api: ApiServer, nodes: tuple[str, ...]) -> None:
    """Create the first objects."""
    client = InternalClient(api, "kubeadm")
    for name in _NAMESPACES:
        client.create("/namespaces", {"metadata": {"name": name}})
    for index, name in enumerate(nodes):
        _create_node(client, name, index, alone=len(nodes) == 1)
    _create_api_service(client, nodes)
    if CONTROL_PLANE in nodes:
        _create_add_ons(client)


def _create_node(client: InternalClient, name: str, index: int, *, alone: bool) -> None:
    labels = {
        "beta.kubernetes.io/arch": "amd64",
        "beta.kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
    }
    spec: Object = {"podCIDR": f"10.244.{index}.0/24", "podCIDRs": [f"10.244.{index}.0/24"]}
    if name == CONTROL_PLANE:
        labels |= {
            "node-role.kubernetes.io/control-plane": "",
            "node.kubernetes.io/exclude-from-external-load-balancers": "",
        }
        if not alone:
            spec["taints"] = [dict(_TAINT)]
    meta = {"name": name, "labels": labels, "annotations": {"node.alpha.kubernetes.io/ttl": "0"}}
    node = client.create("/nodes", {"metadata": meta, "spec": spec})
    client.set_status("/nodes", node, _node_status(client, name, index))
    lease: Object = {
        "metadata": {
            "name": name,
            "namespace": "kube-node-lease",
            "ownerReferences": [{"apiVersion": "v1", "kind": "Node", "name": name, "uid": node["metadata"]["uid"]}],
        },
        "spec": {"holderIdentity": name, "leaseDurationSeconds": 40, "renewTime": f"{client.timestamp[:-1]}.000000Z"},
    }
    client.create("coordination.k8s.io/leases", lease)


def _node_status(client: InternalClient, name: str, index: int) -> Object:
    now = client.timestamp
    return {
        "addresses": [
            {"address": node_address(index), "type": "InternalIP"},
            {"address": name, "type": "Hostname"},
        ],
        "allocatable": dict(_ALLOCATABLE),
        "capacity": dict(_CAPACITY),
        "conditions": conditions(now),
        "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
        "nodeInfo": {
            "architecture": "amd64",
            "bootID": f"6f2c3c1e-0000-4000-8000-{index:012d}",
            "containerRuntimeVersion": "containerd://2.1.4",
            "kernelVersion": "6.8.0-60-generic",
            "kubeProxyVersion": "",
            "kubeletVersion": "v1.36.2",
            "machineID": f"{index:032x}",
            "operatingSystem": "linux",
            "osImage": "Ubuntu 24.04.3 LTS",
            "systemUUID": f"6f2c3c1e-0000-4000-9000-{index:012d}",
        },
    }


def _create_api_service(client: InternalClient, nodes: tuple[str, ...]) -> None:
    labels = {"component": "apiserver", "provider": "kubernetes"}
    port = {"name": "https", "port": 443, "protocol": "TCP", "targetPort": 6443}
    spec = {"clusterIP": "10.96.0.1", "clusterIPs": ["10.96.0.1"], "ports": [port], "type": "ClusterIP"}
    meta = {"name": "kubernetes", "namespace": "default", "labels": labels}
    client.create("/services", {"metadata": meta, "spec": spec})
    address = node_address(nodes.index(CONTROL_PLANE) if CONTROL_PLANE in nodes else 0)
    if CONTROL_PLANE not in nodes:
        address = "10.0.0.2"
    ports = [{"name": "https", "port": 6443, "protocol": "TCP"}]
    meta = {"name": "kubernetes", "namespace": "default", "labels": {"endpointslice.kubernetes.io/skip-mirror": "true"}}
    subsets = [{"addresses": [{"ip": address}], "ports": ports}]
    client.create("/endpoints", {"metadata": meta, "subsets": subsets})
    slice_meta = {"name": "kubernetes", "namespace": "default", "labels": {"kubernetes.io/service-name": "kubernetes"}}
    endpoints = [{"addresses": [address], "conditions": {"ready": True}}]
    client.create(
        "discovery.k8s.io/endpointslices",
        {"metadata": slice_meta, "addressType": "IPv4", "endpoints": endpoints, "ports": ports},
    )


def _create_add_ons(client: InternalClient) -> None:
    """Create what people's own clusters bring beyond the bare control plane: name service, default storage."""
    labels = {"k8s-app": "kube-dns", "kubernetes.io/cluster-service": "true", "kubernetes.io/name": "CoreDNS"}
    ports = [
        {"name": "dns", "port": 53, "protocol": "UDP", "targetPort": 53},
        {"name": "dns-tcp", "port": 53, "protocol": "TCP", "targetPort": 53},
        {"name": "metrics", "port": 9153, "protocol": "TCP", "targetPort": 9153},
    ]
    spec = {"clusterIP": CLUSTER_DNS, "clusterIPs": [CLUSTER_DNS], "ports": ports, "selector": {"k8s-app": "kube-dns"}}
    client.create(
        "/services", {"metadata": {"name": "kube-dns", "namespace": "kube-system", "labels": labels}, "spec": spec}
    )
    annotations = {"storageclass.kubernetes.io/is-default-class": "true"}
    storage: Object = {
        "metadata": {"name": "local-path", "annotations": annotations},
        "provisioner": "rancher.io/local-path",
        "reclaimPolicy": "Delete",
        "volumeBindingMode": "WaitForFirstConsumer",
    }
    client.create("storage.k8s.io/storageclasses", storage)
