"""What a terminal makes of keys before a line is whole: corrections, and an echo of each key.

Models the canonical mode of Linux's n_tty for a client whose own terminal is raw: `kubectl exec -it` sends every key,
and shows what comes back. The terminal of the World (runtime/terminals.py) takes whole lines and knows signals and the
end of input.
"""

_ENTER, _ERASE, _KILL, _ESCAPE = b"\r\n", b"\x7f\x08", 0x15, 0x1B
_PASSED_ON = b"\x03\x04\x1a\x1c"
"""^C, ^D, ^Z and ^\\: what they mean is the terminal's business."""
_PRINTABLE = 0x20


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

    def type(self, data: bytes) -> bytes:
        """Take in keys and return what is typed into the terminal: whole lines, and control characters."""
        return b"".join(self._key(key) for key in data)

    def _key(self, key: int) -> bytes:
        if self._escape:
            # An arrow or function key: ESC [ … letter. A canonical terminal has no use for it.
            self._escape = not (chr(key).isalpha() or key == ord("~"))
            return b""
        if key in _ENTER:
            self._echo += b"\r\n"
            return self._take() + b"\n"
        if key in _PASSED_ON:
            return self._take() + bytes([key])
        if key in _ERASE or key == _KILL:
            self._correct(whole=key == _KILL)
        elif key == _ESCAPE:
            self._escape = True
        elif key >= _PRINTABLE or key == ord("\t"):
            self._line.append(key)
            self._echo.append(key)
        return b""

    def _take(self) -> bytes:
        line = bytes(self._line)
        self._line.clear()
        return line

    def _correct(self, *, whole: bool) -> None:
        text = self._line.decode(errors="replace")
        count = len(text) if whole else min(1, len(text))
        self._line = bytearray(text[: len(text) - count].encode())
        self._echo += b"\b \b" * count
