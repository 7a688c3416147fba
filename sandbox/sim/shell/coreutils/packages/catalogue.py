"""What the package managers can install: real packages whose programs the World has, or says that it lacks.

Models a small part of Debian 12, Alpine 3.19 and CentOS. Not modelled: other packages, maintainer scripts,
versions that differ between distributions but for their revision.
"""

from dataclasses import dataclass
from functools import lru_cache

FAMILIES = ("deb", "apk", "rpm")
REVISIONS = {"deb": "-1", "apk": "-r0", "rpm": "-1.el8"}
TABLE = """
curl curl curl 7.88.1 315 curl
wget wget wget 1.21.3 937 wget
ca-certificates ca-certificates ca-certificates 20230311 153 update-ca-certificates
vim vim vim-enhanced 9.0.1378 1567 vim,vi
vim-tiny - vim-minimal 9.0.1378 720 vi
nano nano nano 7.2 689 nano
less less less 590 131 less
jq jq jq 1.6 64 jq
tree tree tree 2.1.0 52 tree
file file file 5.44 42 file
bc bc bc 1.07.1 104 bc,dc
git git git 2.39.5 7256 git
openssl openssl openssl 3.0.17 1430 openssl
gnupg gnupg gnupg2 2.2.40 846 gpg
gnupg2 - - 2.2.40 445 gpg2
lsb-release - redhat-lsb-core 12.0 6 lsb_release
software-properties-common - - 0.99.30 83 add-apt-repository
apt-transport-https - - 2.6.1 25 -
apt-utils - - 2.6.1 309 -
unzip unzip unzip 6.0 166 unzip
zip zip zip 3.0 232 zip
tar tar tar 1.34 891 tar
gzip gzip gzip 1.12 162 gzip
xz-utils xz xz 5.4.1 471 xz
rsync rsync rsync 3.2.7 414 rsync
procps procps procps-ng 4.0.2 709 ps,top,free,uptime,pgrep,pkill,watch,sysctl,w
psmisc psmisc psmisc 23.6 259 killall,pstree,fuser
htop htop htop 3.2.2 152 htop
lsof lsof lsof 4.95.0 318 lsof
strace strace strace 6.1 1307 strace
tcpdump tcpdump tcpdump 4.99.3 472 tcpdump
net-tools net-tools net-tools 2.10 243 ifconfig,netstat,route,arp
iproute2 iproute2 iproute 6.1.0 1046 ip,ss
iputils-ping iputils iputils 20221126 47 ping
iptables iptables iptables 1.8.9 360 iptables
dnsutils bind-tools bind-utils 9.18.28 282 dig,nslookup,host
bind9-dnsutils - - 9.18.28 404 dig,nslookup,host
bind9-host - - 9.18.28 305 host
netcat-openbsd netcat-openbsd nmap-ncat 1.219 41 nc
netcat-traditional - - 1.10 67 nc
netcat - nc 1.219 12 nc
telnet busybox-extras telnet 0.17 40 telnet
traceroute - traceroute 2.1.2 54 traceroute
socat socat socat 1.7.4.4 375 socat
nmap nmap nmap 7.93 1902 nmap
openssh-client openssh-client openssh-clients 9.2 992 ssh,scp,ssh-keygen
openssh-server openssh-server openssh-server 9.2 456 sshd
openssh - openssh 9.2 456 ssh,sshd,ssh-keygen
sudo sudo sudo 1.9.13 1889 sudo
cron dcron cronie 3.0 75 crontab,cron
supervisor supervisor supervisor 4.2.5 310 supervisord,supervisorctl
gettext-base gettext gettext 0.21 160 envsubst
apache2 apache2 httpd 2.4.62 221 apache2,apache2ctl,apachectl,httpd
apache2-utils apache2-utils httpd-tools 2.4.62 209 ab,htpasswd
nginx nginx nginx 1.22.1 527 nginx
redis-server redis redis 7.0.15 73 redis-server
redis-tools - - 7.0.15 989 redis-cli
build-essential build-base - 12.9 7 gcc,g++,make
gcc gcc gcc 12.2.0 5 gcc
g++ g++ gcc-c++ 12.2.0 5 g++
make make make 4.3 396 make
cmake cmake cmake 3.25.1 8692 cmake
musl-dev musl-dev glibc-devel 1.2.3 5 -
linux-headers-generic linux-headers kernel-headers 6.1 2 -
pkg-config pkgconf pkgconfig 1.8.1 13 pkg-config
libpq-dev postgresql-dev postgresql-devel 15.8 146 -
libssl-dev openssl-dev openssl-devel 3.0.17 2441 -
libffi-dev libffi-dev libffi-devel 3.4.4 59 -
zlib1g-dev zlib-dev zlib-devel 1.2.13 916 -
python3 python3 python3 3.11.2 26 python3
python3-pip py3-pip python3-pip 23.0.1 1325 pip3,pip
python3-venv - - 3.11.2 1 -
python3-dev python3-dev python3-devel 3.11.2 26 -
nodejs nodejs nodejs 18.19.0 320 node
npm npm npm 9.2.0 699 npm
golang go golang 1.19.8 1 go
default-jdk openjdk17 java-17-openjdk-devel 17.0.12 1 java,javac
default-jre openjdk17-jre java-17-openjdk 17.0.12 1 java
openjdk-17-jdk - - 17.0.12 2363 java,javac
openjdk-17-jre - - 17.0.12 201 java
maven maven maven 3.8.7 18 mvn
php php php 8.2.20 10 php
ruby ruby ruby 3.1 6 ruby
perl perl perl 5.36.0 239 perl
mariadb-client mariadb-client mariadb 10.11 2902 mysql,mariadb
default-mysql-client mysql-client mysql 8.0 2 mysql
postgresql-client postgresql-client postgresql 15.8 10 psql
sqlite3 sqlite sqlite 3.40.1 352 sqlite3
tzdata tzdata tzdata 2024a 298 -
locales - glibc-langpack-en 2.36 3903 locale-gen
bash bash bash 5.2.15 1491 bash
bash-completion bash-completion bash-completion 2.11 234 -
coreutils coreutils coreutils 9.1 2897 -
util-linux util-linux util-linux 2.38.1 1169 -
findutils findutils findutils 4.9.0 689 find,xargs
grep grep grep 3.8 393 grep
sed sed sed 4.9 318 sed
gawk gawk gawk 5.2.1 673 awk
shadow - shadow-utils 4.13 900 -
passwd shadow passwd 4.13 971 useradd,usermod,userdel,groupadd,passwd
tini tini tini 0.19.0 240 tini
dumb-init dumb-init - 1.2.5 60 dumb-init
su-exec su-exec - 0.2 20 su-exec
gosu gosu gosu 1.14 600 gosu
stress stress stress 1.0.7 18 stress
stress-ng stress-ng stress-ng 0.15.06 2350 stress-ng
cowsay - cowsay 3.03 20 cowsay
fortune-mod fortune fortune-mod 1.99.1 53 fortune
figlet figlet figlet 2.2.5 136 figlet
neofetch neofetch neofetch 7.1.0 82 neofetch
ffmpeg ffmpeg ffmpeg 5.1.6 1852 ffmpeg
imagemagick imagemagick ImageMagick 6.9.11 89 convert
uuid-runtime uuidgen util-linux-ng 2.38.1 56 uuidgen
docker.io docker docker 20.10.24 36200 -
tmux tmux tmux 3.3 450 tmux
screen screen screen 4.9.0 600 screen
man-db man-db man-db 2.11.2 1386 man
epel-release - epel-release 8 22 -
yum-utils - yum-utils 4.0.21 74 -
"""
NEEDS = {
    "curl": "libcurl4", "vim": "vim-common vim-runtime", "git": "git-man libcurl3-gnutls liberror-perl",
    "nginx": "nginx-common", "dnsutils": "bind9-dnsutils bind9-host bind9-libs", "jq": "libjq1 libonig5",
    "procps": "libproc2-0", "openssh-client": "libedit2", "iproute2": "libbpf1 libmnl0", "wget": "libpsl5",
    "redis-server": "redis-tools", "python3-pip": "python3", "build-essential": "gcc g++ make", "npm": "nodejs",
}  # fmt: skip
UNMODELLED = tuple(
    (
        "gpg gpg2 add-apt-repository unzip zip xz rsync pstree fuser htop strace tcpdump arp iptables telnet "
        "traceroute socat nmap ssh scp sshd crontab cron supervisord supervisorctl ab gcc g++ make cmake pkg-config "
        "python3 node go java javac mvn php ruby perl mysql mariadb psql sqlite3 locale-gen tini dumb-init su-exec "
        "gosu stress stress-ng cowsay fortune figlet neofetch ffmpeg convert tmux screen git "
    ).split()
)
"""Programs of these packages that the World lacks: each says so when it is called."""


@dataclass(frozen=True, slots=True)
class Package:
    """One package of one family; ``size`` is that of its archive, in kB."""

    name: str
    version: str
    size: int
    programs: tuple[str, ...]
    needs: tuple[str, ...]


@lru_cache(maxsize=3)
def packages(family: str) -> dict[str, Package]:
    """Return the packages of ``deb``, ``apk`` or ``rpm``."""
    found = {}
    for row in TABLE.split("\n"):
        if not row:
            continue
        *names, version, size, programs = row.split()
        name = names[FAMILIES.index(family)]
        if name != "-":
            needs = tuple(NEEDS.get(names[0], "").split()) if family == "deb" else ()
            files = () if programs == "-" else tuple(programs.split(","))
            found[name] = Package(name, version + REVISIONS[family], int(size), files, needs)
    return found


def find(family: str, name: str) -> Package | None:
    """Return a package; libraries that others need have no row of their own."""
    own = packages(family).get(name)
    if own is None and any(name in needs.split() for needs in NEEDS.values()):
        return Package(name, f"1.0{REVISIONS[family]}", 120, (), ())
    return own
