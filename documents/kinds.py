"""The kinds of value that a document can hold, named in both languages for messages."""

from documents.nodes import MappingNode, Node, ScalarNode, SequenceNode
from documents.text import LocalizedText

TEXT = LocalizedText(en="a text", zh_hans="一段文字")
QUOTED_TEXT = LocalizedText(en="a text; put it in quotes", zh_hans="一段文字，请加引号")
FILLED_TEXT = LocalizedText(en="a text that is not empty", zh_hans="非空的文字")
LOCALIZED = LocalizedText(
    en="a text, or a text for each language: {zh-hans: …, en: …}", zh_hans="一段文字，或按语言写成 {zh-hans: …, en: …}"
)
INTEGER = LocalizedText(en="a whole number", zh_hans="整数")
NUMBER = LocalizedText(en="a number", zh_hans="数字")
BOOLEAN = LocalizedText(en="true or false", zh_hans=" true 或 false")
SEQUENCE = LocalizedText(en="a list", zh_hans="列表")
MAPPING = LocalizedText(en="a mapping of keys to values", zh_hans="由键和值组成的映射")
TEXT_MAP = LocalizedText(en="a mapping of names to texts", zh_hans="由名称和文字组成的映射")


def at_most(limit: int) -> LocalizedText:
    """Return what a text with an upper length is called."""
    return LocalizedText(en=f"at most {limit} characters long", zh_hans=f"不超过 {limit} 个字符的文字")


def number_between(minimum: float | None, maximum: float | None) -> LocalizedText:
    """Return what a number within bounds is called; None leaves a side open."""
    if minimum is not None and maximum is not None:
        return LocalizedText(en=f"between {minimum} and {maximum}", zh_hans=f"介于 {minimum} 和 {maximum} 之间的数")
    if minimum is not None:
        return LocalizedText(en=f"at least {minimum}", zh_hans=f"不小于 {minimum} 的数")
    return LocalizedText(en=f"at most {maximum}", zh_hans=f"不大于 {maximum} 的数")


def list_of(minimum: int, maximum: int | None) -> LocalizedText:
    """Return what a list with bounds on its length is called."""
    if maximum is None:
        return LocalizedText(en=f"a list of at least {minimum}", zh_hans=f"至少有 {minimum} 项的列表")
    return LocalizedText(en=f"a list of {minimum} to {maximum}", zh_hans=f"有 {minimum} 到 {maximum} 项的列表")


def one_of(options: tuple[str, ...]) -> LocalizedText:
    """Return what one of a few words is called."""
    return LocalizedText(en=f"one of: {', '.join(options)}", zh_hans=f"下列之一：{'、'.join(options)}")


def is_text(node: Node | None) -> bool:
    """Tell whether a node is a scalar that means a text."""
    return isinstance(node, ScalarNode) and isinstance(node.value, str)


def wanted_text(node: Node) -> LocalizedText:
    """Return how to ask for a text where something else stands: numbers and booleans only lack their quotes."""
    if isinstance(node, (MappingNode, SequenceNode)) or (isinstance(node, ScalarNode) and node.value is None):
        return TEXT
    return QUOTED_TEXT
