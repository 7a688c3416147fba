"""What is said of a fault in a diagram, in both languages."""

from documents.text import LocalizedText as T


def not_xml(reason: str) -> T:
    """Say that the file is not XML."""
    return T(en=f"this is not well-formed XML: {reason}", zh_hans=f"XML 格式错误：{reason}")


def doctype() -> T:
    """Say that a document type has no place here."""
    return T(en="remove the '<!DOCTYPE …>' and all entities", zh_hans="请删除 <!DOCTYPE …> 和实体声明")


def instruction() -> T:
    """Say that a processing instruction has no place here."""
    return T(en="remove this '<?…?>' instruction", zh_hans="请删除这条“<?…?>”处理指令")


def too_large() -> T:
    """Say that the drawing is past its budget."""
    return T(
        en="the drawing has too many elements or levels; at most 2000 and 24 are allowed",
        zh_hans="图的元素或层级太多：最多 2000 个元素、24 层",
    )


def element(name: str, *, rooted: bool) -> T:
    """Say that an element is not allowed; ``rooted`` is false for the outermost one, which has to be svg."""
    if not rooted:
        return T(
            en=f"the outermost element must be <svg xmlns=\"http://www.w3.org/2000/svg\">, not '{name}'",
            zh_hans=f'最外层必须是 <svg xmlns="http://www.w3.org/2000/svg">，不能是“{name}”',
        )
    return T(en=f"<{name}> is not allowed in a diagram", zh_hans=f"图里不允许使用 <{name}>")


def no_view_box() -> T:
    """Say that the drawing has no size of its own."""
    return T(
        en='give <svg> a viewBox of four numbers, such as viewBox="0 0 600 300"',
        zh_hans='请给 <svg> 写上由四个数组成的 viewBox，例如 viewBox="0 0 600 300"',
    )


def attribute(name: str, value: str) -> T:
    """Say that an attribute, or its value, is not allowed."""
    shown = value if len(value) < 40 else value[:40] + "…"  # noqa: PLR2004 - as much as helps to find it.
    return T(en=f'the attribute {name}="{shown}" is not allowed', zh_hans=f'不允许属性 {name}="{shown}"')


def colour(name: str, value: str) -> T:
    """Say that a colour is fixed."""
    return T(
        en=f'{name}="{value[:40]}" is a fixed colour; use currentColor, none, a token such as var(--ink-2), or a class',
        zh_hans=f'{name}="{value[:40]}" 写死了颜色；请用 currentColor、none、var(--ink-2) 这样的变量，或者 class',
    )


def reference(name: str) -> T:
    """Say that a reference names nothing in the file."""
    return T(en=f"nothing in this file has the id '{name}'", zh_hans=f"这个文件里没有 id“{name}”")
