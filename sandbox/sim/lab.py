"""A lab: where the learner starts, what is asked, what is expected, what helps. docs/labs.md describes the file.

``parse_lab()`` reads the file that an author wrote; ``as_data()`` and ``from_data()`` store what was read as JSON.
"""

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from documents.faults import Fault
from documents.nodes import MappingNode, Node, ScalarNode
from documents.reader import SLUG, Reader
from documents.text import LocalizedText
from documents.yaml import load_yaml
from sandbox.sim.checks.always_check import AlwaysCheck
from sandbox.sim.checks.cel_check import CelCheck
from sandbox.sim.checks.finding import Check
from sandbox.sim.checks.reading import read_check
from sandbox.sim.checks.storage import dump_check, load_check
from sandbox.sim.cluster.addons.registry import ADDONS
from sandbox.sim.lab_images import LabImage, read_images

KINDS = ("kubernetes", "docker")
ANSWERS = ("manifest", "commands", "terminal")
_FILE_NAME = re.compile(r"(?!/)(?!.*\.\.)[^\0]{1,200}")
_NODE = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_MOST_CHECKS = 40
DISCLOSE_AFTER = 3
"""After how many tries that failed the reference solution may be seen, unless the author says otherwise."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Help with one check; ``cost`` is how many of the check's points it takes away."""

    text: LocalizedText
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Expectation:
    """One line of the checklist. ``line`` is where it stands in the file, 0 when the lab comes from storage."""

    id: str
    points: int
    says: LocalizedText
    check: Check
    hints: tuple[Hint, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Start:
    """What is there before the learner comes: files by path below /root, own images, and a script that has run."""

    files: dict[str, str] = field(default_factory=dict)
    run: str = ""
    images: tuple[LabImage, ...] = ()


@dataclass(frozen=True, slots=True)
class Lab:
    """One lab, whole and valid. ``wrong`` and ``also`` are answers that must, and must not, lose points."""

    title: LocalizedText
    kind: str
    answer: str
    task: LocalizedText
    expect: tuple[Expectation, ...]
    solution: str
    start: Start = field(default_factory=Start)
    wrong: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    disclose: int | None = DISCLOSE_AFTER
    """Tries that failed before the solution may be seen; None for never before all is solved."""
    minutes: int = 0
    nodes: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    addons: tuple[str, ...] = ()
    seed: int = 1
    lines: dict[str, int] = field(default_factory=dict, compare=False)
    """Where ``start``, ``solution``, ``wrong`` and ``also`` stand in the file; empty for a lab from storage."""

    @property
    def max_points(self) -> int:
        """The sum of all points."""
        return sum(expectation.points for expectation in self.expect)

    @property
    def watched(self) -> dict[str, AlwaysCheck]:
        """The checks that must hold at every moment, by id."""
        return {item.id: item.check for item in self.expect if isinstance(item.check, AlwaysCheck)}

    def find(self, check_id: str) -> Expectation | None:
        """Return the expectation with that id, or None."""
        return next((item for item in self.expect if item.id == check_id), None)

    def as_data(self) -> dict[str, Any]:
        """Return the lab as JSON. Equal labs give equal data, wherever their lines stand."""
        return {
            "title": self.title.as_data(),
            "kind": self.kind,
            "answer": self.answer,
            "task": self.task.as_data(),
            "expect": [_dump_expectation(item) for item in self.expect],
            "solution": self.solution,
            "start": _dump_start(self.start),
            "wrong": list(self.wrong),
            "also": list(self.also),
            "disclose": self.disclose,
            "minutes": self.minutes,
            "nodes": list(self.nodes),
            "images": list(self.images),
            **({"addons": list(self.addons)} if self.addons else {}),
            "seed": self.seed,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Lab":
        """Return the lab that as_data() wrote."""
        return cls(
            title=LocalizedText.from_data(data["title"]),
            kind=data["kind"],
            answer=data["answer"],
            task=LocalizedText.from_data(data["task"]),
            expect=tuple(_load_expectation(item) for item in data["expect"]),
            solution=data["solution"],
            start=_load_start(data["start"]),
            wrong=tuple(data["wrong"]),
            also=tuple(data["also"]),
            disclose=data["disclose"],
            minutes=data["minutes"],
            nodes=tuple(data["nodes"]),
            images=tuple(data["images"]),
            addons=tuple(data.get("addons", ())),
            seed=data["seed"],
        )


def parse_lab(text: str, *, path: str) -> Lab | list[Fault]:
    """Read a lab file. Returns the lab, or every fault in it with line and column."""
    root = load_yaml(text, path=path)
    if isinstance(root, list):
        return root
    faults: list[Fault] = []
    lab = _read_lab(Reader(root, faults))
    return faults or lab


def _read_lab(reader: Reader) -> Lab:
    lab = Lab(
        title=reader.localized("title", maximum=200),
        kind=reader.choice("kind", KINDS),
        answer=reader.choice("answer", ANSWERS),
        task=reader.localized("task"),
        expect=_read_expect(reader),
        solution=reader.text("solution"),
        start=_read_start(reader),
        wrong=tuple(reader.texts("wrong", maximum=20)),
        also=tuple(reader.texts("also", maximum=20)),
        disclose=_read_disclose(reader),
        minutes=reader.integer("minutes", default=0, minimum=0, maximum=600),
        nodes=tuple(_read_names(reader, "nodes", _NODE)),
        images=tuple(reader.texts("images", maximum=50)),
        addons=tuple(_read_addons(reader)),
        seed=reader.integer("seed", default=1, minimum=0, maximum=2**31 - 1),
        lines={key: reader.key_place(key).line for key in ("start", "solution", "wrong", "also") if key in reader},
    )
    reader.unknown_keys()
    if lab.expect and len(lab.watched) == len(lab.expect):
        reader.fault(
            LocalizedText(
                en="'always' checks guard a task; add at least one check of what is to be done",
                zh_hans="“always”只是守住底线；至少再写一项检查，说明要做成什么",
            ),
            "expect",
        )
    return lab


def _read_start(reader: Reader) -> Start:
    inner = reader.mapping("start")
    if inner is None:
        return Start()
    start = Start(files=inner.text_map("files"), run=inner.text("run", default=""), images=read_images(inner))
    for name in start.files:
        if not _FILE_NAME.fullmatch(name):
            inner.fault(
                LocalizedText(
                    en=f"'{name}' must be a path below /root, without a leading '/' and without '..'",
                    zh_hans=f"“{name}”必须是 /root 下的相对路径，不能以“/”开头，也不能含有“..”",
                ),
                "files",
            )
    inner.unknown_keys()
    return start


def _read_names(reader: Reader, key: str, pattern: re.Pattern[str]) -> list[str]:
    names = reader.texts(key, maximum=20)
    for name in names:
        if not pattern.fullmatch(name):
            reader.fault(
                LocalizedText(en=f"'{name}' is not a valid name", zh_hans=f"“{name}”不是合法的名称"),
                key,
            )
    return names


def _read_addons(reader: Reader) -> list[str]:
    names = reader.texts("addons", maximum=len(ADDONS))
    for name in names:
        if name not in ADDONS:
            known = ", ".join(ADDONS)
            reader.fault(
                LocalizedText(
                    en=f"there is no addon '{name}'; there are: {known}", zh_hans=f"没有插件“{name}”；可用的有：{known}"
                ),
                "addons",
            )
    return names


def _read_disclose(reader: Reader) -> int | None:
    if reader.data("disclose") == "never":
        return None
    return reader.integer("disclose", default=DISCLOSE_AFTER, minimum=1, maximum=100)


def _read_expect(reader: Reader) -> tuple[Expectation, ...]:
    expect: list[Expectation] = []
    for inner in reader.mappings("expect", minimum=1, maximum=_MOST_CHECKS):
        item = _read_expectation(inner)
        if any(item.id == other.id for other in expect):
            inner.fault(
                LocalizedText(en=f"two checks have the id '{item.id}'", zh_hans=f"有两项检查的 id 都是“{item.id}”"),
                "id",
            )
        expect.append(item)
    return tuple(expect)


def _read_expectation(reader: Reader) -> Expectation:
    points = reader.integer("points", minimum=1, maximum=100)
    item = Expectation(
        id=reader.text("id", pattern=SLUG, maximum=64),
        points=points,
        says=reader.localized("says", maximum=500),
        check=read_check(reader) or CelCheck(cel="true"),
        hints=_read_hints(reader),
        line=reader.place.line,
    )
    reader.unknown_keys()
    if sum(hint.cost for hint in item.hints) > max(points, 0):
        reader.fault(
            LocalizedText(
                en="the hints of a check cannot cost more than its points",
                zh_hans="一项检查的提示扣分不能超过这项检查的分数",
            ),
            "hints" if "hints" in reader else "hint",
        )
    return item


def _read_hints(reader: Reader) -> tuple[Hint, ...]:
    if "hint" in reader and "hints" in reader:
        reader.fault(LocalizedText(en="write 'hint' or 'hints', not both", zh_hans="“hint”和“hints”只能写一个"), "hint")
    single = reader.node("hint")
    items: list[Node] = [single] if isinstance(single, (MappingNode, ScalarNode)) else []
    items = items or reader.sequence("hints" if single is None else "hint", maximum=10)
    return tuple(_read_hint(item, reader.faults) for item in items)


def _read_hint(node: Node, faults: list[Fault]) -> Hint:
    """Read a plain text, ``{zh-hans: …, en: …, cost: 1}`` or ``{text: …, cost: 1}``."""
    if isinstance(node, ScalarNode):
        return Hint(LocalizedText.same(str(node.value)))
    reader = Reader(node, faults, name="hint")
    if "text" in reader:
        text = reader.localized("text")
    else:
        text = LocalizedText(en=reader.text("en"), zh_hans=reader.text("zh-hans"))
    hint = Hint(text, reader.integer("cost", default=0, minimum=0, maximum=100))
    reader.unknown_keys()
    return hint


def _load_start(data: dict[str, Any]) -> Start:
    images = tuple(LabImage(**row) for row in data.get("images", ()))
    return Start(files=data["files"], run=data["run"], images=images)


def _dump_start(start: Start) -> dict[str, Any]:
    """Return the start as JSON; a lab without images of its own gives what it gave before there were any."""
    data: dict[str, Any] = {"files": start.files, "run": start.run}
    if start.images:
        rows = [asdict(image) for image in start.images]
        data["images"] = [{key: value for key, value in row.items() if key != "line"} for row in rows]
    return data


def _dump_expectation(item: Expectation) -> dict[str, Any]:
    return {
        "id": item.id,
        "points": item.points,
        "says": item.says.as_data(),
        "check": dump_check(item.check),
        "hints": [{"text": hint.text.as_data(), "cost": hint.cost} for hint in item.hints],
    }


def _load_expectation(data: dict[str, Any]) -> Expectation:
    return Expectation(
        id=data["id"],
        points=data["points"],
        says=LocalizedText.from_data(data["says"]),
        check=load_check(data["check"]),
        hints=tuple(Hint(LocalizedText.from_data(hint["text"]), hint["cost"]) for hint in data["hints"]),
    )
