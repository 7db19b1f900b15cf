"""The rules of a region, by tables; and what holds in many regions, read in one statement."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from course.coverage.by_day import A_DAY, ByDay
from course.coverage.models import RegionRule
from course.coverage.region_rules import queries, rules
from course.coverage.region_rules.rules import Rule, effective_rule
from course.db import db
from course.roster.models import Stage
from course.schedule.models import Lesson
from tests import make
from tests.conftest import both_databases

LOW, HIGH, JUNIOR, SENIOR = (stage.value for stage in Stage)


def required(**codes: str) -> dict[str, frozenset[str]]:
    return rules.NOTHING_REQUIRED | {stage: frozenset(named.split()) for stage, named in codes.items()}


@pytest.mark.parametrize(
    ("from_root_down", "holds"),
    [
        ([], Rule(None, required(), 30, 3)),
        ([Rule()], Rule(None, required(), 30, 3)),
        ([Rule(Decimal(6))], Rule(Decimal(6))),
        ([Rule(Decimal(6)), Rule(None)], Rule(Decimal(6))),
        ([Rule(Decimal(6)), Rule(Decimal(8)), Rule(Decimal(7))], Rule(Decimal(8))),
        ([Rule(vacancy_days=45)], Rule(vacancy_days=45)),
        ([Rule(vacancy_days=45), Rule(vacancy_days=30)], Rule(vacancy_days=30)),
        ([Rule(vacancy_days=15), Rule(vacancy_days=30)], Rule(vacancy_days=15)),
        ([Rule(confirmation_days=7), Rule(confirmation_days=5)], Rule(confirmation_days=5)),
        (
            [Rule(required=required(junior="T01 T02")), Rule(required=required(junior="T02 T07", senior="T08"))],
            Rule(required=required(junior="T01 T02 T07", senior="T08")),
        ),
        ([Rule(required={})], Rule(required=required())),
    ],
)
def test_a_region_adds_to_those_above_and_takes_nothing_away(from_root_down: list[Rule], holds: Rule) -> None:
    assert effective_rule(from_root_down) == holds


@pytest.mark.parametrize(
    ("hours", "terms", "owed"),
    [(None, "4", "4"), ("6", "4", "6"), ("4.5", "4", "4.5"), ("3", "4", "4"), ("4", "5", "5")],
)
def test_never_fewer_hours_than_the_term_asks_for(hours: str | None, terms: str, owed: str) -> None:
    rule = Rule(Decimal(hours) if hours else None)
    assert rules.hours_asked(rule, Decimal(terms)) == Decimal(owed)


@pytest.mark.parametrize(
    ("path", "down"),
    [("", []), ("P0", ["P0"]), ("P0/C00/R000", ["P0", "P0/C00", "P0/C00/R000"])],
)
def test_the_way_down_to_a_region(path: str, down: list[str]) -> None:
    assert rules.path_down(path) == down


def test_themes_are_written_and_read_again() -> None:
    asked = required(senior="T08 T01", primary_low="T01 a:b")
    written = rules.required_written(asked)
    assert written == ("primary_low:T01", "primary_low:a:b", "senior:T01", "senior:T08")
    assert rules.required_from(written) == asked
    assert rules.required_from(()) == required()


@pytest.mark.parametrize(
    ("hours", "refused"), [(None, False), ("4", False), ("4.5", False), ("3.99", True), ("0", True)]
)
def test_fewer_hours_than_are_asked_for_anyway_are_refused(hours: str | None, refused: bool) -> None:
    problem = rules.hours_are_enough(Decimal(hours) if hours else None, Decimal(4))
    assert bool(problem) is refused


@pytest.mark.parametrize(("days", "refused"), [(1, False), (30, False), (31, True)])
def test_more_patience_than_above_is_refused(days: int, refused: bool) -> None:
    problem = rules.days_are_few(days, 30, "vacancy_days")
    assert (problem.field if problem else None) == ("vacancy_days" if refused else None)


@pytest.mark.parametrize(
    ("since", "allowed", "overdue"),
    [
        (None, 30, False),
        (date(2026, 11, 26), 1, False),
        (date(2026, 11, 25), 1, True),
        (date(2026, 10, 28), 30, False),
        (date(2026, 10, 27), 30, True),
        (date(2026, 10, 27), 31, False),
    ],
)
def test_a_vacancy_is_overdue_after_the_days_of_its_region(since: date | None, allowed: int, overdue: bool) -> None:
    assert rules.vacancy_is_overdue(since, date(2026, 11, 26), allowed) is overdue


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        (required(), None),
        (required(junior="T08", senior="T08"), None),
        (required(primary_low="T01", primary_high="T01"), None),
        (required(primary_high="T08"), "T08"),
        (required(senior="T99"), "T99"),
    ],
)
def test_a_theme_suits_the_stage_it_is_asked_for_in(asked: dict, refused: str | None) -> None:
    taught = {"T01": ("primary", "junior", "senior"), "T08": ("junior", "senior")}
    problem = rules.themes_suit_their_stages(asked, taught)
    assert (problem.facts["code"] if problem else None) == refused


def test_the_log_names_only_what_changed() -> None:
    before, after = Rule(Decimal("4.00"), vacancy_days=30), Rule(Decimal(4), required(junior="T07"), vacancy_days=20)
    changes = rules.changes_between(before, after)
    assert changes == {"required": [[], ["junior:T07"]], "vacancy_days": [30, 20]}
    assert rules.changes_between(after, after) == {}


SOME, MORE, MOST = Rule(Decimal(5)), Rule(Decimal(6), required(junior="T07")), Rule(Decimal(8), vacancy_days=20)
MAY, JUNE, JULY = (date(2026, month, 10) for month in (5, 6, 7))


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def row_changed(*spells: tuple[Rule, date]) -> rules.OwnRule:
    """What a row tells in which these rules were written on these days."""
    (rule, at), history = spells[0], []
    for following, day in spells[1:]:
        history = [rules.as_history(rule, noon(at), history, noon(day)), *history]
        rule, at = following, day
    return rules.own_by_day(rule, noon(at), history, datetime.date)


@pytest.mark.parametrize(
    ("spells", "told"),
    [
        ([(SOME, MAY)], (None, SOME, SOME, SOME)),
        ([(SOME, MAY), (MORE, JUNE)], (None, SOME, MORE, MORE)),
        ([(SOME, MAY), (MORE, JUNE), (MOST, JULY)], (None, SOME, MORE, MOST)),
        ([(SOME, MAY), (MORE, MAY)], (None, MORE, MORE, MORE)),
        ([(SOME, MAY), (MORE, JUNE), (MOST, JUNE)], (None, SOME, MOST, MOST)),
        ([(SOME, MAY), (MORE, JUNE), (SOME, JULY)], (None, SOME, MORE, SOME)),
    ],
)
def test_a_row_tells_what_it_asked_for_on_each_day(
    spells: list[tuple[Rule, date]], told: tuple[Rule | None, ...]
) -> None:
    own = row_changed(*spells)
    assert tuple(own.on(day) for day in (MAY - A_DAY, MAY, JUNE, JULY)) == told


def test_of_a_rule_whose_beginning_was_not_kept_the_first_holds_always() -> None:
    history = [{**rules.as_facts(SOME), "until": noon(JUNE).isoformat()}]
    own = rules.own_by_day(MORE, noon(JUNE), history, datetime.date)
    assert [own.on(day) for day in (MAY, JUNE - A_DAY, JUNE)] == [SOME, SOME, MORE]


def test_what_held_in_a_region_is_told_from_the_rules_above_it() -> None:
    own = {
        "P0": row_changed((SOME, MAY), (MOST, JULY)),
        "P0/C0": row_changed((MORE, JUNE)),
        "P1": row_changed((MOST, MAY)),
    }
    held = rules.held_among(own, "P0/C0/R0")
    days = (MAY - A_DAY, MAY, JUNE, JULY)
    assert [held.on(day) for day in days] == [Rule(), SOME, MORE, effective_rule([MORE, MOST])]
    assert rules.held_among(own, "P0").days() == {MAY, JULY} and rules.held_among(own, "P2") == ByDay(Rule())
    assert [rules.rule_among(rules.rules_on(own, day), "P0/C0/R0") for day in days] == [held.on(day) for day in days]


def test_what_changes_nothing_is_no_change() -> None:
    own = {"P0": row_changed((MOST, MAY)), "P0/C0": row_changed((SOME, JUNE), (Rule(), JULY))}
    assert rules.held_among(own, "P0/C0") == ByDay(MOST, ((MAY, Rule()),))


def rule_row(path: str, **given: object) -> None:
    make.save(RegionRule(region_path=path, changed_at=make.LONG_AGO, **given))


@pytest.fixture
def three_levels(data: None) -> None:
    """A province and one of its counties with rules; beside them a county whose code only begins like it."""
    rule_row("P0", hours=Decimal("4.5"), required_themes=("junior:T07",), vacancy_days=20)
    rule_row("P0/C00/R000", hours=Decimal(6), required_themes=("junior:T02",), vacancy_days=30, confirmation_days=2)
    rule_row("P0/C00/R0002", hours=Decimal(9))


@both_databases
def test_what_holds_is_read_for_all_regions_at_once(three_levels: None, statements: list[str]) -> None:
    statements.clear()
    held = queries.rules_of(["P0", "P0/C00", "P0/C00/R000", "P0/C00/R0002", "P1/C01/R100", ""])
    assert len([one for one in statements if one.startswith("SELECT")]) == 1
    assert held["P0"] == held["P0/C00"] == Rule(Decimal("4.5"), required(junior="T07"), 20, 3)
    assert held["P0/C00/R000"] == Rule(Decimal(6), required(junior="T02 T07"), 20, 2)
    assert held["P0/C00/R0002"].hours == 9
    assert held["P1/C01/R100"] == held[""] == Rule()


def test_very_many_regions_are_one_statement_too(
    three_levels: None, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_VALUES", 2)
    statements.clear()
    assert queries.rule_of("P0/C00/R000").hours == 6
    assert len([one for one in statements if one.startswith("SELECT")]) == 1


def test_without_any_rule_the_law_holds(data: None) -> None:
    assert queries.rule_of("P0/C00") == Rule()
    assert queries.rules_of([]) == {}


@both_databases
def test_each_region_has_its_own_patience(three_levels: None) -> None:
    person, theme, now = make.vice_principal(), make.theme(), datetime(2026, 11, 26, 9)
    paths = ["P0/C00", "P0/C00/R000", "P0/C00/R0002", "P1/C01/R100"]
    # Along the way: 3 days, fewest of 3 and 2, fewest of 3 and 9 (the row says 9), and no rule at all.
    db.session.get(RegionRule, "P0/C00/R0002").confirmation_days = 9
    for path in paths:
        code = path.rpartition("/")[2]
        school = make.school(make.region(f"X{code}"), region_path=path)
        for days in (1, 2, 3, 9):
            end = now - timedelta(days=days, minutes=1)
            make.lesson(person, school, theme, end - timedelta(minutes=40), end)
    late = sa.select(Lesson.region_path, Lesson.end).where(queries.is_late_to_confirm(now))
    found = {(path, (now - end).days) for path, end in db.session.execute(late)}
    expected = {path: {3, 9} for path in paths} | {"P0/C00/R000": {2, 3, 9}}
    assert found == {(path, days) for path, several in expected.items() for days in several}


def test_a_patient_province_is_waited_for(data: None) -> None:
    rule_row("P0", confirmation_days=9)
    now = datetime(2026, 11, 26, 9)
    school = make.school(make.region("P0"))
    for days in (3, 9):
        end = now - timedelta(days=days, minutes=1)
        make.lesson(make.vice_principal(), school, make.theme(), end - timedelta(minutes=40), end)
    late = db.session.scalars(sa.select(Lesson.end).where(queries.is_late_to_confirm(now))).all()
    assert [(now - end).days for end in late] == [9]
