"""Scoring: what an answer earns, and what is proved of a lab before anybody sees it."""

from sandbox.grading import grade, prove_lab
from sandbox.outcomes import Outcome
from tests.sandbox.samples import HALF, MANIFEST_LAB, NOTHING_DONE, SCRIPT_LAB, SOLVED, read

RIGHT_POD = """\
apiVersion: v1
kind: Pod
metadata: {name: mypod}
spec:
  containers:
    - {name: mypod, image: nginx, volumeMounts: [{name: foo, mountPath: /etc/foo, readOnly: true}]}
  volumes: [{name: foo, secret: {secretName: mysecret}}]
"""


def said(text: str, lab: str = SCRIPT_LAB) -> list[str]:
    return [fault.describe("en") for fault in prove_lab(read(lab), path=text)]


def test_each_answer_gets_its_verdict_and_points() -> None:
    lab = read(SCRIPT_LAB)
    found = {text: grade(lab, text) for text in (SOLVED, HALF, NOTHING_DONE, "echo '")}
    assert [(outcome.verdict, outcome.points) for outcome in found.values()] == [
        ("passed", 4), ("partly", 3), ("wrong", 0), ("invalid", 0),
    ]  # fmt: skip


def test_the_same_answer_gives_the_same_outcome() -> None:
    lab = read(MANIFEST_LAB)
    assert grade(lab, RIGHT_POD).as_data() == grade(lab, RIGHT_POD).as_data()


def test_an_outcome_survives_storage() -> None:
    for text in (HALF, "echo '"):
        outcome = grade(read(SCRIPT_LAB), text)
        assert Outcome.from_data(outcome.as_data()) == outcome


def test_the_transcript_shows_each_command_and_is_bounded() -> None:
    outcome = grade(read(SCRIPT_LAB), "echo hi\ncat nosuch\n" + "echo " + "x" * 20_000 + "\n")
    assert [played.line[:6] for played in outcome.transcript] == ["echo h", "cat no", "echo x"]
    assert [played.exit_code for played in outcome.transcript] == [0, 1, 0]
    assert "No such file or directory" in outcome.transcript[1].stderr
    assert len(outcome.transcript[2].stdout) < 9_000


def test_a_right_manifest_passes() -> None:
    outcome = grade(read(MANIFEST_LAB), RIGHT_POD)
    assert outcome.verdict == "passed", outcome


def test_the_learner_begins_at_home_wherever_the_start_went() -> None:
    created = "--from-file=username=username.txt"
    lab = read(MANIFEST_LAB.replace(created, f"{created} && cd /tmp"))
    assert grade(lab, RIGHT_POD).verdict == "passed"


def test_several_documents_are_all_applied() -> None:
    second = RIGHT_POD.replace("mypod", "other")
    outcome = grade(read(MANIFEST_LAB), f"{RIGHT_POD}---\n{second}")
    assert outcome.points == 3
    assert outcome.checks[1].reason.en == "Found 2 of kind Pod in namespace default; there should be 1."


def test_a_wrong_field_is_named_with_what_is_expected_and_what_is_there() -> None:
    outcome = grade(read(MANIFEST_LAB), RIGHT_POD.replace(", readOnly: true", ""))
    assert (outcome.verdict, outcome.points) == ("partly", 1)
    assert outcome.checks[0].reason.en == (
        "Pod mypod: `spec.containers[name=mypod].volumeMounts[mountPath=/etc/foo].readOnly` is not there; "
        "it should be `true`."
    )
    assert "应该是 `true`" in outcome.checks[0].reason.zh_hans


def test_an_api_refusal_is_kept_in_its_own_words() -> None:
    outcome = grade(read(MANIFEST_LAB), RIGHT_POD.replace("name: mypod}\nspec", "name: My_Pod}\nspec"))
    assert outcome.verdict == "wrong"
    assert 'The Pod "My_Pod" is invalid: metadata.name: Invalid value: "My_Pod"' in outcome.transcript[0].stderr
    assert outcome.checks[0].reason.en == "There is no Pod mypod."


def test_a_pod_that_does_not_start_says_what_it_waits_for() -> None:
    outcome = grade(read(MANIFEST_LAB), RIGHT_POD.replace("image: nginx", "image: nosuch"))
    assert outcome.checks[1].reason.en.startswith("Pod mypod: The Pod is Pending: ImagePullBackOff: ")


def test_a_pod_under_another_name_is_pointed_out() -> None:
    outcome = grade(read(MANIFEST_LAB), RIGHT_POD.replace("name: mypod}\nspec", "name: pod}\nspec"))
    assert outcome.checks[0].reason.en == "There is no Pod mypod. What is there: pod"


def test_a_good_lab_is_proved_without_a_fault() -> None:
    assert said("lab.yaml") == []
    assert said("lab.yaml", MANIFEST_LAB) == []


def test_a_solution_that_does_not_solve_is_a_fault_that_says_why() -> None:
    (fault,) = said("lab.yaml", SCRIPT_LAB.replace("  echo ada > note.txt\n", ""))
    assert fault.startswith("lab.yaml:")
    assert "the reference solution does not meet 'note': note.txt cannot be read" in fault


def test_a_check_that_holds_from_the_start_is_a_fault_at_its_line() -> None:
    lab = SCRIPT_LAB.replace("file: {path: note.txt, contains: ada}", "file: {path: names.txt, contains: ada}")
    line = lab[: lab.index("- id: note")].count("\n") + 1
    assert (
        f"lab.yaml:{line}: the check 'note' holds before the learner has done anything, so it can never fail"
        in said("lab.yaml", lab)
    )


def test_a_wrong_answer_that_scores_all_and_another_answer_that_does_not_are_faults() -> None:
    lab = SCRIPT_LAB.replace(
        'wrong: ["echo hello > out.txt"]', "wrong: ['echo hello > out.txt; echo ada > note.txt']\nalso: [ls]"
    )
    found = said("lab.yaml", lab)
    assert any("'wrong' answer 1 scores all points" in fault for fault in found)
    assert sum("'also' answer 1 does not meet" in fault for fault in found) == 2


def test_a_start_that_fails_is_a_fault_with_what_it_printed() -> None:
    lab = SCRIPT_LAB.replace("start:\n", "start:\n  run: cat nosuch\n")
    (fault,) = said("lab.yaml", lab)
    assert fault.startswith("lab.yaml:5: the start does not run:")
    assert "No such file or directory" in fault


def test_a_manifest_lab_may_give_its_solution_as_a_script() -> None:
    manifest = "".join(f"  {line}\n" for line in RIGHT_POD.splitlines())
    head = MANIFEST_LAB[: MANIFEST_LAB.index("solution:")]
    assert said("lab.yaml", f"{head}solution: |\n  kubectl apply -f - <<YAML\n{manifest}  YAML\n") == []


GUARDED = SCRIPT_LAB.replace(
    "solution:", "  - {id: guard, points: 5, says: x, always: {file: {path: names.txt, contains: ada}}}\nsolution:"
)


def test_a_guard_holds_at_every_moment_or_earns_nothing() -> None:
    lab = read(GUARDED)
    assert grade(lab, SOLVED).points == 9
    broken = grade(lab, f"cp names.txt keep\necho gone > names.txt\ncp keep names.txt\n{SOLVED}")
    assert (broken.points, broken.verdict) == (4, "partly")
    assert "after your first command: names.txt is `gone`" in broken.checks[2].reason.en


def test_a_guard_alone_earns_nothing() -> None:
    outcome = grade(read(GUARDED), NOTHING_DONE)
    assert (outcome.verdict, outcome.points) == ("wrong", 0)
    assert "nothing of the task was done yet" in outcome.checks[2].reason.en


def test_looking_changes_nothing_for_the_next_check() -> None:
    lab = read(
        SCRIPT_LAB.replace(
            "solution:",
            "  - {id: looks, points: 1, says: x, run: 'rm -f note.txt; cat out.txt', stdout: {equals: hello}}\n"
            "solution:",
        ).replace("  - id: note", "  - id: late\n    points: 1\n    says: x\n    run: cat note.txt\n  - id: note")
    )
    assert grade(lab, SOLVED).verdict == "passed"


def test_history_sees_the_learners_commands_alone() -> None:
    history = "  - {id: how, points: 1, says: x, history: {ran: 'echo hel+o', never: 'from-the-start'}}\nsolution:"
    lab = read(SCRIPT_LAB.replace("start:\n", "start:\n  run: echo from-the-start\n").replace("solution:", history))
    assert grade(lab, SOLVED).verdict == "passed"
    outcome = grade(lab, "printf 'hello\\n' > out.txt; echo ada > note.txt")
    assert outcome.checks[2].reason.en == "No command matches `echo hel+o`."


def test_a_secret_that_is_not_there_is_named_as_the_reason_why_a_pod_does_not_start() -> None:
    outcome = grade(read(MANIFEST_LAB), RIGHT_POD.replace("secretName: mysecret", "secretName: nosuch"))
    reason = next(check.reason for check in outcome.checks if not check.passed)
    assert 'secret "nosuch" not found' in reason.en
    assert 'secret "nosuch" not found' in reason.zh_hans


def test_commands_are_played_at_a_persons_pace_so_that_a_pod_is_there_for_the_next_one() -> None:
    outcome = grade(read(PACED_LAB), "kubectl run web --image=nginx\nkubectl exec web -- hostname > name.txt\n")
    assert outcome.verdict == "passed"


PACED_LAB = """\
title: {zh-hans: 主机名, en: A host name}
kind: kubernetes
answer: commands
minutes: 5
task: {zh-hans: 把 Pod 的主机名写进 name.txt, en: Write the host name of the Pod into name.txt}
expect:
  - id: name
    points: 1
    says: {zh-hans: name.txt 里是 web, en: name.txt holds `web`}
    file: {path: name.txt, contains: web}
solution: |
  kubectl run web --image=nginx
  kubectl exec web -- hostname > name.txt
"""
