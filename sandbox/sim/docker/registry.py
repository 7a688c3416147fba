"""The list of docker commands: what does each, and how many words it takes."""

from sandbox.sim.docker import inspect
from sandbox.sim.docker.buildx import build as buildx_build
from sandbox.sim.docker.buildx import verbs as buildx
from sandbox.sim.docker.call import Verb
from sandbox.sim.docker.compose import registry as compose
from sandbox.sim.docker.container import (
    attach,
    cp,
    creating,
    exec,  # noqa: A004  (docker's own name)
    info,
    logs,
    ls,
    prune,
    rm,
    run,
    signals,
    start,
    stats,
    stop,
    streaming,
    update,
    wait,
)
from sandbox.sim.docker.image import archives, build, manifest, pushing
from sandbox.sim.docker.image import history as image_history
from sandbox.sim.docker.image import ls as image_ls
from sandbox.sim.docker.image import rm as image_rm
from sandbox.sim.docker.image import verbs as image
from sandbox.sim.docker.network import ls as network_ls
from sandbox.sim.docker.network import verbs as network
from sandbox.sim.docker.system import accounts, contexts, df, events, usage
from sandbox.sim.docker.system import verbs as system
from sandbox.sim.docker.volume import ls as volume_ls
from sandbox.sim.docker.volume import verbs as volume

ANY = -1
ATTACHED = streaming.SIGNALS

VERBS: dict[tuple[str, ...], Verb] = {
    ("builder", "prune"): Verb(buildx.prune, 0, 0, buildx.resume_prune),
    ("buildx", "build"): Verb(buildx_build.run, 1, 1, buildx_build.resume),
    ("buildx", "du"): Verb(buildx.du),
    ("buildx", "inspect"): Verb(buildx.inspect, 0, 1),
    ("buildx", "install"): Verb(buildx.install),
    ("buildx", "ls"): Verb(buildx.ls),
    ("buildx", "prune"): Verb(buildx.prune, 0, 0, buildx.resume_prune),
    ("buildx", "rm"): Verb(buildx.rm, 0, ANY),
    ("buildx", "uninstall"): Verb(buildx.uninstall),
    ("buildx", "use"): Verb(buildx.use, 1, 1),
    ("buildx", "version"): Verb(buildx.version),
    ("container", "attach"): Verb(attach.run, 1, 1, attach.resume, streaming.signalled, takes_signals=ATTACHED),
    ("container", "commit"): Verb(archives.commit, 1, 2, interspersed=False),
    ("container", "cp"): Verb(cp.run, 2, 2, cp.resume),
    ("container", "create"): Verb(creating.run, 1, ANY, interspersed=False),
    ("container", "diff"): Verb(info.diff, 1, 1),
    ("container", "exec"): Verb(
        exec.run, 2, ANY, exec.resume, exec.signalled, interspersed=False, takes_signals=("INT", "TERM")
    ),
    ("container", "export"): Verb(archives.export, 1, 1),
    ("container", "inspect"): Verb(inspect.of_kind("container"), 1, ANY),
    ("container", "kill"): Verb(signals.kill, 1, ANY),
    ("container", "logs"): Verb(logs.run, 1, 1, logs.resume),
    ("container", "ls"): Verb(ls.run),
    ("container", "pause"): Verb(signals.pause, 1, ANY),
    ("container", "port"): Verb(info.port, 1, 2),
    ("container", "prune"): Verb(prune.run, 0, 0, prune.resume),
    ("container", "rename"): Verb(signals.rename, 2, 2),
    ("container", "restart"): Verb(stop.restart, 1, ANY, stop.resume),
    ("container", "rm"): Verb(rm.run, 1, ANY),
    ("container", "run"): Verb(
        run.run, 1, ANY, run.resume, streaming.signalled, interspersed=False, takes_signals=ATTACHED
    ),
    ("container", "start"): Verb(start.run, 1, ANY, start.resume, streaming.signalled, takes_signals=ATTACHED),
    ("container", "stats"): Verb(stats.run, 0, ANY, stats.run),
    ("container", "stop"): Verb(stop.run, 1, ANY, stop.resume),
    ("container", "top"): Verb(info.top, 1, ANY, interspersed=False),
    ("container", "unpause"): Verb(signals.unpause, 1, ANY),
    ("container", "update"): Verb(update.run, 1, ANY),
    ("container", "wait"): Verb(wait.run, 1, ANY, wait.resume),
    ("image", "build"): Verb(build.run, 1, 1, build.resume),
    ("image", "history"): Verb(image_history.run, 1, 1),
    ("image", "import"): Verb(archives.import_, 1, ANY, archives.resume),
    ("image", "inspect"): Verb(inspect.of_kind("image"), 1, ANY),
    ("image", "load"): Verb(archives.load, 0, 0, archives.resume),
    ("image", "ls"): Verb(image_ls.run, 0, 1),
    ("image", "prune"): Verb(image.prune, 0, 0, image.resume_prune),
    ("image", "pull"): Verb(image.pull, 1, 1),
    ("image", "push"): Verb(pushing.push, 1, 1),
    ("image", "rm"): Verb(image_rm.run, 1, ANY),
    ("image", "save"): Verb(archives.save, 1, ANY),
    ("image", "tag"): Verb(image.tag, 2, 2, interspersed=False),
    ("context", "create"): Verb(contexts.create, 1, 1),
    ("context", "inspect"): Verb(contexts.inspect, 0, ANY),
    ("context", "ls"): Verb(contexts.ls),
    ("context", "rm"): Verb(contexts.rm, 1, ANY),
    ("context", "show"): Verb(contexts.show),
    ("context", "use"): Verb(contexts.use, 1, 1),
    ("inspect",): Verb(inspect.run, 1, ANY),
    ("network", "connect"): Verb(network.connect, 2, 2),
    ("network", "create"): Verb(network.create, 1, 1),
    ("network", "disconnect"): Verb(network.disconnect, 2, 2),
    ("network", "inspect"): Verb(inspect.of_kind("network"), 1, ANY),
    ("network", "ls"): Verb(network_ls.run),
    ("network", "prune"): Verb(network.prune, 0, 0, network.resume_prune),
    ("network", "rm"): Verb(network.remove, 1, ANY),
    ("login",): Verb(accounts.login, 0, 1, accounts.resume),
    ("logout",): Verb(accounts.logout, 0, 1),
    ("manifest", "inspect"): Verb(manifest.inspect, 1, 2),
    ("plugin", "ls"): Verb(system.plugin_ls),
    ("search",): Verb(image.search, 1, 1),
    ("system", "df"): Verb(df.run),
    ("system", "events"): Verb(events.run, 0, 0, events.resume),
    ("system", "info"): Verb(system.info),
    ("system", "prune"): Verb(usage.prune, 0, 0, usage.resume_prune),
    ("version",): Verb(system.version),
    ("volume", "create"): Verb(volume.create, 0, 1),
    ("volume", "inspect"): Verb(inspect.of_kind("volume"), 1, ANY),
    ("volume", "ls"): Verb(volume_ls.run),
    ("volume", "prune"): Verb(volume.prune, 0, 0, volume.resume_prune),
    ("volume", "rm"): Verb(volume.remove, 1, ANY),
    **compose.VERBS,
}
