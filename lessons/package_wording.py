"""What is said of a package that cannot be read, in both languages."""

from collections.abc import Iterable
from difflib import get_close_matches

from documents.text import LocalizedText

T = LocalizedText


def text_too_large(limit: int) -> T:
    """Say that a text file is too large; ``limit`` in KiB."""
    return T(en=f"the file is larger than {limit} KiB; split it", zh_hans=f"文件超过 {limit} KiB，请拆分")


def not_utf8() -> T:
    """Say that a file is in another encoding."""
    return T(en="this is not UTF-8; save the file as UTF-8", zh_hans="不是 UTF-8 编码，请把文件另存为 UTF-8")


def no_plain_file() -> T:
    """Say that a path is a link, a device, a pipe."""
    return T(
        en="links and special files are not allowed; put the file itself here",
        zh_hans="不允许链接和特殊文件，请放入文件本身",
    )


def unreadable(reason: str) -> T:
    """Say that the system does not give a file."""
    return T(en=f"the file cannot be read: {reason}", zh_hans=f"无法读取文件：{reason}")


def package_too_large(files: int, mebibytes: int) -> T:
    """Say that a package is past its budget."""
    return T(
        en=f"a package holds at most {files} files and {mebibytes} MiB",
        zh_hans=f"课程包最多 {files} 个文件、{mebibytes} MiB",
    )


def zip_too_large(mebibytes: int) -> T:
    """Say that a zip is too large before it is opened."""
    return T(en=f"a zip may have at most {mebibytes} MiB", zh_hans=f"zip 文件不能超过 {mebibytes} MiB")


def no_zip() -> T:
    """Say that a file is not a zip, or a damaged one."""
    return T(
        en="this is not a zip that can be read; pack the course's folder again",
        zh_hans="不是可以读取的 zip 文件，请重新打包课程文件夹",
    )


def twice_in_zip() -> T:
    """Say that a zip holds a path twice."""
    return T(en="the zip holds this file twice", zh_hans="zip 里这个文件出现了两次")


def bad_path() -> T:
    """Say that a path leads out of the package or is malformed."""
    return T(
        en="the path leads out of the package or has characters that are not allowed; pack the folder again",
        zh_hans="路径指向课程包之外，或者含有不允许的字符；请重新打包文件夹",
    )


def encrypted() -> T:
    """Say that a file in a zip is encrypted."""
    return T(en="the file is encrypted; pack it without a password", zh_hans="文件已加密，请不要设密码重新打包")


def no_course() -> T:
    """Say that the package has no course.yaml."""
    return T(
        en="there is no course.yaml at the top of the package; docs/authoring.md shows one",
        zh_hans="课程包最外层没有 course.yaml；写法见 docs/authoring.md",
    )


def no_lesson(folder: str, known: Iterable[str]) -> T:
    """Say that course.yaml names a lesson without a folder."""
    close = get_close_matches(folder, list(known), n=1)
    en, zh = (f"; did you mean '{close[0]}'?", f"，是不是想写“{close[0]}”？") if close else ("", "")
    return T(en=f"there is no lesson in the folder '{folder}'{en}", zh_hans=f"文件夹“{folder}”里没有课文{zh}")


def named_twice(slug: str) -> T:
    """Say that course.yaml names something twice."""
    return T(en=f"'{slug}' is named twice", zh_hans=f"“{slug}”写了两次")


def unnamed_lesson() -> T:
    """Say that a lesson is in no module."""
    return T(
        en="course.yaml does not name this lesson; add it to its module or remove the folder",
        zh_hans="course.yaml 里没有列出这一课；请把它加到所属模块，或者删除文件夹",
    )


def unknown_file() -> T:
    """Say that nobody reads a file."""
    return T(
        en="this file is no part of a course; docs/authoring.md names those that are",
        zh_hans="课程里用不到这个文件；可以放哪些文件见 docs/authoring.md",
    )


def missing_translation(language: str) -> T:
    """Say that a lesson lacks one of the course's languages."""
    return T(
        en=f"this lesson has no lesson.{language}.md, and the course promises '{language}'",
        zh_hans=f"这一课缺少 lesson.{language}.md，而课程声明了“{language}”",
    )


def unpromised_language(language: str) -> T:
    """Say that a lesson has a language that the course does not name."""
    return T(
        en=f"the course does not name the language '{language}'; add it to 'languages' or remove the file",
        zh_hans=f"课程没有声明语言“{language}”；请写进 languages，或者删除文件",
    )


def missing_diagram(language: str, name: str) -> T:
    """Say that a diagram lacks one language."""
    return T(
        en=f"there is no '{name}.{language}.svg' beside it; add it, or call this one '{name}.svg' for all languages",
        zh_hans=f"旁边缺少“{name}.{language}.svg”；请补上，或者改名为“{name}.svg”供所有语言使用",
    )


def taken_slug(slug: str) -> T:
    """Say that the course is another instructor's."""
    return T(
        en=f"a course '{slug}' exists and is not yours; choose another 'slug'",
        zh_hans=f"课程“{slug}”已经存在，而且不是你的；请换一个 slug",
    )
