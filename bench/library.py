"""The whole library: every deck built, held against the schema, and opened by an office suite."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from openxml_audit import OpenXmlValidator

from bench import places
from bench.commands import ROOT, flask
from bench.table import Effort, Line, Say, not_run
from slides import office_suite

SLIDE = re.compile(r"ppt/slides/slide\d+\.xml")
STAGES = ("primary", "junior", "senior")
# An independent check of decks, used where it lies beside the project.
CHECK = ROOT.parent / "shared" / "tools" / "deck_check.py"
VERDICT = re.compile(r"(\d+) decks, (\d+) errors, (\d+) warnings")
SCHEMA, PAGES, CHECKED = "schema errors of all decks", "pages of all decks in the office suite", "deck_check, all decks"


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """Every approved case for every stage in both languages."""
    with places.place(places.SQLITE) as place, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        flask(place, "init")
        say("building the library")
        began = time.perf_counter()
        flask(place, "deck", "build-all", str(folder))
        took, decks = time.perf_counter() - began, sorted(folder.glob("*.pptx"))
        say(f"checking {len(decks)} decks")
        yield Line(f"deck build-all, {len(decks)} decks", "", f"{took:.1f} s with the start of the program")
        yield of_schema(decks)
        yield of_check(decks)
        yield of_pages(decks, folder, say)


def of_schema(decks: list[Path]) -> Line:
    """What a validator of the file format finds."""
    validator = OpenXmlValidator()
    found = sum(len(validator.validate(str(deck)).errors) for deck in decks)
    return Line(SCHEMA, "", f"{found} in {len(decks)} decks", "0", found == 0)


def of_check(decks: list[Path]) -> Line:
    """What the independent check finds, each deck by the rules of its stage."""
    if not CHECK.exists():
        return not_run(CHECKED, "", "the check is not here")
    errors = warnings = 0
    for stage in STAGES:
        mine = [str(deck) for deck in decks if f".{stage}" in deck.name]
        run = subprocess.run(
            [sys.executable, str(CHECK), "-q", "--stage", stage, *mine], capture_output=True, text=True
        )
        _, wrong, doubtful = VERDICT.findall(run.stdout)[-1]
        errors, warnings = errors + int(wrong), warnings + int(doubtful)
    text = f"{errors} errors, {warnings} warnings in {len(decks)} decks"
    return Line(CHECKED, "", text, "0 errors, ≤ 1 warning a deck", errors == 0 and warnings <= len(decks))


def of_pages(decks: list[Path], folder: Path, say: Say) -> Line:
    """Whether the office suite makes as many pages of each deck as it has slides."""
    program = office_suite()
    if program is None:
        return not_run(PAGES, "", "no office suite")
    say("opening all decks in the office suite")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, decks)]
    subprocess.run(command, capture_output=True, check=True)
    wrong = [deck.name for deck in decks if pages(deck.with_suffix(".pdf")) != slides(deck)]
    text = f"{len(decks) - len(wrong)} of {len(decks)} as many pages as slides {' '.join(wrong[:3])}".strip()
    return Line(PAGES, "", text, "all", not wrong)


def pages(pdf: Path) -> int:
    """The pages of a PDF; none where there is no file."""
    if not pdf.exists():
        return 0
    said = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"^Pages:\s+(\d+)", said, re.M)[1])


def slides(deck: Path) -> int:
    """The slides of a deck."""
    return sum(bool(SLIDE.fullmatch(name)) for name in zipfile.ZipFile(deck).namelist())
