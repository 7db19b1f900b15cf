"""A deck as PDF, where an office suite is installed: an optional convenience, never a part of building a deck."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

NAMES = ("soffice", "libreoffice")
LONGEST_SECONDS = 60
# The office suite takes a core and 250 MB: one conversion of a process at a time.
turn = threading.Lock()


class PdfFailed(Exception):
    """The office suite is missing, took too long, or gave no file."""


def office_suite() -> str | None:
    """The path of the office suite, or nothing."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def as_pdf(deck: bytes) -> bytes:
    """Convert a .pptx with one page a slide; raises ``PdfFailed``."""
    program = office_suite()
    if program is None:
        raise PdfFailed("no office suite is installed")
    with turn, tempfile.TemporaryDirectory(prefix="deck-pdf-") as name:
        folder = Path(name)
        (folder / "deck.pptx").write_bytes(deck)
        _convert(program, folder)
        made = folder / "deck.pdf"
        if not made.exists():
            raise PdfFailed("the office suite gave no file")
        return made.read_bytes()


def _convert(program: str, folder: Path) -> None:
    """Run the office suite with a profile of its own; whatever it started ends with it."""
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(folder / "deck.pptx")]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"}
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=environment, start_new_session=True, **quiet)
    try:
        process.wait(LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        raise PdfFailed(f"the office suite took more than {LONGEST_SECONDS} seconds") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
