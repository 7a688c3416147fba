"""What a terminal makes of keys: lines, corrections, signals, an echo.

Models the canonical mode of Linux's n_tty. Not modelled: other modes, changed control characters.
"""

_ENTER, _ERASE, _INTERRUPT, _END, _KILL, _ESCAPE = b"\r\n", b"\x7f\x08", 0x03, 0x04, 0x15, 0x1B
_PRINTABLE = 0x20
Typed = tuple[bytes, str]
"""(text for the process, signal for it); both empty at the end of input."""


class LineDiscipline:
    """Gathers keys into lines."""

    def __init__(self) -> None:
        self._line = bytearray()
        self._echo = bytearray()
        self._escape = False

    def take_echo(self) -> bytes:
        """Return what the terminal shows of the keys since the last call."""
        echo, self._echo = bytes(self._echo), bytearray()
        return echo

    def type(self, data: bytes) -> list[Typed]:
        """Take in keys and return what reaches the process."""
        found = []
        for key in data:
            typed = self._key(key)
            if typed is not None:
                found.append(typed)
        return found

    def _key(self, key: int) -> Typed | None:
        if self._escape:
            # An arrow or function key: ESC [ … letter. A canonical terminal has no use for it.
            self._escape = not (chr(key).isalpha() or key == ord("~"))
            return None
        if key in _ENTER:
            self._echo += b"\r\n"
            return self._take(b"\n")
        if key in _ERASE or key == _KILL:
            self._correct(whole=key == _KILL)
        elif key == _INTERRUPT:
            self._echo += b"^C\r\n"
            self._line.clear()
            return b"", "INT"
        elif key == _END:
            return self._take(b"")
        elif key == _ESCAPE:
            self._escape = True
        elif key >= _PRINTABLE or key == ord("\t"):
            self._line.append(key)
            self._echo.append(key)
        return None

    def _take(self, end: bytes) -> Typed:
        line = bytes(self._line) + end
        self._line.clear()
        return line, ""

    def _correct(self, *, whole: bool) -> None:
        text = self._line.decode(errors="replace")
        count = len(text) if whole else min(1, len(text))
        self._line = bytearray(text[: len(text) - count].encode())
        self._echo += b"\b \b" * count
