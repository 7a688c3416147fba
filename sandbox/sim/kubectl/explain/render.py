"""The text of ``kubectl explain``.

Models plaintext.tmpl of k8s.io/kubectl/pkg/explain/v2 v1.36.
"""

import textwrap
from dataclasses import dataclass
from typing import Any

from sandbox.sim.kubectl.explain.fields import Fields

Schema = dict[str, Any]
WIDTH = 76


@dataclass(frozen=True, slots=True)
class Kind:
    """Whose fields are explained."""

    group: str
    version: str
    kind: str

    @property
    def header(self) -> str:
        """The lines at the top."""
        group = f"GROUP:      {self.group}\n" if self.group else ""
        return f"{group}KIND:       {self.kind}\nVERSION:    {self.version}\n\n"


def wrap(text: str, indent: str) -> str:
    """Return a description folded at 76 columns, its own line ends kept."""
    lines: list[str] = []
    for line in text.strip().split("\n"):
        folded = textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False)
        lines += folded or [""]
    return "".join(f"{indent}{line}\n" if line else f"{indent}\n" for line in lines)


def field_line(fields: Fields, name: str, schema: Schema, *, required: bool) -> str:
    """Return ``name	<type> -required-`` and the values of an enumeration."""
    line = f"{name}\t<{fields.type_of(schema)}>{' -required-' if required else ''}\n"
    values = fields.target(schema).get("enum") or (fields.target(schema.get("items") or {})).get("enum")
    values = None if name in ("apiVersion", "kind") else values
    return line + (f"  enum: {', '.join(str(value) for value in values)}\n" if values else "")


def explain(kind: Kind, fields: Fields, schema: Schema, path: list[str], *, recursive: bool) -> str:
    """Return the explanation of a kind, or of the field at ``path``. Raises KeyError for an unknown field."""
    text, current = kind.header, schema
    for name in path:
        current = fields.members(current)[name]
    if path:
        text += f"FIELD: {path[-1]} <{fields.type_of(current)}>\n"
        values = fields.target(current).get("enum")
        text += "ENUM:\n" + "".join(f"    {value}\n" for value in values) if values else ""
        text += "\n\n" if not values else "\n"
    text += f"DESCRIPTION:\n{_description(fields, current)}"
    members = fields.members(current)
    if members:
        text += "FIELDS:\n"
        text += _tree(fields, current, "  ", ()) if recursive else _list(fields, current)
    return text + "\n"


def _description(fields: Fields, schema: Schema) -> str:
    own = schema.get("description") or ""
    target = (
        fields.inside(schema).get("description") or ""
        if fields.members(schema)
        else fields.target(schema).get("description") or ""
    )
    words = own if own == target or not target else f"{own}\n{target}" if own else target
    return wrap(words, "    ") + "    \n" if words else "    <empty>\n"


def _list(fields: Fields, schema: Schema) -> str:
    inside = fields.inside(schema)
    text = ""
    for name, member in sorted(fields.members(schema).items()):
        required = name in (inside.get("required") or ())
        text += f"  {field_line(fields, name, member, required=required)}"
        words = member.get("description") or fields.target(member).get("description") or ""
        text += (wrap(words, "    ") if words else "    <no description>\n") + "\n"
    return text


def _tree(fields: Fields, schema: Schema, indent: str, seen: tuple[str, ...]) -> str:
    inside = fields.inside(schema)
    text = ""
    for name, member in sorted(fields.members(schema).items()):
        required = name in (inside.get("required") or ())
        text += f"{indent}{field_line(fields, name, member, required=required)}"
        reference = _last_reference(fields, member)
        if reference not in seen:
            text += _tree(fields, member, f"{indent}  ", (*seen, reference) if reference else seen)
    return text


def _last_reference(fields: Fields, schema: Schema) -> str:
    found = fields.reference(schema)
    if not found and "items" in schema:
        return fields.reference(schema["items"])
    return found
