"""Pages of the law table: every law, one version with its articles, what is known of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import event

from course.access.guard import allow, current_user_row
from course.access.models import Role
from course.cases.laws import actions as law_actions
from course.cases.laws import queries as law_queries
from course.cases.laws import rules as law_rules
from course.cases.laws.forms import LawVersionForm
from course.cases.laws.recall_jobs import RECALL
from course.cases.laws.text import place_of
from course.cases.models import LawVersion
from course.db import db, utc_now
from course.errors import RuleBroken
from course.i18n import _, local_now
from course.jobs import ask, wake_worker

bp = Blueprint("laws", __name__, url_prefix="/laws")
bp.add_app_template_global(place_of, "place_of")
VERSION = "<int(max=2147483647):version_id>"


@bp.get("")
@allow(*Role)
def index() -> Any:
    """Every law that a case may cite, with its versions as they stand on a day."""
    day, word = asked_day(), request.args.get("word", "").strip()[:100]
    lines = law_queries.laws_on(day, word)
    return render_template("laws/index.html", lines=lines, day=day, word=word, today=local_now().date())


def asked_day() -> date:
    """The day that the address asks for; today where it asks for none or for nonsense."""
    try:
        return date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return local_now().date()


@bp.get(f"/{VERSION}")
@allow(*Role)
def law(version_id: int) -> Any:
    """One version of a law: where it stands, and its articles."""
    version = version_or_404(version_id)
    day, word = local_now().date(), request.args.get("word", "").strip()[:100]
    articles = law_queries.articles_of(version.id)
    found = law_rules.articles_with(articles, word)
    return render_template(
        "laws/law.html",
        line=law_queries.line_of(version, day),
        others=[law_queries.line_of(row, day) for row in law_queries.versions_of(version.law_id)],
        articles=found,
        total=len(articles),
        word=word,
        renumbered=law_queries.renumbered_in(version.law_id),
    )


@bp.route(f"/{VERSION}/edit", methods=["GET", "POST"])
@allow(Role.ADMIN)
def edit(version_id: int) -> Any:
    """Correct what is known of a version; its text stays as it is."""
    version = version_or_404(version_id)
    form = LawVersionForm(data=known_of(version))
    if form.validate_on_submit():
        try:
            return saved(version, form)
        except RuleBroken as broken:
            form.show(broken)
    page = render_template("laws/edit.html", form=form, version=version)
    return page, 422 if form.is_submitted() else 200


def known_of(version: LawVersion) -> dict[str, Any]:
    """What the form begins with."""
    return {
        "effective": version.effective,
        "verified": not law_rules.is_unverified(version.source),
        "repealed": version.repealed,
        "replaced_by": version.replaced_by,
        "short_titles": "；".join(version.law.short_titles),
        "title_en": version.law.title_en,
        "source": law_rules.with_mark(version.source, verified=True),
        "renumbered": law_rules.written(law_queries.renumbered_in(version.law_id)),
    }


def saved(version: LawVersion, form: LawVersionForm) -> Any:
    """Save the form; where anything changed, the decks concerned are looked for."""
    facts = form.facts(title=version.law.title, version_date=version.version_date)
    if law_actions.correct(version, facts, by=current_user_row(), now=utc_now()):
        look_for_decks()
        flash(_("Saved. Decks that this concerns are being recalled."), "success")
    else:
        flash(_("There was nothing to change."), "info")
    return redirect(url_for("laws.law", version_id=version.id), code=303)


def look_for_decks() -> None:
    """Ask for a recall, and wake the worker once everything is committed."""
    job = ask(RECALL, {}, user_id=current_user_row().id, now=utc_now())
    event.listen(db.session(), "after_commit", lambda session: wake_worker(job.id), once=True)


def version_or_404(version_id: int) -> LawVersion:
    """A version with its law, or 404."""
    return law_queries.version_with_law(version_id) or abort(404)
