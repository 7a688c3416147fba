"""The core utilities by name. A newcomer finds the list here and each command in the module beside its name.

Each is there twice: as itself, with GNU's words, and as ``busybox-…``, with busybox's.
"""

from sandbox.sim.runtime.fakes.registry import FAKES
from sandbox.sim.runtime.process import Program
from sandbox.sim.shell.coreutils import (
    accounts,
    archives,
    awk,
    bc,
    chmod,
    chown,
    cp,
    curl,
    cut,
    date,
    diff,
    dig,
    echo,
    encodings,
    envsubst,
    expr,
    facts,
    getopt,
    git,
    grep,
    hexdump,
    htpasswd,
    ifconfig,
    ip,
    join,
    jq,
    line_tools,
    ln,
    ls,
    machine_facts,
    mkdir,
    mounts_list,
    mv,
    net_tools,
    numfmt,
    pagers,
    printf_command,
    processes,
    readlink,
    realpath,
    rm,
    rmdir,
    sed,
    small_files,
    sockets,
    sort,
    spaces,
    ssh_keygen,
    stat,
    systemctl,
    touch,
    tree,
    uniq,
    unmodelled,
    wc,
    wget,
    yq,
)
from sandbox.sim.shell.coreutils.cat import Cat
from sandbox.sim.shell.coreutils.cat import run as cat
from sandbox.sim.shell.coreutils.editors import Editor
from sandbox.sim.shell.coreutils.find import Find
from sandbox.sim.shell.coreutils.grep import Grep
from sandbox.sim.shell.coreutils.head import Head
from sandbox.sim.shell.coreutils.head import run as head
from sandbox.sim.shell.coreutils.nc_listen import Nc
from sandbox.sim.shell.coreutils.openssl import command as openssl
from sandbox.sim.shell.coreutils.packages import apk, apt, catalogue, dpkg, npm, pip, yum
from sandbox.sim.shell.coreutils.ping import Ping
from sandbox.sim.shell.coreutils.rm_asking import Rm
from sandbox.sim.shell.coreutils.seq import Seq
from sandbox.sim.shell.coreutils.sleeping import Env, Nohup, Sleep, Timeout, Watch, Yes
from sandbox.sim.shell.coreutils.su import Su, Sudo
from sandbox.sim.shell.coreutils.tail import Tail
from sandbox.sim.shell.coreutils.tail import run as tail
from sandbox.sim.shell.coreutils.tee import Tee
from sandbox.sim.shell.coreutils.testing import Test
from sandbox.sim.shell.coreutils.tool import Run, Tool
from sandbox.sim.shell.coreutils.tr import Tr
from sandbox.sim.shell.coreutils.xargs import Xargs

FUNCTIONS: dict[str, Run] = {
    "addgroup": accounts.addgroup,
    "adduser": accounts.adduser,
    "apk": apk.run,
    "apt": apt.run,
    "apt-cache": apt.cache,
    "apt-get": apt.run,
    "arch": facts.arch,
    "awk": awk.run,
    "base64": encodings.base64,
    "basename": facts.basename,
    "bc": bc.run,
    "chgrp": chown.run,
    "chmod": chmod.run,
    "chown": chown.run,
    "chpasswd": accounts.chpasswd,
    "cksum": encodings.cksum,
    "clear": facts.clear,
    "cmp": diff.compare_bytes,
    "column": line_tools.column,
    "comm": line_tools.compare,
    "cp": cp.run,
    "curl": curl.run,
    "cut": cut.run,
    "date": date.run,
    "dd": spaces.copy_blocks,
    "delgroup": accounts.groupdel,
    "deluser": accounts.userdel,
    "df": spaces.disks,
    "diff": diff.run,
    "dig": dig.dig,
    "dirname": facts.dirname,
    "dnf": yum.run,
    "dpkg": dpkg.run,
    "du": spaces.usage_of_files,
    "echo": echo.run,
    "envsubst": envsubst.run,
    "expand": line_tools.expand,
    "expr": expr.run,
    "factor": small_files.factor,
    "false": facts.false,
    "file": small_files.file,
    "fold": line_tools.fold,
    "free": spaces.memory,
    "getconf": machine_facts.getconf,
    "getent": net_tools.getent,
    "getopt": getopt.run,
    "git": git.run,
    "groupadd": accounts.groupadd,
    "groupdel": accounts.groupdel,
    "groups": facts.groups,
    "gunzip": archives.gzip,
    "gzip": archives.gzip,
    "hd": hexdump.run,
    "hexdump": hexdump.run,
    "host": dig.host,
    "hostname": facts.hostname,
    "hostnamectl": machine_facts.hostnamectl,
    "htpasswd": htpasswd.run,
    "id": facts.identity,
    "ifconfig": ifconfig.run,
    "install": small_files.install,
    "ip": ip.run,
    "join": join.run,
    "journalctl": systemctl.journalctl,
    "jq": jq.run,
    "kill": processes.kill,
    "killall": processes.killall,
    "last": machine_facts.last,
    "less": pagers.less,
    "link": small_files.link,
    "ln": ln.run,
    "locale": facts.locale,
    "logger": small_files.logger,
    "logname": facts.whoami,
    "ls": ls.run,
    "lsb_release": machine_facts.lsb_release,
    "lscpu": machine_facts.lscpu,
    "lsof": mounts_list.lsof,
    "md5sum": encodings.checksum,
    "mkdir": mkdir.run,
    "mktemp": facts.make_temporary,
    "more": pagers.more,
    "mount": mounts_list.mount,
    "mv": mv.run,
    "netstat": sockets.netstat,
    "nl": line_tools.number,
    "nproc": facts.nproc,
    "nslookup": net_tools.nslookup,
    "numfmt": numfmt.run,
    "od": encodings.od,
    "openssl": openssl.run,
    "passwd": accounts.passwd,
    "paste": line_tools.paste,
    "pgrep": processes.pgrep,
    "pidof": small_files.pidof,
    "pip": pip.run,
    "pkill": processes.pgrep,
    "printenv": facts.printenv,
    "printf": printf_command.run,
    "ps": processes.ps,
    "pwd": facts.working_directory,
    "readlink": readlink.run,
    "realpath": realpath.run,
    "rev": line_tools.reverse,
    "rmdir": rmdir.run,
    "route": ifconfig.route,
    "sed": sed.run,
    "service": systemctl.service,
    "sha1sum": encodings.checksum,
    "sha256sum": encodings.checksum,
    "sha512sum": encodings.checksum,
    "shuf": line_tools.shuffle,
    "sort": sort.run,
    "split": line_tools.split,
    "ss": sockets.ss,
    "ssh-keygen": ssh_keygen.run,
    "stat": stat.run,
    "strings": hexdump.strings,
    "sum": small_files.checksum,
    "sync": facts.true,
    "sysctl": machine_facts.sysctl,
    "systemctl": systemctl.systemctl,
    "tac": line_tools.backwards,
    "tar": archives.tar,
    "top": processes.top,
    "touch": touch.run,
    "tree": tree.run,
    "true": facts.true,
    "truncate": spaces.truncate,
    "tty": facts.tty,
    "uname": facts.uname,
    "unexpand": line_tools.unexpand,
    "uniq": uniq.run,
    "unlink": small_files.unlink,
    "uptime": facts.uptime,
    "useradd": accounts.useradd,
    "userdel": accounts.userdel,
    "usermod": accounts.usermod,
    "uuidgen": machine_facts.uuidgen,
    "w": machine_facts.w,
    "wc": wc.run,
    "wget": wget.run,
    "which": facts.which,
    "who": machine_facts.who,
    "whoami": facts.whoami,
    "xxd": encodings.xxd,
    "yq": yq.run,
    "yum": yum.run,
    "zcat": archives.gzip,
}
UNMODELLED = (
    "chroot crontab dc dmesg locale lsns flock man mkfifo nsenter screen tmux "
    "traceroute unshare update-ca-certificates "
)
ABSENT = tuple(name for name in (*UNMODELLED.split(), *catalogue.UNMODELLED) if name not in FAKES)
"""What an image brings in place of a real program goes before a mere refusal."""
MACHINES: dict[str, Program] = {
    "env": Env(),
    "ionice": Nohup("ionice"),
    "nice": Nohup("nice"),
    "nohup": Nohup("nohup"),
    "setsid": Nohup("setsid"),
    "stdbuf": Nohup("stdbuf"),
    "sleep": Sleep(),
    "runuser": Su(),
    "su": Su(),
    "sudo": Sudo(),
    "time": Nohup("time"),
    "npm": npm.Npm(),
    "timeout": Timeout(),
    "watch": Watch(),
    "yes": Yes(),
    "xargs": Xargs(),
}


def _flavour(*, busybox: bool) -> dict[str, Program]:
    missing = Tool(unmodelled.run, busybox=busybox)
    tools: dict[str, Program] = dict.fromkeys(ABSENT, missing)
    tools |= {name: Tool(run, busybox=busybox) for name, run in FUNCTIONS.items()}
    grep_tool = Grep(grep.run, busybox=busybox)
    tools |= dict.fromkeys(("grep", "egrep", "fgrep"), grep_tool)
    tools |= {
        "cat": Cat(cat, busybox=busybox), "head": Head(head, busybox=busybox), "tail": Tail(tail, busybox=busybox),
        "find": Find(busybox=busybox), "nc": Nc(net_tools.nc, busybox=busybox), "ping": Ping(busybox=busybox),
        "seq": Seq(busybox=busybox), **dict.fromkeys(("nano", "vi", "vim"), Editor()),
        "rm": Rm(rm.run, busybox=busybox), "tee": Tee(busybox=busybox), "tr": Tr(busybox=busybox),
        "su": Su(busybox=busybox), "test": Test(busybox=busybox), "[": Test(busybox=busybox),
    }  # fmt: skip
    return tools


COREUTILS: dict[str, Program] = {
    **MACHINES,
    **_flavour(busybox=False),
    **{f"busybox-{name}": tool for name, tool in _flavour(busybox=True).items()},
}
