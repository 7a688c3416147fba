"""The list of verbs: which function runs a command, and which of its flags it knows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sandbox.sim.kubectl.create import configmap, ingress, policy, rbac, secret, service, token, workloads
from sandbox.sim.kubectl.create.generator import COMMON_FLAGS, Generator, run_generator
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.verbs import (
    api_resources,
    attach,
    auth,
    autoscale,
    certificate,
    cp,
    create_file,
    delete,
    describe,
    diff,
    edit,
    events,
    explain,
    expose,
    kustomize,
    logs,
    metadata_change,
    patch,
    port_forward,
    replace,
    scale,
    taint,
    top,
    version,
    wait,
)  # fmt: skip
from sandbox.sim.kubectl.verbs import exec as exec_verb
from sandbox.sim.kubectl.verbs.apply import apply, last_applied
from sandbox.sim.kubectl.verbs.config import change as config_change
from sandbox.sim.kubectl.verbs.config import view as config_view
from sandbox.sim.kubectl.verbs.drain import cordon, drain
from sandbox.sim.kubectl.verbs.get import get
from sandbox.sim.kubectl.verbs.rollout import history, state, status, undo
from sandbox.sim.kubectl.verbs.run import run as run_verb
from sandbox.sim.kubectl.verbs.set import env, image, others, resources
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

_CONFIG = {
    "current-context": Verb(config_view.run_current),
    "delete-cluster": Verb(config_change.run_delete_cluster),
    "delete-context": Verb(config_change.run_delete_context),
    "delete-user": Verb(config_change.run_delete_user),
    "get-clusters": Verb(config_view.run_clusters),
    "get-contexts": Verb(config_view.run_contexts, frozenset(("no-headers", "output"))),
    "get-users": Verb(config_view.run_users),
    "rename-context": Verb(config_change.run_rename),
    "set": Verb(config_change.run_set),
    "set-cluster": Verb(config_change.run_set_cluster, config_change.CLUSTER_FLAGS),
    "set-context": Verb(config_change.run_set_context, config_change.CONTEXT_FLAGS),
    "set-credentials": Verb(config_change.run_set_credentials, config_change.CREDENTIAL_FLAGS),
    "unset": Verb(config_change.run_unset),
    "use-context": Verb(config_change.run_use),
    "view": Verb(config_view.run_view, config_view.VIEW_FLAGS),
}

_ROLLOUT = {
    "history": Verb(history.run, history.FLAGS),
    "pause": Verb(state.run_pause, state.FLAGS),
    "restart": Verb(state.run_restart, state.FLAGS),
    "resume": Verb(state.run_resume, state.FLAGS),
    "status": Verb(status.run, status.FLAGS),
    "undo": Verb(undo.run, undo.FLAGS),
}

_SET = {
    "env": Verb(env.run, env.FLAGS),
    "image": Verb(image.run, image.FLAGS),
    "resources": Verb(resources.run, resources.FLAGS),
    "selector": Verb(others.run_selector, others.SELECTOR_FLAGS),
    "serviceaccount": Verb(others.run_service_account, others.FLAGS),
    "subject": Verb(others.run_subject, others.SUBJECT_FLAGS),
}

VERBS: dict[str, Verb] = {
    "annotate": Verb(metadata_change.run_annotate, metadata_change.FLAGS),
    "api-resources": Verb(api_resources.run, api_resources.FLAGS),
    "api-versions": Verb(api_resources.run_versions),
    "apply": Verb(apply.run, apply.FLAGS),
    "apply set-last-applied": Verb(last_applied.run_set, last_applied.SET_FLAGS),
    "apply view-last-applied": Verb(last_applied.run_view, last_applied.VIEW_FLAGS),
    "attach": Verb(attach.run, attach.FLAGS),
    "auth can-i": Verb(auth.run_can_i, auth.CAN_FLAGS),
    "auth whoami": Verb(auth.run_who_am_i, auth.WHO_FLAGS),
    "autoscale": Verb(autoscale.run, autoscale.FLAGS, ("max",)),
    "certificate approve": Verb(certificate.run_approve, certificate.FLAGS),
    "certificate deny": Verb(certificate.run_deny, certificate.FLAGS),
    "cluster-info": Verb(version.run_cluster_info),
    "completion": Verb(version.run_completion),
    **{f"config {name}": verb for name, verb in _CONFIG.items()},
    "cordon": Verb(cordon.run_cordon, cordon.FLAGS),
    "cp": Verb(cp.run, cp.FLAGS),
    "create": Verb(create_file.run, create_file.FLAGS),
    **{f"create {name}": verb for name, verb in _CREATE.items()},
    "delete": Verb(delete.run, delete.FLAGS),
    "describe": Verb(describe.run, describe.FLAGS),
    "diff": Verb(diff.run, diff.FLAGS),
    "drain": Verb(drain.run, drain.FLAGS),
    "edit": Verb(edit.run, edit.FLAGS),
    "events": Verb(events.run, events.FLAGS),
    "exec": Verb(exec_verb.run, exec_verb.FLAGS),
    "explain": Verb(explain.run, explain.FLAGS),
    "expose": Verb(expose.run, expose.FLAGS),
    "get": Verb(get.run, get.FLAGS),
    "kustomize": Verb(kustomize.run),
    "label": Verb(metadata_change.run_label, metadata_change.FLAGS),
    "logs": Verb(logs.run, logs.FLAGS),
    "options": Verb(version.run_options),
    "patch": Verb(patch.run, patch.FLAGS),
    "plugin list": Verb(version.run_plugin_list),
    "port-forward": Verb(port_forward.run, port_forward.FLAGS),
    "replace": Verb(replace.run, replace.FLAGS),
    **{f"rollout {name}": verb for name, verb in _ROLLOUT.items()},
    "run": Verb(run_verb.run, run_verb.FLAGS, ("image",)),
    "scale": Verb(scale.run, scale.FLAGS, ("replicas",)),
    **{f"set {name}": verb for name, verb in _SET.items()},
    "taint": Verb(taint.run, taint.FLAGS),
    "top node": Verb(top.run_node, top.FLAGS),
    "top pod": Verb(top.run_pod, top.FLAGS),
    "uncordon": Verb(cordon.run_uncordon, cordon.FLAGS),
    "version": Verb(version.run, version.FLAGS),
    "wait": Verb(wait.run, wait.FLAGS),
}
