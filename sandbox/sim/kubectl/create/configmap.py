"""kubectl create configmap.

Models k8s.io/kubectl/pkg/cmd/create/create_configmap.go v1.36.
"""

from base64 import b64encode
from collections.abc import Iterable
from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.names import config_map_key
from sandbox.sim.kubectl.create import key_values
from sandbox.sim.kubectl.create.generator import Generator
from sandbox.sim.kubectl.create.name_hash import config_map_hash
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation

Object = dict[str, Any]
FLAGS = frozenset(("from-file", "from-literal", "from-env-file"))


def build(invocation: Invocation, name: str) -> Object:
    """Return the ConfigMap. Raises KubectlError."""
    flags = invocation.flags
    key_values.check_sources(invocation)
    data: dict[str, str] = {}
    binary: dict[str, str] = {}
    _add(name, data, binary, key_values.files(invocation, flags["from-file"]))
    _add(name, data, binary, key_values.literals(flags["from-literal"]))
    _add(name, data, binary, key_values.env_files(invocation, flags["from-env-file"]))
    obj: Object = {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": name}}
    if data:
        obj["data"] = dict(sorted(data.items()))
    if binary:
        obj["binaryData"] = dict(sorted(binary.items()))
    if flags["append-hash"]:
        obj["metadata"]["name"] = f"{name}-{config_map_hash(obj)}"
    return obj


def _add(name: str, data: dict[str, str], binary: dict[str, str], pairs: Iterable[tuple[str, bytes]]) -> None:
    for key, value in pairs:
        faults = config_map_key(key)
        if faults:
            raise KubectlError(f"{quote(key)} is not a valid key name for a ConfigMap: {','.join(faults)}")
        for taken, place in ((data, "Data"), (binary, "BinaryData")):
            if key in taken:
                raise KubectlError(
                    f"cannot add key {quote(key)}, another key by that name already exists in {place} for ConfigMap "
                    f"{quote(name)}"
                )
        try:
            data[key] = value.decode()
        except UnicodeDecodeError:
            binary[key] = b64encode(value).decode()


GENERATOR = Generator(build, "failed to create configmap:")
