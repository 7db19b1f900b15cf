"""The list of what goes wrong with machines names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
LISTED = TESTS.parent / "docs" / "faults-of-machines.md"
ROWS = [line for line in LISTED.read_text().splitlines() if "`test_" in line]
NAMED = re.compile(r"`(test_\w+\.py)::(test_\w+)`")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: NAMED.search(row)[2] if NAMED.search(row) else row[:40])
def test_each_line_names_a_test_that_exists(row: str) -> None:
    file, name = NAMED.search(row).groups()
    assert f"\ndef {name}(" in (TESTS / file).read_text()


def test_every_test_of_machines_is_listed() -> None:
    listed = {match.groups() for match in NAMED.finditer(LISTED.read_text())}
    for path in TESTS.glob("test_machines_*.py"):
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(), re.MULTILINE):
            assert path.name == Path(__file__).name or (path.name, name) in listed, f"{path.name}::{name}"
