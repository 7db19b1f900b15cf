"""A Redis server of a test's own, that may be killed and started again."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests import services

PATIENCE = 20


@dataclass
class OwnRedis:
    """A server that forgets everything when it ends."""

    program: str
    port: int
    process: Any = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, and return when it answers."""
        command = [self.program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while not services.listening(self.port) and time.monotonic() < until:
            time.sleep(0.05)

    def kill(self) -> None:
        """End it without a word."""
        self.process.kill()
        self.process.wait(PATIENCE)


@contextmanager
def own_redis() -> Iterator[OwnRedis]:
    """One that runs, until the block ends."""
    server = OwnRedis(services.need("redis-server", shutil.which("redis-server")), services.free_port())
    server.start()
    try:
        yield server
    finally:
        server.kill()
