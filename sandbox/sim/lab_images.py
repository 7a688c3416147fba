"""Images that a lab brings along: ``start.images``. docs/labs.md describes them."""

import re
from dataclasses import dataclass, field

from documents.reader import Reader
from documents.text import LocalizedText
from sandbox.sim.engine.builder.buildkit import plan
from sandbox.sim.engine.builder.buildkit.failure import SolveError
from sandbox.sim.runtime.images.reference import ReferenceError as BadReference
from sandbox.sim.runtime.images.reference import parse_normalized

_MOST = 20
_FILE_NAME = re.compile(r"(?!/)(?!.*\.\.)[^\0]{1,200}")
_MEMORY = re.compile(r"(\d{1,6})(Ki|Mi|Gi)?")
_UNITS = {"": 1, "Ki": 1024, "Mi": 1024**2, "Gi": 1024**3}


@dataclass(frozen=True, slots=True)
class LabImage:
    """One image. ``registry`` ones are only to be pulled, the others are on the engine and on every node already."""

    name: str
    dockerfile: str
    files: dict[str, str] = field(default_factory=dict)
    memory: int = 0
    """Bytes that its main program uses; a lower limit has it killed."""
    registry: bool = False
    line: int = field(default=0, compare=False)
    """Where the Dockerfile begins in the lab file; 0 when the lab comes from storage."""


def read_images(reader: Reader) -> tuple[LabImage, ...]:
    """Read the list, with a fault for each thing that no image can be."""
    found: list[LabImage] = []
    for inner in reader.mappings("images", maximum=_MOST):
        image = LabImage(
            name=_read_name(inner, found),
            dockerfile=_read_dockerfile(inner),
            files=_read_files(inner),
            memory=_read_memory(inner),
            registry=inner.boolean("registry", default=False),
            line=inner.key_place("dockerfile").line,
        )
        inner.unknown_keys()
        found.append(image)
    return tuple(found)


def _read_name(reader: Reader, found: list[LabImage]) -> str:
    name = reader.text("name", maximum=200)
    try:
        reference = parse_normalized(name).with_default_tag() if name else None
    except BadReference as error:
        reader.fault(LocalizedText(en=f"'{name}': {error}", zh_hans=f"“{name}”不是合法的镜像名：{error}"), "name")
        return name
    if reference is None:
        return name
    if reference.digest:
        text = LocalizedText(en="an image is named with a tag, not with a digest", zh_hans="镜像名要用标签，不能用摘要")
        reader.fault(text, "name")
    if any(image.name == reference.familiar for image in found):
        text = LocalizedText(en=f"two images are named '{name}'", zh_hans=f"有两个镜像都叫“{name}”")
        reader.fault(text, "name")
    return reference.familiar


def _read_dockerfile(reader: Reader) -> str:
    text = reader.text("dockerfile")
    if not text:
        return text
    try:
        plan.target(plan.stages(plan.read(text), {}), "")
    except SolveError as error:
        words = LocalizedText(
            en=f"the Dockerfile cannot be read: {error}", zh_hans=f"这份 Dockerfile 无法读取：{error}"
        )
        reader.fault(words, "dockerfile")
    return text


def _read_files(reader: Reader) -> dict[str, str]:
    files = reader.text_map("files")
    for name in files:
        if not _FILE_NAME.fullmatch(name):
            text = LocalizedText(
                en=f"'{name}' must be a path in the build context, without a leading '/' and without '..'",
                zh_hans=f"“{name}”必须是构建上下文里的相对路径，不能以“/”开头，也不能含有“..”",
            )
            reader.fault(text, "files")
    return files


def _read_memory(reader: Reader) -> int:
    if "memory" not in reader:
        return 0
    text = str(reader.data("memory"))
    found = _MEMORY.fullmatch(text)
    if found is None:
        words = LocalizedText(
            en=f"'{text}' is no amount of memory; write bytes, or a number with Ki, Mi or Gi",
            zh_hans=f"“{text}”不是内存大小；请写字节数，或带 Ki、Mi、Gi 的数字",
        )
        reader.fault(words, "memory")
        return 0
    return int(found[1]) * _UNITS[found[2] or ""]
