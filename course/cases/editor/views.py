"""Pages of the editor: a new case, the draft as a whole, what it is about, its parts."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from course.access.guard import allow
from course.cases.blueprint import bp
from course.cases.editor import case_edits, draft_actions, draft_rules
from course.cases.editor import page as editor_page
from course.cases.editor.card_fields import text_problems
from course.cases.editor.desk_guard import Desk, case_to_write, changing, desk, flash_refusal, reader, step
from course.cases.editor.draft_queries import case_seen, open_version, taken_keys, themes, writers_of
from course.cases.editor.draft_rules import WRITERS
from course.cases.editor.forms import AboutForm, NewCaseForm, RemarkForm
from course.cases.editor.wording import field_label, kind_label, said, said_on_card, stage_words
from course.cases.queries import law_table
from course.errors import RuleBroken
from course.forms import Form
from course.i18n import _, local_now
from slides import Case, write_case
from slides.kinds import KIND_NAMES

bp.add_app_template_global(kind_label, "kind_label")
bp.add_app_template_global(field_label, "field_label")
bp.add_app_template_global(stage_words, "stage_words")
bp.add_app_template_global(said, "said")
bp.add_app_template_global(said_on_card, "said_on_card")


@bp.route("/cases/new", methods=["GET", "POST"])
@allow(*WRITERS)
def new_case() -> Any:
    """Begin a case of my region from nothing."""
    who = reader()
    if not draft_rules.may_create(who):
        abort(404)
    form = NewCaseForm(minutes=40)
    form.offer(themes())
    if form.validate_on_submit():
        file = case_edits.new_case(front_of(form), form.stages.data)
        version = draft_actions.make_case(file, write_case(file), who.region_path, step())
        return redirect(url_for("cases.edit", key=version.case.key), code=303)
    return render_template("cases/new.html", form=form), 422 if form.is_submitted() else 200


def front_of(form: NewCaseForm) -> dict[str, str]:
    """The front matter of a new case."""
    code = reader().region_path.rpartition("/")[2]
    return {
        "schema": "1",
        "id": draft_rules.free_key(f"{form.theme.data}-{code}".strip("-"), taken_keys()),
        "version": "1",
        "author": step().name,
        "laws-checked": (law_table().checked or local_now().date()).isoformat(),
        **said_in(form),
    }


def said_in(form: NewCaseForm) -> dict[str, str]:
    """What the form says of the case, by the keys of the front matter."""
    keys = {"title_zh": "title.zh", "title_en": "title.en", "summary_zh": "summary.zh", "summary_en": "summary.en"}
    names = [*keys, "theme", "strand", "author"]
    said = {keys.get(name, name): form[name].data or "" for name in names if name in form}
    return {**said, "minutes": str(form.minutes.data)}


@bp.post("/cases/<key>/copy")
@allow(*WRITERS)
def copy(key: str) -> Any:
    """Make our own copy of a case, to change it as we need it."""
    who = reader()
    line = case_seen(key, who) or abort(404)
    if not (Form().validate_on_submit() and line.version and draft_rules.may_create(who)):
        abort(404)
    line.version.case = line.case
    version = draft_actions.copy_case(line.version, who.region_path, step())
    flash(_("This is your own copy now. The original stays as it is."), "success")
    return redirect(url_for("cases.edit", key=version.case.key), code=303)


@bp.post("/cases/<key>/draft")
@allow(*WRITERS)
def begin_draft(key: str) -> Any:
    """Begin the next version of a case, or carry on with the one that is open."""
    row = case_to_write(key)
    try:
        if Form().validate_on_submit() and open_version(row.id) is None:
            draft_actions.next_version(row, step())
    except RuleBroken as broken:
        flash_refusal(broken)
    return redirect(url_for("cases.edit", key=key), code=303)


@bp.get("/cases/<key>/edit")
@allow(*WRITERS)
def edit(key: str) -> Any:
    """The open version of a case: its slides, its length, what is left to do, and the next step."""
    return show_draft(desk(key), RemarkForm(), 200)


def show_draft(on_desk: Desk, remark: RemarkForm, status: int) -> Any:
    """The page of a draft."""
    case, problems = on_desk.case, editor_page.problems_of(on_desk.version.text, local_now().date())
    lists = editor_page.task_lists(case, problems)
    stage = request.args.get("stage", "") if request.args.get("stage") in case.stages else ""
    page = render_template(
        "cases/edit.html",
        desk=on_desk,
        case=case,
        version=on_desk.version,
        stage=stage,
        parts=editor_page.parts_of(case, stage, editor_page.draft_checks.tasks(case, problems)),
        totals=editor_page.totals(case),
        kind_names=list(KIND_NAMES),
        tasks=lists,
        open_tasks=editor_page.left_to_do(lists),
        is_second=step().user.id not in writers_of(on_desk.version),
        remark=remark,
    )
    return page, status


@bp.route("/cases/<key>/edit/about", methods=["GET", "POST"])
@allow(*WRITERS)
def edit_about(key: str) -> Any:
    """Change what the case says of itself: titles, theme, stages, length, sources."""
    on_desk = changing(key)
    form = about_form(on_desk.case)
    base = request.form.get("base", case_edits.mark_of(about_values(on_desk.case)))
    try:
        if form.validate_on_submit() and stages_are_free(form, on_desk.case):
            save_about(on_desk, form, base)
            return redirect(url_for("cases.edit", key=key), code=303)
    except draft_actions.Conflict:
        base = case_edits.mark_of(about_values(on_desk.case))
        return render_template("cases/about.html", desk=on_desk, form=form, base=base, theirs=on_desk.case), 409
    return render_template("cases/about.html", desk=on_desk, form=form, base=base), 422 if form.is_submitted() else 200


def about_form(case: Case) -> AboutForm:
    """The form with what the case says now."""
    given = {name.replace(".", "_"): value for name, value in case.front}
    given |= {"stages": list(case.stages), "minutes": case.minutes or None, "sources": "\n".join(case.sources)}
    form = AboutForm(data=given)
    form.offer(themes(), case.get("theme"))
    return form


def about_values(case: Case) -> dict[str, Any]:
    """What the page about a case may change, for a mark of it."""
    return {**dict(case.front), "stages": list(case.stages), "sources": list(case.sources)}


def stages_are_free(form: AboutForm, case: Case) -> bool:
    """Refuse to take a stage away that alone sees some slides: they would be seen by nobody."""
    gone = set(case.stages) - set(form.stages.data)
    alone = case_edits.only_for(case, gone) if gone else []
    if alone:
        numbers = _(", ").join(map(str, alone))
        message = _(
            "Slides %(numbers)s are for this stage only. Give them another stage, or remove them.", numbers=numbers
        )
        form.stages.errors = [*form.stages.errors, message]
    return not alone


def save_about(on_desk: Desk, form: AboutForm, base: str) -> None:
    """Keep what the form says; raises ``Conflict`` where somebody has changed it meanwhile."""
    sources = [line for line in (form.sources.data or "").replace("\r\n", "\n").split("\n") if line.strip()]

    def changed(case: Case) -> Case:
        if case_edits.mark_of(about_values(case)) != base:
            raise draft_actions.Conflict(0)
        stages = [stage for stage in case_edits.STAGE_ORDER if stage in form.stages.data]
        return case_edits.with_sources(
            case_edits.with_front(case_edits.with_stages(case, stages), said_in(form)), sources
        )

    draft_actions.change(on_desk.version.id, changed, step(), "about")


@bp.route("/cases/<key>/edit/parts", methods=["GET", "POST"])
@allow(*WRITERS)
def edit_parts(key: str) -> Any:
    """Name the parts of the lesson in both languages, or take one away."""
    on_desk = changing(key)
    names, gone = [(part.zh, part.en) for part in on_desk.case.parts], request.form.get("remove", "")
    if request.method == "GET":
        return show_parts(on_desk, names, (), 200)
    names = [(request.form.get(f"zh-{at}", ""), request.form.get(f"en-{at}", "")) for at in range(len(names))]
    problems = part_problems(names)
    if problems or not Form().validate_on_submit():
        return show_parts(on_desk, names, problems, 422)
    base = request.form.get("base", "")
    try:
        draft_actions.change(on_desk.version.id, lambda case: renamed(case, base, names, gone), step(), "parts")
    except draft_actions.Conflict:
        problem = _("Somebody else has changed the parts meanwhile. These are yours; look at them once more.")
        return show_parts(on_desk, names, (problem,), 409)
    return redirect(url_for("cases.edit_parts" if gone else "cases.edit", key=key), code=303)


def show_parts(on_desk: Desk, names: list[tuple[str, str]], problems: Any, status: int) -> Any:
    """The page of the parts, with the names as somebody typed them."""
    base = part_mark(on_desk.case)
    return render_template("cases/parts.html", desk=on_desk, names=names, base=base, problems=problems), status


def part_mark(case: Case) -> str:
    """The mark of what the page of the parts may change."""
    return case_edits.mark_of({"parts": [(part.zh, part.en, len(part.slides)) for part in case.parts]})


def renamed(case: Case, base: str, names: list[tuple[str, str]], gone: str) -> Case:
    """The case with its parts named anew, and without the one that goes; ``Conflict`` where they are others now."""
    if part_mark(case) != base:
        raise draft_actions.Conflict(0)
    case = case_edits.with_part_names(case, names)
    number = int(gone) if gone.isascii() and gone.isdigit() and len(gone) < 4 else -1
    return case_edits.without_part(case, number) if 0 <= number < len(case.parts) else case


def part_problems(names: list[tuple[str, str]]) -> list[str]:
    """Why the names of parts cannot be kept."""
    return [
        f"{_('Part %(number)s', number=at)}: {problem.message}"
        for at, pair in enumerate(names, 1)
        for name in pair
        for problem in text_problems("part", name)
    ]
