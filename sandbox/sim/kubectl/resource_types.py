"""From what people type (``po``, ``deploy.apps``, ``Pod``) to a served resource.

Models the REST mapper of k8s.io/apimachinery/pkg/api/meta v1.36 with kubectl's short names and categories.
"""

from collections.abc import Callable, Sequence

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.kubectl.errors import KubectlError


class ResourceTypes:
    """What the server offers: ``preferred`` versions in order, ``every`` one; ``remembered`` ones are gone."""

    def __init__(
        self,
        preferred: Sequence[ApiResource],
        every: Sequence[ApiResource],
        remembered: Callable[[], Sequence[ApiResource]] = tuple,
    ) -> None:
        self.preferred = preferred
        self.every = every
        self.remembered = remembered

    def find(self, word: str) -> ApiResource:
        """Return the resource that a word names. Raises KubectlError."""
        found = self.lookup(word) or ResourceTypes(self.remembered(), ()).lookup(word)
        if found is None:
            raise KubectlError(f"the server doesn't have a resource type {quote(word.partition('.')[0])}")
        return found

    def lookup(self, word: str) -> ApiResource | None:
        """Return the resource that a word names: ``pods``, ``pods.v1.``, ``deploy.apps``, ``deployments.v1.apps``."""
        name, _, rest = word.lower().partition(".")
        if not rest:
            return self._match(name, None, None)
        version, dot, group = rest.partition(".")
        if dot:
            exact = self._match(name, version, group)
            if exact is not None and exact.group == group:
                return exact
        return self._match(name, None, rest)

    def _match(self, name: str, version: str | None, group: str | None) -> ApiResource | None:
        pool = self.every if version else self.preferred
        named = [r for r in pool if name in (r.plural, r.singular, *r.short_names) and version in (None, r.version)]
        if group is None:
            exact = [r for r in named if name in (r.plural, r.singular)]
            return next(iter(exact or named), None)
        return next((r for r in named if r.group == group), None) or next(
            (r for r in named if group and r.group.startswith(group)), None
        )

    def of_kind(self, api_version: str, kind: str) -> ApiResource | None:
        """Return the resource of an object's kind."""
        served = [r for r in self.every if r.api_version == api_version]
        return next((r for r in served if r.kind == kind), None) or next(
            (r for r in served if r.kind.lower() == kind.lower()), None
        )

    def expand(self, words: str) -> list[str]:
        """Return the comma-separated words with categories such as ``all`` replaced by what is in them."""
        names: list[str] = []
        for word in words.split(","):
            members = [r for r in self.preferred if word in r.categories]
            names += [r.qualified for r in members] or ([word] if word else [])
        return names
