"""Rules of OneRoster 1.1: what its organisations and classes are in our ledger; plain values in, plain values out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from course.ledger.cells import Unfit, read_class_number, read_grade
from course.roster.models import Level, SchoolStage

VERSION = "1.1"
SCHOOL, STATE, LEFT_OUT = "school", "state", frozenset({"national", "department"})
RUNS_A_SCHOOL, CLOSED = "administrator", "false"
# The last grade of each coarse stage.
LAST_GRADES = ((6, SchoolStage.PRIMARY), (9, SchoolStage.JUNIOR), (12, SchoolStage.SENIOR))
# Words in the name of a school that has no classes yet; the longer ones first.
STAGE_WORDS = (
    ("小学", SchoolStage.PRIMARY),
    ("初级中学", SchoolStage.JUNIOR),
    ("初中", SchoolStage.JUNIOR),
    ("高级中学", SchoolStage.SENIOR),
    ("高中", SchoolStage.SENIOR),
)
CLASS_IN_TITLE = re.compile(r"[(\[【]?\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*[)\]】]?\s*班$")
ENGLISH_TITLE = re.compile(r"class\s*(\d{1,3})$", re.IGNORECASE)
DASHED_TITLE = re.compile(r"^(\d{1,2})\s*[-–.]\s*(\d{1,3})$")


def level_of(kind: str, *, holds_regions: bool) -> Level:
    """What a region is: a state is a province; others are cities where they hold regions, else counties."""
    if kind == STATE:
        return Level.PROVINCE
    return Level.CITY if holds_regions else Level.COUNTY


def codes_of(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The code of each organisation: its identifier where that is its own, else the number that the file gives it."""
    known = {row["sourcedId"]: row["identifier"].strip() for row in rows}
    uses = Counter(known.values())
    return {number: code if code and uses[code] == 1 else number for number, code in known.items()}


def stage_of(grades: Iterable[int], name: str) -> SchoolStage | None:
    """The stage that most classes of a school belong to, the lower one of two; by its name where it has no classes."""
    counted = Counter(next(stage for last, stage in LAST_GRADES if grade <= last) for grade in grades)
    if counted:
        return max((stage for _, stage in LAST_GRADES), key=lambda stage: counted[stage])
    return next((stage for word, stage in STAGE_WORDS if word in name), None)


def grade_in(cell: str) -> int | None:
    """The one grade of a class; None where there is none, or several."""
    try:
        return read_grade(unicodedata.normalize("NFKC", cell).strip())
    except Unfit:
        return None


def plain_grade(cell: str) -> str:
    """A grade as the ledger writes it: OneRoster writes 03 for 3."""
    return re.sub(r"^0(?=[1-9]$)", "", cell)


def number_in(title: str, code: str, grade: int | None) -> str:
    """The number of a class as its title gives it, else its code; the title itself where neither tells."""
    plain = unicodedata.normalize("NFKC", title).strip()
    dashed = DASHED_TITLE.match(plain)
    if dashed and int(dashed[1]) == grade:
        return dashed[2]
    found = CLASS_IN_TITLE.search(plain) or ENGLISH_TITLE.search(plain)
    if found:
        return found[1]
    for text in (code, plain):
        if is_number(text):
            return text.strip()
    return title or code


def is_number(text: str) -> bool:
    """Whether this can be read as the number of a class."""
    try:
        read_class_number(unicodedata.normalize("NFKC", text).strip())
    except Unfit:
        return False
    return True


def runs_a_school(role: str, enabled: str) -> bool:
    """Whether somebody has the role of those who run a school, and an account there that is open."""
    return role.casefold() == RUNS_A_SCHOOL and enabled.casefold() != CLOSED


def runs_a_region(kinds: Iterable[str | None]) -> bool:
    """Whether the one who runs these organisations runs no school but what lies above schools.

    OneRoster 1.1 has one role for whoever runs a school, a district or a state. An account of a bureau may make
    further accounts and change every school of its region; nobody gets that because of a row in a file.
    """
    known = {kind for kind in kinds if kind}
    return bool(known) and SCHOOL not in known


def several(cell: str) -> list[str]:
    """The values of a cell that may hold several, each once."""
    return list(dict.fromkeys(part.strip() for part in cell.split(",") if part.strip()))


def whole_name(row: Mapping[str, str]) -> str:
    """A person's name: as it is written in Chinese, or with a blank between its parts."""
    family, given = row["familyName"], row["givenName"]
    return f"{given} {family}".strip() if f"{family}{given}".isascii() else f"{family}{given}"
