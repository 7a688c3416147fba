"""No input makes the shell fail, none exceeds its budgets, and it can be written down anywhere."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.sim.kernel.errors import BudgetExceeded
from sandbox.sim.shell.compiler import compile_text
from tests.sim.shell.learner_shell import LearnerShell
from tests.sim.shell.test_corpus import scripts

PIECES = [
    "echo",
    "a",
    "$x",
    "${x",
    "}",
    "$(",
    ")",
    "`",
    "'",
    '"',
    "|",
    "||",
    "&&",
    "&",
    ";",
    ";;",
    "\n",
    " ",
    "(",
    "((",
    "))",
    "[[",
    "]]",
    "[",
    "]",
    "if",
    "then",
    "fi",
    "while",
    "do",
    "done",
    "for",
    "in",
    "case",
    "esac",
    "{",
    "{1..3}",
    "<",
    ">",
    ">>",
    "<<E",
    "\nE\n",
    "<<<",
    "2>&1",
    "$((",
    "1+",
    "x=1",
    "a[0]=",
    "=(",
    "*",
    "?",
    "~",
    "\\",
    "#",
    "!",
    "f()",
    "local",
    "set",
    "-e",
    "-u",
    "read",
    "break",
    "return",
    "exit",
    "trap",
    "eval",
    "printf",
    "%d",
    "${x:-",
    "${x/a/",
    "${#",
    "${!",
    "@",
    "test",
    "cat",
    "sed",
    "s/a/b/",
    "awk",
    "{print}",
    "grep",
    "-E",
    "sort",
    "find",
    ".",
    "-exec",
    "xargs",
    "tr",
    "a-z",
    "中",
    "\x00",
    "\x1b",
    "seq",
    "3",
    "cut",
    "-d",
    "head",
    "tail",
    "-n",
    "date",
    "exec",
    "wait",
    "kill",
    "%1",
    "$$",
    "shift",
    "unset",
    "declare",
    "-A",
    "getopts",
]
BOUND = settings(deadline=None, derandomize=True, max_examples=120, suppress_health_check=list(HealthCheck))


def run(script: str) -> tuple[int, str, str] | str:
    try:
        return LearnerShell().run(script)
    except BudgetExceeded as excess:
        return excess.budget


@BOUND
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
def test_words_in_any_order_give_a_status(script: str) -> None:
    run(script)


@BOUND
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_pieces_run_together_give_a_status(script: str) -> None:
    run(script)


@BOUND
@given(st.text(max_size=60))
def test_any_text_gives_a_status(script: str) -> None:
    run(script)


@BOUND
@given(st.sampled_from(scripts()), st.integers(0, 200), st.data())
def test_a_damaged_script_gives_a_status(titled: tuple[str, str], start: int, data: st.DataObject) -> None:
    text = titled[1]
    at = start % (len(text) + 1)
    cut = data.draw(st.integers(0, 10))
    run(text[:at] + data.draw(st.sampled_from(PIECES)) + text[at + cut :])


@BOUND
@given(st.sampled_from(scripts()), st.integers(1, 60))
def test_a_script_goes_on_in_another_worker_as_if_nothing_had_happened(titled: tuple[str, str], steps: int) -> None:
    script = titled[1]
    shell = LearnerShell()
    shell.feed(script)
    for _ in range(steps):
        if not shell.shell.state["frames"]:
            break
        shell.step()
    blob = shell.dump()
    other = LearnerShell.load(blob)
    assert other.dump() == blob
    for one in (shell, other):
        while one.shell.state["frames"]:
            one.step()
    assert other.result() == shell.result()
    assert other.dump() == shell.dump()


HOSTILE = {
    "a fork bomb": ":(){ :|:& };:",
    "a fork bomb in the foreground": "f() { f | f; }; f",
    "an endless printer": "yes",
    "an endless printer to nowhere": "yes > /dev/null",
    "an endless loop": "while :; do :; done",
    "endless output": "while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done",
    "endless braces": "echo {1..1000000000}",
    "multiplied braces": "echo {1..999}{1..999}",
    "an endless device": "cat /dev/zero > /dev/null",
    "an endless substitution": "x=$(yes); echo ${#x}",
    "a growing variable": "x=aaaaaaaa; while :; do x=$x$x; done",
    "an endless awk": "awk 'BEGIN { while (1) x++ }'",
    "an endless sed": "echo a | sed ':a;s/a/a/;ba'",
    "a wide printf": "printf '%999999999d' 1",
}


@pytest.mark.parametrize("script", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_has_no_end_is_stopped_by_a_named_budget(script: str) -> None:
    with pytest.raises(BudgetExceeded) as excess:
        LearnerShell().run(script)
    assert excess.value.budget


MODEST = {
    "an endless function": ("f() { f; }; f", ""),
    "a large power": ("echo $((2**9999))", "0\n"),
    "a large number": ("echo $((99999999999999999999))", "7766279631452241919\n"),
    "deep parentheses": ("(" * 500 + "echo a" + ")" * 500, ""),
    "deep substitutions": ("echo " + "$(echo " * 300 + "a" + ")" * 300, ""),
    "deep arithmetic": ("echo $((" + "(" * 3000 + "1" + ")" * 3000 + "))", ""),
    "a long pipeline": ("echo a" + " | cat" * 200, "a\n"),
    "a large here-document": ("wc -l <<E\n" + "line\n" * 20000 + "E\n", "20000\n"),
    "a long line": ("echo " + "a " * 20000 + "| wc -w", "20000\n"),
    "many commands": ("true\n" * 5000 + "echo end", "end\n"),
}


@pytest.mark.parametrize(("script", "expected"), MODEST.values(), ids=MODEST.keys())
def test_what_is_merely_large_ends_with_an_answer_or_a_message(script: str, expected: str) -> None:
    status, out, err = LearnerShell().run(script)
    assert out == expected
    assert expected or (status and err.startswith(("bash: ", "environment: ")))


def test_a_script_that_is_far_too_long_is_refused_by_name() -> None:
    status, _, err = LearnerShell().run("echo " + "a" * 300_000)
    assert status == 2
    assert "script too long" in err


@BOUND
@given(st.text(alphabet=st.sampled_from(list("()[]{}$`'\"\\;&|<>#!* \nab1")), max_size=40))
def test_every_text_compiles_to_instructions(script: str) -> None:
    assert len(compile_text(script).code) == len(compile_text(script).lines)
