"""What the simulated kernel refuses, in the words of strerror(3)."""

MESSAGES = {
    "EPERM": "Operation not permitted",
    "ENOENT": "No such file or directory",
    "ESRCH": "No such process",
    "ENXIO": "No such device or address",
    "EBADF": "Bad file descriptor",
    "EACCES": "Permission denied",
    "EBUSY": "Device or resource busy",
    "EEXIST": "File exists",
    "EXDEV": "Invalid cross-device link",
    "ENOTDIR": "Not a directory",
    "EISDIR": "Is a directory",
    "EINVAL": "Invalid argument",
    "EFBIG": "File too large",
    "ENOSPC": "No space left on device",
    "EROFS": "Read-only file system",
    "EMLINK": "Too many links",
    "EPIPE": "Broken pipe",
    "ENAMETOOLONG": "File name too long",
    "ENOTEMPTY": "Directory not empty",
    "ELOOP": "Too many levels of symbolic links",
    "ENOEXEC": "Exec format error",
    "EDQUOT": "Disk quota exceeded",
}


class KernelError(Exception):
    """A system call failed: ``code`` is the errno's name, ``path`` its subject, ``str()`` the words of strerror."""

    def __init__(self, code: str, path: str = "") -> None:
        super().__init__(MESSAGES[code])
        self.code = code
        self.path = path


class BudgetExceeded(Exception):  # noqa: N818  (not an error of the simulated system: the World stops the command)
    """A command used more steps, time, output or space than a World grants; the World rolls back to before it."""

    def __init__(self, budget: str, limit: int) -> None:
        super().__init__(f"{budget} budget of {limit} exceeded")
        self.budget = budget
        self.limit = limit
