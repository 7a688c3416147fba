"""The production cache. It holds what may be forgotten, so a Redis that is gone costs memory and not pages."""

import logging
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class ForgetfulRedisCache(RedisCache):
    """Django's Redis cache, which has forgotten everything while Redis does not answer.

    The worker then counts as not heard and sign-in throttles count nothing; both are logged as warnings.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or the default when there is none or no Redis."""
        try:
            return super().get(key, default, version)
        except RedisError as error:
            return _say_and_return(error, default)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store a value if Redis is there."""
        try:
            super().set(key, value, timeout, version)
        except RedisError as error:
            _say_and_return(error, None)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store a value that is not there; return whether nobody was first, as far as anybody knows."""
        try:
            return bool(super().add(key, value, timeout, version))
        except RedisError as error:
            return bool(_say_and_return(error, True))  # noqa: FBT003 - the answer itself.

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Remove a value; return whether there was one."""
        try:
            return bool(super().delete(key, version))
        except RedisError as error:
            return bool(_say_and_return(error, False))  # noqa: FBT003 - the answer itself.


def _say_and_return(error: RedisError, answer: Any) -> Any:
    logger.warning("The cache does not answer: %s", error)
    return answer
