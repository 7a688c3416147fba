"""Random numbers that are a function of the World's seed alone.

Models /dev/urandom as far as the simulator needs it. Not modelled: entropy.
"""

from hashlib import blake2b
from typing import Any


class Rng:
    """Named streams of random numbers.

    Each stream is a counter hashed under the seed, so that drawing from one never shifts another
    (a container id does not depend on how many Pods were named before), and the state is a few integers.
    """

    def __init__(self, seed: int, counters: dict[str, int] | None = None) -> None:
        self.seed = seed
        self._counters = dict(counters or {})
        self._key = seed.to_bytes(16, "big", signed=True)

    def randbytes(self, stream: str, size: int) -> bytes:
        """Return the next ``size`` random bytes of a stream."""
        out = b""
        while len(out) < size:
            counter = self._counters.get(stream, 0)
            self._counters[stream] = counter + 1
            out += blake2b(f"{stream}:{counter}".encode(), key=self._key).digest()
        return out[:size]

    def hex(self, stream: str, digits: int) -> str:
        """Return ``digits`` random lower-case hexadecimal digits."""
        return self.randbytes(stream, (digits + 1) // 2).hex()[:digits]

    def below(self, stream: str, limit: int) -> int:
        """Return a number from 0 to ``limit - 1``."""
        return int.from_bytes(self.randbytes(stream, 8), "big") % limit

    def pick(self, stream: str, alphabet: str, length: int) -> str:
        """Return ``length`` characters drawn from ``alphabet``."""
        return "".join(alphabet[byte % len(alphabet)] for byte in self.randbytes(stream, length))

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON-able data."""
        return {"seed": self.seed, "counters": self._counters}

    @classmethod
    def load(cls, state: dict[str, Any]) -> "Rng":
        """Return the generator that ``dump()`` described."""
        return cls(state["seed"], state["counters"])
