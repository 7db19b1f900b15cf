"""Pages of large regions, each counted once for everybody who asks for it in the same moments.

Counting a province takes the database a good part of a second, and many people look at the same province.  A page says
as of when it was counted.  It is kept for twenty times as long as it took, so that counting takes at most a twentieth
of the time.  Whoever has just done something sees what came of it, and a small region is counted for each reader.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from flask import Flask, current_app
from markupsafe import Markup

# With more schools a region is large: most counties are, and eight readers of one would wait a fifth of a second.
LARGE = 40
# Seconds: a page is kept for so long at least and at most, and the size of a region is looked up again.
SHORTEST, LONGEST, SIZE_KNOWN = 10.0, 300.0, 600.0
TIMES_AS_LONG = 20
# Seconds after which what somebody has done is certainly written.
SETTLED = 5.0
MOST_PAGES, LOCKS = 256, 64
# The sign between the parts of a page that the bare layout puts side by side; it never stands in a text.
BETWEEN = "\x1e"


@dataclass(frozen=True)
class Reader:
    """Who asks: the moment of it, and the moment at which this person last changed something, in seconds."""

    now: float
    acted_at: float = 0.0


@dataclass(frozen=True)
class Kept:
    """The parts of a page, the moment at which it was made, and how many seconds that took."""

    title: Markup
    styles: Markup
    content: Markup
    made_at: float
    took: float

    @classmethod
    def of(cls, page: str, made_at: float, took: float) -> Kept:
        """A page as the bare layout writes it."""
        return cls(*(Markup(part) for part in page.split(BETWEEN, 2)), made_at, took)

    def may_be_shown(self, reader: Reader, times: int) -> bool:
        """Whether the page is not older than so many times the span, and knows what the reader did last."""
        span = min(max(TIMES_AS_LONG * self.took, SHORTEST), LONGEST)
        return reader.acted_at + SETTLED < self.made_at and 0 <= reader.now - self.made_at <= times * span


@dataclass
class KeptPages:
    """The pages of this process, those asked for longest ago first."""

    pages: OrderedDict[Hashable, Kept] = field(default_factory=OrderedDict)
    sizes: dict[str, tuple[int, float]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    making: tuple[Lock, ...] = field(default_factory=lambda: tuple(Lock() for _ in range(LOCKS)))

    def get(self, key: Hashable, reader: Reader, make: Callable[[], str]) -> Kept:
        """The page, made by one reader at a time; whoever asks meanwhile gets the one before, if there is one."""
        lock, found = self.making[hash(key) % LOCKS], self.young(key, reader, 1)
        if found is None and lock.locked():
            found = self.young(key, reader, 2)
        if found is not None:
            return found
        with lock:
            return self.young(key, reader, 1) or self.keep(key, reader, make)

    def young(self, key: Hashable, reader: Reader, times: int) -> Kept | None:
        """The page, if it may still be shown."""
        with self.lock:
            found = self.pages.get(key)
            if found is None or not found.may_be_shown(reader, times):
                return None
            self.pages.move_to_end(key)
            return found

    def keep(self, key: Hashable, reader: Reader, make: Callable[[], str]) -> Kept:
        """Make the page and keep it, and let go of another one where there are too many."""
        began = monotonic()
        made = Kept.of(make(), reader.now, monotonic() - began)
        with self.lock:
            self.pages[key] = made
            self.pages.move_to_end(key)
            if len(self.pages) > MOST_PAGES:
                self.pages.popitem(last=False)
        return made

    def is_large(self, path: str, reader: Reader, schools: Callable[[], int]) -> bool:
        """Whether a region has many schools; looked up now and then."""
        size, known_at = self.sizes.get(path, (0, 0.0))
        if not 0 <= reader.now - known_at <= SIZE_KNOWN:
            size = schools()
            self.sizes[path] = (size, reader.now)
        return size > LARGE


def init_app(app: Flask) -> None:
    """Each application keeps its own."""
    app.extensions["kept_pages"] = KeptPages()


def kept_pages() -> KeptPages:
    """The pages that this application keeps."""
    return current_app.extensions["kept_pages"]
