"""kubectl version, cluster-info, completion, options, plugin list.

Models k8s.io/kubectl/pkg/cmd/{version,clusterinfo,completion,options,plugin} v1.36. Not modelled: completion scripts,
cluster-info dump.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.yaml_writer import write_yaml
from sandbox.sim.kubectl.commands import global_options
from sandbox.sim.kubectl.errors import KubectlError, NotModelled, UsageError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.json_writer import write_json
from sandbox.sim.kubectl.server_version import CLIENT_VERSION, KUSTOMIZE_VERSION, SERVER_VERSION

FLAGS = frozenset(("client", "output"))
_SHELLS = ("bash", "fish", "powershell", "zsh")


def run(invocation: Invocation) -> int:
    """Print the versions of client and server."""
    flags = invocation.flags
    if invocation.args:
        raise KubectlError(f"extra arguments: [{' '.join(invocation.args)}]")
    if flags["output"] not in ("", "yaml", "json"):
        raise KubectlError("--output must be 'yaml' or 'json'")
    found: dict[str, Any] = {"clientVersion": CLIENT_VERSION, "kustomizeVersion": KUSTOMIZE_VERSION}
    if not flags["client"]:
        found["serverVersion"] = _server_version(invocation)
    if flags["output"] == "yaml":
        invocation.out(write_yaml(found) + "\n")
    elif flags["output"] == "json":
        invocation.out(write_json(found, indent=2, sort_keys=False))
    else:
        invocation.out(f"Client Version: {CLIENT_VERSION['gitVersion']}\nKustomize Version: {KUSTOMIZE_VERSION}\n")
        if "serverVersion" in found:
            invocation.out(f"Server Version: {found['serverVersion']['gitVersion']}\n")
    return 0


def _server_version(invocation: Invocation) -> dict[str, str]:
    _ = invocation.client
    return SERVER_VERSION


def run_options(invocation: Invocation) -> int:
    """Print the flags that every command takes."""
    invocation.out(global_options())
    return 0


def run_completion(invocation: Invocation) -> int:
    """Refuse what is no shell; the scripts themselves are not part of the sandbox."""
    if not invocation.args:
        raise UsageError("Shell not specified.")
    if len(invocation.args) > 1:
        raise UsageError("Too many arguments. Expected only the shell type.")
    if invocation.args[0] not in _SHELLS:
        raise UsageError(f'Unsupported shell type "{invocation.args[0]}".')
    raise NotModelled(f"kubectl completion {invocation.args[0]}: the terminal of this page completes by itself")


def run_plugin_list(_invocation: Invocation) -> int:
    """Say that there are no plugins."""
    raise KubectlError("unable to find any kubectl plugins in your PATH")


def run_cluster_info(invocation: Invocation) -> int:
    """Print where the control plane and its services are."""
    cluster = invocation.config.entry("clusters", str(invocation.context.get("cluster", ""))) or {}
    server = cluster.get("server", "")
    client = invocation.client
    services = client.types.find("services")
    found = client.list(services, "kube-system", selector="kubernetes.io/cluster-service=true")["items"]
    invocation.out(f"Kubernetes control plane is running at {server}\n")
    for service in found:
        meta = service["metadata"]
        name = (meta.get("labels") or {}).get("kubernetes.io/name") or meta["name"]
        ports = service["spec"].get("ports") or [{}]
        port = f":{ports[0]['name']}" if ports[0].get("name") else ""
        link = f"{server}/api/v1/namespaces/{meta['namespace']}/services/{meta['name']}{port}/proxy"
        invocation.out(f"{name} is running at {link}\n")
    invocation.out("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n")
    return 0
