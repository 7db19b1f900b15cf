"""The feed files that were made last, kept in each process: a calendar that knows no ETag asks for the same again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

MOST_BYTES = 16 * 1024 * 1024


class RecentFiles:
    """Files by their marks, at most so many bytes in all; the one that was not asked for longest goes first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes, self.bytes = most_bytes, 0
        self.files: OrderedDict[str, bytes] = OrderedDict()
        self.lock = Lock()

    def get(self, mark: str, make: Callable[[], bytes]) -> bytes:
        """The file of this mark; made where it is not here.  Two may make it at once, and both are right."""
        with self.lock:
            found = self.files.get(mark)
            if found is not None:
                self.files.move_to_end(mark)
                return found
        made = make()
        self.keep(mark, made)
        return made

    def keep(self, mark: str, made: bytes) -> None:
        """Keep a file, and let go of others where there are too many."""
        with self.lock:
            self.bytes += len(made) - len(self.files.pop(mark, b""))
            self.files[mark] = made
            while self.bytes > self.most_bytes:
                self.bytes -= len(self.files.popitem(last=False)[1])


recent = RecentFiles()
