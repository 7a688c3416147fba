"""Rules for Pods, each with the words of upstream's validation.go."""

from typing import Any

import pytest

from tests.sim.cluster.apis.conftest import Refusal

Object = dict[str, Any]


def pod(container: Object | None = None, meta: Object | None = None, **spec: Any) -> Object:
    """Return a Pod with one container and whatever is to be wrong with it."""
    full = {"name": "app", "image": "nginx", **(container or {})}
    body = {"containers": [full], **spec}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "shop", **(meta or {})}, "spec": body}


def with_volume(source: Object, mount: Object | None = None) -> Object:
    mounts = [{"name": "data", "mountPath": "/data", **mount}] if mount is not None else []
    return pod({"volumeMounts": mounts}, volumes=[{"name": "data", **source}])


VOLUMES = [
    ({"nfs": {"server": "a"}}, ["nfs.path: Required value", 'nfs.path: Invalid value: "": must be an absolute path']),
    (
        {"gitRepo": {"repository": "r", "directory": "/x"}},
        ['gitRepo.directory: Invalid value: "/x": must be a relative path'],
    ),
    ({"awsElasticBlockStore": {"volumeID": ""}}, ["awsElasticBlockStore.volumeID: Required value"]),
    ({"gcePersistentDisk": {"pdName": ""}}, ["persistentDisk.pdName: Required value"]),
    ({"flocker": {}}, ["flocker: Required value: one of datasetName and datasetUUID is required"]),
    ({"fc": {}}, ["fc.targetWWNs: Required value: must specify either targetWWNs or wwids, but not both"]),
    (
        {"iscsi": {"targetPortal": "p", "iqn": "x", "lun": 300}},
        [
            'iscsi.iqn: Invalid value: "x": must be valid format starting with iqn, eui, or naa',
            "iscsi.lun: Invalid value: 300: must be between 0 and 255, inclusive",
        ],
    ),
    (
        {"flexVolume": {"driver": "d", "options": {"kubernetes.io/a": "b"}}},
        [
            (
                'flexVolume.options[kubernetes.io/a]: Invalid value: "kubernetes.io/a": '
                "kubernetes.io and k8s.io namespaces are reserved"
            )
        ],
    ),
    (
        {"azureFile": {"secretName": "", "shareName": ""}},
        ["azureFile.secretName: Required value", "azureFile.shareName: Required value"],
    ),
    ({"ephemeral": {}}, ["ephemeral.volumeClaimTemplate: Required value"]),
    (
        {"hostPath": {"path": "/a", "type": "Link"}},
        [
            (
                'hostPath.type: Unsupported value: "Link": supported values: "", "BlockDevice", '
                '"CharDevice", "Directory", '
                '"DirectoryOrCreate", "File", "FileOrCreate", "Socket"'
            )
        ],
    ),
    (
        {"configMap": {"name": "c", "items": [{"key": "k", "path": "../x"}]}},
        ["configMap.items[0].path: Invalid value: \"../x\": must not contain '..'"],
    ),
    (
        {"secret": {"secretName": "s", "items": [{"key": "k", "path": "..x"}]}},
        ["secret.items[0].path: Invalid value: \"..x\": must not start with '..'"],
    ),
    (
        {"secret": {"secretName": "s", "defaultMode": 4096}},
        ["secret.defaultMode: Invalid value: 4096: must be a number between 0 and 0777 (octal), both inclusive"],
    ),
    (
        {"downwardAPI": {"items": [{"path": "a"}]}},
        ["downwardAPI: Required value: one of fieldRef and resourceFieldRef is required"],
    ),
    (
        {"downwardAPI": {"items": [{"path": "a", "resourceFieldRef": {"resource": "limits.cpu"}}]}},
        ["downwardAPI.resourceFieldRef.containerName: Required value"],
    ),
    (
        {
            "projected": {
                "sources": [
                    {"configMap": {"name": "a", "items": [{"key": "k", "path": "p"}]}},
                    {"secret": {"name": "b", "items": [{"key": "k", "path": "p"}]}},
                ]
            }
        },
        ['projected: Invalid value: "b": conflicting duplicate paths'],
    ),
    (
        {"projected": {"sources": [{"configMap": {"name": "a"}, "secret": {"name": "b"}}]}},
        ["projected.sources[0]: Forbidden: may not specify more than 1 volume type per source"],
    ),
    (
        {"projected": {"sources": [{"serviceAccountToken": {"path": "t", "expirationSeconds": 60}}]}},
        [
            (
                "projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 60: "
                "may not specify a duration less than 10 minutes"
            )
        ],
    ),
]


@pytest.mark.parametrize(("source", "expected"), VOLUMES, ids=[str(index) for index in range(len(VOLUMES))])
def test_a_volume_is_refused_in_upstreams_words(refusal: Refusal, source: Object, expected: list[str]) -> None:
    assert refusal(with_volume(source)) == [f"spec.volumes[0].{words}" for words in expected]


def test_a_faulty_volume_cannot_be_mounted_either(refusal: Refusal) -> None:
    assert refusal(with_volume({"secret": {}}, {})) == [
        "spec.volumes[0].secret.secretName: Required value",
        'spec.containers[0].volumeMounts[0].name: Not found: "data"',
    ]


def test_a_claim_made_for_the_pod_is_not_mounted_by_name(refusal: Refusal) -> None:
    claim = {"spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
    volumes = [
        {"name": "own", "ephemeral": {"volumeClaimTemplate": claim}},
        {"name": "other", "persistentVolumeClaim": {"claimName": "shop-own"}},
    ]
    words = "must not reference a PVC that gets created for an ephemeral volume"
    assert refusal(pod(volumes=volumes)) == [
        f'spec.volumes[1].persistentVolumeClaim.claimName: Invalid value: "shop-own": {words}'
    ]


CONTAINERS = [
    (
        {"volumeMounts": [{"name": "data", "mountPath": "/d", "mountPropagation": "Bidirectional"}]},
        [
            (
                "volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is "
                "available only to privileged containers"
            )
        ],
    ),
    (
        {"volumeMounts": [{"name": "data", "mountPath": "/d", "recursiveReadOnly": "Enabled"}]},
        ["volumeMounts.recursiveReadOnly: Forbidden: may only be specified when readOnly is true"],
    ),
    (
        {"volumeMounts": [{"name": "data", "mountPath": "/d", "subPath": "a", "subPathExpr": "b"}]},
        ['volumeMounts.subPathExpr: Invalid value: "b": subPathExpr and subPath are mutually exclusive'],
    ),
    (
        {"volumeDevices": [{"name": "data", "devicePath": "/dev/x"}]},
        [
            (
                'volumeDevices[0].name: Invalid value: "data": '
                "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"
            )
        ],
    ),
    ({"image": " nginx"}, ['image: Invalid value: " nginx": must not have leading or trailing whitespace']),
    (
        {"terminationMessagePolicy": "Both"},
        ['terminationMessagePolicy: Unsupported value: "Both": supported values: "File", "FallbackToLogsOnError"'],
    ),
    (
        {"resizePolicy": [{"resourceName": "cpu", "restartPolicy": "Sometimes"}]},
        ['resizePolicy: Unsupported value: "Sometimes": supported values: "NotRequired", "RestartContainer"'],
    ),
    (
        {"restartPolicyRules": [{"action": "Restart", "exitCodes": {"operator": "In", "values": [1]}}]},
        ["restartPolicy: Required value: must specify restartPolicy when restart rules are used"],
    ),
    (
        {"resources": {"requests": {"example.com/gpu": "1"}}},
        ["resources.limits: Required value: Limit must be set for non overcommitable resources"],
    ),
    (
        {"resources": {"requests": {"example.com/gpu": "1"}, "limits": {"example.com/gpu": "2"}}},
        ['resources.requests: Invalid value: "1": must be equal to example.com/gpu limit of 2'],
    ),
    (
        {"resources": {"limits": {"hugepages-2Mi": "3Mi", "cpu": "1"}, "requests": {"hugepages-2Mi": "3Mi"}}},
        [
            (
                'resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive '
                "integer multiple of hugepages-2Mi"
            ),
            (
                'resources.requests[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive '
                "integer multiple of hugepages-2Mi"
            ),
        ],
    ),
    (
        {"resources": {"claims": [{"name": "gpu"}]}},
        ['resources.claims[0]: Not found: "gpu": must be one of the names in pod.spec.resourceClaims which is empty'],
    ),
    (
        {"env": [{"name": "A", "valueFrom": {"resourceFieldRef": {"resource": "limits.cpu", "divisor": "2"}}}]},
        [
            (
                'env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": '
                "only divisor's values 1m and 1 are supported with the cpu resource"
            )
        ],
    ),
    (
        {"env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName['a']"}}}]},
        [
            (
                "env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"spec.nodeName['a']\": "
                "error converting fieldPath: "
                "field label does not support subscript: spec.nodeName['a']"
            )
        ],
    ),
    (
        {"securityContext": {"procMount": "Unmasked"}},
        ['securityContext.procMount: Invalid value: "Unmasked": `hostUsers` must be false to use `Unmasked`'],
    ),
    (
        {"securityContext": {"appArmorProfile": {"type": "Localhost"}}},
        [
            (
                "securityContext.appArmorProfile.localhostProfile: Required value: must be set "
                "when AppArmor type is Localhost"
            )
        ],
    ),
    (
        {"securityContext": {"seccompProfile": {"type": "RuntimeDefault", "localhostProfile": "a"}}},
        [
            (
                "securityContext.seccompProfile.localhostProfile: Invalid value: "
                '{"Type":"RuntimeDefault","LocalhostProfile":"a"}: '
                "can only be set when seccomp type is Localhost"
            )
        ],
    ),
    (
        {"lifecycle": {"preStop": {"sleep": {"seconds": 40}}}},
        [
            (
                "lifecycle.preStop.sleep: Invalid value: 40: must be non-negative and less than "
                "terminationGracePeriodSeconds (30)"
            )
        ],
    ),
]


@pytest.mark.parametrize(("container", "expected"), CONTAINERS, ids=[str(index) for index in range(len(CONTAINERS))])
def test_a_container_is_refused_in_upstreams_words(refusal: Refusal, container: Object, expected: list[str]) -> None:
    found = refusal(pod(container, volumes=[{"name": "data", "emptyDir": {}}]))
    assert found == [f"spec.containers[0].{words}" for words in expected]


AFFINITY = {
    "required": "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]",
    "pods": "affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]",
}


def node_affinity(term: Object) -> Object:
    return {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [term]}}}


def pod_affinity(term: Object) -> Object:
    return {"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{"topologyKey": "zone", **term}]}}


SPECS = [
    (
        {"affinity": node_affinity({"matchFields": [{"key": "spec.x", "operator": "In", "values": ["a"]}]})},
        [f'{AFFINITY["required"]}.matchFields[0].key: Invalid value: "spec.x": not a valid field selector key'],
    ),
    (
        {"affinity": pod_affinity({"matchLabelKeys": ["app"]})},
        [f"{AFFINITY['pods']}.matchLabelKeys: Forbidden: must not be specified when labelSelector is not set"],
    ),
    (
        {
            "topologySpreadConstraints": [
                {
                    "maxSkew": 1,
                    "topologyKey": "zone",
                    "whenUnsatisfiable": "ScheduleAnyway",
                    "nodeTaintsPolicy": "Maybe",
                }
            ]
        },
        [
            (
                'topologySpreadConstraints[0].nodeTaintsPolicy: Unsupported value: "Maybe": '
                'supported values: "Honor", "Ignore"'
            )
        ],
    ),
    (
        {"tolerations": [{"key": "a", "operator": "Same"}]},
        ['tolerations[0].operator: Unsupported value: "Same": supported values: "Equal", "Exists"'],
    ),
    ({"os": {"name": "beos"}}, ['os: Unsupported value: "beos": supported values: "linux", "windows"']),
    ({"os": {"name": "windows"}, "hostPID": True}, ["hostPID: Forbidden: cannot be set for a windows pod"]),
    (
        {"dnsPolicy": "Mine"},
        [
            (
                'dnsPolicy: Unsupported value: "Mine": supported values: '
                '"ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"'
            )
        ],
    ),
    ({"dnsConfig": {"options": [{"value": "5"}]}}, ["dnsConfig.options[0]: Required value: must not be empty"]),
    ({"hostUsers": False, "hostPID": True}, ["HostPID: Forbidden: when `pod.Spec.HostUsers` is false"]),
    (
        {"securityContext": {"sysctls": [{"name": "net.core.somaxconn", "value": "1"}]}, "hostNetwork": True},
        [
            (
                'securityContext.sysctls[0].name: Invalid value: "net.core.somaxconn": '
                "may not be specified when 'hostNetwork' is true"
            )
        ],
    ),
    (
        {"securityContext": {"supplementalGroups": [-1]}},
        ["securityContext.supplementalGroups[0]: Invalid value: -1: must be between 0 and 2147483647, inclusive"],
    ),
    (
        {"resourceClaims": [{"name": "gpu"}]},
        [
            (
                "resourceClaims[0]: Invalid value: "
                '{"Name":"gpu","ResourceClaimName":null,"ResourceClaimTemplateName":null}: '
                "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"
            )
        ],
    ),
    (
        {
            "resources": {"requests": {"cpu": "1"}},
            "containers": [{"name": "app", "image": "nginx", "resources": {"requests": {"cpu": "2"}}}],
        },
        [
            (
                'resources.requests[cpu]: Invalid value: "1": must be greater than or equal to '
                "aggregate container requests of 2"
            )
        ],
    ),
    (
        {"resources": {"requests": {"storage": "1Gi"}}},
        ['resources.requests[storage]: Unsupported value: "storage": supported values: "cpu", "hugepages-", "memory"'],
    ),
    (
        {"schedulingGates": [{"name": "a"}], "nodeName": "controlplane"},
        ["nodeName: Forbidden: cannot be set until all schedulingGates have been cleared"],
    ),
    ({"hostname": "a.b"}, ['hostname: Invalid value: "a.b": must not contain dots']),
]


@pytest.mark.parametrize(("spec", "expected"), SPECS, ids=[str(index) for index in range(len(SPECS))])
def test_a_pod_spec_is_refused_in_upstreams_words(refusal: Refusal, spec: Object, expected: list[str]) -> None:
    assert refusal(pod(**spec)) == [f"spec.{words}" for words in expected]


ANNOTATIONS = [
    (
        {"controller.kubernetes.io/pod-deletion-cost": "many"},
        '[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "many": must be a 32bit integer',
    ),
    (
        {"kubernetes.io/config.mirror": "x"},
        '[kubernetes.io/config.mirror]: Invalid value: "x": must set spec.nodeName if mirror pod annotation is set',
    ),
    (
        {"container.apparmor.security.beta.kubernetes.io/none": "runtime/default"},
        '[container.apparmor.security.beta.kubernetes.io/none]: Invalid value: "none": container not found',
    ),
]


@pytest.mark.parametrize(("annotations", "expected"), ANNOTATIONS, ids=["cost", "mirror", "apparmor"])
def test_annotations_that_mean_something_are_checked(
    refusal: Refusal, annotations: dict[str, str], expected: str
) -> None:
    assert refusal(pod(meta={"annotations": annotations})) == [f"metadata.annotations{expected}"]


def test_a_private_token_needs_an_account_only_where_none_is_set(refusal: Refusal) -> None:
    source = {"projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}}
    assert refusal(with_volume(source, {})) == []


def test_an_image_pull_secret_without_a_name_is_only_warned_of(refusal: Refusal) -> None:
    assert refusal(pod(imagePullSecrets=[{}])) == []
