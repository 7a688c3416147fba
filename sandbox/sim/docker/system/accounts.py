"""docker login and logout: the client's file keeps what a registry accepts.

Models docker/cli cli/command/registry/{login,logout}.go and cli/config/credentials, v28.2. Not modelled: credentials'
stores, the login by browser.
"""

from base64 import b64encode
from typing import Any

from sandbox.sim.docker.buildx.forwarding import CONFIG, read_config, write_config
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.engine.remote import OK, Remote, is_remote
from sandbox.sim.runtime.images.reference import Reference
from sandbox.sim.runtime.process import Step, Wait
from sandbox.sim.runtime.terminals import terminal_of

HUB = "https://index.docker.io/v1/"
UNENCRYPTED = f"""
WARNING! Your credentials are stored unencrypted in '{CONFIG}'.
Configure a credential helper to remove this warning. See
https://docs.docker.com/go/credential-store/
"""


def login(call: Call) -> Step | int:
    """Docker login: a registry of the learner's own takes any credentials, the public ones know nobody."""
    flags = call.flags
    if flags["password"] and flags["password-stdin"]:
        raise Failure("--password and --password-stdin are mutually exclusive")
    if flags["password-stdin"] and not flags["username"]:
        raise Failure("Must provide --username with --password-stdin")
    if flags["password"]:
        call.err("WARNING! Using --password via the CLI is insecure. Use --password-stdin.")
    if flags["password-stdin"]:
        call.state["secret"] = ""
        return resume(call)
    if not (flags["username"] and flags["password"]):
        if not call.is_terminal(0):
            raise Failure("Error: Cannot perform an interactive login from a non TTY device")
        return _ask(call)
    return _authenticate(call, flags["password"])


def _ask(call: Call) -> Step | int:
    """Ask a person for what the command line lacks; the password is not shown."""
    if not call.args and not call.flags["username"]:
        raise Failure("not modelled in this sandbox: the login by browser (give --username)")
    asked = [name for name in ("username", "password") if not call.flags[name]]
    call.state["asked"], call.state["line"], call.state["answers"] = asked, "", {}
    _prompt(call)
    return _answer(call)


def _prompt(call: Call) -> None:
    name = call.state["asked"][0]
    call.out(f"{name.capitalize()}: ")
    terminal = terminal_of(call.system.table, call.process)
    if terminal is not None:
        terminal.echo = name != "password"


def _answer(call: Call) -> Step | int:
    state = call.state
    while state["asked"]:
        while "\n" not in state["line"]:
            if not call.system.can_read(0):
                return Wait(readable=(0,))
            data = call.system.read(0, 4096)
            if not data:
                call.out("\n")
                raise Failure("Error: Cannot perform an interactive login from a non TTY device")
            state["line"] += data.decode(errors="replace")
        name = state["asked"].pop(0)
        state["answers"][name], _, state["line"] = state["line"].partition("\n")
        if name == "password":
            call.out("\n")
        if not state["answers"][name]:
            raise Failure(f"Error: {'Non-null Username' if name == 'username' else 'Password'} Required")
        if state["asked"]:
            _prompt(call)
    terminal = terminal_of(call.system.table, call.process)
    if terminal is not None:
        terminal.echo = True
    return _authenticate(call, state["answers"].get("password") or call.flags["password"])


def resume(call: Call) -> Step | int:
    """Read the password from standard input, or the answers of a person."""
    if "asked" in call.state:
        return _answer(call)
    while call.system.can_read(0):
        data = call.system.read(0, 4096)
        if not data:
            return _authenticate(call, call.state["secret"].rstrip("\r\n"))
        call.state["secret"] += data.decode(errors="replace")
    return Wait(readable=(0,))


def _authenticate(call: Call, password: str) -> int:
    server = call.args[0].removeprefix("https://").removeprefix("http://").rstrip("/") if call.args else ""
    domain = server.partition("/")[0]
    if not domain or domain == "index.docker.io" or not is_remote(Reference(domain, "x")):
        host = "registry-1.docker.io" if domain in ("", "docker.io", "index.docker.io") else domain
        raise Failure(
            f'Error response from daemon: Get "https://{host}/v2/": unauthorized: incorrect username or password'
        )
    answer = Remote(call.engine, domain).call("GET", "")
    if answer.status != OK:
        raise EngineError(f"login attempt to {domain} failed with status: {answer.status} {answer.reason}")
    config: dict[str, Any] = dict(read_config(call.files))
    user = call.state.get("answers", {}).get("username") or call.flags["username"]
    known = f"{user}:{password}".encode()
    config["auths"] = {**config.get("auths", {}), server: {"auth": b64encode(known).decode()}}
    write_config(call.files, config)
    call.err(UNENCRYPTED)
    call.line("Login Succeeded")
    return 0


def logout(call: Call) -> int:
    """Docker logout: forget the credentials."""
    server = call.args[0] if call.args else HUB
    call.line(f"Removing login credentials for {server}")
    config: dict[str, Any] = dict(read_config(call.files))
    if server in config.get("auths", {}):
        config["auths"] = {name: row for name, row in config["auths"].items() if name != server}
        write_config(call.files, config)
    return 0
