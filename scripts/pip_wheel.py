"""pip for a Python that came without it, as Debian's does until somebody installs python3-venv.

The wheel comes from the package index that pip itself would use (PIP_INDEX_URL, else PyPI) and must be the very file
whose hash stands here: that file is trusted, the way to it is not.
"""

import hashlib
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from scripts.programs import NO_NETWORK, explain_failure, run_quietly
from scripts.speech import SetupError, pick

WHEEL = "pip-25.3-py3-none-any.whl"
SHA256 = "9655943313a94722b7774661c21049070f6bbb0a1516bf02f7c8d5d9201514cd"
SECONDS = 60


def install_pip(python: Path, folder: Path) -> None:
    """Fetch pip's wheel into ``folder`` and have it install itself for ``python``."""
    wheel = folder / WHEEL
    wheel.write_bytes(_fetch())
    # A wheel is an archive that Python runs from inside.
    run_quietly([python, wheel / "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", wheel])
    wheel.unlink()


def _fetch() -> bytes:
    index = os.environ.get("PIP_INDEX_URL") or "https://pypi.org/simple"
    page = f"{index.rstrip('/')}/pip/"
    found = re.search(rf'href="([^"]*/{re.escape(WHEEL)})[^"]*"', _read(page).decode("utf-8", "replace"))
    if found is None:
        raise SetupError(pick(f"{WHEEL} is not at {page}", f"{page} 上没有 {WHEEL}"))
    content = _read(urllib.parse.urljoin(page, found[1]))
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise SetupError(pick(f"{WHEEL} from {page} is not the file it should be.", f"从 {page} 得到的 {WHEEL} 不对。"))
    return content


def _read(address: str) -> bytes:
    if not address.startswith("https://") and not address.startswith("http://"):
        raise SetupError(pick(f"This package index is no web address: {address}", f"软件包仓库地址不对：{address}"))
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310 - the scheme is checked above.
            body: bytes = answer.read()
            return body
    except (urllib.error.URLError, TimeoutError) as error:
        raise SetupError(explain_failure([address], f"{NO_NETWORK[0]}: {error}")) from error
