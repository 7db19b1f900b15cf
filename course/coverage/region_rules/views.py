"""Pages of the rules of regions: what holds here and who asks for it, and the form that changes it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.coverage.queries import hours_owed_in
from course.coverage.region_queries import Place, place_with_code, top_place
from course.coverage.region_rules import actions
from course.coverage.region_rules.forms import RegionRuleForm
from course.coverage.region_rules.page import rule_page
from course.coverage.region_rules.preview import Preview, preview_of
from course.coverage.region_rules.queries import rule_above
from course.coverage.region_rules.rules import Rule, vacancy_is_overdue
from course.coverage.rules import Year, year_asked_for
from course.coverage.wording import year_in_words
from course.db import utc_now
from course.errors import RuleBroken, refuse
from course.i18n import _, local_now
from course.roster.models import Stage
from course.roster.rules import year_of
from course.schedule.queries import themes

bp = Blueprint("region_rules", __name__)
bp.add_app_template_test(vacancy_is_overdue, "overdue_on")
OVERSEERS = (Role.ADMIN, Role.BUREAU)


@bp.get("/coverage/rules")
@allow(*OVERSEERS)
def index() -> Any:
    """What is asked for in my region; the regions to choose from where there are several."""
    return show(top_place(current_scope()))


@bp.get("/coverage/regions/<code>/rules")
@allow(*OVERSEERS)
def region(code: str) -> Any:
    """What is asked for in a region, and who asks for it."""
    return show(place_named(code))


@bp.get("/coverage/regions/<code>/rules/change")
@allow(*OVERSEERS)
def change(code: str) -> Any:
    """The form with what a region asks for itself."""
    place = place_named(code)
    return show_form(place, None)


@bp.post("/coverage/regions/<code>/rules/change")
@allow(*OVERSEERS)
def save(code: str) -> Any:
    """Ask for something else from now on."""
    place, form = place_named(code), RegionRuleForm()
    form.offer(themes())
    try:
        if form.validate_on_submit() and request.form.get("preview"):
            return show_form(place, form, preview=previewed(place, form.rule()))
        if form.validate_on_submit():
            by_me = {"user": current_user_row(), "now": utc_now()}
            actions.change_rule(place.region, form.rule(), by_terms=hours_by_terms()[0], **by_me)
            flash(_("Saved. The figures follow."), "success")
            return redirect(url_for("region_rules.region", code=code), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return show_form(place, form, 422)


def show(place: Place) -> Any:
    """The rules of a place, or the regions above all of which there is none."""
    by_terms, year = hours_by_terms()
    page = rule_page(place, place.region, by_terms) if place.region else None
    return render_template("coverage/rules.html", place=place, page=page, year=year)


def previewed(place: Place, asked: Rule) -> Preview:
    """What would change if this were saved; refused as saving it would be."""
    today, by_terms = local_now().date(), hours_by_terms()[0]
    refuse(actions.problems_of(asked, rule_above(place.path), by_terms))
    year = Year.numbered(year_of(today, current_app.config["YEAR_STARTS"]), current_app.config["YEAR_STARTS"])
    return preview_of(place, asked, scope=current_scope(), year=year, day=today, by_terms=by_terms)


def show_form(place: Place, form: RegionRuleForm | None, status: int = 200, preview: Preview | None = None) -> Any:
    """The form with its themes by stage; what a region above asks for is named and cannot be taken out."""
    by_terms, year = hours_by_terms()
    page = rule_page(place, place.region, by_terms)
    if form is None:
        form = RegionRuleForm.of(page.own)
        form.offer(themes())
    given = {"page": page, "form": form, "stages": list(Stage), "above": page.above or Rule(), "year": year}
    given["preview"] = preview
    return render_template("coverage/rules_form.html", **given), status


def place_named(code: str) -> Place:
    """A region of mine; 404 for others."""
    return place_with_code(code, current_scope()) or abort(404)


def hours_by_terms() -> tuple[Any, str]:
    """The hours that the terms of this year ask for, and the year in words."""
    year = year_asked_for(None, local_now().date(), current_app.config["YEAR_STARTS"]) or abort(404)
    return hours_owed_in(year), year_in_words(year)
