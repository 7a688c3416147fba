"""The list of verbs: which function runs a command, and which of its flags it knows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sandbox.sim.kubectl.create import configmap, ingress, policy, rbac, secret, service, token, workloads
from sandbox.sim.kubectl.create.generator import COMMON_FLAGS, Generator, run_generator
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.verbs import create_file, delete, describe, kustomize, logs, metadata_change, replace, wait
from sandbox.sim.kubectl.verbs import exec as exec_verb
from sandbox.sim.kubectl.verbs.apply import apply
from sandbox.sim.kubectl.verbs.get import get
from sandbox.sim.kubectl.verbs.run import run as run_verb
from sandbox.sim.runtime.process import Step


@dataclass(frozen=True, slots=True)
class Verb:
    """A command that does something: ``run`` returns an exit code, or a Wait after which it is called again."""

    run: Callable[[Invocation], int | Step]
    flags: frozenset[str] = frozenset()
    required: tuple[str, ...] = ()


def _generator(generator: Generator, flags: frozenset[str] = frozenset(), required: tuple[str, ...] = ()) -> Verb:
    return Verb(partial(run_generator, generator=generator), COMMON_FLAGS | flags, required)


_CREATE = {
    "clusterrole": _generator(rbac.CLUSTER_ROLE, rbac.CLUSTER_ROLE_FLAGS),
    "clusterrolebinding": _generator(rbac.CLUSTER_ROLE_BINDING, rbac.BINDING_FLAGS, ("clusterrole",)),
    "configmap": _generator(configmap.GENERATOR, configmap.FLAGS),
    "cronjob": _generator(workloads.CRONJOB, workloads.CRONJOB_FLAGS, ("image", "schedule")),
    "deployment": _generator(workloads.DEPLOYMENT, workloads.DEPLOYMENT_FLAGS, ("image",)),
    "ingress": _generator(ingress.GENERATOR, ingress.FLAGS),
    "job": _generator(workloads.JOB, workloads.JOB_FLAGS),
    "namespace": _generator(policy.NAMESPACE),
    "poddisruptionbudget": _generator(policy.BUDGET, policy.BUDGET_FLAGS),
    "priorityclass": _generator(policy.PRIORITY_CLASS, policy.PRIORITY_FLAGS),
    "quota": _generator(policy.QUOTA, policy.QUOTA_FLAGS),
    "role": _generator(rbac.ROLE, rbac.ROLE_FLAGS),
    "rolebinding": _generator(rbac.ROLE_BINDING, rbac.BINDING_FLAGS),
    "secret docker-registry": _generator(secret.DOCKER, secret.DOCKER_FLAGS),
    "secret generic": _generator(secret.GENERIC, secret.GENERIC_FLAGS),
    "secret tls": _generator(secret.TLS, secret.TLS_FLAGS),
    "service clusterip": _generator(service.CLUSTER_IP, service.FLAGS),
    "service externalname": _generator(service.EXTERNAL_NAME, service.FLAGS, ("external-name",)),
    "service loadbalancer": _generator(service.LOAD_BALANCER, service.FLAGS),
    "service nodeport": _generator(service.NODE_PORT, service.FLAGS),
    "serviceaccount": _generator(policy.SERVICE_ACCOUNT),
    "token": Verb(token.run, token.FLAGS | COMMON_FLAGS),
}

VERBS: dict[str, Verb] = {
    "annotate": Verb(metadata_change.run_annotate, metadata_change.FLAGS),
    "apply": Verb(apply.run, apply.FLAGS),
    "create": Verb(create_file.run, create_file.FLAGS),
    **{f"create {name}": verb for name, verb in _CREATE.items()},
    "delete": Verb(delete.run, delete.FLAGS),
    "describe": Verb(describe.run, describe.FLAGS),
    "exec": Verb(exec_verb.run, exec_verb.FLAGS),
    "get": Verb(get.run, get.FLAGS),
    "kustomize": Verb(kustomize.run),
    "label": Verb(metadata_change.run_label, metadata_change.FLAGS),
    "logs": Verb(logs.run, logs.FLAGS),
    "replace": Verb(replace.run, replace.FLAGS),
    "run": Verb(run_verb.run, run_verb.FLAGS, ("image",)),
    "wait": Verb(wait.run, wait.FLAGS),
}
