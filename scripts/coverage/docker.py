"""The commands of docker. Which flags are refused is found by typing each of them in a small world."""

from sandbox.sim.cli.flags import Flag
from sandbox.sim.docker import registry, routes
from sandbox.sim.docker.spec import Spec, load
from sandbox.sim.world import World
from scripts.coverage.limits import home, of_module
from scripts.coverage.markdown import code, codes, flags, table

REFUSED = "not modelled in this sandbox"
IDLE = "--{name} has no effect in this sandbox"
UNREAD = ("invalid argument", "unknown flag", "flag needs an argument")
SECONDS_ALIVE = "600"
PREPARED = f"""
docker run -d --name web nginx:1.25
docker run -d --name job busybox:1.36 sleep {SECONDS_ALIVE}
docker create --name idle busybox:1.36 true
docker network create lan
docker volume create data
docker save -o saved.tar busybox:1.36
mkdir context
echo FROM busybox:1.36 > context/Dockerfile
"""
WORDS: dict[tuple[str, ...], str] = {
    ("buildx", "build"): "context", ("buildx", "use"): "default", ("context", "create"): "far",
    ("context", "use"): "default", ("manifest", "inspect"): "busybox:1.36", ("swarm", "join"): "10.0.0.9:2377",
    ("container", "attach"): "job", ("container", "commit"): "web", ("container", "cp"): "web:/etc/hosts .",
    ("container", "create"): "busybox:1.36 true", ("container", "diff"): "web", ("container", "exec"): "web true",
    ("container", "export"): "idle", ("container", "inspect"): "web", ("container", "kill"): "job",
    ("container", "logs"): "web", ("container", "pause"): "web", ("container", "port"): "web",
    ("container", "rename"): "web www", ("container", "restart"): "idle", ("container", "rm"): "idle",
    ("container", "run"): "busybox:1.36 true", ("container", "start"): "idle", ("container", "stats"): "web",
    ("container", "stop"): "job", ("container", "top"): "web", ("container", "unpause"): "web",
    ("container", "update"): "web", ("container", "wait"): "idle", ("image", "build"): "context",
    ("image", "history"): "nginx:1.25", ("image", "import"): "saved.tar", ("image", "inspect"): "nginx:1.25",
    ("image", "load"): "< saved.tar", ("image", "pull"): "busybox:1.36", ("image", "push"): "nginx:1.25",
    ("image", "rm"): "busybox:1.36", ("image", "save"): "busybox:1.36", ("image", "tag"): "nginx:1.25 web:1",
    ("inspect",): "web", ("network", "connect"): "lan web", ("network", "create"): "wan",
    ("network", "disconnect"): "bridge web", ("network", "inspect"): "lan", ("network", "rm"): "lan",
    ("search",): "nginx", ("volume", "inspect"): "data", ("volume", "rm"): "data",
}  # fmt: skip
"""What to type after the flag, so that the command comes as far as looking at it."""
BY_KIND = {"int": "1", "int32": "1", "uint": "10", "float": "1", "duration": "1s"}
BY_NAME = {
    "add-host": "host:10.0.0.9", "annotation": "a=b", "attach": "stdout", "aux-address": "a=10.9.0.2",
    "blkio-weight-device": "/dev/sda:100", "cap-add": "NET_ADMIN", "cap-drop": "NET_RAW", "cgroupns": "private",
    "config": "text", "cpus": "1", "cpuset-cpus": "0", "cpuset-mems": "0", "device": "/dev/null",
    "device-cgroup-rule": "'c 1:3 r'",
    "device-read-bps": "/dev/sda:1mb", "device-read-iops": "/dev/sda:10", "device-write-bps": "/dev/sda:1mb",
    "device-write-iops": "/dev/sda:10", "dns": "10.0.0.1", "driver-opt": "a=b", "env": "A=b", "expose": "80",
    "filter": "label=a", "gpus": "all", "ip": "10.0.0.9", "ip6": "2001:db8::9", "ipam-opt": "a=b", "ipc": "host",
    "isolation": "hyperv", "keep-storage": "1g", "max-used-space": "1g", "min-free-space": "1g",
    "reserved-space": "1g", "secret": "id=a,src=context/Dockerfile", "build-arg": "A=b",
    "kernel-memory": "64m", "label": "a=b", "link": "web:web", "link-local-ip": "169.254.0.9",
    "mac-address": "92:d0:c6:0a:29:33", "memory": "64m", "memory-reservation": "32m", "memory-swap": "128m",
    "mount": "type=volume,source=data,target=/data", "pid": "host", "platform": "linux/amd64", "publish": "8080:80",
    "security-opt": "no-new-privileges", "shm-size": "64m", "storage-opt": "size=1G", "sysctl": "net.core.somaxconn=1",
    "ulimit": "nofile=64", "userns": "host", "uts": "host",
}  # fmt: skip


def page() -> str:
    """Return a table of all commands that docker has, in alphabetical order of their long names."""
    start = World.create(seed=1, nodes=("node",), images=("nginx:1.25", "busybox:1.36"))
    prepared = start.run(PREPARED)
    if prepared.exit_code:
        raise ValueError(f"the world to type docker's flags in cannot be made: {prepared.stderr}")
    blob = start.snapshot()
    known = [_row(path, blob) for path in sorted(registry.VERBS)]
    missing = [
        [code(f"docker {' '.join(path)}"), "", "no", "", "", "", "the whole command"]
        for path in commands()
        if routes.canonical(path) not in registry.VERBS
    ]
    swarm = f"{codes(f'docker {name}' for name in routes.SWARM)} answer as an engine does that is in no swarm."
    headings = ["command", "also", "modelled", "flags modelled", "flags without effect", "flags not modelled"]
    return f"{table([*headings, 'besides, not modelled'], sorted(known + missing))}\n\n{swarm}"


def commands() -> list[tuple[str, ...]]:
    """Return the words of every command in docker's own lists that does something itself."""
    found: set[tuple[str, ...]] = set()
    for group in routes.GROUPS:
        spec = load((group,))
        names = _listed(spec) if spec else []
        found |= {(group, name) for name in names if load((group, name))}
    root = load(())
    top = _listed(root) if root else []
    return sorted(found | {(name,) for name in top if name not in routes.GROUPS and load((name,))})


def _listed(spec: Spec) -> list[str]:
    """Return the first word of each line of the lists of commands in a help text."""
    names, within = [], False
    for line in spec.help.splitlines():
        if line.endswith("Commands:"):
            within = True
        elif not line.startswith("  "):
            within = within and not line
        elif within:
            names.append(line.split()[0].rstrip("*"))
    return names


def _row(path: tuple[str, ...], blob: bytes) -> list[str]:
    spec = load(path)
    if spec is None:
        raise ValueError(f"docker {' '.join(path)} is registered, but sandbox/sim/docker/help has no text for it")
    typed = {flag.name: _type(path, flag, blob) for flag in spec.flags.flags.values() if flag.name != "help"}
    refused = {name for name, answer in typed.items() if REFUSED in answer}
    idle = {name for name, answer in typed.items() if IDLE.format(name=name) in answer}
    also = [f"docker {short}" for short in _shorter(path)]
    besides = of_module(home(registry.VERBS[path].run))
    cells = (flags(set(typed) - refused - idle), flags(idle), flags(refused))
    return [code(f"docker {' '.join(path)}"), codes(also), "yes", *cells, besides]


def _shorter(path: tuple[str, ...]) -> list[str]:
    """Return the other ways to type a command, the short ones first."""
    top = [name for name, long in routes.TOP.items() if long == path]
    return top + [" ".join(short) for short, long in routes.ALIASES.items() if long == path]


def _type(path: tuple[str, ...], flag: Flag, blob: bytes) -> str:
    """Type the flag and return what the command says. ValueError when docker cannot even read the flag's value."""
    value = BY_NAME.get(flag.name) or BY_KIND.get(flag.kind, "text")
    word = f"--{flag.name}" if flag.kind == "bool" else f"--{flag.name}={value}"
    line = f"docker {' '.join(path)} {word} {WORDS.get(path, '')}"
    answer = World.restore(blob).run(line).stderr
    if REFUSED not in answer and any(text in answer for text in UNREAD):
        raise ValueError(f"{line}: give --{flag.name} a value in scripts/coverage/docker.py ({answer})")
    return answer
