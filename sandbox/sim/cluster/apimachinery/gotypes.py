"""What Go's types know and OpenAPI does not: named strings, embedded structs, pointers.

Models the struct definitions of k8s.io/api v1.36, as far as messages and omitted fields show them.
"""

_NAMED_STRINGS = {
    "PodSpec.restartPolicy": "v1.RestartPolicy",
    "PodSpec.dnsPolicy": "v1.DNSPolicy",
    "PodSpec.preemptionPolicy": "v1.PreemptionPolicy",
    "Container.imagePullPolicy": "v1.PullPolicy",
    "Container.restartPolicy": "v1.ContainerRestartPolicy",
    "Container.terminationMessagePolicy": "v1.TerminationMessagePolicy",
    "EphemeralContainer.imagePullPolicy": "v1.PullPolicy",
    "ContainerPort.protocol": "v1.Protocol",
    "ServicePort.protocol": "v1.Protocol",
    "EndpointPort.protocol": "v1.Protocol",
    "NetworkPolicyPort.protocol": "v1.Protocol",
    "HTTPGetAction.scheme": "v1.URIScheme",
    "Capabilities.add": "v1.Capability",
    "Capabilities.drop": "v1.Capability",
    "SeccompProfile.type": "v1.SeccompProfileType",
    "VolumeMount.mountPropagation": "v1.MountPropagationMode",
    "EmptyDirVolumeSource.medium": "v1.StorageMedium",
    "HostPathVolumeSource.type": "v1.HostPathType",
    "NodeSelectorRequirement.operator": "v1.NodeSelectorOperator",
    "LabelSelectorRequirement.operator": "v1.LabelSelectorOperator",
    "Toleration.operator": "v1.TolerationOperator",
    "Toleration.effect": "v1.TaintEffect",
    "Taint.effect": "v1.TaintEffect",
    "TopologySpreadConstraint.whenUnsatisfiable": "v1.UnsatisfiableConstraintAction",
    "ServiceSpec.type": "v1.ServiceType",
    "ServiceSpec.sessionAffinity": "v1.ServiceAffinity",
    "ServiceSpec.externalTrafficPolicy": "v1.ServiceExternalTrafficPolicy",
    "ServiceSpec.internalTrafficPolicy": "v1.ServiceInternalTrafficPolicy",
    "ServiceSpec.ipFamilies": "v1.IPFamily",
    "ServiceSpec.ipFamilyPolicy": "v1.IPFamilyPolicy",
    "Secret.type": "v1.SecretType",
    "PersistentVolumeSpec.accessModes": "v1.PersistentVolumeAccessMode",
    "PersistentVolumeSpec.persistentVolumeReclaimPolicy": "v1.PersistentVolumeReclaimPolicy",
    "PersistentVolumeSpec.volumeMode": "v1.PersistentVolumeMode",
    "PersistentVolumeClaimSpec.accessModes": "v1.PersistentVolumeAccessMode",
    "PersistentVolumeClaimSpec.volumeMode": "v1.PersistentVolumeMode",
    "StorageClass.reclaimPolicy": "v1.PersistentVolumeReclaimPolicy",
    "StorageClass.volumeBindingMode": "v1.VolumeBindingMode",
    "ResourceQuotaSpec.scopes": "v1.ResourceQuotaScope",
    "LimitRangeItem.type": "v1.LimitType",
    "NamespaceSpec.finalizers": "v1.FinalizerName",
    "DeploymentStrategy.type": "v1.DeploymentStrategyType",
    "DaemonSetUpdateStrategy.type": "v1.DaemonSetUpdateStrategyType",
    "StatefulSetUpdateStrategy.type": "v1.StatefulSetUpdateStrategyType",
    "StatefulSetSpec.podManagementPolicy": "v1.PodManagementPolicyType",
    "JobSpec.completionMode": "v1.CompletionMode",
    "JobSpec.podReplacementPolicy": "v1.PodReplacementPolicy",
    "CronJobSpec.concurrencyPolicy": "v1.ConcurrencyPolicy",
    "NetworkPolicySpec.policyTypes": "v1.PolicyType",
    "HTTPIngressPath.pathType": "v1.PathType",
    "MetricSpec.type": "v2.MetricSourceType",
    "MetricTarget.type": "v2.MetricTargetType",
    "PriorityClass.preemptionPolicy": "v1.PreemptionPolicy",
    "PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy": "v1.UnhealthyPodEvictionPolicyType",
    "ObjectReference.uid": "types.UID",
    "OwnerReference.uid": "types.UID",
    "ObjectMeta.uid": "types.UID",
    "EndpointSlice.addressType": "v1.AddressType",
    "CustomResourceDefinitionSpec.scope": "v1.ResourceScope",
}

_VOLUME_SOURCES = (
    "hostPath emptyDir gcePersistentDisk awsElasticBlockStore gitRepo secret nfs iscsi glusterfs persistentVolumeClaim "
    "rbd flexVolume cinder cephfs flocker downwardAPI fc azureFile configMap vsphereVolume quobyte azureDisk "
    "photonPersistentDisk projected portworxVolume scaleIO storageos csi ephemeral image local"
).split()
_LOCAL_REFERENCES = (
    "ConfigMapKeySelector",
    "SecretKeySelector",
    "ConfigMapEnvSource",
    "SecretEnvSource",
    "ConfigMapVolumeSource",
    "ConfigMapProjection",
    "SecretProjection",
)
_CONTAINER_FIELDS = (
    "name image command args workingDir ports envFrom env resources resizePolicy restartPolicy restartPolicyRules "
    "volumeMounts volumeDevices livenessProbe readinessProbe startupProbe lifecycle terminationMessagePath "
    "terminationMessagePolicy imagePullPolicy securityContext stdin stdinOnce tty"
).split()
_EMBEDDED = {
    "IngressRule": {"http": "IngressRuleValue"},
    "Volume": dict.fromkeys(_VOLUME_SOURCES, "VolumeSource"),
    "PersistentVolumeSpec": dict.fromkeys(_VOLUME_SOURCES, "PersistentVolumeSource"),
    "Probe": dict.fromkeys(("exec", "httpGet", "tcpSocket", "grpc"), "ProbeHandler"),
    "EphemeralContainer": dict.fromkeys(_CONTAINER_FIELDS, "EphemeralContainerCommon"),
    **{name: {"name": "LocalObjectReference"} for name in _LOCAL_REFERENCES},
}

_POINTER_STRINGS = frozenset(
    (
        "storageClassName ingressClassName runtimeClassName appProtocol volumeMode mountPropagation "
        "loadBalancerClass volumeAttributesClassName setHostnameAsFQDN hostnameOverride ipFamilyPolicy "
        "internalTrafficPolicy preemptionPolicy pathType supplementalGroupsPolicy fsGroupChangePolicy "
        "nodeName hostname zone message managedBy timeZone recursiveReadOnly unhealthyPodEvictionPolicy "
        "podReplacementPolicy completionMode successfulIndexes holderIdentity leaseTransitions"
    ).split()
)
_VALUE_SCALARS = frozenset(
    (
        "hostNetwork hostPID hostIPC stdin stdinOnce tty paused readOnly publishNotReadyAddresses unschedulable "
        "hostPort nodePort initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold "
        "minReadySeconds observedGeneration generation active succeeded failed replicas currentReplicas "
        "updatedReplicas readyReplicas availableReplicas unavailableReplicas count allowWatchBookmarks globalDefault"
    ).split()
)
_STATUS_STRUCTS = ("Status",)
_POINTER_COUNTS = frozenset(("DeploymentSpec", "ReplicaSetSpec", "StatefulSetSpec", "ReplicationControllerSpec"))
_STRING_VALUES = {"PodSpec": ("nodeName", "hostname"), "PodStatus": ("message",)}


def string_type(struct: str, key: str) -> str:
    """Return the Go type of a string field, such as ``v1.RestartPolicy``."""
    return _NAMED_STRINGS.get(f"{struct}.{key}", "string")


def embedded_fields(struct: str) -> dict[str, str]:
    """Return which fields of a struct come from an embedded struct, and from which."""
    return _EMBEDDED.get(struct, {})


def pointer_fields(struct: str) -> frozenset[str]:
    """Return which string fields of a struct are pointers, whose empty values are kept."""
    return _POINTER_STRINGS - frozenset(_STRING_VALUES.get(struct, ()))


def is_value_scalar(struct: str, key: str) -> bool:
    """Tell whether a number or truth value is left out when it is zero (a plain value, no pointer)."""
    if key == "replicas" and struct in _POINTER_COUNTS | {"ScaleSpec"}:
        return False
    if struct in ("HTTPIngressPath", "DeviceRequest"):
        return False
    return key in _VALUE_SCALARS
