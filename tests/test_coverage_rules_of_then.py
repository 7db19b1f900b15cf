"""What regions asked for on a past day is told of it later, also where they ask for something else now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from course.access.models import Role
from course.access.scope import Scope
from course.changed import schools_changed
from course.coverage.every_report import every_report, regions_below
from course.coverage.models import SchoolTally
from course.coverage.past_days.measures import counted_by_school, measured
from course.coverage.past_days.page import region_on, school_on
from course.coverage.queries import Asked, Schools, question
from course.coverage.region_queries import place_with_code
from course.coverage.region_rules.actions import change_rule
from course.coverage.region_rules.rules import Rule
from course.coverage.rules import Year
from course.coverage.tallies.doctor import wrong_tallies
from course.coverage.tallies.jobs import recount_region
from course.coverage.tallies.queries import NOTHING, Figures, figures_on
from course.coverage.tallies.rebuild_actions import rebuild
from course.db import db
from course.planning.school_changes.queries import classes_of
from course.roster.models import Region, School
from course.schedule.models import LessonState
from tests import histories, make, make_delivery, make_sharing
from tests import test_coverage_rebuilt as rebuilt
from tests import test_coverage_stood as stood
from tests.conftest import both_databases, empty_database
from tests.histories import YEARS, World
from tests.test_sharing_days import ask

Kept = dict[tuple[date, int], dict[str, Figures]]
YEAR = YEARS[1]
STAGES = ("primary_low", "primary_high")


def ask_for(at: World, path: str, rule: Rule) -> None:
    """A region asks for something else, and its schools are counted anew, as the job does."""
    region = db.session.scalars(sa.select(Region).where(Region.path == path)).one()
    change_rule(region, rule, by_terms=Decimal(4), user=at.teacher, now=at.now)
    recount_region(None, {"path": path}, at.now)
    db.session.commit()


def change(at: World, pick: int) -> None:
    """One of the regions asks for hours and themes; a county for at least as much as its city may."""
    path = ("P1", *(county.path for county in at.counties))[pick % 3]
    hours = None if pick % 4 == 0 else Decimal(4) + Decimal(pick % 5) / 4 + (2 if path != "P1" else 0)
    themes = [theme.code for number, theme in enumerate(at.themes) if pick >> number + 2 & 1]
    ask_for(at, path, Rule(hours, dict.fromkeys(STAGES[: 1 + pick % 2], frozenset(themes))))


STEPS = (*rebuilt.STEPS, change, change, change, stood.wait, histories.move)
LATE = (histories.appoint, histories.appoint, histories.end)
a_step = st.tuples(st.sampled_from(STEPS), st.integers(0, 1000))


def paths_of(at: World) -> list[str]:
    return ["", "P1", *(county.path for county in at.counties)]


def shown(at: World, days: Sequence[date]) -> Kept:
    """All figures of every region on these days, of both years."""
    return {(day, year.number): figures_on(paths_of(at), year, day) for day in days for year in YEARS}


def of_schools(at: World, days: Sequence[date]) -> Kept:
    """The same, each school told back to the day and added up."""
    return {
        (day, year.number): {path: summed(path, year, day) for path in paths_of(at)} for day in days for year in YEARS
    }


def summed(path: str, year: Year, day: date) -> Figures:
    """The schools that lay in a region on a day."""
    asked = Asked(Schools(Scope(Role.ADMIN), path), year, year.day_that_counts(day), Decimal(4), as_of=day)
    return sum((figures for figures, _ in counted_by_school(asked).values()), NOTHING)


def apart(one: Kept, other: Kept) -> dict[Any, Any]:
    """Where two tellings differ, and in what."""
    return {
        (key, path, name.name): (getattr(figures, name.name), getattr(other[key][path], name.name))
        for key, paths in one.items()
        for path, figures in paths.items()
        for name in fields(Figures)
        if getattr(figures, name.name) != getattr(other[key][path], name.name)
    }


def played(steps: Sequence[Any]) -> tuple[World, Kept]:
    """A world after these steps and a day, with what was seen of each of its days before it passed."""
    at, seen = rebuilt.begun(), Kept()
    for step, pick in steps:
        if step is stood.wait:
            seen |= shown(at, [at.day])
        histories.take(step, at, pick)
    at.day += stood.A_DAY
    return at, seen


often = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)


@both_databases
@often
@given(steps=st.lists(a_step, min_size=30, max_size=70))
def test_a_past_day_is_told_by_what_was_asked_for_on_it(app: Any, steps: list[Any]) -> None:
    """Seen on the day, kept of it, added up from its schools, and built anew, whatever regions asked for since."""
    with app.app_context():
        empty_database(app, db.engine.dialect.name)
        at, seen = played(steps)
        days = sorted({day for day, _ in seen})
        assert apart(shown(at, days), seen) == {}
        assert apart(of_schools(at, days), seen) == {}
        assert list(wrong_tallies(at.now)) == []
        rebuild(at.now)
        db.session.commit()
        assert apart(shown(at, days), seen) == {}
        db.session.remove()


@both_databases
@often
@given(steps=st.lists(st.tuples(st.sampled_from((*STEPS, *LATE)), st.integers(0, 1000)), min_size=30, max_size=70))
def test_so_it_is_where_appointments_were_entered_late(app: Any, steps: list[Any]) -> None:
    """Whether somebody served a school is told as is known now: kept, added up from schools, and built anew."""
    with app.app_context():
        empty_database(app, db.engine.dialect.name)
        at, seen = played(steps)
        days = sorted({day for day, _ in seen})
        kept = shown(at, days)
        assert apart(of_schools(at, days), kept) == {}
        rebuild(at.now)
        db.session.commit()
        assert apart(shown(at, days), kept) == {}
        db.session.remove()


@both_databases
def test_themes_that_are_asked_for_no_longer_leave_yesterday_as_it_was(app: Any, data: None) -> None:
    at = rebuilt.begun()
    county, school, then = at.counties[0], at.schools[0], at.day
    ask_for(at, county.path, Rule(None, {"primary_low": frozenset(theme.code for theme in at.themes)}))
    taught(at, school, at.day, 160)
    seen = shown(at, [then])
    share = measured(seen[then, YEAR.number][county.path]).themes
    assert (share.confirmed, share.total) == (1, 4)
    at.day += stood.A_DAY
    ask_for(at, county.path, Rule())
    assert measured(figures_on([county.path], YEAR, at.day)[county.path]).themes.total == 0
    assert apart(shown(at, [then]), seen) == apart(of_schools(at, [then]), seen) == {}
    place = place_with_code(county.code, Scope(Role.ADMIN))
    asked = question(Schools(Scope(Role.ADMIN), county.path), YEAR, then, Decimal(4), then)
    assert region_on(place, asked, at.day).measures[0].themes == share
    schools = Schools(Scope(Role.ADMIN), county.path, school_id=school.id)
    page = school_on(school, schools, YEAR, then, at.day)
    assert [(one.themes.confirmed, one.themes.total) for one in page.measures] == [(1, 2), (0, 0)]
    rebuild(at.now)
    db.session.commit()
    assert apart(shown(at, [then]), seen) == {}


@both_databases
def test_a_year_that_has_passed_keeps_what_was_asked_for_on_its_last_day(app: Any, data: None) -> None:
    at = rebuilt.begun()
    taught(at, at.schools[0], YEARS[0].last, 160)
    before = figures_on(["P1"], YEARS[0], at.day)["P1"]
    assert before.with_hours == before.lessons == 1
    ask_for(at, "P1", Rule(Decimal(6), {"primary_low": frozenset([at.themes[0].code])}))
    later = question(Schools(Scope(Role.ADMIN), "P1"), YEARS[0], YEARS[0].last, Decimal(4))
    assert (figures_on(["P1"], YEARS[0], at.day)["P1"], later.hours) == (before, 4)
    assert sum(minutes_owed_in(YEARS[0])) == 160 and list(wrong_tallies(at.now)) == []
    rebuild(at.now)
    db.session.commit()
    assert figures_on(["P1"], YEARS[0], at.day)["P1"] == before


def minutes_owed_in(year: Year) -> list[int]:
    """What is kept of each school of how much it owes."""
    chosen = sa.select(SchoolTally.owed_minutes).where(SchoolTally.year == year.number)
    return list(db.session.scalars(chosen))


@both_databases
def test_an_appointment_entered_late_counts_by_what_was_asked_for_on_each_day(app: Any, data: None) -> None:
    at = histories.world()
    first, school = at.day, at.schools[2]
    taught(at, school, first, 160)
    at.day = first + 2 * stood.A_DAY
    ask_for(at, school.region_path, Rule(Decimal(6)))
    at.day = first + 4 * stood.A_DAY
    schools_changed((), at.now)
    make.appointment(at.people[0], school, start=first, end=YEAR.last)
    days = [first + number * stood.A_DAY for number in range(4)]
    kept = shown(at, days)
    assert [kept[day, YEAR.number]["P1"].covered for day in days] == [1, 1, 0, 0]
    assert apart(of_schools(at, days), kept) == {}
    rebuild(at.now)
    db.session.commit()
    assert apart(shown(at, days), kept) == {}


@both_databases
def test_a_question_about_a_past_day_asks_for_the_hours_of_then(app: Any, data: None) -> None:
    at = histories.world()
    first, county = at.day, at.counties[0].path
    for number, (path, hours) in enumerate([("P1", 5), (county, 6), (county, None)], start=1):
        at.day = first + number * stood.A_DAY
        ask_for(at, path, Rule(Decimal(hours) if hours else None))
    told = [asked_on(at, first + number * stood.A_DAY) for number in range(4)]
    assert told == [(4, ()), (5, ()), (5, ((county, 6),)), (5, ())]
    at.day = first + 9 * stood.A_DAY
    assert asked_on(at, at.day) == (5, ())
    regions = regions_below(at.counties[0].code)
    reports = [next(every_report(regions, YEAR, at.now, first + number * stood.A_DAY)) for number in range(4)]
    assert [one["hours_owed"] for one in reports] == [4, 5, 6, 5]


@both_databases
def test_pages_and_programs_tell_a_past_day_by_what_was_asked_for_then(client: Any, data: None, sign_in: Any) -> None:
    at = rebuilt.begun()
    county, code, then = at.counties[0].path, at.counties[0].code, at.day
    ask_for(at, county, Rule(Decimal(6), {"primary_low": frozenset(theme.code for theme in at.themes)}))
    taught(at, at.schools[0], then, 160)
    at.day += stood.A_DAY
    ask_for(at, county, Rule())
    admin, later = make.user(Role.ADMIN), at.day
    browser = sign_in(admin.id)
    texts = [browser.get(f"/coverage/regions/{code}/day?day={day}").text for day in (then, later)]
    assert ["1 / 4" in text for text in texts] == [True, False]
    key = make_sharing.token(admin)
    told = [ask(client, key, f"regions?region={code}&on={day}").json for day in (then, later)]
    assert [(one["hours_owed"], one["measures"]["themes"]["total"]) for one in told] == [(6, 4), (4, 0)]
    assert [one["figures"]["hours"]["confirmed"] for one in told] == [0, 1]


def asked_on(at: World, day: date) -> tuple[Any, Any]:
    """The hours that the province asks for on a day, and the regions below that ask for more."""
    past = day if day < at.day else None
    asked = question(Schools(Scope(Role.ADMIN), "P1"), YEAR, day, Decimal(4), past)
    return asked.hours, asked.more


def taught(at: World, school: School, day: date, minutes: int) -> None:
    """A confirmed lesson of a school for all its classes."""
    classes = classes_of(school.id)
    histories.plan(at, school, classes, day, 0)
    make_delivery.confirmation(at.lessons[-1], classes, confirmed_at=at.now, minutes=minutes)
    at.lessons[-1].state, at.lessons[-1].changed_at = LessonState.CONFIRMED, at.now
    db.session.commit()


@both_databases
def test_classes_are_known_that_were_renumbered_and_taken_out_since(app: Any, data: None) -> None:
    """Confirmed, its school merged on the same day; the next day withdrawn, and a class taken out of the lesson."""
    confirmed = [(stood.plan, 561), (histories.confirm, 0), (histories.merge, 0), (change, 10), (stood.wait, 0)]
    at, seen = played([*confirmed, (histories.withdraw, 0), (stood.take_class, 0)])
    days = sorted({day for day, _ in seen})
    kept = shown(at, days)
    assert kept[days[0], YEAR.number][""].themes_had
    assert apart(of_schools(at, days), kept) == {}
