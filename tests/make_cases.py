"""A city of two counties with people who write, approve and read cases; and what their forms send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from course.access.models import Role, User
from course.cases.editor import draft_actions
from course.cases.editor.card_fields import values_of
from course.cases.editor.case_edits import digest, slide_at
from course.cases.editor.draft_actions import Step
from course.cases.editor.draft_checks import parsed_case
from course.cases.editor.draft_queries import open_version
from course.cases.models import Case, CaseVersion
from course.cases.queries import approved_version
from course.db import db
from course.roster.models import Level
from slides import Slide
from tests import make
from tests.hostile import make_case

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
TODAY = NOW.date()
KEY = "sample-r000"


@dataclass(frozen=True)
class City:
    """The ids of users by what they are, and of the built-in case."""

    users: dict[str, int]
    case: int


def city() -> City:
    """A province, a city and two counties; the built-in case ``sample`` on theme T02."""
    province = make.region("P0", level=Level.PROVINCE)
    above = make.region("C00", parent=province, level=Level.CITY)
    here, there = make.region("R000", parent=above), make.region("R0001", parent=above)
    make.theme("T02")
    make.theme("T03", name="禁毒教育")
    station, school = make.station(here), make.school(here)
    other_school, person = make.school(there), make.vice_principal(station)
    of = {
        "admin": (Role.ADMIN, None),
        "bureau": (Role.BUREAU, here),
        "colleague": (Role.BUREAU, here),
        "city": (Role.BUREAU, above),
        "other": (Role.BUREAU, there),
        "person": (Role.VICE_PRINCIPAL, person),
        "station": (Role.STATION, station),
        "school": (Role.SCHOOL, school),
        "other school": (Role.SCHOOL, other_school),
    }
    users = {name: make.user(role, row, name=f"{name} 用户").id for name, (role, row) in of.items()}
    return City(users, make_case())


def step(of: City, name: str) -> Step:
    """One of these users, at one time."""
    return Step(db.session.get(User, of.users[name]), NOW)


def copied(of: City, name: str = "bureau") -> CaseVersion:
    """The draft of a county's own copy of the built-in case."""
    source = approved_version(of.case)
    source.case = db.session.get(Case, of.case)
    version = draft_actions.copy_case(source, "P0/C00/R000", step(of, name))
    db.session.commit()
    return version


def approved(of: City) -> CaseVersion:
    """The same, submitted by one and approved by another."""
    version = copied(of)
    draft_actions.submit(version.id, step(of, "bureau"), TODAY)
    db.session.commit()
    draft_actions.approve(version.id, step(of, "colleague"), TODAY, TODAY)
    db.session.commit()
    return version


def slide_of_draft(number: int, key: str = KEY) -> Slide:
    """A slide of the open version as it is stored now."""
    case_id = db.session.scalars(db.select(Case.id).where(Case.key == key)).one()
    return slide_at(parsed_case(open_version(case_id).text)[0], number)


def sent(slide: Slide, **changed: str) -> dict[str, object]:
    """What the form of a card sends when somebody changes some of its fields; ``_`` stands for ``-``."""
    values = {**values_of(slide), **{name.replace("_", "-"): text for name, text in changed.items()}}
    return {**values, "stages": list(slide.stages), "base": digest(slide), "step": "save"}
