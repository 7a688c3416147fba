# -*- coding: utf-8 -*-
"""The door to `make`: finds a Python that is new enough, then hands over to scripts/commands.py.

This file alone is written so that any Python from 2.7 on can read it; nothing else in the house is.
"""

import os
import sys

NEEDED = (3, 11)
CANDIDATES = ("python3.14", "python3.13", "python3.12", "python3.11")


def find_on_path(name):
    """Return the full path of a program, or None."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        path = os.path.join(folder, name)
        if os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    return None


def explain():
    """Return the one line that a person with an old Python reads."""
    found = "%d.%d" % sys.version_info[:2]
    if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("zh"):
        return "船坞需要 Python 3.11 或更新版本，这里只有 %s。装好新版 Python 后再运行一次 make。\n" % found
    return "Drydock needs Python 3.11 or newer; this is %s. Install a newer Python and run make again.\n" % found


def main():
    """Run the command with this Python, or with a newer one from PATH."""
    if sys.version_info >= NEEDED:
        sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        from scripts.commands import run  # Older Pythons could not even parse it.

        sys.exit(run(sys.argv[1:]))
    for name in CANDIDATES:
        path = find_on_path(name)
        if path:
            os.execv(path, [path] + sys.argv)
    sys.stderr.write(explain())
    sys.exit(1)


if __name__ == "__main__":
    main()
