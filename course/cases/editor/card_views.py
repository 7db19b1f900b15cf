"""Pages of one card: its form, its picture while one types, its place among the others, and two texts of it at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for

from course.access.guard import allow
from course.cases.blueprint import bp
from course.cases.deck_pictures import POLICY
from course.cases.editor import case_edits, draft_actions, draft_checks
from course.cases.editor import page as editor_page
from course.cases.editor.card_fields import NAME, field_problems, slide_of, values_of
from course.cases.editor.card_page import Shown, kinds_to_choose, law_words, pictures_of, scene_choices
from course.cases.editor.comparison import slide_changes
from course.cases.editor.desk_guard import Desk, changing, desk, flash_refusal, step
from course.cases.editor.draft_actions import Conflict
from course.cases.editor.draft_rules import WRITERS
from course.cases.queries import law_table
from course.db import without_lock
from course.errors import RuleBroken
from course.forms import Form
from course.i18n import _, local_now
from slides import Slide, Words, preview_slide
from slides.case import Case
from slides.kinds import KINDS, LANGUAGES
from slides.pptx.pictures import SceneMissing, scene_svg

SLIDE = "/cases/<key>/edit/slides/<int(max=999):number>"


@bp.get(SLIDE)
@allow(*WRITERS)
def card(key: str, number: int) -> Any:
    """One card of a draft: its words in both languages, how full it is, and how it looks."""
    on_desk = changing(key)
    slide = case_edits.slide_at(on_desk.case, number) or abort(404)
    return show_card(on_desk, number, Shown.of(slide), 200)


@bp.post(SLIDE)
@allow(*WRITERS)
def save_card(key: str, number: int) -> Any:
    """Save a card, or show the fields of another kind without saving."""
    on_desk, shown = changing(key), sent_card(key)
    if request.form.get("step") == "look" or not Form().validate_on_submit():
        return show_card(on_desk, number, shown, 200)
    if shown.errors:
        return show_card(on_desk, number, shown, 422)
    try:
        number = save(on_desk, number, shown)
    except Conflict as conflict:
        return show_conflict(on_desk, number, conflict, shown)
    flash(_("Saved."), "success")
    number = min(number + 1, len(list(desk(key).case.slides))) if request.form.get("step") == "next" else number
    return redirect(url_for("cases.card", key=key, number=number), code=303)


def sent_card(key: str) -> Shown:
    """The card that a form sends, with what is wrong with its fields."""
    values = {name: text.replace("\r\n", "\n") for name, text in request.form.items() if NAME.fullmatch(name)}
    stages, case = request.form.getlist("stages"), desk(key).case
    errors: dict[str, list[str]] = {}
    for problem in field_problems(values, stages, case.stages):
        errors.setdefault(problem.field or "", []).append(str(problem.message))
    known = [stage for stage in stages if stage in case.stages]
    return Shown(slide_of(values, known), values, errors, request.form.get("base", ""))


def save(on_desk: Desk, number: int, shown: Shown) -> int:
    """Keep a card, or put it back where somebody has removed it; the number that it has now."""
    if request.form.get("step") == "insert":
        after = min(max(number - 1, 0), len(list(on_desk.case.slides)))
        edit = with_new(after, shown.slide)
        draft_actions.change(on_desk.version.id, edit, step(), f"slide {after + 1} back")
        return after + 1
    return draft_actions.save_slide(on_desk.version.id, number, shown.base, shown.slide, step())[1]


def show_card(on_desk: Desk, number: int, shown: Shown, status: int) -> Any:
    """The page of a card, with its slide as it would look if this were saved."""
    case, today = on_desk.case, local_now().date()
    tasks = editor_page.task_lists(case, draft_checks.quick_problems(on_desk.version.text))
    page = render_template(
        "cases/card.html",
        desk=on_desk,
        shown=shown,
        number=number,
        stored=stored_beside(case, number),
        slides=list(case.slides),
        tasks=tasks if status == 200 else {},
        kinds=kinds_to_choose(),
        scenes=scene_choices(shown.slide.get("picture")),
        pictures=pictures_of(if_saved(case, number, shown.slide), number, shown.strictest, today),
        law=law_words(shown.value("cite"), shown.value("sentences"), law_table(), today),
    )
    return page, status


def stored_beside(case: Case, number: int) -> dict[str, str] | None:
    """What is stored now, for whoever carries on with their own text of a card; else nothing is shown beside it."""
    stored = case_edits.slide_at(case, number)
    return values_of(stored) if stored and request.form.get("stored") else None


def if_saved(case: Case, number: int, slide: Slide) -> Case:
    """The case with a slide in the place of this number; at its end where it has not so many."""
    count = len(list(case.slides))
    if not 1 <= number <= count:
        return case_edits.with_new_slide(case, count, slide)
    return case_edits.with_slide(case, number, slide)


def show_conflict(on_desk: Desk, number: int, conflict: Conflict, shown: Shown) -> Any:
    """Both texts of a card that two people have changed, with what differs, and the ways on."""
    theirs = case_edits.slide_at(on_desk.case, conflict.number)
    changes = slide_changes(theirs, shown.slide) if theirs else ()
    base = case_edits.digest(theirs) if theirs else ""
    page = render_template(
        "cases/conflict.html",
        desk=on_desk,
        number=number,
        shown=shown,
        theirs=theirs,
        changes=changes,
        base=base,
        fields=[*values_of(shown.slide).items(), *(("stages", stage) for stage in shown.slide.stages)],
    )
    return page, 409


@bp.post(f"{SLIDE}/preview")
@allow(*WRITERS)
def preview_card(key: str, number: int) -> Any:
    """How a card looks while somebody types, in both languages; nothing is saved."""
    case, shown, today = desk(key).case, sent_card(key), local_now().date()
    if not number:
        abort(404)
    with without_lock():
        pictures = pictures_of(if_saved(case, number, shown.slide), number, shown.strictest, today)
        law = law_words(shown.value("cite"), shown.value("sentences"), law_table(), today)
        return render_template("cases/_pictures.html", pictures=pictures, law=law, stage=shown.strictest, swap=True)


@bp.get(f"{SLIDE}/<language>.svg")
@allow(*WRITERS)
def card_picture(key: str, number: int, language: str) -> Any:
    """The little picture of a card in the list."""
    case = desk(key).case
    slide = case_edits.slide_at(case, number)
    if slide is None or language not in LANGUAGES:
        abort(404)
    stage = request.args.get("stage", "")
    stage = stage if stage in slide.stages else Shown.of(slide).strictest
    preview = preview_slide(case, number, stage=stage, lang=language, laws=law_table(), on=local_now().date())
    return svg_answer(preview.pages[0])


@bp.get("/cases/scenes/<name>.svg")
@allow(*WRITERS)
def scene(name: str) -> Any:
    """A picture of the library, to choose from."""
    try:
        return svg_answer(scene_svg(name))
    except SceneMissing:
        abort(404)


def svg_answer(svg: str) -> Response:
    """A drawing that may hold pictures and its own styles, and do nothing."""
    answer = Response(svg, content_type="image/svg+xml; charset=utf-8")
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@bp.post(f"{SLIDE}/arrange")
@allow(*WRITERS)
def arrange_card(key: str, number: int) -> Any:
    """Move a card, add one after it, remove it, or begin a new part of the lesson with it."""
    on_desk, wish = changing(key), request.form.get("step", "")
    if not Form().validate_on_submit() or wish not in ARRANGEMENTS:
        abort(400)
    try:
        lands_on = arrange(on_desk, number, wish)
    except (Conflict, RuleBroken) as trouble:
        refused = isinstance(trouble, RuleBroken)
        flash_refusal(trouble) if refused else flash(
            _("Somebody else has changed this slide. Look once more."), "warning"
        )
        return redirect(url_for("cases.edit", key=key), code=303)
    if wish == "add":
        return redirect(url_for("cases.card", key=key, number=lands_on), code=303)
    stage = request.form.get("stage") or None
    return redirect(url_for("cases.edit", key=key, stage=stage, _anchor=f"slide-{lands_on}"), code=303)


def arrange(on_desk: Desk, number: int, wish: str) -> int:
    """Do what was wished for; the number of the slide to look at next."""
    base, landed = request.form.get("base", ""), [1]

    def edit(case: Case) -> Case:
        at = 0 if not number and not base else case_edits.number_now(case, number, base)
        if at is None:
            raise Conflict(number)
        changed, landed[0] = ARRANGEMENTS[wish](case, at)
        return changed

    draft_actions.change(on_desk.version.id, edit, step(), f"{wish} slide {number}")
    return landed[0]


def hop(case: Case, number: int) -> tuple[Case, int]:
    """Move a card past its neighbour in the list that somebody looks at."""
    over = request.form.get({"up": "above", "down": "below"}[request.form["step"]], "")
    other = int(over) if over.isascii() and over.isdigit() and len(over) < 4 else 0
    if not 1 <= other <= len(list(case.slides)) or other == number:
        return case, number
    moved = case_edits.moved(case, number, other)
    mark = case_edits.digest(case_edits.slide_at(case, number))
    return moved, case_edits.number_now(moved, other, mark) or other


def add(case: Case, number: int) -> tuple[Case, int]:
    """Add an empty card of a kind after another one, for the same stages."""
    kind = request.form.get("kind", "")
    kind = kind if kind in KINDS else "points"
    before = case_edits.slide_at(case, number)
    stages = before.stages if before else case.stages
    slide = Slide(kind, stages, case_edits.default_minutes(kind), zh=Words(), en=Words())
    return case_edits.with_new_slide(case, number, slide), number + 1


def with_new(after: int, slide: Slide) -> Callable[[Case], Case]:
    """The change that puts a slide after another one."""
    return lambda case: case_edits.with_new_slide(case, min(after, len(list(case.slides))), slide)


def remove(case: Case, number: int) -> tuple[Case, int]:
    """Remove a card."""
    return case_edits.without_slide(case, number), max(number - 1, 1)


def begin_part(case: Case, number: int) -> tuple[Case, int]:
    """Begin a new part of the lesson with a card."""
    return case_edits.with_part_before(case, number), number


ARRANGEMENTS: dict[str, Callable[[Case, int], tuple[Case, int]]] = {
    "up": hop,
    "down": hop,
    "add": add,
    "remove": remove,
    "part": begin_part,
}
