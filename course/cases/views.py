"""Pages of cases: the library, one case, and a deck to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.cases import contact_views, reading_views
from course.cases.blueprint import bp
from course.cases.decks import LANGUAGES, case_deck, case_pages, parsed
from course.cases.editor import card_views, draft_rules, draft_wording, import_views, version_views
from course.cases.editor import views as editor_views
from course.cases.editor.desk_guard import reader
from course.cases.editor.draft_queries import case_seen, library_of, open_version, open_versions
from course.cases.handing_out import Handout, send_deck
from course.cases.laws.recall_queries import superseded_for
from course.cases.laws.recall_wording import reason_line
from course.cases.masters import design_choice
from course.cases.masters import queries as master_queries
from course.cases.masters.designs import Plan
from course.cases.models import CaseVersion
from course.cases.reading import can_make_pdf
from course.db import utc_now, without_lock
from course.errors import RuleBroken
from course.i18n import local_now, page_language
from course.roster.models import Stage

__all__ = [
    "bp",
    "card_views",
    "contact_views",
    "draft_wording",
    "editor_views",
    "import_views",
    "reading_views",
    "version_views",
]
bp.add_app_template_global(reason_line)
bp.add_app_template_global(lambda stage: Stage(stage).label, "stage_label")
bp.add_app_template_global(can_make_pdf, "can_make_pdf")


@bp.get("/cases")
@allow(*Role)
def library() -> Any:
    """Every case that can be taught, by theme."""
    who = reader()
    lines, may_create = library_of(who), draft_rules.may_create(who)
    return render_template("cases/library.html", lines=lines, drafts=open_versions(who), may_create=may_create)


@bp.get("/cases/<key>")
@allow(*Role)
def case(key: str) -> Any:
    """One case: what it is about, its pages for one stage, and its decks."""
    line, writing = case_seen(key, reader()) or abort(404), writing_of(key)
    if line.version is None:
        empty = {"summary": "", "stages": [], "pages": (), "problems": ()}
        return render_template("cases/case.html", line=line, writing=writing, **empty)
    stages = [Stage(stage) for stage in line.case.stages]
    stage = next((stage for stage in stages if stage.value == request.args.get("stage")), stages[0])
    language = "en" if page_language() == "en" else "zh"
    designs = master_queries.offered_to(current_scope())
    plan = design_choice.plan_of(designs, request.args.get("master", ""))
    pages, problems = pages_or_problems(line.case.id, stage, language, plan)
    return render_template(
        "cases/case.html",
        line=line,
        writing=writing,
        summary=parsed(line.version.text).get(f"summary.{language}"),
        stages=stages,
        stage=stage,
        languages=LANGUAGES,
        designs=designs,
        chosen=design_choice.in_addresses(plan),
        pages=pages,
        problems=problems,
        recalled=superseded_for(current_user_row().id, case_id=line.case.id),
    )


@dataclass(frozen=True)
class Writing:
    """What somebody may do with a case: change it, copy it, see its history; and the version that is open."""

    may_write: bool
    may_copy: bool
    version: CaseVersion | None


def writing_of(key: str) -> Writing:
    """What the signed-in user may do with a case."""
    who = reader()
    line = case_seen(key, who) or abort(404)
    may_write = draft_rules.may_write(who, line.case.region_path)
    may_copy = draft_rules.may_create(who) and not may_write and line.version is not None
    return Writing(may_write, may_copy, open_version(line.case.id) if may_write else None)


def pages_or_problems(case_id: int, stage: Stage, language: str, plan: Plan | None) -> tuple[Any, Any]:
    """The pages of a deck, or why it cannot be built today."""
    try:
        design = design_choice.design_for(plan, stage)
        return case_pages(case_id, stage=stage, language=language, built_on=local_now().date(), design=design), ()
    except RuleBroken as broken:
        return (), broken.problems


@bp.post("/cases/<key>/deck/<stage>/<language>")
@allow(*Role)
def deck(key: str, stage: str, language: str) -> Any:
    """Download the deck of a case, without a lesson on its cover."""
    line = case_seen(key, reader()) or abort(404)
    if stage not in line.case.stages or language not in LANGUAGES:
        abort(404)
    title = line.case.title_zh if language == "zh" else line.case.title_en
    plan = design_choice.plan_of(master_queries.offered_to(current_scope()), request.values.get("master", ""))
    wanted = {"language": language, "built_on": local_now().date()}
    try:
        with without_lock():
            design = design_choice.design_for(plan, Stage(stage))
            built = case_deck(line.case.id, stage=Stage(stage), design=design, **wanted)
    except RuleBroken as broken:
        flash("；".join(str(problem) for problem in broken.problems), "danger")
        return redirect(url_for("cases.case", key=key), code=303)
    return send_deck(
        built, Handout(title, current_user_row().id, utc_now(), master_id=plan.master_id if plan else None)
    )
