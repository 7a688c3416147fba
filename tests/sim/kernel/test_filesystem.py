"""Files, directories and links over a lower layer that stays as it is."""

import pytest

from sandbox.sim.kernel.clock import Clock
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import Credentials, FileView
from sandbox.sim.kernel.filesystem import FileSystem
from sandbox.sim.kernel.mounts import Mount, MountTable


def view(system: FileSystem, **others: object) -> FileView:
    return FileView(MountTable(Mount("/", system)), Clock(), **others)  # type: ignore[arg-type]


def code(call: object, *arguments: object, **others: object) -> str:
    with pytest.raises(KernelError) as refused:
        call(*arguments, **others)  # type: ignore[operator]
    return refused.value.code


def test_a_file_is_written_extended_and_read() -> None:
    files = view(FileSystem())
    files.write("/a", "one\n")
    files.write("/a", "two\n", append=True)
    assert files.read_text("/a") == "one\ntwo\n"


def test_the_lower_layer_never_changes() -> None:
    lower = FileSystem()
    view(lower).write("/kept", "old")
    upper = FileSystem(lower)
    files = view(upper)
    files.write("/kept", "new")
    files.write("/other", "x")
    files.unlink("/kept")
    assert view(lower).read("/kept") == b"old"
    assert view(lower).listdir("/") == ["kept"]
    assert files.listdir("/") == ["other"]


def test_errors_are_those_of_linux() -> None:
    files = view(FileSystem())
    files.mkdir("/d/e", parents=True)
    files.write("/f", "x")
    assert code(files.read, "/none") == "ENOENT"
    assert code(files.read, "/d") == "EISDIR"
    assert code(files.read, "/f/x") == "ENOTDIR"
    assert code(files.mkdir, "/d") == "EEXIST"
    assert code(files.rmdir, "/d") == "ENOTEMPTY"
    assert code(files.unlink, "/d") == "EISDIR"
    assert code(files.rename, "/d", "/d/e/x") == "EINVAL"
    assert code(files.link, "/d", "/d2") == "EPERM"
    assert code(files.write, "/" + "n" * 256, "x") == "ENAMETOOLONG"


def test_links_are_followed_and_loops_end() -> None:
    files = view(FileSystem())
    files.mkdir("/d")
    files.write("/d/f", "x")
    files.symlink("d", "/l")
    files.symlink("loop", "/loop")
    files.symlink("made", "/dangling")
    files.write("/dangling", "through")
    assert files.read("/l/f") == b"x"
    assert files.realpath("/l/../l/f") == "/d/f"
    assert files.read("/made") == b"through"
    assert code(files.read, "/loop") == "ELOOP"


def test_a_hard_link_lives_until_its_last_name() -> None:
    files = view(FileSystem())
    files.write("/a", "x")
    files.link("/a", "/b")
    assert files.stat("/a").links == 2
    files.unlink("/a")
    assert files.read("/b") == b"x"


def test_rights_bind_everybody_but_root() -> None:
    system = FileSystem()
    view(system).write("/secret", "x")
    view(system).chmod("/secret", 0o600)
    guest = view(system, user=Credentials(1000, 1000))
    assert code(guest.read, "/secret") == "EACCES"
    assert code(guest.write, "/new", "x") == "EACCES"
    assert code(guest.chmod, "/secret", 0o777) == "EPERM"
    assert view(system).read("/secret") == b"x"


def test_a_quota_refuses_and_leaves_the_file_as_it_was() -> None:
    files = view(FileSystem(quota=10))
    files.write("/a", "12345")
    assert code(files.write, "/a", "x" * 11) == "EDQUOT"
    assert files.read("/a") == b"12345"
    files.unlink("/a")
    files.write("/b", "x" * 10)


def test_a_mount_hides_what_stood_there_and_may_be_read_only() -> None:
    root, volume = FileSystem(), FileSystem()
    view(root).mkdir("/data")
    view(root).write("/data/hidden", "x")
    view(volume).write("/seen", "y")
    table = MountTable(Mount("/", root), (Mount("/data", volume, read_only=True),))
    files = FileView(table, Clock())
    assert files.listdir("/data") == ["seen"]
    assert code(files.write, "/data/new", "x") == "EROFS"
    assert code(files.rmdir, "/data") == "EBUSY"
    assert code(files.rename, "/data/seen", "/x") in ("EXDEV", "EROFS")


def test_dumping_and_loading_give_the_same_bytes() -> None:
    lower = FileSystem()
    view(lower).write("/below", "x")
    system = FileSystem(lower)
    files = view(system)
    files.write("/binary", b"\xff\x00")
    files.mkdir("/d/e", parents=True)
    files.symlink("d", "/l")
    state = system.dump()
    again = FileSystem.load(state, lower)
    assert again.dump() == state
    assert view(again).read("/binary") == b"\xff\x00"
    assert view(again).read("/below") == b"x"
