"""Pages of the legal life of classes, and the record that a school prints for inspection."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, render_template, request

from course.access.guard import allow, current_scope
from course.access.models import Role
from course.access.scope import Scope
from course.coverage.rules import Year, year_asked_for
from course.coverage.wording import as_of, year_in_words
from course.duties.life_page import SchoolLife, class_life, reason, school_life
from course.duties.life_rules import HAS_THEME, Standing
from course.duties.record_page import school_record
from course.i18n import local_now
from course.roster.models import School
from course.roster.queries import school_by_code
from course.schedule.models import Lesson
from course.snapshots import of_one_moment

bp = Blueprint("classes", __name__, url_prefix="/schools/<code>")
ON_THE_WAY = sorted(HAS_THEME - {Standing.CONFIRMED})
CLASS = "<int(max=12):grade>-<int(max=999):number>"


@bp.get("/classes")
@allow(*Role)
def index(code: str) -> Any:
    """What each class of a school has had, and what each grade should have next."""
    life = life_of(asked_school(code))
    return render_template("duties/classes.html", life=life, school=life.school, **words())


@bp.get(f"/classes/{CLASS}")
@allow(*Role)
def one_class(code: str, grade: int, number: int) -> Any:
    """The legal life of one class: what it had, when, by whom, and what it should have next."""
    life = life_of(asked_school(code))
    row = next((row for row in life.classes if (row.grade, row.number) == (grade, number)), None) or abort(404)
    return render_template("duties/class.html", page=class_life(life, row), life=life, school=life.school, **words())


@bp.get("/record")
@allow(*Role)
@of_one_moment
def record(code: str) -> Any:
    """The year's lessons of a school with their confirmations, to print for an inspection."""
    school, now = asked_school(code), local_now()
    made = school_record(school, asked_year(), current_scope(), now)
    return render_template("duties/record.html", record=made, school=school, **words())


def asked_school(code: str) -> School:
    """The school of an address; 404 outside the reader's scope."""
    return school_by_code(current_scope(), code) or abort(404)


def asked_year() -> Year:
    """The year of an address, or this one; 404 for what is not a year."""
    starts = current_app.config["YEAR_STARTS"]
    return year_asked_for(request.args.get("year"), local_now().date(), starts) or abort(404)


def life_of(school: School) -> SchoolLife:
    """The legal life of a school's classes as of now."""
    return school_life(school, local_now(), current_app.config["YEAR_STARTS"])


def words() -> dict[str, Any]:
    """What the templates use to put rows into words."""
    scope = current_scope()
    return {
        "reason": reason,
        "year_in_words": year_in_words,
        "as_of": as_of,
        "confirmed": (Standing.CONFIRMED,),
        "on_the_way": ON_THE_WAY,
        "may_open": lambda lesson: may_open(lesson, scope),
    }


def may_open(lesson: Lesson, scope: Scope) -> bool:
    """Whether the reader may open a lesson's own page: a station only those of its people."""
    return scope.role is not Role.STATION or lesson.vice_principal_id in scope.vice_principal_ids
