"""Whether a draft still holds: every hard rule asked again, of the data as it is now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from course.db import db
from course.errors import Problem, RuleBroken
from course.i18n import _l
from course.planning.instance_queries import read_instance
from course.planning.models import PlannedLesson, PlanPart
from course.planning.selections import of_regions
from course.planning.solver.instance import Instance, Taught, moment_of
from course.planning.solver.verify import faults
from course.roster.models import School, Term, VicePrincipal


@dataclass(frozen=True)
class RefusedLesson:
    """A planned lesson that no longer fits, and the rules that it breaks; times in ISO format."""

    code: str
    school: str
    person: str
    start: str
    end: str
    period: int
    rules: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """As it is kept with a job."""
        return {**asdict(self), "rules": list(self.rules)}

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> RefusedLesson:
        """As it was kept with a job."""
        return cls(**{**kept, "rules": tuple(kept["rules"])})


class Refused(RuleBroken):
    """Raised where lessons of a draft no longer fit; says which, and why."""

    def __init__(self, refused: Sequence[RefusedLesson]) -> None:
        text = _l(
            "Nothing was published: since the draft was made the data has changed, and %(number)s of its lessons "
            "no longer fit. Plan again.",
            number=len(refused),
        )
        super().__init__(Problem("plan_still_holds", text, facts={"lessons": len(refused)}))
        self.refused = tuple(refused)


@dataclass(frozen=True)
class Checked:
    """The lessons of a draft that can be published, each beside what it is in the instance of today."""

    instance: Instance
    lessons: Sequence[tuple[PlannedLesson, Taught]]


def checked(part: PlanPart, lessons: Sequence[PlannedLesson], first: date, now: datetime) -> Checked:
    """The lessons as they stand in today's data; refused with every one that breaks a rule now."""
    term = db.session.get_one(Term, part.term_id)
    instance = read_instance(term, of_regions(term, [part.region_path]), first, now)
    pairs, broken = matched(instance, lessons)
    of = {id(taught): row for row, taught in pairs}
    for fault in faults(instance, [taught for _, taught in pairs]):
        broken[of[id(fault.lesson)].id].append(fault.rule)
    if broken:
        raise Refused(refused_lessons(lessons, broken))
    return Checked(instance, pairs)


def matched(
    instance: Instance, lessons: Iterable[PlannedLesson]
) -> tuple[list[tuple[PlannedLesson, Taught]], dict[int, list[str]]]:
    """Each lesson beside what it is in this instance; those whose person or school is no longer in it by their ids."""
    places = {school.id: place for place, school in enumerate(instance.schools)}
    seats = {person.id: place for place, person in enumerate(instance.people)}
    codes = {theme.id: theme.code for theme in instance.themes}
    pairs: list[tuple[PlannedLesson, Taught]] = []
    broken: dict[int, list[str]] = defaultdict(list)
    for row in lessons:
        if row.school_id not in places:
            broken[row.id].append("school_is_of_the_county")
        elif row.vice_principal_id not in seats:
            broken[row.id].append("person_may_teach_here")
        else:
            person, school = seats[row.vice_principal_id], places[row.school_id]
            pairs.append((row, taught(row, person, school, codes[row.theme_id])))
    return pairs, broken


def taught(row: PlannedLesson, person: int, school: int, theme: str) -> Taught:
    """A planned lesson as a plain value."""
    start, end = (moment_of(at.date(), at.hour * 60 + at.minute) for at in (row.start, row.end))
    return Taught(person, school, start, end, row.period, row.class_ids, theme, row.place.value, row.substitute)


def refused_lessons(lessons: Iterable[PlannedLesson], broken: Mapping[int, Sequence[str]]) -> list[RefusedLesson]:
    """The lessons that break rules, with the names that a person knows them by."""
    wrong = [row for row in lessons if row.id in broken]
    schools = names(School, {row.school_id for row in wrong})
    people = names(VicePrincipal, {row.vice_principal_id for row in wrong})
    return [
        RefusedLesson(
            code=row.code,
            school=schools[row.school_id],
            person=people[row.vice_principal_id],
            start=row.start.isoformat(),
            end=row.end.isoformat(),
            period=row.period,
            rules=tuple(dict.fromkeys(broken[row.id])),
        )
        for row in wrong
    ]


def names(model: Any, ids: Collection[int]) -> dict[int, str]:
    """The names of these rows."""
    return dict(db.session.execute(sa.select(model.id, model.name).where(model.id.in_(ids))).all())
