"""The order of fields in Kubernetes' internal structs, where messages show them.

Models k8s.io/kubernetes/pkg/apis/core/types.go v1.36. A field is ``JsonName`` with a capital, or ``Name=jsonName``;
``?`` marks pointers, maps and lists (null when missing), ``#`` numbers, ``!`` truth values; ``:Struct`` a struct.
"""

from functools import lru_cache
from typing import Any

Object = dict[str, Any]
_STRUCTS = {
    "PodSpec": (
        "Volumes[]:Volume InitContainers[]:Container Containers[]:Container EphemeralContainers[]:Container "
        "RestartPolicy TerminationGracePeriodSeconds? ActiveDeadlineSeconds? DNSPolicy=dnsPolicy NodeSelector? "
        "ServiceAccountName AutomountServiceAccountToken? NodeName SecurityContext?:PodSecurityContext "
        "ImagePullSecrets? Hostname Subdomain SetHostnameAsFQDN=setHostnameAsFQDN? Affinity? SchedulerName "
        "Tolerations[]:Toleration HostAliases? PriorityClassName Priority? PreemptionPolicy? DNSConfig=dnsConfig? "
        "ReadinessGates? RuntimeClassName? Overhead? EnableServiceLinks? TopologySpreadConstraints? OS=os? "
        "SchedulingGates? ResourceClaims? Resources? HostnameOverride? SchedulingGroup?"
    ),
    "PodSecurityContext": (
        "HostNetwork! HostPID=hostPID! HostIPC=hostIPC! ShareProcessNamespace? HostUsers? "
        "SELinuxOptions=seLinuxOptions? WindowsOptions? RunAsUser? RunAsGroup? RunAsNonRoot? SupplementalGroups? "
        "SupplementalGroupsPolicy? FSGroup=fsGroup? FSGroupChangePolicy=fsGroupChangePolicy? Sysctls? "
        "SeccompProfile? AppArmorProfile? SELinuxChangePolicy=seLinuxChangePolicy?"
    ),
    "Container": (
        "Name Image Command? Args? WorkingDir Ports[]:ContainerPort EnvFrom? Env[]:EnvVar "
        "Resources:ResourceRequirements ResizePolicy? RestartPolicy? RestartPolicyRules? VolumeMounts[]:VolumeMount "
        "VolumeDevices? LivenessProbe? ReadinessProbe? StartupProbe? Lifecycle? TerminationMessagePath "
        "TerminationMessagePolicy ImagePullPolicy SecurityContext? Stdin! StdinOnce! TTY=tty!"
    ),
    "ContainerPort": "Name HostPort# ContainerPort# Protocol HostIP=hostIP",
    "EnvVar": "Name Value ValueFrom?",
    "ResourceRequirements": "Limits? Requests? Claims?",
    "VolumeMount": "Name ReadOnly! RecursiveReadOnly? MountPath SubPath MountPropagation? SubPathExpr",
    "Toleration": "Key Operator Value Effect TolerationSeconds?",
    "Volume": (
        "Name HostPath?:HostPathVolumeSource EmptyDir?:EmptyDirVolumeSource GCEPersistentDisk=gcePersistentDisk? "
        "AWSElasticBlockStore=awsElasticBlockStore? GitRepo? Secret?:SecretVolumeSource NFS=nfs? ISCSI=iscsi? "
        "Glusterfs? PersistentVolumeClaim?:PersistentVolumeClaimVolumeSource RBD=rbd? Quobyte? FlexVolume? Cinder? "
        "CephFS=cephfs? Flocker? DownwardAPI=downwardAPI? FC=fc? AzureFile? ConfigMap?:ConfigMapVolumeSource "
        "VsphereVolume? AzureDisk? PhotonPersistentDisk? Projected?:ProjectedVolumeSource PortworxVolume? "
        "ScaleIO=scaleIO? StorageOS=storageos? CSI=csi? Ephemeral? Image?"
    ),
    "HostPathVolumeSource": "Path Type?",
    "EmptyDirVolumeSource": "Medium SizeLimit?",
    "SecretVolumeSource": "SecretName Items? DefaultMode? Optional?",
    "ConfigMapVolumeSource": "Name Items? DefaultMode? Optional?",
    "PersistentVolumeClaimVolumeSource": "ClaimName ReadOnly!",
    "ProjectedVolumeSource": "Sources[]:VolumeProjection DefaultMode?",
    "VolumeProjection": (
        "Secret?:SecretProjection DownwardAPI=downwardAPI?:DownwardAPIProjection ConfigMap?:SecretProjection "
        "ServiceAccountToken?:ServiceAccountTokenProjection ClusterTrustBundle? PodCertificate?"
    ),
    "SecretProjection": "Name Items[]:KeyToPath Optional?",
    "KeyToPath": "Key Path Mode?",
    "DownwardAPIProjection": "Items[]:DownwardAPIVolumeFile",
    "DownwardAPIVolumeFile": "Path FieldRef?:ObjectFieldSelector ResourceFieldRef? Mode?",
    "ObjectFieldSelector": "APIVersion=apiVersion FieldPath",
    "ServiceAccountTokenProjection": "Audience ExpirationSeconds# Path",
    "PersistentVolumeClaimSpec": (
        "AccessModes? Selector? Resources:VolumeResourceRequirements VolumeName StorageClassName? VolumeMode? "
        "DataSource? DataSourceRef? VolumeAttributesClassName?"
    ),
    "VolumeResourceRequirements": "Limits? Requests?",
    "PodTemplateSpec": "",
}


@lru_cache(maxsize=64)
def _fields(struct: str) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(_parse(text) for text in _STRUCTS[struct].split())


def _parse(text: str) -> tuple[str, str, str, str]:
    head, _, nested = text.partition(":")
    mark = ""
    for sign in ("[]", "?", "#", "!"):
        if head.endswith(sign):
            head, mark = head.removesuffix(sign), sign
    internal, _, json_name = head.partition("=")
    return internal, json_name or internal[0].lower() + internal[1:], mark, nested


_ZEROS: dict[str, Any] = {"[]": None, "?": None, "#": 0, "!": False, "": ""}


def in_struct_order(struct: str, value: Object) -> Object:
    """Return a spec as the internal struct prints: every field, in order, zero values included."""
    shown: Object = {}
    for internal, key, mark, nested in _fields(struct):
        found = _pod_security(value) if (struct, key) == ("PodSpec", "securityContext") else value.get(key)
        if found is None:
            shown[internal] = in_struct_order(nested, {}) if nested and not mark else _ZEROS[mark]
        elif nested:
            shown[internal] = _nested(nested, found)
        else:
            shown[internal] = _sorted(found)
    return shown


def _nested(struct: str, found: Any) -> Any:
    return (
        [in_struct_order(struct, item) for item in found] if isinstance(found, list) else in_struct_order(struct, found)
    )


def _pod_security(spec: Object) -> Object | None:
    context = spec.get("securityContext")
    if context is None:
        return None
    moved = ("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers")
    return {**context, **{key: spec[key] for key in moved if key in spec}}


def _sorted(value: Any) -> Any:
    return dict(sorted(value.items())) if isinstance(value, dict) else value
