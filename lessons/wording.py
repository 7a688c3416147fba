"""What is said of a fault in a course package, in both languages."""

from collections.abc import Iterable
from difflib import get_close_matches

from documents.text import LocalizedText

T = LocalizedText


def _meant(name: str, known: Iterable[str]) -> LocalizedText:
    close = get_close_matches(name, list(known), n=1)
    if not close:
        return T(en="", zh_hans="")
    return T(en=f"; did you mean '{close[0]}'?", zh_hans=f"，是不是想写“{close[0]}”？")


def no_front_matter() -> LocalizedText:
    """Say that a lesson does not begin with its front matter."""
    return T(
        en="the file must begin with a line '---', then 'title: …', then another line '---'",
        zh_hans="文件必须以一行“---”开头，接着是“title: …”，再来一行“---”",
    )


def endless_front_matter() -> LocalizedText:
    """Say that the front matter has no end."""
    return T(en="the front matter has no closing line '---'", zh_hans="文件开头的元数据缺少结尾的“---”行")


def title_in_text() -> LocalizedText:
    """Say that the text has a heading of the first level."""
    return T(
        en="'#' is the page's title, which the front matter gives; begin headings with '##'",
        zh_hans="“#”是页面标题，已经写在文件开头的元数据里；正文的标题请从“##”开始",
    )


def unknown_block(name: str, known: tuple[str, ...]) -> LocalizedText:
    """Say that a block's name is not known."""
    meant = _meant(name, known)
    return T(
        en=f"there is no block '{name}'; known are {', '.join(known)}{meant.en}",
        zh_hans=f"没有“{name}”这种区块；可用的有 {'、'.join(known)}{meant.zh_hans}",
    )


def open_block(name: str) -> LocalizedText:
    """Say that a block has no end."""
    return T(
        en=f"the block '/// {name}' is never closed; end it with a line '///'",
        zh_hans=f"区块“/// {name}”没有结束；请在末尾加一行“///”",
    )


def stray_end() -> LocalizedText:
    """Say that a block ends that never began."""
    return T(en="this '///' closes no block; remove it", zh_hans="这个“///”没有对应的区块，请删除")


def shallow_list() -> LocalizedText:
    """Say that a nested list is not indented enough."""
    return T(
        en="indent a list inside a list, and what belongs to an item, by four spaces",
        zh_hans="嵌套的列表，以及属于某个列表项的内容，请缩进四个空格",
    )


def no_language() -> LocalizedText:
    """Say that a fence does not name its language."""
    return T(
        en="name the language of this code, such as ```yaml or ```console; ```text for none",
        zh_hans="请写明代码的语言，例如 ```yaml 或 ```console；没有语言就写 ```text",
    )


def unknown_language(name: str) -> LocalizedText:
    """Say that Pygments does not know a fence's language."""
    return T(
        en=f"'{name}' is no language that can be highlighted; use 'text' if there is none",
        zh_hans=f"无法给“{name}”语言着色；没有合适的语言就写 text",
    )


def bad_fence_option(name: str) -> LocalizedText:
    """Say that a fence has an option that nobody reads."""
    return T(
        en=f"code has no option '{name}'; known are title, hl_lines, linenums and, for console, {{run}}",
        zh_hans=f"代码块没有选项“{name}”；可用的有 title、hl_lines、linenums，console 还有 {{run}}",
    )


def unknown_activity(kind: str, slug: str, known: Iterable[str]) -> LocalizedText:
    """Say that an embedded quiz, lab or diagram does not exist; ``kind`` is the block's name."""
    meant = _meant(slug, known)
    name = {"quiz": "测验", "lab": "实验", "diagram": "图"}[kind]
    return T(
        en=f"there is no {kind} '{slug}' in this lesson's folder{meant.en}",
        zh_hans=f"这一课的文件夹里没有{name}“{slug}”{meant.zh_hans}",
    )


def embedded_twice(kind: str, slug: str) -> LocalizedText:
    """Say that a quiz or lab is embedded twice in one text."""
    return T(en=f"the {kind} '{slug}' is embedded twice; once is enough", zh_hans=f"“{slug}”嵌入了两次，一次就够了")


def never_embedded(kind: str, slug: str, files: Iterable[str]) -> LocalizedText:
    """Say that a quiz, lab or diagram appears in no text, or not in all of them."""
    listed = list(files)
    return T(
        en=f"{', '.join(listed)} must embed it: write '/// {kind} | {slug}' and '///' where it belongs",
        zh_hans=f"{'、'.join(listed)} 里没有嵌入它：请在合适的位置写上“/// {kind} | {slug}”和“///”",
    )


def other_order(first: str) -> LocalizedText:
    """Say that two languages embed in different order."""
    return T(
        en=f"quizzes and labs stand in another order than in {first}; make them alike",
        zh_hans=f"测验和实验的先后与 {first} 不一致，请改成一样",
    )


def same_slug(slug: str) -> LocalizedText:
    """Say that a quiz and a lab share a name."""
    return T(
        en=f"a quiz and a lab of one lesson are both called '{slug}'; rename one",
        zh_hans=f"同一课里有一个测验和一个实验都叫“{slug}”，请改掉一个",
    )


def no_caption() -> LocalizedText:
    """Say that a diagram has no words."""
    return T(
        en="write a caption between '/// diagram' and '///': screen readers say it in the picture's place",
        zh_hans="请在“/// diagram”和“///”之间写图注：读屏软件会用它代替图",
    )


def filled_embed(kind: str) -> LocalizedText:
    """Say that a quiz or lab block holds text."""
    return T(
        en=f"a '/// {kind}' block holds nothing; close it with '///' on the next line",
        zh_hans=f"“/// {kind}”区块里不能写内容；请在下一行用“///”结束",
    )


def image() -> LocalizedText:
    """Say that images are not read."""
    return T(
        en="images are not supported; draw an SVG and write '/// diagram | name'",
        zh_hans="不支持图片；请画成 SVG，再写“/// diagram | 名称”",
    )


def bad_scheme(address: str) -> LocalizedText:
    """Say that a link has a scheme that is not allowed."""
    return T(
        en=f"the link '{address}' is not allowed; links begin with https://, http:// or mailto:",
        zh_hans=f"不允许链接“{address}”；外部链接要以 https://、http:// 或 mailto: 开头",
    )


def broken_link(address: str, known: Iterable[str]) -> LocalizedText:
    """Say that a link to a lesson leads nowhere."""
    meant = _meant(address, known)
    return T(
        en=f"the link '{address}' leads to no lesson of this course{meant.en}",
        zh_hans=f"链接“{address}”没有指向这门课的任何一课{meant.zh_hans}",
    )


def broken_anchor(address: str, known: Iterable[str]) -> LocalizedText:
    """Say that a link to a heading leads nowhere."""
    meant = _meant(address.rpartition("#")[2], known)
    return T(
        en=f"the link '{address}' names no heading there{meant.en}",
        zh_hans=f"链接“{address}”指向的标题不存在{meant.zh_hans}",
    )


def footnote(name: str) -> LocalizedText:
    """Say that a footnote is called and not written, or the other way round."""
    return T(
        en=f"the footnote '[^{name}]' needs both its mark in the text and its note '[^{name}]: …'",
        zh_hans=f"脚注“[^{name}]”要成对出现：正文里的标记，以及“[^{name}]: …”的内容",
    )
