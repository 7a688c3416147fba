"""Labs with images of their own: they are there when the learner comes, and a broken one is a fault with its line."""

from sandbox.grading import grade, prove_lab
from tests.sandbox.samples import read

LAB = """\
title: x
kind: docker
answer: commands
task: x
start:
  images:
    - name: shop/web:1.0
      dockerfile: |
        FROM busybox
        RUN echo made > /m
expect:
  - {id: runs, points: 1, says: x, inspect: {type: container, name: web, match: {State: {ExitCode: 0}}}}
solution: docker run --name web shop/web:1.0 cat /m
"""


def test_the_reference_solution_uses_the_labs_image() -> None:
    lab = read(LAB)
    assert prove_lab(lab, path="lab.yaml") == []
    assert grade(lab, lab.solution).verdict == "passed"


def test_an_image_that_cannot_be_built_is_a_fault_at_its_line() -> None:
    (fault,) = prove_lab(read(LAB.replace("echo made > /m", "exit 4")), path="lab.yaml")
    assert (fault.path, fault.line) == ("lab.yaml", 10)
    assert "image shop/web:1.0" in fault.text.en
    assert "did not complete successfully: exit code: 4" in fault.text.en
