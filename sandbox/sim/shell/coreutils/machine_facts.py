"""What the host is: lscpu, hostnamectl, lsb_release, sysctl, getconf, who, w, last, uuidgen.

Models util-linux 2.38, systemd 252, procps 4.0 and lsb-release 12 on the simulated machine. Not modelled: changing
anything.
"""

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.shell.coreutils.dates import format_date
from sandbox.sim.shell.coreutils.facts import KERNEL
from sandbox.sim.shell.coreutils.options import parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

CPUS = 4
SETTINGS = {
    "fs.file-max": "9223372036854775807",
    "fs.inotify.max_user_instances": "128",
    "fs.inotify.max_user_watches": "65536",
    "kernel.hostname": "",
    "kernel.ostype": "Linux",
    "kernel.pid_max": "4194304",
    "net.bridge.bridge-nf-call-ip6tables": "1",
    "net.bridge.bridge-nf-call-iptables": "1",
    "net.core.somaxconn": "4096",
    "net.ipv4.ip_forward": "1",
    "net.ipv4.ip_local_port_range": "32768\t60999",
    "net.ipv4.ip_unprivileged_port_start": "1024",
    "vm.max_map_count": "65530",
    "vm.overcommit_memory": "0",
    "vm.swappiness": "60",
}
CONSTANTS = {
    "_NPROCESSORS_ONLN": str(CPUS), "NPROCESSORS_ONLN": str(CPUS), "_NPROCESSORS_CONF": str(CPUS), "PAGESIZE": "4096",
    "PAGE_SIZE": "4096", "LONG_BIT": "64", "ARG_MAX": "2097152", "CLK_TCK": "100", "OPEN_MAX": "1048576",
}  # fmt: skip
LSCPU = f"""\
Architecture:            x86_64
  CPU op-mode(s):        32-bit, 64-bit
  Byte Order:            Little Endian
CPU(s):                  {CPUS}
  On-line CPU(s) list:   0-{CPUS - 1}
Vendor ID:               Drydock
  Model name:            Simulated CPU
    Thread(s) per core:  1
    Core(s) per socket:  {CPUS}
    Socket(s):           1
Virtualization features:
  Virtualization type:   full
"""


def _release(call: Call) -> dict[str, str]:
    text = call.files.read_text("/etc/os-release") if call.files.exists("/etc/os-release") else ""
    return {name: value.strip('"') for name, _, value in (line.partition("=") for line in text.splitlines())}


def _hostname(call: Call) -> str:
    return call.table.namespaces[call.process.namespaces].hostname


def lscpu(call: Call) -> None:
    """``lscpu``."""
    parse(call, "", "a b c e? J p? x y B C? d h s= V")
    call.out(LSCPU)


def hostnamectl(call: Call) -> None:
    """``hostnamectl``."""
    options = parse(call, "/static", "/transient /pretty H/host= M/machine= /json=")
    words = options.operands
    if words[:1] in (["set-hostname"], ["hostname"]) and len(words) > 1:
        call.table.namespaces[call.process.namespaces].hostname = words[1]
        call.files.write("/etc/hostname", f"{words[1]}\n")
    elif "static" in options or words[:1] == ["hostname"]:
        call.line(_hostname(call))
    elif words[:1] not in ([], ["status"]):
        raise Failure(f"not modelled in this sandbox: hostnamectl {words[0]}")
    else:
        call.out(
            f" Static hostname: {_hostname(call)}\n       Icon name: computer-vm\n         Chassis: vm 🖴\n"
            f"Operating System: {_release(call).get('PRETTY_NAME', '')}\n          Kernel: Linux {KERNEL['r']}\n"
            "    Architecture: x86-64\n"
        )


def lsb_release(call: Call) -> None:
    """``lsb_release``."""
    options = parse(call, "a/all i/id d/description r/release c/codename s/short v/version")
    held = _release(call)
    rows = {
        "i": ("Distributor ID", held.get("ID", "").capitalize()),
        "d": ("Description", held.get("PRETTY_NAME", "")),
        "r": ("Release", held.get("VERSION_ID", "")),
        "c": ("Codename", held.get("VERSION_CODENAME", "")),
    }
    if "v" in options or not options.given or "a" in options:
        call.warn("No LSB modules are available.\n")
    for key, (title, value) in rows.items():
        if key in options or "a" in options:
            call.line(value if "s" in options else f"{title}:\t{value}")


def sysctl(call: Call) -> int:
    """``sysctl``."""
    options = parse(call, "n/values a/all e/ignore q/quiet", "w/write p? N/names b r= /system")
    status = 0
    for word in [*SETTINGS] if "a" in options else options.operands:
        name = word.replace("/", ".")
        if "=" in word:
            raise Failure(f"not modelled in this sandbox: setting {word}")
        if name not in SETTINGS:
            path = name.replace(".", "/")
            if "e" not in options:
                call.error(f"cannot stat /proc/sys/{path}: No such file or directory")
                status = 1
            continue
        value = SETTINGS[name] or _hostname(call)
        call.line(value if "n" in options else f"{name} = {value}")
    return status


def getconf(call: Call) -> int:
    """``getconf``."""
    if not call.args:
        raise Failure("not modelled in this sandbox: help; give the name of a constant")
    name = call.args[0]
    if name not in CONSTANTS:
        raise Failure(f"Unrecognized variable `{name}'", 2)
    call.line(CONSTANTS[name])
    return 0


def who(call: Call) -> None:
    """``who``, ``who am i``."""
    parse(call, "a b H q u m s", "d l p r t T")
    call.line(f"root     pts/0        {format_date('%F %H:%M', _since(call))} (10.0.2.2)")


def w(call: Call) -> None:
    """``w``."""
    parse(call, "h s", "f i o p u")
    minutes = (call.now - _since(call)) // (60 * SECOND)
    call.line(f" {format_date('%T', call.now)} up {minutes} min,  1 user,  load average: 0.00, 0.00, 0.00")
    call.line("USER     TTY      FROM             LOGIN@   IDLE   JCPU   PCPU WHAT")
    call.line(f"root     pts/0    10.0.2.2         {format_date('%H:%M', _since(call))}    0.00s  0.05s  0.00s w")


def last(call: Call) -> None:
    """``last``."""
    parse(call, "n=", "a d f= F i R s= t= w x p=")
    begun = format_date("%a %b %e %H:%M", _since(call))
    call.line(f"root     pts/0        10.0.2.2         {begun}   still logged in\n\nwtmp begins {begun}:00 2026")


def _since(call: Call) -> int:
    return min((process.started for process in call.table.processes.values()), default=call.now)


def uuidgen(call: Call) -> None:
    """``uuidgen``."""
    parse(call, "r/random", "t/time n= N= m s x")
    digits = call.table.rng.hex("uuidgen", 32)
    variant = "89ab"[int(digits[16], 16) % 4]
    call.line(f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}")


def update_certificates(call: Call) -> None:
    """``update-ca-certificates``."""
    parse(call, "f/fresh v/verbose", "d/default h")
    place = "/usr/local/share/ca-certificates"
    names = call.files.listdir(place) if call.files.kind(place) == "dir" else []
    added = sum(name.endswith(".crt") for name in names)
    call.line(f"Updating certificates in /etc/ssl/certs...\n{added} added, 0 removed; done.")
    call.line("Running hooks in /etc/ca-certificates/update.d...\ndone.")
