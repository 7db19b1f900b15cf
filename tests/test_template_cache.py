"""Translated templates are kept for the next process, and nobody misses them where they cannot be."""

from __future__ import annotations

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jinja2.environment
import pytest
from flask import Flask

from app import create_app
from tests.conftest import settings_for_tests


def page(folder: Path) -> str:
    """The page for signing in, of a process that has just started."""
    app: Flask = create_app(**settings_for_tests(folder))
    return app.test_client().get("/login").text


def forbidden(*_: object, **__: object) -> str:
    raise AssertionError("a template was translated again")


def test_the_next_process_translates_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = page(tmp_path)
    monkeypatch.setattr(jinja2.environment.Environment, "_generate", forbidden)
    assert "<form" in first and "<form" in page(tmp_path)


def test_a_changed_template_is_translated_again(tmp_path: Path) -> None:
    app = create_app(**settings_for_tests(tmp_path))
    texts = {"one.html": "before"}
    app.jinja_env.loader = jinja2.FunctionLoader(texts.__getitem__)
    before = app.jinja_env.get_template("one.html").render()
    texts["one.html"] = "after"
    app.jinja_env.cache.clear()
    assert (before, app.jinja_env.get_template("one.html").render()) == ("before", "after")


def test_pages_go_on_where_nothing_can_be_kept(tmp_path: Path) -> None:
    create_app(**settings_for_tests(tmp_path))
    shutil.rmtree(tmp_path / "templates")
    (tmp_path / "templates").write_text("a file in the folder's place")
    assert "<form" in page(tmp_path)


def test_half_a_file_is_translated_again(tmp_path: Path) -> None:
    page(tmp_path)
    for kept in (tmp_path / "templates").iterdir():
        kept.write_bytes(kept.read_bytes()[:40])
    assert "<form" in page(tmp_path)


def test_one_is_translated_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(**settings_for_tests(tmp_path))
    under_way, most = [0], [0]
    original = jinja2.environment.Environment._generate

    def slowly(*given: Any, **named: Any) -> str:
        under_way[0] += 1
        most[0] = max(most[0], under_way[0])
        time.sleep(0.01)
        made = original(*given, **named)
        under_way[0] -= 1
        return made

    monkeypatch.setattr(jinja2.environment.Environment, "_generate", slowly)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(app.jinja_env.from_string, [f"page {{{{ {number}.5 }}}}" for number in range(16)]))
    assert most == [1]
