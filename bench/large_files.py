"""Ledgers of any number of rows in the three kinds of file: .csv files in a .zip, a spreadsheet, a OneRoster export.

The absences of a province's people, forty each, in the first two; the users of its schools, pupils all but a few, and
the class that each is in, in the third.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain, count
from pathlib import Path

ABSENCES_EACH, PUPILS_IN_CLASS, CLASSES_IN_SCHOOL = 40, 40, 20
REASONS = ("值班", "培训", "开庭", "出差", "休假")
FIRST = datetime(2026, 9, 1, 8)
Cells = tuple[str | int | datetime, ...]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
EPOCH, MOMENT = datetime(1899, 12, 30), 1
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd hh:mm"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="164"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def tables(rows: int) -> dict[str, Iterator[Cells]]:
    """The tables of a ledger of so many rows, with their headings."""
    people = (rows - 2) // (ABSENCES_EACH + 1)
    return {
        "regions": iter([("code", "name", "level", "parent"), ("R0", "示例省", "province", "")]),
        "stations": iter([("code", "name", "agency", "region"), ("PS1", "城关派出所", "police", "R0")]),
        "vice_principals": chain(
            [("code", "name", "station")], ((f"V{person:06d}", "王立新", "PS1") for person in range(people))
        ),
        "unavailability": chain([("vice_principal", "start", "end", "reason")], absences(rows - 2 - people, people)),
    }


def absences(rows: int, people: int) -> Iterator[Cells]:
    """So many absences, those of one person after those of the other; the last one has what is left over."""
    for number in range(rows):
        person = min(number // ABSENCES_EACH, people - 1)
        start = FIRST + timedelta(days=number - person * ABSENCES_EACH)
        yield f"V{person:06d}", start, start + timedelta(hours=4), REASONS[number % len(REASONS)]


def write_csv(path: Path, rows: int) -> Path:
    """The ledger as .csv files in a .zip."""
    return archive(path.with_suffix(".zip"), {f"{name}.csv": as_csv(found) for name, found in tables(rows).items()})


def as_csv(rows: Iterable[Cells]) -> Iterator[str]:
    """Rows as lines of a .csv file."""
    return (
        ",".join(f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else str(cell) for cell in row) + "\n"
        for row in rows
    )


def write_workbook(path: Path, rows: int) -> Path:
    """The ledger as Excel keeps it: texts in a list of their own, each once; times as numbers."""
    found, texts = tables(rows), dict[str, int]()
    parts = {f"xl/worksheets/sheet{n}.xml": as_sheet(table, texts) for n, table in enumerate(found.values(), 1)}
    parts |= frame(list(found))
    parts["xl/sharedStrings.xml"] = shared(texts)
    return archive(path.with_suffix(".xlsx"), parts)


def as_sheet(rows: Iterable[Cells], texts: dict[str, int]) -> Iterator[str]:
    """Rows as the part of a workbook; texts that are new are added to the list."""
    yield f'<worksheet xmlns="{MAIN}"><sheetData>'
    for number, row in enumerate(rows, start=1):
        yield f'<row r="{number}">'
        for letter, cell in zip("ABCDEFGH", row, strict=False):
            if isinstance(cell, datetime):
                value = (cell - EPOCH) / timedelta(days=1)
                yield f'<c r="{letter}{number}" s="{MOMENT}"><v>{value!r}</v></c>'
            else:
                yield f'<c r="{letter}{number}" t="s"><v>{texts.setdefault(str(cell), len(texts))}</v></c>'
        yield "</row>"
    yield "</sheetData></worksheet>"


def shared(texts: Iterable[str]) -> Iterator[str]:
    """The list of texts."""
    yield f'<sst xmlns="{MAIN}">'
    for text in texts:
        yield f"<si><t>{text}</t></si>"
    yield "</sst>"


def frame(names: list[str]) -> dict[str, Iterable[str]]:
    """What holds the sheets of a workbook together."""
    numbered = list(enumerate(names, start=1))
    parts = [("xl/workbook.xml", "sheet.main"), ("xl/styles.xml", "styles"), ("xl/sharedStrings.xml", "sharedStrings")]
    parts += [(f"xl/worksheets/sheet{number}.xml", "worksheet") for number, _name in numbered]
    kinds = (f'<Override PartName="/{part}" ContentType="{KINDS}.{kind}+xml"/>' for part, kind in parts)
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    sheets = (f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>' for number, name in numbered)
    leading = [(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _name in numbered]
    leading += [("styles", "styles", "styles.xml"), ("texts", "sharedStrings", "sharedStrings.xml")]
    return {
        "[Content_Types].xml": [f'<Types xmlns="{PACKAGE}/content-types">{default}', *kinds, "</Types>"],
        "_rels/.rels": relations([("book", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": [f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>', *sheets, "</sheets></workbook>"],
        "xl/_rels/workbook.xml.rels": relations(leading),
        "xl/styles.xml": [STYLES],
    }


def relations(leading: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Which parts one part leads to."""
    yield f'<Relationships xmlns="{PACKAGE}/relationships">'
    for name, kind, target in leading:
        yield f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
    yield "</Relationships>"


def write_oneroster(path: Path, rows: int) -> Path:
    """An export with so many users, of whom one runs each school; the others are pupils, each in one class."""
    schools = max(1, rows // (PUPILS_IN_CLASS * CLASSES_IN_SCHOOL + 1))
    pupils = rows - schools
    classes = -(-pupils // PUPILS_IN_CLASS)
    files = {
        "manifest.csv": [("propertyName", "value"), ("oneroster.version", "1.1")],
        "orgs.csv": chain(
            [("sourcedId", "name", "type", "identifier", "parentSourcedId"), ("D", "示例省", "state", "D0", "")],
            ((f"o{n}", "实验小学", "school", f"S{n:05d}", "D") for n in range(schools)),
        ),
        "classes.csv": chain(
            [("sourcedId", "title", "grades", "classCode", "classType", "schoolSourcedId")],
            map(room, range(classes), (min(n // CLASSES_IN_SCHOOL, schools - 1) for n in count())),
        ),
        "enrollments.csv": chain(
            [("classSourcedId", "userSourcedId", "role")],
            ((f"c{n // PUPILS_IN_CLASS}", f"u{n:07d}", "student") for n in range(pupils)),
        ),
        "users.csv": chain(
            [("sourcedId", "enabledUser", "orgSourcedIds", "role", "givenName", "familyName", "email")],
            ((f"a{n}", "true", f"o{n}", "administrator", "立新", "王", f"head{n}@example.com") for n in range(schools)),
            ((f"u{n:07d}", "true", "o0", "student", "小明", "李", f"p{n}@example.com") for n in range(pupils)),
        ),
    }
    return archive(path.with_suffix(".zip"), {name: as_csv(found) for name, found in files.items()})


def room(number: int, school: int) -> Cells:
    """One class of a school, the next of its grades."""
    place = number - school * CLASSES_IN_SCHOOL
    return f"c{number}", f"{place // 6 + 1}班", f"{place % 6 + 1:02d}", "", "homeroom", f"o{school}"


def archive(path: Path, parts: dict[str, Iterable[str]]) -> Path:
    """A .zip of these texts, written as they come."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, texts in parts.items():
            with packed.open(name, "w", force_zip64=False) as part:
                for text in texts:
                    part.write(text.encode("utf-8"))
    return path


WRITERS: dict[str, Callable[[Path, int], Path]] = {
    "CSV": write_csv,
    "Excel": write_workbook,
    "OneRoster": write_oneroster,
}
