"""The kubeconfig that leads kubectl to a served World."""

import os
from base64 import b64encode
from pathlib import Path

import yaml

MARK = "# Written by Drydock for `manage.py sandbox serve-cluster`; it is removed when that ends.\n"
_NAME, _USER = "kubernetes", "kubernetes-admin"


class ForeignFileError(Exception):
    """There is a kubeconfig already, and Drydock did not write it."""


def write_kubeconfig(path: Path, *, server: str, certificate: bytes, token: str) -> None:
    """Write the file for its owner's eyes only. Raises ForeignFileError and OSError."""
    if path.exists() and not path.read_text(encoding="utf-8", errors="replace").startswith(MARK):
        raise ForeignFileError(path)
    content = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {
                "name": _NAME,
                "cluster": {"certificate-authority-data": b64encode(certificate).decode(), "server": server},
            }
        ],
        "contexts": [{"name": f"{_USER}@{_NAME}", "context": {"cluster": _NAME, "user": _USER}}],
        "current-context": f"{_USER}@{_NAME}",
        "users": [{"name": _USER, "user": {"token": token}}],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="utf-8") as file:
        file.write(MARK + yaml.safe_dump(content, sort_keys=False))


def remove_kubeconfig(path: Path, token: str) -> None:
    """Remove the file, unless another run has written its own in its place."""
    if path.exists() and token in path.read_text(encoding="utf-8", errors="replace"):
        path.unlink()
