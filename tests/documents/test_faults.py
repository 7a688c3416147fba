"""How a fault is told."""

from documents.faults import LONGEST, Fault
from documents.text import LocalizedText


def fault(text: str, line: int = 3, column: int = 7) -> Fault:
    return Fault("a/b.yaml", line, column, LocalizedText(en=text, zh_hans="错误"))


def test_a_fault_names_its_place_as_far_as_it_is_known() -> None:
    assert fault("bad").describe("en") == "a/b.yaml:3:7: bad"
    assert fault("bad", column=0).describe("en") == "a/b.yaml:3: bad"
    assert fault("bad", 0, 0).describe("zh-hans") == "a/b.yaml: 错误"


def test_a_fault_that_quotes_a_long_output_stays_one_line() -> None:
    told = fault("said:\n" + "usage of the command\n" * 200).describe("en")
    assert "\n" not in told
    assert len(told) < LONGEST + 40
    assert told.endswith("…")
