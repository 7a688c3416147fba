"""kubectl config use-context, set-context, set-cluster, set-credentials, rename-context, delete-*, set, unset.

Models k8s.io/kubectl/pkg/cmd/config v1.36. Not modelled: --embed-certs, exec and auth providers.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cli.go_values import GoValueError, parse_bool, quote
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation

Object = dict[str, Any]
CONTEXT_FLAGS = frozenset(("current", "cluster", "user", "namespace"))
CLUSTER_FLAGS = frozenset(
    ("server", "tls-server-name", "insecure-skip-tls-verify", "certificate-authority", "proxy-url")
)
CREDENTIAL_FLAGS = frozenset(("token", "username", "password", "client-certificate", "client-key"))
_SINGLE = {"clusters": "cluster", "contexts": "context", "users": "user"}


def _one_name(invocation: Invocation) -> str:
    if len(invocation.args) != 1:
        invocation.out(invocation.command.help)
        raise KubectlError(f"Unexpected args: [{' '.join(invocation.args)}]")
    return invocation.args[0]


def _save(invocation: Invocation) -> None:
    invocation.config.save(invocation.files)


def run_use(invocation: Invocation) -> int:
    """Make a context the current one."""
    name = _one_name(invocation)
    if invocation.config.entry("contexts", name) is None:
        raise KubectlError(f"no context exists with the name: {quote(name)}")
    invocation.config.data["current-context"] = name
    _save(invocation)
    invocation.out(f'Switched to context "{name}".\n')
    return 0


def run_set_context(invocation: Invocation) -> int:
    """Change or add a context."""
    flags, config = invocation.flags, invocation.config
    if len(invocation.args) > 1:
        raise KubectlError(f"Unexpected args: [{' '.join(invocation.args)}]")
    if flags["current"] and invocation.args:
        raise KubectlError("cannot specify both a context name and --current")
    if not flags["current"] and not invocation.args:
        raise KubectlError("you must specify a non-empty context name or --current")
    name = config.current if flags["current"] else invocation.args[0]
    if not name:
        raise KubectlError("no current context is set")
    content = dict(config.entry("contexts", name) or {})
    for key in ("cluster", "namespace", "user"):
        if flags.given(key):
            content[key] = flags[key]
    known = config.set_entry("contexts", name, {key: content[key] for key in sorted(content)})
    _save(invocation)
    invocation.out(f'Context "{name}" {"modified" if known else "created"}.\n')
    return 0


def _set(invocation: Invocation, key: str, title: str, names: frozenset[str]) -> int:
    name = _one_name(invocation)
    flags = invocation.flags
    content = dict(invocation.config.entry(key, name) or {})
    content |= {flag: flags[flag] for flag in names if flags.given(flag)}
    invocation.config.set_entry(key, name, {flag: content[flag] for flag in sorted(content)})
    _save(invocation)
    invocation.out(f'{title} "{name}" set.\n')
    return 0


def run_set_cluster(invocation: Invocation) -> int:
    """Change or add a cluster."""
    return _set(invocation, "clusters", "Cluster", CLUSTER_FLAGS)


def run_set_credentials(invocation: Invocation) -> int:
    """Change or add a user."""
    return _set(invocation, "users", "User", CREDENTIAL_FLAGS)


def run_rename(invocation: Invocation) -> int:
    """Give a context another name."""
    config = invocation.config
    if len(invocation.args) != 2:  # noqa: PLR2004  (the old and the new name)
        invocation.out(invocation.command.help)
        raise KubectlError(f"Unexpected args: [{' '.join(invocation.args)}]")
    old, new = invocation.args
    content = config.entry("contexts", old)
    if content is None:
        raise KubectlError(f"cannot rename the context {quote(old)}, it's not in {config.path}")
    if config.entry("contexts", new) is not None:
        raise KubectlError(
            f"cannot rename the context {quote(old)}, the context {quote(new)} already exists in {config.path}"
        )
    config.data["contexts"] = [row for row in config.rows("contexts") if row.get("name") != old]
    config.set_entry("contexts", new, content)
    if config.current == old:
        config.data["current-context"] = new
    _save(invocation)
    invocation.out(f'Context "{old}" renamed to "{new}".\n')
    return 0


def _deleter(key: str, noun: str) -> Callable[[Invocation], int]:
    def run(invocation: Invocation) -> int:
        config = invocation.config
        name = _one_name(invocation)
        if config.entry(key, name) is None:
            raise KubectlError(f"cannot delete {noun} {name}, not in {config.path}")
        if noun == "context" and config.current == name:
            invocation.err(
                'warning: this removed your active context, use "kubectl config use-context" to '
                "select a different one\n"
            )
        config.data[key] = [row for row in config.rows(key) if row.get("name") != name] or None
        _save(invocation)
        invocation.out(f"deleted {noun} {name} from {config.path}\n")
        return 0

    return run


run_delete_cluster = _deleter("clusters", "cluster")
run_delete_context = _deleter("contexts", "context")
run_delete_user = _deleter("users", "user")


def run_set(invocation: Invocation) -> int:
    """Set one property by its dotted name."""
    if len(invocation.args) != 2:  # noqa: PLR2004  (a property and its value)
        invocation.out(invocation.command.help)
        raise KubectlError(f"Unexpected args: [{' '.join(invocation.args)}]")
    name, value = invocation.args
    holder, last = _place(invocation, name, create=True)
    holder[last] = _typed(last, value)
    _save(invocation)
    invocation.out(f'Property "{name}" set.\n')
    return 0


def run_unset(invocation: Invocation) -> int:
    """Remove one property by its dotted name."""
    name = _one_name(invocation)
    parts = name.split(".", 1)
    if parts[0] in _SINGLE and len(parts) > 1 and invocation.config.entry(parts[0], parts[1]) is not None:
        rows = invocation.config.rows(parts[0])
        invocation.config.data[parts[0]] = [row for row in rows if row.get("name") != parts[1]] or None
    else:
        holder, last = _place(invocation, name, create=False)
        holder.pop(last, None)
    _save(invocation)
    invocation.out(f'Property "{name}" unset.\n')
    return 0


def _typed(name: str, value: str) -> Any:
    if name == "insecure-skip-tls-verify":
        try:
            return parse_bool(value)
        except GoValueError as error:
            raise KubectlError(str(error)) from error
    return value


def _place(invocation: Invocation, name: str, *, create: bool) -> tuple[Object, str]:
    config = invocation.config
    parts = name.split(".")
    if name == "current-context":
        return config.data, name
    if parts[0] not in _SINGLE or len(parts) < 3:  # noqa: PLR2004  (the list, the entry's name, the property)
        raise KubectlError(f"unable to parse {name} after [] at api.Config")
    key, entry, last = parts[0], ".".join(parts[1:-1]), parts[-1]
    content = config.entry(key, entry)
    if content is None:
        if not create:
            raise KubectlError(f"current map key `{entry}` is invalid")
        content = {}
        config.set_entry(key, entry, content)
    return content, last
