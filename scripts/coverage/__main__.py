"""``python -m scripts.coverage`` writes docs/COVERAGE.md; ``--check`` only says whether it is still right."""

import argparse
import sys

from scripts.coverage import page
from scripts.speech import say


def main(argv: list[str]) -> int:
    """Return 1 when the page was to be checked and is stale."""
    parser = argparse.ArgumentParser(prog="python -m scripts.coverage", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when docs/COVERAGE.md is stale")
    if not parser.parse_args(argv).check:
        page.write()
        return 0
    if page.is_stale():
        say(
            "docs/COVERAGE.md is stale. Write it again: python -m scripts.coverage",
            "docs/COVERAGE.md 已过期，请重新生成：python -m scripts.coverage",
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
