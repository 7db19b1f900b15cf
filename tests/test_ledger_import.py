"""Importing and exporting the ledger: idempotent, all or nothing, inside the scope, and back again."""

from __future__ import annotations

import csv
import gc
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask

from course.access.models import Role
from course.access.scope import Scope
from course.db import Model, db
from course.ledger import applying, importing
from course.ledger.commands import roster
from course.ledger.remarks import Outcome
from course.roster.models import (
    Absence,
    Appointment,
    Blackout,
    Region,
    School,
    SchoolClass,
    Station,
    Term,
    Theme,
    VicePrincipal,
)
from tests import ledgers, make
from tests.conftest import both_databases

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
real_data = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared ledgers")


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    tables = {table.name: table for table in Model.metadata.sorted_tables}
    return {
        name: [tuple(row) for row in db.session.execute(sa.select(table).order_by(*table.primary_key))]
        for name, table in tables.items()
    }


def rows_of(folder: Path) -> dict[str, list[dict[str, str]]]:
    """All rows of a folder of CSV files."""
    found = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as handle:
            found[path.name] = list(csv.DictReader(handle))
    return found


def run(app: Flask, *arguments: object) -> Result:
    """Run a command of the ledger as a person would."""
    with app.app_context():
        return CliRunner().invoke(roster, [str(argument) for argument in arguments])


def one(model: type, **values: object) -> object:
    """The one row with these values."""
    return db.session.scalars(sa.select(model).filter_by(**values)).one()


@both_databases
def test_every_row_arrives_with_its_region(data: None, tmp_path: Path) -> None:
    tables = ledgers.bring_in(ledgers.folder(tmp_path))
    assert ledgers.counts(tables, Outcome.REFUSED) == 0
    school = one(School, code="S1")
    assert (school.hall_seats, school.closed_periods, school.preferred_weekdays) == (240, (1, 2), (4, 5))
    assert school.region_path == "P0/C00/R000"
    assert one(VicePrincipal, code="V1").phone == "13800000001"
    assert one(VicePrincipal, code="V1").theme_codes == ("T01", "T02")
    assert one(Blackout, reason="国庆").school_id is None
    for model in (Station, School, SchoolClass, VicePrincipal, Appointment, Absence):
        assert set(db.session.scalars(sa.select(model.region_path))) == {"P0/C00/R000"}
    assert one(Term, name="2026-2027-1").detour == Decimal("1.3")


@both_databases
def test_the_same_import_twice_changes_nothing(data: None, tmp_path: Path) -> None:
    ledgers.bring_in(ledgers.folder(tmp_path))
    before = everything()
    tables = ledgers.bring_in(tmp_path)
    assert {outcome for judged in tables.values() for outcome in judged.outcomes.values()} == {Outcome.UNCHANGED}
    assert everything() == before


@both_databases
def test_a_changed_row_is_changed_and_nothing_else_is_touched(data: None, tmp_path: Path) -> None:
    ledgers.bring_in(ledgers.folder(tmp_path))
    changed = ledgers.TABLES["schools"].replace("实验小学", "实验𠮷学 {{ 7*7 }}").replace(",240,", ",300,")
    tables = ledgers.bring_in(ledgers.only(tmp_path / "again", schools=changed))
    (judged,) = tables.values()
    assert [remark.column for remark in ledgers.said(judged, Outcome.CHANGED)] == ["name", "hall"]
    assert ledgers.said(judged, Outcome.CHANGED)[1].facts == {"before": "240"}
    assert list(judged.outcomes.values()) == [Outcome.CHANGED, Outcome.UNCHANGED]
    assert (one(School, code="S1").name, one(School, code="S1").hall_seats) == ("实验𠮷学 {{ 7*7 }}", 300)
    assert len(everything()["school_class"]) == 3


@both_databases
def test_a_first_ledger_says_which_themes_are_taught(data: None, tmp_path: Path) -> None:
    built_in = [Theme(code=code, name=code, stages=("primary", "junior")) for code in ("T01", "T02", "T03")]
    db.session.add_all(built_in)
    db.session.commit()
    tables = ledgers.bring_in(ledgers.folder(tmp_path))
    notices = ledgers.said(tables["themes"], Outcome.NOTICE)
    assert [(one.rule, one.facts) for one in notices] == [("themes_left_out", {"codes": "T03"})]
    assert {one.code: one.stages for one in db.session.scalars(sa.select(Theme))} == {
        "T01": ("primary", "junior"),
        "T02": ("primary",),
        "T03": (),
    }


def test_a_later_list_of_themes_leaves_out_nothing(data: None, tmp_path: Path) -> None:
    ledgers.bring_in(ledgers.folder(tmp_path))
    tables = ledgers.bring_in(ledgers.only(tmp_path / "again", themes="code,name,stages\nT09,新主题,primary\n"))
    assert ledgers.said(tables["themes"], Outcome.NOTICE) == []
    assert {one.code: one.stages for one in db.session.scalars(sa.select(Theme))} == {
        "T01": ("primary", "junior"),
        "T02": ("primary",),
        "T09": ("primary",),
    }


def test_a_column_that_the_file_lacks_is_left_as_it_is(data: None, tmp_path: Path) -> None:
    ledgers.bring_in(ledgers.folder(tmp_path))
    text = "code,name,station\nV1,王立新（更名）,PS1\n"
    ledgers.bring_in(ledgers.only(tmp_path / "again", vice_principals=text))
    person = one(VicePrincipal, code="V1")
    assert (person.name, person.phone, person.max_lessons_week) == ("王立新（更名）", "13800000001", 2)


def test_an_unchanged_telephone_number_is_not_encrypted_anew(data: None, tmp_path: Path) -> None:
    ledgers.bring_in(ledgers.folder(tmp_path))
    column = sa.text("SELECT phone FROM vice_principal WHERE code = 'V1'")
    before = db.session.scalar(column)
    assert "13800000001" not in before
    ledgers.bring_in(tmp_path)
    assert db.session.scalar(column) == before


def test_what_is_missing_in_the_file_stays(data: None, tmp_path: Path) -> None:
    ledgers.bring_in(ledgers.folder(tmp_path))
    ledgers.bring_in(ledgers.only(tmp_path / "again", classes="school,grade,class,pupils\nS1,4,1,39\n"))
    assert len(everything()["school_class"]) == 4


@both_databases
def test_a_dry_run_writes_nothing_and_says_the_same(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        before = everything()
    dry = run(app, "import", ledgers.folder(tmp_path), "--dry-run")
    with app.app_context():
        assert everything() == before
    wet = run(app, "import", tmp_path)
    assert dry.output == wet.output
    assert dry.exit_code == wet.exit_code == 0


@both_databases
def test_an_import_that_breaks_leaves_nothing(data: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()

    def break_down(*arguments: object) -> None:
        raise ConnectionError("gone")

    monkeypatch.setattr(applying, "write_term", break_down)
    with pytest.raises(ConnectionError):
        ledgers.bring_in(ledgers.folder(tmp_path))
    assert everything() == before


def test_exit_codes_tell_refusals_from_files_that_cannot_be_read(app: Flask, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    dirty = ledgers.folder(tmp_path / "dirty", classes="school,grade,class,pupils\nS1,3,1,0\nS1,3,2,41\n")
    refused = run(app, "import", dirty, "--report", report)
    assert refused.exit_code == 1
    with report.open(encoding="utf-8-sig", newline="") as handle:
        lines = list(csv.DictReader(handle))
    (line,) = [line for line in lines if line["outcome"] == "refused"]
    assert (line["file"], line["row"], line["column"], line["value"]) == ("classes.csv", "2", "pupils", "0")
    assert line["message"]
    rows = sum(text.strip().count("\n") for name, text in ledgers.TABLES.items() if name != "classes") + 2
    assert sum(line["outcome"] in {"added", "refused"} for line in lines) == rows
    unreadable = run(app, "import", ledgers.folder(tmp_path / "bad", classes="school,grade,pupils\nS1,3,40\n"))
    assert unreadable.exit_code == 2
    assert "classes.csv" in unreadable.output
    assert "class（" in unreadable.output
    assert run(app, "import", tmp_path / "nowhere").exit_code == 2


def test_a_report_that_cannot_be_written_stops_the_import_before_it_begins(app: Flask, tmp_path: Path) -> None:
    folder = ledgers.folder(tmp_path / "ledger")
    assert run(app, "import", folder, "--report", tmp_path / "nowhere" / "report.csv").exit_code == 2
    with app.app_context():
        assert not everything()["school"]


def test_an_export_that_cannot_be_written_says_so(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert run(app, "export", tmp_path / "file" / "below").exit_code == 2


def test_a_file_that_cannot_be_read_stops_the_whole_import(app: Flask, tmp_path: Path) -> None:
    folder = ledgers.folder(tmp_path)
    (folder / "classes.csv").write_bytes("school,grade,class,pupils\n".encode("utf-16"))
    assert run(app, "import", folder).exit_code == 2
    with app.app_context():
        assert not everything()["school"]


def test_the_report_is_safe_to_open_in_a_spreadsheet(app: Flask, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    formula = '=HYPERLINK("http://evil/")'
    text = f'school,grade,class,pupils\nS1,3,1,"{formula.replace(chr(34), chr(34) * 2)}"\n'
    run(app, "import", ledgers.folder(tmp_path / "ledger", classes=text), "--report", report)
    with report.open(encoding="utf-8-sig", newline="") as handle:
        values = [line["value"] for line in csv.DictReader(handle) if line["outcome"] == "refused"]
    assert values == [f"'{formula}"]


def test_the_export_equals_the_import(app: Flask, tmp_path: Path) -> None:
    names = '"引号""和,逗号{{ 7*7 }}<script>䶮𠮷"'
    schools = ledgers.TABLES["schools"].replace("实验小学", names).replace("第一初级中学", "=1+1")
    folder = ledgers.folder(tmp_path / "in", schools=schools)
    assert run(app, "import", folder).exit_code == 0
    assert run(app, "export", tmp_path / "out").exit_code == 0
    assert rows_of(tmp_path / "out") == rows_of(folder)
    for path in (tmp_path / "out").iterdir():
        assert b"\r" not in path.read_bytes()
        assert not path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_texts_that_look_escaped_come_back_as_they_are_stored(app: Flask, tmp_path: Path) -> None:
    schools = ledgers.TABLES["schools"].replace("实验小学", "''=1+1").replace("第一初级中学", "'=2+2")
    run(app, "import", ledgers.folder(tmp_path / "in", schools=schools))
    with app.app_context():
        stored = everything()["school"]
    assert [row[2] for row in stored] == ["'=1+1", "=2+2"]
    run(app, "export", tmp_path / "out")
    again = run(app, "import", tmp_path / "out")
    assert again.exit_code == 0
    with app.app_context():
        assert everything()["school"] == stored


@real_data
@pytest.mark.parametrize("name", ["dongji", "county"])
def test_real_ledgers_come_back_row_by_row(app: Flask, tmp_path: Path, name: str) -> None:
    assert run(app, "import", SHARED / name).exit_code == 0
    run(app, "export", tmp_path)
    given, returned = rows_of(SHARED / name), rows_of(tmp_path)
    for file, rows in given.items():
        assert [{key: row[key] for key in rows[0]} for row in returned[file]] == rows, file


@real_data
def test_the_dirty_county_keeps_what_can_be_kept(app: Flask) -> None:
    first, second = (run(app, "import", SHARED / "county-dirt") for _ in range(2))
    assert first.exit_code == second.exit_code == 1
    with app.app_context():
        assert len(everything()["school"]) == 80
        assert len(everything()["school_class"]) == 1098
        assert len(everything()["vice_principal"]) == 98
        assert len(everything()["absence"]) == 3451


@both_databases
def test_when_a_region_moves_everything_in_it_follows(data: None, tmp_path: Path) -> None:
    ledgers.bring_in(ledgers.folder(tmp_path))
    lesson = make.lesson(
        one(VicePrincipal, code="V1"),
        one(School, code="S1"),
        make.theme("T77"),
        datetime(2026, 11, 26, 10),
        datetime(2026, 11, 26, 11),
    )
    regions = (
        "code,name,level,parent\nP0,示例省,province,\nC01,新市,city,P0\nC00,东吉市,city,P0\nR000,东吉县,county,C01\n"
    )
    ledgers.bring_in(ledgers.only(tmp_path / "again", regions=regions))
    assert one(Region, code="R000").path == "P0/C01/R000"
    for model in (Station, School, SchoolClass, VicePrincipal, Appointment, Absence, type(lesson)):
        assert set(db.session.scalars(sa.select(model.region_path))) == {"P0/C01/R000"}


def test_two_regions_may_change_places(data: None, tmp_path: Path) -> None:
    before = (
        "code,name,level,parent\nP0,省,province,\nA,甲市,city,P0\nB,乙市,city,P0\nX,丙县,county,A\nY,丁县,county,B\n"
    )
    after = before.replace("X,丙县,county,A", "X,丙县,county,B").replace("Y,丁县,county,B", "Y,丁县,county,A")
    stations = "code,name,agency,region\nPX,甲所,police,X\nPY,乙所,police,Y\n"
    ledgers.bring_in(ledgers.only(tmp_path / "one", regions=before, stations=stations))
    ledgers.bring_in(ledgers.only(tmp_path / "two", regions=after))
    assert one(Station, code="PX").region_path == "P0/B/X"
    assert one(Station, code="PY").region_path == "P0/A/Y"


def test_when_a_school_or_a_station_moves_its_rows_follow(data: None, tmp_path: Path) -> None:
    ledgers.bring_in(ledgers.folder(tmp_path))
    theme, start = make.theme("T77"), datetime(2026, 11, 26, 10)
    person, school = one(VicePrincipal, code="V1"), one(School, code="S1")
    for state in ("scheduled", "confirmed"):
        make.lesson(person, school, theme, start, start.replace(hour=11), state=state)
    regions = ledgers.TABLES["regions"] + "R001,邻县,county,C00\n"
    tables = {name: ledgers.TABLES[name].replace(",R000,", ",R001,") for name in ("stations", "schools")}
    ledgers.bring_in(ledgers.only(tmp_path / "again", regions=regions, **tables))
    for model in (Station, School, SchoolClass, VicePrincipal, Appointment, Absence):
        assert set(db.session.scalars(sa.select(model.region_path))) == {"P0/C00/R001"}
    paths = dict(db.session.execute(sa.text("SELECT state, region_path FROM lesson")).all())
    assert paths == {"scheduled": "P0/C00/R001", "confirmed": "P0/C00/R000"}


def two_counties(path: Path) -> Scope:
    """Two counties with a station and a school each; the scope of the first one's bureau."""
    regions = ledgers.TABLES["regions"] + "R001,邻县,county,C00\n"
    stations = ledgers.TABLES["stations"] + "PS2,邻县派出所,police,R001,,\n"
    schools = ledgers.TABLES["schools"] + "S3,邻县小学,primary,R001,,,0,,,\n"
    people = ledgers.TABLES["vice_principals"] + "V3,邻县民警,PS2,police,,,2,2,,,\n"
    ledgers.bring_in(ledgers.folder(path, regions=regions, stations=stations, schools=schools, vice_principals=people))
    return Scope(Role.BUREAU, region_path="P0/C00/R000")


@pytest.mark.parametrize(
    ("table", "text", "row"),
    [
        ("schools", "code,name,stage,region\nS3,改名,primary,R001\n", 2),
        ("schools", "code,name,stage,region\nS4,新校,primary,R001\n", 2),
        ("schools", "code,name,stage,region\nS3,邻县小学,primary,R000\n", 2),
        ("schools", "code,name,stage,region\nS1,实验小学,primary,R001\n", 2),
        ("stations", "code,name,agency,region\nPS2,改名,police,R001\n", 2),
        ("classes", "school,grade,class,pupils\nS3,1,1,30\n", 2),
        ("regions", "code,name,level,parent\nR001,改名,county,C00\n", 2),
        ("regions", "code,name,level,parent\nR002,新县,county,C00\n", 2),
        ("regions", "code,name,level,parent\nC00,改名,city,P0\n", 2),
        ("themes", "code,name\nT01,改名\n", 2),
        ("themes", "code,name\nT99,新主题\n", 2),
        ("blackouts", "school,start,end\n*,2026-12-01,2026-12-02\n", 2),
        ("blackouts", "school,start,end\nS3,2026-12-01,2026-12-02\n", 2),
        ("bells", "key,period,start,end\nprimary,1,08:40,09:20\n", 2),
        ("bells", "key,period,start,end\nS3,1,08:40,09:20\n", 2),
        ("term", "key,value\nstart,2026-09-01\nend,2027-01-22\nkmh,60\n", 4),
        ("appointments", "vice_principal,school,start,end\nV3,S1,2026-09-01,2029-08-31\n", 2),
        ("appointments", "vice_principal,school,start,end\nV1,S3,2026-09-01,2029-08-31\n", 2),
        ("unavailability", "vice_principal,start,end\nV3,2026-09-14 08:00,2026-09-14 12:00\n", 2),
        ("vice_principals", "code,name,station\nV3,改名,PS2\n", 2),
        ("vice_principals", "code,name,station\nV1,王立新,PS2\n", 2),
        ("vice_principals", "code,name,station\nV3,邻县民警,PS1\n", 2),
    ],
)
def test_a_bureau_may_not_touch_what_lies_outside(data: None, tmp_path: Path, table: str, text: str, row: int) -> None:
    scope = two_counties(tmp_path)
    before = everything()
    (judged,) = ledgers.bring_in(ledgers.only(tmp_path / "again", **{table: text}), scope).values()
    assert (row, "", "outside_scope") in ledgers.refusals(judged)
    assert everything() == before


def test_a_bureau_may_hand_in_a_whole_ledger_and_change_its_own_rows(data: None, tmp_path: Path) -> None:
    scope = two_counties(tmp_path)
    changed = ledgers.TABLES["schools"].replace("实验小学", "新名字")
    tables = ledgers.bring_in(ledgers.folder(tmp_path / "again", schools=changed), scope)
    assert ledgers.counts(tables, Outcome.REFUSED) == 0
    assert ledgers.counts(tables, Outcome.CHANGED) == 1
    assert one(School, code="S1").name == "新名字"


def test_rows_below_a_refused_foreign_region_are_refused_too(data: None, tmp_path: Path) -> None:
    scope = two_counties(tmp_path)
    ledger = ledgers.only(
        tmp_path / "again",
        regions="code,name,level,parent\nR002,新县,county,C00\n",
        stations="code,name,agency,region\nPS9,新所,police,R002\n",
    )
    tables = ledgers.bring_in(ledger, scope)
    assert ledgers.refusals(tables["stations"]) == [(2, "region", "refers_to_refused")]


def test_terms_are_found_by_name_by_dates_and_by_half_year(data: None, tmp_path: Path) -> None:
    term = ledgers.TABLES["term"]
    ledgers.bring_in(ledgers.only(tmp_path / "1", term=term), term="秋季学期")
    assert one(Term, name="秋季学期").max_vice_principals_per_school == 5
    ledgers.bring_in(ledgers.only(tmp_path / "2", term=term.replace("kmh,30", "kmh,40")))
    assert [row.name for row in db.session.scalars(sa.select(Term))] == ["秋季学期"]
    spring = "key,value\nstart,2027-03-01\nend,2027-07-09\n"
    ledgers.bring_in(ledgers.only(tmp_path / "3", term=spring))
    assert one(Term, name="2026-2027-2").min_hours == 4
    ledgers.bring_in(ledgers.only(tmp_path / "4", term=spring.replace("07-09", "07-16")))
    assert one(Term, name="2026-2027-2").end.day == 16


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("key,value\nstart,2027-01-22\nend,2026-09-01\n", "ends_before_start"),
        ("key,value\nstart,2026-09-01\n", "term_without_dates"),
        ("key,value\nkmh,30\n", "term_without_dates"),
    ],
)
def test_a_term_needs_dates_in_their_order(data: None, tmp_path: Path, text: str, rule: str) -> None:
    (judged,) = ledgers.bring_in(ledgers.only(tmp_path, term=text)).values()
    assert {found for _, _, found in ledgers.refusals(judged)} == {rule}
    assert not everything()["term"]


def test_the_collector_is_on_again_after_an_import(data: None, tmp_path: Path) -> None:
    importing.read(ledgers.folder(tmp_path))
    assert gc.isenabled()
