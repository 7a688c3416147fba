"""Diagrams: an SVG file, checked against a short list and written anew.

Nothing is passed through: the file is parsed with expat (no document type, no entities, no processing instructions),
each element and attribute must be on a list, and what stands in the page is written from the parsed names and values.
"""

import re
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

from documents.faults import Fault
from documents.text import LocalizedText
from lessons import svg_wording

_NAMESPACE = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_SEPARATOR = " "
_MOST_ELEMENTS = 2000
_DEEPEST = 24

ELEMENTS = frozenset(
    {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc"}
    | {"defs", "marker", "pattern", "clipPath", "linearGradient", "radialGradient", "stop", "use"}
)
_GEOMETRY = (
    "x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy width height d points transform viewBox preserveAspectRatio offset "
    "rotate textLength lengthAdjust pathLength"
)
_PAINT = (
    "opacity fill-opacity stroke-opacity stop-opacity stroke-width stroke-dasharray stroke-dashoffset "
    "stroke-linecap stroke-linejoin stroke-miterlimit fill-rule clip-rule paint-order vector-effect"
)
_TEXT = "text-anchor dominant-baseline font-size font-weight font-style letter-spacing"
_PATTERNS = (
    "refX refY markerWidth markerHeight markerUnits orient patternUnits patternContentUnits patternTransform "
    "clipPathUnits gradientUnits gradientTransform spreadMethod"
)
_PLAIN = frozenset(f"{_GEOMETRY} {_PAINT} {_TEXT} {_PATTERNS}".split())
_COLOURS = frozenset({"fill", "stroke", "stop-color", "color"})
_REFERENCES = frozenset({"marker-start", "marker-mid", "marker-end", "clip-path"})

_PLAIN_VALUE = re.compile(r"[\w\s.,+%()-]*")
_COLOUR = re.compile(r"none|currentColor|transparent|inherit|var\(--[a-z0-9-]+\)")
_URL = re.compile(r"url\(#([A-Za-z][\w-]*)\)")
_ID = re.compile(r"[A-Za-z][\w-]*")
_CLASS = re.compile(r"[a-z][a-z0-9-]*(\s+[a-z][a-z0-9-]*)*")
_VIEW_BOX = re.compile(r"-?[\d.]+([\s,]+-?[\d.]+){3}")


def clean_svg(source: str, *, path: str, name: str) -> str | list[Fault]:
    """Return a diagram's elements as they may stand in a page, or every fault in the file.

    ``name`` goes before each id, so that two diagrams in one page never share one. The outer ``<svg>`` gets
    class ``pic`` and keeps its ``viewBox`` alone.
    """
    writer = _Writer(path=path, prefix=f"{name}-")
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    writer.listen(parser)
    try:
        parser.Parse(source, True)  # noqa: FBT003 - expat takes no keywords.
    except expat.ExpatError as error:
        writer.faults.append(
            Fault(path, error.lineno, error.offset + 1, svg_wording.not_xml(expat.errors.messages[error.code]))
        )
    except _RefusedError:
        pass
    writer.check_references()
    return writer.faults or "".join(writer.out)


class _RefusedError(Exception):
    """The file goes on in a way that is not worth reading; the fault is written already."""


@dataclass(slots=True)
class _Writer:
    """Listens to the parser, checks, and writes."""

    path: str
    prefix: str
    faults: list[Fault] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    used: dict[str, tuple[int, int]] = field(default_factory=dict)
    depth: int = 0
    count: int = 0
    parser: expat.XMLParserType | None = None

    def listen(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = lambda *_: self.refuse(svg_wording.doctype())
        parser.EntityDeclHandler = lambda *_: self.refuse(svg_wording.doctype())
        parser.ProcessingInstructionHandler = lambda *_: self.blame(svg_wording.instruction())

    @property
    def place(self) -> tuple[int, int]:
        if self.parser is None:
            return 0, 0
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def blame(self, text: LocalizedText) -> None:
        self.faults.append(Fault(self.path, *self.place, text))

    def refuse(self, text: LocalizedText) -> None:
        self.blame(text)
        raise _RefusedError

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > _DEEPEST or self.count > _MOST_ELEMENTS:
            self.refuse(svg_wording.too_large())
        namespace, _, local = name.rpartition(_SEPARATOR)
        if namespace != _NAMESPACE or local not in ELEMENTS or (local == "svg") != (self.depth == 1):
            self.blame(svg_wording.element(local, rooted=self.depth > 1))
        if self.depth == 1:
            self.root(attributes)
            return
        written = [self.attribute(key, value) for key, value in attributes.items()]
        self.out.append(f"<{local}{''.join(written)}>")

    def root(self, attributes: dict[str, str]) -> None:
        box = attributes.get("viewBox", "")
        if not _VIEW_BOX.fullmatch(box.strip()):
            self.blame(svg_wording.no_view_box())
        self.out.append(f'<svg class="pic" viewBox="{escape(box)}" role="img">')
        for key, value in attributes.items():
            if key not in {"viewBox", "width", "height", "class", "role", "version"}:
                self.attribute(key, value)

    def end(self, name: str) -> None:
        self.depth -= 1
        self.out.append(f"</{name.rpartition(_SEPARATOR)[2]}>")

    def text(self, data: str) -> None:
        self.out.append(escape(data))

    def attribute(self, key: str, value: str) -> str:
        """Return one attribute as it is written, or an empty text and a fault."""
        if key in _PLAIN and _PLAIN_VALUE.fullmatch(value):
            return f' {key}="{escape(value)}"'
        if key in _COLOURS and _COLOUR.fullmatch(value):
            return f' {key}="{value}"'
        if key == "id" and _ID.fullmatch(value):
            self.ids.add(value)
            return f' id="{self.prefix}{value}"'
        if key == "class" and _CLASS.fullmatch(value):
            return f' class="{value}"'
        return self.reference(key, value)

    def reference(self, key: str, value: str) -> str:
        """Return an attribute that names another element of the file."""
        local = key.rpartition(_SEPARATOR)[2]
        if local == "href" and key in {"href", _XLINK + _SEPARATOR + "href"} and _ID.fullmatch(value[1:]):
            self.used.setdefault(value[1:], self.place)
            return f' href="#{self.prefix}{value[1:]}"' if value.startswith("#") else self.forbid(local, value)
        found = _URL.fullmatch(value) if key in _REFERENCES | _COLOURS else None
        if found is None:
            return self.forbid(local, value)
        self.used.setdefault(found[1], self.place)
        return f' {key}="url(#{self.prefix}{found[1]})"'

    def forbid(self, key: str, value: str) -> str:
        self.blame(svg_wording.colour(key, value) if key in _COLOURS else svg_wording.attribute(key, value))
        return ""

    def check_references(self) -> None:
        for name, (line, column) in self.used.items():
            if name not in self.ids:
                self.faults.append(Fault(self.path, line, column, svg_wording.reference(name)))
        self.faults.sort(key=lambda fault: (fault.line, fault.column))
