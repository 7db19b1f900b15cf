"""Pages of masters: the list, a new one, its layouts kind by kind, and taking it into use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for

from course.access import audit
from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.cases.decks import LANGUAGES, PPTX
from course.cases.masters import actions as master_actions
from course.cases.masters import designs as master_designs
from course.cases.masters import intake as master_intake
from course.cases.masters import queries as master_queries
from course.cases.masters.designs import Plan
from course.cases.masters.forms import MappingForm, MasterForm, field_name, mapping_form
from course.cases.masters.rules import is_open
from course.cases.masters.wording import BUILT_IN, KINDS, fault_sentence, remark_sentence
from course.cases.models import Master, MasterState
from course.db import utc_now, without_lock
from course.downloads import attachment
from course.errors import RuleBroken, refuse
from course.forms import Form
from course.i18n import _, page_language
from course.roster.models import Stage
from slides.designs.looks import LOOK_OF_STAGE

bp = Blueprint("masters", __name__, url_prefix="/masters")
OFFICES = (Role.ADMIN, Role.BUREAU)
MASTER = "<int(max=2147483647):master_id>"
# A picture may hold pictures and its own styles, and do nothing.
PICTURE_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"


@bp.get("")
@allow(*OFFICES)
def index() -> Any:
    """See the designs that decks can wear, and add one of my own."""
    scope = current_scope()
    own, above = master_queries.looked_after(scope), master_queries.from_above(scope)
    return render_template("cases/masters.html", own=own, above=above, built_in=built_in_designs())


def built_in_designs() -> list[tuple[str, list[Any]]]:
    """The built-in designs by their names, each with the stages that it is for."""
    stages: dict[str, list[Any]] = {}
    for stage, look in LOOK_OF_STAGE.items():
        stages.setdefault(look, []).append(Stage(stage).label)
    return [(BUILT_IN[look], labels) for look, labels in stages.items()]


@bp.route("/new", methods=["GET", "POST"])
@allow(*OFFICES)
def upload() -> Any:
    """Send in a .pptx; it is judged and rebuilt at once, and nobody uses it before I say so."""
    form = MasterForm()
    try:
        if form.validate_on_submit():
            return redirect(url_for("masters.master", master_id=take(form).id), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return render_template("cases/master_upload.html", form=form), 422 if form.is_submitted() else 200


def take(form: MasterForm) -> Master:
    """Take the file in without holding the database, then keep what it has become."""
    name, region_path, user_id = form.name.data, current_scope().region_path, current_user_row().id
    master_actions.refuse_taken_name(name, region_path)
    with without_lock():
        taken = master_intake.taken_in(form.file.data, name, current_app.config["UPLOADS"], utc_now())
    master = master_actions.add(taken, name=name, region_path=region_path, user_id=user_id, now=utc_now())
    note("master.upload", master)
    return master


def note(action: str, master: Master) -> None:
    """Write down in the log what was done with a master."""
    audit.note(action, master.name, user=current_user_row(), now=utc_now(), region_path=master.region_path)


def own_master(master_id: int) -> Master:
    """A master that the signed-in user looks after, or 404."""
    return master_queries.master_within(master_id, current_scope()) or abort(404)


@bp.get(f"/{MASTER}")
@allow(*OFFICES)
def master(master_id: int) -> Any:
    """See how each kind of slide looks in a design, and choose other layouts."""
    row = own_master(master_id)
    chosen = {field_name(kind): str(number) for kind, number in row.mapping.items()}
    return show(row, mapping_form(row.report["layouts"])(data=chosen))


def show(row: Master, form: MappingForm, faults: Any = ()) -> str:
    """The page of a master, with what its sample was refused for."""
    return render_template(
        "cases/master.html",
        master=row,
        form=form,
        kinds=[(kind, label, form[field_name(kind)]) for kind, label in KINDS.items()],
        remarks=[remark_sentence(*remark) for remark in row.report["remarks"]],
        plan_mark=Plan.of(row).mark,
        faults=faults,
        fault_sentence=fault_sentence,
        kind_labels=KINDS,
        open=row.state is not MasterState.ACCEPTED,
        languages=LANGUAGES,
        language="en" if page_language() == "en" else "zh",
    )


@bp.post(f"/{MASTER}")
@allow(*OFFICES)
def map_layouts(master_id: int) -> Any:
    """Choose the layouts; then either look at them, or have the whole sample checked and take the design into use."""
    row = own_master(master_id)
    form = mapping_form(row.report["layouts"])()
    if not form.validate_on_submit():
        return show(row, form), 422
    try:
        refuse([is_open(row.state)])
        if form.show.data:
            master_actions.choose_layouts(row, form.mapping())
            return redirect(url_for("masters.master", master_id=master_id, _anchor="kinds"), code=303)
        return check_and_accept(master_id, form)
    except RuleBroken as broken:
        flash("；".join(str(problem) for problem in broken.problems), "danger")
        return redirect(url_for("masters.master", master_id=master_id), code=303)


def check_and_accept(master_id: int, form: MappingForm) -> Any:
    """Check the sample without holding the database; a design that passes is in use from now on."""
    plan = Plan.of(own_master(master_id), form.mapping())
    with without_lock():
        faults = master_designs.faults_of(plan)
    row = own_master(master_id)
    if faults:
        return show(row, form, faults), 422
    master_actions.accept(row, form.mapping(), utc_now())
    note("master.accept", row)
    flash(_("The design is in use. It can now be chosen at every download of a deck."), "success")
    return redirect(url_for("masters.master", master_id=master_id), code=303)


@bp.post(f"/{MASTER}/withdraw")
@allow(*OFFICES)
def withdraw(master_id: int) -> Any:
    """Offer a design no longer."""
    row = own_master(master_id)
    return done(row, "master.withdraw", master_actions.withdraw, _("The design is no longer offered."))


@bp.post(f"/{MASTER}/discard")
@allow(*OFFICES)
def discard(master_id: int) -> Any:
    """Throw a design away that was never in use."""
    row = own_master(master_id)
    return done(row, "master.discard", master_actions.discard, _("The design was thrown away."))


def done(row: Master, action: str, act: Any, message: str) -> Any:
    """Do something with a master, note it, say it, and go back to the list."""
    if not Form().validate_on_submit():
        abort(400)
    try:
        act(row)
        note(action, row)
        flash(message, "success")
    except RuleBroken as broken:
        flash("；".join(str(problem) for problem in broken.problems), "danger")
    return redirect(url_for("masters.index"), code=303)


@bp.get(f"/{MASTER}/layouts/<int(max=99):number>.svg")
@allow(*OFFICES)
def layout_picture(master_id: int, number: int) -> Any:
    """The picture of one of the uploaded layouts."""
    return picture(master_designs.layout_picture, Plan.of(own_master(master_id)), number)


@bp.get(f"/{MASTER}/kinds/<kind>.svg")
@allow(*OFFICES)
def kind_picture(master_id: int, kind: str) -> Any:
    """The picture of a kind of slide in a design."""
    if kind not in KINDS:
        abort(404)
    language = "en" if request.args.get("language") == "en" else "zh"
    return picture(master_designs.kind_picture, Plan.of(own_master(master_id)), kind, language)


def picture(draw: Callable[..., str | None], *what: Any) -> Response:
    """An SVG that may do nothing, or 404 where there is none, or nothing left to draw it from."""
    try:
        svg = draw(*what) or abort(404)
    except RuleBroken:
        abort(404)
    answer = Response(svg, content_type="image/svg+xml; charset=utf-8")
    answer.headers["Content-Security-Policy"] = PICTURE_POLICY
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@bp.get(f"/{MASTER}/sample/<stage>/<language>")
@allow(*OFFICES)
def sample(master_id: int, stage: str, language: str) -> Any:
    """Take a sample deck away, to look at it in PowerPoint or WPS."""
    row = own_master(master_id)
    if stage not in LOOK_OF_STAGE or language not in LANGUAGES:
        abort(404)
    try:
        content = master_designs.sample_file(Plan.of(row), stage, language)
    except RuleBroken as broken:
        flash(str(broken.problems[0]), "danger")
        return redirect(url_for("masters.index"))
    return attachment(content, f"{row.name} {stage}.{language}.pptx", PPTX)
