"""Page of a wish: one short form, the three best free periods, one tap to book."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from course.access.guard import allow, current_scope
from course.access.models import Role
from course.forms import clean_code
from course.i18n import WEEKDAYS_EN, WEEKDAYS_ZH, local_now, page_language
from course.schedule.blueprint import bp
from course.schedule.booking import page as booking_page
from course.schedule.booking.views import choose_school, school_that_asks
from course.schedule.booking.wish_page import SCHOOL_DAYS, wish_page


@bp.get("/lessons/wish")
@allow(Role.SCHOOL, Role.BUREAU, Role.ADMIN)
def wish() -> Any:
    """Say what is wished for in one form, and tap one of the three best free periods."""
    school = school_that_asks(clean_code(request.args.get("school")))
    if school is None:
        return choose_school("schedule.wish")
    asked = booking_page.asked(request.args, school)
    page = wish_page(asked, request.args, local_now())
    names = WEEKDAYS_EN if page_language() == "en" else WEEKDAYS_ZH
    weekdays = [(day, names[day - 1]) for day in SCHOOL_DAYS]
    status = 422 if asked.problems else 200
    return render_template(
        "schedule/wish.html", page=page, asked=asked, weekdays=weekdays, scope=current_scope()
    ), status
