"""CustomResourceDefinitions and their objects: structural schemas, CEL rules, subresources, versions."""
# ruff: noqa: E501, ISC004  (messages, whole)

from typing import Any

import pytest
import yaml

from sandbox.sim.world import World

Object = dict[str, Any]
SPEC: Object = {"type": "object", "properties": {"size": {"type": "integer"}}}


@pytest.fixture
def world() -> World:
    return World.create(seed=7, nodes=("controlplane",))


def definition(spec: Object = SPEC, *, version: Object | None = None, **more: Any) -> Object:
    schema = {"type": "object", "properties": {"spec": spec, **more}}
    versions = [
        {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}, **(version or {})}
    ]
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "gadgets.shop.example.com"},
        "spec": {
            "group": "shop.example.com",
            "scope": "Namespaced",
            "names": {"plural": "gadgets", "kind": "Gadget"},
            "versions": versions,
        },
    }


def apply(world: World, obj: Object) -> str:
    world.files.write("/root/x.yaml", yaml.safe_dump(obj, sort_keys=False))
    return world.run("kubectl apply -f x.yaml").stderr.strip()


def gadget(spec: Object, name: str = "g") -> Object:
    return {"apiVersion": "shop.example.com/v1", "kind": "Gadget", "metadata": {"name": name}, "spec": spec}


HEAD = 'The CustomResourceDefinition "gadgets.shop.example.com" is invalid: '
ROOT = "spec.validation.openAPIV3Schema"
HERE = f"{ROOT}.properties[spec]"
RULE = f"{HERE}.x-kubernetes-validations[0]"


@pytest.mark.parametrize(
    ("spec", "fault"),
    [
        ({}, f"{HERE}.type: Required value: must not be empty for specified object fields"),
        ({"type": "array"}, f"{HERE}.items: Required value: must be specified"),
        ({"type": "array", "items": {}}, f"{HERE}.items.type: Required value: must not be empty for specified array items"),
        (
            {"type": "text"},
            f'{HERE}.type: Unsupported value: "text": supported values: "array", "boolean", "integer", "number", '
            '"object", "string"',
        ),
        (
            {**SPEC, "additionalProperties": {"type": "string"}},
            f"{HERE}.additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive",
        ),
        (
            {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "map"},
            f"{HERE}.x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map",
        ),
        (
            {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
            f"{HERE}.uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic",
        ),
        (
            {"type": "object", "properties": {"size": {"type": "integer", "default": "many"}}},
            f'{HERE}.properties[size].default: Invalid value: "string":  in body must be of type integer: "string"',
        ),
        (
            {**SPEC, "x-kubernetes-validations": [{"rule": "  "}]},
            f"{RULE}.rule: Required value: rule is not specified",
        ),
        (
            {**SPEC, "x-kubernetes-validations": [{"rule": "self.sise > 1"}]},
            f'{RULE}.rule: Invalid value: {{"Rule":"self.sise > 1","Message":"","MessageExpression":"","Reason":null,'
            '"FieldPath":"","OptionalOldSelf":null}: compilation failed: ERROR: <input>:1:5: undefined field \'sise\'\n'
            " | self.sise > 1\n | ....^",
        ),
    ],
)  # fmt: skip
def test_what_a_schema_may_not_say(world: World, spec: Object, fault: str) -> None:
    assert HEAD.rstrip() in apply(world, definition(spec))
    assert fault in apply(world, definition(spec))


@pytest.mark.parametrize(
    ("version", "fault"),
    [
        (
            {"additionalPrinterColumns": [{"name": "Size", "type": "int", "jsonPath": ".spec.size"}]},
            'spec.additionalPrinterColumns[0].type: Invalid value: "int": must be one of boolean,date,integer,number,string',
        ),
        (
            {"subresources": {"scale": {"specReplicasPath": "spec.size", "statusReplicasPath": ".status.size"}}},
            'spec.subresources.scale.specReplicasPath: Invalid value: "spec.size": must be a simple json path starting with .',
        ),
    ],
)  # fmt: skip
def test_what_a_version_may_not_say(world: World, version: Object, fault: str) -> None:
    assert apply(world, definition(version=version)) == HEAD + fault


@pytest.mark.parametrize(
    ("rules", "spec", "fault"),
    [
        ([{"rule": "self.size < 5"}], {"size": 9}, "spec: Invalid value: failed rule: self.size < 5"),
        ([{"rule": "self.size < 5", "message": "too big"}], {"size": 9}, "spec: Invalid value: too big"),
        (
            [{"rule": "self.size < 5", "messageExpression": "string(self.size) + ' is too big'"}],
            {"size": 9},
            "spec: Invalid value: 9 is too big",
        ),
        (
            [{"rule": "self.size < 5", "fieldPath": ".size", "reason": "FieldValueForbidden", "message": "no"}],
            {"size": 9},
            "spec.size: Forbidden: no",
        ),
        ([{"rule": "self.size < 5"}], {}, 'spec: Invalid value: "object": no such key: size evaluating rule: self.size < 5'),
        ([{"rule": "!has(self.size) || self.size < 5"}], {}, ""),
        ([{"rule": "self.size >= oldSelf.size", "message": "only up"}], {"size": 1}, ""),
    ],
)  # fmt: skip
def test_rules_of_objects(world: World, rules: list[Object], spec: Object, fault: str) -> None:
    assert apply(world, definition({**SPEC, "x-kubernetes-validations": rules})) == ""
    assert apply(world, gadget(spec)) == (f'The Gadget "g" is invalid: {fault}' if fault else "")


def test_rules_of_transitions_and_of_scalars(world: World) -> None:
    size = {"type": "integer", "x-kubernetes-validations": [{"rule": "self == oldSelf", "message": "is immutable"}]}
    assert apply(world, definition({"type": "object", "properties": {"size": size}})) == ""
    assert apply(world, gadget({"size": 1})) == ""
    assert apply(world, gadget({"size": 2})) == 'The Gadget "g" is invalid: spec.size: Invalid value: 2: is immutable'


def test_rules_wait_until_the_rest_is_valid(world: World) -> None:
    spec = {**SPEC, "required": ["size"], "x-kubernetes-validations": [{"rule": "self.size < 5"}]}
    apply(world, definition(spec))
    assert apply(world, gadget({})) == (
        'The Gadget "g" is invalid: \n* spec.size: Required value\n* <nil>: Invalid value: "null": some validation rules '
        "were not checked because the object was invalid; correct the existing errors to complete validation"
    )


@pytest.mark.parametrize(
    ("schema", "value", "fault"),
    [
        ({"type": "string", "format": "date-time"}, "now", 'spec.x: Invalid value: "now": spec.x in body must be of type date-time: "now"'),
        ({"type": "string", "pattern": "^a"}, "b", 'spec.x: Invalid value: "b": spec.x in body should match \'^a\''),
        ({"x-kubernetes-int-or-string": True}, "50%", ""),
        ({"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"}, ["a"] * 2, 'spec.x[1]: Duplicate value: "a"'),
        ({"type": "integer", "nullable": True}, None, ""),
        ({"type": "integer", "multipleOf": 4}, 6, "spec.x: Invalid value: 6: spec.x in body should be a multiple of 4"),
    ],
)  # fmt: skip
def test_values(world: World, schema: Object, value: Any, fault: str) -> None:
    assert apply(world, definition({"type": "object", "properties": {"x": schema}})) == ""
    assert apply(world, gadget({"x": value})) == (f'The Gadget "g" is invalid: {fault}' if fault else "")


def test_alternatives(world: World) -> None:
    spec = {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
        "oneOf": [{"required": ["a"]}, {"required": ["b"]}],
    }
    assert apply(world, definition(spec)) == ""
    assert apply(world, gadget({"a": "x"})) == ""
    both = 'The Gadget "h" is invalid: <nil>: Invalid value: "": "spec" must validate one and only one schema (oneOf). '
    assert apply(world, gadget({"a": "x", "b": "z"}, "h")) == f"{both}Found 2 valid alternatives"


def test_a_version_that_is_stored_must_stay(world: World) -> None:
    obj = definition()
    assert apply(world, obj) == ""
    obj["spec"]["versions"][0]["name"] = "v2"
    assert apply(world, obj).startswith(
        f'{HEAD}status.storedVersions[0]: Invalid value: "v1": missing from spec.versions; v1 was previously a storage version'
    )


def test_columns_scale_status_and_explain(world: World) -> None:
    version = {
        "subresources": {
            "status": {},
            "scale": {"specReplicasPath": ".spec.size", "statusReplicasPath": ".status.ready"},
        },
        "additionalPrinterColumns": [{"name": "Size", "type": "integer", "jsonPath": ".spec.size"}],
    }
    status = {"type": "object", "properties": {"ready": {"type": "integer"}}}
    described = {"type": "object", "description": "What it is.", "properties": {"size": {"type": "integer"}}}
    assert apply(world, definition(described, version=version, status=status)) == ""
    assert apply(world, gadget({"size": 2})) == ""
    assert world.run("kubectl get gadgets").stdout == "NAME   SIZE\ng      2\n"
    assert world.run("kubectl scale gadget g --replicas=5").stdout == "gadget.shop.example.com/g scaled\n"
    assert world.run("kubectl get gadget g -o jsonpath={.spec.size}").stdout == "5"
    explained = world.run("kubectl explain gadget.spec").stdout
    assert "What it is." in explained
    assert "size\t<integer>" in explained
