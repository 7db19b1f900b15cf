"""Running a command of the application as a person would, with its seconds and its largest memory, children and all."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.places import Place

ROOT = Path(__file__).resolve().parent.parent
APPLICATION = "app"
SHARE = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
LOOK_EVERY = 0.02
LONGEST = 900.0


@dataclass(frozen=True)
class Ran:
    """How a command ended, what it printed and what it cost."""

    code: int
    output: str
    seconds: float
    megabytes: float


class CommandFailed(Exception):
    """A command that the bench needs ended otherwise than it should."""


def flask(place: Place, *arguments: str, codes: tuple[int, ...] = (0,), longest: float = LONGEST) -> Ran:
    """Run ``flask …`` against this place; raise where its exit code is none of ``codes``."""
    command = [sys.executable, "-m", "flask", "--app", APPLICATION, *arguments]
    ran = watch(command, place, longest)
    if ran.code not in codes:
        raise CommandFailed(f"flask {' '.join(arguments)} ended with {ran.code}: {ran.output.strip()[-600:]}")
    return ran


def watch(command: list[str], place: Place, longest: float) -> Ran:
    """Run a process to its end, looking at its memory all the while; after ``longest`` seconds it is ended."""
    printed = place.folder / "printed.txt"
    with printed.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=place.environment, stdout=output, stderr=output)
        try:
            peak = wait_and_look(process, started + longest)
        finally:
            process.kill()
            process.wait()
        seconds = time.perf_counter() - started
    return Ran(process.returncode, printed.read_text(errors="replace"), seconds, peak)


def wait_and_look(process: subprocess.Popen[bytes], until: float) -> float:
    """Wait for the end of a process, but not longer than ``until``.

    Returns the most memory that it and its children were seen to hold at one moment; what they share counts once.
    """
    peak = 0.0
    while process.poll() is None and time.perf_counter() < until:
        peak = max(peak, sum(memory(pid) for pid in [process.pid, *children(process.pid)]))
        time.sleep(LOOK_EVERY)
    return peak


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run; none where the system does not say."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def memory(pid: int) -> float:
    """The memory that a process holds, in MB, its share of what it shares with others; 0 where nobody says."""
    try:
        found = SHARE.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0
