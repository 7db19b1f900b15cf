"""A PostgreSQL server of a test's own, that may be stopped, killed and filled up."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from glob import glob
from pathlib import Path

from tests import services

OWNER = "postgres"
# Nobody else may connect, and it is gone afterwards: what is written need not survive the machine.
SETTINGS = "listen_addresses='127.0.0.1' max_connections=12 superuser_reserved_connections=1 shared_buffers=16MB"


@dataclass
class Cluster:
    """A running server."""

    folder: Path
    port: int
    programs: str

    @property
    def address(self) -> str:
        """Its one database, as a user who is no superuser."""
        return f"postgresql+psycopg://course@127.0.0.1:{self.port}/postgres"

    @property
    def address_of_superuser(self) -> str:
        """The same, with the connection that is kept back."""
        return self.address.replace("course@", f"{OWNER}@")

    def control(self, *command: str) -> None:
        """``pg_ctl``, with what it is to do."""
        options = " ".join(f"-c {setting}" for setting in SETTINGS.split()) + f" -p {self.port} -k {self.folder}"
        start = ["-o", options, "-l", str(self.folder / "log")] if command[0] in {"start", "restart"} else []
        run([f"{self.programs}/pg_ctl", "-w", "-D", str(self.folder / "data"), *start, *command])


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A new server on a free port; stopped and removed afterwards."""
    found = sorted(glob("/usr/lib/postgresql/*/bin/initdb"))
    initdb = services.need("PostgreSQL's initdb", found[-1] if found else shutil.which("initdb"))
    folder = Path(tempfile.mkdtemp(prefix="course-cluster-"))
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER)
    server = Cluster(folder, services.free_port(), str(Path(initdb).parent))
    try:
        run([initdb, "-D", str(folder / "data"), "-U", OWNER, "--auth=trust", "--no-sync", "-E", "UTF8"])
        server.control("start")
        psql = [f"{server.programs}/psql", "-h", "127.0.0.1", "-p", str(server.port), "-U", OWNER, "-c"]
        run([*psql, "CREATE EXTENSION btree_gist"])
        run([*psql, "CREATE ROLE course LOGIN"])
        run([*psql, "GRANT ALL ON SCHEMA public TO course"])
        yield server
    finally:
        with suppress(subprocess.CalledProcessError):
            server.control("stop", "-m", "immediate")
        shutil.rmtree(folder, ignore_errors=True)


def run(command: list[str]) -> None:
    """Run a program of the server as its owner, which root must not be."""
    user = OWNER if os.geteuid() == 0 else None
    subprocess.run(command, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
