"""Whoever is killed while a deck is written leaves the deck of before or the new one, and never half of one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

WRITER = """
import sys
from pathlib import Path
from course.cases.commands import put
print("here", flush=True)
number = 0
while True:
    number += 1
    put(Path(sys.argv[1]), f"{number:08d}".encode() * 500_000)
"""


def test_a_deck_is_whole_whenever_its_writer_is_killed(tmp_path: Path) -> None:
    path, root = tmp_path / "fraud.primary_low.zh.pptx", Path(__file__).resolve().parent.parent
    for turn in range(3):
        command = [sys.executable, "-c", WRITER, str(path)]
        with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout and writer.stdout.readline() == "here\n"
            while not path.exists():
                time.sleep(0.001)
            time.sleep(0.0337 * turn)
            os.kill(writer.pid, signal.SIGKILL)
        content = path.read_bytes()
        assert len(content) == 4_000_000
        assert content == content[:8] * 500_000
