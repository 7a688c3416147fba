"""What is said of a fault in a document, in both languages. A sentence each, which tells how to mend it."""

from documents.text import LocalizedText

_SYNTAX: tuple[tuple[str, LocalizedText], ...] = (
    (
        "that cannot start any token",
        LocalizedText(
            en="this character cannot stand here; indent with spaces, not tabs, and put text that starts with "
            "@, `, % or a tab in quotes",
            zh_hans="这个字符不能出现在这里：缩进请用空格而不是 Tab；以 @、`、% 开头的文字请加引号",
        ),
    ),
    (
        "found a tab character",
        LocalizedText(
            en="indentation is made of spaces; replace this tab",
            zh_hans="缩进只能用空格，请把这里的 Tab 换成空格",
        ),
    ),
    (
        "did not find expected node content",
        LocalizedText(
            en="a value was expected here; close the '[' or '{' before, or write the value",
            zh_hans="这里应该有一个值：请补上前面“[”或“{”的右括号，或者写上值",
        ),
    ),
    (
        "unknown directive name",
        LocalizedText(
            en="a line that starts with % is a directive; put text that starts with % in quotes",
            zh_hans="以 % 开头的行是指令；以 % 开头的文字请加引号",
        ),
    ),
    (
        "mapping values are not allowed",
        LocalizedText(
            en="a ':' is not allowed here; check the indentation, and put text that contains ': ' in quotes",
            zh_hans="这里不能出现“:”：请检查缩进；文字里含有“: ”时请加引号",
        ),
    ),
    (
        "could not find expected ':'",
        LocalizedText(
            en="this line has no ':' after the key; every key is followed by ': ' and its value",
            zh_hans="这一行的键后面缺少“:”；每个键后面都要有“: ”和它的值",
        ),
    ),
    (
        "did not find expected key",
        LocalizedText(
            en="a key was expected here; check the indentation and the quotes of the lines above",
            zh_hans="这里应该是一个键：请检查上面几行的缩进和引号",
        ),
    ),
    (
        "expected <block end>",
        LocalizedText(
            en="this line does not fit its surroundings; check the indentation and the quotes of the lines above",
            zh_hans="这一行与上下文对不上：请检查上面几行的缩进和引号",
        ),
    ),
    (
        "did not find expected '-' indicator",
        LocalizedText(
            en="a list item beginning with '- ' was expected here; check the indentation",
            zh_hans="这里应该是以“- ”开头的列表项：请检查缩进",
        ),
    ),
    (
        "unexpected end of stream",
        LocalizedText(
            en="the file ends inside a quoted text; close the quote",
            zh_hans="文件在引号内的文字中结束了：请补上右引号",
        ),
    ),
    (
        "expected ',' or",
        LocalizedText(
            en="a ',' or a closing bracket is missing in this list or mapping in brackets",
            zh_hans="方括号或花括号里缺少“,”或右括号",
        ),
    ),
    (
        "undefined alias",
        LocalizedText(
            en="this alias (*name) names an anchor (&name) that was not written above it",
            zh_hans="这个别名（*名称）前面没有对应的锚点（&名称）",
        ),
    ),
    (
        "unknown escape character",
        LocalizedText(
            en="this backslash escape does not exist; use single quotes, or write \\\\ for a backslash",
            zh_hans="没有这个反斜杠转义：请改用单引号，或用 \\\\ 表示反斜杠",
        ),
    ),
)


def bad_syntax(problem: str) -> LocalizedText:
    """Return what a YAML parser's complaint means; an unknown complaint is passed on as it is."""
    for part, text in _SYNTAX:
        if part in problem:
            return text
    return LocalizedText(en=f"this is not valid YAML: {problem}", zh_hans=f"YAML 语法错误：{problem}")


def too_large(what_en: str, what_zh: str, limit: int) -> LocalizedText:
    """Say that a document is past one of its budgets."""
    return LocalizedText(
        en=f"this document has too many {what_en}; at most {limit} are allowed",
        zh_hans=f"这个文档的{what_zh}太多了，最多允许 {limit}",
    )


def unprintable(character: str) -> LocalizedText:
    """Say that a control character stands in a text file."""
    code = f"U+{ord(character):04X}"
    return LocalizedText(en=f"remove the invisible character {code}", zh_hans=f"请删除不可见字符 {code}")


def duplicate_key(key: str, line: int) -> LocalizedText:
    """Say that a mapping has a key twice; ``line`` is where it stood first."""
    return LocalizedText(
        en=f"the key '{key}' stands here twice (first on line {line}); keep one",
        zh_hans=f"键“{key}”重复了（第一次在第 {line} 行），只能保留一个",
    )


def unknown_key(key: str, suggestion: str) -> LocalizedText:
    """Say that nobody reads a key; ``suggestion`` is the known key that looks most like it, or empty."""
    if suggestion:
        return LocalizedText(
            en=f"unknown key '{key}'; did you mean '{suggestion}'?",
            zh_hans=f"未知的键“{key}”，是不是想写“{suggestion}”？",
        )
    return LocalizedText(en=f"unknown key '{key}'; remove it", zh_hans=f"未知的键“{key}”，请删除")


def cut_text(rest: str) -> LocalizedText:
    """Say that a comma in braces has cut a text in two; ``rest`` is what comes behind it."""
    return LocalizedText(
        en=f"'{rest}' stands alone: inside {{…}} a comma ends a text; put the whole text in quotes",
        zh_hans=f"“{rest}”单独成了一项：在 {{…}} 里英文逗号会把文字截断，请给整段文字加引号",
    )


def missing_key(key: str) -> LocalizedText:
    """Say that a required key is not there."""
    return LocalizedText(en=f"the key '{key}' is missing", zh_hans=f"缺少键“{key}”")


def wrong_kind(key: str, wanted: LocalizedText) -> LocalizedText:
    """Say that a value is not of the kind that its key wants, such as a number where a list belongs."""
    name = LocalizedText(en=f"'{key}'", zh_hans=f"“{key}”") if key else LocalizedText(en="this", zh_hans="这里")
    return LocalizedText(en=f"{name.en} must be {wanted.en}", zh_hans=f"{name.zh_hans}必须是{wanted.zh_hans}")


def missing_language(key: str, language: str) -> LocalizedText:
    """Say that a text by language lacks one of the languages."""
    return LocalizedText(
        en=f"'{key}' lacks its translation for '{language}'", zh_hans=f"“{key}”缺少“{language}”语言的译文"
    )


def several_documents() -> LocalizedText:
    """Say that a file holds more than one document."""
    return LocalizedText(
        en="only one YAML document may stand here; remove this '---'",
        zh_hans="这里只能有一个 YAML 文档，请删除这个“---”",
    )


def complex_key() -> LocalizedText:
    """Say that a list or a mapping stands where a key belongs."""
    return LocalizedText(
        en="a key must be a plain word, not a list or a mapping; put templates like {{x}} in quotes",
        zh_hans="键必须是一个词，不能是列表或映射；{{x}} 这样的模板请加引号",
    )


def unknown_tag(tag: str) -> LocalizedText:
    """Say that a tag such as ``!!python/object`` is not read."""
    return LocalizedText(
        en=f"the tag '{tag}' is not allowed; remove it, or put text that starts with '!' in quotes",
        zh_hans=f"不支持标签“{tag}”：请删除；以“!”开头的文字请加引号",
    )


def endless_alias(name: str) -> LocalizedText:
    """Say that an anchor contains an alias of itself."""
    return LocalizedText(
        en=f"the alias '*{name}' stands inside its own anchor, which would never end",
        zh_hans=f"别名“*{name}”出现在它自己的锚点里面，会没有尽头",
    )


def bad_merge() -> LocalizedText:
    """Say that ``<<`` does not name a mapping."""
    return LocalizedText(en="'<<' must name a mapping", zh_hans="“<<”后面必须是一个映射")


def wrong_form(key: str, value: str, is_slug: bool) -> LocalizedText:  # noqa: FBT001 - one caller, right beside.
    """Say that a text has not the form that its key wants."""
    if is_slug:
        return LocalizedText(
            en=f"'{key}' must be small letters, digits and single hyphens, like 'share-a-volume'; it is '{value}'",
            zh_hans=f"“{key}”只能用小写字母、数字和单个连字符，例如 share-a-volume；现在是“{value}”",
        )
    return LocalizedText(en=f"'{key}' cannot be '{value}'", zh_hans=f"“{key}”不能是“{value}”")
