"""What a test may need from the machine: PostgreSQL, Redis, Chromium, LibreOffice, nginx, strace.

Each is used wherever it answers.  Where it does not, the test is named as not run; with ``CI=true``
that is a failure, because there everything must be there.
"""

from __future__ import annotations

import os
import shutil
import socket

import pytest

POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


def need(name: str, found: str | None) -> str:
    """``found``, or the end of this test: skipped by name, failed in CI."""
    if found:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(f"{name} is missing, and CI=true", pytrace=False)
    pytest.skip(f"needs {name}")


def listening(port: int) -> bool:
    """Whether something answers on this port of the loopback."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def postgresql() -> str:
    """The address of a server where we may create databases."""
    return need("PostgreSQL on 127.0.0.1:5432", POSTGRESQL if listening(5432) else None)


def redis() -> str:
    """The address of a Redis database that the tests may empty."""
    return need("Redis on 127.0.0.1:6379", REDIS if listening(6379) else None)


def chromium() -> str:
    """The path of the browser."""
    return need("Chromium", shutil.which("chromium") or shutil.which("chromium-browser"))


def libreoffice() -> str:
    """The path of the office suite that opens our decks."""
    return need("LibreOffice Impress", shutil.which("soffice") or shutil.which("libreoffice"))


def nginx() -> str:
    """The path of the balancer that stands in front of several hosts."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    return need("nginx", found)


def strace() -> str:
    """The path of the program that stands between a process and the kernel."""
    return need("strace", shutil.which("strace"))


def free_port() -> int:
    """A port of the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
