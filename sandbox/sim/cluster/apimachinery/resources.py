"""What the API serves: the resource table of a fresh cluster.

Models `kubectl api-resources -o wide` of Kubernetes 1.36. Custom resources are added by each cluster for itself.
"""

from dataclasses import dataclass
from functools import lru_cache

_ALL_VERBS = ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")


@dataclass(frozen=True, slots=True)
class ApiResource:
    """One served resource; ``plural`` is its name in paths, ``group`` is empty for the core API."""

    group: str
    version: str
    kind: str
    plural: str
    singular: str
    short_names: tuple[str, ...]
    namespaced: bool
    verbs: tuple[str, ...]
    categories: tuple[str, ...]

    @property
    def api_version(self) -> str:
        """``apps/v1``, or ``v1`` for the core API."""
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def qualified(self) -> str:
        """``deployments.apps``, or ``pods`` for the core API: how messages name the resource."""
        return f"{self.plural}.{self.group}" if self.group else self.plural

    @property
    def key(self) -> str:
        """Where the objects are stored, whatever version they were sent in."""
        return f"/{self.plural}" if self.plural == "events" else f"{self.group}/{self.plural}"


_TABLE = """
bindings - v1 true Binding - create
componentstatuses cs v1 false ComponentStatus - get,list
configmaps cm v1 true ConfigMap - all
endpoints ep v1 true Endpoints - all
events ev v1 true Event - all
limitranges limits v1 true LimitRange - all
namespaces ns v1 false Namespace - create,delete,get,list,patch,update,watch
nodes no v1 false Node - all
persistentvolumeclaims pvc v1 true PersistentVolumeClaim - all
persistentvolumes pv v1 false PersistentVolume - all
pods po v1 true Pod all all
podtemplates - v1 true PodTemplate - all
replicationcontrollers rc v1 true ReplicationController all all
resourcequotas quota v1 true ResourceQuota - all
secrets - v1 true Secret - all
serviceaccounts sa v1 true ServiceAccount - all
services svc v1 true Service all all
mutatingadmissionpolicies - admissionregistration.k8s.io/v1 false MutatingAdmissionPolicy api-extensions all
mutatingadmissionpolicybindings - admissionregistration.k8s.io/v1 false MutatingAdmissionPolicyBinding api-extensions all
mutatingwebhookconfigurations - admissionregistration.k8s.io/v1 false MutatingWebhookConfiguration api-extensions all
validatingadmissionpolicies - admissionregistration.k8s.io/v1 false ValidatingAdmissionPolicy api-extensions all
validatingadmissionpolicybindings - admissionregistration.k8s.io/v1 false ValidatingAdmissionPolicyBinding api-extensions all
validatingwebhookconfigurations - admissionregistration.k8s.io/v1 false ValidatingWebhookConfiguration api-extensions all
customresourcedefinitions crd,crds apiextensions.k8s.io/v1 false CustomResourceDefinition api-extensions all
apiservices - apiregistration.k8s.io/v1 false APIService api-extensions all
controllerrevisions - apps/v1 true ControllerRevision - all
daemonsets ds apps/v1 true DaemonSet all all
deployments deploy apps/v1 true Deployment all all
replicasets rs apps/v1 true ReplicaSet all all
statefulsets sts apps/v1 true StatefulSet all all
selfsubjectreviews - authentication.k8s.io/v1 false SelfSubjectReview - create
tokenreviews - authentication.k8s.io/v1 false TokenReview - create
localsubjectaccessreviews - authorization.k8s.io/v1 true LocalSubjectAccessReview - create
selfsubjectaccessreviews - authorization.k8s.io/v1 false SelfSubjectAccessReview - create
selfsubjectrulesreviews - authorization.k8s.io/v1 false SelfSubjectRulesReview - create
subjectaccessreviews - authorization.k8s.io/v1 false SubjectAccessReview - create
horizontalpodautoscalers hpa autoscaling/v2 true HorizontalPodAutoscaler all all
cronjobs cj batch/v1 true CronJob all all
jobs - batch/v1 true Job all all
certificatesigningrequests csr certificates.k8s.io/v1 false CertificateSigningRequest - all
leases - coordination.k8s.io/v1 true Lease - all
endpointslices - discovery.k8s.io/v1 true EndpointSlice - all
events ev events.k8s.io/v1 true Event - all
flowschemas - flowcontrol.apiserver.k8s.io/v1 false FlowSchema - all
prioritylevelconfigurations - flowcontrol.apiserver.k8s.io/v1 false PriorityLevelConfiguration - all
ingressclasses - networking.k8s.io/v1 false IngressClass - all
ingresses ing networking.k8s.io/v1 true Ingress - all
ipaddresses ip networking.k8s.io/v1 false IPAddress - all
networkpolicies netpol networking.k8s.io/v1 true NetworkPolicy - all
servicecidrs - networking.k8s.io/v1 false ServiceCIDR - all
runtimeclasses - node.k8s.io/v1 false RuntimeClass - all
poddisruptionbudgets pdb policy/v1 true PodDisruptionBudget - all
clusterrolebindings - rbac.authorization.k8s.io/v1 false ClusterRoleBinding - all
clusterroles - rbac.authorization.k8s.io/v1 false ClusterRole - all
rolebindings - rbac.authorization.k8s.io/v1 true RoleBinding - all
roles - rbac.authorization.k8s.io/v1 true Role - all
deviceclasses - resource.k8s.io/v1 false DeviceClass - all
resourceclaims - resource.k8s.io/v1 true ResourceClaim - all
resourceclaimtemplates - resource.k8s.io/v1 true ResourceClaimTemplate - all
resourceslices - resource.k8s.io/v1 false ResourceSlice - all
priorityclasses pc scheduling.k8s.io/v1 false PriorityClass - all
csidrivers - storage.k8s.io/v1 false CSIDriver - all
csinodes - storage.k8s.io/v1 false CSINode - all
csistoragecapacities - storage.k8s.io/v1 true CSIStorageCapacity - all
storageclasses sc storage.k8s.io/v1 false StorageClass - all
volumeattachments - storage.k8s.io/v1 false VolumeAttachment - all
volumeattributesclasses vac storage.k8s.io/v1 false VolumeAttributesClass - all
"""  # noqa: E501  (a table reads best unbroken)

_UNLISTED = "horizontalpodautoscalers hpa autoscaling/v1 true HorizontalPodAutoscaler all all"


def _parse(line: str) -> ApiResource:
    plural, short, api_version, namespaced, kind, category, verbs = line.split()
    group, _, version = api_version.rpartition("/")
    return ApiResource(
        group=group,
        version=version,
        kind=kind,
        plural=plural,
        singular=kind.lower(),
        short_names=() if short == "-" else tuple(short.split(",")),
        namespaced=namespaced == "true",
        verbs=_ALL_VERBS if verbs == "all" else tuple(verbs.split(",")),
        categories=() if category == "-" else (category,),
    )


@lru_cache(maxsize=1)
def built_in() -> tuple[ApiResource, ...]:
    """Return the preferred version of every built-in resource, in the order of discovery."""
    return tuple(_parse(line) for line in _TABLE.strip().splitlines())


@lru_cache(maxsize=1)
def other_versions() -> tuple[ApiResource, ...]:
    """Return the built-in resources that are served beside their preferred version."""
    return (_parse(_UNLISTED),)


@lru_cache(maxsize=1)
def _by_kind() -> dict[tuple[str, str], ApiResource]:
    return {(r.api_version, r.kind): r for r in (*built_in(), *other_versions())}


def built_in_kind(api_version: str, kind: str) -> ApiResource | None:
    """Return the built-in resource of a kind, or None."""
    return _by_kind().get((api_version, kind))


def resource(plural: str, api_version: str = "v1") -> ApiResource:
    """Return a built-in resource by its plural name; KeyError when there is none."""
    for found in (*built_in(), *other_versions()):
        if found.plural == plural and found.api_version == api_version:
            return found
    raise KeyError(f"{plural} in {api_version}")
