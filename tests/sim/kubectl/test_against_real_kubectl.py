"""The same client-side commands through the real kubectl, where the machine has one."""

import shlex
import subprocess
from pathlib import Path

import pytest

from sandbox.sim.world import World
from tests.serving.real_kubectl import why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())
FILES = {"u.txt": "hello", "v.env": "A=1\n# c\nB=two words\n"}
DRY = "--dry-run=client -o yaml"
COMMANDS = [
    f"kubectl create secret generic s --from-file=u.txt --from-literal=a=b {DRY}",
    f"kubectl create secret generic s --from-env-file=v.env --append-hash {DRY}",
    f"kubectl create secret docker-registry r --docker-username=u --docker-password=p --docker-email=e@x {DRY}",
    "kubectl create secret generic s --from-file=u.txt --from-env-file=v.env",
    "kubectl create secret generic s --from-file=u.txt --from-literal=u.txt=1",
    "kubectl create secret tls s --cert=u.txt --key=u.txt",
    "kubectl create secret tls s --cert=nope --key=u.txt",
    "kubectl create secret",
    "kubectl create secret foo",
    f"kubectl create cm c --from-file=u.txt --append-hash {DRY}",
    "kubectl create cm c --from-file=a=b=c",
    "kubectl create cm c --from-literal=a/b=c",
    f"kubectl create deployment d --image=a --image=b:1 -r 2 {DRY}",
    f"kubectl create job j --image=a {DRY} -- date -u",
    f"kubectl create cronjob c --image=a --schedule=x {DRY} -- date",
    "kubectl create cronjob c",
    f"kubectl create svc nodeport s --tcp=80,443:8443 {DRY}",
    f"kubectl create svc clusterip s --clusterip=None {DRY}",
    "kubectl create svc clusterip s",
    "kubectl create svc clusterip s --tcp=abc",
    f"kubectl create quota q --hard=cpu=1,pods=5 {DRY}",
    f"kubectl create pdb p --selector=a=b --min-available=1 {DRY}",
    f"kubectl create priorityclass p --value=5 --global-default --description=x {DRY}",
    f"kubectl create ingress i --rule=foo.com/bar=svc:80 --rule=foo.com/b*=svc2:http,tls=sec --class=c {DRY}",
    f"kubectl create clusterrolebinding c --clusterrole=a --user=b --serviceaccount=x:y {DRY}",
    "kubectl create clusterrole x --verb=get",
    "kubectl run x --image=a -t",
    "kubectl run x --image=a --rm",
    "kubectl run x --image=a:b:c",
    "kubectl get pods -o",
    "kubectl get -q",
    "kubectl logs x --tail=1x",
    "kubectl delete pod x --timeout=abc",
    "kubectl label pods x a=b c",
    "kubectl label pods x",
    "kubectl wait --for=condition",
    "kubectl taint nodes x a=b:Foo",
    "kubectl scale --replicas=-1 deploy x",
    "kubectl autoscale deploy x --max=2 --min=3",
    "kubectl patch pod x --type=foo -p {}",
    "kubectl cp a:b c:d",
    "kubectl top pod a b",
    "kubectl api-resources --sort-by=foo",
    "kubectl explain a b",
    "kubectl rollout restart",
    "kubectl set foo",
    "kubectl kustomize .",
]
CONTAINERS = ".spec.template.spec.containers"
TEMPLATES = [
    *(f"{{{CONTAINERS}[{index}].name}}" for index in (
        "", "x", "0,1", ":", "*", "0:5:2", "-1:", ":-1", "-3", "-3:", "3", "5:", "2:", "2:1", "1:1", "0:2:0",
        "(@.length-1)",
    )),
    *(f"{{{CONTAINERS}[?({test})].name}}" for test in (
        "@.image", "@.name=='nginx'", '@.name!="nginx"', "@.name==nginx", "@.name=~'n'", "@.name='nginx'", "@.image>1",
        "1==1", "@.name=='nginx' && @.image", "!@.name", "@.name<'o'",
    )),
    "{.metadata.labels[*]}", "{.metadata.labels[0]}", "{.metadata.name[*]}", "{.metadata.labels[?(@.app)]}",
    "{..[0].name}",
    "{.metadata['name','labels']}", "{.metadata['name', 'labels']}", '{.metadata["name"]}',
    "{.metadata.labels.'app'}", "{range .spec.template.spec.containers[*]}{.name}={.image}{'\\n'}{end}",
    "{range .spec.template.spec.containers[*]}{.name}", "{end}", "{if .kind}", "{.kind | upper}", "{.kind", "{{.kind}}",
    "{.spec..name}", "{.metadata.nope[*].x}", "x{.metadata.nope}y", '{-1}{1.50}{true}{"a"}', ".kind", "{..image}",
]  # fmt: skip
COMMANDS += [
    f"kubectl create deploy web --image=nginx --image=redis:7 --dry-run=client -o jsonpath={shlex.quote(template)}"
    for template in TEMPLATES
]


def comparable(text: str) -> list[str]:
    """Return the lines without what kubectl 1.32 and 1.36 write differently: unset times, log prefixes, empty maps."""
    lines = []
    for line in text.splitlines():
        if "command failed" in line:
            line = "error: " + line.partition('err="')[2].removesuffix('"').replace('\\"', '"')  # noqa: PLW2901
        line = line.replace("Error: ", "error: ", 1).replace("metadata: {}", "metadata:")  # noqa: PLW2901
        line = line.replace('"creationTimestamp":interface {}(nil), ', "")  # noqa: PLW2901
        if line.strip() != "creationTimestamp: null":
            lines.append(line)
    return [line for line in lines if line.strip() or len(lines) == 1]


@pytest.fixture(scope="module")
def world() -> World:
    world = World.create(seed=7, nodes=("node-1",))
    for name, content in FILES.items():
        world.files.write(name, content)
    world.files.write("kustomization.yaml", KUSTOMIZATION)
    return world


KUSTOMIZATION = (
    "namePrefix: dev-\nnamespace: shop\ncommonLabels: {app: x}\nsecretGenerator:\n- name: s\n  literals: [a=b]\n"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("home")
    for name, content in {**FILES, "kustomization.yaml": KUSTOMIZATION}.items():
        (path / name).write_text(content)
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_the_answer_is_that_of_the_real_kubectl(world: World, home: Path, command: str) -> None:
    env = {"HOME": str(home), "PATH": "/usr/bin:/bin:/usr/local/bin"}
    real = subprocess.run(
        shlex.split(command), capture_output=True, text=True, cwd=home, env=env, check=False, timeout=60
    )
    ours = world.run(command)
    assert ours.exit_code == real.returncode
    assert comparable(ours.stdout) == comparable(real.stdout)
    assert comparable(ours.stderr) == comparable(real.stderr)
