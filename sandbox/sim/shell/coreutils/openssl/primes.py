"""Primes and RSA keys that are a function of the World's random numbers alone.

Models the generation of RSA keys by OpenSSL 3.0: two primes of half the size, exponent 65537. The arithmetic is
gmpy2's, as Python's own takes ten seconds for 4096 bits.
"""

from functools import lru_cache
from math import gcd, lcm

import gmpy2
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox.sim.kernel.rng import Rng

EXPONENT = 65537
SIEVE = 4000
STREAM = "openssl"


@lru_cache(maxsize=1)
def _small_primes() -> tuple[int, ...]:
    return tuple(n for n in range(3, SIEVE) if all(n % d for d in range(2, int(n**0.5) + 1)))


def find_prime(rng: Rng, bits: int) -> tuple[int, int]:
    """Return a prime of exactly so many bits, its two highest set, and how many candidates were tried."""
    start = int.from_bytes(rng.randbytes(STREAM, bits // 8), "big") | 3 << (bits - 2) | 1
    rests = [(start % prime, prime) for prime in _small_primes()]
    tried, step = 0, 0
    while True:
        if all((rest + step) % prime for rest, prime in rests):
            tried += 1
            candidate = start + step
            if gmpy2.is_prime(candidate) and gcd(candidate - 1, EXPONENT) == 1:
                return candidate, tried
        step += 2


def generate_rsa(rng: Rng, bits: int) -> tuple[rsa.RSAPrivateKey, list[int]]:
    """Return a key whose modulus has so many bits, and how many candidates each of its primes took."""
    while True:
        (p, first), (q, second) = find_prime(rng, bits // 2), find_prime(rng, bits - bits // 2)
        p, q = max(p, q), min(p, q)
        if p != q and (p * q).bit_length() == bits:
            break
    d = int(gmpy2.invert(EXPONENT, lcm(p - 1, q - 1)))
    public = rsa.RSAPublicNumbers(EXPONENT, p * q)
    numbers = rsa.RSAPrivateNumbers(
        p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q), public
    )
    # The numbers were made a moment ago: checking them again costs as much as finding them did.
    return numbers.private_key(unsafe_skip_rsa_key_validation=True), [first, second]
