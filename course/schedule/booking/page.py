"""What the three steps of a booking show: the theme, then the classes, then a free period."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from course.access.models import Role
from course.access.scope import Scope
from course.cases.queries import cases_for, suiting
from course.errors import Problem
from course.forms import clean_code
from course.i18n import _l
from course.roster.models import School, SchoolClass, Theme
from course.roster.rules import stage_of_grade
from course.schedule import queries
from course.schedule.booking.free_periods import special_day_near
from course.schedule.class_rules import foreign_classes
from course.schedule.forms import parse_day
from course.schedule.models import Place
from course.schedule.proposal import label_order
from course.schedule.rules import MAY_BE_ACCEPTED, NOTHING
from course.schedule.situation_queries import Question, taught_days

SEPARATORS = re.compile(r"[;,\s]+")
MOST_NAMED, LONGEST_LABEL = 5, 20


@dataclass(frozen=True)
class Asked:
    """What an address or a form asks for, as far as it could be understood."""

    school: School
    themes: list[Theme]
    all_classes: list[SchoolClass]
    theme: Theme | None
    classes: tuple[SchoolClass, ...]
    place: Place
    case_key: str = ""
    person_code: str = ""
    first: date | None = None
    problems: tuple[Problem, ...] = ()
    # The warnings that somebody has ticked.
    accepted: frozenset[str] = NOTHING

    @property
    def question(self) -> Question:
        """The rows that the rules are asked about; only where a theme and classes are chosen."""
        if self.theme is None:
            raise ValueError("no theme was chosen")
        return Question(self.school, self.theme, self.classes, self.place)

    @property
    def labels(self) -> str:
        """The classes as an address names them: ``3-1;3-2``."""
        return ";".join(row.label for row in self.classes)

    def address(self, scope: Scope, **changed: Any) -> dict[str, Any]:
        """What the address of a step of this booking says; a school's own user need not name the school."""
        given = {
            "school": None if scope.role is Role.SCHOOL else self.school.code,
            "theme": self.theme.code if self.theme else None,
            "classes": self.labels or None,
            "place": self.place.value if self.classes else None,
            "case": self.case_key or None,
            "person": self.person_code or None,
            "from": self.first.isoformat() if self.first else None,
            "accept": ";".join(sorted(self.accepted)) or None,
        }
        return {name: value for name, value in {**given, **changed}.items() if value}


def asked(values: MultiDict[str, str], school: School) -> Asked:
    """Read the choices made so far; what is not known becomes a problem and not an error."""
    themes, classes = queries.themes(), queries.classes_of_school(school.id)
    code = clean_code(values.get("theme"))
    theme = next((theme for theme in themes if theme.code == code), None)
    labels = [part for text in values.getlist("classes") for part in SEPARATORS.split(clean_code(text)) if part]
    chosen = tuple(row for row in classes if row.label in labels)
    unknown = sorted(set(labels) - {row.label for row in chosen})
    problems = [no_such_theme()] if code and theme is None else []
    problems += (
        [foreign_classes(school.name, [label[:LONGEST_LABEL] for label in unknown[:MOST_NAMED]])] if unknown else []
    )
    return Asked(
        school=school,
        themes=themes,
        all_classes=classes,
        theme=theme,
        classes=chosen,
        place=place_for(values.get("place", ""), len(chosen)),
        case_key=clean_code(values.get("case")),
        person_code=clean_code(values.get("person")),
        first=parse_day(values.get("from")),
        problems=tuple(problems),
        accepted=accepted_in(values),
    )


def accepted_in(values: MultiDict[str, str]) -> frozenset[str]:
    """The warnings that somebody has ticked; what is no warning of ours is nothing."""
    named = {part for text in values.getlist("accept") for part in text.split(";")}
    return frozenset(named & MAY_BE_ACCEPTED)


def place_for(text: str, classes: int) -> Place:
    """The place that was chosen; else the classroom for one class and the hall for several."""
    try:
        return Place(text)
    except ValueError:
        return Place.HALL if classes > 1 else Place.CLASSROOM


def no_such_theme() -> Problem:
    """The refusal of a theme that nobody teaches."""
    return Problem("theme_exists", _l("There is no such theme. Choose one of these."), "theme")


@dataclass(frozen=True)
class ThemeCard:
    """A theme with its special day and what the school has had of it."""

    theme: Theme
    special_day: date | None
    had: tuple[str, ...]
    has_case: bool


def theme_cards(asked: Asked, now: datetime) -> list[ThemeCard]:
    """The themes for this school: those of a day soon to come first, then those that fewest classes have had."""
    suitable = [theme for theme in asked.themes if asked.school.stage.value in theme.stages]
    labels = {row.id: row.label for row in asked.all_classes}
    had: dict[int, list[str]] = defaultdict(list)
    for class_id, theme_id in taught_days(asked.school.id, [theme.id for theme in suitable], now.date(), now):
        had[theme_id].append(labels[class_id])
    stages = {stage_of_grade(row.grade) for row in asked.all_classes}
    cases = cases_for([theme.id for theme in suitable], asked.school.region_path)
    cards = [
        ThemeCard(
            theme,
            coming(theme.special_day, now.date()),
            tuple(sorted(had[theme.id], key=label_order)),
            any(suiting(cases, theme.id, stage) for stage in stages),
        )
        for theme in suitable
    ]
    return sorted(cards, key=lambda card: (card.special_day or date.max, len(card.had), card.theme.code))


def coming(special_day: str, today: date, within: timedelta = timedelta(days=35)) -> date | None:
    """The special day where it comes soon."""
    nearest = special_day_near(special_day, today)
    return nearest if nearest and today <= nearest <= today + within else None


@dataclass(frozen=True)
class Grade:
    """The classes of one grade, and whether they fit into the hall together."""

    number: int
    classes: tuple[SchoolClass, ...]
    together: tuple[SchoolClass, ...]

    @property
    def pupils(self) -> int:
        """How many come if all come."""
        return sum(row.pupils for row in self.together)

    @property
    def labels(self) -> str:
        """Those who come together, as an address names them."""
        return ";".join(row.label for row in self.together)


def grades(asked: Asked, had: Mapping[int, date]) -> list[Grade]:
    """The classes by grade; ``had`` names those that have the theme already."""
    by_grade: dict[int, list[SchoolClass]] = defaultdict(list)
    for row in asked.all_classes:
        by_grade[row.grade].append(row)
    found = []
    for number, rows in sorted(by_grade.items()):
        new = tuple(row for row in rows if row.id not in had)
        fits = len(new) > 1 and sum(row.pupils for row in new) <= asked.school.hall_seats
        found.append(Grade(number, tuple(rows), new if fits else ()))
    return found


def had_by_class(asked: Asked, now: datetime) -> dict[int, date]:
    """The classes that have the chosen theme already, each with the day."""
    theme_id = asked.question.theme.id
    days = taught_days(asked.school.id, [theme_id], now.date(), now)
    return {class_id: day for (class_id, _theme), day in days.items()}
