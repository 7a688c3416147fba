"""ServiceAccounts.

Models k8s.io/kubernetes/pkg/registry/core/serviceaccount v1.36.
"""

from sandbox.sim.cluster.apis.strategy import Strategy

SERVICE_ACCOUNT = Strategy()
