"""kubectl kustomize.

Models sigs.k8s.io/kustomize v5.8 (build). Not modelled: --enable-helm, --output, functions.
"""

from sandbox.sim.cluster.apimachinery.yaml_writer import write_yaml
from sandbox.sim.kubectl.errors import ExactError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.kustomization.build import build


def run(invocation: Invocation) -> int:
    """Print the objects of a kustomization."""
    if len(invocation.args) > 1:
        raise ExactError("error: specify one path to kustomization.yaml")
    objects = build(invocation.files, invocation.args[0] if invocation.args else ".", invocation.err)
    invocation.out("---\n".join(write_yaml(obj) for obj in objects))
    return 0
