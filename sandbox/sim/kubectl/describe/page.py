"""A description being written: lines with levels, aligned at the end.

Models PrefixWriter of k8s.io/kubectl/pkg/describe v1.36.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.sim.cli.tabwriter import align
from sandbox.sim.kubectl.applied import LAST_APPLIED
from sandbox.sim.kubectl.client import Client

Object = dict[str, Any]
MAX_ANNOTATION = 140


@dataclass(slots=True)
class Page:
    """The lines so far, and what a describer may ask: the server and the time in nanoseconds."""

    client: Client
    now: int
    lines: list[str] = field(default_factory=list)

    def add(self, text: str, level: int = 0) -> None:
        """Add one line; tabs part its cells."""
        self.lines.append("  " * level + text)

    def render(self) -> str:
        """Return the aligned text."""
        return align("\n".join(self.lines) + "\n")

    def labels(self, title: str, labels: Mapping[str, str] | None) -> None:
        """Add ``Labels:`` and its pairs, one a line."""
        self.many(title, [f"{key}={labels[key]}" for key in sorted(labels)] if labels else [])

    def many(self, title: str, values: Iterable[str]) -> None:
        """Add a title and its values, one a line under each other; ``<none>`` for none."""
        found = list(values)
        self.add(f"{title}:\t{found[0] if found else '<none>'}")
        for value in found[1:]:
            self.add(f"\t{value}")

    def annotations(self, title: str, annotations: Mapping[str, str] | None) -> None:
        """Add ``Annotations:`` without what apply remembers; long values go on lines of their own."""
        shown = {key: value for key, value in (annotations or {}).items() if key != LAST_APPLIED}
        if not shown:
            self.add(f"{title}:\t<none>")
            return
        prefix = f"{title}:\t"
        for key in sorted(shown):
            value = shown[key].removesuffix("\n")
            if len(value) + len(key) + 2 > MAX_ANNOTATION or "\n" in value:
                self.add(f"{prefix}{key}:")
                for line in value.split("\n"):
                    self.add(f"\t  {shorten(line, MAX_ANNOTATION - 2)}")
            else:
                self.add(f"{prefix}{key}: {value}")
            prefix = "\t"

    def metadata(self, obj: Object, *, namespaced: bool = True) -> None:
        """Add name, namespace, labels and annotations."""
        meta = obj["metadata"]
        self.add(f"Name:\t{meta['name']}")
        if namespaced:
            self.add(f"Namespace:\t{meta.get('namespace', '')}")
        self.labels("Labels", meta.get("labels"))
        self.annotations("Annotations", meta.get("annotations"))


def shorten(text: str, limit: int) -> str:
    """Return at most ``limit`` characters, with dots where something was cut off."""
    return f"{text[:limit]}..." if len(text) > limit else text


def yes(value: Any) -> str:
    """Return a truth value as ``True`` or ``False``."""
    return "True" if value else "False"


def small(value: Any) -> str:
    """Return a truth value as Go's %v writes it."""
    return "true" if value else "false"
