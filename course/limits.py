"""Counting the tries of an address in Redis, and in this process what a full or lost Redis does not take.

The limiter goes on in memory where Redis cannot be read; what is counted after an answer, such as a wrong token, is
written only, and would take the answer down with it.
"""

from __future__ import annotations

from limits.limits import RateLimitItem
from limits.storage import MemoryStorage, RedisStorage, Storage, StorageTypes
from limits.strategies import STRATEGIES, MovingWindowRateLimiter
from redis.exceptions import RedisError

STRATEGY = "moving-window-here-too"


class MovingWindowHereToo(MovingWindowRateLimiter):
    """A moving window whose tries count in this process where Redis refuses to write them down."""

    def __init__(self, storage: StorageTypes) -> None:
        super().__init__(storage)
        self.here = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Count ``cost`` tries; whether they were allowed."""
        try:
            return super().hit(item, *identifiers, cost=cost)
        except RedisError:
            return self.here.hit(item, *identifiers, cost=cost)

    def test(self, item: RateLimitItem, *identifiers: str, cost: int = 1) -> bool:
        """Whether ``cost`` more tries would be allowed, by Redis and by what was counted here."""
        return self.here.test(item, *identifiers, cost=cost) and super().test(item, *identifiers, cost=cost)


STRATEGIES[STRATEGY] = MovingWindowHereToo


def takes_writes(storage: Storage) -> bool:
    """Whether Redis would write a try down; one that is full answers, and counts nothing."""
    try:
        return not isinstance(storage, RedisStorage) or bool(storage.storage.set("LIMITS:room", 1, ex=1))
    except RedisError:
        return False
