"""Photographs of a lesson: added by either side if they like, hidden until somebody says why they may be shown."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, redirect, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.db import utc_now, without_lock
from course.delivery import photo_actions as actions
from course.delivery import photo_intake, photo_queries, photo_rules, photo_wording
from course.delivery.models import Photo
from course.delivery.photo_forms import ConsentForm, PhotosForm
from course.delivery.photo_page import PhotoPage, may_see, photo_page, speaks_of
from course.delivery.queries import lesson_to_change
from course.errors import Problem, RuleBroken, refuse
from course.i18n import _, local_now
from course.schedule.lesson_views import show_lesson
from course.schedule.models import Lesson
from course.schedule.queries import lesson_in_scope

__all__ = ["bp", "photo_wording"]
bp = Blueprint("photos", __name__)
PHOTOS = "/lessons/<int(max=2147483647):lesson_id>/photos"
PHOTO = f"{PHOTOS}/<int(max=2147483647):photo_id>"
SIDES = (Role.SCHOOL, Role.VICE_PRINCIPAL)


@bp.app_template_global("photo_record")
def photo_record(lesson: Lesson) -> PhotoPage:
    """The photographs of a lesson, as the reader may see them."""
    return photo_page(lesson, current_scope(), current_user_row().id, local_now())


@bp.app_template_global("consent_form")
def consent_form() -> ConsentForm:
    """An empty form for the basis of a photograph."""
    return ConsentForm(formdata=None)


@bp.app_template_global("photos_form")
def photos_form() -> PhotosForm:
    """An empty form for photographs."""
    return PhotosForm(formdata=None)


@bp.post(PHOTOS)
@allow(*SIDES)
def add(lesson_id: int) -> Any:
    """Add photographs of a lesson that has begun."""
    lesson, form = own_lesson(lesson_id), PhotosForm()
    try:
        refuse(problems_of(form))
        refuse([photo_rules.lesson_takes_photos(current_scope().role, lesson.state, lesson.start, local_now())])
        files = form.chosen()
        refuse([photo_rules.some_file(len(files)), photo_rules.not_too_many(0, len(files))])
        with without_lock():
            taken = photo_intake.taken_in(files, current_app.config["UPLOADS"], utc_now())
        lesson = own_lesson(lesson_id)
        actions.add(lesson, taken, form.basis(), form.faces.data, user=current_user_row(), now=utc_now())
    except RuleBroken as broken:
        return show_lesson(lesson_id, problems=broken.problems, status=422)
    shown = photo_rules.is_shown(form.basis(), form.faces.data)
    flash(_("Added.") if shown else _("Added, and hidden until you say why it may be shown."), "success")
    return back_to(lesson_id)


@bp.get(f"{PHOTO}.jpg")
@allow(*Role)
def picture(lesson_id: int, photo_id: int) -> Any:
    """A photograph, for those who may see its lesson; a hidden one only for whoever added it."""
    lesson = lesson_in_scope(lesson_id, current_scope()) or abort(404)
    photo = photo_queries.photo_of(lesson.id, photo_id)
    if photo is None or not photo.content or not may_see(photo, current_user_row().id):
        abort(404)
    answer = Response(photo.content, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post(f"{PHOTO}/consent")
@allow(*SIDES)
def say_why(lesson_id: int, photo_id: int) -> Any:
    """Say why a photograph of mine may be shown."""
    lesson, form = own_lesson(lesson_id), ConsentForm()
    photo = own_photo(lesson, photo_id)
    if photo.added_by_id != current_user_row().id:
        abort(404)
    try:
        refuse(problems_of(form))
        actions.say_why(lesson, photo, form.basis(), form.faces.data, user=current_user_row(), now=utc_now())
    except RuleBroken as broken:
        return show_lesson(lesson_id, problems=broken.problems, status=422)
    flash(_("The photograph is shown now."), "success")
    return back_to(lesson_id)


@bp.post(f"{PHOTO}/withdraw")
@allow(*SIDES)
def withdraw(lesson_id: int, photo_id: int) -> Any:
    """Take a photograph of our lesson away for good."""
    lesson = own_lesson(lesson_id)
    actions.withdraw(lesson, own_photo(lesson, photo_id), user=current_user_row(), now=utc_now())
    flash(_("The photograph is withdrawn and deleted."), "success")
    return back_to(lesson_id)


def problems_of(form: ConsentForm) -> list[Problem]:
    """What is wrong with the fields themselves."""
    form.validate()
    return [Problem("form", error, name) for name, errors in form.errors.items() for error in errors]


def own_lesson(lesson_id: int) -> Lesson:
    """The lesson, held until the request ends; 404 for anybody but its two sides."""
    lesson = lesson_to_change(lesson_id, current_scope()) or abort(404)
    return lesson if speaks_of(lesson, current_scope()) else abort(404)


def own_photo(lesson: Lesson, photo_id: int) -> Photo:
    """A photograph of this lesson; 404 for one of another."""
    return photo_queries.photo_of(lesson.id, photo_id) or abort(404)


def back_to(lesson_id: int) -> Any:
    """The lesson's page, at its photographs."""
    return redirect(url_for("schedule.lesson", lesson_id=lesson_id, _anchor="photos"), code=303)
