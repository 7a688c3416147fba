"""Identifiers as Docker and Kubernetes make them."""

from sandbox.sim.kernel.rng import Rng

SAFE_ALPHABET = "bcdfghjklmnpqrstvwxz2456789"
"""Letters and digits of generated names, without vowels and look-alikes (k8s.io/apimachinery/pkg/util/rand)."""


def hex_id(rng: Rng, stream: str = "docker") -> str:
    """Return a 64-digit id of a container, network or anonymous volume."""
    return rng.hex(stream, 64)


def uid(rng: Rng) -> str:
    """Return a random UUID (version 4) for ``metadata.uid``."""
    raw = bytearray(rng.randbytes("uid", 16))
    raw[6] = raw[6] & 0x0F | 0x40
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def name_suffix(rng: Rng, length: int = 5) -> str:
    """Return the random end of a generated object name, such as ``x7vln``."""
    return rng.pick("suffix", SAFE_ALPHABET, length)
