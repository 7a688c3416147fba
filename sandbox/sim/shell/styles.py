"""How each shell words its messages.

Models bash 5.2, dash 0.5.12 (``sh`` of Debian) and the ash of busybox 1.36 (``sh`` of busybox and Alpine).
"""

from dataclasses import dataclass

from sandbox.sim.kernel.errors import MESSAGES


@dataclass(frozen=True, slots=True)
class Style:
    """One shell's words. ``name`` is ``bash``, ``dash`` or ``ash``."""

    name: str

    @property
    def is_bash(self) -> bool:
        """Say whether this is bash itself."""
        return self.name == "bash"

    @property
    def illegal(self) -> str:
        """The word for an option that does not exist."""
        return "Illegal" if self.name == "dash" else "illegal"

    def prefix(self, shell: str, line: int, script: bool) -> str:  # noqa: FBT001  (a fact about the shell, not a mode)
        """Return what stands before each message."""
        if self.name == "dash":
            return f"{shell}: {line}: "
        return f"{shell}: line {line}: " if self.is_bash or script else f"{shell}: "

    def syntax_prefix(self, shell: str, line: int, where: str) -> str:
        """Return what stands before a syntax error; ``where`` is ``-c``, ``eval`` or empty for a script."""
        if self.is_bash:
            return f"{shell}: {where + ': ' if where else ''}line {line}: "
        return f"{shell}: {line}: " if self.name == "dash" else f"{shell}: "

    def syntax_error(self, message: str, token: str) -> str:
        """Return a syntax error, given bash's wording of it."""
        if self.is_bash:
            return message
        if "looking for matching" in message:
            kind = message.rsplit("`", 1)[1][0]
            text = {"'": "unterminated quoted string", '"': "unterminated quoted string"}.get(kind, "missing '))'")
            return f"syntax error: {text}" if self.name == "ash" else f"Syntax error: {text.capitalize()}"
        if "end of file" in message:
            return (
                "syntax error: unexpected end of file" if self.name == "ash" else "Syntax error: end of file unexpected"
            )
        if self.name == "ash":
            return f'syntax error: unexpected "{token}"'
        return f'Syntax error: "{token}" unexpected'

    def not_found(self, name: str) -> str:
        """Return what is said of a command that is nowhere on the search path."""
        return f"{name}: command not found" if self.is_bash else f"{name}: not found"

    def cannot_run(self, name: str, code: str) -> tuple[str, int]:
        """Return the message and status for a file that cannot be run."""
        if code in ("ENOENT", "ENOTDIR") and not self.is_bash:
            return f"{name}: not found", 127
        if code == "EISDIR" and not self.is_bash:
            code = "EACCES"
        return f"{name}: {MESSAGES[code]}", 127 if code in ("ENOENT", "ENOTDIR") else 126

    def cannot_open(self, path: str, code: str, *, writing: bool) -> str:
        """Return what is said of a redirection that fails."""
        if self.is_bash:
            return f"{path}: {MESSAGES[code]}"
        verb = "create" if writing else "open"
        why = "nonexistent directory" if writing and code == "ENOENT" else MESSAGES[code]
        if self.name == "dash":
            return (
                f"cannot {verb} {path}: {'Directory nonexistent' if writing and code == 'ENOENT' else dash_error(code)}"
            )
        return f"can't {verb} {path}: {'no such file' if code == 'ENOENT' and not writing else why}"


def dash_error(code: str) -> str:
    """Return dash's words for an errno, which differ for missing files."""
    return "No such file" if code == "ENOENT" else MESSAGES[code]


BASH = Style("bash")
DASH = Style("dash")
ASH = Style("ash")
