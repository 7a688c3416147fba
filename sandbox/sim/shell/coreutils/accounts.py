"""useradd, adduser, groupadd, addgroup, usermod, userdel, groupdel, passwd, chpasswd: users and groups.

Models shadow 4.13, Debian's adduser 3.134 and busybox 1.36. Not modelled: ages of passwords, quotas, asking
for a password.
"""

from collections.abc import Iterable

from sandbox.sim.shell.coreutils.names import find_user, rows
from sandbox.sim.shell.coreutils.openssl.passwords import make, new_salt
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

PASSWD, GROUP, SHADOW = "/etc/passwd", "/etc/group", "/etc/shadow"
FIRST, LAST = 1000, 60000
FIRST_OF_SYSTEM, LAST_OF_SYSTEM = 100, 999
IN_USE, NO_SUCH, NAME_IN_USE = 4, 6, 9


def _root(call: Call) -> None:
    if call.process.uid:
        raise Failure(f"Permission denied.\n{call.name}: cannot lock {PASSWD}; try again later.")


def _write(call: Call, path: str, table: Iterable[list[str]]) -> None:
    call.files.write(path, "".join(":".join(row) + "\n" for row in table))


def _free(taken: set[int], *, system: bool, rising: bool) -> int:
    """Return the number that the next account gets; shadow counts system accounts downwards."""
    if not system:
        return max([number for number in taken if FIRST <= number < LAST], default=FIRST - 1) + 1
    numbers = range(FIRST_OF_SYSTEM, LAST_OF_SYSTEM + 1) if rising else range(LAST_OF_SYSTEM, FIRST_OF_SYSTEM - 1, -1)
    return next((number for number in numbers if number not in taken), LAST_OF_SYSTEM)


def _find_group(call: Call, name: str) -> list[str] | None:
    return next((row for row in rows(call.files, GROUP) if name in (row[0], row[2])), None)


def _new_group(call: Call, name: str, number: str, *, system: bool, rising: bool = False) -> int:
    """Add a group and return its number. Raises Failure."""
    table = [list(row) for row in rows(call.files, GROUP)]
    if any(row[0] == name for row in table):
        raise Failure(_taken(call, "group", name), 1 if call.busybox else NAME_IN_USE)
    taken = {int(row[2]) for row in table}
    if number and int(number) in taken:
        raise Failure(f"GID '{number}' already exists", 1 if call.busybox else IN_USE)
    chosen = int(number) if number else _free(taken, system=system, rising=rising)
    _write(call, GROUP, [*table, [name, "x", str(chosen), ""]])
    return chosen


def _taken(call: Call, kind: str, name: str) -> str:
    return f"{kind} '{name}' in use" if call.busybox else f"{kind} '{name}' already exists"


def _join(call: Call, user: str, names: list[str]) -> None:
    """Make a user a member of groups. Raises Failure."""
    for name in names:
        if _find_group(call, name) is None:
            raise Failure(f"unknown group {name}" if call.busybox else f"group '{name}' does not exist", NO_SUCH)
    table = [list(row) for row in rows(call.files, GROUP)]
    for row in table:
        members = [member for member in row[3].split(",") if member]
        if {row[0], row[2]} & set(names) and user not in members:
            row[3] = ",".join([*members, user])
    _write(call, GROUP, table)


def _number(text: str, what: str) -> str:
    if text and not text.isdecimal():
        raise Failure(f"invalid {what} '{text}'", 3)
    return text


def _new_user(
    call: Call, name: str, *, uid: str, gid: int, home: str, shell: str, comment: str, system: bool, rising: bool
) -> None:
    table = [list(row) for row in rows(call.files, PASSWD)]
    taken = {int(row[2]) for row in table}
    if uid and int(uid) in taken:
        raise Failure(f"UID {uid} is not unique" if not call.busybox else f"uid '{uid}' in use", IN_USE)
    number = uid or str(_free(taken, system=system, rising=rising))
    _write(call, PASSWD, [*table, [name, "x", number, str(gid), comment, home, shell]])
    locked = [list(row) for row in rows(call.files, SHADOW)] if call.files.exists(SHADOW) else []
    _write(call, SHADOW, [*locked, [name, "!", str(call.seconds // 86400), "0", "99999", "7", "", "", ""]])
    call.files.chmod(SHADOW, 0o640)


def _make_home(call: Call, name: str) -> None:
    row = find_user(call.files, name)
    if row is None or call.files.exists(row[5]):
        return
    call.files.mkdir(row[5], parents=True)
    call.files.chmod(row[5], 0o755)
    call.files.chown(row[5], int(row[2]), int(row[3]))


def _check_new(call: Call, name: str) -> None:
    if find_user(call.files, name) is not None and any(row[0] == name for row in rows(call.files, PASSWD)):
        raise Failure(_taken(call, "user", name), 1 if call.busybox else NAME_IN_USE)
    if not name.replace("-", "").replace("_", "").replace(".", "").isalnum() or name[0] == "-":
        raise Failure(f"invalid user name '{name}'", 3)


def useradd(call: Call) -> int:
    """``useradd``."""
    options = parse(
        call,
        "m/create-home M/no-create-home d/home-dir= s/shell= u/uid= g/gid= G/groups= c/comment= r/system p/password= "
        "U/user-group N/no-user-group l/no-log-init o/non-unique",
        "D/defaults e/expiredate= f/inactive= k/skel= K/key= R/root= P/prefix= Z b/base-dir=", status=2,
    )  # fmt: skip
    _root(call)
    if len(options.operands) != 1 or "o" in options:
        raise Failure("not modelled in this sandbox: -o" if "o" in options else "Usage: useradd [options] LOGIN", 2)
    name, system = options.operands[0], "r" in options
    _check_new(call, name)
    if "g" in options:
        group = _find_group(call, options.get("g"))
        if group is None:
            raise Failure(f"group '{options.get('g')}' does not exist", NO_SUCH)
        gid = int(group[2])
    elif "N" in options:
        gid = 100
    else:
        gid = _new_group(call, name, "", system=system)
    _new_user(
        call, name, uid=_number(options.get("u"), "user ID"), gid=gid, home=options.get("d") or f"/home/{name}",
        shell=options.get("s") or "/bin/sh", comment=options.get("c"), system=system, rising=False,
    )  # fmt: skip
    _join(call, name, [group for group in options.get("G").split(",") if group])
    if "m" in options:
        _make_home(call, name)
    if "p" in options:
        _set_hash(call, name, options.get("p"))
    return 0


def adduser(call: Call) -> int:
    """``adduser``: busybox's, and Debian's."""
    return _busybox_adduser(call) if call.busybox else _debian_adduser(call)


def _busybox_adduser(call: Call) -> int:
    options = parse(call, "h= g= s= G= S D H u= k=")
    _root(call)
    words = options.operands
    if not words:
        raise Failure("Usage: adduser [OPTIONS] USER [GROUP]")
    if len(words) == 2:  # noqa: PLR2004  (a user and a group)
        _join(call, words[0], [words[1]])
        return 0
    name, system = words[0], "S" in options
    _check_new(call, name)
    if "D" not in options and not system:
        raise Failure("not modelled in this sandbox: asking for a password; add -D")
    group = _find_group(call, options.get("G")) if "G" in options else None
    if "G" in options and group is None:
        raise Failure(f"unknown group {options.get('G')}")
    if group is None and system:
        gid = 65533
    else:
        gid = int(group[2]) if group else _new_group(call, name, options.get("u"), system=False, rising=True)
    shell = options.get("s") or ("/sbin/nologin" if system else "/bin/ash")
    home = options.get("h") or f"/home/{name}"
    comment = options.get("g") or "Linux User,,,"
    uid = _number(options.get("u"), "number")
    _new_user(call, name, uid=uid, gid=gid, home=home, shell=shell, comment=comment, system=system, rising=True)
    if group is not None:
        _join(call, name, [group[0]])
    if "H" not in options:
        _make_home(call, name)
    return 0


def _debian_adduser(call: Call) -> int:
    options = parse(
        call,
        "/system /disabled-password /disabled-login /gecos= /comment= /home= /no-create-home /shell= /uid= /gid= "
        "/ingroup= /group q/quiet /allow-bad-names",
        "/conf= /firstuid= /lastuid= /debug /add_extra_groups /encrypt-home",
    )  # fmt: skip
    _root(call)
    words = options.operands
    if not words:
        raise Failure("Only one or two names allowed.")
    if len(words) == 2:  # noqa: PLR2004  (a user and a group)
        _join(call, words[0], [words[1]])
        call.out("" if "quiet" in options else f"Adding user `{words[0]}' to group `{words[1]}' ...\nDone.\n")
        return 0
    name, system = words[0], "system" in options
    if any(row[0] == name for row in rows(call.files, PASSWD)):
        raise Failure(f"The user `{name}' already exists.")
    if not system and "disabled-password" not in options and "disabled-login" not in options:
        raise Failure("not modelled in this sandbox: asking for a password; add --disabled-password")
    gid = _debian_group(call, options, name, system=system)
    home = options.get("home") or ("/nonexistent" if system else f"/home/{name}")
    shell = options.get("shell") or ("/usr/sbin/nologin" if system else "/bin/bash")
    comment = options.get("gecos") or options.get("comment")
    uid = _number(options.get("uid"), "number")
    _new_user(call, name, uid=uid, gid=gid, home=home, shell=shell, comment=comment, system=system, rising=True)
    row = find_user(call.files, name) or []
    if "q" not in options:
        kind = f"system user `{name}' (UID {row[2]})" if system else f"user `{name}'"
        call.line(f"Adding {kind} ...")
        call.out("" if system else f"Adding new user `{name}' ({row[2]}) with group `{name} ({gid})' ...\n")
    if home != "/nonexistent" and "no-create-home" not in options:
        call.out("" if "q" in options else f"Creating home directory `{home}' ...\n")
        _make_home(call, name)
    return 0


def _debian_group(call: Call, options: Options, name: str, *, system: bool) -> int:
    wanted = options.get("ingroup") or options.get("gid")
    if wanted:
        group = _find_group(call, wanted)
        if group is None:
            raise Failure(f"The group `{wanted}' does not exist.")
        return int(group[2])
    if system and "group" not in options:
        return 65534
    return _new_group(call, name, "", system=system, rising=True)


def groupadd(call: Call) -> int:
    """``groupadd``."""
    options = parse(call, "g/gid= r/system f/force", "o/non-unique K= p= R= P= U=", status=2)
    _root(call)
    if len(options.operands) != 1:
        raise Failure("Usage: groupadd [options] GROUP", 2)
    if "f" in options and _find_group(call, options.operands[0]):
        return 0
    _new_group(call, options.operands[0], _number(options.get("g"), "group ID"), system="r" in options)
    return 0


def addgroup(call: Call) -> int:
    """``addgroup``."""
    spec = "g= S" if call.busybox else "/system /gid= q/quiet /force-badname"
    options = parse(call, spec)
    _root(call)
    words = options.operands
    if not words:
        raise Failure("Usage: addgroup [-g GID] [-S] [USER] GROUP")
    if len(words) == 2:  # noqa: PLR2004  (a user and a group)
        _join(call, words[0], [words[1]])
        return 0
    system = "S" in options or "system" in options
    number = _number(options.get("g") or options.get("gid"), "number")
    gid = _new_group(call, words[0], number, system=system, rising=True)
    if not call.busybox and "q" not in options:
        call.line(f"Adding group `{words[0]}' (GID {gid}) ...\nDone.")
    return 0


def usermod(call: Call) -> int:
    """``usermod``."""
    options = parse(
        call, "a/append G/groups= g/gid= s/shell= d/home= c/comment= L/lock U/unlock p/password=",
        "u/uid= l/login= m/move-home e/expiredate= f/inactive= o R P v V w W Z", status=2,
    )  # fmt: skip
    _root(call)
    name = (options.operands or [""])[0]
    table = [list(row) for row in rows(call.files, PASSWD)]
    row = next((row for row in table if row[0] == name), None)
    if row is None:
        raise Failure(f"user '{name}' does not exist", NO_SUCH)
    for key, at in (("s", 6), ("d", 5), ("c", 4)):
        row[at] = options.get(key) if key in options else row[at]
    if "g" in options:
        group = _find_group(call, options.get("g"))
        if group is None:
            raise Failure(f"group '{options.get('g')}' does not exist", NO_SUCH)
        row[3] = group[2]
    _write(call, PASSWD, table)
    if "G" in options:
        if "a" not in options:
            _leave_groups(call, name)
        _join(call, name, [group for group in options.get("G").split(",") if group])
    if "p" in options:
        _set_hash(call, name, options.get("p"))
    return 0


def _leave_groups(call: Call, name: str) -> None:
    table = [list(row) for row in rows(call.files, GROUP)]
    for row in table:
        row[3] = ",".join(member for member in row[3].split(",") if member not in ("", name))
    _write(call, GROUP, table)


def userdel(call: Call) -> int:
    """``userdel`` and ``deluser``."""
    options = parse(call, "r/remove f/force /remove-home q/quiet /system", "R P Z", status=2)
    _root(call)
    name = (options.operands or [""])[0]
    row = next((row for row in rows(call.files, PASSWD) if row[0] == name), None)
    if row is None:
        raise Failure(f"user '{name}' does not exist" if not call.busybox else f"unknown user {name}", NO_SUCH)
    _write(call, PASSWD, [held for held in rows(call.files, PASSWD) if held[0] != name])
    _leave_groups(call, name)
    _write(call, GROUP, [held for held in rows(call.files, GROUP) if held[0] != name or held[2] != row[3]])
    if call.files.exists(SHADOW):
        _write(call, SHADOW, [held for held in rows(call.files, SHADOW) if held[0] != name])
    if ("r" in options or "remove-home" in options) and call.files.kind(row[5]) == "dir":
        _remove_tree(call, row[5])
    return 0


def _remove_tree(call: Call, path: str) -> None:
    for name in call.files.listdir(path):
        inner = f"{path}/{name}"
        if call.files.kind(inner, follow=False) == "dir":
            _remove_tree(call, inner)
        else:
            call.files.unlink(inner)
    call.files.rmdir(path)


def groupdel(call: Call) -> int:
    """``groupdel`` and ``delgroup``."""
    options = parse(call, "f/force", "R P")
    _root(call)
    name = (options.operands or [""])[0]
    if not any(row[0] == name for row in rows(call.files, GROUP)):
        raise Failure(f"group '{name}' does not exist", NO_SUCH)
    _write(call, GROUP, [row for row in rows(call.files, GROUP) if row[0] != name])
    return 0


def _set_hash(call: Call, name: str, text: str) -> None:
    table = [list(row) for row in rows(call.files, SHADOW)] if call.files.exists(SHADOW) else []
    rest = [row for row in table if row[0] != name]
    _write(call, SHADOW, [*rest, [name, text, str(call.seconds // 86400), "0", "99999", "7", "", "", ""]])
    call.files.chmod(SHADOW, 0o640)


def chpasswd(call: Call) -> int:
    """``chpasswd``."""
    options = parse(call, "e/encrypted", "c/crypt-method= m/md5 R s")
    _root(call)
    for number, line in enumerate(call.stdin().decode(errors="replace").splitlines(), 1):
        name, colon, password = line.partition(":")
        if not colon or find_user(call.files, name) is None:
            raise Failure(
                f"line {number}: {'user ' + repr(name) + ' does not exist' if colon else 'missing new password'}"
            )
        hashed = password if "e" in options else make(password, new_salt(call.table.rng, 16), "6")
        _set_hash(call, name, hashed)
    return 0


def passwd(call: Call) -> int:
    """``passwd``: new passwords on standard input, twice."""
    options = parse(call, "d/delete l/lock u/unlock S/status q/quiet", "e/expire n x w i a k r", status=6)
    name = (options.operands or [find_name(call)])[0]
    if find_user(call.files, name) is None:
        raise Failure(f"user '{name}' does not exist", 1)
    if "S" in options:
        raise Failure("not modelled in this sandbox: -S")
    if options.given.keys() & {"d", "l", "u"}:
        _root(call)
        _set_hash(call, name, "" if "d" in options else "!")
        call.line("passwd: password changed.")
        return 0
    first, second, *_ = [*call.stdin().decode(errors="replace").splitlines(), "", ""]
    call.warn("New password: Retype new password: ")
    if not first:
        call.warn("Password change has been aborted.\n")
        raise Failure("Authentication token manipulation error\npasswd: password unchanged", 10)
    if first != second:
        call.warn("Sorry, passwords do not match.\n")
        raise Failure("Authentication token manipulation error\npasswd: password unchanged", 10)
    _set_hash(call, name, make(first, new_salt(call.table.rng, 16), "6"))
    call.warn("passwd: password updated successfully\n")
    return 0


def find_name(call: Call) -> str:
    """Return the name of whoever calls."""
    return next((row[0] for row in rows(call.files, PASSWD) if row[2] == str(call.process.uid)), "root")
