"""The list of faults names tests that exist, each fault once."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
LIST = (TESTS.parent / "docs" / "faults.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (F\d+) \| (.+) \| (.+) \|$", LIST, re.MULTILINE)
NAMED = re.compile(r"`(test_\w+\.py)::(test_\w+)`")
WANTED = [21, 22, 23, 24, 25, 26, 36, 37, 38, 39, 40, 41, 42, 44, 45, 46, 47, 48, 49, 53, 54, 55, 56, 58, 69, 70]


def functions(name: str) -> set[str]:
    """The tests of a file."""
    tree = ast.parse((TESTS / name).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_fault_stands_in_the_list_once_and_in_order() -> None:
    assert [number for number, _what, _tests in ROWS] == [f"F{number}" for number in WANTED]


@pytest.mark.parametrize(("number", "what", "tests"), ROWS, ids=[row[0] for row in ROWS])
def test_every_test_that_the_list_names_is_there(number: str, what: str, tests: str) -> None:
    named = NAMED.findall(tests)
    assert ", ".join(f"`{file}::{name}`" for file, name in named) == tests, "a row ends with the names of tests"
    missing = [f"{file}::{name}" for file, name in named if name not in functions(file)]
    assert named and not missing, f"{number}: write {missing}, or name another test"
