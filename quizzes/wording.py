"""What is said of a fault in a quiz file, in both languages."""

from documents.text import LocalizedText


def same_id(name: str) -> LocalizedText:
    """Say that an id stands twice."""
    return LocalizedText(en=f"the id '{name}' is used twice; ids must differ", zh_hans=f"id“{name}”重复了，不能相同")


def nothing_right() -> LocalizedText:
    """Say that no choice is right."""
    return LocalizedText(
        en="no choice is right; write 'correct: true' on one", zh_hans="没有正确选项：请给正确的选项写上 correct: true"
    )


def several_right() -> LocalizedText:
    """Say that a single choice has more than one right choice."""
    return LocalizedText(
        en="a 'single' question has one right choice; use 'type: multiple' for several",
        zh_hans="single（单选）只能有一个正确选项；有多个请用 type: multiple",
    )


def bad_pattern(reason: str) -> LocalizedText:
    """Say that RE2 cannot read a pattern."""
    return LocalizedText(
        en=f"'pattern' is not an RE2 expression: {reason}", zh_hans=f"“pattern”不是合法的 RE2 正则表达式：{reason}"
    )


def empty_answer() -> LocalizedText:
    """Say that an accepted answer is blank."""
    return LocalizedText(en="an answer must be a text that is not empty", zh_hans="答案必须是非空的文字")


def reply_to_right_answer(form: str) -> LocalizedText:
    """Say that a reply for wrong answers names a right one."""
    return LocalizedText(
        en=f"'{form}' is a right answer, so this reply can never be shown",
        zh_hans=f"“{form}”是正确答案，用不上这条回复",
    )


def reply_hidden(form: str) -> LocalizedText:
    """Say that an earlier reply takes an answer."""
    return LocalizedText(
        en=f"an earlier reply already answers '{form}'", zh_hans=f"前面的回复已经包含“{form}”，这条永远不会显示"
    )


def bad_link(address: str) -> LocalizedText:
    """Say that a link in a quiz goes where it must not."""
    return LocalizedText(
        en=f"the link '{address}' must start with https://, http:// or mailto:",
        zh_hans=f"链接“{address}”必须以 https://、http:// 或 mailto: 开头",
    )
