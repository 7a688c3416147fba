"""Starting and stopping the processes of containers.

Models k8s.io/kubernetes/pkg/kubelet/kuberuntime and runc's words v1.36. Not modelled: devices, host users, GPUs.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.kubelet.environment import ConfigError, EnvironmentMaker, expand
from sandbox.sim.cluster.kubelet.images import NodeImage
from sandbox.sim.cluster.kubelet.private import write_private
from sandbox.sim.cluster.kubelet.records import ContainerRecord, PodRecord
from sandbox.sim.cluster.kubelet.standard_streams import open_streams
from sandbox.sim.cluster.kubelet.users import credentials_of
from sandbox.sim.cluster.kubelet.volumes import VolumeMounter
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import ROOT_USER, FileView
from sandbox.sim.kernel.mounts import Mount, MountTable
from sandbox.sim.runtime.executables import ExecError
from sandbox.sim.runtime.machine import Machine
from sandbox.sim.runtime.namespaces import HOST, Namespaces
from sandbox.sim.runtime.terminals import lead

Object = dict[str, Any]
_RUNC = (
    "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: "
    "unable to start container process: error during container init: "
)


class StartError(Exception):
    """The process cannot be started; ``code`` is the exit code that the runtime reports."""

    def __init__(self, message: str, code: int = 128) -> None:
        super().__init__(message)
        self.code = code


class ContainerStarter:
    """Turns a container's spec into a running process."""

    def __init__(self, mounter: VolumeMounter, machine: Machine) -> None:
        self.mounter = mounter
        self.client = mounter.client
        self.machine = machine

    def start(
        self, pod: Object, record: PodRecord, container: Object, found: ContainerRecord, image: NodeImage
    ) -> None:
        """Start a container; ConfigError or StartError where that fails. Fills in id, log and times."""
        node = self.client.get("/nodes", "", record.node)
        image_env = dict(entry.partition("=")[::2] for entry in image.image.env)
        env = EnvironmentMaker(self.client, pod, container, node).make(image_env)
        env.setdefault("HOSTNAME", hostname_of(pod))
        argv = command_of(container, image, env)
        found.id = self.machine.rng.hex("containerd", 64)
        disk = f"container/{found.id}"
        self.machine.disks.create(disk, lower=image.image.disk, now=self.machine.clock.now)
        spaces = self._namespaces(pod, record, container, found, env)
        files = FileView(spaces.table(self.machine.disks), self.machine.clock, user=ROOT_USER)
        user = credentials_of(pod, container, image.image, files)
        env.setdefault("HOME", user.home)
        cwd = container.get("workingDir") or image.image.workdir or "/"
        if files.kind(cwd) is None:
            files.mkdir(cwd, parents=True)
        self.machine.table.add_namespaces(spaces)
        self._spawn(found, container, argv, env, cwd, user.credentials)

    def _spawn(  # noqa: PLR0917  (what execve(2) takes)
        self, found: ContainerRecord, container: Object, argv: list[str], env: dict[str, str], cwd: str, user: Any
    ) -> None:
        fds = open_streams(self.machine, found, container)
        try:
            if not argv:
                raise StartError("no command specified")
            if container.get("tty"):
                env.setdefault("TERM", "xterm")
            process = self.machine.table.spawn(argv, namespaces=found.spaces, env=env, fds=fds, cwd=cwd, user=user)
            lead(self.machine.table, process)
        except ExecError as error:
            self.machine.table.remove_namespaces(found.spaces)
            raise StartError(_RUNC + wording(error)) from error
        found.started_at = self.machine.clock.now

    def _namespaces(
        self, pod: Object, record: PodRecord, container: Object, found: ContainerRecord, env: dict[str, str]
    ) -> Namespaces:
        limit = ((container.get("resources") or {}).get("limits") or {}).get("memory")
        rows = write_private(self.machine, self.client, pod, record, container)
        rows += self._mounts(record, container, env)
        host_network = bool(pod["spec"].get("hostNetwork"))
        spaces = Namespaces(
            name=found.spaces,
            hostname=record.node if host_network else hostname_of(pod),
            root=f"container/{found.id}",
            network=self.network_of(record, host_network=host_network),
            owner="kubelet",
            read_only=bool((container.get("securityContext") or {}).get("readOnlyRootFilesystem")),
            mounts=rows,
            memory_limit=to_quantity(limit).rounded_up() if limit else 0,
        )
        _make_mount_points(self.machine, spaces)
        return spaces

    @staticmethod
    def network_of(record: PodRecord, *, host_network: bool) -> str:
        """Return the network namespace of a Pod."""
        if not host_network:
            return record.network
        return HOST if record.node == "controlplane" else f"node/{record.node}"

    def _mounts(self, record: PodRecord, container: Object, env: dict[str, str]) -> list[list[Any]]:
        rows: list[list[Any]] = []
        for mount in container.get("volumeMounts", ()):
            disk, number = record.mounted[mount["name"]]
            sub = mount.get("subPath") or expand(mount.get("subPathExpr", ""), env)
            if sub:
                number = self._sub_path(disk, number, sub)
            rows.append([_clean(mount["mountPath"]), disk, number, bool(mount.get("readOnly"))])
        return sorted(rows, key=lambda row: str(row[0]).count("/"))

    def _sub_path(self, disk: str, number: int, path: str) -> int:
        system = self.machine.disks[disk]
        view = FileView(MountTable(Mount("/", system, root=number, disk=disk)), self.machine.clock)
        if not view.exists(f"/{path}"):
            try:
                view.mkdir(f"/{path}", 0o750, parents=True)
            except KernelError as error:
                raise ConfigError(f'failed to prepare subPath for volumeMount "{path}"') from error
        place = view.mounts.resolve(f"/{path}")
        if place.inode.kind == "file":
            # The mount keeps the file as it is when a new one takes its name, as an update of a Secret does.
            system.hold(place.number)
        return place.number


def _clean(path: str) -> str:
    return "/" + "/".join(part for part in path.split("/") if part not in ("", "."))


def _make_mount_points(machine: Machine, spaces: Namespaces) -> None:
    """Make the directories and files that mounts stand on, as runc does."""
    for index, (path, disk, number, _) in enumerate(spaces.mounts):
        outer = Namespaces("", "", spaces.root, mounts=spaces.mounts[:index])
        view = FileView(outer.table(machine.disks), machine.clock)
        if view.exists(path):
            continue
        try:
            if machine.disks[disk].inode(number).kind == "dir":
                view.mkdir(path, 0o755, parents=True)
            else:
                view.mkdir(path.rpartition("/")[0] or "/", 0o755, parents=True)
                view.write(path, b"")
        except KernelError as error:
            words = f'error mounting "{path}" to rootfs at "{path}": mkdirat {path}: {str(error).lower()}'
            raise StartError(_RUNC + words) from error


def wording(error: ExecError) -> str:
    """Return what runc says of a program that it cannot execute."""
    if error.code == "ENOENT" and "/" not in error.name:
        return f'exec: "{error.name}": executable file not found in $PATH: unknown'
    if error.code == "ENOENT":
        return f'exec: "{error.name}": stat {error.name}: no such file or directory: unknown'
    reasons = {"EISDIR": "is a directory", "ENOEXEC": "exec format error", "ENOTDIR": "not a directory"}
    return f'exec: "{error.name}": {reasons.get(error.code, "permission denied")}: unknown'


def hostname_of(pod: Object) -> str:
    """Return the host name inside a Pod."""
    return str(pod["spec"].get("hostname") or pod["metadata"]["name"])[:63].rstrip("-.")


def command_of(container: Object, image: NodeImage, env: dict[str, str]) -> list[str]:
    """Return what runs: ``command`` replaces the entry point and drops the image's CMD, ``args`` replaces CMD."""
    command = [expand(word, env) for word in container.get("command", ())]
    arguments = [expand(word, env) for word in container.get("args", ())]
    if command:
        return command + arguments
    return [*image.image.entrypoint, *(arguments or image.image.cmd)]
