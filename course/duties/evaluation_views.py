"""Pages of the school's yearly evaluation of its vice-principals; the bureau and the sending station read them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for

from course.access import audit
from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.coverage.rules import Year, year_asked_for
from course.coverage.wording import year_in_words
from course.db import utc_now
from course.delivery.models import Evaluation
from course.duties import evaluation_actions as actions
from course.duties import evaluation_queries as queries
from course.duties.evaluation_forms import EvaluationForm
from course.duties.evaluation_queries import Line
from course.duties.evaluation_rules import FEWEST_SHOWN, Totals, year_is_open, year_to_evaluate
from course.duties.showing import Asking
from course.errors import RuleBroken
from course.i18n import _, local_now
from course.pages import Page, page_number

bp = Blueprint("evaluations", __name__)
ONE = "/vice-principals/<code>/evaluations/<int(max=2100):number>"


@bp.get("/evaluations")
@allow(Role.ADMIN, Role.BUREAU, Role.STATION, Role.SCHOOL)
def index() -> Any:
    """The evaluations of a year by school and person, given and missing."""
    year = year_named(request.args.get("year")) or abort(404)
    number, missing = page_number(), request.args.get("missing") == "1"
    lines, total = queries.evaluations_page(current_scope(), year, missing, number)
    page = Page.of(number, total, queries.ON_A_PAGE)
    given = {"lines": lines, "total": total, "page": page, "missing": missing, "year": year, **words()}
    return render_template(
        "duties/evaluations.html", ended=year.last < local_now().date(), is_open=is_open(year), **given
    )


@bp.get(ONE)
@allow(Role.SCHOOL)
def evaluation(code: str, number: int) -> Any:
    """Evaluate a vice-principal: totals of staff, pupils and parents, and a sentence."""
    line, year = asked_line(code, number)
    form = EvaluationForm(obj=line.given)
    return render_template("duties/evaluation.html", form=form, line=line, year=year, **words())


@bp.post(ONE)
@allow(Role.SCHOOL)
def evaluate(code: str, number: int) -> Any:
    """Keep the evaluation."""
    line, year = asked_line(code, number)
    form = EvaluationForm()
    if form.validate_on_submit():
        try:
            by_me = {"user": current_user_row(), "now": utc_now()}
            actions.evaluate(line, year.number, form.totals(), form.note.data, agreed=form.agreed.data, **by_me)
            subject = f"vice_principal:{line.person.code}"
            audit.note("evaluation.give", subject, **by_me, region_path=line.school.region_path, year=year.number)
            flash(_("Thank you. The bureau and the sending unit can read it now."), "success")
            return redirect(url_for("evaluations.index", year=year.number), code=303)
        except RuleBroken as broken:
            form.show(broken)
    return render_template("duties/evaluation.html", form=form, line=line, year=year, **words()), 422


@bp.app_template_global("evaluations_asked")
def evaluations_asked() -> Asking | None:
    """The evaluations that are missing near the year's end, for the start page; None where none is asked for."""
    today, starts = local_now().date(), current_app.config["YEAR_STARTS"]
    number = year_to_evaluate(today, starts)
    if number is None or current_scope().role in {Role.VICE_PRINCIPAL, Role.STATION}:
        return None
    year = year_of_number(number)
    lines, total = queries.missing_evaluations(current_scope(), year)
    return Asking(year.number, year_in_words(year), total, lines) if total else None


@bp.app_template_global("evaluations_of")
def evaluations_of(person_id: int) -> list[tuple[Evaluation, str, str]]:
    """The evaluations of a person that the reader may see, with the school and the year in words."""
    found = queries.evaluations_of(person_id, current_scope())
    return [(given, school, year_in_words(year_of_number(given.year))) for given, school in found]


def asked_line(code: str, number: int) -> tuple[Line, Year]:
    """Whom the school evaluates, and for which year; 404 for others, and for years that are closed."""
    year = year_of_number(number)
    line = queries.one_pair(code, current_scope(), year) if is_open(year) and code.isprintable() else None
    return line or abort(404), year


def is_open(year: Year) -> bool:
    """Whether the evaluation of a year may be given now."""
    return year_is_open(year.number, local_now().date(), current_app.config["YEAR_STARTS"])


def year_of_number(number: int) -> Year:
    """The year that an evaluation was given for."""
    return year_named(f"{number:04d}") or abort(404)


def year_named(text: str | None) -> Year | None:
    """The year of this number, or this one where none is named; None for what is not a year."""
    return year_asked_for(text, local_now().date(), current_app.config["YEAR_STARTS"])


def words() -> dict[str, Any]:
    """What the templates use to put totals into words."""
    return {"shown": shown, "year_in_words": year_in_words}


@bp.app_template_global("evaluation_totals")
def shown(given: Evaluation) -> list[tuple[Any, str]]:
    """The three groups in words; a group of fewer than five is not told apart."""
    labels = {"staff": _("Staff"), "pupils": _("The pupils"), "parents": _("Parents")}
    totals = Totals(**{name: getattr(given, name) for name in vars(Totals())})
    return [(labels[name], group_in_words(asked, content)) for name, asked, content in totals.groups()]


def group_in_words(asked: int, content: int) -> str:
    """So many of so many are content."""
    if not asked:
        return _("not asked")
    if asked < FEWEST_SHOWN:
        return _("fewer than five asked")
    return _("%(content)s of %(asked)s content", content=content, asked=asked)
