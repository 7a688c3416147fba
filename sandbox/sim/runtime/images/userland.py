"""Which programs an image carries: a busybox, or GNU tools with bash.

A binary's content names a program of the World's registries, so that ``/bin/sh`` is ash in one image and dash in
another.
"""

from sandbox.sim.runtime.executables import binary
from sandbox.sim.runtime.images.tree import Tree

APPLETS = (
    "[ arch awk base64 basename cat chgrp chmod chown cksum clear cmp comm cp cut date dd df diff dirname dmesg "
    "du echo egrep env expand expr false fgrep find fold free grep groups gunzip gzip head hostname httpd id "
    "ifconfig install ip kill killall less link ln logname ls md5sum mkdir mkfifo mktemp more mount mv nc nl "
    "nproc nslookup od paste pgrep ping pkill printenv printf ps pwd readlink realpath rev rm rmdir sed seq "
    "sha1sum sha256sum sha512sum shuf sleep sort split stat sum sync tac tail tar tee test timeout top touch tr "
    "tree true truncate tty uname unexpand uniq unlink uptime vi watch wc wget which who whoami xargs xxd yes "
    "zcat"
)
GNU = (
    "[ awk base64 basename cat chmod chown clear cp cut date df diff dirname du echo env expr false find free "
    "grep gzip head hostname id kill ln ls md5sum mkdir mount mv printf ps pwd realpath rm rmdir sed seq "
    "sha256sum sleep sort stat tail tar tee test timeout touch tr true tty uname uniq wc which whoami xargs yes"
)
ACCOUNTS = "addgroup adduser chpasswd delgroup deluser passwd su"
SHADOW = "chpasswd groupadd groupdel passwd runuser su useradd userdel usermod"
DEBIAN = f"apt apt-cache apt-get dpkg addgroup adduser delgroup deluser {SHADOW}"
RED_HAT = f"dnf yum {SHADOW}"
"""Package managers, and what makes users, in the two families."""

BUSYBOX_USERS = """\
root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
bin:x:2:2:bin:/bin:/bin/false
sys:x:3:3:sys:/dev:/bin/false
sync:x:4:100:sync:/bin:/bin/sync
mail:x:8:8:mail:/var/spool/mail:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
operator:x:37:37:Operator:/var:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
"""
BUSYBOX_GROUP = """\
root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
disk:x:6:
mail:x:8:
www-data:x:33:
operator:x:37:
users:x:100:
nogroup:x:65534:
"""
DEBIAN_BASHRC = """\
# System-wide .bashrc file for interactive bash(1) shells.
[ -z "${PS1-}" ] && return
PS1='${debian_chroot:+($debian_chroot)}\\u@\\h:\\w\\$ '
"""
RED_HAT_BASHRC = """\
# /etc/bashrc
PS1="[\\u@\\h \\W]\\\\$ "
"""
DEBIAN_USERS = """\
root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
bin:x:2:2:bin:/bin:/usr/sbin/nologin
sys:x:3:3:sys:/dev:/usr/sbin/nologin
mail:x:8:8:mail:/var/mail:/usr/sbin/nologin
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
"""
DEBIAN_GROUP = """\
root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
mail:x:8:
www-data:x:33:
users:x:100:
nogroup:x:65534:
"""


def busybox(tree: Tree) -> None:
    """Lay out a root file system whose tools are links to one busybox."""
    tree.standard_directories()
    tree.file("/bin/busybox", binary("busybox"), 0o755)
    for applet in (*APPLETS.split(), *ACCOUNTS.split()):
        tree.link(f"/bin/{applet}", "/bin/busybox")
    tree.link("/bin/sh", "/bin/busybox")
    tree.link("/bin/ash", "/bin/busybox")
    tree.file("/etc/passwd", BUSYBOX_USERS)
    tree.file("/etc/group", BUSYBOX_GROUP)


def alpine(tree: Tree, version: str) -> None:
    """Lay out Alpine's root file system."""
    busybox(tree)
    tree.program("/sbin/apk", "apk")
    tree.file("/etc/alpine-release", f"{version}\n")
    tree.file(
        "/etc/os-release",
        f'NAME="Alpine Linux"\nID=alpine\nVERSION_ID={version}\n'
        f'PRETTY_NAME="Alpine Linux v{version.rsplit(".", 1)[0]}"\n'
        'HOME_URL="https://alpinelinux.org/"\nBUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"\n',
    )
    tree.file("/etc/hostname", "localhost\n")
    tree.directory("/opt")
    tree.directory("/srv")
    tree.directory("/mnt")


def gnu(tree: Tree, os_release: str, *, sh: str = "dash") -> None:
    """Lay out a root file system with GNU tools and bash, as Debian's family and Red Hat's have it."""
    tree.standard_directories()
    tree.programs("/usr/bin", GNU)
    tree.programs("/usr/bin", DEBIAN if sh == "dash" else RED_HAT)
    tree.program("/bin/bash", "bash")
    tree.program("/bin/sh", sh)
    for name in GNU.split():
        tree.program(f"/bin/{name}", name)
    tree.file("/etc/passwd", DEBIAN_USERS)
    tree.file("/etc/group", DEBIAN_GROUP)
    tree.file("/etc/os-release", os_release)
    if sh == "dash":
        tree.file("/etc/bash.bashrc", DEBIAN_BASHRC)
    else:
        tree.file("/etc/bashrc", RED_HAT_BASHRC)
        tree.file("/root/.bashrc", "# .bashrc\n\nif [ -f /etc/bashrc ]; then\n\t. /etc/bashrc\nfi\n")
    for path in ("/opt", "/srv", "/mnt", "/media", "/usr/local/bin", "/usr/share", "/var/log", "/var/lib"):
        tree.directory(path)
