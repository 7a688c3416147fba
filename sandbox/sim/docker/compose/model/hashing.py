"""The mark by which compose sees that the configuration of something has changed.

Models docker/compose pkg/compose/hash.go. The digest itself is of this sandbox's own form.
"""

import hashlib
import json
from typing import Any

Data = dict[str, Any]
IGNORED = ("build", "pull_policy", "scale", "depends_on", "profiles", "develop")


def of_service(name: str, service: Data) -> str:
    """Return a service's mark; how many containers it has and how its image is built is no part of it."""
    kept = {key: value for key, value in service.items() if key not in IGNORED}
    if "deploy" in kept:
        kept["deploy"] = {key: value for key, value in kept["deploy"].items() if key != "replicas"}
    return of_data({"name": name, **kept})


def of_data(data: Data) -> str:
    """Return the digest of plain data, whatever the order of its keys."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
