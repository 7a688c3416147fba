"""The list of descriptions, by kind. ``events`` says whether upstream looks for events of the kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.sim.kubectl.describe import configuration, generic, pod
from sandbox.sim.kubectl.describe.page import Page

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Describer:
    """How a kind is described."""

    describe: Callable[[Page, Object], None]
    events: bool = True


DESCRIBERS: dict[tuple[str, str], Describer] = {
    ("", "Pod"): Describer(pod.describe),
    ("", "ConfigMap"): Describer(configuration.describe_config_map),
    ("", "Secret"): Describer(configuration.describe_secret, events=False),
    ("", "ServiceAccount"): Describer(configuration.describe_service_account),
}
GENERIC = Describer(generic.describe)
