"""ServiceCIDRs and the IPAddresses that are taken from them.

Models ValidateServiceCIDR and ValidateIPAddress of k8s.io/kubernetes/pkg/apis/networking/validation v1.36.
"""

from ipaddress import ip_network
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid, required
from sandbox.sim.cluster.apimachinery.names import cidr, dns1123_subdomain, ip, path_segment
from sandbox.sim.cluster.apis.object_meta import immutable
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_PAIR = 2
_FIXED = "field is immutable"
_ONE_EACH = "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64"


def _networks(obj: Object) -> list[str]:
    return list((obj.get("spec") or {}).get("cidrs") or ())


def validate(obj: Object) -> list[FieldError]:
    """Check the networks: one, or one of each family."""
    networks = _networks(obj)
    if not networks:
        return [required("spec.cidrs", "at least one CIDR required")]
    if len(networks) > _PAIR:
        return [invalid("spec.cidrs", {"CIDRs": networks}, "may only hold up to 2 values")]
    faults = [invalid(f"spec.cidrs[{i}]", text, words) for i, text in enumerate(networks) for words in cidr(text)]
    if not faults and len({ip_network(text, strict=False).version for text in networks}) < len(networks):
        faults.append(invalid("spec.cidrs", networks, _ONE_EACH))
    return faults


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that networks stay; a second family may be added."""
    after, before = _networks(new), _networks(old)
    changed = [i for i, (one, other) in enumerate(zip(before, after, strict=False)) if one != other]
    faults = [invalid(f"spec.cidrs[{index}]", after[index], _FIXED) for index in changed]
    if len(after) == len(before):
        return faults
    if len(before) == 1 and len(after) == _PAIR:
        return faults + validate(new)
    return [invalid("spec.cidrs", after, _FIXED)]


def _validate_address(obj: Object) -> list[FieldError]:
    parent, path = (obj.get("spec") or {}).get("parentRef"), "spec.parentRef"
    if parent is None:
        return [required(path)]
    faults: list[FieldError] = []
    if parent.get("group"):
        faults += [invalid(f"{path}.group", parent["group"], words) for words in dns1123_subdomain(parent["group"])]
    for key in ("resource", "name"):
        value = parent.get(key, "")
        if not value:
            faults.append(required(f"{path}.{key}"))
        faults += [invalid(f"{path}.{key}", value, words) for words in path_segment(value)]
    space = parent.get("namespace", "")
    return faults + [invalid(f"{path}.namespace", space, words) for words in path_segment(space)]


def _validate_address_update(new: Object, old: Object) -> list[FieldError]:
    after, before = (new.get("spec") or {}).get("parentRef"), (old.get("spec") or {}).get("parentRef")
    return immutable(after, before, "spec.parentRef")


SERVICE_CIDR = Strategy(validate=validate, validate_update=validate_update, has_status=True)
IP_ADDRESS = Strategy(validate=_validate_address, validate_update=_validate_address_update, name_rule=ip)
