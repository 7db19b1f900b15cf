"""The commands of the law table: take in, list, recall, hand on; and the check of the library on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from course.access.models import Notice, Role
from course.cases.models import LawVersion
from course.db import db
from slides.law.file import read_table
from tests import make, make_laws

TEXT = "中华人民共和国示例法\n（2026年10月1日修订{more}）\n第一条　甲。\n第二条　学生不得欺负任何人。\n"


def run(app: Flask, *arguments: str, code: int = 0) -> str:
    """Run a command and give what it printed."""
    result = app.test_cli_runner().invoke(args=list(arguments))
    assert result.exit_code == code, result.output
    return result.output


def law_file(folder: Path, more: str = "") -> str:
    path = folder / "示例法.txt"
    path.write_text(TEXT.format(more=more), encoding="utf-8")
    return str(path)


def test_a_file_is_taken_in_and_the_decks_concerned_are_recalled(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        make_laws.law()
        make_laws.deck(make_laws.case(), make.user(Role.ADMIN))
    path = law_file(tmp_path)
    assert "--effective" in run(app, "laws", "import", path, code=1)
    assert "Taken in" not in run(app, "laws", "import", path, "--effective", "2026-11-01", "--dry-run")
    printed = run(app, "laws", "import", path, "--effective", "2026-11-01")
    assert "Taken in" in printed and "1 decks recalled, 1 notices" in printed
    assert "Nothing has changed" in run(app, "laws", "import", path, "--effective", "2026-11-01")
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Notice)) == 1
        assert [row.repealed for row in db.session.scalars(sa.select(LawVersion).order_by(LawVersion.id))] == [
            date(2026, 11, 1),
            None,
        ]


def test_options_stand_in_for_what_the_file_does_not_say(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "law.txt"
    path.write_text("第一条　甲。\n第二条　乙。", encoding="gb18030")
    run(
        app,
        *(
            "laws",
            "import",
            str(path),
            "--title",
            "示例条例",
            "--version-date",
            "2020-01-01",
            "--effective",
            "2020-02-01",
        ),
        *("--repealed", "2026-01-01", "--replaced-by", "示例法", "--short", "样例", "--english", "Sample Rules"),
    )
    listed = run(app, "laws", "list", "--on", "2026-01-01")
    assert "示例条例 2020-01-01: ended 2020-02-01 – 2026-01-01" in listed


@pytest.mark.parametrize(
    ("content", "words"),
    [("第一条　甲。\n第三条　丙。", "第 2 行"), ("", "空"), ("关于修改《甲法》的决定", "修改之后")],
)
def test_a_file_that_cannot_be_read_says_where_and_what_to_do(
    app: Flask, tmp_path: Path, content: str, words: str
) -> None:
    path = tmp_path / "law.txt"
    path.write_text(content, encoding="utf-8")
    assert words in run(app, "laws", "import", str(path), code=1)


def test_the_library_is_checked_on_a_day(app: Flask) -> None:
    with app.app_context():
        make_laws.law()
        make_laws.law("2026-10-01", "2027-03-01", articles={"1": "甲。", "2": "乙。\n丙。"})
        make_laws.case()
    assert "0 problems on 2026-11-23" in run(app, "deck", "check-laws", "--on", "2026-11-23")
    assert "0 problems" in run(app, "deck", "check-laws", "--on", "2027-03-01")
    printed = run(app, "deck", "check-laws", "--on", "2025-12-31", code=1)
    assert "sample: line" in printed and "Slide “What the law says”" in printed


def test_recalling_again_does_nothing(app: Flask) -> None:
    assert run(app, "laws", "recall") == "0 decks recalled, 0 notices, 0 warnings\n"


def test_the_table_is_handed_on_as_a_file(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        make_laws.law()
    run(app, "laws", "export", str(tmp_path / "laws.json"))
    assert read_table((tmp_path / "laws.json").read_text(encoding="utf-8")).versions("示例法")[0].article(3)
