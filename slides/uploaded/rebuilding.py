"""An uploaded file made anew by a process of its own, so that a parser which fails takes nothing with it."""

import json
import subprocess
import sys
from pathlib import Path

from slides.uploaded.values import MasterRefused

PROCESS = Path(__file__).with_name("process.py")
LONGEST_WAIT = 20


def rebuilt(path: Path, name: str) -> tuple[bytes, list[list[str]]]:
    """The clean package of a file that the gate has let through, and what was replaced; raises MasterRefused."""
    command = [sys.executable, "-I", str(PROCESS), str(path), name]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST_WAIT, stdin=subprocess.DEVNULL, env={})
    except subprocess.TimeoutExpired:
        raise MasterRefused("took_too_long") from None
    return content_of(done)


def content_of(done: subprocess.CompletedProcess[bytes]) -> tuple[bytes, list[list[str]]]:
    """What the process made; one that died on the file has said enough."""
    line, _, content = done.stdout.partition(b"\n")
    try:
        verdict = json.loads(line)
    except ValueError:
        raise MasterRefused("took_too_long" if done.returncode < 0 else "broken_part", name="") from None
    if "rule" in verdict:
        raise MasterRefused(verdict["rule"], **verdict["facts"])
    return content, verdict["remarks"]
