"""Templates print and fail as Go's do."""

import pytest

from sandbox.sim.cli.gotemplate.template import Template, TemplateError
from sandbox.sim.cli.gotemplate.values import Record, Struct

DATA = {
    "Name": "/c1",
    "State": {"Status": "up", "Pid": 7},
    "L": [{"a": 1}, {"a": 2}],
    "M": {"b": "x", "a": "y"},
    "N": None,
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{.State.Status}}", "up"),
        ("{{range .L}}{{.a}},{{end}}", "1,2,"),
        ("{{range $k, $v := .M}}{{$k}}={{$v};{{end}}".replace("{{$v}", "{{$v}}"), "a=y;b=x;"),
        ("{{range .Nothing}}x{{else}}none{{end}}", "none"),
        ("{{json .M}}", '{"a":"y","b":"x"}'),
        ("{{.M}} {{.L}}", "map[a:y b:x] [map[a:1] map[a:2]]"),
        ('{{if and (eq .Name "/c1") (gt .State.Pid 3)}}yes{{else if .N}}maybe{{else}}no{{end}}', "yes"),
        ("{{with .State}}{{.Pid}}{{$.Name}}{{end}}", "7/c1"),
        ('{{ .Name | upper | printf "%q" }}', '"/C1"'),
        ('{{- "a" -}}   b {{/* nothing */}}', "ab "),
        ("{{$x := 1}}{{if true}}{{$x = 2}}{{end}}{{$x}}", "2"),
        ('{{join (split "a,b" ",") "-"}} {{len .L}} {{index .M "a"}} {{title "ab"}}', "a-b 2 y Ab"),
        ('{{define "t"}}<{{.}}>{{end}}{{template "t" .Name}}', "</c1>"),
        ("{{range .L}}{{if eq .a 2}}{{break}}{{end}}{{.a}}{{end}}", "1"),
        ('{{printf "%5.1f|%-3d|%03d|%v" 1.25 7 7 .L}}', "  1.2|7  |007|[map[a:1] map[a:2]]"),
        ('{{"<b>" | html}} {{not true}} {{or "" "x"}}', "&lt;b&gt; false x"),
    ],
)
def test_a_template_prints(source: str, expected: str) -> None:
    assert Template(source).execute(DATA) == expected


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{.State", "template: :1: unclosed action"),
        ("{{nosuch .}}", 'template: :1: function "nosuch" not defined'),
        ("{{if .Name}}", "template: :1: unexpected EOF"),
        ("{{end}}", "template: :1: unexpected {{end}}"),
        ("{{.Nope}}", 'template: :1:2: executing "" at <.Nope>: map has no entry for key "Nope"'),
        ("{{.State.Nope}}", 'template: :1:8: executing "" at <.State.Nope>: map has no entry for key "Nope"'),
        ("{{$x}}", 'template: :1: undefined variable "$x"'),
        ('{{"a}}', "template: :1: unterminated quoted string"),
        ("{{len 3}}", 'template: :1:2: executing "" at <len 3>: error calling len: len of type int'),
    ],
)
def test_a_template_fails(source: str, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        Template(source).execute(DATA, strict=True)
    assert str(caught.value) == message


def test_a_context_names_its_type_when_a_field_is_missing() -> None:
    with pytest.raises(TemplateError, match=r"can't evaluate field Foo in type \*formatter.ContainerContext"):
        Template("{{.Foo}}").execute(Record("*formatter.ContainerContext", {}))


def test_a_struct_prints_its_fields_in_order() -> None:
    assert Template("{{.}}").execute(Struct(b=1, a="x")) == "{1 x}"


def test_a_template_cannot_print_without_end() -> None:
    with pytest.raises(TemplateError, match="prints too much"):
        Template("{{range .}}{{range $}}{{range $}}{{range $}}xxxxxxxx{{end}}{{end}}{{end}}{{end}}").execute([0] * 40)
