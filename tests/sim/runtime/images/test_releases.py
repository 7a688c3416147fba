"""Which tags a repository has: every released version, and the moving names of the newest."""

import pytest

from sandbox.sim.runtime.images.catalogue import BY_TAG
from sandbox.sim.runtime.images.families.releases import released, without

LINES = "1.8 0-2 2020-01-01\n1.9 4 2021-01-01\n2.0 - 2022-01-01 stable\n"


def test_each_release_has_its_number_and_the_newest_of_a_line_the_lines_names() -> None:
    found = {release.version: release.tags() for release in released(LINES, latest="2.0")}
    assert found == {
        "1.8.0": ("1.8.0",),
        "1.8.1": ("1.8.1",),
        "1.8.2": ("1.8.2", "1.8"),
        "1.9.4": ("1.9.4", "1.9", "1"),
        "2.0": ("2.0", "2", "stable", "latest"),
    }


def test_a_variant_ends_each_tag_and_stands_for_latest_alone() -> None:
    newest = list(released(LINES, latest="2.0"))[-1]
    assert newest.tags("-alpine") == ("2.0-alpine", "2-alpine", "stable-alpine", "alpine")


def test_what_is_listed_elsewhere_is_left_out_with_its_moving_tags() -> None:
    left = list(without(released(LINES), ("1.8.1", "1.9")))
    assert [(release.version, release.moving) for release in left] == [
        ("1.8.0", ()), ("1.8.2", ("1.8",)), ("1.9.4", ("1",)), ("2.0", ("2", "stable")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "nginx:1.7.9", "nginx:1.19.8-alpine", "nginx:stable-alpine", "busybox:1.31.0", "alpine:3.12",
        "python:3.11-slim",
        "python:3.9.18-alpine", "node:18-alpine", "node:lts", "golang:1.22-alpine", "openjdk:8-jdk-alpine",
        "perl:5.34.0",
        "eclipse-temurin:17-jre", "wordpress:latest", "jenkins/jenkins:lts", "gcr.io/google-samples/hello-app:2.0",
    ],
)  # fmt: skip
def test_tags_that_tutorials_name_are_there(name: str) -> None:
    assert name in BY_TAG


def test_a_tag_that_was_never_released_is_not_there() -> None:
    assert not {"nginx:1.91", "nginx:1.19.11", "busybox:9", "python:3.11.99"} & set(BY_TAG)
