"""Every text of the labs' pages has its Chinese."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
TRANSLATE = re.compile(r'{% translate "([^"]+)"')
BLOCK = re.compile(r"{% blocktranslate[^%]*%}(.*?)(?:{% plural %}.*?)?{% endblocktranslate %}", re.DOTALL)
CALL = re.compile(r"""\b_\("([^"]+)"\)""")


def test_no_text_lacks_its_chinese() -> None:
    with (ROOT / "sandbox/locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        known = {
            str(entry.id[0] if isinstance(entry.id, tuple) else entry.id) for entry in read_po(file) if entry.string
        }
    wanted: set[str] = set()
    for template in (ROOT / "templates/sandbox").rglob("*.html"):
        source = template.read_text()
        wanted |= set(TRANSLATE.findall(source))
        wanted |= {re.sub(r"{{ (\w+) }}", r"%(\1)s", text) for text in BLOCK.findall(source)}
    for module in (ROOT / "sandbox").glob("*.py"):
        wanted |= set(CALL.findall(module.read_text()))
    assert len(wanted) > 60
    assert wanted - known == set()
