"""OneRoster 1.1: a bureau's export becomes regions, schools and classes; of pupils only their number stays."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask

from course.db import Model, db
from course.ledger import oneroster_rules as rules
from course.ledger.commands import roster
from course.roster.models import Level, Region, School, SchoolClass, SchoolStage
from tests.conftest import both_databases

PUPIL = "小明同学"
Rows = list[list[str]]
MANIFEST: Rows = [["propertyName", "value"], ["manifest.version", "1.0"], ["oneroster.version", "1.1"],
                  ["file.orgs", "bulk"], ["file.classes", "bulk"], ["file.enrollments", "bulk"]]  # fmt: skip
ORGS: Rows = [
    ["sourcedId", "status", "dateLastModified", "name", "type", "identifier", "parentSourcedId"],
    ["o-0", "active", "", "全国", "national", "", ""],
    ["o-1", "active", "", "示例省", "state", "P9", "o-0"],
    ["o-2", "active", "", "东吉市", "local", "C9", "o-1"],
    ["o-3", "active", "", "东吉县", "district", "R9", "o-2"],
    ["o-4", "active", "", "实验小学", "school", "S901", "o-3"],
    ["o-5", "active", "", "第二中学", "school", "", "o-3"],
    ["o-6", "active", "", "教务处", "department", "", "o-4"],
    ["o-7", "tobedeleted", "", "老小学", "school", "S902", "o-3"],
    ["o-8", "active", "", "新区高级中学", "school", "S903", "o-3"],
]
CLASSES: Rows = [
    ["sourcedId", "status", "dateLastModified", "title", "grades", "courseSourcedId", "classCode", "classType",
     "location", "schoolSourcedId", "termSourcedIds", "subjects", "subjectCodes", "periods"],
    ["c-1", "active", "", "三年级（2）班", "03", "k", "302", "homeroom", "", "o-4", "t", "", "", ""],
    ["c-2", "active", "", "四年级1班", "04", "k", "", "homeroom", "", "o-4", "t", "", "", ""],
    ["c-3", "active", "", "语文三年级二班", "03", "k", "", "scheduled", "", "o-4", "t", "", "", ""],
    ["c-4", "active", "", "初一(十二)班", "07", "k", "12", "homeroom", "", "o-5", "t", "", "", ""],
    ["c-5", "active", "", "阅读角", "05", "k", "", "homeroom", "", "o-4", "t", "", "", ""],
    ["c-6", "active", "", "六年级1班", "06", "k", "", "homeroom", "", "o-4", "t", "", "", ""],
    ["c-7", "active", "", "混合1班", "05,06", "k", "", "homeroom", "", "o-4", "t", "", "", ""],
]  # fmt: skip
USERS: Rows = [
    ["sourcedId", "status", "dateLastModified", "enabledUser", "orgSourcedIds", "role", "username", "givenName",
     "familyName"],
    ["u-1", "active", "", "true", "o-4", "student", PUPIL, "明", "小"],
]  # fmt: skip
COUNTS = {"c-1": 38, "c-2": 40, "c-4": 45, "c-5": 30, "c-7": 12}


def enrollments() -> Rows:
    """Every pupil once, one of them twice, a teacher and one that has left."""
    heading = ["sourcedId", "status", "dateLastModified", "classSourcedId", "schoolSourcedId", "userSourcedId", "role",
               "primary", "beginDate", "endDate"]  # fmt: skip
    pupils = [(room, f"{PUPIL}{room}{number}", "student") for room, count in COUNTS.items() for number in range(count)]
    more = [("c-1", pupils[0][1], "student"), ("c-1", "u-99", "teacher"), ("c-1", "u-98", "gone")]
    rows = [
        [f"e{number}", "tobedeleted" if role == "gone" else "active", "", room, "o-4", user,
         "student" if role == "gone" else role, "", "", ""]
        for number, (room, user, role) in enumerate([*pupils, *more])
    ]  # fmt: skip
    return [heading, *rows]


def export(folder: Path, **files: Rows) -> Path:
    """A folder with an export; ``files`` replace what is usually in it, an empty list leaves a file out."""
    whole = {"manifest": MANIFEST, "orgs": ORGS, "classes": CLASSES, "users": USERS, "enrollments": enrollments()}
    folder.mkdir()
    for name, rows in (whole | files).items():
        if rows:
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
                csv.writer(handle).writerows(rows)
    return folder


def run(app: Flask, *arguments: object) -> Result:
    """Run ``roster import`` as a person would."""
    with app.app_context():
        db.session.remove()
        return CliRunner().invoke(roster, ["import", *map(str, arguments)])


def report_of(path: Path) -> list[dict[str, str]]:
    """The lines of a report."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def everything() -> str:
    """All that the database holds."""
    tables = Model.metadata.sorted_tables
    return repr([[tuple(row) for row in db.session.execute(sa.select(table))] for table in tables])


@both_databases
def test_an_export_becomes_regions_schools_and_classes(app: Flask, tmp_path: Path) -> None:
    folder, report = export(tmp_path / "export"), tmp_path / "report.csv"
    first = run(app, folder, "--report", report)
    assert first.exit_code == 1, first.output
    with app.app_context():
        regions = db.session.scalars(sa.select(Region).order_by(Region.path))
        assert [(row.path, row.level) for row in regions] == [
            ("P9", Level.PROVINCE), ("P9/C9", Level.CITY), ("P9/C9/R9", Level.COUNTY),
        ]  # fmt: skip
        schools = {row.code: (row.name, row.stage, row.region_path) for row in db.session.scalars(sa.select(School))}
        assert schools == {
            "S901": ("实验小学", SchoolStage.PRIMARY, "P9/C9/R9"),
            "o-5": ("第二中学", SchoolStage.JUNIOR, "P9/C9/R9"),
            "S903": ("新区高级中学", SchoolStage.SENIOR, "P9/C9/R9"),
        }
        rooms = sa.select(School.code, SchoolClass.grade, SchoolClass.number, SchoolClass.pupils).join(School)
        assert set(db.session.execute(rooms)) == {("S901", 3, 2, 38), ("S901", 4, 1, 40), ("o-5", 7, 12, 45)}
        assert PUPIL not in everything()
    refused = [(line["file"], line["row"]) for line in report_of(report) if line["outcome"] == "refused"]
    assert refused == [("classes.csv", row) for row in ("6", "7", "8")]
    text = report.read_text(encoding="utf-8-sig")
    assert PUPIL not in text and "165" in text


@both_databases
def test_the_second_time_changes_nothing(app: Flask, tmp_path: Path) -> None:
    good = [row for row in CLASSES if row[0] not in {"c-5", "c-6", "c-7"}]
    folder = export(tmp_path / "export", classes=good)
    dry = run(app, folder, "--dry-run")
    with app.app_context():
        assert (dry.exit_code, db.session.scalar(sa.select(sa.func.count()).select_from(School))) == (0, 0)
    assert run(app, folder).exit_code == 0
    with app.app_context():
        before = everything()
    again = run(app, folder)
    assert again.exit_code == 0, again.output
    with app.app_context():
        assert everything() == before


def test_a_zip_is_the_same_as_a_folder(app: Flask, tmp_path: Path) -> None:
    folder = export(tmp_path / "export")
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"oneroster/{path.name}")
    answer = run(app, packed)
    assert answer.exit_code == 1, answer.output
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(SchoolClass)) == 3


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"manifest": [["propertyName", "value"], ["oneroster.version", "1.2"]]}, "1.2"),
        ({"manifest": [["propertyName", "value"]]}, "OneRoster"),
        ({"manifest": [["a", "b"]]}, "propertyName"),
        ({"orgs": []}, "orgs.csv"),
        ({"orgs": [["sourcedId", "name"]]}, "parentSourcedId"),
        ({"classes": [[*CLASSES[0][:3], "titel", *CLASSES[0][4:]]]}, "title"),
        ({"enrollments": [["sourcedId"]]}, "classSourcedId"),
    ],
)
def test_what_is_no_export_of_this_version_is_refused_by_name(
    app: Flask, tmp_path: Path, files: dict[str, Rows], said: str
) -> None:
    answer = run(app, export(tmp_path / "export", **files))
    assert answer.exit_code == 2 and said in answer.output, answer.output


def test_without_enrolments_classes_are_refused_and_the_rest_is_read(app: Flask, tmp_path: Path) -> None:
    answer = run(app, export(tmp_path / "export", enrollments=[]))
    assert answer.exit_code == 1
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(School)) == 3
        assert db.session.scalar(sa.select(sa.func.count()).select_from(SchoolClass)) == 0


@pytest.mark.parametrize("junk", ["\x00", '"', 'a,b\n"c', "\ufeff", "，" * 9, "=cmd|' /C calc'!A0", "x" * 99_999])
@pytest.mark.parametrize("name", ["orgs", "classes", "enrollments", "manifest"])
def test_junk_is_refused_and_never_an_error_of_ours(app: Flask, tmp_path: Path, name: str, junk: str) -> None:
    folder = export(tmp_path / "export")
    path = folder / f"{name}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], junk, *lines[1:]]), encoding="utf-8")
    answer = run(app, folder)
    assert answer.exit_code in {0, 1, 2} and not isinstance(answer.exception, Exception), answer.output


@pytest.mark.parametrize(
    ("title", "code", "grade", "number"),
    [("三年级（2）班", "302", 3, "2"), ("2班", "", 3, "2"), ("三（二）班", "", 3, "二"),
     ("初一(十二)班", "", 7, "十二"),
     ("Grade 3 Class 2", "", 3, "2"), ("3-2", "", 3, "2"), ("4-2", "7", 3, "7"), ("火炬班", "5", 3, "5"),
     ("火炬", "", 3, "火炬"), ("", "5", 3, "5"), ("２０班", "", 3, "20")],
)  # fmt: skip
def test_the_number_of_a_class(title: str, code: str, grade: int, number: str) -> None:
    assert rules.number_in(title, code, grade) == number


@pytest.mark.parametrize(
    ("grades", "name", "stage"),
    [([1, 2, 3], "中学", "primary"), ([6, 7, 7], "", "junior"), ([6, 7], "", "primary"), ([10, 12, 9], "", "senior"),
     ([], "东吉小学", "primary"), ([], "初级中学", "junior"), ([], "高级中学", "senior"), ([], "第二中学", None)],
)  # fmt: skip
def test_the_stage_of_a_school(grades: list[int], name: str, stage: str | None) -> None:
    assert rules.stage_of(grades, name) == stage


def test_codes_are_identifiers_where_they_are_a_schools_own() -> None:
    rows = [("a", "1"), ("b", "2"), ("c", "2"), ("d", "")]
    found = rules.codes_of({"sourcedId": number, "identifier": code} for number, code in rows)
    assert found == {"a": "1", "b": "b", "c": "c", "d": "d"}
