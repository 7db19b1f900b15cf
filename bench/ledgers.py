"""The ledgers that are imported: the county and the province that lie beside the project, where they do."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

from bench.commands import ROOT

SHARED = ROOT.parent / "shared"
COUNTY = SHARED / "data" / "county"
TIGHT_COUNTY = SHARED / "data" / "county-tight"
GENERATOR = SHARED / "tools" / "roster_gen.py"
LONGEST = 300


def missing_county() -> str:
    """Why there is no county to import; empty where there is one."""
    return "" if COUNTY.is_dir() else "no ../shared/data/county beside the project"


def missing_province() -> str:
    """Why there is no province to import; empty where one can be made."""
    return "" if GENERATOR.is_file() else "no ../shared/tools/roster_gen.py beside the project"


def make_province(folder: Path) -> Path:
    """Write the ledger of a province into a folder."""
    return generate(folder, "province")


def generate(folder: Path, size: str, *options: str) -> Path:
    """Write a ledger of this size and kind into a folder."""
    # The generator takes the folder only right after the size.
    command = [sys.executable, str(GENERATOR), size, str(folder), *options]
    subprocess.run(command, check=True, capture_output=True, timeout=LONGEST)
    return folder


def rows_in(folder: Path) -> int:
    """How many rows a ledger has, without their headings."""
    return sum(rows_of(path) for path in sorted(folder.glob("*.csv")))


def rows_of(path: Path) -> int:
    """How many rows one file has."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return sum(1 for _ in csv.reader(handle)) - 1
