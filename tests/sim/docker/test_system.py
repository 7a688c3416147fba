"""What docker says of itself and of the space it takes, and what it tells as it happens."""

from sandbox.sim.world import World


def test_verbose_usage_lists_every_object(world: World) -> None:
    world.run("docker run -d --name web -v data:/data nginx; docker run --name done busybox sh -c 'echo 12345 > /x'")
    world.run("printf 'FROM busybox\\nRUN echo 1 > /x\\n' | docker buildx build -q -t app -")
    lines = world.run("docker system df -v").stdout.splitlines()
    headings = [line for line in lines if line.endswith("usage:") or line.startswith("Build cache usage")]
    assert headings == [
        "Images space usage:", "Containers space usage:", "Local Volumes space usage:", "Build cache usage: 2B",
    ]  # fmt: skip
    shown = {line.split()[0]: line.split() for line in lines if line and not line.endswith(":")}
    assert shown["nginx"][-3:] == ["4.262MB", "182.5MB", "1"]
    assert shown["data"] == ["data", "1", "0B"]
    assert any(line.endswith("   done") and "6B" in line for line in lines)
    assert lines[-1].endswith("true")


def test_usage_counts_the_build_cache_and_a_prune_empties_it(world: World) -> None:
    world.run("printf 'FROM busybox\\nRUN echo 1 > /x\\n' | docker buildx build -q -t app -")
    line = "docker system df --format '{{.Type}} {{.TotalCount}} {{.Size}}' | tail -1"
    assert world.run(line).stdout == "Build Cache 1 2B\n"
    pruned = world.run("docker rmi app > /dev/null; docker system prune -f").stdout
    assert "Deleted build cache objects:\n" in pruned
    assert world.run(line).stdout == "Build Cache 0 0B\n"


def test_events_are_filtered_by_kind_name_label_and_image(world: World) -> None:
    world.run("docker run -d --name one -l tier=web -l a=1 busybox; docker run -d --name two -l tier=db nginx")

    def names(filters: str) -> str:
        form = "--format '{{.Action}} {{.Actor.Attributes.name}}'"
        return world.run(f"docker events --since 1h --until 0s {form} {filters}").stdout

    assert names("-f event=start -f label=tier=web") == "start one\n"
    assert names("-f event=start -f label=tier") == "start one\nstart two\n"
    assert names("-f event=create -f image=nginx") == "create two\n"
    assert names("-f container=two -f event=start -f type=container") == "start two\n"
    assert names("-f type=volume") == ""
    assert names("-f daemon=x") == ""
    refused = world.run("docker events --since 1h --until 0s -f colour=red")
    assert refused.stderr == "Error response from daemon: invalid filter 'colour'\n"


def test_a_search_checks_its_options(world: World) -> None:
    assert world.run("docker search --limit 101 nginx").exit_code == 1
    assert (
        world.run("docker search -f stars=x nginx").stderr == "Error response from daemon: invalid filter 'stars=[x]'\n"
    )
    found = world.run("docker search -f is-official=true -f stars=20000 --format '{{.Name}}' nginx").stdout
    assert found == "nginx\n"
    assert world.run("docker search -f is-automated=true nginx --format '{{.Name}}'").stdout == ""


def test_info_has_the_fields_that_templates_ask_for(world: World) -> None:
    def info(template: str) -> str:
        return world.run(f"docker info -f '{template}'").stdout.strip()

    assert (
        info("{{.Driver}} {{.CgroupVersion}} {{.Plugins.Volume}} {{.ClientInfo.Context}}")
        == "overlay2 2 [local] default"
    )
    assert info("{{range .DriverStatus}}{{index . 0}};{{end}}").startswith("Backing Filesystem;Supports d_type;")
    assert (
        info("{{index .RegistryConfig.InsecureRegistryCIDRs 1}} {{.RuncCommit.ID}}") == "127.0.0.0/8 v1.2.5-0-g59923ef"
    )
    assert '"LocalNodeState":"inactive"' in world.run("docker info --format json").stdout
