"""What the client of the sandbox says it is: the same release as its server."""

from sandbox.sim.cluster.apiserver.release import BUILD, SERVER_VERSION

CLIENT_VERSION = {"major": "1", "minor": "36", **BUILD}
KUSTOMIZE_VERSION = "v5.8.1"
__all__ = ["CLIENT_VERSION", "KUSTOMIZE_VERSION", "SERVER_VERSION"]
