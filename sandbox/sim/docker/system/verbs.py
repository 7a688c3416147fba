"""docker version, info, plugin ls.

Models docker/cli cli/command/system/{version,info}.go, v28.2.
"""

from typing import Any

from sandbox.sim.cli.gotemplate.template import ExecutionFailed, Template, TemplateError
from sandbox.sim.cli.gotemplate.values import Struct, to_json
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import Failure

CLIENT = {
    "Platform": Struct(Name=""), "Version": "28.2.2", "ApiVersion": "1.50", "DefaultAPIVersion": "1.50",
    "GitCommit": "e6534b4", "GoVersion": "go1.24.3", "Os": "linux", "Arch": "amd64",
    "BuildTime": "Fri May 30 12:07:14 2025", "Context": "default",
}  # fmt: skip
ENGINE = {
    "ApiVersion": "1.50", "Arch": "amd64", "BuildTime": "Fri May 30 12:07:24 2025", "Experimental": "false",
    "GitCommit": "45873be", "GoVersion": "go1.24.3", "KernelVersion": "6.1.0-28-amd64", "MinAPIVersion": "1.24",
    "Os": "linux",
}  # fmt: skip
NETWORKS = "bridge host ipvlan macvlan null overlay"
LOGS = "awslogs fluentd gcplogs gelf journald json-file local splunk syslog"
HUB = {"Name": "docker.io", "Mirrors": [], "Secure": True, "Official": True}
PARTS = (
    ("containerd", "1.7.27", {"GitCommit": "05044ec0a9a75232cad458027ca83437aae3f4da"}),
    ("runc", "1.2.5", {"GitCommit": "v1.2.5-0-g59923ef"}),
    ("docker-init", "0.19.0", {"GitCommit": "de40ad0"}),
)
TEXT = """\
Client:
 Version:           28.2.2
 API version:       1.50
 Go version:        go1.24.3
 Git commit:        e6534b4
 Built:             Fri May 30 12:07:14 2025
 OS/Arch:           linux/amd64
 Context:           default

Server: Docker Engine - Community
 Engine:
  Version:          28.2.2
  API version:      1.50 (minimum version 1.24)
  Go version:       go1.24.3
  Git commit:       45873be
  Built:            Fri May 30 12:07:24 2025
  OS/Arch:          linux/amd64
  Experimental:     false
 containerd:
  Version:          1.7.27
  GitCommit:        05044ec0a9a75232cad458027ca83437aae3f4da
 runc:
  Version:          1.2.5
  GitCommit:        v1.2.5-0-g59923ef
 docker-init:
  Version:          0.19.0
  GitCommit:        de40ad0
"""


class _Typed(Struct):
    def __init__(self, type_name: str, **fields: Any) -> None:
        super().__init__(**fields)
        self.type_name = type_name


def _versions() -> Struct:
    components = [_Typed("types.ComponentVersion", Name="Engine", Version="28.2.2", Details=dict(ENGINE))]
    components += [_Typed("types.ComponentVersion", Name=name, Version=number, Details=dict(details))
                   for name, number, details in PARTS]  # fmt: skip
    server = _Typed(
        "types.Version", Platform=Struct(Name="Docker Engine - Community"), Components=components, Version="28.2.2",
        ApiVersion="1.50", MinAPIVersion="1.24", GitCommit="45873be", GoVersion="go1.24.3", Os="linux", Arch="amd64",
        KernelVersion=ENGINE["KernelVersion"], BuildTime="2025-05-30T12:07:24.000000000+00:00",
    )  # fmt: skip
    return _Typed("system.versionInfo", Client=_Typed("system.clientVersion", **CLIENT), Server=server)


def _formatted(call: Call, data: Any, name: str) -> int:
    form = call.flags["format"]
    if form == "json":
        call.line(to_json(data))
        return 0
    try:
        template = Template(form, name=name)
    except TemplateError as error:
        raise Failure(f"template parsing error: {error}", 64) from error
    try:
        call.line(template.execute(data))
    except ExecutionFailed as error:
        call.line(error.printed)
        raise Failure(str(error)) from error
    return 0


def version(call: Call) -> int:
    """Docker version."""
    if call.flags["format"]:
        return _formatted(call, _versions(), "version")
    call.out(TEXT)
    return 0


def info(call: Call) -> int:
    """Docker info."""
    facts = _facts(call)
    if call.flags["format"]:
        return _formatted(call, facts, "")
    call.out(INFO.format(**{key: value for key, value in facts.items() if isinstance(value, (str, int))}))
    return 0


def _facts(call: Call) -> Struct:
    containers = list(call.engine.containers)
    return _Typed(
        "system.dockerInfo", ID="6d2c1f0e-7c1b-4d61-9d3f-0f1f5f5f3a10", Containers=len(containers),
        ContainersRunning=sum(row.status == "running" for row in containers),
        ContainersPaused=sum(row.status == "paused" for row in containers),
        ContainersStopped=sum(not row.running for row in containers), Images=len(call.engine.images.images),
        Driver="overlay2", MemoryLimit=True, SwapLimit=True, CpuCfsPeriod=True, CpuCfsQuota=True, CPUShares=True,
        CPUSet=True, PidsLimit=True, IPv4Forwarding=True, Debug=False, NFd=24, OomKillDisable=False, NGoroutines=42,
        LoggingDriver="json-file", CgroupDriver="systemd", CgroupVersion="2", NEventsListener=0,
        KernelVersion=ENGINE["KernelVersion"], OperatingSystem="Debian GNU/Linux 12 (bookworm)", OSVersion="12",
        OSType="linux", Architecture="x86_64", IndexServerAddress="https://index.docker.io/v1/", NCPU=4,
        MemTotal=8326807552, DockerRootDir="/var/lib/docker",
        Name=call.engine.machine.table.namespaces["host"].hostname,
        Labels=[], ExperimentalBuild=False, ServerVersion="28.2.2", DefaultRuntime="runc", LiveRestoreEnabled=False,
        Isolation="", InitBinary="docker-init", SecurityOptions=["name=seccomp,profile=builtin", "name=cgroupns"],
        Swarm=Struct(NodeID="", NodeAddr="", LocalNodeState="inactive", ControlAvailable=False, Error=""),
        DriverStatus=[["Backing Filesystem", "extfs"], ["Supports d_type", "true"], ["Using metacopy", "false"],
                      ["Native Overlay Diff", "true"], ["userxattr", "false"]],
        Plugins=Struct(Volume=["local"], Network=NETWORKS.split(), Authorization=None, Log=LOGS.split()),
        RegistryConfig=Struct(IndexConfigs={"docker.io": HUB}, InsecureRegistryCIDRs=["::1/128", "127.0.0.0/8"],
                              Mirrors=None),
        Runtimes={"io.containerd.runc.v2": Struct(path="runc"), "runc": Struct(path="runc")},
        ContainerdCommit=Struct(ID="05044ec0a9a75232cad458027ca83437aae3f4da"),
        RuncCommit=Struct(ID="v1.2.5-0-g59923ef"), InitCommit=Struct(ID="de40ad0"), HttpProxy="", HttpsProxy="",
        NoProxy="", GenericResources=None, Warnings=None,
        ClientInfo=_Typed("system.clientInfo", Debug=False, Context="default", Plugins=[], Warnings=None, **{
            key: CLIENT[key] for key in ("Version", "GitCommit", "GoVersion", "Os", "Arch", "BuildTime")}),
    )  # fmt: skip


INFO = """\
Client:
 Version:    28.2.2
 Context:    default
 Debug Mode: false

Server:
 Containers: {Containers}
  Running: {ContainersRunning}
  Paused: {ContainersPaused}
  Stopped: {ContainersStopped}
 Images: {Images}
 Server Version: {ServerVersion}
 Storage Driver: overlay2
  Backing Filesystem: extfs
  Supports d_type: true
  Using metacopy: false
  Native Overlay Diff: true
  userxattr: false
 Logging Driver: json-file
 Cgroup Driver: systemd
 Cgroup Version: 2
 Plugins:
  Volume: local
  Network: bridge host ipvlan macvlan null overlay
  Log: awslogs fluentd gcplogs gelf journald json-file local splunk syslog
 Swarm: inactive
 Runtimes: io.containerd.runc.v2 runc
 Default Runtime: runc
 Init Binary: docker-init
 containerd version: 05044ec0a9a75232cad458027ca83437aae3f4da
 runc version: v1.2.5-0-g59923ef
 init version: de40ad0
 Security Options:
  seccomp
   Profile: builtin
  cgroupns
 Kernel Version: {KernelVersion}
 Operating System: {OperatingSystem}
 OSType: linux
 Architecture: x86_64
 CPUs: {NCPU}
 Total Memory: 7.755GiB
 Name: {Name}
 ID: {ID}
 Docker Root Dir: /var/lib/docker
 Debug Mode: false
 Experimental: false
 Insecure Registries:
  ::1/128
  127.0.0.0/8
 Live Restore Enabled: false

"""


def plugin_ls(call: Call) -> int:
    """Run ``docker plugin ls``: no plugin can be installed here."""
    if call.flags["format"]:
        return 0
    call.out("" if call.flags["quiet"] else "ID        NAME      DESCRIPTION   ENABLED\n")
    return 0
