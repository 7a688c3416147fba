"""The scripts that the World and the engine run alike, and what both of them may use."""

import re
from pathlib import Path

from bench.replay import Answer, normalise
from sandbox.sim.world import World

HERE = Path(__file__).parent
IMAGES = ("busybox:latest", "alpine:3.19")
PREAMBLE = """\
mkdir work; cd work
wait_for() {
  for try in $(seq 300); do "$@" > /dev/null 2>&1 && return; sleep 0.05; done
  echo "gave up: $*"
}
wait_log() { wait_for sh -c 'docker logs "$1" 2>&1 | grep -q "$2"' sh "$@"; }
"""
"""What is not there at once is asked for until it is: a real engine takes the time that it takes."""


def scripts() -> dict[str, str]:
    """Return each script by its title: the file, and the line that begins with ``#%%``."""
    found = {}
    for path in sorted((HERE / "scripts").glob("*.sh")):
        for part in re.split(r"^#%% ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            title, _, text = part.partition("\n")
            found[f"{path.stem}: {title}"] = text
    return found


def known_differences(*, old_client: bool = False) -> set[str]:
    """Return the titles that KNOWN.md lists, for any client or for those before 28."""
    parts = (HERE / "KNOWN.md").read_text(encoding="utf-8").split("## With a client before 28\n")
    return set(re.findall(r"^\| `(.+?)` \|", parts[old_client], re.MULTILINE))


def by_world(script: str) -> Answer:
    """Run a script in a fresh World."""
    result = World.create(seed=7, images=IMAGES).run(PREAMBLE + script)
    return Answer(result.exit_code, result.stdout, result.stderr)


def comparable(answer: Answer) -> tuple[int, str, str]:
    """Return an answer without what differs between any two runs."""
    return answer.exit, normalise(answer.stdout), normalise(answer.stderr)
