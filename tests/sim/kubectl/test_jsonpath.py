import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.sim.kubectl.jsonpath.evaluate import Evaluator
from sandbox.sim.kubectl.jsonpath.nodes import JsonPathError
from sandbox.sim.kubectl.jsonpath.parser import parse

PODS = {
    "items": [
        {"metadata": {"name": "a", "labels": {"app.kubernetes.io/name": "x"}}, "ready": True, "n": 1},
        {"metadata": {"name": "b"}, "ready": False, "n": 2, "conditions": [{"type": "Ready", "status": "True"}]},
    ]
}


def execute(template: str, data: object = PODS) -> str:
    return Evaluator().execute(parse(template), data)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{.items[0].metadata.name}", "a"),
        ("{.items[-1].metadata.name}", "b"),
        ("{.items[*].metadata.name}", "a b"),
        ("{..name}", "a b"),
        ("{.items[0:1].n}", "1"),
        ("{.items[0]['metadata','n']}", '{"labels":{"app.kubernetes.io/name":"x"},"name":"a"} 1'),
        (r"{.items[0].metadata.labels.app\.kubernetes\.io/name}", "x"),
        ("{.items[0].metadata.labels['app.kubernetes.io/name']}", "x"),
        ('{.items[?(@.metadata.name=="b")].n}', "2"),
        ("{.items[?(@.n>1)].metadata.name}", "b"),
        ("{.items[?(@.conditions)].metadata.name}", "b"),
        ('{.items[1].conditions[?(@.type=="Ready")].status}', "True"),
        ('{range .items[*]}{.metadata.name}{"\\t"}{.ready}{"\\n"}{end}', "a\ttrue\nb\tfalse\n"),
        ("names: {.items[*].metadata.name}!", "names: a b!"),
        ("{.items[*].nope}", ""),
        ("{@}", '{"items":['),
    ],
)
def test_templates_print_what_kubectl_prints(template: str, text: str) -> None:
    assert execute(template).startswith(text) if template == "{@}" else execute(template) == text


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{.foo", "unclosed action"),
        ("{.items[9]}", "array index out of bounds: index 9, length 2"),
        ("{end}", "not in range, nothing to end"),
        ("{.items[x]}", "invalid array index x"),
        ("{foo}", "unrecognized identifier foo"),
    ],
)
def test_faults_have_the_words_of_upstream(template: str, message: str) -> None:
    with pytest.raises(JsonPathError) as caught:
        execute(template)
    assert str(caught.value) == message


def test_a_missing_key_is_an_error_only_when_asked_for() -> None:
    with pytest.raises(JsonPathError, match="nope is not found"):
        Evaluator(allow_missing=False).execute(parse("{.nope}"), {})


@given(st.text("{}[].*@'\"abc 01:?()=<>,\\", max_size=20))
def test_any_template_is_read_or_refused_but_never_crashes(template: str) -> None:
    try:
        Evaluator().execute(parse(template), PODS)
    except JsonPathError:
        return
