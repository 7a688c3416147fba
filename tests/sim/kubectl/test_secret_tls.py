"""kubectl create secret tls looks whether the key is the certificate's."""

from sandbox.sim.world import World

MAKE = "openssl req -x509 -newkey ed25519 -nodes -keyout {0}.key -out {0}.crt -subj /CN={0} 2> /dev/null\n"


def test_a_pair_becomes_a_secret_and_two_halves_do_not() -> None:
    world = World.create(seed=7)
    world.run(MAKE.format("one") + MAKE.format("two"))
    assert world.run("kubectl create secret tls web --cert=one.crt --key=one.key").stdout == "secret/web created\n"
    mixed = world.run("kubectl create secret tls mixed --cert=one.crt --key=two.key")
    assert (mixed.exit_code, mixed.stderr) == (1, "error: tls: private key does not match public key\n")
