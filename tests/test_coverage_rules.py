"""The rules of coverage, by tables and without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from course.coverage import rules
from course.coverage.rules import Figure, Tally, Year
from course.i18n import in_language
from course.roster.models import SchoolStage

TODAY = date(2026, 11, 23)
PRIMARY, JUNIOR, SENIOR = SchoolStage.PRIMARY, SchoolStage.JUNIOR, SchoolStage.SENIOR


@pytest.mark.parametrize(
    ("asked", "starts", "first", "last"),
    [
        (None, "09-01", date(2026, 9, 1), date(2027, 8, 31)),
        ("", "09-01", date(2026, 9, 1), date(2027, 8, 31)),
        ("2025", "09-01", date(2025, 9, 1), date(2026, 8, 31)),
        (None, "01-01", date(2026, 1, 1), date(2026, 12, 31)),
        ("2024", "03-01", date(2024, 3, 1), date(2025, 2, 28)),
        ("2023", "03-01", date(2023, 3, 1), date(2024, 2, 29)),
    ],
)
def test_the_year_is_one_setting(asked: str | None, starts: str, first: date, last: date) -> None:
    year = rules.year_asked_for(asked, TODAY, starts)
    assert year == Year(first.year, first, last)


@pytest.mark.parametrize(
    "asked", ["0", "1999", "2101", "20266", "-2026", "2026.0", "two", "２０２６", "²⁰²⁶", "9" * 99]
)
def test_what_is_not_a_year_is_not_guessed(asked: str) -> None:
    assert rules.year_asked_for(asked, TODAY, "09-01") is None


@pytest.mark.parametrize(
    ("today", "counts"),
    [
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2028, 1, 1), date(2027, 8, 31)),
        (date(2026, 1, 1), date(2026, 9, 1)),
    ],
)
def test_appointments_of_another_year_are_looked_at_on_its_nearest_day(today: date, counts: date) -> None:
    assert Year(2026, date(2026, 9, 1), date(2027, 8, 31)).day_that_counts(today) == counts


@pytest.mark.parametrize(
    ("spans", "holds"),
    [
        ([], False),
        ([(date(2026, 9, 1), date(2027, 8, 31))], True),
        ([(TODAY, TODAY)], True),
        ([(date(2020, 9, 1), date(2026, 11, 22))], False),
        ([(date(2026, 11, 24), date(2029, 8, 31))], False),
        ([(date(2020, 9, 1), date(2023, 8, 31)), (date(2026, 9, 1), date(2029, 8, 31))], True),
    ],
)
def test_an_appointment_holds_from_its_first_to_its_last_day(spans: list, holds: bool) -> None:
    assert rules.school_is_appointed(spans, TODAY) is holds


@pytest.mark.parametrize(
    ("minutes", "stage", "hours", "enough"),
    [
        ([40, 40, 40, 40], PRIMARY, 4, True),
        ([40, 40, 40, 39], PRIMARY, 4, False),
        ([160], PRIMARY, 4, True),
        ([160], JUNIOR, 4, False),
        ([45] * 4, JUNIOR, 4, True),
        ([179], SENIOR, 4, False),
        ([], PRIMARY, 4, False),
        ([], PRIMARY, 0, True),
        ([202], SENIOR, Decimal("4.5"), False),
        ([203], SENIOR, Decimal("4.5"), True),
        ([53, 53, 54], PRIMARY, 4, True),
    ],
)
def test_a_school_has_its_hours(minutes: list[int], stage: SchoolStage, hours: int, enough: bool) -> None:
    assert rules.school_has_its_hours(minutes, stage, Decimal(hours)) is enough


@pytest.mark.parametrize(
    ("minutes", "stage", "hours"),
    [(0, PRIMARY, "0"), (60, PRIMARY, "1.5"), (159, PRIMARY, "3.9"), (160, PRIMARY, "4"), (179, JUNIOR, "3.9")],
)
def test_hours_are_cut_and_never_rounded_up_to_what_is_owed(minutes: int, stage: SchoolStage, hours: str) -> None:
    assert rules.hours_in_words(minutes, stage) == Decimal(hours)


def test_the_hours_owed_are_what_the_terms_ask_for_and_four_otherwise() -> None:
    assert rules.hours_owed([]) == 4
    assert rules.hours_owed([Decimal(2), Decimal(6)]) == 6


@pytest.mark.parametrize(
    ("figure", "share", "missing"),
    [
        (Figure(0, 0), None, 0),
        (Figure(0, 3), 0.0, 3),
        (Figure(1, 3), 33.3, 2),
        (Figure(2, 3), 66.6, 1),
        (Figure(1181, 1182), 99.9, 1),
        (Figure(3, 3), 100.0, 0),
    ],
)
def test_a_hundred_per_cent_means_all(figure: Figure, share: float | None, missing: int) -> None:
    assert (figure.share(), figure.missing()) == (share, missing)


def test_tallies_add_up_column_by_column() -> None:
    one = Tally(1, 1, 0, 1, 80, 40, 20, 10, 4, 2)
    other = Tally(1, 0, 1, 0, 160, 0, 0, 5, 5, 0)
    assert rules.total([one, other]) == Tally(2, 1, 1, 1, 240, 40, 20, 15, 9, 2)
    assert rules.total([]) == Tally()


@pytest.mark.parametrize(
    ("tally", "missing"),
    [
        (Tally(), set()),
        (Tally(schools=1, appointed=1, with_hours=1, classes=2, reached=2), set()),
        (Tally(schools=1, appointed=0, with_hours=1, classes=2, reached=2), {"appointed", "any"}),
        (Tally(schools=1, appointed=1, with_hours=0, classes=2, reached=2), {"hours", "any"}),
        (Tally(schools=1, appointed=1, with_hours=1, classes=2, reached=1, claimed=1), {"classes", "any"}),
    ],
)
def test_each_figure_says_by_itself_whether_something_is_missing(tally: Tally, missing: set[str]) -> None:
    assert {key for key in ("appointed", "hours", "classes", "any") if tally.is_missing(key)} == missing


@pytest.mark.parametrize(
    ("tally", "scheduled", "unreached", "steps"),
    [
        (Tally(schools=1), 0, ("3-1",), [("appoint", 0)]),
        (Tally(appointed=1), 0, (), [("hours", 4)]),
        (Tally(appointed=1, taught_minutes=60, organised_minutes=40), 0, (), [("hours", Decimal("1.5"))]),
        (Tally(appointed=1, taught_minutes=60), 2, (), [("scheduled", 2)]),
        (Tally(appointed=1, taught_minutes=80, claimed_minutes=80), 0, (), [("confirm", 2)]),
        (Tally(appointed=1, taught_minutes=80, claimed_minutes=40), 0, (), [("confirm", 1), ("hours", 1)]),
        (Tally(appointed=1, taught_minutes=160), 0, ("3-2", "3-4"), [("classes", 2)]),
        (Tally(appointed=1, taught_minutes=160), 3, (), []),
    ],
)
def test_what_is_still_to_do_in_a_school(tally: Tally, scheduled: int, unreached: tuple, steps: list) -> None:
    found = rules.still_to_do(tally, PRIMARY, Decimal(4), scheduled, unreached)
    assert [(step.key, step.number) for step in found] == steps


def test_the_sentence_on_the_page_is_the_sentence_of_the_rule(app: object) -> None:
    with app.test_request_context(), in_language("en"):
        for kind in rules.KINDS:
            assert str(kind.definition) == kind.rule.__doc__
