"""Small ledgers for tests: one county, two schools, two vice-principals; any table can be replaced."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from course.access.models import Role
from course.access.scope import Scope
from course.db import one_transaction, utc_now
from course.ledger import applying, importing
from course.ledger.judging import JudgedTable
from course.ledger.remarks import Outcome, Remark

EVERYTHING = Scope(Role.ADMIN)
TABLES = {
    "regions": "code,name,level,parent\nP0,示例省,province,\nC00,东吉市,city,P0\nR000,东吉县,county,C00\n",
    "stations": "code,name,agency,region,lat,lon\nPS1,城关派出所,police,R000,42.90123,125.14500\n",
    "schools": (
        "code,name,stage,region,lat,lon,hall,closed_periods,pref_weekdays,pref_periods\n"
        "S1,实验小学,primary,R000,42.90000,125.13000,240,1;2,4;5,6;7\n"
        "S2,第一初级中学,junior,R000,42.91000,125.14000,0,,,\n"
    ),
    "classes": "school,grade,class,pupils\nS1,3,1,40\nS1,3,2,41\nS2,7,1,50\n",
    "themes": "code,name,special_day,stages\nT01,宪法与国旗国歌,12-04,primary;junior\nT02,防范校园欺凌,,primary\n",
    "vice_principals": (
        "code,name,station,agency,lat,lon,max_lessons_week,max_lessons_day,themes,phone,email\n"
        "V1,王立新,PS1,police,42.90123,125.14510,2,2,T01;T02,13800000001,v1@example.com\n"
        "V2,李海燕,PS1,police,,,1,2,T02,,\n"
    ),
    "appointments": "vice_principal,school,start,end\nV1,S1,2025-09-01,2028-08-31\nV2,S2,2026-09-01,2029-08-31\n",
    "unavailability": "vice_principal,start,end,reason\nV1,2026-09-14 08:00,2026-09-14 12:00,值班\n",
    "blackouts": (
        "school,start,end,reason\n"
        "*,2026-10-01 00:00,2026-10-07 23:59,国庆\nS1,2026-11-25 00:00,2026-11-26 23:59,运动会\n"
    ),
    "bells": "key,period,start,end\nprimary,1,08:30,09:10\nprimary,2,09:20,10:00\nS2,1,08:00,08:45\n",
    "term": (
        "key,value\nstart,2026-09-01\nend,2027-01-22\nmin_hours,4\nmax_schools_per_vice_principal,2\n"
        "max_vice_principals_per_school,5\nkmh,30\ndetour,1.3\nwalk_min,10\nsubstitute,same_station\n"
    ),
}


def folder(path: Path, **tables: str | None) -> Path:
    """The small ledger as a folder; a table given as None is left out."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in {**TABLES, **tables}.items():
        if text is not None:
            (path / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return path


def only(path: Path, **tables: str) -> Path:
    """A folder with these tables alone."""
    return folder(path, **{name: tables.get(name) for name in TABLES})


def archive(**tables: str | None) -> bytes:
    """The small ledger as a .zip."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in {**TABLES, **tables}.items():
            if text is not None:
                packed.writestr(f"{name}.csv", text)
    return data.getvalue()


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """A spreadsheet with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


def bring_in(path: Path, scope: Scope = EVERYTHING, term: str = "") -> dict[str, JudgedTable]:
    """Import a ledger; the judged tables by name."""
    tables = importing.read(path).tables
    with one_transaction():
        applying.write_all(tables, scope, term, now=utc_now())
    return {judged.table.name: judged for judged in tables}


def counts(tables: dict[str, JudgedTable], outcome: Outcome) -> int:
    """How many rows of all tables had this outcome."""
    return sum(list(judged.outcomes.values()).count(outcome) for judged in tables.values())


def said(judged: JudgedTable, outcome: Outcome) -> list[Remark]:
    """The remarks of one kind."""
    return [remark for remark in judged.remarks if remark.outcome is outcome]


def refusals(judged: JudgedTable) -> list[tuple[int, str, str]]:
    """Row, column and rule of every refusal."""
    return [(remark.row, remark.column, remark.rule) for remark in said(judged, Outcome.REFUSED)]


def repairs(judged: JudgedTable) -> list[tuple[int, str, str]]:
    """Row, column and what a repaired cell was read as (or the rule of the repair)."""
    return [(r.row, r.column, r.facts.get("read", r.rule)) for r in said(judged, Outcome.REPAIRED)]
