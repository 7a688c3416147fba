"""The same command through the real kubectl, on a served World, and through the World's own, on an equal one."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.world import World
from tests.serving.served import Served

CORPUS = Path(__file__).parent / "corpus"
RELEASE = "1.32"
_AGE = r"(?:<invalid>|\d+[smhdy](?:\d+[smhd])?)"
_BY_THE_CLIENT = re.compile(r"kubectl (?:-\S+ )*(?:describe|events)\b")
_CLIENT_AGES = re.compile(rf"(?<![\w.-]){_AGE}(?![\w.-])(?: \(x\d+ over {_AGE}\))? *")
_SECRET_KEYS = re.compile(r"(?<=\nData\n====\n)(?:\S+:  +\d+ bytes\n)+")
"""What describe prints of a Secret, in the order of a Go map, which is another one each time."""
_EVENTS = re.compile(r"^(?:Events:\n|LAST SEEN)(?:.*\n)+?(?=\n|\Z)", re.MULTILINE)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
_DIFF = re.compile(r"(LIVE|MERGED)-\d+(/\S+)(?:\t.*)?")
_DATE = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000")


@lru_cache(maxsize=1)
def why_not() -> str:
    """Return why the comparison cannot be made on this machine, empty where it can."""
    found = shutil.which("kubectl")
    if found is None:
        return "kubectl is not on this machine"
    said = subprocess.run([found, "version", "--client", "-o", "json"], capture_output=True, text=True, check=False)
    try:
        version = json.loads(said.stdout)["clientVersion"]
        release = f"{version['major']}.{version['minor'].rstrip('+')}"
    except (ValueError, KeyError):
        return "this kubectl does not say its version"
    return "" if release == RELEASE else f"kubectl {release} is on this machine; differences are listed for {RELEASE}"


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    def shown(self) -> str:
        return f"{self.out}--- stderr\n{self.err}--- exit {self.code}\n"


class Pair:
    """Two equal Worlds: ``own`` runs commands itself, ``served`` by the real kubectl."""

    def __init__(self, own: World, served: Served, folder: Path) -> None:
        self.own = own
        self.served = served
        self.folder = folder
        served.replace(own.copy())
        for path in sorted((CORPUS / "files").rglob("*")):
            if path.is_file():
                name = str(path.relative_to(CORPUS / "files"))
                own.files.write(name, path.read_bytes())
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, folder / name)
        self.align()

    def align(self) -> None:
        """Move both clocks to the middle of one second past both, so that ages are the same in both Worlds."""
        self.served.finish()
        ahead = max(self.own.clock.now, self.served.do(lambda world: world.clock.now))
        target = (ahead // SECOND + 1) * SECOND + SECOND // 2
        self.own.advance((target - self.own.clock.now) / SECOND)
        self.served.do(lambda world: world.advance((target - world.clock.now) / SECOND))
        self.served.pace.rest()

    def run(self, command: str) -> tuple[Said, Said]:
        """Return what the World's own kubectl said, and what the real one did, without what differs by nature."""
        mine = self.own.run(command)
        env = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "KUBECONFIG": str(self.served.kubeconfig)}
        real = subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=env, capture_output=True, text=True, check=False, timeout=120,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        self.align()
        said = Said(mine.exit_code, mine.stdout, mine.stderr), Said(real.returncode, real.stdout, real.stderr)
        return self._normal(command, said[0]), self._normal(command, said[1])

    def _normal(self, command: str, said: Said) -> Said:
        return Said(said.code, self._text(command, said.out), self._text(command, said.err))

    def _text(self, command: str, text: str) -> str:
        """Replace moments, and ages where the client counts them from its own clock, not the server's."""
        text = _DATE.sub("<date>", _TIME.sub("<time>", text.replace(self.served.address, "https://127.0.0.1:16443")))
        if _BY_THE_CLIENT.search(command):
            text = _CLIENT_AGES.sub("<age> ", text)
            text = _SECRET_KEYS.sub(lambda found: "".join(sorted(found[0].splitlines(keepends=True))), text)
            # Their columns are as wide as the ages in them.
            return _EVENTS.sub(lambda found: re.sub(r"  +|--+", " ", found[0]), text)
        return _DIFF.sub(r"\1\2", text)
