"""course.yaml: the course's name, its modules and lessons in order."""

from dataclasses import dataclass

from documents.faults import Fault
from documents.nodes import Node, Place, ScalarNode
from documents.reader import LANGUAGES, SLUG, Reader
from documents.text import LocalizedText
from documents.yaml import load_yaml
from lessons import package_wording as wording

_MOST_MODULES = 60
_MOST_LESSONS = 100
_NOTHING = LocalizedText.same("")


@dataclass(frozen=True, slots=True)
class NamedLesson:
    """A lesson as course.yaml names it; ``place`` is where."""

    slug: str
    place: Place


@dataclass(frozen=True, slots=True)
class NamedModule:
    """A module and its lessons in order."""

    slug: str
    title: LocalizedText
    summary: LocalizedText
    lessons: tuple[NamedLesson, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """course.yaml, read."""

    slug: str
    title: LocalizedText
    summary: LocalizedText
    languages: tuple[str, ...]
    modules: tuple[NamedModule, ...]

    def folders(self) -> dict[str, Place]:
        """Return the folder of each lesson, such as ``docker/volumes``, in order, and where it is named."""
        return {f"{module.slug}/{item.slug}": item.place for module in self.modules for item in module.lessons}


def parse_manifest(text: str, *, path: str) -> tuple[Manifest | None, list[Fault]]:
    """Return course.yaml as far as it can be read, and every fault in it."""
    root = load_yaml(text, path=path)
    if isinstance(root, list):
        return None, root
    faults: list[Fault] = []
    reader = Reader(root, faults)
    manifest = Manifest(
        slug=reader.text("slug", pattern=SLUG, maximum=64),
        title=reader.localized("title", maximum=200),
        summary=reader.localized("summary", default=_NOTHING, maximum=500),
        languages=_read_languages(reader),
        modules=_read_modules(reader),
    )
    reader.unknown_keys()
    return manifest, faults


def _read_languages(reader: Reader) -> tuple[str, ...]:
    if "languages" not in reader:
        return LANGUAGES
    named = reader.texts("languages", minimum=1, maximum=len(LANGUAGES))
    for language in named:
        if language not in LANGUAGES:
            reader.fault(
                LocalizedText(
                    en=f"the language '{language}' is not known; known are {', '.join(LANGUAGES)}",
                    zh_hans=f"未知的语言“{language}”；可用的有 {'、'.join(LANGUAGES)}",
                ),
                "languages",
            )
    return tuple(language for language in LANGUAGES if language in named)


def _read_modules(reader: Reader) -> tuple[NamedModule, ...]:
    modules: list[NamedModule] = []
    for inner in reader.mappings("modules", minimum=1, maximum=_MOST_MODULES):
        module = NamedModule(
            slug=inner.text("slug", pattern=SLUG, maximum=64),
            title=inner.localized("title", maximum=200),
            summary=inner.localized("summary", default=_NOTHING, maximum=500),
            lessons=_read_lessons(inner),
        )
        inner.unknown_keys()
        if module.slug and module.slug in {other.slug for other in modules}:
            inner.fault(wording.named_twice(module.slug), "slug")
        modules.append(module)
    return tuple(modules)


def _read_lessons(reader: Reader) -> tuple[NamedLesson, ...]:
    lessons: list[NamedLesson] = []
    for node in reader.sequence("lessons", minimum=1, maximum=_MOST_LESSONS):
        slug = _slug_of(node)
        if not SLUG.fullmatch(slug) or len(slug) > 64:  # noqa: PLR2004 - the length of the column.
            text = LocalizedText(
                en="a lesson is named by its folder: small letters, digits and single hyphens",
                zh_hans="课文用文件夹名表示：小写字母、数字和单个连字符",
            )
            reader.faults.append(node.fault(text))
        elif slug in {lesson.slug for lesson in lessons}:
            reader.faults.append(node.fault(wording.named_twice(slug)))
        else:
            lessons.append(NamedLesson(slug, node.place))
    return tuple(lessons)


def _slug_of(node: Node) -> str:
    return node.source if isinstance(node, ScalarNode) else ""
