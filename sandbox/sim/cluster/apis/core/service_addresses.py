"""ClusterIPs and address families of Services.

Models ValidateServiceClusterIPsRelatedFields and validateUpgradeDowngradeClusterIPs of
k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from ipaddress import ip_address
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, duplicate, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import ip

Object = dict[str, Any]
_FAMILIES = ("IPv4", "IPv6")
_FAMILY_POLICIES = ("PreferDualStack", "RequireDualStack", "SingleStack")
_STAYS = "may not change once set"


def is_headless(spec: Object) -> bool:
    """Tell whether a Service has no address of its own."""
    return spec.get("clusterIP") == "None" or spec.get("clusterIPs") == ["None"]


def validate_cluster_ips(spec: Object) -> list[FieldError]:
    """Check addresses, families, and that they go together."""
    if spec["type"] == "ExternalName":
        return []
    addresses, families = spec.get("clusterIPs") or [], spec.get("ipFamilies") or []
    faults = _in_step(spec.get("clusterIP", ""), addresses)
    for index, family in enumerate(families):
        if family not in _FAMILIES:
            faults.append(not_supported(f"spec.ipFamilies[{index}]", family, _FAMILIES))
        if family in families[:index]:
            faults.append(duplicate(f"spec.ipFamilies[{index}]", family))
    policy = spec.get("ipFamilyPolicy")
    if policy is not None and policy not in _FAMILY_POLICIES:
        faults.append(not_supported("spec.ipFamilyPolicy", policy, _FAMILY_POLICIES))
    broken = _addresses(addresses)
    faults += broken
    most = 2
    if len(addresses) > most:
        faults.append(invalid("spec.clusterIPs", addresses, f"may only hold up to {most} values"))
    if broken:
        return faults
    return faults + _stacks(addresses) + ([] if is_headless(spec) else _matching(addresses, families))


def _in_step(one: str, addresses: list[str]) -> list[FieldError]:
    if not one:
        words = "must be empty when `clusterIP` is not specified"
        return [invalid("spec.clusterIPs", addresses, words)] if addresses else []
    if not addresses:
        return [required("spec.clusterIPs")]
    words = "first value must match `clusterIP`"
    return [] if addresses[0] == one else [invalid("spec.clusterIPs", addresses, words)]


def _addresses(addresses: list[str]) -> list[FieldError]:
    faults: list[FieldError] = []
    for index, address in enumerate(addresses):
        if index == 0 and address == "None":
            if len(addresses) > 1:
                faults.append(invalid("spec.clusterIPs", addresses, "'None' must be the first and only value"))
            continue
        faults += [invalid(f"spec.clusterIPs[{index}]", address, words) for words in ip(address)]
    return faults


def _stacks(addresses: list[str]) -> list[FieldError]:
    if len(addresses) < 2 or {ip_address(text).version for text in addresses} == {4, 6}:  # noqa: PLR2004  (a pair)
        return []
    return [invalid("spec.clusterIPs", addresses, "may specify no more than one IP for each IP family")]


def _matching(addresses: list[str], families: list[str]) -> list[FieldError]:
    return [
        invalid(
            f"spec.clusterIPs[{index}]", address, f"expected an {family} value as indicated by `ipFamilies[{index}]`"
        )
        for index, (address, family) in enumerate(zip(addresses, families, strict=False))
        if family in _FAMILIES and f"IPv{ip_address(address).version}" != family
    ]


def validate_addresses_stay(new: Object, old: Object) -> list[FieldError]:
    """Check that a Service keeps its addresses, unless it becomes or was an ExternalName."""
    if "ExternalName" in (new["type"], old.get("type")) or (is_headless(new) and is_headless(old)):
        return []
    faults: list[FieldError] = []
    before, after = old.get("clusterIPs") or [], new.get("clusterIPs") or []
    if len(before) == len(after):
        faults += [
            invalid(f"spec.clusterIPs[{index}]", after, _STAYS)
            for index, address in enumerate(before)
            if address != after[index]
        ]
    elif not after:
        faults.append(invalid("spec.clusterIPs[0]", new.get("clusterIPs"), "primary clusterIP can not be unset"))
    elif before and before[0] != after[0]:
        faults.append(invalid("spec.clusterIPs[0]", after, _STAYS))
    had, has = old.get("ipFamilies") or [], new.get("ipFamilies") or []
    if is_headless(new) == is_headless(old) and had and has and had[0] != has[0]:
        faults.append(invalid("spec.ipFamilies[0]", has, _STAYS))
    return faults
