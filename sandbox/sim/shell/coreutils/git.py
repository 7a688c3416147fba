"""git: what can be said of a machine that reaches no server.

Models git 2.39. Not modelled: repositories; ``git clone`` fails as it does where no name is resolved.
"""

import re

from sandbox.sim.shell.coreutils.tool import Call, Failure

ADDRESS = re.compile(r"(https?|git|ssh)://(?:[^@/]*@)?([^/:]+)(?::\d+)?/(.*)|(?:[^@/]*@)([^:/]+):(.+)")
FATAL = 128


def run(call: Call) -> int:
    """``git``."""
    words = [word for word in call.args if not word.startswith("-")]
    if "--version" in call.args or call.args[:1] == ["version"]:
        call.line("git version 2.39.5")
        return 0
    if words[:1] != ["clone"] or len(words) < 2:  # noqa: PLR2004  (clone and an address)
        raise Failure(f"not modelled in this sandbox: git {' '.join(call.args)}".rstrip())
    found = ADDRESS.fullmatch(words[1])
    if found is None:
        call.warn(f"fatal: repository '{words[1]}' does not exist\n")
        return FATAL
    name = words[2] if len(words) > 2 else re.split(r"[/:]", words[1].rstrip("/"))[-1].removesuffix(".git")  # noqa: PLR2004  (a directory)
    call.warn(f"Cloning into '{name}'...\n")
    if found[1] in ("http", "https"):
        call.warn(f"fatal: unable to access '{words[1]}/': Could not resolve host: {found[2]}\n")
    else:
        server = found[2] or found[4]
        call.warn(f"ssh: Could not resolve hostname {server}: Temporary failure in name resolution\n")
        call.warn("fatal: Could not read from remote repository.\n")
    return FATAL
