"""Every utility, called with anything, ends with a status, a message or a named budget; never with a fault of ours."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.sim.kernel.errors import BudgetExceeded
from sandbox.sim.shell.coreutils.registry import COREUTILS
from sandbox.sim.shell.quoting import quote_if_needed
from tests.sim.shell.learner_shell import LearnerShell, StuckError

NAMES = sorted(name.removeprefix("busybox-") for name in COREUTILS)
WORDS = (
    "-a -b -c -d -e -f -h -i -k -l -m -n -o -p -q -r -s -t -u -v -w -x -y -z -A -D -E -F -I -L -N -R -S -T -1 "
    "-9 -- - --help --version --nonsense=1 a b f g d nosuch / /etc/passwd /dev/null /dev/stdin 0 1 -3 "
    "99999999999999999999 1.5 0x1f 1K +2 % %d {} [ ] ( ) * . .. a=b s/a/b/g .a[0] 中文 \\ ' $x show add list "
    "install update root status docker http://localhost localhost 80 req x509 rand -subj /CN=a -newkey ed25519 "
    "-nodes -noout -text -in -out TERM KILL 1;1 eth0 addr a:b 0-3 1,2 @0 now u+x 755 "
).split()
ODD = ["", " ", "\n", "%d %s", "{print $1}", 'BEGIN{system("echo")}', "2 + 2", "x" * 300]
DATA = ["", "a b\nc\n", "1\n2\n", "\x00\xff", "{}", "a: [1"]
CALL = st.tuples(st.sampled_from(NAMES), st.lists(st.sampled_from([*WORDS, *ODD]), max_size=5), st.sampled_from(DATA))


def call(name: str, words: list[str], data: str) -> None:
    shell = LearnerShell()
    shell.run("mkdir d; printf 'b\\na\\n' > f; printf '{\"a\": 1}' > g")
    line = " ".join([name, *(quote_if_needed(word) if word else "''" for word in words)])
    with suppress(BudgetExceeded, StuckError):
        shell.run(f"cat > /tmp/in <<'E'\n{data}\nE\ntimeout 5 {line} < /tmp/in")


@settings(deadline=None, derandomize=True, max_examples=150, suppress_health_check=list(HealthCheck))
@given(CALL)
def test_any_words_give_a_status(asked: tuple[str, list[str], str]) -> None:
    call(*asked)


@pytest.mark.parametrize("name", NAMES)
def test_a_bare_call_gives_a_status(name: str) -> None:
    call(name, [], "")
