"""Image names are read by the rules of distribution/reference."""

import pytest

from sandbox.sim.runtime.images.reference import ReferenceError as BadReference
from sandbox.sim.runtime.images.reference import parse_normalized


@pytest.mark.parametrize(
    ("text", "name", "familiar"),
    [
        ("nginx", "docker.io/library/nginx", "nginx:latest"),
        ("library/nginx:1", "docker.io/library/nginx", "nginx:1"),
        ("huyuanyuan/centos", "docker.io/huyuanyuan/centos", "huyuanyuan/centos:latest"),
        ("localhost:5000/a/b:t", "localhost:5000/a/b", "localhost:5000/a/b:t"),
        ("registry.k8s.io/pause:3.9", "registry.k8s.io/pause", "registry.k8s.io/pause:3.9"),
        ("index.docker.io/library/redis", "docker.io/library/redis", "redis:latest"),
        ("a@sha256:" + "0" * 64, "docker.io/library/a", "a@sha256:" + "0" * 64),
    ],
)
def test_a_name_is_normalised(text: str, name: str, familiar: str) -> None:
    reference = parse_normalized(text)
    assert (reference.name, reference.with_default_tag().familiar) == (name, familiar)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Busybox", "invalid reference format: repository name (library/Busybox) must be lowercase"),
        ("a:b:c", "invalid reference format"),
        ("", "invalid reference format"),
        ("a:-x", "invalid reference format"),
        ("0" * 64, f"invalid repository name ({'0' * 64}), cannot specify 64-byte hexadecimal strings"),
    ],
)
def test_a_bad_name_is_refused_in_the_upstreams_words(text: str, message: str) -> None:
    with pytest.raises(BadReference) as caught:
        parse_normalized(text)
    assert str(caught.value) == message
