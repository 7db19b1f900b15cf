"""One page asked for again and again by eight people at once: by wrk, or by threads of our own without it."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.table import percentile

CONNECTIONS = 8
SCRIPT = Path(__file__).with_name("load.lua")
MARK = "FIGURES "


@dataclass(frozen=True)
class Load:
    """What a load came to: requests, how many a second, milliseconds for half and for 95 of 100, what failed."""

    requests: int
    rate: float
    p50: float
    p95: float
    failed: int


def load(address: str, cookie: str, seconds: int) -> Load:
    """Ask for one address for some seconds, over eight connections."""
    return by_wrk(address, cookie, seconds) if shutil.which("wrk") else by_threads(address, cookie, seconds)


def client() -> str:
    """Who asks."""
    return "wrk" if shutil.which("wrk") else "threads of our own (no wrk here)"


def by_wrk(address: str, cookie: str, seconds: int) -> Load:
    """The cookie goes through the environment, so that no list of processes shows it."""
    command = ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds}s", "--timeout", "10s"]
    done = subprocess.run(
        [*command, "-s", str(SCRIPT), address],
        env={**os.environ, "BENCH_COOKIE": cookie},
        capture_output=True,
        text=True,
        timeout=seconds + 60,
        check=True,
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith(MARK))
    said = json.loads(line.removeprefix(MARK))
    return Load(said["requests"], said["requests"] / said["seconds"], said["p50"], said["p95"], said["failed"])


def by_threads(address: str, cookie: str, seconds: int) -> Load:
    """The same with one thread a connection."""
    end = time.monotonic() + seconds
    found: list[tuple[float, bool]] = []
    threads = [threading.Thread(target=ask, args=(address, cookie, end, found)) for _ in range(CONNECTIONS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 60)
    took = [milliseconds for milliseconds, _ in found] or [0.0]
    failed = sum(not well for _, well in found)
    rate = len(found) / (time.monotonic() - began)
    return Load(len(found), rate, percentile(took, 0.5), percentile(took, 0.95), failed)


def ask(address: str, cookie: str, end: float, found: list[tuple[float, bool]]) -> None:
    """One connection: ask, wait, ask again."""
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    headers = {"Cookie": cookie, "Accept-Language": "zh-CN"}
    while time.monotonic() < end:
        began = time.monotonic()
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            well = answer.status < 400
        except (OSError, http.client.HTTPException):
            well = False
            connection.close()
        found.append(((time.monotonic() - began) * 1000, well))
    connection.close()
