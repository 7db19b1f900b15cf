"""The district in which a busy week is replayed: its clock, its schools and its people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from course.access.models import Role
from course.roster.models import School, SchoolStage, VicePrincipal
from tests import make

CHINA = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 23)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def day_of(said: str) -> date:
    """``Thu`` of the week, and ``Thu+1`` of the week after."""
    name, _plus, weeks = said.partition("+")
    return MONDAY + timedelta(days=DAYS.index(name), weeks=int(weeks or 0))


class Clock:
    """The clock of the whole application while a week is replayed."""

    def __init__(self) -> None:
        self.moment = datetime.combine(MONDAY, time(7), CHINA).astimezone(UTC)

    def set(self, said: str) -> None:
        """``Thu 10:25`` on the schools' wall clock; it never goes back."""
        day, clock = said.split()
        moment = datetime.combine(day_of(day), time.fromisoformat(clock), CHINA).astimezone(UTC)
        assert moment >= self.moment, f"the clock would go back to {said}"
        self.moment = moment

    def wait(self, minutes: float) -> None:
        """Let some time pass."""
        self.moment += timedelta(minutes=minutes)

    def type(self) -> type[datetime]:
        """What takes the place of ``datetime`` where the application reads its clock."""
        clock = self

        class Told(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return clock.moment.astimezone(tz)

        return Told


@dataclass(frozen=True)
class Member:
    """Somebody with an account: whose side they are on when lessons change."""

    user: int
    email: str
    role: Role
    school: int | None = None
    person: int | None = None


@dataclass
class District:
    """Who is who, by the names that the script uses."""

    members: dict[str, Member] = field(default_factory=dict)
    schools: dict[str, int] = field(default_factory=dict)
    school_codes: dict[str, str] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    region: str = ""

    def add(self, name: str, role: Role, of: Any = None) -> None:
        """Give somebody an account."""
        row = make.user(role, of, name=name, email=f"{name}@example.com")
        side = {Role.SCHOOL: "school", Role.VICE_PRINCIPAL: "person"}.get(role)
        self.members[name] = Member(row.id, row.email, role, **({side: of.id} if side else {}))

    def add_school(self, name: str, code: str, place: Any, grades: dict[int, int]) -> School:
        """A school with so many classes in each grade."""
        row = make.school(place, code=code, name=name, stage=SchoolStage.PRIMARY, lat=32.0, lon=118.7)
        self.schools[name], self.school_codes[name] = row.id, code
        for grade, classes in grades.items():
            for number in range(1, classes + 1):
                make.school_class(row, grade, number, pupils=30 + grade + number)
        return row

    def add_person(self, name: str, station: Any, *schools: School) -> VicePrincipal:
        """A vice-principal with an account, appointed to these schools."""
        row = make.vice_principal(station, name=name, code=name.upper(), max_lessons_week=6, max_lessons_day=4)
        make.training(row)
        self.people[name], self.codes[name] = row.id, row.code
        self.add(name, Role.VICE_PRINCIPAL, row)
        for school in schools:
            make.appointment(row, school)
        return row


def district(app: Flask) -> District:
    """Two schools, three vice-principals of one station, and everybody's account."""
    found = District()
    with app.app_context():
        county = make.region("WK")
        station = make.station(county, name="城北派出所")
        found.region = county.code
        north = found.add_school("城北小学", "NORTH", county, {3: 3, 4: 3})
        south = found.add_school("城南小学", "SOUTH", county, {3: 2, 5: 3})
        found.add("chen", Role.SCHOOL, north)
        found.add("lin", Role.SCHOOL, north)
        found.add("wang", Role.SCHOOL, south)
        for name in ("zhao", "qian", "sun"):
            found.add_person(name, station, north, south)
        found.add("desk", Role.STATION, station)
        found.add("bureau", Role.BUREAU, county)
        make.bells()
        make.term()
        for number, theme in enumerate(("防范校园欺凌", "禁毒教育", "交通安全", "网络安全", "国家安全"), start=1):
            make.theme(f"T{number:02d}", name=theme)
    return found
