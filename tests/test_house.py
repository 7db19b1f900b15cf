"""The rules of the house; each failure says what to do instead."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = ["access", "roster", "ledger", "cases", "schedule", "planning", "delivery", "coverage", "duties"]
ORDER += ["reports", "sharing", "privacy", "manual"]
ROOMS = ["kinds", "problems", "words", "package", "art", "casefile", "law", "anonymity", "checks", "designs"]
ROOMS += ["composing", "pptx", "masters", "previews", "deck_rules", "uploaded"]
CODE = sorted(path for folder in ("course", "slides") for path in (ROOT / folder).rglob("*.py")) + [ROOT / "app.py"]
CODE = [path for path in CODE if "migrations" not in path.parts]
LONGEST_FUNCTION, LONGEST_FILE, LARGEST_FOLDER = 40, 300, 50
VOCABULARY = {"__init__", "models", "forms", "rules", "queries", "actions", "views", "commands"}
NAMELESS = {"util", "utils", "helper", "helpers", "misc", "common", "manager", "tools"}
CLOCK = re.compile(r"\b(utc_now|local_now)\(|datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(")
MAY_READ_CLOCK = re.compile(
    r"(views|commands|jobs|cli|demo|db|i18n|logs|idempotency|sign_in|guard|mail|site|workers)\.py$"
)
MAY_COMMIT = re.compile(r"(db|jobs|cli|commands|demo)\.py$")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def feature(path: Path) -> str:
    """The feature that a file belongs to, however deep it lies in its folder; nothing outside of them."""
    parts = path.relative_to(ROOT).parts
    return parts[1] if parts[0] == "course" and parts[1] in ORDER else ""


def in_slides(path: Path) -> bool:
    """Whether a file belongs to the library that makes decks."""
    return path.relative_to(ROOT).parts[0] == "slides"


def room(module: str) -> int:
    """How early a module of slides stands; the door and what opens it stand after every room."""
    parts = module.split(".")
    return ROOMS.index(parts[1]) if len(parts) > 1 and parts[1] in ROOMS else len(ROOMS)


def imports(tree: ast.AST) -> list[str]:
    found = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return found + [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]


def functions(tree: ast.AST) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def length(function: ast.FunctionDef) -> int:
    documented = 1 if ast.get_docstring(function) else 0
    body = function.body[documented:] or function.body
    return (function.end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    text = path.read_text()
    tree = ast.parse(text)
    assert ast.get_docstring(tree), f"{name(path)}: say in one sentence what this module is for"
    lines = len(text.splitlines())
    assert lines <= LONGEST_FILE, f"{name(path)} has {lines} lines: split it by noun, not by layer"
    assert path.stem not in NAMELESS, f"{name(path)}: name the module after what it holds"
    for function in functions(tree):
        long = length(function)
        assert long <= LONGEST_FUNCTION, f"{name(path)}:{function.name} has {long} lines: give its steps names"


@pytest.mark.parametrize("folder", sorted({path.parent for path in CODE if feature(path) or in_slides(path)}), ids=name)
def test_a_folder_can_be_read_in_ten_minutes(folder: Path) -> None:
    files = len([path for path in CODE if path.parent == folder])
    assert files <= LARGEST_FOLDER, (
        f"{name(folder)} has {files} modules: give what belongs together a folder of its own"
    )


@pytest.mark.parametrize("path", [p for p in CODE if feature(p)], ids=name)
def test_features_import_only_what_stands_before_them(path: Path) -> None:
    own = ORDER.index(feature(path))
    for module in imports(ast.parse(path.read_text())):
        parts = module.split(".")
        if parts[0] == "course" and len(parts) > 1 and parts[1] in ORDER:
            assert ORDER.index(parts[1]) <= own, (
                f"{name(path)} imports {module}: move what both need to the earlier one"
            )
        if parts[0] == "slides":
            assert feature(path) == "cases", f"{name(path)} imports {module}: ask course.cases instead"


@pytest.mark.parametrize("path", [p for p in CODE if in_slides(p)], ids=name)
def test_rooms_of_slides_import_only_what_stands_before_them(path: Path) -> None:
    own = room(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for module in imports(ast.parse(path.read_text())):
        assert module.split(".")[0] not in {"course", "flask"}, f"{name(path)} imports {module}: take plain values"
        if module.split(".")[0] == "slides":
            assert room(module) <= own, f"{name(path)} imports {module}: move what both need to the earlier room"


@pytest.mark.parametrize("path", [p for p in CODE if p.name.endswith("rules.py")], ids=name)
def test_rules_know_neither_flask_nor_the_database(path: Path) -> None:
    for module in imports(ast.parse(path.read_text())):
        root = module.split(".")[0]
        assert root not in {"flask", "sqlalchemy", "flask_sqlalchemy"}, (
            f"{name(path)} imports {module}: take plain values"
        )
        assert not module.endswith((".queries", ".actions", ".views")), (
            f"{name(path)} imports {module}: take plain values"
        )


@pytest.mark.parametrize("path", CODE, ids=name)
def test_only_the_edge_reads_the_clock_and_commits(path: Path) -> None:
    text = path.read_text()
    if not re.search(MAY_READ_CLOCK, path.name):
        assert not CLOCK.search(text), f"{name(path)} reads the clock: take the time as an argument"
    if not re.search(MAY_COMMIT, path.name):
        assert "session.commit(" not in text, f"{name(path)} commits: flush, and let the request end the transaction"


@pytest.mark.parametrize("path", [p for p in CODE if re.search(r"(actions|queries|forms)\.py$", p.name)], ids=name)
def test_actions_and_queries_know_no_request(path: Path) -> None:
    tree = ast.parse(path.read_text())
    taken = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in {"flask", "flask_login"}
        for alias in node.names
    }
    assert not taken & {"request", "session", "g", "current_user"}, (
        f"{name(path)}: take the user and the values as arguments"
    )


@pytest.mark.parametrize(
    "path", [p for p in CODE if re.search(r"(rules|actions|queries|views|commands)\.py$", p.name)], ids=name
)
def test_every_rule_action_query_and_view_has_a_sentence(path: Path) -> None:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            assert ast.get_docstring(node), f"{name(path)}:{node.name}: say in one sentence what it does"


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=name)
def test_templates_keep_the_strict_policy(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=|\son[a-z]+=|hx-on|<script(?![^>]*\ssrc=)|<style", text), (
        f"{name(path)}: put styles into course.css and behaviour into course.js"
    )
    assert "|safe" not in text.replace(" ", ""), f"{name(path)}: let Jinja escape"
    longest = LONGEST_FILE if path.name == "_macros.html" else 120
    assert len(text.splitlines()) <= longest, f"{name(path)}: take a macro out"
