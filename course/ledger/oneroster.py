"""OneRoster 1.1 (CSV): organisations, classes, enrolments and users become tables of our ledger.

Pupils are counted for the head counts and forgotten; of the users only those who run a school are kept.
"""

from __future__ import annotations

import csv
import io
import itertools
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import IO, Any

from course.ledger import decoding
from course.ledger import oneroster_rules as rules
from course.ledger.cells import Unfit
from course.ledger.ledger import Table
from course.ledger.reading import MOST_ROWS, Ledger, Rows, Sheet, Unreadable, refuse_too_many
from course.ledger.remarks import Outcome, Remark
from course.ledger.tables import ACCOUNTS, CLASSES, REGIONS, SCHOOLS

Opener = Callable[[], IO[bytes]]
MANIFEST, ORGS, ROOMS, ENROLLMENTS = "manifest.csv", "orgs.csv", "classes.csv", "enrollments.csv"
USERS = "users.csv"
READ = (MANIFEST, ORGS, ROOMS, ENROLLMENTS, USERS)
COLUMNS = {
    MANIFEST: ("propertyName", "value"),
    ORGS: ("sourcedId", "name", "type", "identifier", "parentSourcedId"),
    ROOMS: ("sourcedId", "title", "grades", "classCode", "classType", "schoolSourcedId"),
    ENROLLMENTS: ("classSourcedId", "userSourcedId", "role"),
    USERS: ("sourcedId", "enabledUser", "orgSourcedIds", "role", "givenName", "familyName"),
}
# What is read where it is there.
OPTIONAL = ("status", "email")
HEADING = 1
HOMEROOM = "homeroom"
# More organisations than any province has; each is looked at more than once.
MOST_KEPT = 200_000
Record = Mapping[str, str]


@dataclass
class Converted:
    """One table of ours as it was converted: its rows by their numbers in the file, and what there is to say."""

    table: Table
    file: str
    heading: tuple[str, ...]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    def add(self, number: int, *cells: str) -> None:
        """Add a row."""
        self.rows.append((number, list(cells)))

    def say(self, number: int, column: str, value: str, rule: str, **facts: Any) -> None:
        """Say something about a row of the file that is no refusal."""
        self.notes.append(Remark(number, column, value, Outcome.NOTICE, rule, facts))

    def sheet(self) -> Sheet:
        """The same as a table that was handed in."""
        return Sheet(self.table, self.file, len(self.rows), self.numbered, tuple(self.notes))

    def numbered(self) -> Rows:
        """The heading, then the rows."""
        yield HEADING, list(self.heading)
        yield from self.rows


def is_oneroster(files: list[tuple[str, Opener]]) -> bool:
    """Whether these files are a OneRoster export: only that has a manifest."""
    return any(name.casefold() == MANIFEST for name, _ in files)


def from_oneroster(files: list[tuple[str, Opener]]) -> Ledger:
    """The tables of our ledger that a OneRoster export holds."""
    known = {name.casefold(): open_file for name, open_file in files}
    check_version(known)
    if ORGS not in known:
        raise Unreadable(MANIFEST, "oneroster_file", lacking=ORGS)
    orgs, rooms = records(ORGS, known), Records(ROOMS, known)
    codes = rules.codes_of(row for _, row in orgs)
    tables = [regions(orgs, codes), schools(orgs, rooms, codes)]
    sheets = [table.sheet() for table in tables if table.rows or table.notes]
    if kinds := Counter(room["classType"].casefold() for _, room in rooms):
        found = Rooms(rooms, head_counts(known), codes, has_homerooms=HOMEROOM in kinds)
        sheets.append(Sheet(CLASSES, ROOMS, kinds.total(), found.numbered, found))
    if USERS in known:
        people = accounts(known, {row["sourcedId"]: row["type"].casefold() for _, row in orgs}, codes)
        sheets.append(people.sheet())
    unread = tuple(name for name, _ in files if name.casefold() not in READ)
    return Ledger(tuple(sheets), unread)


def check_version(known: Mapping[str, Opener]) -> None:
    """Refuse an export of another version than the one that is understood."""
    settings = {row["propertyName"].casefold(): row["value"] for _, row in records(MANIFEST, known)}
    found = settings.get("oneroster.version", "")
    if found != rules.VERSION:
        raise Unreadable(MANIFEST, "oneroster_version", found=found or "–", known=rules.VERSION)


@dataclass(frozen=True)
class Records:
    """The rows of a file by the columns that are needed, read anew each time; none where there is no such file."""

    file: str
    known: Mapping[str, Opener]

    def __iter__(self) -> Iterator[tuple[int, Record]]:
        return read_records(self.file, self.known) if self.file in self.known else iter(())


def records(file: str, known: Mapping[str, Opener]) -> list[tuple[int, Record]]:
    """The rows of a file by the columns that are needed; they are kept, so there may not be as many."""
    found = list(itertools.islice(read_records(file, known), MOST_KEPT + 1))
    refuse_too_many(file, len(found), MOST_KEPT)
    return found


def read_records(file: str, known: Mapping[str, Opener]) -> Iterator[tuple[int, Record]]:
    """The same row by row."""
    try:
        encoding, size = decoding.looked_at(known[file])
    except Unfit as unfit:
        raise Unreadable(file, unfit.rule, **unfit.facts) from None
    refuse_too_many(file, size - HEADING, MOST_ROWS)
    with known[file]() as raw, io.TextIOWrapper(raw, encoding=encoding, newline=None) as lines:
        reader = csv.reader(lines, strict=True)
        try:
            yield from filled(reader, places_of(file, next(reader, [])))
        except csv.Error:
            raise Unreadable(file, "broken_quotes", row=reader.line_num) from None


def filled(reader: Iterator[list[str]], places: Mapping[str, int]) -> Iterator[tuple[int, Record]]:
    """The rows that hold anything, by column."""
    for number, cells in enumerate(reader, start=HEADING + 1):
        row = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
        if any(row.values()):
            yield number, row


def places_of(file: str, heading: list[str]) -> dict[str, int]:
    """Where the needed columns stand; refused where one is missing."""
    found = {title.strip().casefold(): place for place, title in enumerate(heading)}
    lacking = [name for name in COLUMNS[file] if name.casefold() not in found]
    if lacking:
        raise Unreadable(file, "missing_column", columns="、".join(lacking), found="、".join(heading))
    wanted = (*COLUMNS[file], *(name for name in OPTIONAL if name in found))
    return {name: found[name.casefold()] for name in wanted}


def is_gone(row: Record) -> bool:
    """Whether the other side no longer has this."""
    return row.get("status", "").casefold() == "tobedeleted"


def stays(table: Converted, number: int, row: Record) -> bool:
    """Whether a row is still there; what is gone over there is not deleted here, and the report says so."""
    if is_gone(row):
        table.say(number, "status", row["status"], "oneroster_gone")
    return not is_gone(row)


def regions(orgs: list[tuple[int, Record]], codes: Mapping[str, str]) -> Converted:
    """The regions of an export; what stands above a province and departments are left out."""
    table = Converted(REGIONS, f"{ORGS} (regions)", ("code", "name", "level", "parent"))
    kinds = {row["sourcedId"]: row["type"].casefold() for _, row in orgs}
    holding = {row["parentSourcedId"] for _, row in orgs if row["type"].casefold() != rules.SCHOOL}
    for number, row in orgs:
        kind = row["type"].casefold()
        if kind == rules.SCHOOL or not stays(table, number, row):
            continue
        if kind in rules.LEFT_OUT:
            table.say(number, "type", row["type"], "oneroster_left_out")
            continue
        level = rules.level_of(kind, holds_regions=row["sourcedId"] in holding)
        parent = row["parentSourcedId"]
        above = "" if kinds.get(parent) in rules.LEFT_OUT else codes.get(parent, parent)
        table.add(number, codes[row["sourcedId"]], row["name"], level.value, above)
    return table


def schools(orgs: list[tuple[int, Record]], rooms: Records, codes: Mapping[str, str]) -> Converted:
    """The schools of an export; their stage follows from the grades of their classes."""
    table = Converted(SCHOOLS, f"{ORGS} (schools)", ("code", "name", "stage", "region"))
    grades: dict[str, list[int]] = defaultdict(list)
    for _, room in rooms:
        grade = rules.grade_in(room["grades"])
        if grade is not None and not is_gone(room):
            grades[room["schoolSourcedId"]].append(grade)
    for number, row in orgs:
        if row["type"].casefold() != rules.SCHOOL or not stays(table, number, row):
            continue
        stage = rules.stage_of(grades.get(row["sourcedId"], ()), row["name"])
        if stage is not None:
            table.say(number, "stage", row["name"], "oneroster_stage", stage=stage.value)
        parent = row["parentSourcedId"]
        table.add(number, codes[row["sourcedId"]], row["name"], stage.value if stage else "", codes.get(parent, parent))
    return table


@dataclass(frozen=True)
class Rooms:
    """The classes of an export, converted each time they are read: homerooms where it knows them.

    Groups of single subjects are left out.  As an iterable it is what there is to say about them.
    """

    rooms: Records
    counts: Mapping[str, int] | None
    codes: Mapping[str, str]
    has_homerooms: bool

    def __iter__(self) -> Iterator[Remark]:
        table = Converted(CLASSES, ROOMS, ())
        if self.counts is None:
            table.say(HEADING, "", ENROLLMENTS, "oneroster_no_counts", file=ENROLLMENTS)
        else:
            table.say(HEADING, "", ENROLLMENTS, "oneroster_counted", pupils=sum(self.counts.values()))
        for number, room in self.rooms:
            if stays(table, number, room) and self.is_left_out(room):
                table.say(number, "classType", room["title"], "oneroster_no_homeroom")
            yield from table.notes
            table.notes.clear()

    def numbered(self) -> Rows:
        """The heading, then the rows."""
        yield HEADING, ["school", "grade", "class", "pupils"]
        for number, room in self.rooms:
            if not is_gone(room) and not self.is_left_out(room):
                yield number, self.cells(room)

    def is_left_out(self, room: Record) -> bool:
        """Whether this is a group of a single subject."""
        return self.has_homerooms and room["classType"].casefold() != HOMEROOM

    def cells(self, room: Record) -> list[str]:
        """One class as the ledger writes it."""
        school, grade = room["schoolSourcedId"], rules.grade_in(room["grades"])
        pupils = "" if self.counts is None else str(self.counts.get(room["sourcedId"], 0))
        named = rules.number_in(room["title"], room["classCode"], grade)
        return [self.codes.get(school, school), rules.plain_grade(room["grades"]), named, pupils]


def accounts(known: Mapping[str, Opener], kinds: Mapping[str, str], codes: Mapping[str, str]) -> Converted:
    """The accounts of those who run one school each; of everybody else only the role is looked at."""
    table, others = Converted(ACCOUNTS, USERS, ("email", "school", "name")), 0
    for number, row in read_records(USERS, known):
        if not rules.runs_a_school(row["role"], row["enabledUser"]) or is_gone(row):
            others += 1
            continue
        run = rules.several(row["orgSourcedIds"])
        served = [org for org in run if kinds.get(org) == rules.SCHOOL]
        if rules.runs_a_region(kinds.get(org) for org in run):
            table.say(number, "orgSourcedIds", row["orgSourcedIds"], "oneroster_of_region")
        elif len(served) != 1:
            table.say(number, "orgSourcedIds", row["orgSourcedIds"], "oneroster_no_school")
        elif not row.get("email"):
            table.say(number, "email", "", "oneroster_no_email")
        else:
            table.add(number, row["email"].lower(), codes[served[0]], rules.whole_name(row))
    table.say(HEADING, "", USERS, "oneroster_people", others=others)
    return table


def head_counts(known: Mapping[str, Opener]) -> dict[str, int] | None:
    """How many pupils each class has, each counted once; None where the export does not say."""
    if ENROLLMENTS not in known:
        return None
    # Eight bytes a pupil: a set for each class takes thirteen times as much, and a province has a million.
    seen: dict[str, array[int]] = defaultdict(partial(array, "q"))
    for _, row in read_records(ENROLLMENTS, known):
        if row["role"].casefold() == "student" and not is_gone(row):
            seen[row["classSourcedId"]].append(hash(row["userSourcedId"]))
    return {room: len(set(pupils)) for room, pupils in seen.items()}
