"""Pages of cases: the library, one case, and a deck to look at."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_user_row
from course.access.models import Role
from course.cases import actions, queries
from course.cases.decks import LANGUAGES, PPTX, BuiltDeck, case_deck, deck_pages, parsed
from course.cases.models import Deck
from course.cases.recall_queries import superseded_for
from course.cases.recall_wording import reason_line
from course.db import utc_now, without_lock
from course.downloads import attachment
from course.errors import RuleBroken
from course.i18n import local_now, page_language
from course.roster.models import Stage

bp = Blueprint("cases", __name__)
# A picture may hold pictures and its own styles, and do nothing.
PICTURE_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"
bp.add_app_template_global(reason_line)
bp.add_app_template_global(lambda stage: Stage(stage).label, "stage_label")


@bp.get("/cases")
@allow(*Role)
def library() -> Any:
    """Every case that can be taught, by theme."""
    return render_template("cases/library.html", lines=queries.library())


@bp.get("/cases/<key>")
@allow(*Role)
def case(key: str) -> Any:
    """One case: what it is about, its pages for one stage, and its decks."""
    line = queries.case_by_key(key) or abort(404)
    if line.version is None:
        return render_template("cases/case.html", line=line, summary="", stages=[], pages=(), problems=())
    stages = [Stage(stage) for stage in line.case.stages]
    stage = next((stage for stage in stages if stage.value == request.args.get("stage")), stages[0])
    language = "en" if page_language() == "en" else "zh"
    pages, problems = pages_or_problems(line.version.text, stage, language)
    return render_template(
        "cases/case.html",
        line=line,
        summary=parsed(line.version.text).get(f"summary.{language}"),
        stages=stages,
        stage=stage,
        languages=LANGUAGES,
        pages=pages,
        problems=problems,
        recalled=superseded_for(current_user_row().id, case_id=line.case.id),
    )


def pages_or_problems(text: str, stage: Stage, language: str) -> tuple[Any, Any]:
    """The pages of a deck, or why it cannot be built today."""
    try:
        return deck_pages(text, stage, language, local_now().date()), ()
    except RuleBroken as broken:
        return (), broken.problems


@bp.get("/cases/<key>/pages/<stage>/<language>/<int(max=99):number>.svg")
@allow(*Role)
def page_picture(key: str, stage: str, language: str, number: int) -> Any:
    """The picture of one page of a deck."""
    line = queries.case_by_key(key) or abort(404)
    if line.version is None or stage not in line.case.stages or language not in LANGUAGES:
        abort(404)
    pages, _problems = pages_or_problems(line.version.text, Stage(stage), language)
    if not 1 <= number <= len(pages):
        abort(404)
    answer = Response(pages[number - 1].svg, content_type="image/svg+xml; charset=utf-8")
    answer.headers["Content-Security-Policy"] = PICTURE_POLICY
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@bp.post("/cases/<key>/deck/<stage>/<language>")
@allow(*Role)
def deck(key: str, stage: str, language: str) -> Any:
    """Download the deck of a case, without a lesson on its cover."""
    line = queries.case_by_key(key) or abort(404)
    if stage not in line.case.stages or language not in LANGUAGES:
        abort(404)
    title = line.case.title_zh if language == "zh" else line.case.title_en
    try:
        with without_lock():
            built = case_deck(line.case.id, stage=Stage(stage), language=language, built_on=local_now().date())
    except RuleBroken as broken:
        flash("；".join(str(problem) for problem in broken.problems), "danger")
        return redirect(url_for("cases.case", key=key), code=303)
    return send_deck(built, title, lesson_id=None)


def send_deck(built: BuiltDeck, title: str, *, lesson_id: int | None, region_path: str = "") -> Response:
    """The deck as a file, remembered so that it can be recalled when a law changes."""
    actions.record_deck(
        Deck(
            lesson_id=lesson_id,
            case_version_id=built.case_version.id,
            region_path=region_path,
            stage=built.stage.value,
            language=built.language,
            sha256=built.sha256,
            user_id=current_user_row().id,
            downloaded_at=utc_now(),
            cited=built.cited,
        )
    )
    return attachment(built.content, f"{title}.pptx", PPTX)
