"""The machine that the learner types on, as it was freshly installed.

Models Debian 12 with Docker and kubectl. Not modelled: its other packages, services, kernel interfaces below /proc and
/sys other than a few files.
"""

from datetime import UTC, datetime
from functools import lru_cache

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.filesystem import FileSystem
from sandbox.sim.runtime.images.tree import Tree
from sandbox.sim.runtime.images.userland import DEBIAN_BASHRC, DEBIAN_GROUP, DEBIAN_USERS

HOSTNAME = "drydock"
INSTALLED = int(datetime(2026, 1, 2, 8, 0, tzinfo=UTC).timestamp()) * SECOND
TOOLS = (
    "[ addgroup adduser apt apt-cache apt-get arch awk base64 basename bc cat chgrp chmod chown chpasswd chroot "
    "cksum clear cmp column comm cp crontab curl cut date dc dd delgroup deluser df diff dig dirname dmesg dpkg "
    "du echo egrep env envsubst expand expr factor false fgrep file find flock fold free getconf getent getopt "
    "git grep groupadd groupdel groups gunzip gzip hd head hexdump host hostname hostnamectl htpasswd id ifconfig "
    "install ionice ip join journalctl jq kill killall last less link ln locale logger logname ls lsb_release "
    "lscpu lsns lsof man md5sum mkdir mkfifo mktemp more mount mv nano nc netstat nice nl nohup nproc nsenter "
    "nslookup numfmt od openssl passwd paste pgrep pidof ping pkill printenv printf ps pwd readlink realpath rev "
    "rm rmdir route runuser screen sed seq service setsid sha1sum sha256sum sha512sum shuf sleep sort split ss "
    "ssh-keygen stat stdbuf strings su sudo sum sync sysctl systemctl tac tail tar tee test time timeout tmux top "
    "touch tr traceroute tree true truncate tty uname unexpand uniq unlink unshare update-ca-certificates uptime "
    "useradd userdel usermod uuidgen vi vim w watch wc wget which who whoami xargs xxd yes yq zcat "
)
GROUPS = DEBIAN_GROUP.replace("nogroup:", "docker:x:998:\nnogroup:")
OS_RELEASE = """\
PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
"""
KUBECONFIG = """\
apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ZHJ5ZG9jaw==
    server: https://127.0.0.1:16443
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: kubernetes-admin
  name: kubernetes-admin@kubernetes
current-context: kubernetes-admin@kubernetes
kind: Config
users:
- name: kubernetes-admin
  user:
    token: drydock-admin
"""
HOSTS = f"127.0.0.1\tlocalhost\n127.0.1.1\t{HOSTNAME}\n::1\tlocalhost ip6-localhost ip6-loopback\n"
DIRECTORIES = (
    "/dev /etc /etc/docker /home /media /mnt /opt /proc /run /srv /sys /usr/bin /usr/sbin /usr/lib /usr/local/bin "
    "/usr/local/sbin /usr/share /var/cache /var/lib /var/lib/docker /var/log /var/spool /var/www"
)
DEVICES = "null zero full random urandom stdin stdout stderr tty"
SHELLS = {"/usr/bin/bash": "bash", "/usr/bin/dash": "dash", "/usr/bin/sh": "dash"}
CLIENTS = {"/usr/bin/docker": "docker", "/usr/local/bin/kubectl": "kubectl", "/usr/bin/ssh": "ssh"}


@lru_cache(maxsize=1)
def pristine() -> FileSystem:
    """Return the host's file system as it was installed; always the same object, which nobody may change."""
    tree = Tree(INSTALLED)
    for path in DIRECTORIES.split():
        tree.directory(path)
    tree.directory("/root", 0o700)
    tree.directory("/tmp", 0o1777)  # noqa: S108  (the simulated one)
    tree.directory("/var/tmp", 0o1777)  # noqa: S108  (the simulated one)
    for name, target in (("bin", "usr/bin"), ("sbin", "usr/sbin"), ("lib", "usr/lib")):
        tree.link(f"/{name}", target)
    for name in DEVICES.split():
        tree.device(f"/dev/{name}", name)
    tree.link("/dev/fd", "/proc/self/fd")
    tree.programs("/usr/bin", TOOLS)
    for path, program in {**SHELLS, **CLIENTS}.items():
        tree.program(path, program)
    _configuration(tree)
    return tree.system


def _configuration(tree: Tree) -> None:
    texts = {
        "/etc/passwd": DEBIAN_USERS,
        "/etc/group": GROUPS,
        "/etc/os-release": OS_RELEASE,
        "/etc/debian_version": "12.12\n",
        "/etc/hostname": f"{HOSTNAME}\n",
        "/etc/hosts": HOSTS,
        "/etc/resolv.conf": "nameserver 192.168.1.1\n",
        "/etc/shells": "/bin/sh\n/bin/bash\n/bin/dash\n",
        "/etc/issue": "Debian GNU/Linux 12 \\n \\l\n\n",
        "/etc/fstab": "/dev/vda1 / ext4 errors=remount-ro 0 1\n",
        "/proc/version": "Linux version 6.1.0-32-amd64 (debian-kernel@lists.debian.org)\n",
        "/proc/cpuinfo": "".join(f"processor\t: {number}\nmodel name\t: Simulated CPU\n\n" for number in range(4)),
        "/proc/meminfo": "MemTotal:        8145412 kB\nMemFree:         5322120 kB\nMemAvailable:    6930244 kB\n",
        "/etc/bash.bashrc": DEBIAN_BASHRC,
        "/root/.bashrc": "# ~/.bashrc: executed by bash(1) for non-login shells.\n",
        "/root/.kube/config": KUBECONFIG,
        "/root/.profile": "# ~/.profile: executed by Bourne-compatible login shells.\n",
    }
    tree.directory("/root/.kube")
    for path, text in texts.items():
        tree.file(path, text)
