"""Storing labs: equal content once, new content beside the old, tasks rendered once and safe."""

from sandbox import services
from sandbox.models import Lab, LabVersion
from tests.sandbox.samples import SCRIPT_KEY, SCRIPT_LAB, read


def test_equal_content_is_one_version_wherever_its_lines_stand(script_lab: Lab) -> None:
    again = services.store_lab(key=SCRIPT_KEY, lab=read("# a comment\n\n" + SCRIPT_LAB))
    assert again.pk == script_lab.current_id
    assert LabVersion.objects.count() == 1


def test_new_content_is_a_new_version_and_the_old_one_stays(script_lab: Lab) -> None:
    newer = services.store_lab(key=SCRIPT_KEY, lab=read(SCRIPT_LAB.replace("points: 3", "points: 5")))
    script_lab.refresh_from_db()
    assert script_lab.current == newer
    assert (newer.max_points, script_lab.versions.count()) == (6, 2)


def test_going_back_to_older_content_makes_the_older_version_current(script_lab: Lab) -> None:
    first = script_lab.current
    services.store_lab(key=SCRIPT_KEY, lab=read(SCRIPT_LAB.replace("points: 3", "points: 5")))
    assert services.store_lab(key=SCRIPT_KEY, lab=read(SCRIPT_LAB)) == first
    assert Lab.objects.get(key=SCRIPT_KEY).current == first
    assert LabVersion.objects.count() == 2


def test_the_task_is_kept_as_safe_html_in_both_languages(script_lab: Lab) -> None:
    assert script_lab.current is not None
    html = script_lab.current.task_html
    assert html["zh-hans"] == "<p>写 <strong>out.txt</strong></p>"
    assert "<script>" not in html["en"]
